/** Local times placed on UTC. */
import { describe, expect, it } from 'vitest';
import { placeFact, placeRecord, zoneOf, zonesOf } from '../../src/timeline/zone.ts';
import { accountName } from '../../src/timeline/users.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';

const zoneFact = (host: string, offset: number, kind: 'line' | 'registry'): Fact => ({
  name: 'host.time-zone',
  host,
  subject: host,
  fields: { offset_minutes: offset },
  ref: { artifact: 'x', at: kind === 'line' ? { kind, line: 3 } : { kind, key: 'Control\\TimeZoneInformation' } },
});

describe('zones', () => {
  it('prefers the offset the collector measured to the one the registry states', () => {
    expect(zonesOf([zoneFact('LAP042', 60, 'registry'), zoneFact('LAP042', 120, 'line')]).get('LAP042')).toEqual({ offsetMinutes: 120, zone: 'stated' });
  });

  it('assumes the only zone of the case for a host without one, and UTC when there are several', () => {
    const one = zonesOf([zoneFact('LAP042', 120, 'line')]);
    expect(zoneOf('RRAS01', one)).toEqual({ offsetMinutes: 120, zone: 'assumed' });
    expect(zoneOf('RRAS01', zonesOf([zoneFact('A', 60, 'line'), zoneFact('B', 0, 'line')]))).toEqual({ offsetMinutes: 0, zone: 'assumed' });
  });

  it('moves a local record to UTC and keeps how', () => {
    const local = { clock: 'local', precision: 'second' } as const;
    const record = { name: 'x', time: 7_200_000_000, host: 'LAP042', scope: { provider: 'x' }, code: 0, severity: 'info', fields: {}, clock: local, ref: { artifact: 'x', at: { kind: 'whole' } } } satisfies LogRecord;
    expect(placeRecord(record, zonesOf([zoneFact('LAP042', 120, 'line')]))).toMatchObject({ time: 0, clock: { clock: 'local', offsetMinutes: 120, zone: 'stated' } });
  });

  it('moves the named time fields of a local fact and leaves facts on UTC alone', () => {
    const fact: Fact = { name: 'certificate.machine', host: 'LAP042', subject: 'ab', fields: { not_after: 3_600_000_000, index: 3 }, clock: { clock: 'local', precision: 'minute' }, ref: { artifact: 'x', at: { kind: 'whole' } } };
    const zones = zonesOf([zoneFact('LAP042', 60, 'line')]);
    expect(placeFact(fact, new Set(['not_after']), zones).fields).toEqual({ not_after: 0, index: 3 });
    const { clock: _, ...utc } = fact;
    expect(placeFact(utc, new Set(['not_after']), zones)).toBe(utc);
  });
});

describe('summer time', () => {
  const CENTRAL_EUROPE = { standard_offset_minutes: 60, daylight_offset_minutes: 120, standard_start: '10/5/0 03:00', daylight_start: '3/5/0 02:00' };
  const measured = (offset: number): Fact => zoneFact('LAP042', offset, 'line');
  const registry = (offset: number, rules: Fact['fields']): Fact => ({ ...zoneFact('LAP042', offset, 'registry'), fields: { offset_minutes: offset, ...rules } });
  const local = (text: string): LogRecord => ({ name: 'x', time: Date.parse(`${text}Z`) * 1_000, host: 'LAP042', scope: { provider: 'x' }, code: 0, severity: 'info', fields: {}, clock: { clock: 'local', precision: 'second' }, ref: { artifact: 'x', at: { kind: 'whole' } } });
  const placedAt = (text: string, facts: readonly Fact[]) => new Date(placeRecord(local(text), zonesOf(facts)).time / 1_000).toISOString().slice(0, 16);

  it('places stamps before and after a change by the rules of the zone', () => {
    // 31 March and 27 October 2024 are the changes of Central Europe (Directive 2000/84/EC).
    const facts = [measured(120), registry(120, CENTRAL_EUROPE)];
    expect(['2024-03-31T01:59:00', '2024-03-31T03:00:00', '2024-10-27T01:59:00', '2024-10-27T03:00:00', '2023-12-31T23:30:00'].map((text) => placedAt(text, facts))).toEqual(['2024-03-31T00:59', '2024-03-31T01:00', '2024-10-26T23:59', '2024-10-27T02:00', '2023-12-31T22:30']);
  });

  it('takes an hour the clock showed twice as of the collection, and calls that an assumption', () => {
    const clockOf = (offset: number) => placeRecord(local('2024-10-27T02:30:00'), zonesOf([measured(offset), registry(offset, CENTRAL_EUROPE)])).clock;
    expect([clockOf(60), clockOf(120)]).toMatchObject([{ offsetMinutes: 60, zone: 'assumed' }, { offsetMinutes: 120, zone: 'assumed' }]);
  });

  it('knows summers over the turn of the year', () => {
    // New South Wales 2024: back on 7 April at 3:00, forward on 6 October at 2:00.
    const sydney = { standard_offset_minutes: 600, daylight_offset_minutes: 660, standard_start: '4/1/0 03:00', daylight_start: '10/1/0 02:00' };
    const facts = [measured(660), registry(660, sydney)];
    expect(['2024-01-15T12:00:00', '2024-04-07T03:00:00', '2024-07-01T12:00:00', '2024-10-06T03:00:00'].map((text) => placedAt(text, facts))).toEqual(['2024-01-15T01:00', '2024-04-06T17:00', '2024-07-01T02:00', '2024-10-05T16:00']);
  });

  it('leaves aside rules that are switched off, of one year, or do not know the offset measured', () => {
    for (const rules of [{ ...CENTRAL_EUROPE, daylight_disabled: true }, { ...CENTRAL_EUROPE, standard_start: '2023-10-29 03:00', daylight_start: '2023-03-26 02:00' }]) expect(placedAt('2024-01-15T12:00:00', [measured(120), registry(120, rules)])).toBe('2024-01-15T10:00');
    expect(placedAt('2024-01-15T12:00:00', [measured(-300), registry(-300, CENTRAL_EUROPE)])).toBe('2024-01-15T17:00');
  });
});

describe('account names', () => {
  it('compares every form Windows writes', () => {
    expect(['CONTOSO\\User1', 'user1@contoso.com', 'contoso.com/Users/USER1', ' user1 '].map(accountName)).toEqual(['user1', 'user1', 'user1', 'user1']);
    expect([null, '', '-', '{NA}', 'CONTOSO\\'].map(accountName)).toEqual([null, null, null, null, null]);
  });
});
