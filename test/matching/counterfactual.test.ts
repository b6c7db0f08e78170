import { describe, expect, it } from 'vitest';
import { shippedSignatures, signatureFiles } from '../../src/apps/cli/signature-files.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { explainSignature, loadSignatures } from '../../src/matching/index.ts';
import { buildWorld } from '../../src/matching/lint/givens.ts';
import type { Verdict } from '../../src/model/finding.ts';
import { ATTEMPT, FAILED, signatureOf } from './judging.ts';
import { vocabulary } from './vocabulary.ts';

/** The rule of verdicts in three lines of its own: any false, else any unknown, else a match. */
function verdictOf(truths: readonly string[]): Verdict {
  return truths.includes('false') ? 'ruled-out' : truths.includes('unknown') ? 'undecided' : 'matched';
}

/** Sizes of the smallest sets of clauses whose change gives the verdict: tried one by one, two by two, … */
function smallest(truths: readonly string[], to: Verdict): number {
  const flipped = to === 'matched' ? 'true' : 'false';
  for (let size = 1; size <= truths.length; size++) {
    const tried = (from: number, left: number, now: readonly string[]): boolean =>
      left === 0 ? verdictOf(now) === to : Array.from({ length: truths.length - from }, (_, step) => from + step).some((at) => tried(at + 1, left - 1, now.with(at, flipped)));
    if (tried(0, size, truths)) return size;
  }
  return Infinity;
}

describe('counterfactuals of all embedded tests of all signatures', () => {
  const all = sourceVocabulary();
  const { signatures } = loadSignatures(signatureFiles(shippedSignatures()), all);
  const seen = { matched: 0, 'ruled-out': 0, undecided: 0, 'not-applicable': 0 };

  it('flip the verdict, and nothing smaller does', () => {
    for (const signature of signatures) {
      for (const test of signature.tests) {
        for (const { subject, finding, counterfactuals, gate } of explainSignature(signature, buildWorld(test.given, all), all)) {
          const where = `${signature.id}: ${test.name}: ${subject}`;
          seen[finding?.verdict ?? 'not-applicable']++;
          if (finding === null) {
            expect(gate.length, where).toBeGreaterThan(0);
            expect(gate.map(({ result }) => result.truth), where).not.toContain('true');
            continue;
          }
          const truths = finding.clauses.map((clause) => clause.truth);
          expect(counterfactuals.length, where).toBeGreaterThan(0);
          for (const { to, takes, changes } of counterfactuals) {
            expect(changes.every(({ change }) => change !== '' && !change.includes('undefined')), `${where}: ${JSON.stringify(changes)}`).toBe(true);
            const flip = (names: readonly string[]) => verdictOf(finding.clauses.map((clause) => (names.includes(clause.clause) ? (to === 'matched' ? 'true' : 'false') : clause.truth)));
            const clauses = changes.map(({ clause }) => clause).filter((clause) => finding.clauses.some((each) => each.clause === clause));
            if (clauses.length === 0) continue;
            const sets = takes === 'all' ? [clauses] : clauses.map((clause) => [clause]);
            expect(sets.map(flip), where).toEqual(sets.map(() => to));
            expect(sets.map((set) => set.length), where).toEqual(sets.map(() => smallest(truths, to)));
          }
        }
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });
});

describe('the words of a counterfactual', () => {
  const explain = (all: Parameters<typeof signatureOf>[0]['all'], given: Parameters<typeof buildWorld>[0]) => explainSignature(signatureOf({ all }), buildWorld(given, vocabulary), vocabulary)[0];

  it('name what would have to be there, with the values of other clauses', () => {
    const explained = explain({ failed: FAILED, cert: { fact: 'certificate.machine', where: { private_key: true, eku: { has_any: ['client-auth', 'any'] }, valid_at: '$failed.time' } } }, [ATTEMPT, { facts: 'certificate.machine', complete: true, items: [] }]);
    expect(explained?.finding?.verdict).toBe('ruled-out');
    expect(explained?.counterfactuals).toEqual([{ to: 'matched', takes: 'all', changes: [{ clause: 'cert', change: 'there is one certificate.machine with private_key true, eku with any of client-auth, any, valid at 2024-02-21T08:30:05Z' }] }]);
  });

  it('say what shuts the gate', () => {
    const signature = signatureOf({ applies_when: { record: 'ras-client.failed', where: { error: 691 } }, all: { failed: FAILED } });
    const [explained] = explainSignature(signature, buildWorld([ATTEMPT], vocabulary), vocabulary);
    expect(explained?.finding).toBeNull();
    expect(explained?.gate[0]?.asks).toContain('with error 691');
    expect(explained?.gate[0]?.result.why).toBe('error is 809');
    expect(explained?.gate[0]?.result.evidence[0]?.quote).toContain('error=809');
  });
});
