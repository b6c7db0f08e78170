/**
 * One event in a log and in a trace, or in two traces, is one event: counted twice it would look like a repetition.
 * A log keeps the time a trace has, but each converts its own clock, so that they differ by a little.
 */
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';

/** Clocks of one computer's sessions are converted this exactly. */
const SAME: Micros = 20_000;

/** The records without the copies that traces hold; each record absorbs one copy from each further file. */
export function withoutTraceCopies(records: readonly LogRecord[]): LogRecord[] {
  const traced = new Map<string, LogRecord[]>();
  for (const record of records) if (isFromTrace(record)) push(traced, keyOf(record), record);
  if (traced.size === 0) return [...records];
  const logged = new Map<string, LogRecord[]>();
  for (const record of records) if (!isFromTrace(record) && traced.has(keyOf(record))) push(logged, keyOf(record), record);
  const copies = new Set<LogRecord>();
  for (const [key, own] of traced) {
    // What is kept so far, and from which files each has absorbed a copy.
    const kept = (logged.get(key) ?? []).map((record) => ({ time: record.time, files: new Set([fileOf(record)]) })).sort((a, b) => a.time - b.time);
    for (const record of own.toSorted((a, b) => a.time - b.time)) {
      const file = fileOf(record);
      const from = firstAtOrAfter(kept, record.time - SAME);
      const home = kept.slice(from, from + MOST_NEAR).find((other) => other.time <= record.time + SAME && !other.files.has(file));
      if (home === undefined) kept.splice(firstAtOrAfter(kept, record.time), 0, { time: record.time, files: new Set([file]) });
      else {
        home.files.add(file);
        copies.add(record);
      }
    }
  }
  return copies.size === 0 ? [...records] : records.filter((record) => !copies.has(record));
}

/** More events of one kind within 20 ms are a storm, in which one more or less means nothing. */
const MOST_NEAR = 64;

/** Conversations are made of packets, not copied from a log. */
function isFromTrace({ ref, name }: LogRecord): boolean {
  return ref.at.kind === 'etl' && !name.startsWith('capture.');
}

function keyOf({ host, name, code, scope }: LogRecord): string {
  return `${host}\u0000${scope.provider.toLowerCase()}\u0000${code}\u0000${name}`;
}

function fileOf({ ref }: LogRecord): string {
  return `${ref.bundle ?? ''}\u0000${ref.artifact}`;
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

function firstAtOrAfter(items: readonly { readonly time: Micros }[], time: Micros): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
