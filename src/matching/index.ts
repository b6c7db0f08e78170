/** Matching: signatures in, findings out. */
import type { Finding } from '../model/finding.ts';
import type { Signature } from '../model/signature.ts';
import { judge } from './evaluator/evaluate.ts';
import { createContext } from './evaluator/select.ts';
import { parseSignatureFile, type Problem, type SignatureFile } from './load.ts';
import { nameProblems } from './lint/names.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { World } from './world.ts';

export { explainSignature, type Explained } from './evaluator/counterfactual-subjects.ts';
export { evaluate } from './evaluator/evaluate.ts';
export { suggest } from './lint/suggest.ts';
export { lintSignatures } from './lint/lint.ts';
export { runSignatureTests, type TestFailure, type TestRun } from './lint/runner.ts';
export type { Problem, SignatureFile } from './load.ts';
export { signatureSchema } from './schema.ts';
export { buildVocabulary, type Vocabulary } from './vocabulary.ts';
export { createWorld, type World, type WorldData, type WorldHost } from './world.ts';

/**
 * Load signature files. A file that cannot be used (not YAML, not the schema, an id loaded before, a name or
 * pattern that does not exist when a vocabulary is given) is left out and its problems say where; the rest load.
 */
export function loadSignatures(
  files: readonly SignatureFile[],
  vocabulary?: Vocabulary,
): { readonly signatures: readonly Signature[]; readonly problems: readonly Problem[] } {
  const signatures = new Map<string, Signature>();
  const problems: Problem[] = [];
  for (const file of files) {
    const { loaded, problems: found } = parseSignatureFile(file);
    problems.push(...found);
    if (loaded === null) continue;
    const { id } = loaded.signature;
    const wrong = signatures.has(id)
      ? [{ file: file.path, line: loaded.lineOf(['id']), message: `id ${id} is already taken` }]
      : nameProblems(loaded, vocabulary);
    problems.push(...wrong);
    if (wrong.length === 0) signatures.set(id, loaded.signature);
  }
  return { signatures: [...signatures.values()], problems };
}

export interface EvaluationFailure {
  readonly signature: string;
  readonly message: string;
}

/** Judge all signatures. One that throws is a bug; it is named and costs only itself. */
export function evaluateAll(
  signatures: readonly Signature[],
  world: World,
  vocabulary: Vocabulary,
): { readonly findings: readonly Finding[]; readonly failures: readonly EvaluationFailure[] } {
  const findings: Finding[] = [];
  const failures: EvaluationFailure[] = [];
  const context = createContext(world, vocabulary);
  for (const signature of signatures) {
    try {
      for (const { finding } of judge(signature, context)) findings.push(finding);
    } catch (error) {
      failures.push({ signature: signature.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { findings, failures };
}
