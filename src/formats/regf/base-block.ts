/**
 * The first 4096 bytes of a hive file.
 * Source: "Windows registry file format specification" (M. Suhanov), section "Base block".
 */
import { filetimeToMicros } from '../../bytes/filetime.ts';
import { readU32 } from '../../bytes/integer.ts';
import { readUtf16 } from '../../bytes/utf16.ts';
import { ParseError } from '../../model/error.ts';
import type { Micros } from '../../model/time.ts';

/** Cell offsets count from here. */
export const BINS_START = 4096;

const MAGIC_REGF = 0x66676572;
const CHECKSUM_AT = 508;
const PRIMARY_FILE = 0;

export interface BaseBlock {
  readonly major: number;
  readonly minor: number;
  /** The two sequence numbers differ: changes were under way and sit in logs that are not part of this file. */
  readonly dirty: boolean;
  readonly checksumValid: boolean;
  readonly lastWritten: Micros | null;
  /** Relative to `BINS_START`. */
  readonly rootCell: number;
  /** Length of all hive bins as declared. */
  readonly binsLength: number;
  /** Tail of the path the hive was loaded from; often ''. */
  readonly fileName: string;
}

/** Reads the base block. Throws `ParseError` when the file is no primary hive file or ends inside the block. */
export function readBaseBlock(bytes: Uint8Array): BaseBlock {
  const magic = bytes.length < 4 ? 0 : readU32(bytes, 0);
  if (magic !== MAGIC_REGF) {
    throw new ParseError({ code: 'not-a-hive', offset: 0, expected: 'regf', found: `0x${magic.toString(16)}` });
  }
  if (bytes.length < BINS_START) {
    throw new ParseError({ code: 'cut-off', offset: bytes.length, expected: 'a base block of 4096 bytes', found: 'end of file' });
  }
  const fileType = readU32(bytes, 28);
  if (fileType !== PRIMARY_FILE) {
    throw new ParseError({ code: 'not-a-hive', offset: 28, expected: 'file type 0 (primary)', found: `${fileType}` });
  }
  return {
    major: readU32(bytes, 20),
    minor: readU32(bytes, 24),
    dirty: readU32(bytes, 4) !== readU32(bytes, 8),
    checksumValid: readU32(bytes, CHECKSUM_AT) === checksum(bytes),
    lastWritten: filetimeToMicros(readU32(bytes, 12), readU32(bytes, 16)),
    rootCell: readU32(bytes, 36),
    binsLength: readU32(bytes, 40),
    fileName: upToNul(readUtf16(bytes, 48, 64)),
  };
}

/** XOR of the 127 words before it; 0 and all ones are written as their neighbours. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < CHECKSUM_AT; at += 4) sum ^= readU32(bytes, at);
  sum >>>= 0;
  if (sum === 0) return 1;
  return sum === 0xffffffff ? 0xfffffffe : sum;
}

function upToNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
