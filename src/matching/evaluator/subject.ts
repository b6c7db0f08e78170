/** What a signature is judged for (an attempt, a host, the case), and the hosts and spans that follow from it. */
import type { Attempt, Role } from '../../model/case.ts';
import type { Selector, Signature } from '../../model/signature.ts';
import type { Micros } from '../../model/time.ts';
import type { World } from '../world.ts';

export interface Subject {
  readonly per: Signature['match']['per'];
  /** Attempt id, host name, or '' for the case. */
  readonly id: string;
  readonly attempt?: Attempt;
  /** The attempt's host, or the host judged. */
  readonly host?: string;
  /** Channels (lower case) that carried the gate's record: read on the subject's host, whatever the watches say. */
  readonly gateChannels: ReadonlySet<string>;
}

/** Both ends inclusive. */
export interface AskedSpan {
  readonly from: Micros;
  readonly to: Micros;
}

const MINUTE = 60_000_000;
const DEFAULT_BEFORE = 10 * MINUTE;
const DEFAULT_AFTER = 2 * MINUTE;

const subjects = new WeakMap<World, Map<Subject['per'], readonly Subject[]>>();

export function subjectsOf(per: Subject['per'], world: World): readonly Subject[] {
  const known = subjects.get(world) ?? new Map<Subject['per'], readonly Subject[]>();
  subjects.set(world, known);
  const made = known.get(per) ?? makeSubjects(per, world);
  known.set(per, made);
  return made;
}

function makeSubjects(per: Subject['per'], world: World): readonly Subject[] {
  const gateChannels: ReadonlySet<string> = new Set();
  if (per === 'case') return [{ per, id: '', gateChannels }];
  if (per === 'host') return world.hosts.map(({ name }) => ({ per, id: name, host: name, gateChannels }));
  return world.attempts.map((attempt) => ({ per, id: attempt.id, attempt, host: attempt.host, gateChannels }));
}

/**
 * Hosts a selector looks at; null when it names a role that no host of the case has. Where several hosts have
 * the role, the subject's own host, then hosts joined to the attempt, then the one the attempt names as its
 * server are preferred: one server's trouble must not explain another's.
 */
export function hostsFor(on: Role | undefined, subject: Subject, world: World): readonly string[] | null {
  if (on === undefined) return subject.host === undefined ? world.hosts.map((host) => host.name) : [subject.host];
  const named = world.hostsWith(on);
  if (named.length === 0) return null;
  if (subject.host !== undefined && named.includes(subject.host)) return [subject.host];
  if (subject.attempt === undefined || named.length === 1) return named;
  const joined = joinedHosts(subject.attempt, world);
  const met = named.filter((host) => joined.has(host));
  if (met.length > 0) return met;
  const server = subject.attempt.server?.split('.')[0]?.toUpperCase();
  return server !== undefined && named.includes(server) ? [server] : named;
}

function joinedHosts(attempt: Attempt, world: World): ReadonlySet<string> {
  return new Set(attempt.records.map((index) => world.records[index]?.host ?? ''));
}

/** Where a record selector looks: only attempts have joined records and a window. */
export function scopeOf(selector: Selector, subject: Subject): 'attempt' | 'window' | 'case' {
  return subject.attempt === undefined ? 'case' : (selector.scope ?? 'attempt');
}

/** The span a `window` selector asks about. */
export function windowOf(selector: Selector, attempt: Attempt): AskedSpan {
  return {
    from: attempt.startedAt - (parseDuration(selector.before) ?? DEFAULT_BEFORE),
    to: attempt.endedAt + (parseDuration(selector.after) ?? DEFAULT_AFTER),
  };
}

/** The time the case is about: its attempts, else the repro window; null when neither says. */
export function caseSpan(world: World): AskedSpan | null {
  let from = Infinity;
  let to = -Infinity;
  for (const attempt of world.attempts) {
    from = Math.min(from, attempt.startedAt);
    to = Math.max(to, attempt.endedAt);
  }
  if (from <= to) return { from, to };
  return world.reproWindow === null ? null : { from: world.reproWindow.start, to: world.reproWindow.end };
}

const UNITS: Readonly<Record<string, number>> = { s: MINUTE / 60, m: MINUTE, h: 60 * MINUTE, d: 1440 * MINUTE };

/** `30s`, `10m`, `2h`, `1d` in microseconds; undefined for anything else. */
export function parseDuration(text: string | undefined): Micros | undefined {
  const parts = /^(\d{1,6})([smhd])$/.exec(text ?? '');
  const unit = UNITS[parts?.[2] ?? ''];
  return parts === null || unit === undefined ? undefined : Number(parts[1]) * unit;
}
