/** The recipes of this folder and of `samples/`, each diagnosed by the engine, and what its verdict is worth against the truth. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openBundle } from '../../src/bundle/open.ts';
import type { Bundle } from '../../src/bundle/types.ts';
import { analyze, type AnalyzeOptions } from '../../src/engine/analyze.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { loadSignatures } from '../../src/matching/index.ts';
import type { Report } from '../../src/model/report.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import { openBlob } from '../../src/platform/browser/file.ts';
import { packageRoot } from '../../src/apps/cli/package-root.ts';
import { shippedSignatures, signatureFiles } from '../../src/apps/cli/signature-files.ts';
import { loadSample, SAMPLES, sampleNames } from '../golden/cases.ts';
import type { BundleRecipe } from '../support/bundle-builder.ts';
import { buildCase, parseCase, type CaseRecipe } from '../support/case.ts';

/**
 * right: the cause named, or nothing found where nothing is wrong. as expected: undecided where the truth says so.
 * provable: left undecided although the evidence is there. wrong: another cause is named, or a healthy machine is accused.
 */
export type Outcome = 'right' | 'undecided, as expected' | 'undecided, but provable' | 'wrong';

export interface Judged {
  readonly name: string;
  readonly recipe: CaseRecipe;
  readonly report: Report;
  readonly outcome: Outcome;
  /** What is not right, in one line; empty when nothing. */
  readonly why: string;
}

const FOLDER = join(packageRoot(), 'test', 'cases');

/** Paths of all recipes: the shipped samples, then this folder's. */
export function recipePaths(): string[] {
  const own = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')).toSorted();
  const samples = sampleNames().filter((name) => loadSample(name).recipe.origin !== 'extracted');
  return [...samples.map((name) => join(SAMPLES, name, 'case.yaml')), ...own.map((name) => join(FOLDER, name))];
}

export function nameOf(path: string): string {
  return basename(path) === 'case.yaml' ? basename(join(path, '..')) : basename(path, '.yaml');
}

/** Vocabulary and shipped signatures, loaded once. @throws Error at the first signature that does not load. */
export function engineOptions(): AnalyzeOptions {
  const vocabulary = sourceVocabulary();
  const { signatures, problems } = loadSignatures(signatureFiles(shippedSignatures()), vocabulary);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${problem.file}:${problem.line}: ${problem.message}`);
  return { version: '0.0.0', signatures, vocabulary, crc32: nodePlatform.crc32 };
}

/** A file that is only in memory. */
export function openBytes(name: string, bytes: Uint8Array): Promise<Bundle> {
  return openBundle(openBlob(new Blob([new Uint8Array(bytes)]), name), nodePlatform, {});
}

/** Builds the bundles of a recipe, changed where the caller says so, and diagnoses them together. */
export async function judge(path: string, options: AnalyzeOptions, change: Partial<BundleRecipe> = {}): Promise<Judged> {
  const told = parseCase(readFileSync(path, 'utf8'));
  const recipe = { ...told, bundles: told.bundles.map((bundle) => ({ ...bundle, ...change })) };
  const bundles = await Promise.all(buildCase(recipe).map((built) => openBytes(built.fileName, built.zip())));
  try {
    const report = await analyze(bundles, options);
    return { name: nameOf(path), recipe, report, ...verdictOn(recipe, report) };
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

const ids = (list: readonly { readonly signature: string }[]): string[] => list.map((item) => item.signature);

function verdictOn({ truth }: CaseRecipe, { diagnosis }: Report): Pick<Judged, 'outcome' | 'why'> {
  const roots = ids(diagnosis.rootCauses);
  const isMatched = truth.rootCause !== null && (truth.verdict ?? 'matched') === 'matched';
  const found = `found ${roots.join(', ') || 'nothing'}${diagnosis.undecided.length > 0 ? `, undecided ${ids(diagnosis.undecided).join(', ')}` : ''}`;
  if (roots.some((id) => !isMatched || id !== truth.rootCause)) return { outcome: 'wrong', why: `truth ${truth.rootCause ?? 'none'} (${truth.verdict ?? 'matched'}): ${found}` };
  const lapses = lapsesOf({ truth }, diagnosis, roots);
  if (isMatched && roots.length === 0) return { outcome: 'undecided, but provable', why: `truth ${truth.rootCause}: ${found}${ruledOutBy(truth.rootCause, diagnosis)}` };
  if (lapses.length > 0) return { outcome: 'wrong', why: `${lapses.join('; ')} – ${found}` };
  return { outcome: truth.exit === 3 ? 'undecided, as expected' : 'right', why: '' };
}

/** What else the truth states and the diagnosis does not. */
function lapsesOf({ truth }: Pick<CaseRecipe, 'truth'>, diagnosis: Report['diagnosis'], roots: readonly string[]): string[] {
  const [undecided, ruledOut, missing] = [ids(diagnosis.undecided), ids(diagnosis.ruledOut), diagnosis.missing.map((item) => item.need)];
  const exit = roots.length > 0 ? 1 : diagnosis.fallback.length > 0 || undecided.length > 0 ? 3 : 0;
  const lacks = (what: string, list: readonly string[], wanted: readonly string[] = []): string[] => wanted.filter((id) => !list.includes(id)).map((id) => `${id} is not ${what}`);
  return [
    ...lacks('undecided', undecided, [...(truth.undecided ?? []), ...(truth.verdict === 'undecided' && truth.rootCause !== null ? [truth.rootCause] : [])]),
    ...lacks('ruled out', ruledOut, [...(truth.ruledOut ?? []), ...(truth.verdict === 'ruled-out' && truth.rootCause !== null ? [truth.rootCause] : [])]),
    ...lacks('asked for', missing, truth.missing),
    ...(truth.fix === undefined || diagnosis.rootCauses[0]?.fix[0]?.do.startsWith(truth.fix) === true ? [] : [`the first fix is not ${truth.fix}`]),
    ...contributingOther(truth.contributing, ids(diagnosis.contributing)),
    ...(roots.length > 0 !== (truth.exit === 1) || exit !== truth.exit ? [`exit ${exit}, not ${truth.exit}`] : []),
  ];
}

/** A truth that names what contributed names all of it, as in the samples. */
function contributingOther(wanted: readonly string[] | undefined, found: readonly string[]): string[] {
  return wanted === undefined || found.toSorted().join() === wanted.toSorted().join() ? [] : [`contributing ${found.join(', ') || 'nothing'}, not ${wanted.join(', ') || 'nothing'}`];
}

function ruledOutBy(id: string | null, { ruledOut }: Report['diagnosis']): string {
  const hit = ruledOut.find((item) => item.signature === id);
  return hit === undefined ? '' : ` (ruled out: ${JSON.stringify(hit).slice(0, 300)})`;
}
