/**
 * Builds zip files, ordinary and odd ones. Format: PKWARE APPNOTE 6.3.10; the readers in `src/` were not looked at.
 * Same input, same bytes.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import { encodeCodePage } from './text/code-pages.ts';

export interface ZipEntryInput {
  /** With `/` or `\`, as given; a name that ends in a separator is a folder. */
  readonly name: string;
  readonly data?: Uint8Array | string;
  readonly method?: 'deflate' | 'store';
  /** Name is UTF-8 and says so (flag bit 11). Otherwise code page 437. Default: only when 437 cannot hold it. */
  readonly utf8?: boolean;
  /** Name bytes as they are, whatever `name` says. */
  readonly rawName?: Uint8Array;
  /** Sizes in the zip64 extra field although they would fit. */
  readonly zip64?: boolean;
  /** Sizes and checksum behind the data (flag bit 3). */
  readonly streamed?: boolean;
  /** Encrypt with ZipCrypto under this password (flag bit 0). */
  readonly password?: string;
  readonly comment?: string;
  /** Uncompressed size stated in both headers instead of the real one. */
  readonly declaredSize?: number;
  /** Checksum stated instead of the real one. */
  readonly declaredCrc?: number;
  /** Local time, `yyyy-MM-ddTHH:mm:ss` (2 s grain). */
  readonly modified?: string;
}

export interface ZipOptions {
  readonly comment?: string;
  /** Zip64 end record and locator although they are not needed. */
  readonly zip64End?: boolean;
  /** Keep only the first so many bytes. */
  readonly cutAt?: number;
  /** Bytes in front of the first entry (self-extractor stub). */
  readonly prefix?: Uint8Array;
  /** Time of entries that state none. */
  readonly modified?: string;
}

interface Stored {
  readonly input: ZipEntryInput;
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly body: Buffer;
  readonly stamp: { readonly date: number; readonly time: number };
}

/** Date and time words of MS-DOS. */
export function dosStamp(local: string): { readonly date: number; readonly time: number } {
  const [, year, month, day, hour, minute, second] = (/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/.exec(local) ?? []).map(Number);
  if (year === undefined || second === undefined) throw new Error(`not a local time: ${local}`);
  return { date: ((year - 1980) << 9) | (month! << 5) | day!, time: (hour! << 11) | (minute! << 5) | (second >> 1) };
}

/** Fixed-width little-endian fields one after the other. */
function fields(...parts: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(parts.map(([size, value]) => {
    const out = Buffer.alloc(8);
    out.writeBigUInt64LE(BigInt(value));
    return out.subarray(0, size);
  }));
}

const table = Uint32Array.from({ length: 256 }, (_, i) => {
  let c = i;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb8_8320 : c >>> 1;
  return c >>> 0;
});

/** Traditional PKWARE encryption (APPNOTE 6.1), with a fixed 12-byte header so that the result is the same every time. */
function zipCrypto(data: Uint8Array, password: string, check: number): Buffer {
  const step = (crc: number, byte: number): number => (table[(crc ^ byte) & 0xff]! ^ (crc >>> 8)) >>> 0;
  const keys: [number, number, number] = [0x1234_5678, 0x2345_6789, 0x3456_7890];
  const update = (byte: number): void => {
    keys[0] = step(keys[0], byte);
    keys[1] = (Math.imul((keys[1] + (keys[0] & 0xff)) >>> 0, 134_775_813) + 1) >>> 0;
    keys[2] = step(keys[2], keys[1] >>> 24);
  };
  for (const byte of Buffer.from(password)) update(byte);
  return Buffer.from([...Array.from({ length: 11 }, (_, i) => i), check & 0xff, ...data].map((byte) => {
    const word = (keys[2] | 2) & 0xffff;
    const out = byte ^ ((Math.imul(word, word ^ 1) >>> 8) & 0xff);
    update(byte);
    return out;
  }));
}

function store(input: ZipEntryInput, options: ZipOptions): Stored {
  const isFolder = /[\\/]$/.test(input.name);
  const raw = Buffer.from(typeof input.data === 'string' ? Buffer.from(input.data) : (input.data ?? new Uint8Array()));
  const deflate = !isFolder && (input.method ?? 'deflate') === 'deflate';
  const narrow = encodeCodePage(input.name, 437);
  const utf8 = input.utf8 ?? (narrow.includes(0x3f) && !input.name.includes('?'));
  const stamp = dosStamp(input.modified ?? options.modified ?? '2024-01-01T00:00:00');
  const crc = crc32(raw);
  let body: Buffer = deflate ? deflateRawSync(raw) : raw;
  // A streamed entry's checksum is not known yet when encryption starts: the time stands in for it.
  if (input.password !== undefined) body = zipCrypto(body, input.password, (input.streamed ? stamp.time : crc >>> 16) >>> 8);
  return {
    input, stamp, body, crc: input.declaredCrc ?? crc, size: input.declaredSize ?? raw.length, method: deflate ? 8 : 0,
    name: input.rawName ? Buffer.from(input.rawName) : utf8 ? Buffer.from(input.name) : narrow,
    flags: (input.password === undefined ? 0 : 1) | (input.streamed ? 8 : 0) | (utf8 ? 0x800 : 0),
  };
}

