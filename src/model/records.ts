/** What happened (records) and what is (facts), with the completeness of what was read. */
import type { SourceRef } from './refs.ts';
import type { ClockNote, Micros, Span } from './time.ts';
import type { FieldType, Fields } from './values.ts';

export type Severity = 'critical' | 'error' | 'warning' | 'info' | 'verbose' | 'unknown';

/** Something that happened. The shape follows OpenTelemetry's log record. */
export interface LogRecord {
  /** Name in the vocabulary (`ras-client.failed`), the same whatever file it came from. */
  readonly name: string;
  /** UTC, or local time still to be placed when `clock.clock` is `local` and no offset is noted. */
  readonly time: Micros;
  readonly clock?: ClockNote;
  /** Computer name, upper case, without domain. */
  readonly host: string;
  readonly scope: { readonly provider: string; readonly channel?: string };
  /** Event id, or another numeric code of the source. */
  readonly code: number;
  readonly severity: Severity;
  readonly fields: Fields;
  readonly ref: SourceRef;
  /** Set when the bytes were found by resynchronising after damage. */
  readonly recovered?: true;
}

/** Something that is: a setting, a certificate, a binding. Facts have no place on the timeline. */
export interface Fact {
  readonly name: string;
  readonly host: string;
  /** What the fact is about: adapter name, thumbprint, service name, profile name. */
  readonly subject: string;
  readonly fields: Fields;
  /** When the collector looked, if the source says so. */
  readonly observedAt?: Micros;
  /** Present when `observedAt` and time fields are local time; the timeline places them and notes the offset. */
  readonly clock?: ClockNote;
  readonly ref: SourceRef;
}

/** "This source listed these facts": absence counts only where a listing says it is complete. */
export interface Listing {
  readonly fact: string;
  readonly host: string;
  readonly complete: boolean;
  /** How many items the source listed, including those that yielded no fact. */
  readonly count: number;
  /** Why it is not complete. */
  readonly reason?: string;
  readonly ref: SourceRef;
}

/** "This source would have shown such records in this span": absence of a record counts only there. */
export interface Watch {
  readonly host: string;
  /** Channel of an event log, or the source's own id for other logs. */
  readonly channel: string;
  readonly span: Span;
  readonly ref: SourceRef;
}

/** A span in which a source is silent, wrapped, cleared or dropped. */
export interface Gap {
  readonly host: string;
  readonly channel: string;
  readonly span: Span;
  readonly reason: string;
  readonly ref: SourceRef;
}

/** Declaration of one record or fact a source can produce; signatures are checked against these. */
export interface Yield {
  readonly kind: 'record' | 'fact';
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Channel whose `Watch` makes the absence of this record meaningful. */
  readonly channel?: string;
}
