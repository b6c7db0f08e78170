import { describe, expect, it } from 'vitest';
import { explainWhere, judgeCondition, judgeWhere, type FieldOf } from '../../src/matching/evaluator/condition.ts';
import type { Resolve } from '../../src/matching/evaluator/references.ts';
import type { Condition, Where } from '../../src/model/signature.ts';
import type { Value } from '../../src/model/values.ts';

const resolve: Resolve = ({ field }) => ({ known: 809, nothing: null, name: 'RasMan' })[field];

/** Every operator against: a value that fits, one that does not, null (known to be absent), missing (unknown). */
const TABLE: readonly [string, Condition, Value, Value, string][] = [
  ['number', 809, 809, 720, 'false'],
  ['number in an unnamed field', 809, '809', '8090', 'false'],
  ['text without case', 'rasman', 'RasMan', 'RasMan2', 'false'],
  ['boolean', true, true, false, 'false'],
  ['boolean is not text', 'true', 'TRUE', true, 'false'],
  ['list', ['a', 'b'], ['A', 'b'], ['b', 'a'], 'false'],
  ['null', null, null, 0, 'true'],
  ['reference', '$clause.known', 809, 810, 'false'],
  ['reference to text', '$clause.name', 'rasman', 'x', 'false'],
  ['in', { in: [809, 'x'] }, 809, 810, 'false'],
  ['not_in', { not_in: [809, 'x'] }, 810, 'X', 'true'],
  ['not', { not: 809 }, 810, 809, 'true'],
  ['not of an operator', { not: { lt: 5 } }, 5, 4, 'true'],
  ['not null', { not: null }, 1, null, 'false'],
  ['has', { has: 'client-auth' }, ['server-auth', 'Client-Auth'], ['server-auth'], 'false'],
  ['has on one value', { has: 5 }, 5, 6, 'false'],
  ['has_any', { has_any: ['any', 'client-auth'] }, ['any'], [], 'false'],
  ['has_none', { has_none: ['any', 'client-auth'] }, ['server-auth'], ['any'], 'true'],
  ['covers, by a wildcard', { covers: 'VPN.contoso.com' }, ['a', '*.contoso.com'], ['*.com', '*.vpn.contoso.com'], 'false'],
  ['covers, one label only', { covers: 'vpn.eu.contoso.com' }, 'vpn.eu.contoso.com', '*.contoso.com', 'false'],
  ['covers, no address', { covers: '192.0.2.10' }, '192.0.2.10', '*.0.2.10', 'false'],
  ['lt', { lt: 5 }, 4, 5, 'false'],
  ['lte', { lte: 5 }, 5, 6, 'false'],
  ['gt', { gt: 5 }, 6, 5, 'false'],
  ['gte', { gte: 5 }, 5, 4, 'false'],
  ['gt of decimal text', { gt: 5 }, '06', '4', 'false'],
  ['lt of a date', { lt: '2024-01-01' }, 1_704_067_199_999_999, 1_704_067_200_000_000, 'false'],
  ['two operators', { gte: 5, lt: 7 }, 6, 7, 'false'],
  ['matches', { matches: '^wan' }, 'WAN Miniport', 'A WAN', 'false'],
  ['matches in a list', { matches: '^\\*\\.' }, ['a', '*.contoso.com'], ['a'], 'false'],
  ['present', { present: true }, '', null, 'false'],
  ['not present', { present: false }, null, 0, 'true'],
];

