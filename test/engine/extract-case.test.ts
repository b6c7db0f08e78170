/** An extracted case: less, without names, and still the same finding. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { analyzeCase } from '../../src/engine/analyze.ts';
import { caseText } from '../../src/engine/case-file.ts';
import { extractCase } from '../../src/engine/extract-case.ts';
import { sampleRecipe } from '../../src/engine/sample-recipe.ts';
import { startStopwatch } from '../../src/engine/timing.ts';
import { gzip } from '../../src/platform/node/gzip.ts';
import { nodePlatform, openPath } from '../../src/platform/node/platform.ts';
import { zip } from '../../src/platform/node/zip.ts';
import { engineOptions } from '../cases/cases.ts';
import { diagnoseSample, exitCodeOf, loadSample, sampleIn, sampleNames } from '../golden/cases.ts';
import { hasTool, runTool } from '../support/tools.ts';

const options = { ...engineOptions(), stopwatch: startStopwatch() };
const folder = mkdtempSync(join(tmpdir(), 'rasalyze-extract-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function evidenceOf(name: string) {
  const bundles = await Promise.all(loadSample(name).zips.map(async (path) => openBundle(await openPath(path), nodePlatform, {})));
  try {
    return (await analyzeCase(bundles, { ...options, redact: {} })).evidence;
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

const proved = sampleNames().flatMap((name) => {
  const { truth, origin } = loadSample(name).recipe;
  return truth.rootCause !== null && truth.verdict !== 'undecided' && origin === 'built' ? [[name, truth.rootCause] as const] : [];
});

describe.each(proved)('%s', (name, signature) => {
  it(`yields ${signature} from the little that is needed, as a sample of its own`, async () => {
    const extract = extractCase(await evidenceOf(name), signature, options)!;
    expect(extract.after).toBeLessThan(extract.before / 10);
    // Nothing of what is left can be left out.
    const again = extractCase(extract.evidence, signature, options)!;
    expect(again.after).toBe(extract.after);
    const file = `${signature}-${name}.zip`;
    const own = mkdtempSync(join(folder, 'sample-'));
    writeFileSync(join(own, file), zip([{ name: 'evidence.ras', bytes: gzip(new TextEncoder().encode(caseText(extract.evidence, '0.0.0'))) }]));
    writeFileSync(join(own, 'case.yaml'), sampleRecipe(extract.report, signature, file));
    const sample = sampleIn(own);
    const report = await diagnoseSample(sample);
    expect(report.diagnosis.rootCauses.map((cause) => cause.signature)).toEqual([signature]);
    expect(exitCodeOf(report)).toBe(sample.recipe.truth.exit);
    expect(report.coverage.length).toBeGreaterThan(0);
  });
});

describe('extract', () => {
  it('finds nothing to extract where the signature is not matched', async () => {
    expect(extractCase(await evidenceOf('healthy-client'), 'ras-691-credentials-wrong', options)).toBeNull();
  });

  it.runIf(hasTool('unzip', ['-v']))('writes zips another program can read', () => {
    const bytes = zip([{ name: 'evidence.ras', bytes: new Uint8Array(5000).fill(7) }, { name: 'case.yaml', bytes: new TextEncoder().encode('title: x\n') }]);
    expect(runTool('unzip', ['-t', '{a.zip}'], { 'a.zip': bytes })).toMatchObject({ status: 0 });
    expect(runTool('unzip', ['-p', '{a.zip}', 'case.yaml'], { 'a.zip': bytes }).stdout.toString()).toBe('title: x\n');
  });
});
