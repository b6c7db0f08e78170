/** Since when a trace was written without a break: before a long silence tracing may have been off. */
import type { Micros } from '../../model/time.ts';

/** A component that traces and has nothing to do is silent for hours, not for days. */
const OFF_AFTER = 24 * 3_600_000_000;

interface Stretch {
  readonly run: number;
  first: Micros;
  last: Micros;
}

export class Spans {
  readonly #stretches: Stretch[] = [];

  /** Notes a line by its run of the calendar and its time of day. */
  add(run: number, timeOfDay: Micros): void {
    const current = this.#stretches.at(-1);
    if (current === undefined || current.run !== run) this.#stretches.push({ run, first: timeOfDay, last: timeOfDay });
    else current.last = Math.max(current.last, timeOfDay);
  }

  /** The newest unbroken span, on the clock of `days`; null when no line has a date. */
  last(days: readonly (Micros | null)[]): { readonly from: Micros; readonly to: Micros } | null {
    let span: { from: Micros; to: Micros } | null = null;
    for (const stretch of this.#stretches.toReversed()) {
      const day = days[stretch.run];
      if (day === undefined || day === null) break;
      const from = day + stretch.first;
      const to = day + stretch.last;
      if (span !== null && span.from - to > OFF_AFTER) break;
      span = span === null ? { from, to } : { from: Math.min(span.from, from), to: Math.max(span.to, to) };
    }
    return span;
  }
}
