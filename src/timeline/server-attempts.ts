/**
 * Server-side attempts: RemoteAccess and NPS events of one connection.
 * The CoId decides where the server wrote one; the server may write {NA}, and then user, address and time must all fit:
 * 20271 with {NA} is very often Internet password guessing.
 */
import type { Stage } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { LADDER, type Draft } from './client-attempts.ts';
import { accountName } from './users.ts';

/** Events of one try on one server lie this close: RADIUS and PPP time-outs are well below. */
const ONE_TRY: Micros = 30 * 1_000_000;

const FAILURES = new Set([
  'rras.auth-failed',
  'rras.policy-refused',
  'rras.no-network-protocol',
  'rras.ppp-error',
  'rras.auth-failed-on-port',
  'rras.auth-failed-legacy',
  'nps.denied',
  'nps.discarded',
]);
const SUCCESSES = new Set(['rras.connected']);
const STEPS = new Set(['rras.authenticated', 'nps.granted', 'rras.session-ended', 'rras.disconnected']);

const STAGES_OF: Readonly<Record<string, readonly Stage[]>> = {
  'rras.no-network-protocol': ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address'],
  'rras.authenticated': ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address'],
  'rras.connected': LADDER,
};
const REACHED: readonly Stage[] = ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'];

/** Groups server records (sorted by time) into drafts; sessions that only ended are no attempts. */
export function serverAttempts(records: readonly LogRecord[]): Draft[] {
  const groups: number[][] = [];
  const recent: { group: number[]; time: Micros }[] = [];
  records.forEach((record, index) => {
    if (!FAILURES.has(record.name) && !SUCCESSES.has(record.name) && !STEPS.has(record.name)) return;
    while (recent.length > 0 && record.time - (recent[0]?.time ?? 0) > ONE_TRY) recent.shift();
    const home = recent.find(({ group }) => group.some((at) => sameTry(records[at], record)));
    if (home) {
      home.group.push(index);
      return;
    }
    const group = [index];
    groups.push(group);
    recent.push({ group, time: record.time });
  });
  return groups.map((group) => draft(records, group)).filter((attempt) => attempt !== null);
}

function sameTry(a: LogRecord | undefined, b: LogRecord): boolean {
  if (!a) return false;
  const [left, right] = [coIdOf(a), coIdOf(b)];
  if (left !== null && right !== null) return left === right;
  const user = accountName(a.fields['user']);
  if (user === null || user !== accountName(b.fields['user'])) return false;
  const [from, to] = [addressOf(a), addressOf(b)];
  return from === null || to === null || from === to;
}

/** CoId of a record, or null where the server wrote {NA} or nothing. */
export function coIdOf(record: LogRecord): string | null {
  const coId = record.fields['co_id'];
  return typeof coId === 'string' && /^\{[0-9A-F]{8}-/i.test(coId) && !/^\{0{8}-/.test(coId) ? coId.toUpperCase() : null;
}

function addressOf(record: LogRecord): string | null {
  const address = record.fields['calling_station'] ?? (record.name.startsWith('rras.') ? record.fields['client_ip'] : null);
  return typeof address === 'string' && /^[0-9a-f.:]+$/i.test(address) ? address : null;
}

function draft(records: readonly LogRecord[], group: readonly number[]): Draft | null {
  const events = group.map((index) => records[index]).filter((record) => record !== undefined);
  const [first] = events;
  const last = events[events.length - 1];
  if (!first || !last) return null;
  const failure = events.find((event) => FAILURES.has(event.name));
  const success = events.find((event) => SUCCESSES.has(event.name));
  if (!failure && !success) return null;
  const coId = events.map(coIdOf).find((value) => value !== null) ?? null;
  const user = events.map((event) => event.fields['user']).find((value) => accountName(value) !== null);
  const code = events.map((event) => event.fields['error']).find((value) => typeof value === 'number' && value !== 0);
  const stages = new Set(events.flatMap((event) => STAGES_OF[event.name] ?? REACHED));
  return {
    // Where NPS is a machine of its own it often speaks first; the attempt was made at the VPN server.
    host: (events.find((event) => event.name.startsWith('rras.')) ?? first).host,
    side: 'server',
    correlationId: coId,
    user: typeof user === 'string' ? user : null,
    userName: accountName(user),
    connection: null,
    tunnel: null,
    server: null,
    startedAt: first.time,
    endedAt: last.time,
    outcome: failure ? 'failed' : 'connected',
    errorCode: failure && typeof code === 'number' ? code : null,
    stages: LADDER.filter((stage) => stages.has(stage)),
    joins: coId === null ? [] : [{ kind: 'co-id', value: coId, strength: 'exact' }],
    records: group,
  };
}
