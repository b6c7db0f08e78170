/** The repro window of a bundle: the best-founded of those its logs state. */
import type { ReproWindow } from '../model/case.ts';
import type { Fact } from '../model/records.ts';

/** Markers written by the user's own key presses beat every fall-back (TSS log, start and end of repro). */
const BASIS_RANK: readonly string[] = ['markers', 'condition', 'logman', 'start-stop'];

interface Stated {
  readonly start: number | null;
  readonly end: number | null;
  readonly basis: string;
  readonly host: string;
}

/** Window out of `tss.repro-window` facts, or null when none states a start and an end in order. Of equals that of `preferred` counts, the machine the case is about. */
export function reproWindowOf(facts: readonly Fact[], preferred?: string): ReproWindow | null {
  const stated = facts.filter((fact) => fact.name === 'tss.repro-window').map(statedIn);
  const whole = [...stated, ...joinedHalves(stated)].sort((a, b) => rankOf(a.basis) - rankOf(b.basis) || Number(b.host === preferred) - Number(a.host === preferred));
  for (const { start, end } of whole) {
    if (start !== null && end !== null && end >= start) return { start, end };
  }
  return null;
}

function statedIn(fact: Fact): Stated {
  const { start, end, basis } = fact.fields;
  return { start: typeof start === 'number' ? start : null, end: typeof end === 'number' ? end : null, basis: String(basis), host: fact.host };
}

/** A run started and stopped by two commands writes two logs: one knows the start, the other the end. */
function joinedHalves(stated: readonly Stated[]): Stated[] {
  const starts = stated.filter((item) => item.start !== null && item.end === null);
  const ends = stated.filter((item) => item.end !== null && item.start === null);
  return starts.flatMap((first) => {
    const last = ends.filter((item) => item.host === first.host && (item.end ?? 0) >= (first.start ?? 0)).sort((a, b) => (a.end ?? 0) - (b.end ?? 0))[0];
    return last === undefined ? [] : [{ ...first, end: last.end, basis: 'start-stop' }];
  });
}

function rankOf(basis: string): number {
  const rank = BASIS_RANK.indexOf(basis);
  return rank < 0 ? BASIS_RANK.length : rank;
}
