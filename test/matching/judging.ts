/** Short ways to write a signature and the world it is judged in. */
import { evaluate } from '../../src/matching/index.ts';
import { buildWorld } from '../../src/matching/lint/givens.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Clause, Given, Need, Selector, Signature, Fix } from '../../src/model/signature.ts';
import { vocabulary } from './vocabulary.ts';

export interface Sketch {
  readonly per?: 'attempt' | 'host' | 'case';
  readonly applies_when?: Selector | readonly Selector[];
  readonly needs?: Readonly<Record<string, Need>>;
  readonly say?: string | readonly string[];
  readonly all: Readonly<Record<string, Clause>>;
  readonly fix?: readonly Fix[];
}

export const FAILED: Selector = { record: 'ras-client.failed' };
/** The attempt most tests judge: host CLIENT, 2024-02-21T08:30:05Z. */
export const ATTEMPT: Given = { record: 'ras-client.failed', attempt: 'A', error: 809, connection: 'Work', user: 'user1', time: '2024-02-21T08:30:05Z' };

export function signatureOf(sketch: Sketch): Signature {
  return {
    id: 'sketch',
    title: 'sketch',
    status: 'test',
    severity: 'high',
    tunnel: ['all'],
    cause: 'sketch',
    applies_when: sketch.applies_when ?? FAILED,
    match: { per: sketch.per ?? 'attempt', all: sketch.all },
    ...(sketch.needs === undefined ? {} : { needs: sketch.needs }),
    say: sketch.say ?? 'said',
    fix: sketch.fix ?? [],
    sources: [],
    tests: [],
  };
}

export function findings(sketch: Sketch, given: readonly Given[]): readonly Finding[] {
  return evaluate(signatureOf(sketch), buildWorld(given, vocabulary), vocabulary);
}

/** The only finding. */
export function finding(sketch: Sketch, given: readonly Given[]): Finding {
  const found = findings(sketch, given);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`expected one finding, found ${found.length}`);
  return found[0];
}

/** Truth of the one clause `x`, judged for ATTEMPT in a world with these lines added. */
export function truthOf(clause: Clause, given: readonly Given[]): string {
  return finding({ all: { x: clause } }, [ATTEMPT, ...given]).clauses[0]?.truth ?? 'none';
}
