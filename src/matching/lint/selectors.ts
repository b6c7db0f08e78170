/** Every selector of a signature with the keys that lead to it. */
import type { Clause, Selector, Signature } from '../../model/signature.ts';
import type { Path } from '../validate.ts';

export interface PlacedSelector {
  readonly selector: Selector;
  readonly path: Path;
  /** Whether it stands in `applies_when`. */
  readonly isGate: boolean;
}

export function gateSelectors(signature: Signature): readonly Selector[] {
  return [signature.applies_when].flat() as Selector[];
}

export function placedSelectors(signature: Signature): readonly PlacedSelector[] {
  const isList = Array.isArray(signature.applies_when);
  const gates = gateSelectors(signature).map((selector, index): PlacedSelector => {
    return { selector, path: isList ? ['applies_when', index] : ['applies_when'], isGate: true };
  });
  const clauses = Object.entries(signature.match.all).flatMap(([name, clause]) => inClause(clause, ['match', 'all', name]));
  return [...gates, ...clauses];
}

function inClause(clause: Clause, path: Path): readonly PlacedSelector[] {
  if ('none' in clause) return [{ selector: clause.none, path: [...path, 'none'], isGate: false }];
  if ('count' in clause) return [{ selector: clause.count, path: [...path, 'count'], isGate: false }];
  if ('any' in clause) return clause.any.flatMap((each, index) => inClause(each, [...path, 'any', index]));
  return [{ selector: clause, path, isGate: false }];
}
