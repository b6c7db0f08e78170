/** The same collection given twice (a copy with another name, the zip and its unpacked folder): counted once, or every clue would weigh double. */
import { lastSteps } from '../bundle/names.ts';
import type { CaseEvidence, EvidencePart } from '../model/case-evidence.ts';
import type { Coverage } from '../model/case.ts';
import type { SourceRef } from '../model/refs.ts';

/** The evidence without copies, and a note for each. Records of event logs were taken once already. */
export function withoutCopies(evidence: CaseEvidence): CaseEvidence {
  const copies = evidence.parts.flatMap((part, index) => {
    const original = evidence.parts.slice(0, index).find((other) => isCopy(part, other, evidence.coverage));
    return original === undefined ? [] : [{ part, original }];
  });
  if (copies.length === 0) return evidence;
  const dropped = new Set(copies.filter(({ part, original }) => part.bundle !== original.bundle).map(({ part }) => part.bundle));
  const keep = <T extends { readonly ref: SourceRef }>(items: readonly T[]): T[] => unique(items.filter(({ ref }) => !dropped.has(ref.bundle ?? '')));
  return {
    ...evidence,
    notes: [...evidence.notes, ...copies.map(({ part, original }) => noteOf(part, original))],
    records: evidence.records.filter(({ ref }) => !dropped.has(ref.bundle ?? '')),
    facts: keep(evidence.facts),
    listings: keep(evidence.listings),
    watches: keep(evidence.watches),
    gaps: keep(evidence.gaps),
  };
}

function noteOf(part: EvidencePart, original: EvidencePart): string {
  const names = part.name === original.name ? part.name : `${original.name} and ${part.name}`;
  return `${names}: the same collection of ${part.host} was given twice and is counted once.`;
}

/** Files of a collection carry its time stamp in their names; logs without one must at least span the same time. */
function isCopy(part: EvidencePart, other: EvidencePart, coverage: readonly Coverage[]): boolean {
  if (part.host === '' || part.host !== other.host || part.isShared || other.isShared) return false;
  const own = coverage.filter((item) => item.bundle === part.bundle).map(keyOf);
  if (part.bundle === other.bundle) return own.length > 0 && own.every((key) => own.indexOf(key) !== own.lastIndexOf(key));
  const others = new Set(coverage.filter((item) => item.bundle === other.bundle).map(keyOf));
  return own.length > 0 && new Set(own).size === others.size && own.every((key) => others.has(key));
}

function keyOf({ artifact, kind, span }: Coverage): string {
  return [lastSteps(artifact).at(-1), kind, span?.from, span?.to].join('\u0000');
}

/** A bundle given twice under one name has equal items. */
function unique<T>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
