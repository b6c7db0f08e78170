/** The repro window of a bundle: the best-founded of those its logs state. */
import type { ReproWindow } from '../model/case.ts';
import type { Fact } from '../model/records.ts';

/** Markers written by the user's own key presses beat every fall-back (TSS log, start and end of repro). */
const BASIS_RANK: readonly string[] = ['markers', 'condition', 'logman', 'start-stop'];

/** Window out of `tss.repro-window` facts, or null when none states a start and an end in order. */
export function reproWindowOf(facts: readonly Fact[]): ReproWindow | null {
  const windows = facts
    .filter((fact) => fact.name === 'tss.repro-window')
    .map((fact) => ({ start: fact.fields['start'], end: fact.fields['end'], rank: rankOf(fact.fields['basis']) }))
    .sort((a, b) => a.rank - b.rank);
  for (const { start, end } of windows) {
    if (typeof start === 'number' && typeof end === 'number' && end >= start) return { start, end };
  }
  return null;
}

function rankOf(basis: unknown): number {
  const rank = BASIS_RANK.indexOf(String(basis));
  return rank < 0 ? BASIS_RANK.length : rank;
}
