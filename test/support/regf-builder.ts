/**
 * Builds valid registry hive files (regf) from a nested object, as REG SAVE writes them.
 * Format: libyal "Windows NT Registry File (REGF) format specification"; the readers in `src/` were not looked at.
 */
import type { HiveSpace } from './regf/space.ts';
import type { HiveValue } from './regf/values.ts';
import { newHiveSpace } from './regf/space.ts';
import { registryBytes } from './regf/values.ts';
import { toFiletime } from './evtx/values.ts';

export type { HiveValue, RegistryType } from './regf/values.ts';

export type ListKind = 'lf' | 'lh' | 'li';

export interface HiveKey {
  /** '' is the default value. */
  readonly values?: Readonly<Record<string, HiveValue>>;
  readonly keys?: Readonly<Record<string, HiveKey>>;
  /** ISO UTC or microseconds since 1970. */
  readonly lastWritten?: string | number;
  readonly className?: string;
  /** Kind of the subkey list; a long one is split under an `ri` index. */
  readonly list?: ListKind;
}

export interface HiveOptions {
  /** Name of the root key. REG SAVE names it after the saved key or leaves the hive's own. */
  readonly rootName?: string;
  /** Path stored in the header (last 31 characters are kept). */
  readonly fileName?: string;
  /** Time of header and of keys that state none. */
  readonly lastWritten?: string | number;
  readonly minorVersion?: 3 | 4 | 5 | 6;
  /** Sequence numbers differ, as in a hive copied while in use. */
  readonly dirty?: boolean;
  readonly list?: ListKind;
  /** Subkeys per list before an `ri` index is put above; Windows splits at about 500. */
  readonly splitAt?: number;
  /** Names as UTF-16 even where one byte per character would do. */
  readonly wideNames?: boolean;
}

interface Writer {
  readonly space: HiveSpace;
  readonly security: number;
  readonly options: HiveOptions;
}

const none = 0xffff_ffff;
const maximumSegment = 16_344;

/** Self-relative security descriptor with owner and group SYSTEM and no access lists ([MS-DTYP] 2.4.6). */
const systemSid = '010100000000000512000000';
const securityDescriptor = Buffer.from(`01000080${'14000000'}${'20000000'}${'00000000'.repeat(2)}${systemSid}${systemSid}`, 'hex');

function put(space: HiveSpace, bytes: Uint8Array): number {
  const offset = space.allocate(bytes.length);
  space.at(offset).set(bytes);
  return offset;
}

/** Name bytes, and whether they are one byte per character. */
function nameBytes(name: string, wide: boolean | undefined): { readonly bytes: Buffer; readonly narrow: boolean } {
  const narrow = !wide && [...name].every((char) => char.charCodeAt(0) < 256);
  return { bytes: Buffer.from(name, narrow ? 'latin1' : 'utf16le'), narrow };
}

function putBigData(space: HiveSpace, bytes: Buffer): number {
  const segments: number[] = [];
  for (let at = 0; at < bytes.length; at += maximumSegment) segments.push(put(space, bytes.subarray(at, at + maximumSegment)));
  const list = Buffer.alloc(4 * segments.length);
  segments.forEach((offset, i) => list.writeUInt32LE(offset, 4 * i));
  const header = Buffer.alloc(8);
  header.write('db', 0, 'latin1');
  header.writeUInt16LE(segments.length, 2);
  header.writeUInt32LE(put(space, list), 4);
  return put(space, header);
}

function putValue(writer: Writer, name: string, value: HiveValue): number {
  const { space, options } = writer;
  const { type, bytes } = registryBytes(value);
  const text = nameBytes(name, options.wideNames && name !== '');
  const cell = Buffer.alloc(20 + text.bytes.length);
  cell.write('vk', 0, 'latin1');
  cell.writeUInt16LE(text.bytes.length, 2);
  if (bytes.length <= 4) {
    cell.writeUInt32LE((0x8000_0000 | bytes.length) >>> 0, 4);
    bytes.copy(cell, 8);
  } else {
    const big = bytes.length > maximumSegment && (options.minorVersion ?? 5) >= 4;
    cell.writeUInt32LE(bytes.length, 4);
    cell.writeUInt32LE(big ? putBigData(space, bytes) : put(space, bytes), 8);
  }
  cell.writeUInt32LE(type, 12);
  cell.writeUInt16LE(text.narrow && name !== '' ? 1 : 0, 16);
  text.bytes.copy(cell, 20);
  return put(space, cell);
}

/** Hash of an `lh` element: base 37 over the upper-cased name. */
function listHash(name: string): number {
  let hash = 0;
  for (const char of name.toUpperCase()) hash = (Math.imul(hash, 37) + char.charCodeAt(0)) >>> 0;
  return hash;
}

type Child = { readonly name: string; readonly offset: number };

function putLeafList(writer: Writer, kind: ListKind, children: readonly Child[]): number {
  const width = kind === 'li' ? 4 : 8;
  const cell = Buffer.alloc(4 + width * children.length);
  cell.write(kind, 0, 'latin1');
  cell.writeUInt16LE(children.length, 2);
  children.forEach(({ name, offset }, i) => {
    const at = 4 + width * i;
    cell.writeUInt32LE(offset, at);
    if (kind === 'lh') cell.writeUInt32LE(listHash(name), at + 4);
    if (kind === 'lf') cell.write(name.slice(0, 4), at + 4, 4, 'latin1');
  });
  return put(writer.space, cell);
}

