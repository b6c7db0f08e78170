/** Compares two judged cases: verdicts, outcomes and facts. Absence counts only where a listing says it is complete. */
import { refText } from '../report/refs.ts';
import type { AttemptCount, CaseDiff, FactChange, FieldChange, Standing, Untold, VerdictChange } from '../model/case-diff.ts';
import type { Role } from '../model/case.ts';
import type { Fact } from '../model/records.ts';
import type { SourceRef } from '../model/refs.ts';
import type { Report } from '../model/report.ts';
import type { Signature } from '../model/signature.ts';
import type { Value } from '../model/values.ts';
import type { JudgedCase } from './judge-case.ts';

/** Facts about the collection itself. */
const ABOUT_COLLECTION = /^(?:tss|collection)\./;

/** Fields that differ from one look to the next and mean nothing. */
const FLEETING: ReadonlySet<string> = new Set(['pid', 'process_id', 'index', 'line']);

export function diffCases(before: JudgedCase, after: JudgedCase, signatures: readonly Signature[]): CaseDiff {
  const hostsPaired = pairHosts(before, after);
  const renamed = new Map(hostsPaired.map((pair) => [pair.after, pair.before]));
  const asked = askedFacts(signatures);
  const { changes, untold } = factChanges(before, after, renamed, asked);
  return {
    schema: 'rasalyze/diff@1',
    before: before.report.case.bundles.map((bundle) => bundle.name),
    after: after.report.case.bundles.map((bundle) => bundle.name),
    hostsPaired,
    verdicts: verdictChanges(before.report, after.report, signatures),
    attempts: attemptChanges(before.report, after.report),
    facts: toldOnce(changes.filter((change) => hostsPaired.length === 0 || !isOfAnotherMachine(change))).sort(byWeight),
    untold,
  };
}

/** Two cases without a common computer are compared role by role: a machine that works beside one that does not. */
function pairHosts(before: JudgedCase, after: JudgedCase): { before: string; after: string }[] {
  const [left, right] = [hostRoles(before), hostRoles(after)];
  const isCommon = [...left.keys()].some((host) => right.has(host));
  if (isCommon) return [];
  const only = (roles: ReadonlyMap<string, readonly Role[]>, role: Role | null) => {
    const found = [...roles].filter(([, own]) => role === null || own.includes(role)).map(([host]) => host);
    return found.length === 1 ? found[0] : undefined;
  };
  const pairs = new Map<string, string>();
  for (const role of ['client', 'vpn-server', 'nps', 'dc', null] as const) {
    const [a, b] = [only(left, role), only(right, role)];
    if (a !== undefined && b !== undefined && !pairs.has(b) && ![...pairs.values()].includes(a)) pairs.set(b, a);
  }
  return [...pairs].map(([b, a]) => ({ before: a, after: b }));
}

function hostRoles(judged: JudgedCase): Map<string, readonly Role[]> {
  return new Map(judged.report.case.bundles.flatMap((bundle) => bundle.hosts.map((host) => [host.name, host.roles] as const)));
}

/** Names of facts that any clause or need of a signature speaks of. */
function askedFacts(signatures: readonly Signature[]): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'fact' && typeof item === 'string') names.add(item);
      else visit(item);
    }
  };
  for (const { match, needs, applies_when } of signatures) visit([match, needs, applies_when]);
  return names;
}

function verdictChanges(before: Report, after: Report, signatures: readonly Signature[]): VerdictChange[] {
  const [left, right] = [standings(before), standings(after)];
  return signatures.flatMap(({ id, title }) => {
    const [a, b] = [left.get(id) ?? 'not-applicable', right.get(id) ?? 'not-applicable'];
    return a === b ? [] : [{ signature: id, title, before: a, after: b }];
  }).sort((a, b) => RANKS[a.after] - RANKS[b.after] || RANKS[a.before] - RANKS[b.before] || a.signature.localeCompare(b.signature, 'en'));
}

const RANKS: Readonly<Record<Standing, number>> = { 'root-cause': 0, 'also-seen': 1, undecided: 2, 'ruled-out': 3, 'not-applicable': 4 };

/** The strongest standing counts: a signature may be ruled out for one attempt and proved for another. */
function standings({ diagnosis }: Report): Map<string, Standing> {
  const found = new Map<string, Standing>();
  for (const item of diagnosis.ruledOut) found.set(item.signature, 'ruled-out');
  for (const item of diagnosis.undecided) found.set(item.signature, 'undecided');
  for (const item of diagnosis.contributing) found.set(item.signature, 'also-seen');
  for (const item of diagnosis.rootCauses) for (const id of item.explains) found.set(id, 'also-seen');
  for (const item of diagnosis.rootCauses) found.set(item.signature, 'root-cause');
  return found;
}

function attemptChanges(before: Report, after: Report): AttemptCount[] {
  const [left, right] = [outcomes(before), outcomes(after)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((connection) => {
    const [a, b] = [left.get(connection) ?? {}, right.get(connection) ?? {}];
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ connection, before: a, after: b }];
  });
}

/** How often each outcome occurred, by connection; attempts only a server saw have no connection and stay out. */
function outcomes(report: Report): Map<string, Record<string, number>> {
  const counts = new Map<string, Record<string, number>>();
  for (const { connection, outcome, errorCode } of report.attempts) {
    if (connection === null) continue;
    const own = counts.get(connection) ?? {};
    const key = outcome === 'failed' && errorCode !== null ? `failed ${errorCode > 65_535 ? `0x${errorCode.toString(16).toUpperCase()}` : errorCode}` : outcome;
    own[key] = (own[key] ?? 0) + 1;
    counts.set(connection, own);
  }
  return new Map([...counts].map(([connection, own]) => [connection, Object.fromEntries(Object.entries(own).sort(([a], [b]) => a.localeCompare(b, 'en')))]));
}

