/** Built records of a client and the servers behind it, each on a clock of its own: the true offset is known by construction. */
import type { LogRecord } from '../../src/model/records.ts';

export const NOON = Date.UTC(2024, 1, 21, 12) * 1_000;

let recordId = 0;

/** A record at so many seconds after noon of the host's own clock. */
export function at(seconds: number, name: string, host: string, fields: LogRecord['fields'], channel = 'Application'): LogRecord {
  recordId++;
  const provider = name.startsWith('ras-client') ? 'RasClient' : name.startsWith('nps') ? 'Microsoft-Windows-Security-Auditing' : 'RemoteAccess';
  return { name, time: NOON + Math.round(seconds * 1_000_000), host, scope: { provider, channel }, code: 0, severity: 'info', fields, ref: { artifact: `${host}.evtx`, at: { kind: 'evtx', recordId, offset: 0 } } };
}

export function coId(index: number): string {
  return `{${(0xa0000000 + index).toString(16).toUpperCase()}-0B5E-4C6E-9A0F-3C7A1D2E4F60}`;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface DialShape {
  readonly index: number;
  /** True time of the start, seconds after noon. */
  readonly start: number;
  /** From start to the server's judgement. */
  readonly toJudgement: number;
  /** From the judgement to the client's end. */
  readonly latency: number;
  readonly user?: string;
  readonly isConnected?: boolean;
}

/** What the client writes of a dial; its clock is the true one. */
export function dialed({ index, start, toJudgement, latency, user = 'user1', isConnected = false }: DialShape): LogRecord[] {
  const fields = { co_id: coId(index), user: `CONTOSO\\${user}`, connection: 'Contoso VPN' };
  return [
    at(start, 'ras-client.dial-started', 'LAP042', { ...fields, dial_in_user: `CONTOSO\\${user}` }),
    at(start + 0.15, 'ras-client.connecting', 'LAP042', { ...fields, server: 'vpn.contoso.com', device: 'WAN Miniport (IKEv2)' }),
    at(start + toJudgement + latency, isConnected ? 'ras-client.connected' : 'ras-client.failed', 'LAP042', isConnected ? fields : { ...fields, error: 691 }),
  ];
}

/** What the server writes of it, its clock being `offset` seconds ahead; `id` is the CoId, or {NA}. */
export function judged({ start, toJudgement, user = 'user1', isConnected = false }: DialShape, offset: number, id: string, address = '198.51.100.44'): LogRecord {
  const fields = { co_id: id, user: `CONTOSO\\${user}`, client_ip: address };
  return at(start + toJudgement + offset, isConnected ? 'rras.connected' : 'rras.auth-failed', 'RRAS01', isConnected ? fields : { ...fields, error: 691 }, 'System');
}

export function sorted(records: readonly LogRecord[]): LogRecord[] {
  return records.toSorted((a, b) => a.time - b.time);
}
