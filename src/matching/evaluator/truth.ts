/** Kleene's three-valued logic: unknown stays unknown unless the other side decides. */
import type { Truth } from '../../model/finding.ts';

export function not(truth: Truth): Truth {
  if (truth === 'unknown') return 'unknown';
  return truth === 'true' ? 'false' : 'true';
}

/** True of nothing: the empty conjunction is true. */
export function and(...truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

/** The empty disjunction is false. */
export function or(...truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}

export function truthOf(value: boolean): Truth {
  return value ? 'true' : 'false';
}

/** How many items hold, may hold, and whether there can be others that were not seen. */
export interface Counted {
  readonly yes: number;
  readonly maybe: number;
  readonly isComplete: () => boolean;
}

/**
 * Whether the real number of items lies within the bounds. It is at least `yes`, and at most `yes + maybe`
 * when the list is complete, otherwise without limit.
 */
export function judgeCount(counted: Counted, atLeast: number, atMost: number): Truth {
  const low = counted.yes;
  if (low > atMost) return 'false';
  if (low >= atLeast && atMost === Infinity) return 'true';
  const high = counted.isComplete() ? counted.yes + counted.maybe : Infinity;
  const enough: Truth = low >= atLeast ? 'true' : high < atLeast ? 'false' : 'unknown';
  return and(enough, high <= atMost ? 'true' : 'unknown');
}
