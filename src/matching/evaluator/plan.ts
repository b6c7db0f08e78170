/** The order in which clauses are judged: a clause after those whose values it uses. */
import type { Clause, Signature } from '../../model/signature.ts';
import { referencesInSelector, selectorsOf } from './references.ts';

export interface Plan {
  readonly order: readonly string[];
  /** Clause → its fields that other clauses use. */
  readonly referenced: ReadonlyMap<string, readonly string[]>;
  /** Clauses that wait for each other; they are judged last, with unknown values. */
  readonly circular: readonly string[];
}

const plans = new WeakMap<Signature, Plan>();

export function planOf(signature: Signature): Plan {
  const known = plans.get(signature);
  if (known !== undefined) return known;
  const plan = makePlan(signature.match.all);
  plans.set(signature, plan);
  return plan;
}

function makePlan(clauses: Readonly<Record<string, Clause>>): Plan {
  const names = Object.keys(clauses);
  const uses = new Map<string, ReadonlySet<string>>();
  const referenced = new Map<string, string[]>();
  for (const [name, clause] of Object.entries(clauses)) {
    const references = selectorsOf(clause).flatMap(referencesInSelector).filter((each) => Object.hasOwn(clauses, each.clause));
    uses.set(name, new Set(references.map((each) => each.clause)));
    for (const { clause: target, field } of references) {
      const fields = referenced.get(target) ?? [];
      if (!fields.includes(field)) fields.push(field);
      referenced.set(target, fields);
    }
  }
  // Clauses that stand alone come first: they need judging only once, whatever is chosen for the others.
  const alone = names.filter((name) => uses.get(name)?.size === 0 && !referenced.has(name));
  const order = [...alone];
  let waiting = names.filter((name) => !alone.includes(name));
  while (waiting.length > 0) {
    const ready = waiting.filter((name) => [...(uses.get(name) ?? [])].every((used) => order.includes(used)));
    if (ready.length === 0) break;
    order.push(...ready);
    waiting = waiting.filter((name) => !ready.includes(name));
  }
  return { order: [...order, ...waiting], referenced, circular: waiting };
}
