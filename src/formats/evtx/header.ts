/** File header and chunk header: the few fields a reader may believe. */
import { crc32 } from '../../bytes/crc32.ts';
import { readU16, readU32 } from '../../bytes/integer.ts';

export const CHUNK_SIZE = 65_536;
export const HEADER_BLOCK_SIZE = 4096;
export const RECORDS_START = 512;

/** `ElfFile\0` and `ElfChnk\0` as two little-endian halves. */
const FILE_MAGIC = [0x46666c45, 0x00656c69] as const;
const CHUNK_MAGIC = [0x43666c45, 0x006b6e68] as const;
const FLAG_DIRTY = 1;
const FLAG_NO_CHECKSUM = 4;

/** Computes CRC-32 over `bytes`, continuing from `seed`. */
export type Checksum = (bytes: Uint8Array, seed?: number) => number;

export interface FileHeader {
  readonly hasMagic: boolean;
  /** Offset of the first chunk. */
  readonly blockSize: number;
  /** Number of chunks the header states: too low while the log is open, so only good for noticing that some are missing. */
  readonly statedChunks: number;
  /** The log was open when it was copied: normal in a support bundle. */
  readonly isDirty: boolean;
  readonly hasChecksums: boolean;
  readonly isChecksumGood: boolean;
}

/** Reads the first 128 bytes of a file (fewer give a header without magic). */
export function readFileHeader(bytes: Uint8Array, checksum: Checksum = crc32): FileHeader {
  const flags = bytes.length >= 128 ? readU32(bytes, 120) : 0;
  const stated = readU16(bytes, 40);
  const hasChecksums = (flags & FLAG_NO_CHECKSUM) === 0;
  return {
    hasMagic: hasMagic(bytes, FILE_MAGIC),
    // A block smaller than the header or larger than a chunk is damage: all known files have 4096.
    blockSize: stated >= 128 && stated <= CHUNK_SIZE ? stated : HEADER_BLOCK_SIZE,
    statedChunks: bytes.length >= 128 ? readU16(bytes, 42) : 0,
    isDirty: (flags & FLAG_DIRTY) !== 0,
    hasChecksums,
    isChecksumGood: !hasChecksums || bytes.length < 128 || checksum(bytes.subarray(0, 120)) === readU32(bytes, 124),
  };
}

export function isChunk(bytes: Uint8Array): boolean {
  return hasMagic(bytes, CHUNK_MAGIC);
}

/** Whether a slot looks never used, from an offset on. A sample will do: foreign bytes in it would be no loss. */
export function isBlank(bytes: Uint8Array, from = 0): boolean {
  for (let at = from; at < bytes.length; at += 16) if (bytes[at] !== 0) return false;
  return true;
}

/** End of the records: the free-space offset, a hint that is kept within what is there. */
export function recordsEnd(bytes: Uint8Array): number {
  return isRecordsEndStated(bytes) ? readU32(bytes, 48) : bytes.length;
}

/** Whether the free-space offset is one at all, and inside what is there. */
export function isRecordsEndStated(bytes: Uint8Array): boolean {
  const stated = readU32(bytes, 48);
  return stated >= RECORDS_START && stated <= bytes.length;
}

/** How many of the chunk's two checksums do not fit; 0 when it says it has none or is cut short. */
export function countBadChecksums(bytes: Uint8Array, checksum: Checksum): number {
  if (bytes.length < CHUNK_SIZE || readU32(bytes, 120) & FLAG_NO_CHECKSUM) return 0;
  const header = checksum(bytes.subarray(128, RECORDS_START), checksum(bytes.subarray(0, 120)));
  const data = checksum(bytes.subarray(RECORDS_START, recordsEnd(bytes)));
  return (header === readU32(bytes, 124) ? 0 : 1) + (data === readU32(bytes, 52) ? 0 : 1);
}

function hasMagic(bytes: Uint8Array, magic: readonly [number, number]): boolean {
  return bytes.length >= 8 && readU32(bytes, 0) === magic[0] && readU32(bytes, 4) === magic[1];
}
