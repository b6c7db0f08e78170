/** Several readers of one artifact, one outcome. */
import type { Outcome } from '../model/case.ts';
import type { ReadResult } from '../model/source.ts';

/** The best outcome any reader reached; `partial` when some part was read and another failed. Reasons are joined, but who had nothing to read says nothing beside one that had. */
export function mergeResults(results: readonly ReadResult[]): ReadResult {
  const outcomes = new Set(results.map((result) => result.outcome));
  const outcome = outcomeOf(outcomes);
  const told = outcome === 'ignored' ? results : results.filter((result) => result.outcome !== 'ignored');
  const reasons = [...new Set(told.map((result) => result.reason).filter((reason) => reason !== undefined))];
  return { outcome, ...(reasons.length > 0 ? { reason: reasons.join('; ') } : {}) };
}

function outcomeOf(outcomes: ReadonlySet<Outcome>): Outcome {
  if (outcomes.has('partial') || (outcomes.has('read') && outcomes.has('failed'))) return 'partial';
  if (outcomes.has('read')) return 'read';
  return outcomes.has('failed') ? 'failed' : 'ignored';
}
