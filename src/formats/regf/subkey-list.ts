/**
 * Lists of subkeys: `lf` and `lh` (offset and a name hint), `li` (offset only), `ri` (a list of lists).
 * The hints are not used: a wrong hint would make a key look absent.
 */
import { readU16 } from '../../bytes/integer.ts';
import { cellAt, damage, offsetsIn, signature } from './cells.ts';
import type { NoteBook } from './notes.ts';

/** The specification allows `ri` to point to the three leaf kinds only; one more level is read in case. */
const MAX_LEVELS = 3;

export interface SubkeyOffsets {
  readonly offsets: readonly number[];
  /** Every list was read and agreed with its own count. */
  readonly complete: boolean;
}

/**
 * Offsets of the key cells under the list at `offset`. At most `limit` entries are taken, each list cell once:
 * a hive has no room for more keys than that, so more is damage.
 */
export function readSubkeyOffsets(bytes: Uint8Array, offset: number, limit: number, notes: NoteBook): SubkeyOffsets {
  const offsets: number[] = [];
  const seen = new Set<number>();
  const queue = [{ offset, level: 1 }];
  let complete = true;
  for (const list of queue) {
    const good = notes.guard(() => {
      if (seen.has(list.offset)) throw damage('list-cycle', list.offset, 'a list not seen before', 'one already read');
      if (list.level > MAX_LEVELS) throw damage('list-depth', list.offset, `${MAX_LEVELS} levels of lists`, 'more');
      seen.add(list.offset);
      const { kind, entries, whole } = readList(bytes, list.offset);
      for (const entry of entries) {
        if (offsets.length + queue.length > limit) throw damage('list-budget', list.offset, `at most ${limit} subkeys`, 'more');
        if (kind === 'ri') queue.push({ offset: entry, level: list.level + 1 });
        else offsets.push(entry);
      }
      if (!whole) throw damage('list-short', list.offset, 'room for every entry it counts', 'a shorter cell');
      return true;
    });
    if (good === null) complete = false;
    if (offsets.length + queue.length > limit) break;
  }
  return { offsets, complete };
}

function readList(bytes: Uint8Array, offset: number) {
  const cell = cellAt(bytes, offset);
  const kind = signature(bytes, cell);
  const stride = kind === 'lf' || kind === 'lh' ? 8 : kind === 'li' || kind === 'ri' ? 4 : 0;
  if (stride === 0) throw damage('cell-kind', cell.start, 'lf, lh, li or ri', JSON.stringify(kind));
  const count = readU16(bytes, cell.start + 2);
  const whole = cell.start + 4 + count * stride <= cell.end;
  return { kind, whole, entries: offsetsIn(bytes, cell, cell.start + 4, count, stride) };
}
