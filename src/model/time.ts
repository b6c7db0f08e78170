/** How a moment is written down, and how sure we are of it. */

/** Integer microseconds since 1970-01-01T00:00:00Z: a safe `number` until the year 2255. */
export type Micros = number;

/** How the UTC time of a record or fact was obtained. */
export interface ClockNote {
  /** `utc`: the source states UTC. `local`: the source states local time and a zone was applied. */
  readonly clock: 'utc' | 'local';
  /** Minutes east of UTC that were applied; absent when the source states UTC or nothing was applied. */
  readonly offsetMinutes?: number;
  /** Where the zone came from: stated by the bundle, or assumed because nothing states it. */
  readonly zone?: 'stated' | 'assumed';
  /** Microseconds the machine's clock was ahead of the common one, taken off: `time + shiftedBy` is what its clock showed. */
  readonly shiftedBy?: Micros;
  /** The finest unit the source writes. */
  readonly precision: 'tick' | 'millisecond' | 'second' | 'minute' | 'day';
}

/** A half-open span of UTC time; a missing end is unknown, not infinite. */
export interface Span {
  readonly from?: Micros;
  readonly to?: Micros;
}
