/** Whether a clause, when true, can point at an item. */
import type { Clause } from '../../model/signature.ts';

/** `none` and "at most" are about absence: nothing they find makes them true. */
export function witnessable(clause: Clause): boolean {
  if ('none' in clause) return false;
  if ('count' in clause) return clause.at_least !== undefined;
  return 'any' in clause ? clause.any.some(witnessable) : true;
}
