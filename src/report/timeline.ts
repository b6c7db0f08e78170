/** The timeline as text, CSV or JSON lines: one row at a time, so that any number of rows fits. */
import type { TimelineRow } from '../model/timeline-row.ts';
import { plain, plainJson } from './plain.ts';
import { isoTime } from './time-text.ts';

export type TimelineFormat = 'text' | 'csv' | 'jsonl';

export interface TimelineRenderer {
  /** Written once before the rows; may be ''. */
  readonly head: string;
  row(row: TimelineRow): string;
}

const COLUMNS = ['time', 'host', 'source', 'provider', 'code', 'severity', 'attempt', 'text', 'ref', 'originalTime'] as const;

export function timelineRenderer(format: TimelineFormat): TimelineRenderer {
  switch (format) {
    case 'csv':
      return { head: `\ufeff${COLUMNS.join(',')}\r\n`, row: csvRow };
    case 'jsonl':
      return { head: '', row: (row) => `${plainJson(JSON.stringify({ ...row, time: isoTime(row.time), ...(row.originalTime === undefined ? {} : { originalTime: isoTime(row.originalTime) }) }))}\n` };
    case 'text':
      return { head: '', row: textRow };
  }
}

function textRow(row: TimelineRow): string {
  const attempt = (row.attempt ?? '').padEnd(4);
  return `${plain(`${isoTime(row.time).padEnd(27)} ${attempt} ${row.severity.padEnd(8)} ${row.host} ${row.provider}/${row.code}  ${row.text}  [${row.ref}]`)}\n`;
}

/** RFC 4180, with CRLF; text that a spreadsheet would run as a formula gets an apostrophe in front. */
function csvRow(row: TimelineRow): string {
  const cells = [isoTime(row.time), row.host, row.source, row.provider, String(row.code), row.severity, row.attempt ?? '', row.text, row.ref, row.originalTime === undefined ? '' : isoTime(row.originalTime)];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = plain(text, 30_000);
  const inert = /^[=+\-@\t\r]/.test(safe) ? `'${safe}` : safe;
  return /[",\r\n;]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
}
