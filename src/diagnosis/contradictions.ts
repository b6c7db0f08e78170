/**
 * Sources that disagree: one registry value that two files of one computer state differently (exported before and after a
 * change, or a copy from elsewhere). Whoever rests a cause on either must know of the other.
 */
import type { Contradiction } from '../model/diagnosis.ts';
import type { Evidence } from '../model/finding.ts';
import type { Fact } from '../model/records.ts';

/** Settings of which a computer has one; a value of a user's hive may differ from user to user. */
const ONE_PER_HOST = /^registry\./;
const OF_A_USER = /HKCU|HKEY_CURRENT_USER|HKEY_USERS|NTUSER/i;

/** Settings stated differently by two files, each with all that is stated. */
export function contradictionsOf(facts: readonly Fact[]): Contradiction[] {
  const settings = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (!ONE_PER_HOST.test(fact.name) || isOfUser(fact)) continue;
    const key = `${fact.host}\u0000${fact.name}\u0000${fact.subject}`;
    settings.set(key, [...(settings.get(key) ?? []), fact]);
  }
  return [...settings.values()].flatMap((stated) => {
    const values = new Set(stated.map((fact) => JSON.stringify(fact.fields['value'] ?? null)));
    const [first] = stated;
    return values.size < 2 || first === undefined ? [] : [{ fact: first.name, host: first.host, stated: stated.map((fact) => ({ value: fact.fields['value'] ?? null, ref: fact.ref })) }];
  });
}

function isOfUser({ ref }: Fact): boolean {
  return OF_A_USER.test(ref.artifact) || (ref.at.kind === 'registry' && OF_A_USER.test(ref.at.key));
}

/** The contradictions a cause with this evidence rests on. */
export function contradicting(evidence: readonly Evidence[], contradictions: readonly Contradiction[]): Contradiction[] {
  const cited = new Set(evidence.map((item) => JSON.stringify(item.ref)));
  return contradictions.filter(({ stated }) => stated.some(({ ref }) => cited.has(JSON.stringify(ref))));
}
