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

describe('account names', () => {
  it('compares every form Windows writes', () => {
    expect(['CONTOSO\\User1', 'user1@contoso.com', 'contoso.com/Users/USER1', ' user1 '].map(accountName)).toEqual(['user1', 'user1', 'user1', 'user1']);
    expect([null, '', '-', '{NA}', 'CONTOSO\\'].map(accountName)).toEqual([null, null, null, null, null]);
  });
});
