/** Reading event logs: what is decoded, what is only counted, and what is said about it. */
import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/engine/collector.ts';
import { readEventLog } from '../../src/engine/events.ts';
import { buildEvtx, type EventInput } from '../support/evtx-builder.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 1, 21, 8);

function failedLogon(hours: number, user: string): EventInput {
  return {
    provider: 'Microsoft-Windows-Security-Auditing',
    eventId: 4625,
    channel: 'Security',
    computer: 'RRAS01.contoso.com',
    time: new Date(START + hours * HOUR).toISOString(),
    data: [
      { name: 'TargetUserName', value: user },
      { name: 'Status', value: '0xc000006d' },
      { name: 'SubStatus', value: '0xc000006a' },
    ],
  };
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function read(events: readonly EventInput[], collector: Collector, window: { start: number; end: number } | null, host = 'RRAS01') {
  return readEventLog({ path: 'RRAS01-Security.evtx', bundle: 'b.zip', host, pieces: whole(buildEvtx(events)), reading: {}, window }, collector);
}

describe('readEventLog', () => {
  const window = { start: START * 1_000, end: (START + HOUR / 6) * 1_000 };

  it('decodes bulky audit events near the window only, and leaves a gap on either side, never over the window', async () => {
    const collector = new Collector();
    const result = await read([failedLogon(-100, 'old'), failedLogon(-30, 'older'), failedLogon(0.1, 'user1'), failedLogon(48, 'late')], collector, window);
    const { records, gaps } = collector.finish();
    expect(records.map((record) => record.fields['user'])).toEqual(['user1']);
    expect(result).toMatchObject({ outcome: 'read', total: 4, reason: '3 audit event(s) more than a day from the repro window were counted, not read' });
    expect(gaps.filter(({ channel }) => channel === 'Security' || channel === 'Security/Logon failure').map((gap) => [gap.channel, gap.span])).toEqual([
      ['Security', { from: (START - 100 * HOUR) * 1_000, to: (START - 30 * HOUR) * 1_000 }],
      ['Security/Logon failure', { from: (START - 100 * HOUR) * 1_000, to: (START - 30 * HOUR) * 1_000 }],
      ['Security', { from: (START + 48 * HOUR) * 1_000, to: (START + 48 * HOUR) * 1_000 }],
      ['Security/Logon failure', { from: (START + 48 * HOUR) * 1_000, to: (START + 48 * HOUR) * 1_000 }],
    ]);
    expect(collector.watches.map((watch) => [watch.channel, watch.span.from])).toEqual([
      ['Security', undefined],
      ['Security/Logon failure', (START - 100 * HOUR) * 1_000],
    ]);
  });

  it('decodes all of them when no window is known', async () => {
    const collector = new Collector();
    await read([failedLogon(-100, 'old'), failedLogon(0, 'user1')], collector, null);
    expect(collector.finish().records.map((record) => record.fields['user'])).toEqual(['old', 'user1']);
  });

  it('names the host of the bundle, or the computer of the event without its domain', async () => {
    const collector = new Collector();
    await read([failedLogon(0, 'user1')], collector, null, '');
    expect(collector.finish().records[0]).toMatchObject({ host: 'RRAS01', code: 4625, fields: { status: 0xc000006d, sub_status: 0xc000006a } });
    expect(collector.watches[0]).toMatchObject({ host: 'RRAS01', channel: 'Security' });
  });
});

describe('Collector', () => {
  it('keeps the newest records of a kind, counts the rest and says so as a gap', () => {
    const collector = new Collector();
    const record = (index: number) => ({ name: 'rras.auth-failed', time: index * 1_000_000, host: 'RRAS01', scope: { provider: 'RemoteAccess', channel: 'System' }, code: 20271, severity: 'warning' as const, fields: {}, ref: { artifact: 'a', at: { kind: 'evtx' as const, recordId: index, offset: 0 } } });
    for (let index = 0; index < 5_003; index++) collector.record(record(index));
    const { records, notes, gaps } = collector.finish();
    expect(records).toHaveLength(5_000);
    expect(Math.min(...records.map((kept) => kept.time))).toBe(3_000_000);
    expect(notes).toEqual(['RRAS01: 3 older rras.auth-failed records were counted, not kept.']);
    expect(gaps[0]).toMatchObject({ channel: 'System', span: { from: 0, to: 2_000_000 } });
  });

  it('takes a net event once that stands in several files, and two of the same file apart by their time', () => {
    const collector = new Collector();
    const drop = (artifact: string, line: number, time: number) => ({ name: 'wfp.drop', time, host: 'A', scope: { provider: 'WFP', channel: 'wfp-net-events' }, code: 0, severity: 'info' as const, fields: { protocol: 17 }, ref: { artifact, at: { kind: 'line' as const, line } } });
    for (const record of [drop('wfpNetevents.xml', 10, 5), drop('WFPdiag.cab!/wfpdiag.xml', 99, 5), drop('wfpNetevents.xml', 30, 6)]) collector.record(record);
    expect(collector.finish().records.map((record) => record.time)).toEqual([5, 6]);
  });

  it('takes an event exported twice once', () => {
    const collector = new Collector();
    const record = { name: 'x', time: 1, host: 'A', scope: { provider: 'p', channel: 'System' }, code: 1, severity: 'info' as const, fields: {}, ref: { artifact: 'A-System.evtx', at: { kind: 'evtx' as const, recordId: 7, offset: 512 } } };
    collector.record(record);
    collector.record({ ...record, ref: { artifact: 'BasicLog/A-System.evtx', at: { kind: 'evtx', recordId: 7, offset: 4608 } } });
    expect(collector.finish().records).toHaveLength(1);
    expect(collector.taken).toBe(1);
  });
});
