/** Value data: where it lies (in the value itself, in a cell, in a chain of segments) and what its type makes of it. */
import { readU16, readU32, readU64Text } from '../../bytes/integer.ts';
import { readUtf16 } from '../../bytes/utf16.ts';
import { cellAt, damage, offsetsIn, signature } from './cells.ts';

/** Longest data that one cell may hold since format 1.4; longer data is cut into segments of this length. */
const SEGMENT_LENGTH = 16_344;
/** Set in the declared size when the data stands in the offset field. */
const IN_PLACE = 0x80000000;

export const TYPE_NAMES = [
  'REG_NONE',
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_BINARY',
  'REG_DWORD',
  'REG_DWORD_BIG_ENDIAN',
  'REG_LINK',
  'REG_MULTI_SZ',
  'REG_RESOURCE_LIST',
  'REG_FULL_RESOURCE_DESCRIPTOR',
  'REG_RESOURCE_REQUIREMENTS_LIST',
  'REG_QWORD',
] as const;

/** Text, number, list of texts or raw bytes; a QWORD above 2^53 is decimal text. */
export type RegistryData = string | number | readonly string[] | Uint8Array;

/**
 * Raw data of the value whose size and offset fields stand at `sizeAt`. A view of the hive where the data lies in one
 * piece, a copy only where it is in segments. Throws `ParseError` when not all of it is there.
 */
export function readValueBytes(bytes: Uint8Array, sizeAt: number): Uint8Array {
  const declared = readU32(bytes, sizeAt);
  const size = (declared & ~IN_PLACE) >>> 0;
  if (declared >= IN_PLACE) {
    if (size > 4) throw damage('value-size', sizeAt, 'at most 4 bytes in place', `${size}`);
    return bytes.subarray(sizeAt + 4, sizeAt + 4 + size);
  }
  if (size === 0) return bytes.subarray(0, 0);
  const cell = cellAt(bytes, readU32(bytes, sizeAt + 4));
  if (cell.end - cell.start >= size) return bytes.subarray(cell.start, cell.start + size);
  if (size > SEGMENT_LENGTH && signature(bytes, cell) === 'db') return joinSegments(bytes, cell, size);
  throw damage('value-size', sizeAt, `${size} bytes of data`, `${cell.end - cell.start}`);
}

function joinSegments(bytes: Uint8Array, cell: { start: number; end: number }, size: number): Uint8Array {
  const count = readU16(bytes, cell.start + 2);
  if (size > bytes.length || size > count * SEGMENT_LENGTH || cell.end - cell.start < 8) {
    throw damage('big-data-size', cell.start, `${size} bytes in segments`, `${count} segments`);
  }
  const list = cellAt(bytes, readU32(bytes, cell.start + 4));
  const data = new Uint8Array(size);
  let filled = 0;
  for (const offset of offsetsIn(bytes, list, list.start, count, 4)) {
    const segment = cellAt(bytes, offset);
    const part = Math.min(SEGMENT_LENGTH, segment.end - segment.start, size - filled);
    data.set(bytes.subarray(segment.start, segment.start + part), filled);
    filled += part;
    if (filled === size) return data;
  }
  throw damage('big-data-short', list.start, `${size} bytes in segments`, `${filled}`);
}

/** What the bytes mean for the type. Bytes that do not fit their type (a DWORD of 3 bytes) stay bytes. */
export function decodeValue(type: number, data: Uint8Array): RegistryData {
  switch (TYPE_NAMES[type]) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
    case 'REG_LINK':
      return firstString(readUtf16(data, 0, data.length & ~1));
    case 'REG_MULTI_SZ':
      return readUtf16(data, 0, data.length & ~1).split('\0').filter((part) => part !== '');
    case 'REG_DWORD':
      return data.length === 4 ? readU32(data, 0) : data;
    case 'REG_DWORD_BIG_ENDIAN':
      return data.length === 4 ? readU32(Uint8Array.from(data).reverse(), 0) : data;
    case 'REG_QWORD':
      return data.length === 8 ? exactNumber(readU64Text(data, 0)) : data;
    default:
      return data;
  }
}

/** Text up to the first NUL: what lies behind it is not part of the string. */
function firstString(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function exactNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
