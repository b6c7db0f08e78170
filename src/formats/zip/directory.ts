/**
 * Central directory of a zip archive (APPNOTE 4.3.12 to 4.3.16), read tolerantly: one bad record costs itself.
 * It serves the browser, and Node for archives that the stricter library gives up on.
 */
import { readU16, readU32, readU64 } from '../../bytes/integer.ts';
import type { ByteSource } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import { widen } from './members.ts';
import type { ZipDirectory, ZipMember } from './members.ts';

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_LENGTH = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_LENGTH = 56;
const RECORD_SIGNATURE = 0x02014b50;
const RECORD_LENGTH = 46;
/** Longest comment, plus room for a little junk behind the archive (an upload that appended something). */
const TAIL = 65_535 + END_LENGTH + LOCATOR_LENGTH + 4096;
const WINDOW = 1 << 20;

/** Where the parts of the archive lie. All offsets are in the file, `start` added already. */
export interface ZipEnd {
  /** Bytes before the archive: not 0 for a self-extracting archive, or one with something put before it. */
  readonly start: number;
  /** End of the archive with its comment; the file may be longer. */
  readonly end: number;
  readonly directoryOffset: number;
  readonly directorySize: number;
  readonly entries: number;
}

/** Finds the end record; null when there is none (not a zip, or cut off). */
export async function findEnd(file: ByteSource): Promise<ZipEnd | null> {
  const tailStart = Math.max(0, file.size - TAIL);
  const tail = await file.read(tailStart, file.size - tailStart);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail[at] !== 0x50 || readU32(tail, at) !== END_SIGNATURE) continue;
    const end = at + END_LENGTH + readU16(tail, at + 20);
    if (end > tail.length) continue;
    const found = (await wideEnd(file, tail, tailStart, at)) ?? {
      entries: readU16(tail, at + 10),
      directorySize: readU32(tail, at + 12),
      directoryOffset: readU32(tail, at + 16),
      directoryEnd: tailStart + at,
    };
    const start = found.directoryEnd - found.directorySize - found.directoryOffset;
    if (found.directorySize > found.directoryEnd) continue;
    if (found.entries > 0 && !(await isRecord(file, found.directoryOffset + Math.max(start, 0)))) {
      if (start === 0 || !(await isRecord(file, found.directoryOffset))) continue;
      return { ...found, start: 0, end: tailStart + end };
    }
    const shift = Math.max(start, 0);
    return { ...found, start: shift, end: tailStart + end, directoryOffset: found.directoryOffset + shift };
  }
  return null;
}

async function isRecord(file: ByteSource, offset: number): Promise<boolean> {
  if (offset < 0 || offset + 4 > file.size) return false;
  return readU32(await file.read(offset, 4), 0) === RECORD_SIGNATURE;
}

interface EndFields {
  readonly entries: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
  /** Where the directory must end: at the zip64 end record, else at the end record. */
  readonly directoryEnd: number;
}

/** The zip64 end record, when a locator stands before the end record at `at` of `tail`. */
async function wideEnd(file: ByteSource, tail: Uint8Array, tailStart: number, at: number): Promise<EndFields | null> {
  const locator = at - LOCATOR_LENGTH;
  if (locator < 0 || readU32(tail, locator) !== LOCATOR_SIGNATURE) return null;
  // Its usual place is right before the locator; the stated offset is wrong when bytes stand before the archive.
  for (const offset of [readU64(tail, locator + 8), tailStart + locator - END64_LENGTH]) {
    if (offset < 0 || offset + END64_LENGTH > file.size) continue;
    const record = await file.read(offset, END64_LENGTH);
    if (record.length < END64_LENGTH || readU32(record, 0) !== END64_SIGNATURE) continue;
    return {
      entries: readU64(record, 32),
      directorySize: readU64(record, 40),
      directoryOffset: readU64(record, 48),
      directoryEnd: offset,
    };
  }
  return null;
}

/** Reads the directory that `findEnd` found, at most `limit` members. Throws `ParseError` when there is none. */
export async function readDirectory(file: ByteSource, limit: number): Promise<ZipDirectory> {
  const found = await findEnd(file);
  if (!found) {
    throw new ParseError({
      code: 'zip-no-directory',
      offset: file.size,
      expected: 'the end record of a zip archive',
      found: 'none in the last 64 KB',
    });
  }
  const members: ZipMember[] = [];
  const end = Math.min(found.directoryOffset + found.directorySize, file.size);
  let window = new Uint8Array(0);
  let windowStart = found.directoryOffset;
  let at = found.directoryOffset;
  /** Makes `length` bytes at `at` available in the window; false when the directory ends first. */
  const have = async (length: number): Promise<boolean> => {
    if (at + length > end) return false;
    if (at + length > windowStart + window.length) {
      window = new Uint8Array(await file.read(at, Math.min(Math.max(WINDOW, length), end - at)));
      windowStart = at;
    }
    return at + length <= windowStart + window.length;
  };
  // The count is only announced: writers without zip64 let it wrap at 65,536. The directory's own length decides.
  while (at < end) {
    if (members.length === limit) return stop(`more than ${limit} entries`);
    if (!(await have(RECORD_LENGTH))) return stop('the directory is cut off');
    const base = at - windowStart;
    if (readU32(window, base) !== RECORD_SIGNATURE) return stop('a directory record has no signature');
    const length = RECORD_LENGTH + readU16(window, base + 28) + readU16(window, base + 30) + readU16(window, base + 32);
    if (!(await have(length))) return stop('the directory is cut off');
    members.push(parseRecord(window, at - windowStart, found.start));
    at += length;
  }
  return members.length < found.entries ? stop('the directory is shorter than announced') : { members, announced: found.entries };

  function stop(reason: string): ZipDirectory {
    return { members, announced: (found as ZipEnd).entries, stopped: reason };
  }
}

function parseRecord(bytes: Uint8Array, at: number, start: number): ZipMember {
  const nameLength = readU16(bytes, at + 28);
  const extraLength = readU16(bytes, at + 30);
  const nameEnd = at + RECORD_LENGTH + nameLength;
  // A copy: views would keep the whole window alive.
  const rawName = bytes.slice(at + RECORD_LENGTH, nameEnd);
  const extra = bytes.slice(nameEnd, nameEnd + extraLength);
  const narrow = {
    compressedSize: readU32(bytes, at + 20),
    size: readU32(bytes, at + 24),
    headerOffset: readU32(bytes, at + 42),
  };
  const wide = widen(extra, narrow) ?? narrow;
  return {
    rawName,
    extra,
    flags: readU16(bytes, at + 8),
    method: readU16(bytes, at + 10),
    dosTime: readU16(bytes, at + 12),
    dosDate: readU16(bytes, at + 14),
    crc: readU32(bytes, at + 16),
    compressedSize: wide.compressedSize,
    size: wide.size,
    headerOffset: wide.headerOffset + start,
  };
}
