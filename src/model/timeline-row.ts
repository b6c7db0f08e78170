/** One line of the timeline, as every timeline output writes it. */
import type { Severity } from './records.ts';
import type { Micros } from './time.ts';

export interface TimelineRow {
  /** On the common clock of the case. */
  readonly time: Micros;
  /** What the machine's own clock showed, where its times were moved. */
  readonly originalTime?: Micros;
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
