/** Reading every cell a list points to, with the limits a damaged or hostile list needs. */
import { BINS_START } from './base-block.ts';
import { fold } from './cells.ts';
import type { NoteBook } from './notes.ts';

/** What every key of one hive shares. */
export interface HiveStore {
  readonly bytes: Uint8Array;
  readonly notes: NoteBook;
}

/** A list with more bad entries than this is given up. */
const MAX_BAD_ENTRIES = 1000;

/**
 * Reads the cells of a list into a map by folded name; bad ones are left out and make it incomplete. Cells do not
 * overlap, so together they cannot be longer than the hive: a list that claims so is cut there.
 */
export function readItems<T extends { readonly name: string }>(
  store: HiveStore,
  offsets: readonly number[],
  header: number,
  read: (offset: number) => T,
): { items: Map<string, T>; complete: boolean } {
  const items = new Map<string, T>();
  let room = store.bytes.length;
  let bad = 0;
  for (const offset of offsets) {
    const item = store.notes.guard(() => read(offset));
    room -= header + (item === null ? 0 : item.name.length);
    if (item === null) bad++;
    else if (!items.has(fold(item.name))) items.set(fold(item.name), item);
    if (room < 0 || bad > MAX_BAD_ENTRIES) {
      store.notes.add('list-budget', BINS_START + offset, `list given up after ${items.size} good and ${bad} bad entries`);
      return { items, complete: false };
    }
  }
  return { items, complete: bad === 0 };
}

/** Whether the list holds as many entries as the key declares; a note when it holds fewer. */
export function checkCount(store: HiveStore, at: number, what: string, declared: number, listed: number): boolean {
  if (listed >= declared) return true;
  store.notes.add(`${what}-count`, at, `${declared} ${what} declared, ${listed} listed`);
  return false;
}
