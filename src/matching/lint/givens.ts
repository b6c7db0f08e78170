/**
 * Builds the small world of an embedded test from its `given` lines.
 *
 *   { record: ras-client.failed, attempt: A, error: 809 }            a record, joined to attempt A
 *   { record: service.state-changed, on: vpn-server, time: -5m, … }  time: ISO, or relative to the base
 *   { facts: certificate.machine, complete: true, items: [ {…} ] }   facts with their listing
 *   { fact: registry.prohibit-ipsec, value: 1, present: true }       one fact
 *   { attempt: A, tunnel: L2TP }                                     properties of the attempt
 *   { watch: System, on: vpn-server, from: -1h, to: +1h }            a log that was read; `Security` with every audit on
 *   { gap: System, on: vpn-server, from: -1h, to: +1h }              a hole in it
 *   { host: NPS01, roles: [nps] }                                    a host of the case
 */
import { AUDIT_CHANNELS } from '../../knowledge/audit-subcategories.ts';
import type { Attempt, Role } from '../../model/case.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from '../../model/records.ts';
import type { Given } from '../../model/signature.ts';
import type { FieldType, Fields, Value } from '../../model/values.ts';
import { parseDuration } from '../evaluator/subject.ts';
import { parseTime } from '../evaluator/values.ts';
import { ROLES } from '../schema.ts';
import { isObject } from '../validate.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { createWorld, type World, type WorldHost } from '../world.ts';

/** Every test plays at the same moment, so that dates in it stay what they are. */
const BASE = 1_708_504_205_000_000; // 2024-02-21T08:30:05Z
const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;

const KINDS = ['record', 'facts', 'fact', 'watch', 'gap', 'attempt', 'host'] as const;
export type GivenKind = (typeof KINDS)[number];

/** Keys of a line that are not fields. */
export const GIVEN_KEYS: Readonly<Record<GivenKind, readonly string[]>> = {
  record: ['record', 'attempt', 'on', 'host', 'time'],
  facts: ['facts', 'on', 'host', 'complete', 'items', 'reason'],
  fact: ['fact', 'on', 'host', 'subject', 'observed_at'],
  watch: ['watch', 'on', 'host', 'from', 'to'],
  gap: ['gap', 'on', 'host', 'from', 'to'],
  attempt: [
    'attempt',
    'host',
    'on',
    'tunnel',
    'server',
    'user',
    'user_name',
    'connection',
    'error',
    'outcome',
    'start',
    'end',
  ],
  host: ['host', 'roles'],
};

export function kindOfGiven(given: Given): GivenKind | null {
  return KINDS.find((kind) => Object.hasOwn(given, kind)) ?? null;
}

interface Draft {
  readonly vocabulary: Vocabulary;
  readonly hosts: Map<string, Role[]>;
  readonly records: { readonly record: LogRecord; readonly attempt: string | null }[];
  readonly facts: Fact[];
  readonly listings: Listing[];
  readonly watches: Watch[];
  readonly gaps: Gap[];
  readonly attempts: Map<string, Given>;
}

/** The world of a test. Anything it cannot understand is left out; the lint names it. */
export function buildWorld(givens: readonly Given[], vocabulary: Vocabulary): World {
  const draft: Draft = {
    vocabulary,
    hosts: new Map(),
    records: [],
    facts: [],
    listings: [],
    watches: [],
    gaps: [],
    attempts: new Map(),
  };
  for (const given of givens) {
    if (kindOfGiven(given) === 'host') draft.hosts.set(textOf(given['host']).toUpperCase(), rolesOf(given['roles']));
  }
  for (const [index, given] of givens.entries()) addGiven(given, index, draft);
  draft.records.sort((left, right) => left.record.time - right.record.time);
  return createWorld({
    records: draft.records.map(({ record }) => record),
    facts: draft.facts,
    listings: draft.listings,
    watches: draft.watches,
    gaps: draft.gaps,
    attempts: [...draft.attempts].map(([id, given]) => buildAttempt(id, given, draft)),
    hosts: [...draft.hosts].map(([name, roles]): WorldHost => ({ name, roles })),
    reproWindow: null,
  });
}

function addGiven(given: Given, index: number, draft: Draft): void {
  const kind = kindOfGiven(given);
  if (kind === 'record') addRecord(given, index, draft);
  else if (kind === 'facts') addFacts(given, index, draft);
  else if (kind === 'fact') addFact(textOf(given['fact']), given, hostOf(given, draft), index, draft);
  else if (kind === 'watch') addWatch(given, draft, index);
  else if (kind === 'gap') draft.gaps.push({ ...spanOf(given, 'gap', draft), ref: refOf(index), reason: 'given' });
  else if (kind === 'attempt') mergeAttempt(textOf(given['attempt']), given, draft);
}

function addRecord(given: Given, index: number, draft: Draft): void {
  const name = textOf(given['record']);
  const word = draft.vocabulary.records.get(name);
  const channel = word?.channels[0];
  const attempt = given['attempt'] === undefined ? null : textOf(given['attempt']);
  const record: LogRecord = {
    name,
    time: timeOf(given['time']) ?? BASE + index * SECOND,
    host: hostOf(given, draft),
    scope: { provider: name.split('.')[0] ?? name, ...(channel === undefined ? {} : { channel }) },
    code: 0,
    severity: 'unknown',
    fields: fieldsOf(given, GIVEN_KEYS.record, word?.fields),
    ref: refOf(index),
  };
  draft.records.push({ record, attempt });
  if (attempt !== null) mergeAttempt(attempt, {}, draft);
}