const zip64Extra = (...values: number[]): Buffer => Buffer.concat([fields([2, 1], [2, 8 * values.length]), ...values.map((value) => fields([8, value]))]);

function localHeader(entry: Stored): Buffer {
  const { input, stamp } = entry;
  const streamed = input.streamed === true;
  const extra = input.zip64 ? zip64Extra(streamed ? 0 : entry.size, streamed ? 0 : entry.body.length) : Buffer.alloc(0);
  const sizes = input.zip64 ? [0xffff_ffff, 0xffff_ffff] : streamed ? [0, 0] : [entry.body.length, entry.size];
  return Buffer.concat([
    fields([4, 0x0403_4b50], [2, input.zip64 ? 45 : 20], [2, entry.flags], [2, entry.method], [2, stamp.time], [2, stamp.date],
      [4, streamed ? 0 : entry.crc], [4, sizes[0]!], [4, sizes[1]!], [2, entry.name.length], [2, extra.length]),
    entry.name, extra,
  ]);
}

function descriptor(entry: Stored): Buffer {
  if (!entry.input.streamed) return Buffer.alloc(0);
  const width = entry.input.zip64 ? 8 : 4;
  return fields([4, 0x0807_4b50], [4, entry.crc], [width, entry.body.length], [width, entry.size]);
}

function centralHeader(entry: Stored, offset: number): Buffer {
  const { input, stamp } = entry;
  const extra = input.zip64 ? zip64Extra(entry.size, entry.body.length, offset) : Buffer.alloc(0);
  const comment = Buffer.from(input.comment ?? '');
  const isFolder = /[\\/]$/.test(input.name);
  const [packed, size, at] = input.zip64 ? [0xffff_ffff, 0xffff_ffff, 0xffff_ffff] : [entry.body.length, entry.size, offset];
  return Buffer.concat([
    fields([4, 0x0201_4b50], [2, input.zip64 ? 45 : 20], [2, input.zip64 ? 45 : 20], [2, entry.flags], [2, entry.method], [2, stamp.time], [2, stamp.date],
      [4, entry.crc], [4, packed], [4, size], [2, entry.name.length], [2, extra.length], [2, comment.length], [2, 0], [2, 0],
      [4, isFolder ? 0x10 : 0x20], [4, at]),
    entry.name, extra, comment,
  ]);
}

function endRecords(count: number, at: number, size: number, options: ZipOptions): Buffer {
  const comment = Buffer.from(options.comment ?? '');
  const parts: Buffer[] = [];
  if (options.zip64End) {
    parts.push(fields([4, 0x0606_4b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, at]));
    parts.push(fields([4, 0x0706_4b50], [4, 0], [8, at + size], [4, 1]));
  }
  const [shownCount, shownSize, shownAt] = options.zip64End ? [0xffff, 0xffff_ffff, 0xffff_ffff] : [count, size, at];
  parts.push(fields([4, 0x0605_4b50], [2, 0], [2, 0], [2, shownCount], [2, shownCount], [4, shownSize], [4, shownAt], [2, comment.length]), comment);
  return Buffer.concat(parts);
}

/** Builds a zip with the entries in the order given. Names are written as they are: unsafe ones too. */
export function buildZip(entries: readonly ZipEntryInput[], options: ZipOptions = {}): Uint8Array {
  const parts: Buffer[] = [Buffer.from(options.prefix ?? new Uint8Array())];
  const central: Buffer[] = [];
  let at = parts[0]!.length;
  for (const input of entries) {
    const entry = store(input, options);
    central.push(centralHeader(entry, at));
    const written = Buffer.concat([localHeader(entry), entry.body, descriptor(entry)]);
    parts.push(written);
    at += written.length;
  }
  const directory = Buffer.concat(central);
  const file = Buffer.concat([...parts, directory, endRecords(entries.length, at, directory.length, options)]);
  return new Uint8Array(file.subarray(0, options.cutAt ?? file.length));
}

/** An entry of `size` zero bytes: small in the zip, huge when unpacked. */
export function bombEntry(name: string, size: number): ZipEntryInput {
  return { name, data: Buffer.alloc(size) };
}
