/** Where the time went: a stopwatch per kind of work. */

export interface AnalyzeTiming {
  readonly rows: readonly { readonly what: string; readonly milliseconds: number; readonly items: number; readonly bytes: number }[];
  readonly totalMilliseconds: number;
}

export interface Stopwatch {
  /** Adds the time since `since` (from `now`) to a row. */
  add(what: string, since: number, bytes?: number): void;
  now(): number;
  result(): AnalyzeTiming;
}

export function startStopwatch(): Stopwatch {
  const rows = new Map<string, { what: string; milliseconds: number; items: number; bytes: number }>();
  const start = performance.now();
  return {
    now: () => performance.now(),
    add(what, since, bytes = 0) {
      const row = rows.get(what) ?? { what, milliseconds: 0, items: 0, bytes: 0 };
      row.milliseconds += performance.now() - since;
      row.items++;
      row.bytes += bytes;
      rows.set(what, row);
    },
    result: () => ({ rows: [...rows.values()], totalMilliseconds: performance.now() - start }),
  };
}