function addFacts(given: Given, index: number, draft: Draft): void {
  const fact = textOf(given['facts']);
  const host = hostOf(given, draft);
  const items = Array.isArray(given['items']) ? given['items'].filter(isObject) : [];
  for (const item of items) addFact(fact, item, host, index, draft);
  if (typeof given['complete'] !== 'boolean') return;
  const reason = given['reason'] === undefined ? {} : { reason: textOf(given['reason']) };
  draft.listings.push({ fact, host, complete: given['complete'], count: items.length, ...reason, ref: refOf(index) });
}

function addFact(name: string, given: Given, host: string, index: number, draft: Draft): void {
  const fields = fieldsOf(given, GIVEN_KEYS.fact, draft.vocabulary.facts.get(name)?.fields);
  const subject = given['subject'] ?? SUBJECTS.map((key) => fields[key]).find((value) => typeof value === 'string') ?? '';
  const observedAt = timeOf(given['observed_at']);
  const observed = observedAt === undefined ? {} : { observedAt };
  draft.facts.push({ name, host, subject: textOf(subject), fields, ...observed, ref: refOf(index) });
}

/** Fields that usually say what a fact is about. */
const SUBJECTS = ['thumbprint', 'service', 'adapter', 'name', 'subject_cn'];

function mergeAttempt(id: string, given: Given, draft: Draft): void {
  draft.attempts.set(id, { ...draft.attempts.get(id), ...given });
}

function buildAttempt(id: string, given: Given, draft: Draft): Attempt {
  const indexes = [...draft.records.keys()].filter((index) => draft.records[index]?.attempt === id);
  const own = indexes.flatMap((index) => draft.records[index]?.record ?? []);
  const first = own[0];
  const host = given['host'] !== undefined || given['on'] !== undefined || first === undefined ? hostOf(given, draft) : first.host;
  const fieldIn = (name: string): Value => own.map((record) => record.fields[name]).find((value) => value !== undefined) ?? null;
  const text = (name: string): string | null => {
    const value = given[name] ?? fieldIn(name);
    return value === null ? null : textOf(value);
  };
  const error = given['error'] ?? fieldIn('error');
  const isFailed = typeof error === 'number';
  return {
    id,
    host,
    side: draft.hosts.get(host)?.includes('client') === true ? 'client' : 'server',
    correlationId: id,
    user: text('user'),
    userName: text('user_name'),
    connection: text('connection'),
    tunnel: text('tunnel'),
    server: text('server'),
    startedAt: timeOf(given['start']) ?? first?.time ?? BASE,
    endedAt: timeOf(given['end']) ?? own.at(-1)?.time ?? BASE,
    outcome: outcomeOf(given['outcome'], isFailed),
    errorCode: isFailed ? error : null,
    stages: [],
    stageEvidence: {},
    parts: [],
    joins: [],
    records: indexes,
    inReproWindow: null,
  };
}

function outcomeOf(value: unknown, isFailed: boolean): Attempt['outcome'] {
  if (value === 'connected' || value === 'failed' || value === 'unfinished') return value;
  return isFailed ? 'failed' : 'unfinished';
}

/** The host a line is about: named, or the one with the role (made when there is none); a client by default. */
function hostOf(given: Given, draft: Draft): string {
  if (given['host'] !== undefined) {
    const name = textOf(given['host']).toUpperCase();
    if (!draft.hosts.has(name)) draft.hosts.set(name, given['on'] === undefined ? [] : rolesOf([given['on']]));
    return name;
  }
  const [role] = rolesOf([given['on'] ?? 'client']);
  if (role === undefined) return '';
  for (const [name, roles] of draft.hosts) if (roles.includes(role)) return name;
  const name = role.toUpperCase();
  draft.hosts.set(name, [role]);
  return name;
}

function rolesOf(value: unknown): Role[] {
  return Array.isArray(value) ? ROLES.filter((role) => value.includes(role)) : [];
}

/** `watch: Security` is a Security log with every audit subcategory on; `Security/Logon failure` one with only that. */
function addWatch(given: Given, draft: Draft, index: number): void {
  const watch: Watch = { ...spanOf(given, 'watch', draft), ref: refOf(index) };
  const audits = watch.channel === 'Security' ? AUDIT_CHANNELS : [];
  for (const channel of [watch.channel, ...audits]) draft.watches.push({ ...watch, channel });
}

function spanOf(given: Given, key: 'watch' | 'gap', draft: Draft): Omit<Watch, 'ref'> {
  const from = timeOf(given['from']) ?? BASE - 24 * HOUR;
  const to = timeOf(given['to']) ?? BASE + 24 * HOUR;
  return { host: hostOf(given, draft), channel: textOf(given[key]), span: { from, to } };
}

function fieldsOf(given: Given, reserved: readonly string[], types: ReadonlyMap<string, FieldType> | undefined): Fields {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    if (reserved.includes(name) && types?.has(name) !== true) continue;
    fields[name] = types?.get(name) === 'time' ? (timeOf(value) ?? null) : (value as Value);
  }
  return fields;
}

/** ISO, or a distance from the base: `+30s`, `-2h`. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const distance = parseDuration(value.slice(1));
  if (distance !== undefined && value.startsWith('+')) return BASE + distance;
  if (distance !== undefined && value.startsWith('-')) return BASE - distance;
  return parseTime(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}

function refOf(index: number): Fact['ref'] {
  return { artifact: 'given', at: { kind: 'line', line: index + 1 } };
}
