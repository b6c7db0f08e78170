/** Shape of the event tables: one row per (provider, id, version), short enough to stand on one line. */

export type EventLevel = 'error' | 'warning' | 'information' | 'verbose' | 'always' | 'audit' | 'audit-failure' | 'critical';
export type EventSide = 'client' | 'server' | 'npsdc' | 'client|server' | 'client|server|npsdc';
/** How the meaning of a row is known. */
export type MeaningBasis = 'documented' | 'event symbol in manifest' | 'inferred from field names' | 'from community samples' | 'unconfirmed';

export interface EventRow {
  readonly id: number;
  /** Version of the event's template; absent for classic events. */
  readonly version?: number;
  readonly level: EventLevel;
  /** Name of the record in the vocabulary. Several events may share one. */
  readonly name: string;
  /** Our own short message. */
  readonly text: string;
  /** Fields of the record as `name` or `name:type` (string when unsaid). */
  readonly fields: readonly string[];
  /** Names of the event's own fields in order, where the record's differ from them. */
  readonly data?: readonly string[];
  /** What single fields of the event hold. */
  readonly about?: Readonly<Record<string, string>>;
  /** Channel of this row, where it differs from its group's. */
  readonly channel?: string;
  readonly side: EventSide;
  readonly unverified?: true;
  readonly basis: MeaningBasis;
  readonly note?: string;
  readonly sources: readonly number[];
}

export interface EventGroup {
  /** Name of the provider as modern Windows writes it. */
  readonly provider: string;
  /** Event log channel, where one is certain. */
  readonly channel?: string;
  /** Where else to look, in words. */
  readonly where?: string;
  readonly rows: readonly EventRow[];
}
