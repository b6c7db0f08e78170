/** Attempts out of RasClient, RemoteAccess and NPS records. */
import { describe, expect, it } from 'vitest';
import { attemptsOf } from '../../src/timeline/attempts.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';

const COID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';
const OTHER = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F61}';
const NOON = Date.UTC(2024, 1, 21, 12) * 1_000;
const SECOND = 1_000_000;

let recordId = 0;
function record(name: string, seconds: number, fields: LogRecord['fields'], host = 'LAP042'): LogRecord {
  recordId++;
  return {
    name,
    time: NOON + seconds * SECOND,
    host,
    scope: { provider: name.startsWith('ras-client') ? 'RasClient' : 'RemoteAccess', channel: 'Application' },
    code: 0,
    severity: 'info',
    fields,
    ref: { artifact: 'x.evtx', at: { kind: 'evtx', recordId, offset: 0 } },
  };
}

const dial = (seconds: number, coId = COID) => record('ras-client.dial-started', seconds, { co_id: coId, user: 'SYSTEM', connection: 'Contoso VPN', dial_in_user: 'CONTOSO\\user1' });

describe('client attempts', () => {
  it('groups by CoId and takes the stage from the last event before the failure', () => {
    const { attempts } = attemptsOf(
      [
        dial(0),
        record('ras-client.connecting', 1, { co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', server: 'vpn.contoso.com', device: 'WAN Miniport (IKEv2)' }),
        dial(2, OTHER),
        record('ras-client.failed', 12, { co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', error: 809 }),
      ],
      [],
      null,
    );
    expect(attempts).toHaveLength(2);
    expect(attempts[0]).toMatchObject({ id: 'A1', correlationId: COID, user: 'CONTOSO\\user1', userName: 'user1', tunnel: 'IKEv2', server: 'vpn.contoso.com', outcome: 'failed', errorCode: 809, stages: ['dial', 'resolve', 'reach-server'], records: [0, 1, 3] });
    expect(attempts[1]).toMatchObject({ id: 'A2', outcome: 'unfinished', errorCode: null, stages: ['dial'] });
  });

  it('keeps a disconnect hours later with its session and calls it connected', () => {
    const { attempts } = attemptsOf([dial(0), record('ras-client.connected', 5, { co_id: COID }), record('ras-client.disconnected', 9_000, { co_id: COID, reason: 829 })], [], null);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ outcome: 'connected', errorCode: null, endedAt: NOON + 9_000 * SECOND });
    expect(attempts[0]?.stages).toContain('connected');
  });

  it('opens a new attempt when a CoId is used again after its end', () => {
    const failed = (seconds: number) => record('ras-client.failed', seconds, { co_id: COID, connection: 'Contoso VPN', error: 691 });
    expect(attemptsOf([dial(0), failed(3), dial(60), failed(63)], [], null).attempts.map((attempt) => attempt.records)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('falls back to user and connection where no CoId is known', () => {
    const fields = { co_id: '{NA}', user: 'CONTOSO\\user1', connection: 'Contoso VPN' };
    const { attempts } = attemptsOf([record('ras-client.dial-started', 0, fields), record('ras-client.failed', 2, { ...fields, error: 800 })], [], null);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ correlationId: null, errorCode: 800, joins: [] });
  });

  it('takes the tunnel of the profile when no event names a device', () => {
    const profile = { name: 'vpn.profile', host: 'LAP042', subject: 'Contoso VPN', fields: { strategy: 'l2tp-only' }, ref: { artifact: 'rasphone.pbk', at: { kind: 'whole' as const } } };
    const { attempts } = attemptsOf([dial(0), record('ras-client.failed', 2, { co_id: COID, connection: 'Contoso VPN', error: 789 })], [profile], null);
    expect(attempts[0]?.tunnel).toBe('L2TP');
  });

  it('tells whether an attempt lies in the repro window, with two minutes of slack', () => {
    const window = { start: NOON + 100 * SECOND, end: NOON + 200 * SECOND };
    const { attempts } = attemptsOf([dial(-1_000), record('ras-client.failed', -990, { co_id: COID, error: 809 }), dial(310, OTHER), record('ras-client.failed', 315, { co_id: OTHER, error: 809 })], [], window);
    expect(attempts.map((attempt) => attempt.inReproWindow)).toEqual([false, true]);
  });
});

describe('server attempts', () => {
  it('tells servers found by CoId from those found by user and time', () => {
    const denied = record('nps.denied', 2, { user: 'CONTOSO\\user1', reason_code: 48 }, 'NPS01');
    const refused = record('rras.auth-failed', 2.1, { co_id: COID, user: 'CONTOSO\\user1', client_ip: '198.51.100.9', error: 812 }, 'RRAS01');
    const alone = attemptsOf([denied, refused], [], null).attempts;
    expect(alone).toMatchObject([{ side: 'server', host: 'RRAS01', errorCode: 812 }]);
    const joined = attemptsOf([dial(0), denied, refused, record('ras-client.failed', 3, { co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', error: 812 })], [], null).attempts;
    expect(joined.map((attempt) => attempt.joins)).toEqual([[
      { kind: 'co-id', value: COID, strength: 'exact' }, { kind: 'server', value: 'NPS01', strength: 'identifier' }, { kind: 'server', value: 'RRAS01', strength: 'exact' },
    ]]);
  });

  it('joins a server record to the client attempt by CoId only', () => {
    const { attempts } = attemptsOf(
      [
        dial(0),
        record('rras.auth-failed', 1, { co_id: COID, user: 'CONTOSO\\user1', client_ip: '203.0.113.7', nps_reason: 16, error: 691 }, 'RRAS01'),
        record('rras.auth-failed', 2, { co_id: '{NA}', user: 'user1', client_ip: '198.51.100.9', nps_reason: 16, error: 691 }, 'RRAS01'),
        record('ras-client.failed', 3, { co_id: COID, error: 691 }),
      ],
      [],
      null,
    );
    expect(attempts.map(({ side, records }) => ({ side, records }))).toEqual([
      { side: 'client', records: [0, 3, 1] },
      { side: 'server', records: [2] },
    ]);
    expect(attempts[0]?.joins).toContainEqual({ kind: 'server', value: 'RRAS01', strength: 'exact' });
  });

  it('puts RemoteAccess and NPS records of one user and time into one attempt, but never another address', () => {
    const { attempts } = attemptsOf(
      [
        record('nps.denied', 0, { user: 'CONTOSO\\user1', reason_code: 16, calling_station: '203.0.113.7' }, 'RRAS01'),
        record('rras.auth-failed', 1, { co_id: '{NA}', user: 'user1', client_ip: '203.0.113.7', error: 691 }, 'RRAS01'),
        record('rras.auth-failed', 2, { co_id: '{NA}', user: 'user1', client_ip: '198.51.100.9', error: 691 }, 'RRAS01'),
      ],
      [],
      null,
    );
    expect(attempts.map((attempt) => attempt.records)).toEqual([[0, 1], [2]]);
    expect(attempts[0]).toMatchObject({ side: 'server', outcome: 'failed', errorCode: 691, userName: 'user1' });
  });

  it('keeps the newest of thousands of guesses and says how many were left out', () => {
    const guesses = Array.from({ length: 700 }, (_, index) => record('rras.auth-failed', index * 60, { co_id: '{NA}', user: `guess${index}`, client_ip: '198.51.100.9', error: 691 }, 'RRAS01'));
    const { attempts, omitted, omittedRecords } = attemptsOf(guesses, [], null);
    expect(attempts).toHaveLength(500);
    expect(omitted).toBe(200);
    expect([omittedRecords[0], omittedRecords.at(-1), omittedRecords.length]).toEqual([0, 199, 200]);
    expect(attempts[attempts.length - 1]?.userName).toBe('guess699');
  });

  it('keeps the newest thousand of a client that dials all day, those of the repro window first', () => {
    const dials = Array.from({ length: 1_500 }, (_, index) => record('ras-client.failed', index * 60, { co_id: `{${String(index).padStart(8, '0')}-0B5E-4C6E-9A0F-3C7A1D2E4F60}`, user: 'user1', connection: 'Contoso VPN', error: 809 }));
    const window = { start: dials[10]?.time ?? 0, end: dials[10]?.time ?? 0 };
    const { attempts, omittedClients, omittedRecords } = attemptsOf(dials, [], window);
    expect([attempts.length, omittedClients, omittedRecords.length]).toEqual([1_000, 500, 500]);
    expect(attempts.filter((attempt) => attempt.inReproWindow).length).toBe(5);
    expect(attempts.at(-1)?.startedAt).toBe(dials[1_499]?.time);
  });

  it('keeps ten thousand refusals of one second apart', () => {
    const guesses = Array.from({ length: 10_000 }, (_, index) => record('rras.auth-failed', 1, { co_id: '{NA}', user: `guess${index}`, client_ip: '198.51.100.9', error: 691 }, 'RRAS01'));
    const one = Array.from({ length: 10_000 }, (_, index) => record('rras.auth-failed', 2, { co_id: '{NA}', user: 'admin', client_ip: `198.51.${index >> 8}.${index & 255}`, error: 691 }, 'RRAS01'));
    expect(attemptsOf(guesses, [], null).omitted).toBe(9_500);
    expect(attemptsOf(one, [], null).omitted).toBe(9_500);
  });
});

describe('server-side attempts without a CoId', () => {
  const always = (seconds: number) => () => seconds;
  const failed = (seconds: number, coId = COID, user = 'CONTOSO\\user1') => record('ras-client.failed', seconds, { co_id: coId, user, connection: 'Contoso VPN', error: 691 });
  const refused = (seconds: number, fields: LogRecord['fields'] = {}) => record('rras.auth-failed', seconds, { co_id: '{NA}', user: 'user1', client_ip: '198.51.100.9', error: 691, ...fields }, 'RRAS01');
  const joinsOf = (records: LogRecord[], doubt: Parameters<typeof attemptsOf>[3], facts: Fact[] = []) => {
    const { attempts, timeOnlyRecords } = attemptsOf(records.toSorted((a, b) => a.time - b.time), facts, null, doubt);
    return { joins: attempts.map(({ side, joins }) => [side, ...joins.filter(({ kind }) => kind === 'server').map(({ value, strength }) => `${value} ${strength}`)].join(' ')), timeOnly: timeOnlyRecords.length, attempts };
  };

  it('join by account and time on a common clock only', () => {
    const records = [dial(0), refused(2), failed(3)];
    expect(joinsOf(records, always(1)).joins).toEqual(['client RRAS01 identifier']);
    expect(joinsOf(records, () => null).joins).toEqual(['client', 'server']);
    expect(joinsOf([dial(0), refused(20), failed(3)], always(1)).joins).toEqual(['client', 'server']);
    expect(joinsOf([dial(0), refused(20), failed(3)], always(16)).joins).toEqual(['client RRAS01 identifier']);
    expect(joinsOf([dial(0), refused(2, { user: 'user2' }), failed(3)], always(1)).joins).toEqual(['client', 'server']);
  });

  it('join no account that two addresses try at once, unless one is the client\'s own', () => {
    const records = [dial(0), refused(2), refused(2.5, { client_ip: '203.0.113.7' }), failed(3)];
    expect(joinsOf(records, always(1)).joins).toEqual(['client', 'server', 'server']);
    const own: Fact = { name: 'adapter.address', host: 'LAP042', subject: 'Ethernet', fields: { ipv4: ['198.51.100.9'] }, ref: { artifact: 'ipconfig.txt', at: { kind: 'line', line: 1 } } };
    expect(joinsOf(records, always(1), [own]).joins).toEqual(['client RRAS01 identifier', 'server']);
  });

  it('join neither of two dials at once', () => {
    const other = [dial(1, OTHER), failed(3.5, OTHER)].map((each) => ({ ...each, host: 'LAP043' }));
    expect(joinsOf([dial(0), failed(3), ...other, refused(2)], always(1)).joins).toEqual(['client', 'client', 'server']);
  });

  it('do not join a session because the account fails elsewhere while it lasts', () => {
    const connected = [dial(0), record('ras-client.connected', 3, { co_id: COID, user: 'user1' }), record('ras-client.disconnected', 7_200, { co_id: COID, user: 'user1', reason: 631 })];
    expect(joinsOf([...connected, refused(3_600)], always(1)).joins).toEqual(['client', 'server']);
  });

  it('join by time alone one refusal that names nobody to the one failed dial, and say which records', () => {
    const nameless = (seconds: number) => record('rras.ppp-error', seconds, { co_id: '{NA}', port: 'VPN2-1', error: 691 }, 'RRAS01');
    const alone = joinsOf([dial(0), nameless(2), failed(3)], always(1));
    expect([alone.joins, alone.timeOnly]).toEqual([['client RRAS01 time-only'], 1]);
    expect(joinsOf([dial(0), nameless(2), failed(3)], () => null).joins).toEqual(['client', 'server']);
    expect(joinsOf([dial(0), nameless(2), nameless(2.5), failed(3)], always(1)).joins).toEqual(['client', 'server', 'server']);
    expect(joinsOf([dial(0), nameless(1), refused(2), failed(3)], always(1)).joins).toEqual(['client RRAS01 identifier', 'server']);
    // What belongs by its time only proves no stage.
    expect(alone.attempts[0]?.stages).toEqual(['dial']);
  });

  it('take lines of the accounting log with them, by Class or by account', () => {
    const id = { class: '311 1 192.0.2.11 02/21/2024 11:00:00 7' };
    const log = (name: string, seconds: number, fields: LogRecord['fields']) => record(`nps-log.${name}`, seconds, fields, 'NPS01');
    const { attempts } = attemptsOf([dial(0), log('request', 2, { user: 'user1', ...id }), log('reject', 2, { reason_code: 16, ...id }), log('reject', 2, { user: 'user1', reason_code: 48, class: 'other' }), refused(2.2), failed(3)].toSorted((a, b) => a.time - b.time), [], null, always(1));
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.records).toEqual([0, 5, 1, 2, 4]);
    expect(attempts[0]?.joins).toContainEqual({ kind: 'radius-class', value: id.class, strength: 'exact' });
    expect(attempts[0]?.joins).toContainEqual({ kind: 'server', value: 'NPS01', strength: 'identifier' });
  });
});

describe('IKE conversations', () => {
  it('that the server saw, too, belong to the dial by their SPI, whatever its clock says', () => {
    const SPI = '8a6b1c2d3e4f5061';
    const seen = (seconds: number, host: string, spi = SPI) => record('capture.ike-sa-init', seconds, { initiator_spi: spi, initiator: '192.0.2.77', responder: '203.0.113.10', from_us: host === 'LAP042', sent: 1, received: 0, seconds: 0 }, host);
    const failed = record('ras-client.failed', 20, { co_id: COID, user: 'user1', connection: 'Contoso VPN', error: 809 });
    const { attempts } = attemptsOf([dial(0), seen(1, 'LAP042'), failed, seen(188, 'RRAS01'), seen(189, 'RRAS01', '1111111111111111')], [], null);
    expect(attempts.map((attempt) => attempt.records)).toEqual([[0, 2, 1, 3]]);
    expect(attempts[0]?.joins.slice(-2)).toEqual([{ kind: 'ike-spi', value: SPI, strength: 'exact' }, { kind: 'server', value: 'RRAS01', strength: 'exact' }]);
    expect(attempts[0]?.endedAt).toBe(NOON + 20 * SECOND);
  });
});

describe('stages and tries', () => {
  it('names the record that shows each stage, the server\'s where the client has none', () => {
    const refused = record('rras.no-network-protocol', 2, { co_id: COID, user: 'user1', error: 720 }, 'RRAS01');
    const { attempts } = attemptsOf([dial(0), record('ras-client.connecting', 1, { co_id: COID, user: 'user1' }), refused, record('ras-client.failed', 3, { co_id: COID, error: 720 })], [], null);
    expect(attempts[0]?.stages).toEqual(['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address']);
    expect(attempts[0]?.stageEvidence).toEqual({ dial: 0, resolve: 1, 'reach-server': 1, tunnel: 2, authenticate: 2, address: 2 });
  });

  it('makes the tries of an automatic type parts of one attempt', () => {
    const connecting = (seconds: number, device: string) => record('ras-client.connecting', seconds, { co_id: COID, user: 'user1', device: `WAN Miniport (${device})` });
    const { attempts } = attemptsOf([dial(0), connecting(1, 'IKEv2'), connecting(8, 'SSTP'), record('ras-client.link-up', 9, { co_id: COID }), record('ras-client.failed', 12, { co_id: COID, error: 800 })], [], null);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ tunnel: 'SSTP', errorCode: 800 });
    expect(attempts[0]?.parts).toEqual([
      { tunnel: 'IKEv2', startedAt: NOON, endedAt: NOON + SECOND, outcome: 'failed', errorCode: null, stages: ['dial', 'resolve', 'reach-server'] },
      { tunnel: 'SSTP', startedAt: NOON + 8 * SECOND, endedAt: NOON + 12 * SECOND, outcome: 'failed', errorCode: 800, stages: ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'] },
    ]);
    expect(attemptsOf([dial(0), connecting(1, 'IKEv2')], [], null).attempts[0]?.parts).toEqual([]);
  });
});
