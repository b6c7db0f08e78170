/**
 * "Every clause is killed": a signature with a clause deleted, inverted or narrowed must fail one of its own
 * tests, by the verdict. A clause that can be taken away without notice is not proved by any test.
 */
import type { Clause, Selector, Signature } from '../../model/signature.ts';
import type { Path } from '../validate.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { buildWorld } from './givens.ts';
import { bestOf, failureOf, judgeIn, verdictOf } from './runner.ts';
import { gateSelectors } from './selectors.ts';

export interface Survivor {
  readonly path: Path;
  readonly message: string;
}

interface Mutant {
  readonly path: Path;
  readonly change: string;
  readonly signature: Signature;
  /** Failing by cited evidence is enough: the clause repeats the gate, only to show its evidence. */
  readonly byEvidence: boolean;
}

/** Mutants that no test notices. The tests must pass on the signature as it is. */
export function survivors(signature: Signature, vocabulary: Vocabulary): readonly Survivor[] {
  const worlds = signature.tests.map((test) => ({ test, world: buildWorld(test.given, vocabulary) }));
  const isKilled = (mutant: Mutant): boolean => {
    if (mutant.byEvidence && signature.tests.some((test) => failureOf(mutant.signature, test, vocabulary) !== null)) return true;
    return worlds.some(({ test, world }) => verdictOf(bestOf(judgeIn(mutant.signature, world, vocabulary))) !== test.expect);
  };
  return mutantsOf(signature)
    .filter((mutant) => !isKilled(mutant))
    .map(({ path, change }) => ({ path, message: `${change}: no test notices` }));
}

export function mutantsOf(signature: Signature): readonly Mutant[] {
  return [...gateMutants(signature), ...Object.entries(signature.match.all).flatMap(([name, clause]) => clauseMutants(signature, name, clause))];
}

function clauseMutants(signature: Signature, name: string, clause: Clause): readonly Mutant[] {
  const path = ['match', 'all', name];
  const byEvidence = isSelector(clause) && gateSelectors(signature).every((gate) => implies(gate, clause));
  const mutants: Mutant[] = [
    { path, change: `clause ${name} deleted`, byEvidence, signature: withClauses(signature, name, []) },
    { path, change: `clause ${name} inverted`, byEvidence: false, signature: withClauses(signature, name, invert(clause)) },
  ];
  if (!('any' in clause)) return mutants;
  const narrowed = clause.any.map((_, index): Mutant => {
    const any = clause.any.filter((_each, other) => other !== index);
    const change = `alternative ${index + 1} of clause ${name} deleted`;
    return { path: [...path, 'any', index], change, byEvidence: false, signature: withClauses(signature, name, [{ any }]) };
  });
  return [...mutants, ...narrowed];
}

function gateMutants(signature: Signature): readonly Mutant[] {
  const path = ['applies_when'];
  const gates = gateSelectors(signature);
  const never: Signature = { ...signature, applies_when: [] };
  const mutants: Mutant[] = [{ path, change: 'applies_when never true', byEvidence: false, signature: never }];
  if (gates.length > 1) {
    for (const index of gates.keys()) {
      const applies_when = gates.filter((_, other) => other !== index);
      const change = `alternative ${index + 1} of applies_when deleted`;
      mutants.push({ path: [...path, index], change, byEvidence: false, signature: { ...signature, applies_when } });
    }
  }
  // A gate that the clauses repeat only saves work; one they do not repeat is part of the condition.
  const clauses = Object.values(signature.match.all).filter(isSelector);
  for (const [index, gate] of gates.entries()) {
    if (gate.where === undefined || clauses.some((clause) => implies(clause, gate))) continue;
    const { where: _where, ...open } = gate;
    const applies_when = gates.map((each, other) => (other === index ? open : each));
    mutants.push({ path, change: `the conditions of applies_when deleted`, byEvidence: false, signature: { ...signature, applies_when } });
  }
  return mutants;
}

/** Whatever satisfies `narrow` satisfies `wide`: same kind of thing, and all conditions of `wide` among its own. */
function implies(narrow: Selector, wide: Selector): boolean {
  const names = [wide.record ?? []].flat();
  if (narrow.fact !== wide.fact || ![narrow.record ?? []].flat().every((name) => names.includes(name))) return false;
  if (narrow.on !== wide.on || (narrow.scope ?? 'attempt') !== (wide.scope ?? 'attempt')) return false;
  return Object.entries(wide.where ?? {}).every(([field, condition]) => {
    return JSON.stringify(narrow.where?.[field]) === JSON.stringify(condition);
  });
}

function isSelector(clause: Clause): clause is Selector {
  return !('none' in clause || 'count' in clause || 'any' in clause);
}

/** The clauses that together say the opposite. */
function invert(clause: Clause): readonly Clause[] {
  if ('any' in clause) return clause.any.flatMap(invert);
  if ('none' in clause) return [clause.none];
  if (!('count' in clause)) return [{ none: clause }];
  const { count, at_least, at_most } = clause;
  const fewer: readonly Clause[] = at_least === undefined ? [] : [{ count, at_most: at_least - 1 }];
  const more: readonly Clause[] = at_most === undefined ? [] : [{ count, at_least: at_most + 1 }];
  const either = [...fewer, ...more];
  return either.length > 1 ? [{ any: either }] : either;
}

/** The signature with one clause replaced; the first replacement keeps its name. */
function withClauses(signature: Signature, name: string, clauses: readonly Clause[]): Signature {
  const all = Object.entries(signature.match.all).flatMap(([each, clause]): [string, Clause][] => {
    if (each !== name) return [[each, clause]];
    return clauses.map((replacement, index) => [index === 0 ? name : `${name}_${index + 1}`, replacement]);
  });
  return { ...signature, match: { ...signature.match, all: Object.fromEntries(all) } };
}
