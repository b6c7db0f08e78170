/** One value of an event as text: the same text an event log would give, and what its output type or map makes of it for showing. */
import { hex64Text } from '../../../bytes/hex.ts';
import { readU16, readU32 } from '../../../bytes/integer.ts';
import { type AnsiDecoder, valueText } from '../../evtx/binxml/value-text.ts';
import { IN, OUT } from './layout.ts';

/** Bytes of the types that always have the same; pointers depend on the program that wrote the event. */
const WIDTH: Readonly<Record<number, number>> = {
  [IN.NULL]: 0, [IN.I8]: 1, [IN.U8]: 1, [IN.I16]: 2, [IN.U16]: 2, [IN.I32]: 4, [IN.U32]: 4, [IN.I64]: 8, [IN.U64]: 8, [IN.FLOAT]: 4, [IN.DOUBLE]: 8,
  [IN.BOOL]: 4, [IN.GUID]: 16, [IN.FILETIME]: 8, [IN.SYSTEMTIME]: 16, [IN.HEX32]: 4, [IN.HEX64]: 8,
};

/** Width in bytes, undefined for types whose values say themselves how long they are. */
export function fixedWidth(inType: number, pointerSize: number): number | undefined {
  return inType === IN.POINTER ? pointerSize : WIDTH[inType];
}

/** Unsigned value of a number that fits 32 bits, for maps and for lengths of other fields; -1 for everything else. */
export function plainNumber(bytes: Uint8Array, inType: number, at: number, size: number): number {
  switch (inType) {
    case IN.I8:
    case IN.U8:
      return bytes[at] as number;
    case IN.I16:
    case IN.U16:
      return readU16(bytes, at);
    case IN.I32:
    case IN.U32:
    case IN.BOOL:
    case IN.HEX32:
      return readU32(bytes, at);
    case IN.I64:
    case IN.U64:
    case IN.HEX64:
    case IN.POINTER:
      return size === 8 && readU32(bytes, at + 4) !== 0 ? -1 : readU32(bytes, at);
    default:
      return -1;
  }
}

const utf8 = new TextDecoder();

/** Text of `size` bytes as an event log writes it: decimal integers, 0x… for hexadecimal types, GUIDs in braces, binary as hex digits. */
export function fieldText(bytes: Uint8Array, inType: number, outType: number, at: number, size: number, ansi: AnsiDecoder): string {
  if (inType === IN.NULL) return '';
  if (inType === IN.COUNTED_STRING) return valueText(bytes, IN.STRING, at, size, ansi);
  if (inType === IN.ANSI || inType === IN.COUNTED_ANSI) {
    return valueText(bytes, IN.ANSI, at, size, outType === OUT.UTF8 ? (part) => utf8.decode(part) : ansi);
  }
  if (inType === IN.COUNTED_BINARY) return valueText(bytes, IN.BINARY, at, size, ansi);
  if (outType === OUT.BOOL && inType === IN.U8) return bytes[at] === 0 ? 'false' : 'true';
  if (outType >= OUT.HEX8 && outType <= OUT.HEX64 && isInteger(inType)) return hexText(bytes, at, size);
  return valueText(bytes, inType, at, size, ansi);
}

function isInteger(inType: number): boolean {
  return inType >= IN.I8 && inType <= IN.U64;
}

function hexText(bytes: Uint8Array, at: number, size: number): string {
  if (size === 8) return hex64Text(readU32(bytes, at), readU32(bytes, at + 4));
  return hex64Text(size === 4 ? readU32(bytes, at) : size === 2 ? readU16(bytes, at) : (bytes[at] as number), 0);
}

/** What the output type makes of a value, undefined when it adds nothing to its text. */
export function shownText(bytes: Uint8Array, inType: number, outType: number, at: number, size: number): string | undefined {
  switch (outType) {
    case OUT.STRING:
      return inType === IN.U8 || inType === IN.U16 ? String.fromCharCode(inType === IN.U8 ? (bytes[at] as number) : readU16(bytes, at)) : undefined;
    case OUT.PORT:
      return inType === IN.U16 ? String(bigEndian(bytes, at)) : undefined;
    case OUT.IPV4:
      return size === 4 ? ipv4(bytes, at) : undefined;
    case OUT.IPV6:
      return size === 16 ? ipv6(bytes, at) : undefined;
    case OUT.SOCKET_ADDRESS:
      return socketAddress(bytes, at, size);
    default:
      return undefined;
  }
}

function bigEndian(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function ipv4(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

/** The longest run of two or more zero groups becomes `::` (RFC 5952, section 4.2). */
function ipv6(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => bigEndian(bytes, at + index * 2).toString(16));
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (groups[from + length] === '0') length++;
    if (length > best.length) best = { from, length };
  }
  if (best.from < 0) return groups.join(':');
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`;
}

/** SOCKADDR_IN and SOCKADDR_IN6 (ws2def.h, ws2ipdef.h): family, port in network order, then the address. */
function socketAddress(bytes: Uint8Array, at: number, size: number): string | undefined {
  const family = size >= 2 ? readU16(bytes, at) : 0;
  if (family === 2 && size >= 8) return `${ipv4(bytes, at + 4)}:${bigEndian(bytes, at + 2)}`;
  if (family === 23 && size >= 24) return `[${ipv6(bytes, at + 8)}]:${bigEndian(bytes, at + 2)}`;
  return undefined;
}
