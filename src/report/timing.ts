/** Where the time went, as a table. */

export interface Timing {
  readonly rows: readonly { readonly what: string; readonly milliseconds: number; readonly items: number; readonly bytes: number }[];
  readonly totalMilliseconds: number;
}

/** Rows by time, most first, with their share of the whole. */
export function renderTiming(timing: Timing): string {
  const rows = [...timing.rows].sort((a, b) => b.milliseconds - a.milliseconds);
  const width = Math.max(12, ...rows.map((row) => row.what.length));
  const line = (what: string, ms: string, share: string, items: string, megabytes: string) => `  ${what.padEnd(width)} ${ms.padStart(9)} ${share.padStart(6)} ${items.padStart(9)} ${megabytes.padStart(9)}\n`;
  const total = Math.max(timing.totalMilliseconds, 0.001);
  return [
    `Timing: ${timing.totalMilliseconds.toFixed(0)} ms\n`,
    line('what', 'ms', 'share', 'items', 'MB'),
    ...rows.map((row) => line(row.what, row.milliseconds.toFixed(1), `${((100 * row.milliseconds) / total).toFixed(0)}%`, String(row.items), (row.bytes / 1e6).toFixed(1))),
  ].join('');
}
