/**
 * Puts trace lines on the calendar. Their stamps have no year, some not even a date, and the folder keeps lines of months before:
 * so the newest line lies just before the collection, and each older one at or before the line that follows it.
 */
import type { Micros } from '../../model/time.ts';
import type { Stamp } from './lines.ts';

const DAY = 86_400_000_000;
/** Clocks of writer and collector differ, and a run may be stopped long after it was started. */
const LATER_THAN_COLLECTED = 14 * DAY;
/** Threads write out of order by moments, summer time sets lines back by an hour. */
const OUT_OF_ORDER = 2 * 3_600_000_000;
/** A leap year, so that every stamp is a date in it. Stands in when neither file nor bundle tells any year. */
const NO_YEAR = 2000;
const MOST_RUNS = 200_000;

/** The dates of a file, in file order: one entry for each run of lines with one date. */
export class Calendar {
  readonly #runs: Stamp[] = [];
  #last: Stamp | null = null;

  /** Notes the stamp of the next line; the number it gets back finds its date later. */
  add(stamp: Stamp): number {
    const last = this.#last;
    const isSame = last !== null && last.year === stamp.year && last.month === stamp.month && last.day === stamp.day;
    const wentBack = last !== null && stamp.month === undefined && stamp.timeOfDay < last.timeOfDay - OUT_OF_ORDER;
    if ((!isSame || wentBack) && this.#runs.length < MOST_RUNS) this.#runs.push(stamp);
    this.#last = stamp;
    return this.#runs.length - 1;
  }

  /**
   * Midnight of each run on the local clock, as if it were UTC; null where no date fits.
   * `reference`: local time of the collection, or of the last write to the file. `assumed` says what nothing told.
   */
  place(reference: Micros | undefined): { readonly days: readonly (Micros | null)[]; readonly assumed?: 'year' | 'day' } {
    const runs = this.#runs;
    const days: (Micros | null)[] = runs.map(() => null);
    const known = runs.findLast((run) => run.year !== undefined);
    const anchor = known === undefined ? null : dateOf(known.year as number, known);
    const newest = reference ?? (anchor === null ? null : anchor + 30 * DAY);
    let next: Micros | null = null;
    let assumed: 'year' | 'day' | undefined;
    for (let at = runs.length - 1; at >= 0; at--) {
      const run = runs[at] as Stamp;
      if (run.year === undefined && newest === null) assumed = 'year';
      if (run.month === undefined && next === null && assumed === undefined) assumed = 'day';
      const time: Micros | null = run.year !== undefined ? dateOf(run.year, run) : latestBefore(run, next, newest);
      if (time === null) continue;
      days[at] = Math.floor(time / DAY) * DAY;
      next = time;
    }
    return { days, ...(assumed === undefined ? {} : { assumed }) };
  }
}

/** The newest time the stamp can mean that is not after what follows it, or after the collection when nothing does. */
function latestBefore(stamp: Stamp, next: Micros | null, newest: Micros | null): Micros | null {
  if (stamp.month === undefined) {
    const base = next ?? newest ?? Date.UTC(NO_YEAR, 11, 31) * 1000 + DAY - 1;
    const sameDay = Math.floor(base / DAY) * DAY + stamp.timeOfDay;
    return sameDay > base + OUT_OF_ORDER ? sameDay - DAY : sameDay;
  }
  const limit = next === null ? (newest === null ? null : newest + LATER_THAN_COLLECTED) : next + OUT_OF_ORDER;
  if (limit === null) return dateOf(NO_YEAR, stamp);
  const year = new Date(limit / 1000).getUTCFullYear();
  // 29 February may be eight years back.
  for (let tried = year; tried > year - 9; tried--) {
    const time = dateOf(tried, stamp);
    if (time !== null && time <= limit) return time;
  }
  return null;
}

function dateOf(year: number, stamp: Stamp): Micros | null {
  if (stamp.month === undefined || stamp.day === undefined) return null;
  const millis = Date.UTC(year, stamp.month - 1, stamp.day);
  return new Date(millis).getUTCDate() === stamp.day ? millis * 1000 + stamp.timeOfDay : null;
}

/** The stamp with the year of a dated one that lies within two days of it: such lines print both. */
export function withYearOf(stamp: Stamp, dated: Stamp): Stamp {
  if (stamp.month === undefined) {
    return { ...dated, timeOfDay: stamp.timeOfDay };
  }
  if (stamp.year !== undefined || dated.year === undefined) return stamp;
  const other = dateOf(dated.year, dated);
  for (const year of [dated.year, dated.year - 1, dated.year + 1]) {
    const time = dateOf(year, stamp);
    if (time !== null && other !== null && Math.abs(time - other) <= 2 * DAY) return { ...stamp, year };
  }
  return stamp;
}
