/**
 * Services as two sources see them: `sc queryex` lists states without start types, the registry start types without states.
 * A verdict often needs both of one service (stopped and disabled), so the state gets the start type it lacks.
 */
import type { Fact } from '../model/records.ts';

/** All facts in their order; `service.state` without a start type takes that of `service.configured` on the same computer. */
export function withStartTypes(facts: readonly Fact[]): Fact[] {
  const known = new Map<string, string | null>();
  for (const fact of facts) {
    const type = fact.fields['start_type'];
    if (fact.name !== 'service.configured' || typeof type !== 'string') continue;
    const key = keyOf(fact);
    // Start and stop of a collection may each bring a registry: where they differ, neither speaks for the list.
    known.set(key, known.has(key) && known.get(key) !== type ? null : type);
  }
  return facts.map((fact) => {
    if (fact.name !== 'service.state' || fact.fields['start_type'] !== undefined) return fact;
    const type = known.get(keyOf(fact));
    return typeof type === 'string' ? { ...fact, fields: { ...fact.fields, start_type: type } } : fact;
  });
}

function keyOf(fact: Fact): string {
  return `${fact.host}|${String(fact.fields['service']).toLowerCase()}`;
}
