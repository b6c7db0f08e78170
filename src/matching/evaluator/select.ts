/** Applies one selector: which records or facts hold, may hold, do not, and whether others could be unseen. */
import type { Attempt } from '../../model/case.ts';
import type { Selector } from '../../model/signature.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { factCompleteness, recordCompleteness } from './coverage.ts';
import { referencesInSelector, type Resolve } from './references.ts';
import { addWindow, firstFrom, type Sieves } from './sieve.ts';
import { caseSpan, hostsFor, scopeOf, windowOf, type Subject } from './subject.ts';
import { emptyTally, takeForAbsent, TallyBuilder, type Item, type Tally } from './tally.ts';

export interface Context {
  readonly world: World;
  readonly vocabulary: Vocabulary;
  /** Tallies that do not depend on the attempt, shared by all attempts. */
  readonly shared: Map<Selector, Map<string, Tally>>;
  readonly sieves: Sieves;
}

export function createContext(world: World, vocabulary: Vocabulary): Context {
  return { world, vocabulary, shared: new Map(), sieves: new Map() };
}

/** How far from an attempt, in microseconds, a record that belongs to none may still be part of it. */
const SLACK = 120_000_000;
const UNJOINED = 'seen at the time but not joined to this attempt';

const NONE: readonly string[] = [];
const single = new Map<string, readonly string[]>();

/** Asked for every attempt: the lists of one name are made once. */
export function namesOf({ record }: Selector): readonly string[] {
  if (typeof record !== 'string') return record ?? NONE;
  let names = single.get(record);
  if (names === undefined) single.set(record, (names = [record]));
  return names;
}

/** What a gate finds: only what holds counts, so what may hold (records that no attempt owns) is not looked at. */
export function selectForGate(selector: Selector, subject: Subject, resolve: Resolve, context: Context): readonly Item[] {
  const isJoin = selector.record !== undefined && scopeOf(selector, subject) === 'attempt';
  if (!isJoin || subject.attempt === undefined) return select(selector, subject, resolve, context).yes;
  const hosts = hostsFor(selector.on, subject, context.world);
  const tally = new TallyBuilder(selector, resolve, context.vocabulary);
  if (hosts !== null) addJoined(hosts, selector, subject.attempt, tally, context);
  return tally.lists.true;
}

/** Judge a selector for a subject. */
export function select(selector: Selector, subject: Subject, resolve: Resolve, context: Context): Tally {
  const tally = selectAnywhere(selector, subject, resolve, context);
  return selector.unseen === 'absent' ? takeForAbsent(tally) : tally;
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
    const { fact } = selector;
    return tally.finish(() => factCompleteness(fact, hosts, context.world));
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
    for (const host of lookedAt) {
      const records = context.world.recordsOf(name, host);
      if (limits === null) for (const record of records) tally.add(record);
      else addWindow(records, limits, tally, context.sieves);
    }
  }
  const asked = { world: context.world, vocabulary: context.vocabulary, subject, isJoin: false };
  return tally.finish(() => recordCompleteness(namesOf(selector), lookedAt, span, asked));
}

function addJoined(hosts: readonly string[], selector: Selector, attempt: Attempt, tally: TallyBuilder, { world }: Context): void {
  const joined = world.joined(attempt);
  for (const name of namesOf(selector)) {
    for (const record of joined.get(name) ?? []) {
      if (selector.on === undefined || hosts.includes(record.host)) tally.add(record);
    }
  }
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
  addJoined(hosts, selector, attempt, tally, context);
  const near = { from: attempt.startedAt - SLACK, to: attempt.endedAt + SLACK };
  for (const name of namesOf(selector)) {
    for (const host of hosts) {
      const records = context.world.unjoinedOf(name, host);
      for (let at = firstFrom(records, near.from); at < records.length; at++) {
        const record = records[at];
        if (record === undefined || record.time > near.to) break;
        tally.add(record, UNJOINED);
      }
    }
  }
  const span = { from: attempt.startedAt, to: attempt.endedAt };
  return tally.finish(() => recordCompleteness(namesOf(selector), hosts, span, { world: context.world, vocabulary: context.vocabulary, subject, isJoin: true }));
}
