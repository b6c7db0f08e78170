import { describe, expect, it } from 'vitest';
import { and, judgeCount, not, or } from '../../src/matching/evaluator/truth.ts';

/** Kleene's strong tables, written out: rows and columns true, unknown, false. */
const VALUES = ['true', 'unknown', 'false'] as const;
const AND = [
  ['true', 'unknown', 'false'],
  ['unknown', 'unknown', 'false'],
  ['false', 'false', 'false'],
];
const OR = [
  ['true', 'true', 'true'],
  ['true', 'unknown', 'unknown'],
  ['true', 'unknown', 'false'],
];

describe('three-valued logic', () => {
  it('conjunction', () => {
    expect(VALUES.map((left) => VALUES.map((right) => and(left, right)))).toEqual(AND);
    expect(and()).toBe('true');
  });

  it('disjunction', () => {
    expect(VALUES.map((left) => VALUES.map((right) => or(left, right)))).toEqual(OR);
    expect(or()).toBe('false');
  });

  it('negation', () => {
    expect(VALUES.map(not)).toEqual(['false', 'unknown', 'true']);
  });
});

describe('counting what holds, may hold, and may be unseen', () => {
  it.each([
    // yes, maybe, complete, at least, at most, truth
    [1, 0, false, 1, Infinity, 'true'],
    [0, 1, true, 1, Infinity, 'unknown'],
    [0, 0, false, 1, Infinity, 'unknown'],
    [0, 0, true, 1, Infinity, 'false'],
    [1, 1, true, 2, Infinity, 'unknown'],
    [1, 1, true, 3, Infinity, 'false'],
    [2, 0, false, 0, 2, 'unknown'],
    [2, 0, true, 0, 2, 'true'],
    [2, 1, true, 0, 2, 'unknown'],
    [3, 0, false, 0, 2, 'false'],
    [2, 0, true, 2, 2, 'true'],
    [0, 0, true, 0, 0, 'true'],
    [0, 0, false, 0, 0, 'unknown'],
  ] as const)('%i sure, %i possible, complete %s: between %s and %s is %s', (yes, maybe, complete, least, most, truth) => {
    expect(judgeCount({ yes, maybe, isComplete: () => complete }, least, most)).toBe(truth);
  });
});
