/**
 * Members of a zip archive found by their local headers (APPNOTE 4.3.7), for archives cut off before their central directory.
 * Sizes that a header leaves to the data descriptor behind the data (4.3.9) are found by searching for a descriptor whose
 * compressed size is exactly the distance searched: a coincidence in compressed data is then practically excluded.
 */
import { readU16, readU32, readU64 } from '../../bytes/integer.ts';
import type { ByteSource } from '../../model/byte-source.ts';
import { FLAG_DESCRIPTOR, LOCAL_LENGTH, LOCAL_SIGNATURE, widen } from './members.ts';
import type { ZipMember } from './members.ts';

const DESCRIPTOR_SIGNATURE = 0x08074b50;
const RECORD_SIGNATURE = 0x02014b50;
const WINDOW = 1 << 20;
const FIRST_WINDOW = 1 << 10;
/** Longest thing looked at around a signature: a descriptor with 64-bit sizes, or a local header. */
const MARGIN = 32;

export interface Salvage {
  readonly members: readonly ZipMember[];
  /** The scan met the start of a central directory: nothing is missing before it. */
  readonly reachedDirectory: boolean;
  /** Places where the next header was not where it had to be, and was searched for. */
  readonly resyncs: number;
}

/** Walks the local headers from the start of `file`; at most `limit` members. */
export async function salvageMembers(file: ByteSource, limit: number): Promise<Salvage> {
  const members: ZipMember[] = [];
  // Headers that promise a descriptor which never comes would each be searched to the end of the file.
  const budget = { bytes: 3 * file.size + WINDOW };
  let resyncs = 0;
  let at = 0;
  while (members.length < limit && at + LOCAL_LENGTH <= file.size) {
    const header = await readLocal(file, at);
    if (header) {
      const settled = await settleSizes(file, header, budget);
      members.push(settled.member);
      // Progress: the end lies behind the header, which is at least 30 bytes long.
      at = settled.end;
      continue;
    }
    if (await isDirectory(file, at)) return { members, reachedDirectory: true, resyncs };
    resyncs++;
    const next = await findLocal(file, at + 1);
    if (next === null) break;
    at = next;
  }
  return { members, reachedDirectory: false, resyncs };
}

/** Local header at `offset`, or null when the bytes there cannot be one. Sizes as stated. */
export async function readLocal(file: ByteSource, offset: number): Promise<(ZipMember & { dataOffset: number }) | null> {
  const fixed = await file.read(offset, LOCAL_LENGTH);
  if (fixed.length < LOCAL_LENGTH || !isPlausible(fixed, 0)) return null;
  const nameLength = readU16(fixed, 26);
  const extraLength = readU16(fixed, 28);
  const variable = await file.read(offset + LOCAL_LENGTH, nameLength + extraLength);
  if (variable.length < nameLength + extraLength) return null;
  const extra = variable.subarray(nameLength);
  const narrow = { compressedSize: readU32(fixed, 18), size: readU32(fixed, 22), headerOffset: 0 };
  const wide = widen(extra, narrow) ?? narrow;
  return {
    rawName: variable.subarray(0, nameLength),
    extra,
    flags: readU16(fixed, 6),
    method: readU16(fixed, 8),
    dosTime: readU16(fixed, 10),
    dosDate: readU16(fixed, 12),
    crc: readU32(fixed, 14),
    compressedSize: wide.compressedSize,
    size: wide.size,
    headerOffset: offset,
    dataOffset: offset + LOCAL_LENGTH + nameLength + extraLength,
  };
}

/** A local header by more than its signature, so that the four bytes inside data are not taken for one. */
function isPlausible(bytes: Uint8Array, at: number): boolean {
  const version = (bytes[at + 4] as number) | 0;
  const nameLength = readU16(bytes, at + 26);
  return readU32(bytes, at) === LOCAL_SIGNATURE && version <= 63 && readU16(bytes, at + 8) <= 99 && nameLength > 0 && nameLength <= 4096;
}

async function isDirectory(file: ByteSource, offset: number): Promise<boolean> {
  const bytes = await file.read(offset, 4);
  return bytes.length === 4 && readU32(bytes, 0) === RECORD_SIGNATURE;
}

interface Settled {
  readonly member: ZipMember;
  /** Where the next header must be. */
  readonly end: number;
}

