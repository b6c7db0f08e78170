/** Directory of a cabinet file: folders (compressed streams) and the files that lie in them. Source: [MS-CAB] 2.1 to 2.4. */
import { Cursor } from '../../bytes/cursor.ts';
import { readU16, readU32 } from '../../bytes/integer.ts';
import type { ByteSource } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import type { Micros } from '../../model/time.ts';
import { decodeCodePage } from '../text/code-pages.ts';

export type CabMethod = 'stored' | 'mszip' | 'quantum' | 'lzx';

export interface CabFolder {
  /** Offset of the first data block. */
  readonly dataOffset: number;
  readonly blocks: number;
  readonly method: CabMethod;
  /** LZX: the window is 2^windowBits bytes. */
  readonly windowBits: number;
  /** Bytes reserved in front of each block's data. */
  readonly reserve: number;
}

export interface CabFile {
  readonly name: string;
  readonly size: number;
  /** Offset in the unpacked folder. */
  readonly offset: number;
  /** Null when the file starts in the previous or goes on in the next cabinet of a set. */
  readonly folder: CabFolder | null;
  /** DOS stamp, local time; undefined when it is no date. */
  readonly modified?: Micros;
}

export interface Cabinet {
  readonly folders: readonly CabFolder[];
  readonly files: readonly CabFile[];
  /** The header states more bytes than there are. */
  readonly isCut: boolean;
}

export const CAB_SIGNATURE = 0x4643534d;
const HEADER_LENGTH = 36;
const HAS_PREVIOUS = 1;
const HAS_NEXT = 2;
const HAS_RESERVE = 4;
const NAME_IS_UTF8 = 0x80;
/** iFolder values of files that cross cabinets. */
const FIRST_CONTINUED = 0xfffd;
/** Largest directory: 65,535 folders and as many files with names of 256 bytes. */
const MAX_DIRECTORY = 24 << 20;
const METHODS: readonly CabMethod[] = ['stored', 'mszip', 'quantum', 'lzx'];

/** Reads the directory, at most `limit` files. Throws `ParseError` when it is no cabinet or its directory is damaged. */
export async function readCabinet(source: ByteSource, limit = 65_535): Promise<Cabinet> {
  const head = await source.read(0, HEADER_LENGTH);
  if (head.length < HEADER_LENGTH || readU32(head, 0) !== CAB_SIGNATURE) {
    throw new ParseError({ code: 'cab-signature', offset: 0, expected: 'MSCF and a header of 36 bytes', found: `${head.length} other bytes` });
  }
  const filesOffset = readU32(head, 16);
  const fileCount = readU16(head, 28);
  // The directory usually ends where the first folder's data starts; a file table behind the data is allowed too.
  const header = new Cursor(await source.read(0, Math.min(source.size, HEADER_LENGTH + 1028 + readU16(head, 26) * 263)));
  const folders = readFolders(header);
  const tableLength = Math.min(fileCount * (16 + 257), MAX_DIRECTORY, Math.max(0, source.size - filesOffset));
  const table = new Cursor(await source.read(filesOffset, tableLength));
  const files: CabFile[] = [];
  while (files.length < Math.min(fileCount, limit)) files.push(readFile(table, folders));
  return { folders, files, isCut: readU32(head, 8) > source.size };
}

function readFolders(cursor: Cursor): CabFolder[] {
  cursor.seek(26);
  const count = cursor.u16();
  cursor.skip(2);
  const flags = cursor.u16();
  cursor.seek(HEADER_LENGTH);
  let folderReserve = 0;
  let reserve = 0;
  if (flags & HAS_RESERVE) {
    const headerReserve = cursor.u16();
    folderReserve = cursor.u8();
    reserve = cursor.u8();
    // An abReserve longer than the window read is beyond what any writer uses (60,000 is the format's limit).
    cursor.skip(Math.min(headerReserve, cursor.remaining));
  }
  if (flags & HAS_PREVIOUS) skipStrings(cursor);
  if (flags & HAS_NEXT) skipStrings(cursor);
  const folders: CabFolder[] = [];
  for (let i = 0; i < count; i++) {
    const dataOffset = cursor.u32();
    const blocks = cursor.u16();
    const type = cursor.u16();
    cursor.skip(folderReserve);
    const method = METHODS[type & 15];
    if (!method) throw cursor.error('cab-method', 'compression type 0 to 3', String(type & 15));
    folders.push({ dataOffset, blocks, method, windowBits: (type >> 8) & 31, reserve });
  }
  return folders;
}

/** Names of the neighbouring cabinet and its disk. */
function skipStrings(cursor: Cursor): void {
  takeString(cursor);
  takeString(cursor);
}

function takeString(cursor: Cursor): Uint8Array {
  const end = cursor.bytes.indexOf(0, cursor.offset);
  if (end < 0 || end >= cursor.end || end - cursor.offset > 256) throw cursor.error('cab-string', 'a name of at most 256 bytes', 'no end');
  const bytes = cursor.take(end - cursor.offset);
  cursor.skip(1);
  return bytes;
}

function readFile(cursor: Cursor, folders: readonly CabFolder[]): CabFile {
  const size = cursor.u32();
  const offset = cursor.u32();
  const index = cursor.u16();
  const date = cursor.u16();
  const time = cursor.u16();
  const attributes = cursor.u16();
  // Names without the flag are in the ANSI code page of the machine that wrote them, which the cabinet does not state.
  const name = decodeCodePage(takeString(cursor), attributes & NAME_IS_UTF8 ? 65_001 : 1252);
  const folder = index >= FIRST_CONTINUED ? null : folders[index];
  if (folder === undefined) throw cursor.error('cab-folder', `a folder below ${folders.length}`, String(index));
  const modified = dosTime(date, time);
  return { name, size, offset, folder, ...(modified === undefined ? {} : { modified }) };
}

function dosTime(date: number, time: number): Micros | undefined {
  const month = (date >> 5) & 15;
  if (month < 1 || month > 12 || (date & 31) === 0) return undefined;
  return Date.UTC(1980 + (date >> 9), month - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2) * 1000;
}
