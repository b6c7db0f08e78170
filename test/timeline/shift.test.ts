/** Moving what one machine recorded onto the clock of another. */
import { describe, expect, it } from 'vitest';
import type { Fact, Gap, Watch } from '../../src/model/records.ts';
import { originalTime, shiftFact, shiftRecord, shiftSpan } from '../../src/timeline/shift.ts';
import { at, NOON } from './two-hosts.ts';

const SHIFTS = new Map([['RRAS01', 187_000_000]]);
const ref = { artifact: 'x', at: { kind: 'whole' as const } };

describe('shift', () => {
  it('moves a record and keeps what its clock showed', () => {
    const record = at(187, 'rras.auth-failed', 'RRAS01', {});
    const moved = shiftRecord(record, SHIFTS);
    expect([moved.time, originalTime(moved), moved.clock]).toEqual([NOON, record.time, { clock: 'utc', precision: 'tick', shiftedBy: 187_000_000 }]);
    const local = { ...record, clock: { clock: 'local', offsetMinutes: 60, zone: 'stated', precision: 'second' } as const };
    expect(shiftRecord(local, SHIFTS).clock).toEqual({ ...local.clock, shiftedBy: 187_000_000 });
    const other = at(0, 'ras-client.failed', 'LAP042', {});
    expect(shiftRecord(other, SHIFTS)).toBe(other);
  });

  it('moves when a fact was seen and the repro window, but no lifetime of a certificate', () => {
    const fact = (name: string, fields: Fact['fields']): Fact => ({ name, host: 'RRAS01', subject: 's', fields, observedAt: NOON, ref });
    expect(shiftFact(fact('tss.repro-window', { start: NOON, end: NOON + 1, basis: 'markers' }), SHIFTS)).toMatchObject({ observedAt: NOON - 187_000_000, fields: { start: NOON - 187_000_000, end: NOON + 1 - 187_000_000, basis: 'markers' } });
    expect(shiftFact(fact('certificate.machine', { not_after: NOON }), SHIFTS)).toMatchObject({ observedAt: NOON - 187_000_000, fields: { not_after: NOON } });
  });

  it('moves gaps and watches, an open end staying open', () => {
    const gap: Gap = { host: 'RRAS01', channel: 'System', span: { from: NOON }, reason: 'cleared', ref };
    expect(shiftSpan(gap, SHIFTS).span).toEqual({ from: NOON - 187_000_000 });
    const watch: Watch = { host: 'RRAS01', channel: 'System', span: { from: NOON, to: NOON + 5 }, ref };
    expect(shiftSpan(watch, SHIFTS).span).toEqual({ from: NOON - 187_000_000, to: NOON + 5 - 187_000_000 });
  });
});
