/**
 * How well the engine judges: every recipe of `samples/` and of this folder is built, diagnosed and held against its truth; the
 * table of right, wrong and undecided is printed, and every report keeps to the schema and to what was read, and every
 * signature has a case that shows it. Then the real logs of others, where they are present: not one finding.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { analyze } from '../../src/engine/analyze.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { corpusFiles } from '../formats/evtx/corpus.ts';
import { citedUnread } from '../golden/cases.ts';
import { parseCase } from '../support/case.ts';
import { engineOptions, judge, openBytes, recipePaths, type Judged, type Outcome } from './cases.ts';

const options = engineOptions();
const validate = new Ajv2020({ strict: false }).compile(reportSchema);

const OUTCOMES: readonly Outcome[] = ['right', 'undecided, as expected', 'undecided, but provable', 'wrong'];

/** One row per kind of truth, one column per outcome, then a line for every case that is not right. */
function tableOf(cases: readonly Judged[]): string {
  const kinds = { 'a cause to name': (one: Judged) => one.recipe.truth.exit === 1, 'evidence missing or contradicted': (one: Judged) => one.recipe.truth.exit === 3, 'nothing wrong': (one: Judged) => one.recipe.truth.exit === 0 };
  const rows = Object.entries(kinds).map(([kind, isKind]) => {
    const own = cases.filter(isKind);
    return [kind, String(own.length), ...OUTCOMES.map((outcome) => String(own.filter((one) => one.outcome === outcome).length))];
  });
  const all = [['truth', 'cases', ...OUTCOMES], ...rows, ['all', String(cases.length), ...OUTCOMES.map((outcome) => String(cases.filter((one) => one.outcome === outcome).length))]];
  const named = new Set(cases.flatMap(({ recipe: { truth }, outcome }) => (truth.exit === 1 && outcome === 'right' ? [truth.rootCause] : [])));
  return [...all.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(OUTCOMES[i - 2]?.length ?? 5))).join('  ')), `${named.size} different causes named`, ...cases.filter((one) => one.why !== '').map((one) => `${one.outcome}: ${one.name}: ${one.why}`)].join('\n');
}

describe('all cases', () => {
  it('are judged by their truth', { timeout: 240_000 }, async () => {
    const judged: Judged[] = [];
    for (const path of recipePaths()) judged.push(await judge(path, options));
    console.log(tableOf(judged));
    expect(judged.filter((one) => one.outcome === 'wrong').map((one) => `${one.name}: ${one.why}`)).toEqual([]);
    expect(judged.filter((one) => one.outcome === 'undecided, but provable').map((one) => one.name)).toEqual([]);
    const healthy = judged.filter((one) => one.recipe.truth.exit === 0 && (one.recipe.truth.contributing ?? []).length === 0);
    expect(healthy.length).toBeGreaterThanOrEqual(4);
    for (const { name, report: { diagnosis } } of healthy) expect([name, diagnosis.rootCauses, diagnosis.contributing, diagnosis.undecided, diagnosis.fallback]).toEqual([name, [], [], [], []]);
    const shown = new Set(judged.flatMap(({ recipe: { truth } }) => [...(truth.exit === 1 ? [truth.rootCause] : []), ...(truth.contributing ?? [])]));
    expect(options.signatures.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    for (const { name, report } of judged) expect([name, validate(report), validate.errors ?? [], citedUnread(report)]).toEqual([name, true, [], []]);
  });
});

/** How certutil lists certificates in Japanese is not public. */
const listsCertificates = (path: string): boolean => parseCase(readFileSync(path, 'utf8')).bundles.some(({ certificates = {} }) => Object.values(certificates).some((list) => (list?.length ?? 0) > 0));

describe('another language, zone, packing and file state', () => {
  it('changes no verdict', { timeout: 240_000 }, async () => {
    const changed: string[] = [];
    for (const path of recipePaths()) {
      const { name, outcome, why } = await judge(path, options, { language: 'de', zone: '-07:00', topFolder: true, separator: '\\', dirtyLogs: true, dirtyHives: true });
      if (outcome === 'wrong' || outcome === 'undecided, but provable') changed.push(`${name}: ${why}`);
    }
    expect(changed).toEqual([]);
  });

  it('nor do Japanese outputs and code pages', { timeout: 240_000 }, async () => {
    const changed: string[] = [];
    const paths = recipePaths().filter((path) => !listsCertificates(path));
    for (const path of paths) {
      const { name, outcome, why } = await judge(path, options, { language: 'ja', zone: '+09:00' });
      if (outcome === 'wrong' || outcome === 'undecided, but provable') changed.push(`${name}: ${why}`);
    }
    expect(changed).toEqual([]);
    expect(paths.length).toBeGreaterThanOrEqual(100);
  });
});

const corpus = corpusFiles('no real log gives a finding');

describe.runIf(corpus !== null)('real logs of others', () => {
  it('give no finding', { timeout: 240_000 }, async () => {
    const accused: string[] = [];
    expect((corpus ?? []).length).toBeGreaterThanOrEqual(300);
    for (const { path, name } of corpus ?? []) {
      const bundle = await openBytes(name.replace(/^.*[\\/]/, ''), readFileSync(path));
      const { diagnosis } = await analyze([bundle], options);
      await bundle.close();
      accused.push(...[...diagnosis.rootCauses, ...diagnosis.contributing, ...diagnosis.undecided].map(({ signature }) => `${name}: ${signature}`));
    }
    expect(accused).toEqual([]);
  });
});