interface Side {
  readonly facts: ReadonlyMap<string, readonly Fact[]>;
  readonly judged: JudgedCase;
  /** Name in this case of a host as the first case calls it. */
  readonly ownName: (host: string) => string;
}

function factChanges(before: JudgedCase, after: JudgedCase, renamed: ReadonlyMap<string, string>, asked: ReadonlySet<string>): { changes: FactChange[]; untold: Untold[] } {
  const ownNames = new Map([...renamed].map(([own, common]) => [common, own]));
  const left: Side = { judged: before, ownName: (host) => host, facts: factsByKey(before, (host) => host) };
  const right: Side = { judged: after, ownName: (host) => ownNames.get(host) ?? host, facts: factsByKey(after, (host) => renamed.get(host) ?? host) };
  const changes: FactChange[] = [];
  const untold = new Map<string, Untold & { count: number }>();
  const note = (fact: Fact, host: string, missingIn: Untold['missingIn']) => {
    const key = `${missingIn}\u0000${host}\u0000${fact.name}`;
    const known = untold.get(key);
    untold.set(key, { fact: fact.name, host, missingIn, count: (known?.count ?? 0) + 1 });
  };
  for (const key of new Set([...left.facts.keys(), ...right.facts.keys()])) {
    const [name = '', host = '', subject = ''] = key.split('\u0000');
    const [a, b] = withoutEqual(left.facts.get(key) ?? [], right.facts.get(key) ?? []);
    const place = { fact: name, host, subject: a[0]?.subject ?? b[0]?.subject ?? subject, isAsked: asked.has(name) };
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
      const [was, is] = [a[index], b[index]];
      if (was !== undefined && is !== undefined) changes.push({ ...place, change: 'changed', fields: fieldChanges(was, is), refBefore: refOf(was, before), refAfter: refOf(is, after) });
      else if (is !== undefined && isListed(left, name, host)) changes.push({ ...place, change: 'added', fields: fieldsOf(is).map(({ field, value }) => ({ field, before: null, after: value })), refBefore: null, refAfter: refOf(is, after) });
      else if (was !== undefined && isListed(right, name, host)) changes.push({ ...place, change: 'removed', fields: fieldsOf(was).map(({ field, value }) => ({ field, before: value, after: null })), refBefore: refOf(was, before), refAfter: null });
      else if (was !== undefined) note(was, host, 'after');
      else if (is !== undefined) note(is, host, 'before');
    }
  }
  return { changes, untold: [...untold.values()] };
}

/** Facts by name, host and subject, as judging sees them: one thing read twice is one. */
function factsByKey(judged: JudgedCase, commonName: (host: string) => string): Map<string, readonly Fact[]> {
  const names = new Map(judged.world.facts.map((fact) => [`${fact.name}\u0000${fact.host}`, fact] as const));
  const found = new Map<string, Fact[]>();
  for (const { name, host } of names.values()) {
    if (ABOUT_COLLECTION.test(name)) continue;
    for (const fact of judged.world.factsOf(name, host)) {
      const subject = fact.subject === host ? '' : fact.subject.toLowerCase();
      const key = `${name}\u0000${commonName(host)}\u0000${subject}`;
      found.set(key, [...(found.get(key) ?? []), fact]);
    }
  }
  return found;
}

/** Both lists without what stands in both. */
function withoutEqual(left: readonly Fact[], right: readonly Fact[]): [Fact[], Fact[]] {
  const rest = [...right];
  const own = left.filter((fact) => {
    const at = rest.findIndex((other) => fieldChanges(fact, other).length === 0);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [own, rest];
}

/** Fields both sides tell and tell differently: a field only one source prints is no change. */
function fieldChanges(before: Fact, after: Fact): FieldChange[] {
  return Object.keys(before.fields).flatMap((field) => {
    const [was, is] = [before.fields[field], after.fields[field]];
    if (FLEETING.has(field) || was === undefined || is === undefined || JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ field, before: was, after: is }];
  });
}

function fieldsOf(fact: Fact): { field: string; value: Value }[] {
  return Object.entries(fact.fields).flatMap(([field, value]) => (FLEETING.has(field) || value === null ? [] : [{ field, value }]));
}

function isListed({ judged, ownName }: Side, name: string, host: string): boolean {
  return judged.world.listingsOf(name, ownName(host)).some((listing) => listing.complete);
}

function refOf(fact: Fact, { evidence }: JudgedCase): string {
  const { artifact, at, bundle }: SourceRef = fact.ref;
  return refText(evidence.isSingle || bundle === undefined ? { artifact, at } : { artifact, at, bundle });
}

/** One change that two files show is told once. */
function toldOnce(changes: readonly FactChange[]): FactChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify([change.change, change.fact, change.host, change.subject, change.fields]), change] as const).toReversed()).values()];
}

/** Another computer has another name. */
function isOfAnotherMachine({ fact, fields }: FactChange): boolean {
  return fact === 'host.identity' && fields.every(({ field }) => field === 'computer');
}

const CHANGES = { changed: 0, removed: 1, added: 2 } as const;

function byWeight(a: FactChange, b: FactChange): number {
  return Number(b.isAsked) - Number(a.isAsked) || CHANGES[a.change] - CHANGES[b.change] || a.fact.localeCompare(b.fact, 'en') || a.subject.localeCompare(b.subject, 'en');
}
