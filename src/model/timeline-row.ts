/** One line of the timeline, as every timeline output writes it. */
import type { Severity } from './records.ts';
import type { Micros } from './time.ts';

export interface TimelineRow {
  readonly time: Micros;
  readonly host: string;
  /** Channel of the log, or kind of the source. */
  readonly source: string;
  readonly provider: string;
  readonly code: number;
  readonly severity: Severity;
  readonly attempt: string | null;
  readonly text: string;
  readonly ref: string;
}