/** Fills in sizes that stand behind the data, and marks a member whose data the file does not hold whole. */
async function settleSizes(file: ByteSource, header: ZipMember & { dataOffset: number }, budget: { bytes: number }): Promise<Settled> {
  const { dataOffset } = header;
  const isOpen = (header.flags & FLAG_DESCRIPTOR) !== 0 && header.compressedSize === 0;
  if (!isOpen) {
    const available = Math.max(0, file.size - dataOffset);
    if (header.compressedSize > available) return { member: { ...header, compressedSize: available, cut: true }, end: file.size };
    const end = dataOffset + header.compressedSize;
    return { member: header, end: header.flags & FLAG_DESCRIPTOR ? end + (await descriptorLength(file, end)) : end };
  }
  const found = await findDescriptor(file, dataOffset, budget);
  if (found) {
    const { crc, compressedSize, size } = found;
    return { member: { ...header, crc, compressedSize, size }, end: dataOffset + compressedSize + found.length };
  }
  // No descriptor fits. A header that follows still bounds the data; else the data runs to the cut.
  const end = (await findLocal(file, dataOffset)) ?? file.size;
  return { member: { ...header, compressedSize: end - dataOffset, cut: true }, end };
}

/** Length of the descriptor that stands at `offset`, 0 when none does. */
async function descriptorLength(file: ByteSource, offset: number): Promise<number> {
  const bytes = await file.read(offset, 28);
  for (const length of [0, 12, 16, 20, 24]) {
    if (length + 4 > bytes.length) break;
    const signature = readU32(bytes, length);
    if (signature === LOCAL_SIGNATURE || signature === RECORD_SIGNATURE) return length;
  }
  return 0;
}

interface Descriptor {
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly length: number;
}

/** Searches forward from `dataOffset` for the descriptor that states the distance to itself. */
async function findDescriptor(file: ByteSource, dataOffset: number, budget: { bytes: number }): Promise<Descriptor | null> {
  if (budget.bytes <= 0) return null;
  for await (const { bytes, at, offset } of signatures(file, dataOffset)) {
    const signature = readU32(bytes, at);
    const distance = offset - dataOffset;
    if (signature === DESCRIPTOR_SIGNATURE) {
      const found = descriptorAt(bytes, at + 4, distance);
      if (found) return { ...found, length: found.length + 4 };
    }
    if (signature === LOCAL_SIGNATURE || signature === RECORD_SIGNATURE) {
      // The descriptor's own signature is optional: its fields may stand right before the next header.
      for (const length of [12, 20]) {
        const found = distance >= length && at >= length ? descriptorAt(bytes, at - length, distance - length) : null;
        if (found?.length === length) return found;
      }
    }
  }
  budget.bytes -= file.size - dataOffset;
  return null;
}

/** Descriptor whose CRC stands at `at`, with 32-bit or 64-bit sizes, if its compressed size is `distance`. */
function descriptorAt(bytes: Uint8Array, at: number, distance: number): Descriptor | null {
  const crc = readU32(bytes, at);
  // Read as 32-bit sizes, a 64-bit descriptor would say that more than an empty stream unpacks to nothing.
  if (at + 20 <= bytes.length && readU64(bytes, at + 4) === distance && distance > 2) {
    return { crc, compressedSize: distance, size: readU64(bytes, at + 12), length: 20 };
  }
  if (at + 12 <= bytes.length && readU32(bytes, at + 4) === distance) {
    return { crc, compressedSize: distance, size: readU32(bytes, at + 8), length: 12 };
  }
  return null;
}

/** Offset of the next plausible local header at or after `from`. */
async function findLocal(file: ByteSource, from: number): Promise<number | null> {
  for await (const { bytes, at, offset } of signatures(file, from)) {
    if (at + LOCAL_LENGTH <= bytes.length && isPlausible(bytes, at)) return offset;
  }
  return null;
}

/**
 * Every `PK` from `from` on, with its surroundings: up to `MARGIN` bytes either side where the file has them. The window grows,
 * since the next header is often near, and a hostile file may ask for it at every header.
 */
async function* signatures(file: ByteSource, from: number): AsyncGenerator<{ bytes: Uint8Array; at: number; offset: number }> {
  let window = FIRST_WINDOW;
  for (let start = from; start < file.size; ) {
    const base = Math.max(from, start - MARGIN);
    const bytes = await file.read(base, Math.min(start + window + MARGIN, file.size) - base);
    const stop = Math.min(start + window - base, bytes.length);
    for (let at = bytes.indexOf(0x50, start - base); at >= 0 && at < stop; at = bytes.indexOf(0x50, at + 1)) {
      if (bytes[at + 1] === 0x4b) yield { bytes, at, offset: base + at };
    }
    start += window;
    window = Math.min(window * 4, WINDOW);
  }
}
