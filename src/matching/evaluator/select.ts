/** Applies one selector: which records or facts hold, may hold, do not, and whether others could be unseen. */
import type { Truth } from '../../model/finding.ts';
import type { Fact, LogRecord } from '../../model/records.ts';
import type { Selector } from '../../model/signature.ts';
import type { FieldType, Value } from '../../model/values.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { judgeWhere, type FieldOf } from './condition.ts';
import { factCompleteness, recordCompleteness, type Completeness } from './coverage.ts';
import { referencesInSelector, type Resolve } from './references.ts';
import { caseSpan, hostsFor, scopeOf, windowOf, type AskedSpan, type Subject } from './subject.ts';

export interface Item {
  readonly source: LogRecord | Fact;
  readonly truth: Truth;
  readonly reasons: readonly string[];
}

/** What a selector found. Lists are capped; the counts are not. */
export interface Tally {
  readonly selector: Selector;
  readonly yes: readonly Item[];
  readonly maybe: readonly Item[];
  readonly no: readonly Item[];
  readonly counts: { readonly yes: number; readonly maybe: number; readonly no: number };
  readonly completeness: Completeness;
}

export interface Context {
  readonly world: World;
  readonly vocabulary: Vocabulary;
  /** Tallies that do not depend on the attempt, shared by all attempts. */
  readonly shared: Map<Selector, Map<string, Tally>>;
}

export const MAX_CANDIDATES = 256;
const MAX_NEAR_MISSES = 8;
const SLACK = 120_000_000;
const UNPLACED = 'its time could not be placed';
const UNJOINED = 'seen at the time but not joined to this attempt';

export function namesOf(selector: Selector): readonly string[] {
  return selector.record === undefined ? [] : [selector.record].flat();
}

/** Field of a record or fact by name, with the few properties that are not fields. */
export function fieldsOf(source: LogRecord | Fact): FieldOf {
  return (name) => {
    const own = Object.hasOwn(source.fields, name) ? source.fields[name] : undefined;
    if (own !== undefined) return own;
    if (name === 'host') return source.host;
    return isRecord(source) ? recordProperty(source, name) : factProperty(source, name);
  };
}

export function isRecord(source: LogRecord | Fact): source is LogRecord {
  return 'scope' in source;
}

function recordProperty(record: LogRecord, name: string): Value | undefined {
  if (name === 'time') return isPlaced(record) ? record.time : undefined;
  if (name === 'code') return record.code;
  if (name === 'provider') return record.scope.provider;
  return name === 'channel' ? record.scope.channel : undefined;
}

function factProperty(fact: Fact, name: string): Value | undefined {
  if (name === 'subject') return fact.subject;
  return name === 'time' ? fact.observedAt : undefined;
}

/** Local time to which no zone was applied is not yet UTC. */
function isPlaced(record: LogRecord): boolean {
  return record.clock?.clock !== 'local' || record.clock.offsetMinutes !== undefined;
}

/** Names `fieldsOf` knows beside the declared fields; checked by the lint. */
export const RECORD_PROPERTIES: Readonly<Record<string, FieldType>> = {
  host: 'string',
  time: 'time',
  code: 'number',
  provider: 'string',
  channel: 'string',
};
export const FACT_PROPERTIES: Readonly<Record<string, FieldType>> = { host: 'string', subject: 'string', time: 'time' };

/** Judge a selector for a subject. */
export function select(selector: Selector, subject: Subject, resolve: Resolve, context: Context): Tally {
  const tally = selectAnywhere(selector, subject, resolve, context);
  return selector.unseen === 'absent' ? takeForAbsent(tally) : tally;
}

/** `unseen: absent`: what was not seen, or not clearly, is taken for not there. */
function takeForAbsent(tally: Tally): Tally {
  const { counts, maybe, no, completeness } = tally;
  return {
    ...tally,
    maybe: [],
    no: [...no, ...maybe].slice(0, MAX_NEAR_MISSES),
    counts: { yes: counts.yes, maybe: 0, no: counts.no + counts.maybe },
    completeness: { complete: true, proof: completeness.proof, why: '' },
  };
}

function selectAnywhere(selector: Selector, subject: Subject, resolve: Resolve, context: Context): Tally {
  const hosts = hostsFor(selector.on, subject, context.world);
  if (hosts === null) return emptyTally(selector, `no ${selector.on} in the case`);
  const isShared =
    (selector.fact !== undefined || scopeOf(selector, subject) === 'case') &&
    referencesInSelector(selector).length === 0;
  if (!isShared) return selectOn(hosts, selector, subject, resolve, context);
  const key = `${subject.per}\n${subject.per === 'host' ? subject.id : ''}\n${hosts.join('\n')}`;
  const known = context.shared.get(selector) ?? new Map<string, Tally>();
  context.shared.set(selector, known);
  const tally = known.get(key) ?? selectOn(hosts, selector, subject, resolve, context);
  known.set(key, tally);
  return tally;
}

