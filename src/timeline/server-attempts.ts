/**
 * Server-side attempts: RemoteAccess and NPS events of one connection.
 * The CoId decides where the server wrote one; the server may write {NA}, and then user, address and time must all fit:
 * 20271 with {NA} is very often Internet password guessing.
 */
import type { Stage } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { LADDER, stagesOf, type Draft } from './client-attempts.ts';
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
/** Part of an attempt that something else makes one: accounting logs tell of every user of every device. */
const STEPS = new Set(['rras.authenticated', 'nps.granted', 'rras.session-ended', 'rras.disconnected', 'nps-log.request', 'nps-log.accept', 'nps-log.reject']);

const STAGES_OF: Readonly<Record<string, readonly Stage[]>> = {
  'rras.no-network-protocol': ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address'],
  'rras.authenticated': ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address'],
  'rras.connected': LADDER,
};
const REACHED: readonly Stage[] = ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'];

/** Groups server records (sorted by time) into drafts; sessions that only ended are no attempts. */
export function serverAttempts(records: readonly LogRecord[]): Draft[] {
  const groups: number[][] = [];
  const recent = new RecentGroups();
  records.forEach((record, index) => {
    if (!FAILURES.has(record.name) && !SUCCESSES.has(record.name) && !STEPS.has(record.name)) return;
    const home = recent.find(record, (at) => sameTry(records[at], record)) ?? { group: [], since: record.time, order: groups.length };
    if (home.group.length === 0) groups.push(home.group);
    home.group.push(index);
    recent.keep(home, record);
  });
  return groups.map((group) => draft(records, group)).filter((attempt) => attempt !== null);
}

interface Recent {
  readonly group: number[];
  readonly since: Micros;
  readonly order: number;
}

/** More tries of one user in half a minute are somebody's script, and no join among them means anything. */
const MOST_RECENT = 50;

/** Groups a record may still join, found by its CoId or its user: a guessed-at server has thousands a minute. */
class RecentGroups {
  readonly #byKey = new Map<string, Recent[]>();

  /** The oldest group of the last half minute with a record that is of the same try. */
  find(record: LogRecord, isSame: (index: number) => boolean): Recent | undefined {
    const near = keysOf(record).flatMap((key) => this.#byKey.get(key) ?? []);
    const open = near.filter(({ since }) => record.time - since <= ONE_TRY).sort((a, b) => a.order - b.order);
    return open.find(({ group }) => group.slice(0, MOST_RECENT).some(isSame));
  }

  keep(home: Recent, record: LogRecord): void {
    for (const key of keysOf(record)) {
      const open = (this.#byKey.get(key) ?? []).filter((other) => record.time - other.since <= ONE_TRY && other !== home);
      this.#byKey.set(key, [...open, home].slice(-MOST_RECENT));
    }
  }
}

function keysOf(record: LogRecord): string[] {
  const [coId, user, radius] = [coIdOf(record), accountName(record.fields['user']), classOf(record)];
  return [...(coId === null ? [] : [`c${coId}`]), ...(user === null ? [] : [`u${user}`]), ...(radius === null ? [] : [`r${radius}`])];
}

function sameTry(a: LogRecord | undefined, b: LogRecord): boolean {
  if (!a) return false;
  const [left, right] = [coIdOf(a), coIdOf(b)];
  if (left !== null && right !== null) return left === right;
  const [one, other] = [classOf(a), classOf(b)];
  if (one !== null && other !== null) return one === other;
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

/** The RADIUS attribute that NPS gives each request and finds again in its accounting. */
function classOf(record: LogRecord): string | null {
  const value = record.fields['class'];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Address the user dialled from, where the record tells it. */
export function addressOf(record: LogRecord): string | null {
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
  const stageEvidence = stagesOf(group, records, (name) => STAGES_OF[name] ?? REACHED);
  const radius = events.map(classOf).find((value) => value !== null) ?? null;
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
    stages: LADDER.filter((stage) => stageEvidence[stage] !== undefined),
    stageEvidence,
    parts: [],
    joins: [...(coId === null ? [] : [{ kind: 'co-id', value: coId, strength: 'exact' as const }]), ...(radius === null ? [] : [{ kind: 'radius-class', value: radius, strength: 'exact' as const }])],
    records: group,
  };
}
