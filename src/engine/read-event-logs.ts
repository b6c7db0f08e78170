/** Which event logs of a bundle are at hand: what a text export of the same log need not say again. */
import type { ReadEventLog } from '../model/source.ts';
import type { Collector } from './collector.ts';
import { isSavedBefore } from './watches.ts';

/** One entry per log read so far, text exports included: two exports of one log must not both stand in for it. */
export function readEventLogs(bundle: string, { watches, gaps }: Pick<Collector, 'watches' | 'gaps'>): ReadEventLog[] {
  const damaged = new Set(gaps.filter((gap) => gap.reason === DAMAGED).map((gap) => gap.ref.artifact));
  return watches
    .filter((watch) => watch.ref.bundle === bundle)
    .map((watch) => ({ channel: watch.channel, span: watch.span, whole: !damaged.has(watch.ref.artifact) && !isSavedBefore(watch) }));
}

/** Reason of the gap a damaged log leaves. */
export const DAMAGED = 'part of the log could not be read';
