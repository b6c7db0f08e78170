/**
 * Keys of a hive, read when asked for.
 * Source: "Windows registry file format specification", section "Key node".
 */
import { filetimeToMicros } from '../../bytes/filetime.ts';
import { readU16, readU32 } from '../../bytes/integer.ts';
import type { Micros } from '../../model/time.ts';
import { cellAt, damage, fold, offsetsIn, readName, requireCell } from './cells.ts';
import { checkCount, readItems } from './items.ts';
import type { HiveStore } from './items.ts';
import { readSubkeyOffsets } from './subkey-list.ts';
import { readValue, VALUE_HEADER } from './value.ts';
import type { RegistryValue } from './value.ts';

/** `missing` is certain; `unreadable` means damage hides whether it is there. */
export type Found<T> =
  | { readonly state: 'found'; readonly item: T }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable' };

export interface Key {
  readonly name: string;
  /** From the root, `\` between names; '' for the root itself. */
  readonly path: string;
  readonly lastWritten: Micros | null;
  /** False when damage hides some subkeys. */
  readonly subkeysComplete: boolean;
  readonly valuesComplete: boolean;
  subkeys(): readonly Key[];
  values(): readonly RegistryValue[];
  /** Key below this one, `\` between names, case ignored; null when missing or unreadable. */
  key(path: string): Key | null;
  findKey(path: string): Found<Key>;
  /** Value by name, '' for the default value, case ignored; null when missing or unreadable. */
  value(name: string): RegistryValue | null;
  findValue(name: string): Found<RegistryValue>;
}

/** Windows allows 512 levels. */
const MAX_DEPTH = 512;
/** Bytes before the name. */
const KEY_HEADER = 76;
/** 255 UTF-16 units: the limit Windows sets. */
const NAME_LIMIT = 510;
const NAME_COMPRESSED = 0x20;

/** The key whose cell is at `offset`. Throws `ParseError` when it is damaged or is its own ancestor. */
export function readKey(store: HiveStore, offset: number, parent: KeyNode | null): KeyNode {
  const { bytes } = store;
  const cell = cellAt(bytes, offset);
  requireCell(bytes, cell, 'nk', KEY_HEADER);
  for (let above = parent; above !== null; above = above.parent) {
    if (above.start === cell.start) throw damage('key-cycle', cell.start, 'a key that is not its own ancestor', 'a cycle');
  }
  const depth = parent === null ? 0 : parent.depth + 1;
  if (depth > MAX_DEPTH) throw damage('key-depth', cell.start, `at most ${MAX_DEPTH} levels`, 'more');
  const compressed = (readU16(bytes, cell.start + 2) & NAME_COMPRESSED) !== 0;
  const length = readU16(bytes, cell.start + 72);
  if (length > NAME_LIMIT) throw damage('name-length', cell.start + 72, `at most ${NAME_LIMIT} bytes`, `${length}`);
  const name = readName(bytes, cell.start + KEY_HEADER, length, cell.end, compressed);
  return new KeyNode(store, cell.start, parent, depth, name);
}

class KeyNode implements Key {
  readonly name: string;
  readonly start: number;
  readonly parent: KeyNode | null;
  readonly depth: number;
  readonly #store: HiveStore;
  #subkeys: ReadonlyMap<string, KeyNode> | null = null;
  #subkeysComplete = true;
  #values: ReadonlyMap<string, RegistryValue> | null = null;
  #valuesComplete = true;

  constructor(store: HiveStore, start: number, parent: KeyNode | null, depth: number, name: string) {
    this.#store = store;
    this.start = start;
    this.parent = parent;
    this.depth = depth;
    this.name = name;
  }

  get path(): string {
    if (this.parent === null) return '';
    const above = this.parent.path;
    return above === '' ? this.name : `${above}\\${this.name}`;
  }

  get lastWritten(): Micros | null {
    const { bytes } = this.#store;
    return filetimeToMicros(readU32(bytes, this.start + 4), readU32(bytes, this.start + 8));
  }

  get subkeysComplete(): boolean {
    this.#loadSubkeys();
    return this.#subkeysComplete;
  }

  get valuesComplete(): boolean {
    this.#loadValues();
    return this.#valuesComplete;
  }

  subkeys(): readonly Key[] {
    return [...this.#loadSubkeys().values()];
  }

  values(): readonly RegistryValue[] {
    return [...this.#loadValues().values()];
  }

  key(path: string): Key | null {
    const found = this.findKey(path);
    return found.state === 'found' ? found.item : null;
  }

  value(name: string): RegistryValue | null {
    const found = this.findValue(name);
    return found.state === 'found' ? found.item : null;
  }

  findKey(path: string): Found<Key> {
    let key: KeyNode = this as KeyNode;
    for (const name of path.split('\\')) {
      if (name === '') continue;
      const next = key.#loadSubkeys().get(fold(name));
      if (next === undefined) return { state: key.#subkeysComplete ? 'missing' : 'unreadable' };
      key = next;
    }
    return { state: 'found', item: key };
  }

  findValue(name: string): Found<RegistryValue> {
    const item = this.#loadValues().get(fold(name));
    if (item !== undefined) return { state: 'found', item };
    return { state: this.#valuesComplete ? 'missing' : 'unreadable' };
  }

  #loadSubkeys(): ReadonlyMap<string, KeyNode> {
    if (this.#subkeys !== null) return this.#subkeys;
    const { bytes, notes } = this.#store;
    const declared = readU32(bytes, this.start + 20);
    let items: ReadonlyMap<string, KeyNode> = new Map();
    if (declared > 0) {
      const limit = Math.floor(bytes.length / KEY_HEADER);
      const list = readSubkeyOffsets(bytes, readU32(bytes, this.start + 28), limit, notes);
      const loaded = readItems(this.#store, list.offsets, KEY_HEADER, (offset) => readKey(this.#store, offset, this));
      const whole = checkCount(this.#store, this.start, 'subkeys', declared, list.offsets.length);
      this.#subkeysComplete = loaded.complete && list.complete && whole;
      items = loaded.items;
    }
    this.#subkeys = items;
    return items;
  }

  #loadValues(): ReadonlyMap<string, RegistryValue> {
    if (this.#values !== null) return this.#values;
    const { bytes, notes } = this.#store;
    const declared = readU32(bytes, this.start + 36);
    let items: ReadonlyMap<string, RegistryValue> = new Map();
    if (declared > 0) {
      const cell = notes.guard(() => cellAt(bytes, readU32(bytes, this.start + 40)));
      const offsets = cell === null ? [] : [...offsetsIn(bytes, cell, cell.start, declared, 4)];
      const loaded = readItems(this.#store, offsets, VALUE_HEADER, (offset) => readValue(this.#store, offset));
      const whole = checkCount(this.#store, this.start, 'values', declared, offsets.length);
      this.#valuesComplete = loaded.complete && whole;
      items = loaded.items;
    }
    this.#values = items;
    return items;
  }
}

export type { KeyNode };
