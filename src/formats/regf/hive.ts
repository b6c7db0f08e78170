/**
 * Reader of Windows registry hives (regf), as `reg save` writes them.
 * Nothing is walked until it is asked for and nothing is copied, so a hive of 200 MB costs what is looked up in it.
 */
import { readU32 } from '../../bytes/integer.ts';
import type { Micros } from '../../model/time.ts';
import { BINS_START, readBaseBlock } from './base-block.ts';
import type { BaseBlock } from './base-block.ts';
import { readKey } from './key.ts';
import type { HiveStore } from './items.ts';
import type { Found, Key } from './key.ts';
import { NoteBook } from './notes.ts';
import type { HiveNote } from './notes.ts';

export interface Hive {
  readonly root: Key;
  readonly version: { readonly major: number; readonly minor: number };
  /** Changes were under way when it was saved; they are in logs that do not travel with the hive. */
  readonly dirty: boolean;
  readonly checksumValid: boolean;
  /** The file is shorter than its header says. */
  readonly truncated: boolean;
  readonly lastWritten: Micros | null;
  readonly fileName: string;
  /** Damage met so far; grows as more is read. */
  readonly notes: readonly HiveNote[];
  /** Key by path from the root, `\` between names, case ignored; null when missing or unreadable. */
  key(path: string): Key | null;
  /** The same with the reason: `missing` is certain, `unreadable` is hidden by damage. */
  findKey(path: string): Found<Key>;
}

const MAGIC_HBIN = 0x6e696268;
/** The root key is the first cell of the first bin in every hive Windows writes. */
const USUAL_ROOT = 32;

/**
 * Opens a hive. Throws `ParseError` when the bytes are no hive or the root key cannot be read; all later damage
 * becomes notes.
 */
export function openHive(bytes: Uint8Array): Hive {
  const block = readBaseBlock(bytes);
  const notes = new NoteBook();
  noteHeader(bytes, block, notes);
  const root = readRoot({ bytes, notes }, block.rootCell);
  return {
    root,
    version: { major: block.major, minor: block.minor },
    dirty: block.dirty,
    checksumValid: block.checksumValid,
    truncated: isTruncated(bytes, block),
    lastWritten: block.lastWritten,
    fileName: block.fileName,
    get notes() {
      return notes.all;
    },
    key: (path) => root.key(path),
    findKey: (path) => root.findKey(path),
  };
}

/** A damaged header need not cost the tree: the usual place of the root is tried before giving up. */
function readRoot(store: HiveStore, offset: number): Key {
  const stated = store.notes.guard(() => readKey(store, offset, null));
  return stated ?? readKey(store, USUAL_ROOT, null);
}

function isTruncated(bytes: Uint8Array, block: BaseBlock): boolean {
  return BINS_START + block.binsLength > bytes.length;
}

function noteHeader(bytes: Uint8Array, block: BaseBlock, notes: NoteBook): void {
  if (block.dirty) notes.add('dirty', 4, 'sequence numbers differ: the latest changes may be missing');
  if (!block.checksumValid) notes.add('checksum', 508, 'checksum of the base block is wrong');
  if (isTruncated(bytes, block)) {
    notes.add('truncated', bytes.length, `${BINS_START + block.binsLength} bytes declared, ${bytes.length} are there`);
  }
  if (bytes.length < BINS_START + 4 || readU32(bytes, BINS_START) !== MAGIC_HBIN) {
    notes.add('bin', BINS_START, 'the first hive bin has no hbin signature');
  }
}
