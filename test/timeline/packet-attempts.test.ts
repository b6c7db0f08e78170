/** What packets add to attempts, and what they must not. */
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/model/records.ts';
import type { Fields } from '../../src/model/values.ts';
import { attemptsOf } from '../../src/timeline/attempts.ts';

const SERVER = '203.0.113.5';

function record(name: string, second: number, fields: Fields, host = 'LAP042'): LogRecord {
  const isPacket = name.startsWith('capture.');
  return { name, time: second * 1e6, host, scope: { provider: isPacket ? 'Packet capture' : 'RasClient', channel: isPacket ? 'packet-capture' : 'Application' }, code: 0, severity: 'info', fields, ref: { artifact: 'a', at: { kind: 'etl', event: second + 1 } } };
}

const dial = (second: number, server = 'vpn.contoso.com'): LogRecord[] => [
  record('ras-client.dial-started', second, { co_id: `{0000000${second % 10}-1111-2222-3333-444444444444}`, connection: 'Contoso VPN', user: 'CONTOSO\\user1' }),
  record('ras-client.connecting', second + 1, { co_id: `{0000000${second % 10}-1111-2222-3333-444444444444}`, connection: 'Contoso VPN', server, device: 'WAN Miniport (IKEv2)' }),
  record('ras-client.failed', second + 20, { co_id: `{0000000${second % 10}-1111-2222-3333-444444444444}`, connection: 'Contoso VPN', error: 809 }),
];
const saInit = (second: number, more: Fields = {}): LogRecord => record('capture.ike-sa-init', second, { initiator: '192.0.2.10', responder: SERVER, from_us: true, sent: 4, received: 0, seconds: 7, frames: [1, 2, 3, 4], ...more });
const lookUp = (second: number, address: string): LogRecord => record('capture.dns', second, { query_name: 'VPN.contoso.com.', answered: true, addresses: [address], from_us: true });

const attempts = (records: readonly LogRecord[]) => attemptsOf([...records].sort((a, b) => a.time - b.time), [], null).attempts;

describe('packets of a dial', () => {
  it('belong to it where the name dialled was seen to resolve to their peer', () => {
    const found = attempts([...dial(100), lookUp(99, SERVER), saInit(102), saInit(103, { responder: '198.51.100.77' })]);
    expect(found).toHaveLength(1);
    expect(found[0]?.joins).toContainEqual({ kind: 'packets', value: SERVER, strength: 'identifier' });
    expect(found[0]?.records).toHaveLength(5);
  });

  it('belong to it by time alone where only one tunnel peer was spoken to, and that is told', () => {
    const list = attemptsOf([...dial(100), saInit(102)].sort((a, b) => a.time - b.time), [], null);
    expect(list.attempts[0]?.joins).toContainEqual({ kind: 'packets', value: SERVER, strength: 'time-only' });
    expect(list.timeOnlyRecords).toEqual([2]);
  });

  it('stay apart where several peers could be meant', () => {
    const found = attempts([...dial(100), saInit(102), saInit(103, { responder: '198.51.100.77' })]);
    expect(found.map((attempt) => attempt.records.length)).toEqual([3]);
  });

  it('of another time, of another computer, or begun by somebody else are not its own', () => {
    const found = attempts([...dial(100, SERVER), saInit(200), { ...saInit(102), host: 'LAP043' }, saInit(103, { from_us: false })]);
    expect(found.map((attempt) => [attempt.host, attempt.connection, attempt.records.length])).toEqual([['LAP042', 'Contoso VPN', 3], ['LAP043', null, 1], ['LAP042', null, 1]]);
  });

  it('of one server tried at its addresses in turn are one attempt, which went as the last', () => {
    const [six, other] = ['2001:db8:5::91', '203.0.113.6'];
    const up = (responder: string, second: number) => [saInit(second, { responder, received: 1 }), record('capture.esp', second + 1, { remote_address: responder, from_us: true, sent: 9, received: 9, seconds: 30 })];
    expect(attempts([saInit(100, { responder: six, seconds: 3 }), ...up(SERVER, 107)]).map(({ outcome, records }) => [outcome, records.length])).toEqual([['connected', 3]]);
    expect(attempts([lookUp(99, SERVER), lookUp(99.1, other), saInit(100), ...up(other, 107)]).map(({ outcome }) => outcome)).toEqual(['connected']);
    expect(attempts([saInit(100), ...up(other, 107)]).map(({ outcome }) => outcome)).toEqual(['failed', 'connected']);
    expect(attempts([saInit(100, { responder: six }), saInit(108, { received: 1 })]).map(({ outcome }) => outcome)).toEqual(['unfinished']);
    expect(attempts([saInit(100, { responder: six }), saInit(108)]).map(({ outcome, server }) => [outcome, server])).toEqual([['failed', six]]);
  });

  it('make no attempt between two dials that events tell of: the log would tell of it too', () => {
    const found = attempts([...dial(100, SERVER), ...dial(400, SERVER), saInit(200, { responder: '198.51.100.200' }), saInit(50), saInit(600)]);
    expect(found.map((attempt) => [attempt.startedAt / 1e6, attempt.connection])).toEqual([[50, null], [100, 'Contoso VPN'], [400, 'Contoso VPN'], [600, null]]);
  });

  it('include those of the server that Windows itself threw away', () => {
    const dropped = (direction: string) => record('capture.drop', 103, { reason: 1207, direction, source_address: direction === 'in' ? SERVER : '192.0.2.10', destination_address: direction === 'in' ? '192.0.2.10' : SERVER, from_us: direction === 'out' });
    expect(attempts([...dial(100, SERVER), dropped('in'), dropped('out'), record('capture.drop', 104, { direction: 'out', destination_address: '198.51.100.77' })])[0]?.records).toHaveLength(5);
  });

  it('prove stages: an answer means that the server was reached', () => {
    const [silent] = attempts([...dial(100, SERVER), saInit(102)]);
    expect(silent?.stages).toEqual(['dial', 'resolve', 'reach-server']);
    const [answered] = attempts([...dial(100, SERVER), saInit(102, { received: 1 })]);
    expect(answered?.stages).toEqual(['dial', 'resolve', 'reach-server', 'tunnel']);
  });
});

