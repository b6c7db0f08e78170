/** A failed attempt beside a good one: which pair is taken, where the ways part, what differs before. */
import { describe, expect, it } from 'vitest';
import { compareWithGood } from '../../src/diagnosis/good-against-bad.ts';
import type { Attempt } from '../../src/model/case.ts';
import type { LogRecord } from '../../src/model/records.ts';
import type { Fields } from '../../src/model/values.ts';

const SECOND = 1_000_000;

function record(name: string, second: number, fields: Fields = {}, host = 'LAP042'): LogRecord {
  return {
    name,
    time: second * SECOND,
    host,
    scope: { provider: 'RasClient', channel: 'Application' },
    code: 20_221,
    severity: 'info',
    fields: { co_id: `{${second}}`, connection: 'Contoso VPN', ...fields },
    ref: { artifact: 'LAP042-Application.evtx', at: { kind: 'evtx', recordId: second, offset: 0 } },
  };
}

function attempt(id: string, outcome: Attempt['outcome'], records: readonly number[], more: Partial<Attempt> = {}): Attempt {
  const startedAt = (records[0] ?? 0) * SECOND;
  return { id, host: 'LAP042', side: 'client', correlationId: null, user: null, userName: null, connection: 'Contoso VPN', tunnel: 'IKEv2', server: null, startedAt, endedAt: startedAt, outcome, errorCode: outcome === 'failed' ? 809 : null, stages: ['dial'], stageEvidence: {}, parts: [], joins: [], records, inReproWindow: null, ...more };
}

const RECORDS: readonly LogRecord[] = [
  record('ras-client.dial-started', 0, { settings: ['VpnStrategy = IKEv2', 'AutoLogon = No'] }),
  record('ras-client.connecting', 1, { server: 'vpn.contoso.com', port: 'VPN2-1' }),
  record('ras-client.connected', 2, { tunnel_ipv4: '192.0.2.10' }),
  record('ras-client.dial-started', 3, { settings: ['VpnStrategy = SSTP', 'AutoLogon = No'] }),
  record('ras-client.connecting', 4, { server: 'vpn2.contoso.com', port: 'VPN2-3' }),
  record('rras.auth-failed', 4, {}, 'RRAS01'),
  record('ras-client.failed', 5, { error: 809 }),
];
const ALL = new Set(['A1', 'A2', 'A3']);

describe('good against bad', () => {
  it('puts the steps side by side and stops where the ways part', () => {
    const [comparison] = compareWithGood([attempt('A1', 'connected', [0, 1, 2]), attempt('A2', 'failed', [3, 4, 5, 6])], RECORDS, ALL);
    expect(comparison?.good).toBe('A1');
    expect(comparison?.steps.map((step) => [step.good?.name, step.bad?.name, step.isSameKind])).toEqual([
      ['ras-client.dial-started', 'ras-client.dial-started', true],
      ['ras-client.connecting', 'ras-client.connecting', true],
      ['ras-client.connected', 'ras-client.failed', false],
    ]);
  });

  it('names what differs before that, and neither identifiers nor the number of a port', () => {
    const [comparison] = compareWithGood([attempt('A1', 'connected', [0, 1, 2]), attempt('A2', 'failed', [3, 4, 6])], RECORDS, ALL);
    expect(comparison?.steps.map((step) => step.differs)).toEqual([
      [{ field: 'settings', good: 'VpnStrategy = IKEv2', bad: 'VpnStrategy = SSTP' }],
      [{ field: 'server', good: 'vpn.contoso.com', bad: 'vpn2.contoso.com' }],
      [],
    ]);
  });

  it('shows what a broken-off attempt no longer did', () => {
    const [comparison] = compareWithGood([attempt('A1', 'connected', [0, 1, 2]), attempt('A2', 'failed', [3])], RECORDS, ALL);
    expect(comparison?.steps.at(-1)).toMatchObject({ good: { name: 'ras-client.connecting' }, bad: null });
  });

  it('takes the last good one before the failure, else the first after it', () => {
    const good = [attempt('A1', 'connected', [0]), attempt('A2', 'connected', [1]), attempt('A3', 'failed', [3]), attempt('A4', 'connected', [4])];
    expect(compareWithGood(good, RECORDS, ALL)[0]?.good).toBe('A2');
    expect(compareWithGood(good.slice(2), RECORDS, ALL)[0]?.good).toBe('A4');
  });

  it('compares one connection of one computer only, and only what the diagnosis is about', () => {
    const bad = attempt('A3', 'failed', [3]);
    expect(compareWithGood([attempt('A1', 'connected', [0], { connection: 'Other' }), bad], RECORDS, ALL)).toEqual([]);
    expect(compareWithGood([attempt('A1', 'connected', [0], { host: 'LAP043' }), bad], RECORDS, ALL)).toEqual([]);
    expect(compareWithGood([attempt('A1', 'connected', [0]), bad], RECORDS, new Set(['A1']))).toEqual([]);
  });

  it('tells each failure once', () => {
    const attempts = [attempt('A1', 'connected', [0]), attempt('A2', 'failed', [3]), attempt('A3', 'failed', [4])];
    expect(compareWithGood(attempts, RECORDS, ALL).map((comparison) => comparison.bad)).toEqual(['A3']);
  });
});
