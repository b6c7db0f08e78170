/** A case without names: redacted before it is judged, so that every output of it is redacted and every verdict is made of what is shown. */
import { toHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import type { Coverage } from '../model/case.ts';
import type { CaseEvidence, EvidencePart } from '../model/case-evidence.ts';
import type { Fact, Listing, LogRecord } from '../model/records.ts';
import type { Locator, SourceRef } from '../model/refs.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { keyOfText } from './secret.ts';

export interface RedactionOptions {
  /** Text that makes the pseudonyms the same in other cases; without it they hold for this case alone. */
  readonly key?: string;
  /** GUIDs of the tables, lower case without braces: they are the same on every Windows. */
  readonly isKnownGuid?: (guid: string) => boolean;
}

export interface Redacted {
  readonly evidence: CaseEvidence;
  /** Knows every name of the case: for what is shown beside the evidence. */
  readonly redactor: Redactor;
  /** As an option it gives the same pseudonyms in another case. */
  readonly key: string;
}

export function redactEvidence(evidence: CaseEvidence, options: RedactionOptions = {}): Redacted {
  const key = options.key ?? keyOfCase(evidence);
  const redactor = createRedactor(keyOfText(key), options.isKnownGuid);
  learn(evidence, redactor);
  return { evidence: replace(evidence, redactor), redactor, key };
}

/** Records that stand for all of them in the key of a case. */
const SAMPLED = 2_000;

/** Two readings of one case get one key, and nobody finds it without the case. */
function keyOfCase(evidence: CaseEvidence): string {
  const { parts, coverage, facts, records } = evidence;
  return toHex(sha256(new TextEncoder().encode(JSON.stringify([parts, coverage, facts, records.length, records.slice(0, SAMPLED)]))));
}

function learn(evidence: CaseEvidence, redactor: Redactor): void {
  for (const part of evidence.parts) redactor.learn('host', part.host);
  for (const record of evidence.records) {
    redactor.learn('host', record.host);
    redactor.learnFields(record.name, record.fields);
  }
  for (const fact of evidence.facts) {
    redactor.learn('host', fact.host);
    redactor.learnFields(fact.name, fact.fields);
  }
  for (const item of [...evidence.listings, ...evidence.watches, ...evidence.gaps]) redactor.learn('host', item.host);
  const paths = [...evidence.coverage.map((item) => item.artifact), ...evidence.records.map((record) => placeOf(record.ref.at)), ...evidence.facts.map((fact) => placeOf(fact.ref.at))];
  for (const path of new Set(paths)) redactor.learn('text', path);
}

/** Profiles of people stand in keys and paths. */
function placeOf(at: Locator): string {
  return at.kind === 'registry' ? `\\${at.key}` : '';
}

function replace(evidence: CaseEvidence, redactor: Redactor): CaseEvidence {
  const host = (name: string): string => redactor.value('host', name) as string;
  const bundles = new Map<string, string>();
  const bundle = (name: string): string => remembered(bundles, name, (text) => redactor.path(text));
  const artifacts = new Map<string, string>();
  const artifact = (path: string): string => remembered(artifacts, path, (text) => redactor.path(text));
  const ref = (given: SourceRef): SourceRef => ({ artifact: artifact(given.artifact), ...(given.bundle === undefined ? {} : { bundle: bundle(given.bundle) }), at: locator(given.at, redactor) });
  const record = (given: LogRecord): LogRecord => ({ ...given, host: host(given.host), scope: { ...given.scope, ...(given.scope.channel === undefined ? {} : { channel: redactor.text(given.scope.channel) }) }, fields: redactor.fields(given.name, given.fields), ref: ref(given.ref) });
  const fact = (given: Fact): Fact => ({ ...given, host: host(given.host), subject: given.subject === given.host ? host(given.host) : redactor.subject(given.name, given.subject, given.fields), fields: redactor.fields(given.name, given.fields), ref: ref(given.ref) });
  const listing = (given: Listing): Listing => ({ ...given, host: host(given.host), ...reason(given, redactor), ref: ref(given.ref) });
  const coverage = (given: Coverage): Coverage => ({ ...given, artifact: artifact(given.artifact), ...(given.bundle === undefined ? {} : { bundle: bundle(given.bundle) }), ...reason(given, redactor) });
  const part = (given: EvidencePart): EvidencePart => ({ ...given, name: bundle(given.name), bundle: bundle(given.bundle), host: host(given.host) });
  const parts = evidence.parts.map(part);
  return {
    parts,
    isSingle: evidence.isSingle,
    coverage: evidence.coverage.map(coverage),
    notes: evidence.notes.map((note) => redactor.sentence(names(note, bundles))),
    records: evidence.records.map(record),
    facts: evidence.facts.map(fact),
    listings: evidence.listings.map(listing),
    watches: evidence.watches.map((watch) => ({ ...watch, host: host(watch.host), channel: redactor.text(watch.channel), ref: ref(watch.ref) })),
    gaps: evidence.gaps.map((gap) => ({ ...gap, host: host(gap.host), channel: redactor.text(gap.channel), ...reason(gap, redactor), ref: ref(gap.ref) })),
  };
}

function remembered(known: Map<string, string>, text: string, make: (text: string) => string): string {
  const found = known.get(text) ?? make(text);
  known.set(text, found);
  return found;
}

/** Names of bundles in front of notes are replaced as a whole. */
function names(note: string, bundles: ReadonlyMap<string, string>): string {
  for (const [name, own] of bundles) if (note.startsWith(name)) return own + note.slice(name.length);
  return note;
}

function reason<T extends { readonly reason?: string }>(given: T, redactor: Redactor): { reason: NonNullable<T['reason']> } | Record<never, never> {
  return given.reason === undefined ? {} : { reason: redactor.sentence(given.reason) as NonNullable<T['reason']> };
}

function locator(at: Locator, redactor: Redactor): Locator {
  switch (at.kind) {
    case 'registry':
      return { ...at, key: redactor.text(at.key), ...(at.value === undefined ? {} : { value: redactor.text(at.value) }) };
    case 'section':
      return { ...at, section: redactor.value('connection', at.section) as string };
    default:
      return at;
  }
}
