/**
 * Central directory of a zip archive through yauzl. Only the directory: names are judged by our own rules, since one bad name
 * must not cost the archive, and data is inflated elsewhere, several times faster than through yauzl's streams.
 */
import { Readable } from 'node:stream';
import { fromRandomAccessReader, RandomAccessReader } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { findEnd, readDirectory } from '../../formats/zip/directory.ts';
import type { ZipDirectory, ZipMember } from '../../formats/zip/members.ts';
import type { ByteSource } from '../../model/byte-source.ts';

const WINDOW = 1 << 20;
/** Entries taken in one turn of the event loop; yauzl calls back at once when the bytes are at hand, which would nest. */
const TURN = 200;

/** yauzl's view of a byte source, with a window so that its two small reads per entry cost nothing. */
class WindowReader extends RandomAccessReader {
  #window = new Uint8Array(0);
  #start = 0;
  readonly #file: ByteSource;
  readonly #base: number;

  constructor(file: ByteSource, base: number) {
    super();
    this.#file = file;
    this.#base = base;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null, count?: number) => void): void {
    const at = position + this.#base - this.#start;
    if (at >= 0 && at + length <= this.#window.length) {
      buffer.set(this.#window.subarray(at, at + length), offset);
      callback(null, length);
      return;
    }
    this.#file.read(position + this.#base, Math.max(WINDOW, length)).then(
      (bytes) => {
        this.#window = new Uint8Array(bytes);
        this.#start = position + this.#base;
        const got = this.#window.subarray(0, length);
        buffer.set(got, offset);
        callback(null, got.length);
      },
      (error: Error) => callback(error),
    );
  }

  override _readStreamForRange(): Readable {
    return Readable.from([]);
  }
}

/** Members of the archive's directory, at most `limit`; see `Platform.readZipDirectory`. */
export async function readZipDirectory(file: ByteSource, limit: number): Promise<ZipDirectory> {
  // Bytes before or behind the archive are cut away first: yauzl takes neither.
  const end = await findEnd(file);
  if (!end) return readDirectory(file, limit);
  try {
    const zip = await openZip(new WindowReader(file, end.start), end.end - end.start);
    const members = await collect(zip, end.start, limit);
    const stopped = zip.entryCount > limit ? { stopped: `more than ${limit} entries` } : {};
    return { members, announced: zip.entryCount, ...stopped };
  } catch {
    // One record that breaks the rules ends yauzl's reading; the tolerant reader takes the others.
    return readDirectory(file, limit);
  }
}

function openZip(reader: WindowReader, size: number): Promise<ZipFile> {
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false };
  return new Promise((done, fail) => {
    fromRandomAccessReader(reader, size, options, (error, zip) => (error ? fail(error) : done(zip as ZipFile)));
  });
}

function collect(zip: ZipFile, base: number, limit: number): Promise<ZipMember[]> {
  return new Promise((done, fail) => {
    const members: ZipMember[] = [];
    zip.on('error', fail);
    zip.on('end', () => done(members));
    zip.on('entry', (entry: Entry) => {
      members.push(toMember(entry, base));
      if (members.length >= limit) done(members);
      else if (members.length % TURN === 0) setImmediate(() => zip.readEntry());
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** The raw fields; yauzl's own typings lag behind it. */
interface RawEntry extends Entry {
  readonly fileNameRaw: Buffer;
  readonly extraFieldRaw: Buffer;
}

function toMember(entry: Entry, base: number): ZipMember {
  const raw = entry as RawEntry;
  return {
    rawName: Uint8Array.from(raw.fileNameRaw),
    extra: Uint8Array.from(raw.extraFieldRaw),
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    crc: entry.crc32,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    headerOffset: entry.relativeOffsetOfLocalHeader + base,
    dosDate: entry.lastModFileDate,
    dosTime: entry.lastModFileTime,
  };
}