function selectOn(
  hosts: readonly string[],
  selector: Selector,
  subject: Subject,
  resolve: Resolve,
  context: Context,
): Tally {
  const tally = new TallyBuilder(selector, resolve, context.vocabulary);
  if (selector.fact !== undefined) {
    for (const host of hosts) for (const fact of context.world.factsOf(selector.fact, host)) tally.add(fact);
    return tally.finish(factCompleteness(selector.fact, hosts, context.world));
  }
  const scope = scopeOf(selector, subject);
  if (scope === 'attempt') return selectJoined(hosts, selector, subject, tally, context);
  const anywhere = scope === 'case' && selector.on === undefined;
  const lookedAt = anywhere && subject.per !== 'host' ? context.world.hosts.map((host) => host.name) : hosts;
  const span =
    scope === 'window' && subject.attempt !== undefined
      ? windowOf(selector, subject.attempt)
      : caseSpan(context.world);
  const limits = scope === 'window' ? span : null;
  for (const name of namesOf(selector)) {
    for (const host of lookedAt) addRecords(context.world.recordsOf(name, host), limits, tally);
  }
  const asked = { ...context, subject, isJoin: false };
  return tally.finish(recordCompleteness(namesOf(selector), lookedAt, span, asked));
}

/** Records in the limits; those whose time is not placed may be in them. */
function addRecords(records: readonly LogRecord[], limits: AskedSpan | null, tally: TallyBuilder): void {
  if (limits === null) {
    for (const record of records) tally.add(record);
    return;
  }
  for (const record of unplacedAmong(records)) tally.add(record, UNPLACED);
  for (let at = firstFrom(records, limits.from); at < records.length; at++) {
    const record = records[at];
    if (record === undefined || record.time > limits.to) break;
    if (isPlaced(record)) tally.add(record);
  }
}

const unplaced = new WeakMap<readonly LogRecord[], readonly LogRecord[]>();

/** Remembered per index bucket: every attempt's window asks again. */
function unplacedAmong(records: readonly LogRecord[]): readonly LogRecord[] {
  const known = unplaced.get(records) ?? records.filter((record) => !isPlaced(record));
  unplaced.set(records, known);
  return known;
}

/** Index of the first record at or after a time. */
function firstFrom(records: readonly LogRecord[], time: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Records joined to the attempt. A record of the right kind at the right time that belongs to no attempt may be
 * this attempt's: a join can fail (servers write {NA} for the correlation id), so it is not taken for absent.
 */
function selectJoined(
  hosts: readonly string[],
  selector: Selector,
  subject: Subject,
  tally: TallyBuilder,
  context: Context,
): Tally {
  const { attempt } = subject;
  if (attempt === undefined) return emptyTally(selector, 'no attempt');
  const joined = context.world.joined(attempt);
  const near = { from: attempt.startedAt - SLACK, to: attempt.endedAt + SLACK };
  for (const name of namesOf(selector)) {
    for (const record of joined.get(name) ?? []) {
      if (selector.on === undefined || hosts.includes(record.host)) tally.add(record);
    }
    for (const host of hosts) {
      const records = context.world.recordsOf(name, host);
      for (let at = firstFrom(records, near.from); at < records.length; at++) {
        const record = records[at];
        if (record === undefined || record.time > near.to) break;
        if (!context.world.isJoined(record)) tally.add(record, UNJOINED);
      }
    }
  }
  const span = { from: attempt.startedAt, to: attempt.endedAt };
  return tally.finish(recordCompleteness(namesOf(selector), hosts, span, { ...context, subject, isJoin: true }));
}

/** Gathers items; a class because it has a life: filled, then finished. */
class TallyBuilder {
  readonly selector: Selector;
  readonly resolve: Resolve;
  readonly vocabulary: Vocabulary;
  readonly lists = { true: [] as Item[], unknown: [] as Item[], false: [] as Item[] };
  readonly counts = { true: 0, unknown: 0, false: 0 };

  constructor(selector: Selector, resolve: Resolve, vocabulary: Vocabulary) {
    this.selector = selector;
    this.resolve = resolve;
    this.vocabulary = vocabulary;
  }

  /** Judge and count one item; with a doubt it is unknown at best. */
  add(source: LogRecord | Fact, doubt?: string): void {
    const word = isRecord(source)
      ? this.vocabulary.records.get(source.name)
      : this.vocabulary.facts.get(source.name);
    const judged = judgeWhere(this.selector.where, fieldsOf(source), this.resolve, word?.fields);
    const isDoubtful = doubt !== undefined && judged.truth !== 'false';
    const truth = isDoubtful ? 'unknown' : judged.truth;
    this.counts[truth]++;
    const list = this.lists[truth];
    if (list.length >= (truth === 'false' ? MAX_NEAR_MISSES : MAX_CANDIDATES)) return;
    list.push({ source, truth, reasons: isDoubtful ? [doubt, ...judged.reasons] : judged.reasons });
  }

  finish(completeness: Completeness): Tally {
    const { counts, lists } = this;
    return {
      selector: this.selector,
      yes: lists.true,
      maybe: lists.unknown,
      no: lists.false,
      counts: { yes: counts.true, maybe: counts.unknown, no: counts.false },
      completeness,
    };
  }
}

function emptyTally(selector: Selector, why: string): Tally {
  const counts = { yes: 0, maybe: 0, no: 0 };
  return { selector, yes: [], maybe: [], no: [], counts, completeness: { complete: false, proof: [], why } };
}