describe('attempts that only packets show', () => {
  it('are PPTP calls with what PPP told on the wire', () => {
    const call = (second: number, server: string, ppp: Fields, more: Fields = {}) => [record('capture.pptp', second, { client: '192.0.2.10', server, from_us: true, control: 'up', gre_sent: 4, gre_received: 4, ...more }), record('capture.ppp', second, { client: '192.0.2.10', server, from_us: true, ...ppp })];
    const found = attempts([...call(10, SERVER, { stage: 'authentication', failed: 691 }), ...call(100, '198.51.100.7', { stage: 'open' }), ...call(200, '198.51.100.8', { stage: 'lcp' }, { gre_received: 0 }), record('capture.pptp', 300, { server: '198.51.100.9', from_us: true, control: 'silent' })]);
    expect(found.map((attempt) => [attempt.outcome, attempt.errorCode])).toEqual([['failed', 691], ['connected', null], ['failed', null], ['failed', null]]);
  });

  it('are IKEv2 conversations this computer began, with how they ended', () => {
    const found = attempts([saInit(10), saInit(40), saInit(400, { received: 1 }), record('capture.ike-auth', 401, { responder: SERVER, from_us: true, sent: 2, received: 2 }), record('capture.esp', 402, { responder: SERVER, from_us: true, sent: 20, received: 18 })]);
    expect(found.map((attempt) => [attempt.tunnel, attempt.server, attempt.outcome, attempt.records.length])).toEqual([['IKEv2', SERVER, 'failed', 2], ['IKEv2', SERVER, 'connected', 3]]);
    expect(found[0]?.endedAt).toBe(47e6);
  });

  it('are unfinished where an answer came and packets do not tell the end', () => {
    expect(attempts([saInit(10, { received: 1 })]).map((attempt) => attempt.outcome)).toEqual(['unfinished']);
    expect(attempts([saInit(10, { received: 1, errors: [17] })]).map((attempt) => attempt.outcome)).toEqual(['unfinished']);
    expect(attempts([saInit(10, { received: 1, errors: [14] })]).map((attempt) => attempt.outcome)).toEqual(['failed']);
  });

  it('are neither HTTPS, nor IKEv1 between neighbours, nor what others began', () => {
    const noise = [record('capture.tcp', 1, { server: SERVER, server_port: 443, from_us: true, outcome: 'no-answer' }), record('capture.ike-main-mode', 2, { responder: '192.0.2.20', from_us: true, sent: 3, received: 0 }), saInit(3, { from_us: false })];
    expect(attempts(noise)).toEqual([]);
  });
});
