/** Every sample: its zips are what the recipe builds, its diagnosis is the golden one, and the golden one is the truth. */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { shippedSignatures, signatureFiles } from '../../src/apps/cli/signature-files.ts';
import type { Report } from '../../src/model/report.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { hasTool } from '../support/tools.ts';
import { citedUnread, diagnoseSample, exitCodeOf, goldenText, loadSample, readGolden, sampleNames, type Sample } from './cases.ts';
import { listedByEvtxexport, logsOf } from './logs.ts';
import { differingEntries } from './zip-content.ts';

const samples = sampleNames().map(loadSample);
const golden = (sample: Sample): Report => JSON.parse(readGolden(sample) ?? 'null') as Report;
const validate = new Ajv2020({ strict: false }).compile(reportSchema);

const ids = (list: readonly { readonly signature: string }[]): string[] => list.map((item) => item.signature);

describe.each(samples.map((sample) => [sample.name, sample] as const))('sample %s', (_, sample) => {
  it('has the zips its recipe builds, and no others', () => {
    expect(readdirSync(sample.folder).filter((name) => name.endsWith('.zip')).toSorted()).toEqual([...sample.bundles.map((bundle) => bundle.fileName), ...(sample.recipe.zips ?? [])].toSorted());
    sample.bundles.forEach((bundle, index) => {
      const [committed, built] = [readFileSync(sample.zips[index]!), Buffer.from(bundle.zip())];
      // Another deflate may pack the same content in other bytes.
      if (!committed.equals(built)) expect(differingEntries(committed, built)).toEqual([]);
    });
  });

  it('is diagnosed as its golden report says (npm run golden writes it anew)', async () => {
    expect(goldenText(await diagnoseSample(sample))).toBe(readGolden(sample));
  });

  it('is diagnosed truly', () => {
    const { truth } = sample.recipe;
    const report = golden(sample);
    const { diagnosis } = report;
    const isMatched = truth.rootCause !== null && (truth.verdict ?? 'matched') === 'matched';
    expect(ids(diagnosis.rootCauses)).toEqual(isMatched ? [truth.rootCause] : []);
    if (truth.verdict === 'undecided') expect(ids(diagnosis.undecided)).toContain(truth.rootCause);
    if (truth.contributing) expect(ids(diagnosis.contributing)).toEqual(truth.contributing);
    expect(ids(diagnosis.undecided)).toEqual(expect.arrayContaining([...(truth.undecided ?? [])]));
    expect(ids(diagnosis.ruledOut)).toEqual(expect.arrayContaining([...(truth.ruledOut ?? [])]));
    expect(diagnosis.missing.map((item) => item.need)).toEqual(expect.arrayContaining([...(truth.missing ?? [])]));
    expect(exitCodeOf(report)).toBe(truth.exit);
  });

  it('gives a report of the published schema', () => {
    validate(golden(sample));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('cites only what its coverage lists as read', () => {
    expect(citedUnread(golden(sample))).toEqual([]);
  });

  it.runIf(hasTool('evtxexport', ['-V']))('has event logs an independent reader lists whole', () => {
    const damaged = sample.recipe.bundles.flatMap((bundle) => Object.keys(bundle.damage ?? {}));
    for (const { name, bytes, records } of sample.bundles.flatMap((bundle) => logsOf(bundle.files))) {
      if (!damaged.some((suffix) => name.endsWith(suffix))) expect([name, listedByEvtxexport(bytes)]).toEqual([name, records]);
    }
  });
});

describe('samples', () => {
  it('prove signatures that are shipped, each named once', () => {
    const shipped = signatureFiles(shippedSignatures()).map(({ path }) => path.replace(/^.*\/|\.yaml$/g, ''));
    const proved = samples.flatMap(({ name, recipe }) => (recipe.truth.verdict === 'matched' && recipe.bundles.every((bundle) => bundle.damage === undefined) ? [[recipe.truth.rootCause ?? '', name] as const] : []));
    expect(proved.filter(([id]) => !shipped.includes(id))).toEqual([]);
    expect(new Set(proved.map(([id]) => id)).size).toBeGreaterThanOrEqual(5);
  });

  it('cover a healthy client, an undecided case and a damaged bundle', () => {
    expect([...new Set(samples.map((sample) => sample.recipe.truth.exit))].toSorted()).toEqual([0, 1, 3]);
    expect(samples.some((sample) => sample.recipe.bundles.some((bundle) => bundle.damage !== undefined))).toBe(true);
  });

  it('stay few and small: what needs no zip on disk is a recipe in test/cases', () => {
    const sizes = samples.flatMap((sample) => sample.zips.map((path) => readFileSync(path).length));
    expect(sizes.length).toBeLessThanOrEqual(12);
    expect(Math.max(...sizes)).toBeLessThan(60_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(720_000);
  });
});
