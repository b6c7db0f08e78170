/** How long a log was watching: an exported log says nothing of the silence after its last event, its export does. */
import type { ReproWindow } from '../model/case.ts';
import type { Watch } from '../model/records.ts';
import { CHANNEL } from '../sources/capture/ike-records.ts';

/**
 * All logs of one bundle are exported together at the end: each of them watched at least until the newest event of any, and until
 * the end of the repro. A trace is no log: it watched while its session ran.
 */
export function extendWatches(watches: readonly Watch[], window: ReproWindow | null): Watch[] {
  const ends = new Map<string, number>();
  for (const watch of watches) {
    const key = keyOf(watch);
    ends.set(key, Math.max(ends.get(key) ?? window?.end ?? -Infinity, watch.span.to ?? -Infinity));
  }
  return watches.map((watch) => {
    const to = ends.get(keyOf(watch)) ?? -Infinity;
    return Number.isFinite(to) && !isSavedBefore(watch) && !isTrace(watch) ? { ...watch, span: { ...watch.span, to } } : watch;
  });
}

/** Logs saved before they were cleared watched only until then (TSS, SavedEventLog folder). */
export function isSavedBefore(watch: Watch): boolean {
  return /(?:^|\/)SavedEventLog\//i.test(watch.ref.artifact);
}

function isTrace(watch: Watch): boolean {
  return watch.channel === CHANNEL;
}

function keyOf(watch: Watch): string {
  return `${watch.ref.bundle ?? ''}\u0000${watch.host}`;
}
