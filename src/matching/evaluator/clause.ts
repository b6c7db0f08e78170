/** Judges one clause: exists, none, count, any. */
import type { Truth } from '../../model/finding.ts';
import type { Clause, Selector } from '../../model/signature.ts';
import type { Resolve } from './references.ts';
import { select, type Context } from './select.ts';
import type { Subject } from './subject.ts';
import type { Item, Tally } from './tally.ts';
import { judgeCount, not, or } from './truth.ts';

export interface Outcome {
  readonly kind: 'exists' | 'none' | 'count' | 'any';
  readonly truth: Truth;
  /** What the selector found; absent for `any`. */
  readonly tally?: Tally;
  /** Bounds of a `count`, where it states them. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The alternatives of an `any`, in order. */
  readonly alternatives: readonly Outcome[];
  /** Set when the truth differs from what the tally says, with the reason. */
  readonly doubt?: string;
}

export function judgeClause(clause: Clause, subject: Subject, resolve: Resolve, context: Context): Outcome {
  if ('any' in clause) {
    const alternatives = clause.any.map((each) => judgeClause(each, subject, resolve, context));
    return { kind: 'any', truth: or(...alternatives.map((each) => each.truth)), alternatives };
  }
  if ('none' in clause) {
    const tally = select(clause.none, subject, resolve, context);
    return { kind: 'none', truth: not(judgeTally(tally, 1, Infinity)), tally, alternatives: [] };
  }
  if ('count' in clause) {
    const tally = select(clause.count, subject, resolve, context);
    const truth = judgeTally(tally, clause.at_least ?? 0, clause.at_most ?? Infinity);
    return { kind: 'count', truth, tally, alternatives: [], ...(clause.at_least === undefined ? {} : { atLeast: clause.at_least }), ...(clause.at_most === undefined ? {} : { atMost: clause.at_most }) };
  }
  const tally = select(clause, subject, resolve, context);
  return { kind: 'exists', truth: judgeTally(tally, 1, Infinity), tally, alternatives: [] };
}

function judgeTally(tally: Tally, atLeast: number, atMost: number): Truth {
  const { yes, maybe } = tally.counts;
  return judgeCount({ yes, maybe, isComplete: () => tally.completeness.complete }, atLeast, atMost);
}

/** Items that hold, of the alternatives that decided an `any`. None for `none`. */
export function witnessesOf(outcome: Outcome): readonly Item[] {
  return itemsOf(outcome, (tally) => tally.yes);
}

/** Items that may hold. */
export function candidatesOf(outcome: Outcome): readonly Item[] {
  return itemsOf(outcome, (tally) => tally.maybe);
}

function itemsOf(outcome: Outcome, pick: (tally: Tally) => readonly Item[]): readonly Item[] {
  if (outcome.kind === 'any') return outcome.alternatives.flatMap((each) => itemsOf(each, pick));
  return outcome.kind === 'none' || outcome.tally === undefined ? [] : pick(outcome.tally);
}

/** Whether items could exist that were not seen, or more were found than are kept. */
export function isOpen(outcome: Outcome): boolean {
  if (outcome.kind === 'any') return outcome.alternatives.some(isOpen);
  const { tally } = outcome;
  if (tally === undefined) return false;
  return !tally.completeness.complete || tally.counts.yes > tally.yes.length || tally.counts.maybe > tally.maybe.length;
}

/** The selectors that left an outcome unknown. */
export function unsettledSelectors(outcome: Outcome): readonly Selector[] {
  if (outcome.truth !== 'unknown') return [];
  if (outcome.kind === 'any') return outcome.alternatives.flatMap(unsettledSelectors);
  return outcome.tally === undefined ? [] : [outcome.tally.selector];
}