function putList(writer: Writer, kind: ListKind, children: readonly Child[]): number {
  if (children.length === 0) return none;
  const most = writer.options.splitAt ?? 500;
  if (children.length <= most) return putLeafList(writer, kind, children);
  const parts: number[] = [];
  for (let at = 0; at < children.length; at += most) parts.push(putLeafList(writer, kind, children.slice(at, at + most)));
  const cell = Buffer.alloc(4 + 4 * parts.length);
  cell.write('ri', 0, 'latin1');
  cell.writeUInt16LE(parts.length, 2);
  parts.forEach((offset, i) => cell.writeUInt32LE(offset, 4 + 4 * i));
  return put(writer.space, cell);
}

const longest = (names: readonly string[]): number => Math.max(0, ...names.map((name) => 2 * name.length));
const compareNames = (a: string, b: string): number => (a.toUpperCase() < b.toUpperCase() ? -1 : 1);

function putKey(writer: Writer, name: string, key: HiveKey, parent: number): number {
  const { space, options } = writer;
  const text = nameBytes(name, options.wideNames);
  const offset = space.allocate(76 + text.bytes.length);
  const values = Object.entries(key.values ?? {});
  const children = Object.entries(key.keys ?? {}).sort(([a], [b]) => compareNames(a, b))
    .map(([child, content]): Child => ({ name: child, offset: putKey(writer, child, content, offset) }));
  const list = putList(writer, key.list ?? options.list ?? 'lh', children);
  const valueList = Buffer.alloc(4 * values.length);
  values.forEach(([valueName, value], i) => valueList.writeUInt32LE(putValue(writer, valueName, value), 4 * i));
  const valuesAt = values.length === 0 ? none : put(space, valueList);
  const className = Buffer.from(key.className ?? '', 'utf16le');
  const classAt = className.length === 0 ? none : put(space, className);

  const isRoot = parent === none;
  const cell = space.at(offset);
  cell.write('nk', 0, 'latin1');
  cell.writeUInt16LE((text.narrow ? 0x20 : 0) | (isRoot ? 0x0c : 0), 2);
  cell.writeBigUInt64LE(toFiletime(key.lastWritten ?? options.lastWritten ?? '2024-01-01T00:00:00Z'), 4);
  [isRoot ? 0 : parent, children.length, 0, list, none, values.length, valuesAt, writer.security, classAt,
    longest(children.map((child) => child.name)), className.length, longest(values.map(([valueName]) => valueName)),
    Math.max(0, ...values.map(([, value]) => registryBytes(value).bytes.length))]
    .forEach((field, i) => cell.writeUInt32LE(field, 16 + 4 * i));
  cell.writeUInt16LE(text.bytes.length, 72);
  cell.writeUInt16LE(className.length, 74);
  text.bytes.copy(cell, 76);
  return offset;
}

/** One shared security cell; its reference count is the number of keys. */
function putSecurity(space: HiveSpace, keys: number): number {
  const offset = space.allocate(20 + securityDescriptor.length);
  const cell = space.at(offset);
  cell.write('sk', 0, 'latin1');
  cell.writeUInt32LE(offset, 4);
  cell.writeUInt32LE(offset, 8);
  cell.writeUInt32LE(keys, 12);
  cell.writeUInt32LE(securityDescriptor.length, 16);
  securityDescriptor.copy(cell, 20);
  return offset;
}

const countKeys = (key: HiveKey): number => 1 + Object.values(key.keys ?? {}).reduce((sum, child) => sum + countKeys(child), 0);

function baseBlock(root: number, binsSize: number, options: HiveOptions): Buffer {
  const header = Buffer.alloc(4096);
  header.write('regf', 0, 'latin1');
  header.writeUInt32LE(options.dirty ? 8 : 7, 4);
  header.writeUInt32LE(7, 8);
  header.writeBigUInt64LE(toFiletime(options.lastWritten ?? '2024-01-01T00:00:00Z'), 12);
  [1, options.minorVersion ?? 5, 0, 1, root, binsSize, 1].forEach((field, i) => header.writeUInt32LE(field, 20 + 4 * i));
  header.write((options.fileName ?? '').slice(-31), 48, 'utf16le');
  let checksum = 0;
  for (let at = 0; at < 508; at += 4) checksum = (checksum ^ header.readUInt32LE(at)) >>> 0;
  if (checksum === 0) checksum = 1;
  if (checksum === none) checksum = none - 1;
  header.writeUInt32LE(checksum, 508);
  return header;
}

/** Builds a hive whose root holds `root`'s values and keys. */
export function buildHive(root: HiveKey, options: HiveOptions = {}): Uint8Array {
  const space = newHiveSpace(toFiletime(options.lastWritten ?? '2024-01-01T00:00:00Z'));
  const security = putSecurity(space, countKeys(root));
  const rootAt = putKey({ space, security, options }, options.rootName ?? 'ROOT', root, none);
  const bins = space.finish();
  const file = Buffer.concat([baseBlock(rootAt, bins.length, options), bins]);
  return new Uint8Array(file.buffer, file.byteOffset, file.length);
}

/** Nests a flat `{ 'Select': {…}, 'ControlSet001\\Services\\RasMan': { name: value } }` into a key tree (`\` separates). */
export function keysFromPaths(paths: Readonly<Record<string, Readonly<Record<string, HiveValue>> | null>>): HiveKey {
  interface Open { values: Record<string, HiveValue>; keys: Record<string, Open> }
  const root: Open = { values: {}, keys: {} };
  for (const [path, values] of Object.entries(paths)) {
    let key = root;
    for (const part of path.split('\\').filter((name) => name !== '')) {
      const known = Object.keys(key.keys).find((name) => name.toUpperCase() === part.toUpperCase()) ?? part;
      key = key.keys[known] ??= { values: {}, keys: {} };
    }
    Object.assign(key.values, values ?? {});
  }
  return root;
}
