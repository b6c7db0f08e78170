/** What stays open: undecided signatures, what was ruled out and why, and which inputs would settle most. */
import type { MissingInput, RuledOut, Undecided } from '../model/diagnosis.ts';
import type { Finding } from '../model/finding.ts';
import type { Need, Signature } from '../model/signature.ts';

/** Undecided signatures, those with the most attempts first. `isSettled` drops subjects whose cause is proved. */
export function undecidedOf(findings: readonly Finding[], signatures: ReadonlyMap<string, Signature>, isSettled: (finding: Finding) => boolean): Undecided[] {
  const groups = group(findings.filter((finding) => finding.verdict === 'undecided' && !isSettled(finding)));
  return groups.flatMap(([id, list]) => {
    const signature = signatures.get(id);
    const [first] = list;
    if (!signature || !first) return [];
    const unknown = first.clauses.filter((clause) => clause.truth === 'unknown');
    return [
      {
        signature,
        attempts: list.map((finding) => finding.subject).filter((subject) => subject !== ''),
        missing: [...new Set(list.flatMap((finding) => finding.missing))],
        waiting: counted(list.flatMap((finding) => finding.missing)),
        why: [...new Set(unknown.map((clause) => clause.why).filter((why) => why !== ''))].join('; '),
      },
    ];
  });
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** What was ruled out, each with the clause that decided. */
export function ruledOutOf(findings: readonly Finding[], signatures: ReadonlyMap<string, Signature>, isLeading: (finding: Finding) => boolean): RuledOut[] {
  const groups = group(findings.filter((finding) => finding.verdict === 'ruled-out' && isLeading(finding)));
  return groups.flatMap(([id, list]) => {
    const signature = signatures.get(id);
    const by = list[0]?.clauses.find((clause) => clause.truth === 'false');
    if (!signature || !by) return [];
    return [{ signature, attempts: list.map((finding) => finding.subject).filter((subject) => subject !== ''), by: by.clause, why: by.why, evidence: by.evidence }];
  });
}

/** Missing inputs, the one that most verdicts wait for first; equal requests are one. */
export function missingOf(undecided: readonly Undecided[], whyMissing: (need: Need) => string): MissingInput[] {
  const wanted = new Map<string, MissingInput>();
  for (const { signature, missing, waiting } of undecided) {
    for (const name of missing) {
      const need = signature.needs?.[name];
      if (!need) continue;
      const key = `${need.on ?? ''}\u0000${need.fact ?? need.record ?? ''}\u0000${need.collect}`;
      const known = wanted.get(key);
      const settles = [...new Set([...(known?.settles ?? []), signature.id])];
      wanted.set(key, { need: name, what: what(need), collect: need.collect, on: need.on ?? 'client', settles, verdicts: (known?.verdicts ?? 0) + (waiting[name] ?? 0), why: whyMissing(need) });
    }
  }
  return [...wanted.values()].sort((a, b) => b.verdicts - a.verdicts || b.settles.length - a.settles.length || a.need.localeCompare(b.need, 'en'));
}

function what(need: Need): string {
  return need.fact ?? need.record ?? '';
}

function group(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.signature, [...(groups.get(finding.signature) ?? []), finding]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
