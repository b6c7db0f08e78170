/** Finding the references a condition makes: each must be planned before the clause is judged. */
import { describe, expect, it } from 'vitest';
import { referencesInCondition } from '../../src/matching/evaluator/references.ts';

describe('referencesInCondition', () => {
  it('finds a plain one, one in an operator, and those in lists', () => {
    expect(referencesInCondition('$failed.connection')).toEqual([{ clause: 'failed', field: 'connection' }]);
    expect(referencesInCondition({ not: '$attempt.userName' })).toEqual([{ clause: 'attempt', field: 'userName' }]);
    expect(referencesInCondition({ in: ['$cert.thumbprint', 'literal', '$attempt.host'] })).toEqual([
      { clause: 'cert', field: 'thumbprint' },
      { clause: 'attempt', field: 'host' },
    ]);
    expect(referencesInCondition({ has_none: ['plain', 3] as never })).toEqual([]);
  });
});
