/** Gathers what a selector finds: a few of each kind to show, all of them counted. */
import type { Truth } from '../../model/finding.ts';
import type { Fact, LogRecord } from '../../model/records.ts';
import type { Selector } from '../../model/signature.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { isAside } from './aside.ts';
import { explainWhere, judgeWhere } from './condition.ts';
import type { Completeness } from './coverage.ts';
import { fieldsOf, isRecord } from './items.ts';
import type { Resolve } from './references.ts';

export interface Item {
  readonly source: LogRecord | Fact;
  readonly truth: Truth;
  /** Why it does not hold or is not known; empty when it holds. Most are never asked. */
  readonly explain: () => readonly string[];
}

/** What a selector found. Lists are capped; the counts are not. */
export interface Tally {
  readonly selector: Selector;
  readonly yes: readonly Item[];
  readonly maybe: readonly Item[];
  readonly no: readonly Item[];
  readonly counts: { readonly yes: number; readonly maybe: number; readonly no: number };
  /** How many of those that do not hold are about something else and not shown as near misses. */
  readonly aside: number;
  /** Worked out when first asked for: what was found is often answer enough. */
  readonly completeness: Completeness;
}

const MAX_CANDIDATES = 256;
const MAX_NEAR_MISSES = 8;

/** A class because it has a life: filled, then finished. */
export class TallyBuilder {
  readonly selector: Selector;
  readonly resolve: Resolve;
  readonly vocabulary: Vocabulary;
  readonly lists = { true: [] as Item[], unknown: [] as Item[], false: [] as Item[] };
  readonly counts = { true: 0, unknown: 0, false: 0 };
  aside = 0;

  constructor(selector: Selector, resolve: Resolve, vocabulary: Vocabulary) {
    this.selector = selector;
    this.resolve = resolve;
    this.vocabulary = vocabulary;
  }

  /** Judge and count one item; with a doubt it is unknown at best. */
  add(source: LogRecord | Fact, doubt?: string): void {
    const truth = judgeWhere(this.selector.where, fieldsOf(source), this.resolve);
    this.put(source, doubt !== undefined && truth !== 'false' ? 'unknown' : truth, doubt);
  }

  /** Count one item whose truth is known. */
  put(source: LogRecord | Fact, truth: Truth, doubt?: string): void {
    this.counts[truth]++;
    const { selector, resolve, vocabulary } = this;
    if (truth === 'false' && isAside(source, selector.where, resolve)) {
      this.aside++;
      return;
    }
    if (!this.hasRoom(truth)) return;
    const explain = (): readonly string[] => {
      if (truth === 'true') return [];
      const word = isRecord(source) ? vocabulary.records.get(source.name) : vocabulary.facts.get(source.name);
      const reasons = explainWhere(selector.where, fieldsOf(source), resolve, word?.fields);
      return doubt === undefined || truth === 'false' ? reasons : [doubt, ...reasons];
    };
    this.lists[truth].push({ source, truth, explain });
  }

  /** Count items that need not be shown. */
  count(truth: Truth, more: number): void {
    this.counts[truth] += more;
  }

  hasRoom(truth: Truth): boolean {
    return this.lists[truth].length < (truth === 'false' ? MAX_NEAR_MISSES : MAX_CANDIDATES);
  }

  finish(findCompleteness: () => Completeness): Tally {
    const { aside, counts, lists } = this;
    let completeness: Completeness | undefined;
    return {
      selector: this.selector,
      yes: lists.true,
      maybe: lists.unknown,
      no: lists.false,
      counts: { yes: counts.true, maybe: counts.unknown, no: counts.false },
      aside,
      get completeness() {
        return (completeness ??= findCompleteness());
      },
    };
  }
}

export function emptyTally(selector: Selector, why: string): Tally {
  const counts = { yes: 0, maybe: 0, no: 0 };
  return { selector, yes: [], maybe: [], no: [], counts, aside: 0, completeness: { complete: false, proof: [], why } };
}

/** `unseen: absent`: what was not seen, or not clearly, is taken for not there. */
export function takeForAbsent(tally: Tally): Tally {
  const { aside, counts, maybe, no, selector, yes } = tally;
  return {
    selector,
    yes,
    maybe: [],
    no: [...no, ...maybe].slice(0, MAX_NEAR_MISSES),
    counts: { yes: counts.yes, maybe: 0, no: counts.no + counts.maybe },
    aside,
    get completeness() {
      const { complete, proof } = tally.completeness;
      return { complete: true, isTaken: !complete, proof, why: '' };
    },
  };
}
