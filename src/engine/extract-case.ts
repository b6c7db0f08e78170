/**
 * The least evidence that still yields a finding: what is not needed is taken out piece by piece, larger pieces first, for as long as the
 * verdict and the top cause stay (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
import type { CaseEvidence } from '../model/case-evidence.ts';
import type { SourceRef } from '../model/refs.ts';
import type { Report } from '../model/report.ts';
import { judgeCase, type JudgeOptions } from './judge-case.ts';

export interface Extract {
  readonly evidence: CaseEvidence;
  readonly report: Report;
  /** Records, facts, listings, watches and gaps: before and after. */
  readonly before: number;
  readonly after: number;
}

const LISTS = ['records', 'facts', 'listings', 'watches', 'gaps'] as const;
type List = (typeof LISTS)[number];
type Item = { readonly list: List; readonly item: CaseEvidence[List][number] };

/** Judgements made at most: each takes milliseconds once most is gone. */
const MOST_TRIALS = 2_000;

/** Null when the case does not match the signature. Deterministic. */
export function extractCase(evidence: CaseEvidence, signature: string, options: JudgeOptions): Extract | null {
  const first = judgeCase(evidence, options).report;
  const wanted = essence(first, signature);
  if (wanted === null) return null;
  const judge = (items: readonly Item[]): Report => judgeCase(assembled(evidence, items), options).report;
  const isSame = (items: readonly Item[]): boolean => essence(judge(items), signature) === wanted;
  const all = LISTS.flatMap((list) => evidence[list].map((item): Item => ({ list, item })));
  const kept = reduce(near(all, first, isSame), isSame);
  const least = assembled(evidence, kept);
  return { evidence: least, report: judgeCase(least, options).report, before: all.length, after: kept.length };
}

/** What may not change, as text: where the finding stands, what proves it, how sure it is, and what leads. */
function essence({ diagnosis: { rootCauses, contributing } }: Report, signature: string): string | null {
  const found = [...rootCauses, ...contributing].find((cause) => cause.signature === signature);
  if (found === undefined) return null;
  const isRoot = rootCauses.includes(found);
  return JSON.stringify([isRoot, found.confidence.level, [...new Set(found.evidence.map((item) => item.clause))].sort(), rootCauses[0]?.signature ?? null, rootCauses.length]);
}

/** Logs are large and what a report shows of them is small: where that is enough, the rest need not be tried. */
function near(all: readonly Item[], report: Report, isSame: (items: readonly Item[]) => boolean): readonly Item[] {
  const shown = new Set(report.timeline.map((row) => `${row.time.slice(0, 19)}|${row.code}`));
  const few = all.filter(({ list, item }) => list !== 'records' || !('time' in item) || shown.has(`${new Date(item.time / 1000).toISOString().slice(0, 19)}|${item.code}`));
  return few.length < all.length && isSame(few) ? few : all;
}

function reduce(items: readonly Item[], isSame: (items: readonly Item[]) => boolean): readonly Item[] {
  let kept = items;
  let trials = 0;
  for (let size = Math.ceil(items.length / 2); size >= 1; ) {
    const before = kept.length;
    for (let at = 0; at < kept.length && trials < MOST_TRIALS; trials++) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (isSame(fewer)) kept = fewer;
      else at += size;
    }
    // What was needed may be needed no longer once something else is gone.
    if (size > 1) size = Math.ceil(size / 2);
    else if (kept.length === before || trials >= MOST_TRIALS) break;
  }
  return kept;
}

/** Evidence of these items, with the artifacts they come from. */
function assembled(evidence: CaseEvidence, items: readonly Item[]): CaseEvidence {
  const of = <L extends List>(list: L): CaseEvidence[L] => items.filter((each) => each.list === list).map((each) => each.item) as unknown as CaseEvidence[L];
  const place = (ref: Pick<SourceRef, 'artifact' | 'bundle'>): string => `${ref.bundle ?? ''}\0${ref.artifact}`;
  const places = new Set(items.map(({ item }) => place(item.ref)));
  const bundles = new Set(items.map(({ item }) => item.ref.bundle));
  return {
    parts: evidence.parts.filter((part) => bundles.has(part.bundle)),
    isSingle: evidence.isSingle,
    coverage: evidence.coverage.filter((item) => places.has(place(item))),
    notes: [],
    records: of('records'),
    facts: of('facts'),
    listings: of('listings'),
    watches: of('watches'),
    gaps: of('gaps'),
  };
}