describe('conditions', () => {
  it.each(TABLE)('%s', (_name, condition, fits, misfit, onNull) => {
    expect(judgeCondition(condition, fits, resolve)).toBe('true');
    expect(judgeCondition(condition, misfit, resolve)).toBe('false');
    expect(judgeCondition(condition, null, resolve)).toBe(onNull);
    expect(judgeCondition(condition, undefined, resolve)).toBe('unknown');
  });

  it.each<[string, Condition, Value, string]>([
    ['equality', '$clause.unknown', 1, 'unknown'],
    ['not', { not: '$clause.unknown' }, 1, 'unknown'],
    ['order', { lt: '$clause.unknown' }, 1, 'unknown'],
    ['order against nothing', { lt: '$clause.nothing' }, 1, 'unknown'],
    ['order of what has none', { lt: 5 }, 'five', 'unknown'],
    ['in, beside the one that fits', { in: ['$clause.unknown', 1] }, 1, 'true'],
    ['in, beside one that does not', { in: ['$clause.unknown', 2] }, 1, 'unknown'],
    ['covers', { covers: '$clause.unknown' }, ['*.contoso.com'], 'unknown'],
    ['covers on an empty list', { covers: '$clause.unknown' }, [], 'false'],
    ['has on an empty list', { has: '$clause.unknown' }, [], 'false'],
    ['has_none, beside the one that fits', { has_none: ['$clause.unknown', 'a'] }, ['a'], 'false'],
    ['two operators, one false', { lt: '$clause.unknown', gt: 5 }, 1, 'false'],
    ['a pattern that is none', { matches: '(' }, 'a', 'unknown'],
    ['a null operand', '$clause.nothing', null, 'true'],
    ['a dollar that is no reference', '$$', '$$', 'true'],
  ])('an operand that is not known: %s', (_name, condition, value, truth) => {
    expect(judgeCondition(condition, value, resolve)).toBe(truth);
  });
});

function judged(where: Where | undefined, fieldOf: FieldOf): { truth: string; reasons: readonly string[] } {
  const reasons = explainWhere(where, fieldOf, resolve, new Map([['error', 'code']]));
  return { truth: judgeWhere(where, fieldOf, resolve), reasons };
}

describe('valid_at', () => {
  const at = Date.parse('2024-02-21T08:30:05Z') * 1000;
  const day = 86_400_000_000;
  const validity = (fields: Record<string, Value>, condition: Condition = '2024-02-21T08:30:05Z') => {
    return judged({ valid_at: condition }, (name) => fields[name]);
  };

  it.each([
    [at - day, at + day, 'true', []],
    [at, at, 'true', []],
    [at - day, at - 1, 'false', ['expired 2024-02-21']],
    [at + 1, at + day, 'false', ['not valid before 2024-02-21T08:30:05Z']],
    [at - day, undefined, 'unknown', ['valid_at unknown']],
    [undefined, at - day, 'false', ['expired 2024-02-20']],
    [null, null, 'true', []],
  ])('from %s to %s is %s', (notBefore, notAfter, truth, reasons) => {
    const fields: Record<string, Value> = {};
    if (notBefore !== undefined) fields['not_before'] = notBefore;
    if (notAfter !== undefined) fields['not_after'] = notAfter;
    expect(validity(fields)).toEqual({ truth, reasons });
  });

  it('can be denied', () => {
    const condition = { not: '2024-02-21T08:30:05Z' };
    expect(validity({ not_before: at - day, not_after: at - 1 }, condition).truth).toBe('true');
    expect(validity({ not_before: at - day, not_after: at + 1 }, condition)).toEqual({ truth: 'false', reasons: ['valid then'] });
    expect(validity({ not_after: at + 1 }, condition).truth).toBe('unknown');
  });

  it('is unknown when the moment is', () => {
    expect(validity({ not_before: at, not_after: at }, '$clause.unknown').truth).toBe('unknown');
  });
});

describe('where', () => {
  const where = { error: 809, private_key: true, eku: { has: 'client-auth' }, name: { present: true } };
  const judgedOn = (fields: Record<string, Value>) => judged(where, (name) => fields[name]);

  it('is true when all conditions are', () => {
    expect(judgedOn({ error: 809, private_key: true, eku: ['client-auth'], name: 'x' })).toEqual({ truth: 'true', reasons: [] });
  });

  it('names each condition that failed', () => {
    expect(judgedOn({ error: 0x800b0101, private_key: false, eku: ['any'], name: null })).toEqual({
      truth: 'false',
      reasons: ['error is 0x800B0101', 'private_key is false', 'no client-auth', 'no name'],
    });
  });

  it('is false when one condition is, whatever is unknown', () => {
    expect(judgedOn({ private_key: false })).toEqual({ truth: 'false', reasons: ['private_key is false'] });
  });

  it('names what is unknown otherwise', () => {
    expect(judgedOn({ error: 809, private_key: true, name: 'x' })).toEqual({ truth: 'unknown', reasons: ['eku unknown'] });
  });

  it('without conditions is true', () => {
    expect(judged(undefined, () => undefined)).toEqual({ truth: 'true', reasons: [] });
  });
});
