/** The sample cases: their recipes, their zips on disk, and the report the engine makes of them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shippedSignatures, signatureFiles } from '../../src/apps/cli/signature-files.ts';
import { packageRoot } from '../../src/apps/cli/package-root.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { analyze } from '../../src/engine/analyze.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { loadSignatures } from '../../src/matching/index.ts';
import type { Report } from '../../src/model/report.ts';
import { nodePlatform, openPath } from '../../src/platform/node/platform.ts';
import type { LoadedCase } from '../support/case.ts';
import { loadCase } from '../support/case.ts';

/** Goldens say nothing of the tool's version: a release must not change them. */
const NEUTRAL_VERSION = '0.0.0';

export interface Sample extends LoadedCase {
  readonly name: string;
  readonly folder: string;
  /** Zips in the order of the recipe's bundles. */
  readonly zips: readonly string[];
  readonly golden: string;
}

export const SAMPLES = join(packageRoot(), 'samples');

/** Names of all sample cases. */
export function sampleNames(): string[] {
  return readdirSync(SAMPLES).filter((name) => existsSync(join(SAMPLES, name, 'case.yaml'))).toSorted();
}

export function loadSample(name: string): Sample {
  return sampleIn(join(SAMPLES, name), name);
}

/** A sample in any folder. */
export function sampleIn(folder: string, name = basename(folder)): Sample {
  const loaded = loadCase(join(folder, 'case.yaml'));
  return { ...loaded, name, folder, zips: [...loaded.bundles.map((bundle) => bundle.fileName), ...(loaded.recipe.zips ?? [])].map((file) => join(folder, file)), golden: join(folder, 'report.json') };
}

/** Diagnoses the files of a sample as they lie on disk. */
export async function diagnoseSample(sample: Sample): Promise<Report> {
  const vocabulary = sourceVocabulary();
  const { signatures, problems } = loadSignatures(signatureFiles(shippedSignatures()), vocabulary);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${problem.file}:${problem.line}: ${problem.message}`);
  const bundles = await Promise.all(sample.zips.map(async (path) => openBundle(await openPath(path), nodePlatform, {})));
  try {
    return await analyze(bundles, { version: NEUTRAL_VERSION, signatures, vocabulary, crc32: nodePlatform.crc32 });
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

/** What the golden file holds of a report. */
export function goldenText(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What the command line's exit code would be. */
export function exitCodeOf(report: Report): number {
  const { rootCauses, fallback, undecided } = report.diagnosis;
  if (rootCauses.length > 0) return 1;
  return fallback.length > 0 || undecided.length > 0 ? 3 : 0;
}

/** What a report cites although its coverage does not list it as read. */
export function citedUnread({ case: { bundles }, coverage, diagnosis, timeline }: Report): string[] {
  const read = coverage.filter((item) => item.outcome === 'read' || item.outcome === 'partial').map((item) => (bundles.length <= 1 ? item.artifact : `${item.bundle}!/${item.artifact}`));
  const evidence = [...diagnosis.rootCauses, ...diagnosis.contributing, ...diagnosis.ruledOut].flatMap((item) => item.evidence);
  return [...evidence, ...timeline].map(({ ref }) => ref).filter((ref) => !read.some((artifact) => ref === artifact || ref.startsWith(`${artifact}#`)));
}

export function readGolden(sample: Sample): string | null {
  return existsSync(sample.golden) ? readFileSync(sample.golden, 'utf8') : null;
}
