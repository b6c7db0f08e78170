/** The gzip wrapper (RFC 1952) around one DEFLATE stream. Files of several members are not read: nothing here writes them. */
import { readU16, readU32 } from '../../bytes/integer.ts';
import { ParseError } from '../../model/error.ts';

export interface Gzip {
  /** The raw DEFLATE stream; it may be followed by nothing of use. */
  readonly deflated: Uint8Array;
  /** CRC-32 of the unpacked bytes. */
  readonly crc: number;
  /** Unpacked length modulo 2^32, as the trailer states it. */
  readonly size: number;
}

const HEADER = 10;
const TRAILER = 8;
/** Flags of section 2.3.1. */
const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** Finds the stream and what the trailer says of it. @throws ParseError `gzip-header` or `gzip-cut-off`. */
export function readGzip(bytes: Uint8Array): Gzip {
  if (bytes.length < HEADER + TRAILER) throw new ParseError({ code: 'gzip-cut-off', offset: bytes.length, expected: `at least ${HEADER + TRAILER} bytes of gzip`, found: 'the end' });
  const flags = bytes[3] as number;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || (flags & FLAGS.reserved) !== 0) {
    throw new ParseError({ code: 'gzip-header', offset: 0, expected: 'a gzip header (1F 8B 08)', found: 'something else' });
  }
  let at = HEADER;
  if (flags & FLAGS.extra) at += 2 + readU16(bytes, at);
  if (flags & FLAGS.name) at = afterNul(bytes, at);
  if (flags & FLAGS.comment) at = afterNul(bytes, at);
  if (flags & FLAGS.headerCrc) at += 2;
  const end = bytes.length - TRAILER;
  if (at > end) throw new ParseError({ code: 'gzip-cut-off', offset: at, expected: 'a compressed stream', found: 'the end' });
  return { deflated: bytes.subarray(at, end), crc: readU32(bytes, end), size: readU32(bytes, end + 4) };
}

function afterNul(bytes: Uint8Array, from: number): number {
  const nul = bytes.indexOf(0, from);
  return nul < 0 ? bytes.length : nul + 1;
}
