/** Writes small hives for the tests of the reader: every kind of list, name and data placement on demand. */

export interface KeySpec {
  readonly values?: Readonly<Record<string, ValueSpec>>;
  readonly keys?: Readonly<Record<string, KeySpec>>;
  /** List written for the subkeys; `ri` splits them over two `lh` lists. */
  readonly list?: 'lf' | 'lh' | 'li' | 'ri';
}

export interface ValueSpec {
  readonly type: number;
  readonly data: Uint8Array;
}

export const FILETIME_2024 = 0x01da6458e99b0000n; // 2024-02-21T00:00:00Z

export const dword = (value: number): ValueSpec => ({ type: 4, data: le(value >>> 0, 4) });
export const qword = (value: bigint): ValueSpec => ({ type: 11, data: le(value, 8) });
export const text = (value: string): ValueSpec => ({ type: 1, data: utf16(`${value}\0`) });
export const multi = (...values: string[]): ValueSpec => ({ type: 7, data: utf16(values.map((v) => `${v}\0`).join('') + '\0') });
export const binary = (...bytes: number[]): ValueSpec => ({ type: 3, data: Uint8Array.from(bytes) });

export function le(value: number | bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
}

export function utf16(value: string): Uint8Array {
  return Uint8Array.from([...Array(value.length).keys()].flatMap((i) => [value.charCodeAt(i) & 255, value.charCodeAt(i) >> 8]));
}

/** A clean hive (version 1.5) with `root` as its root key. */
export function makeHive(root: KeySpec): Uint8Array {
  const cells = new Cells();
  const security = cells.add(join('sk', le(0, 2), le(0, 8), le(1, 4), le(0, 4)));
  const rootAt = addKey(cells, 'ROOT', root, 0xffffffff, security, 0x0c);
  cells.patch(security + 4 + 4, join(le(security, 4), le(security, 4)));
  const bins = cells.finish();
  const header = new Uint8Array(4096);
  header.set(join('regf', le(7, 4), le(7, 4), le(FILETIME_2024, 8), le(1, 4), le(5, 4), le(0, 4), le(1, 4)));
  header.set(join(le(rootAt, 4), le(bins.length, 4), le(1, 4), utf16('\\tmp\\test.hiv')), 36);
  const hive = join(header, bins);
  writeChecksum(hive);
  return hive;
}

export function writeChecksum(hive: Uint8Array): void {
  let sum = 0n;
  const view = new DataView(hive.buffer, hive.byteOffset, hive.byteLength);
  for (let at = 0; at < 508; at += 4) sum ^= BigInt(view.getUint32(at, true));
  hive.set(le(sum, 4), 508);
}

class Cells {
  readonly #parts: Uint8Array[] = [];
  #length = 32;

  /** Offset of the new cell, relative to the bins. */
  add(content: Uint8Array): number {
    const at = this.#length;
    const size = Math.ceil((content.length + 4) / 8) * 8;
    const cell = new Uint8Array(size);
    cell.set(le(-size, 4));
    cell.set(content, 4);
    this.#parts.push(cell);
    this.#length += size;
    return at;
  }

  patch(offset: number, content: Uint8Array): void {
    let at = 32;
    for (const part of this.#parts) {
      if (offset < at + part.length) {
        part.set(content, offset - at);
        return;
      }
      at += part.length;
    }
  }

  /** One bin that holds everything, the rest of its last page a free cell. */
  finish(): Uint8Array {
    const total = Math.ceil((this.#length + 8) / 4096) * 4096;
    const bin = new Uint8Array(total);
    bin.set(join('hbin', le(0, 4), le(total, 4)));
    let at = 32;
    for (const part of this.#parts) {
      bin.set(part, at);
      at += part.length;
    }
    bin.set(le(total - at, 4), at);
    return bin;
  }
}

function addKey(cells: Cells, name: string, spec: KeySpec, parent: number, security: number, flags: number): number {
  const values = Object.entries(spec.values ?? {}).map(([key, value]) => addValue(cells, key, value));
  const valueList = values.length === 0 ? 0xffffffff : cells.add(join(...values.map((at) => le(at, 4))));
  const names = Object.keys(spec.keys ?? {}).toSorted((a, b) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
  const encoded = encodeName(name);
  const at = cells.add(
    join(
      'nk', le(flags | (encoded.wide ? 0 : 0x20), 2), le(FILETIME_2024, 8), le(0, 4), le(parent, 4),
      le(names.length, 4), le(0, 4), le(0xffffffff, 4), le(0xffffffff, 4), le(values.length, 4), le(valueList, 4),
      le(security, 4), le(0xffffffff, 4), le(0, 20), le(encoded.bytes.length, 2), le(0, 2), encoded.bytes,
    ),
  );
  const children = names.map((child) => ({ name: child, at: addKey(cells, child, spec.keys?.[child] ?? {}, at, security, 0) }));
  if (children.length > 0) cells.patch(at + 4 + 28, le(addList(cells, children, spec.list ?? 'lh'), 4));
  return at;
}

function addList(cells: Cells, children: { name: string; at: number }[], kind: 'lf' | 'lh' | 'li' | 'ri'): number {
  if (kind === 'ri') {
    const half = Math.ceil(children.length / 2);
    const lists = [children.slice(0, half), children.slice(half)].filter((part) => part.length > 0);
    return cells.add(join('ri', le(lists.length, 2), ...lists.map((part) => le(addList(cells, part, 'lh'), 4))));
  }
  const hint = (name: string) => (kind === 'lf' ? join(name.slice(0, 4).padEnd(4, '\0')) : kind === 'lh' ? le(hash(name), 4) : le(0, 0));
  return cells.add(join(kind, le(children.length, 2), ...children.flatMap((child) => [le(child.at, 4), hint(child.name)])));
}

function hash(name: string): number {
  return [...name.toUpperCase()].reduce((sum, letter) => (Math.imul(sum, 37) + letter.charCodeAt(0)) >>> 0, 0);
}

function addValue(cells: Cells, name: string, { type, data }: ValueSpec): number {
  const encoded = encodeName(name);
  const inPlace = data.length <= 4;
  const where = inPlace ? join(data, le(0, 4 - data.length)) : le(addData(cells, data), 4);
  const size = inPlace ? (data.length | 0x80000000) >>> 0 : data.length;
  return cells.add(join('vk', le(encoded.bytes.length, 2), le(size, 4), where, le(type, 4), le(encoded.wide ? 0 : 1, 2), le(0, 2), encoded.bytes));
}

function addData(cells: Cells, data: Uint8Array): number {
  if (data.length <= 16_344) return cells.add(data);
  const segments: number[] = [];
  for (let at = 0; at < data.length; at += 16_344) segments.push(cells.add(data.subarray(at, at + 16_344)));
  const list = cells.add(join(...segments.map((at) => le(at, 4))));
  return cells.add(join('db', le(segments.length, 2), le(list, 4), le(0, 4)));
}

function encodeName(name: string): { wide: boolean; bytes: Uint8Array } {
  const wide = [...name].some((letter) => letter.charCodeAt(0) > 255);
  return { wide, bytes: wide ? utf16(name) : Uint8Array.from(name, (letter) => letter.charCodeAt(0)) };
}

function join(...parts: (string | Uint8Array)[]): Uint8Array {
  const arrays = parts.map((part) => (typeof part === 'string' ? Uint8Array.from(part, (letter) => letter.charCodeAt(0)) : part));
  const whole = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of arrays) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
