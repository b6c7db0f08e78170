/** Walks the records of one chunk, and finds the way again behind a damaged one. */
import { readU64 } from '../../bytes/integer.ts';
import { viewU32, type View } from '../../bytes/view.ts';
import { RECORDS_START, recordsEnd } from './header.ts';

const RECORD_MAGIC = 0x00002a2a;
/** Record header, one token, size copy. */
const MIN_RECORD = 28;
/** Upper halves of FILETIMEs from 1990 to 2100: what a plausible time of writing lies between. */
const EARLIEST_HIGH = 0x01b41e2a;
const LATEST_HIGH = 0x0230bc24;

export interface ChunkVisitor {
  /** A record of the chain. */
  record(at: number, size: number): void;
  /** A candidate behind damage; returns whether it proved to be a record. */
  candidate(at: number, size: number): boolean;
}

/** Visits every record; returns the offset at which the chain broke, -1 when it did not. */
export function walkChunk(bytes: Uint8Array, view: View, visitor: ChunkVisitor, isRecovering: boolean): number {
  const end = recordsEnd(bytes);
  let at = RECORDS_START;
  let suspect = at;
  while (at < end) {
    const size = recordSize(view, at);
    if (size === 0) {
      if (isRecovering) recover(view, suspect, end, visitor);
      return at;
    }
    visitor.record(at, size);
    // A record whose size copy differs may have a damaged size, which then led astray: look again from inside it.
    suspect = viewU32(view, at + size - 4) === size ? at + size : at + 8;
    at += size;
  }
  return -1;
}

/** First record of a slot without the chunk magic: it is then a chunk whose start was damaged. 0 when there is none. */
export function headlessStart(view: View): number {
  for (let at = RECORDS_START; at + MIN_RECORD <= view.byteLength; at += 8) if (isLikelyRecord(view, at)) return at;
  return 0;
}

/**
 * Tries the records of such a slot from `start` on, which does not say where they end: the chain holds as long as size copies
 * match and record ids count up. What follows may be left over from an older use of the slot.
 */
export function walkHeadless(bytes: Uint8Array, view: View, start: number, visitor: ChunkVisitor): void {
  let previousId = -1;
  for (let at = start, size = recordSize(view, at); size > 0; at += size, size = recordSize(view, at)) {
    const id = readU64(bytes, at + 8);
    if (viewU32(view, at + size - 4) !== size || (previousId >= 0 && id !== previousId + 1)) return;
    previousId = id;
    visitor.candidate(at, size);
  }
}

/** Size of the record at `at`, 0 when there is none that ends inside the chunk. */
function recordSize(view: View, at: number): number {
  if (at + MIN_RECORD > view.byteLength || viewU32(view, at) !== RECORD_MAGIC) return 0;
  const size = viewU32(view, at + 4);
  return size >= MIN_RECORD && size <= view.byteLength - at ? size : 0;
}

/** Magic, matching size copy and a plausible time of writing. */
function isLikelyRecord(view: View, at: number): boolean {
  const size = recordSize(view, at);
  if (size === 0 || viewU32(view, at + size - 4) !== size) return false;
  const high = viewU32(view, at + 20);
  return high >= EARLIEST_HIGH && high <= LATEST_HIGH;
}

/** Tries every multiple of 8, where records start, for a magic, a matching size copy and a plausible time. */
function recover(view: View, from: number, end: number, visitor: ChunkVisitor): void {
  for (let at = (from + 7) & ~7; at + MIN_RECORD <= end; at += 8) {
    if (!isLikelyRecord(view, at)) continue;
    const size = recordSize(view, at);
    if (at + size > end) continue;
    if (visitor.candidate(at, size)) at += ((size + 7) & ~7) - 8;
  }
}
