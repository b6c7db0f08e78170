/** The 72 bytes that open every buffer of a trace (WMI_BUFFER_HEADER): what a reader may believe of them. */
import { readU16, readU32 } from '../../../bytes/integer.ts';

export const BUFFER_HEADER = 0x48;
/** The system allows buffers of 16 MB; four times that is still taken for one. */
export const MAX_BUFFER = 64 << 20;

const STATE = 0x2c;
const EVENTS_LOST = 0x02;
const BUFFER_LOST = 0x04;
const WIDE_PROCESSOR = 0x20;
const COMPRESSED = 0x40;
const ALL_FLAGS = 0x7f;
const LAST_TYPE = 7;
/** States of a buffer: 0 free, 3 flush. All that were written to a file are in the latter. */
const LAST_STATE = 7;
const FLUSHED = 3;

export interface BufferHeader {
  /** Valid bytes including this header, after decompression. */
  readonly filled: number;
  readonly sequence: number;
  readonly processor: number;
  readonly isCompressed: boolean;
  readonly hasLostEvents: boolean;
  readonly hasLostBuffers: boolean;
}

/** Bytes the buffer at `at` takes in the file, 0 when no buffer starts there. The 72 bytes must be there. */
export function bufferSize(bytes: Uint8Array, at: number): number {
  const size = readU32(bytes, at);
  if (size < BUFFER_HEADER || size > MAX_BUFFER || readU16(bytes, at + 0x34) > ALL_FLAGS || readU16(bytes, at + 0x36) > LAST_TYPE) return 0;
  const filled = readU32(bytes, at + 0x30);
  const state = readU32(bytes, at + STATE);
  const isEmpty = filled === 0 && state > 0;
  return state <= LAST_STATE && filled <= MAX_BUFFER && (isEmpty || filled >= BUFFER_HEADER) ? size : 0;
}

/** Offset of the first buffer from `from` on where none is known to start, -1 without any whose 72 bytes are there. */
export function findBuffer(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at++) {
    // Every buffer has this byte, and looking for one byte is fast.
    at = bytes.indexOf(FLUSHED, at + STATE) - STATE;
    if (at < from || at + BUFFER_HEADER > bytes.length) return -1;
    if (isBufferStart(bytes, at)) return at;
  }
}

/** Stricter than `bufferSize`, since zeros and small numbers are everywhere in records. The 72 bytes must be there. */
export function isBufferStart(bytes: Uint8Array, at: number): boolean {
  const size = bufferSize(bytes, at);
  if (size === 0 || readU32(bytes, at + STATE) !== FLUSHED) return false;
  const filled = readU32(bytes, at + 0x30);
  return filled >= BUFFER_HEADER && (filled <= size || (readU16(bytes, at + 0x34) & COMPRESSED) !== 0);
}

/** Reads the header at the start of a buffer. */
export function readBufferHeader(bytes: Uint8Array): BufferHeader {
  const flags = readU16(bytes, 0x34);
  return {
    filled: readU32(bytes, 0x30),
    sequence: readU32(bytes, 0x1c) * 4294967296 + readU32(bytes, 0x18),
    processor: flags & WIDE_PROCESSOR ? readU16(bytes, 0x28) : (bytes[0x28] as number),
    isCompressed: (flags & COMPRESSED) !== 0,
    hasLostEvents: (flags & EVENTS_LOST) !== 0,
    hasLostBuffers: (flags & BUFFER_LOST) !== 0,
  };
}
