/** Rows that are read straight from a log while they are listed: redacted one by one with the names of the case. */
import type { TimelineRow } from '../model/timeline-row.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { learnFields, replaceFields, replaceRef } from '../redaction/report.ts';

export function redactRow(row: TimelineRow, redactor: Redactor): TimelineRow {
  redactor.learn('host', row.host);
  learnFields(row.text, redactor);
  return { ...row, host: redactor.value('host', row.host) as string, source: redactor.text(row.source), text: replaceFields(row.text, redactor), ref: replaceRef(row.ref, redactor) };
}
