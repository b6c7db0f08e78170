/** What stays open: undecided signatures, what was ruled out and why, and which inputs would settle most. */
import { stepsFor } from '../knowledge/collection-steps.ts';
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

/** One request while it is put together. */
interface Wanted {
  readonly input: MissingInput;
  readonly names: ReadonlySet<string>;
  /** Wording → how many verdicts use it. */
  readonly texts: ReadonlyMap<string, number>;
}

/** Missing inputs, the one that most verdicts wait for first; what the same steps collect on the same machine is one. */
export function missingOf(undecided: readonly Undecided[], whyMissing: (need: Need) => string): MissingInput[] {
  const wanted = new Map<string, Wanted>();
  for (const { signature, missing, waiting } of undecided) {
    for (const name of missing) {
      const need = signature.needs?.[name];
      if (!need) continue;
      const on = need.on ?? (signature.match.per === 'attempt' ? 'client' : 'this computer');
      const what = need.fact ?? need.record ?? '';
      const key = `${on}\u0000${stepsFor(what).map((step) => step.id).join(' ') || what}`;
      const known = wanted.get(key);
      const verdicts = waiting[name] ?? 0;
      const names = new Set([...(known?.names ?? []), what]);
      const texts = new Map(known?.texts).set(need.collect, (known?.texts.get(need.collect) ?? 0) + verdicts);
      const settles = [...new Set([...(known?.input.settles ?? []), signature.id])];
      const input = { need: known?.input.need ?? name, what: [...names].join(', '), collect: usual(texts), on, settles, verdicts: (known?.input.verdicts ?? 0) + verdicts, why: known?.input.why || whyMissing(need) };
      wanted.set(key, { input, names, texts });
    }
  }
  return [...wanted.values()].map(({ input }) => input).sort((a, b) => b.verdicts - a.verdicts || b.settles.length - a.settles.length || a.need.localeCompare(b.need, 'en'));
}

/** The wording most verdicts use, the shortest of equals. */
function usual(texts: ReadonlyMap<string, number>): string {
  return [...texts].sort(([a, times], [b, others]) => others - times || a.length - b.length)[0]?.[0] ?? '';
}

function group(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.signature, [...(groups.get(finding.signature) ?? []), finding]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
