/** Every selector of a signature with the keys that lead to it. */
import type { Clause, Selector, Signature } from '../../model/signature.ts';
import type { Path } from '../validate.ts';

export interface PlacedSelector {
  readonly selector: Selector;
  readonly path: Path;
  /** Whether it stands outside `match`, in `applies_when` or `when` of a fix: no clause is bound there. */
  readonly isOutside: boolean;
}

export function gateSelectors(signature: Signature): readonly Selector[] {
  return [signature.applies_when].flat() as Selector[];
}

export function placedSelectors(signature: Signature): readonly PlacedSelector[] {
  const isList = Array.isArray(signature.applies_when);
  const gates = gateSelectors(signature).map((selector, index): PlacedSelector => {
    return { selector, path: isList ? ['applies_when', index] : ['applies_when'], isOutside: true };
  });
  const clauses = Object.entries(signature.match.all).flatMap(([name, clause]) => inClause(clause, ['match', 'all', name]));
  const fixes = signature.fix.flatMap(({ when }, index) => (when === undefined ? [] : inClause(when, ['fix', index, 'when'], true)));
  return [...gates, ...clauses, ...fixes];
}

function inClause(clause: Clause, path: Path, isOutside = false): readonly PlacedSelector[] {
  if ('none' in clause) return [{ selector: clause.none, path: [...path, 'none'], isOutside }];
  if ('count' in clause) return [{ selector: clause.count, path: [...path, 'count'], isOutside }];
  if ('any' in clause) return clause.any.flatMap((each, index) => inClause(each, [...path, 'any', index], isOutside));
  return [{ selector: clause, path, isOutside }];
}
