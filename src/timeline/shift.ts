/** Moves what a machine with another clock recorded onto the common clock; every time keeps by how much it was moved. */
import type { Fact, Gap, LogRecord, Watch } from '../model/records.ts';
import type { Micros, Span } from '../model/time.ts';

/** Microseconds a machine's clock is ahead of the common one. */
export type Shifts = ReadonlyMap<string, Micros>;

export function shiftRecord(record: LogRecord, shifts: Shifts): LogRecord {
  const by = shifts.get(record.host);
  if (by === undefined || by === 0) return record;
  return { ...record, time: record.time - by, clock: { clock: 'utc', precision: 'tick', ...record.clock, shiftedBy: by } };
}

/** What the machine's own clock showed. */
export function originalTime({ time, clock }: Pick<LogRecord, 'time' | 'clock'>): Micros {
  return time + (clock?.shiftedBy ?? 0);
}

/** When the collector looked, and the repro window its clock measured. Lifetimes of certificates are no reading of this clock. */
export function shiftFact(fact: Fact, shifts: Shifts): Fact {
  const by = shifts.get(fact.host);
  if (by === undefined || by === 0) return fact;
  const { start, end } = fact.fields;
  const window = fact.name === 'tss.repro-window' ? { ...(typeof start === 'number' ? { start: start - by } : {}), ...(typeof end === 'number' ? { end: end - by } : {}) } : {};
  return { ...fact, fields: { ...fact.fields, ...window }, ...(fact.observedAt === undefined ? {} : { observedAt: fact.observedAt - by }) };
}

/** Gaps and watches cover what they covered on their machine's clock. */
export function shiftSpan<T extends Watch | Gap>(item: T, shifts: Shifts): T {
  const by = shifts.get(item.host);
  return by === undefined || by === 0 ? item : { ...item, span: moved(item.span, by) };
}

function moved({ from, to }: Span, by: Micros): Span {
  return { ...(from === undefined ? {} : { from: from - by }), ...(to === undefined ? {} : { to: to - by }) };
}
