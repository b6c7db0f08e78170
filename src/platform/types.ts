/** What the engine needs of the place it runs in; `node/` and `browser/` implement it. */
import type { ZipDirectory } from '../formats/zip/members.ts';
import type { ByteSource, Inflate } from '../model/byte-source.ts';
import type { Micros } from '../model/time.ts';

/** An open file, or a part of one. Reads may overlap; each returns its own array. */
export interface ByteFile extends ByteSource {
  readonly name: string;
  /** UTC time of the last change, when the file system says so. */
  readonly modified?: Micros;
  close(): Promise<void>;
}

/** A file found in a folder. Nothing is opened before `open` is called. */
export interface FolderFile {
  /** Path below the folder, separated by `/`. */
  readonly path: string;
  readonly size: number;
  readonly modified?: Micros;
  /** Throws `OpenError` when the file cannot be read. */
  open(): Promise<ByteFile>;
}

/** Something in a folder that cannot be listed or is not followed. */
export interface FolderProblem {
  readonly path: string;
  readonly reason: string;
}

export interface Folder {
  readonly name: string;
  /** All files below, in path order, at most `limit`. Links that lead out of the folder are problems, not files. */
  list(limit: number): Promise<{ readonly files: readonly FolderFile[]; readonly problems: readonly FolderProblem[] }>;
}

export interface Platform extends Inflate {
  /** CRC-32 of zlib and zip, continuing from `seed`. */
  crc32(bytes: Uint8Array, seed?: number): number;
  /** Members of the central directory, at most `limit`. Throws `ParseError` when the archive has none that can be read. */
  readZipDirectory(file: ByteSource, limit: number): Promise<ZipDirectory>;
}

/** True for a folder, false for a file. */
export function isFolder(input: ByteFile | Folder): input is Folder {
  return 'list' in input;
}
