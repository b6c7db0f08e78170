/** Runs the tests embedded in signatures. */
import type { Finding, Verdict } from '../../model/finding.ts';
import type { Signature, SignatureTest } from '../../model/signature.ts';
import { judge, type Judgement } from '../evaluator/evaluate.ts';
import { createContext } from '../evaluator/select.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { buildWorld } from './givens.ts';

export interface TestFailure {
  readonly signature: string;
  readonly test: string;
  readonly message: string;
}

export interface TestRun {
  readonly passed: number;
  readonly failed: readonly TestFailure[];
}

/** Run all tests of all signatures; a signature that throws fails its test and no other. */
export function runSignatureTests(signatures: readonly Signature[], vocabulary: Vocabulary): TestRun {
  const failed: TestFailure[] = [];
  let passed = 0;
  for (const signature of signatures) {
    for (const test of signature.tests) {
      const message = failureOf(signature, test, vocabulary);
      if (message === null) passed++;
      else failed.push({ signature: signature.id, test: test.name, message });
    }
  }
  return { passed, failed };
}

/** Why a test fails, or null when it passes. */
export function failureOf(signature: Signature, test: SignatureTest, vocabulary: Vocabulary): string | null {
  try {
    const best = bestOf(judgeIn(signature, buildWorld(test.given, vocabulary), vocabulary));
    return compare(test, best);
  } catch (error) {
    return `throws: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export function judgeIn(signature: Signature, world: World, vocabulary: Vocabulary): readonly Judgement[] {
  return judge(signature, createContext(world, vocabulary));
}

const RANK: Readonly<Record<Verdict, number>> = { matched: 3, undecided: 2, 'ruled-out': 1, 'not-applicable': 0 };

/** Of several attempts or hosts, the strongest verdict is what the case would be told. */
export function bestOf(judgements: readonly Judgement[]): Judgement | undefined {
  return [...judgements].sort((left, right) => RANK[right.finding.verdict] - RANK[left.finding.verdict])[0];
}

export function verdictOf(judgement: Judgement | undefined): Verdict {
  return judgement?.finding.verdict ?? 'not-applicable';
}

function compare(test: SignatureTest, judgement: Judgement | undefined): string | null {
  const verdict = verdictOf(judgement);
  if (verdict !== test.expect) return `expected ${test.expect}, found ${verdict}${explain(judgement?.finding)}`;
  if (judgement === undefined) return null;
  const { clauses, missing } = judgement.finding;
  for (const name of test.cites ?? []) {
    const cited = clauses.find((clause) => clause.clause === name);
    if (cited === undefined || cited.evidence.length === 0) return `clause ${name} cites no evidence`;
  }
  if (test.by !== undefined && clauses.find((clause) => clause.clause === test.by)?.truth !== 'false') {
    return `expected to be ruled out by ${test.by}${explain(judgement.finding)}`;
  }
  const absent = (test.missing ?? []).filter((need) => !missing.includes(need));
  if (absent.length > 0) return `expected ${absent.join(', ')} to be missing, found ${missing.join(', ') || 'nothing'}`;
  if (verdict === 'matched' && judgement.unfilled.length > 0) return `say has nothing for ${judgement.unfilled.join(', ')}`;
  return null;
}

function explain(finding: Finding | undefined): string {
  if (finding === undefined) return ' (nothing passed applies_when)';
  const clauses = finding.clauses.map(({ clause, truth, why }) => `${clause} ${truth}${why === '' ? '' : `: ${why}`}`);
  const missing = finding.missing.length === 0 ? '' : `; missing: ${finding.missing.join(', ')}`;
  return ` (${clauses.join('; ')}${missing})`;
}
