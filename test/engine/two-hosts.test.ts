/** Several bundles as one case: built pairs with clocks apart, and pairs that do not belong together. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzeCase, type JudgedCase } from '../../src/engine/analyze.ts';
import type { TimelineRow } from '../../src/model/timeline-row.ts';
import { timelineRows } from '../../src/engine/timeline.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { engineOptions, nameOf, openBytes, recipePaths } from '../cases/cases.ts';
import type { BuiltBundle } from '../support/bundle-builder.ts';
import { buildCase, loadCase, parseCase } from '../support/case.ts';

const options = engineOptions();
/** Of a built case or a sample. */
function recipeOf(name: string): string {
  const path = recipePaths().find((each) => nameOf(each) === name);
  if (path === undefined) throw new Error(`no case ${name}`);
  return path;
}

async function judged(built: readonly { readonly fileName: string; readonly zip: () => Uint8Array }[]): Promise<JudgedCase> {
  const bundles = await Promise.all(built.map((each) => openBytes(each.fileName, each.zip())));
  try {
    return await analyzeCase(bundles, options);
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

const pair = (name: string): readonly BuiltBundle[] => loadCase(recipeOf(name)).bundles;

/** The recipe with words replaced. */
function changed(name: string, from: string | RegExp, to: string): readonly BuiltBundle[] {
  const text = readFileSync(recipeOf(name), 'utf8');
  const other = text.replaceAll(from, to);
  if (other === text) throw new Error(`nothing to replace in ${name}`);
  return buildCase(parseCase(other));
}

describe('a client and a server 187 seconds ahead that writes {NA}', () => {
  it('give one cause with evidence from both bundles', async () => {
    const { report } = await judged(pair('two-hosts-187-seconds-apart'));
    const [offset] = report.case.clockOffsets;
    expect(offset).toMatchObject({ host: 'RRAS01', relativeTo: 'CLIENT01', basis: 'identifier', anchors: 1, applied: true });
    expect(Math.abs((offset?.seconds ?? 0) - 187)).toBeLessThan(1);
    expect(report.diagnosis.rootCauses.map((cause) => [cause.signature, cause.confidence.level])).toEqual([['ras-691-credentials-wrong', 'high']]);
    const cited = report.diagnosis.rootCauses[0]?.evidence.map(({ ref }) => ref.slice(0, ref.indexOf('_24'))) ?? [];
    expect(new Set(cited)).toEqual(new Set(['TSS_CLIENT01', 'TSS_RRAS01']));
    expect(report.attempts).toHaveLength(1);
    expect(report.attempts[0]?.joins).toContainEqual({ kind: 'server', value: 'RRAS01', strength: 'identifier' });
  });

  it('are shown on the clock of the client, the original kept', async () => {
    const { report, records } = await judged(pair('two-hosts-187-seconds-apart'));
    const refused = report.timeline.find((event) => event.host === 'RRAS01' && event.code === 20271);
    expect(refused?.originalTime).toBe('2024-03-13T08:36:29.500Z');
    expect(refused?.time.slice(0, 19)).toBe('2024-03-13T08:33:22');
    expect(refused?.attempt).toBe('A1');
    expect(report.timeline.every((event) => event.host === 'RRAS01' || event.originalTime === undefined)).toBe(true);
    expect(records.every((record, index) => index === 0 || (records[index - 1]?.time ?? 0) <= record.time)).toBe(true);
    // The repro windows were the same true time: on one clock they are again.
    const [own, other] = report.case.bundles.map((bundle) => Date.parse(bundle.reproWindow?.start ?? ''));
    expect(Math.abs((own ?? 0) - (other ?? NaN))).toBeLessThan(2_000);
    expect(renderTerminal(report, { color: false, width: 120, verbose: false })).toMatch(/RRAS01's clock is 187\.\d s ahead of CLIENT01's \(±\d\.\d s, from 1 try of an account seen on both\)/);
  });

  it('come to the same whichever is given first', async () => {
    const built = pair('two-hosts-187-seconds-apart');
    const [one, other] = [await judged(built), await judged(built.toReversed())];
    expect(other.report.case.clockOffsets).toEqual(one.report.case.clockOffsets);
    expect(other.report.diagnosis.rootCauses).toEqual(one.report.diagnosis.rootCauses);
    expect(other.reproWindow).toEqual(one.reproWindow);
  });

  it('are listed on one clock by the timeline of every event, too', async () => {
    const built = pair('two-hosts-187-seconds-apart');
    const bundles = await Promise.all(built.map((each) => openBytes(each.fileName, each.zip())));
    const judgedCase = await analyzeCase(bundles, options);
    const rows: TimelineRow[] = [];
    for await (const row of timelineRows(bundles, judgedCase, { filter: {}, all: true, onProblem: () => {} })) rows.push(row);
    for (const bundle of bundles) await bundle.close();
    const refused = rows.find((row) => row.host === 'RRAS01' && row.code === 20271);
    expect(refused?.time).toBe(judgedCase.records.find((record) => record.name === 'rras.auth-failed')?.time);
    expect(refused?.originalTime).toBe(Date.parse('2024-03-13T08:36:29.500Z') * 1_000);
    expect(rows.every((row, index) => index === 0 || (rows[index - 1]?.time ?? 0) <= row.time)).toBe(true);
  });
});

describe('a client, a server and NPS on three clocks', () => {
  it('stand on one, NPS reached through the server by account and address', async () => {
    const { report } = await judged(pair('two-hosts-and-nps-clocks-apart'));
    const truth = { RRAS01: 42, NPS01: -95 };
    expect(report.case.clockOffsets.map(({ host, relativeTo, basis }) => [host, relativeTo, basis])).toEqual([['RRAS01', 'CLIENT01', 'exact'], ['NPS01', 'CLIENT01', 'identifier']]);
    for (const { host, seconds, bounds } of report.case.clockOffsets) {
      const real = truth[host as keyof typeof truth];
      expect([host, bounds.from <= real, bounds.to >= real, Math.abs(seconds - real) < 2]).toEqual([host, true, true, true]);
    }
    expect(report.diagnosis.rootCauses.map(({ signature }) => signature)).toEqual(['nps-65-66']);
    expect(report.attempts.filter((attempt) => attempt.outcome === 'failed').map(({ joins }) => joins)).toEqual([[expect.objectContaining({ kind: 'co-id' }), { kind: 'server', value: 'RRAS01', strength: 'exact' }, { kind: 'server', value: 'NPS01', strength: 'identifier' }]]);
  });
});

describe('bundles that do not fit together', () => {
  it('are named when nothing of them is common, and nothing is joined', async () => {
    const { report } = await judged(pair('two-hosts-nothing-in-common'));
    expect(report.case.clockOffsets).toEqual([]);
    expect(report.diagnosis.notes).toContainEqual(expect.stringMatching(/^No common identifier settles how far the clocks of CLIENT01 and RRAS01 are apart: they were not aligned/));
    expect(report.diagnosis.notes).toContainEqual(expect.stringMatching(/^Nothing shows that CLIENT01 and RRAS01 belong to one problem/));
    expect(report.attempts.map((attempt) => attempt.joins.filter(({ kind }) => kind === 'server'))).toEqual([[], []]);
  });

  it('lower the confidence of what rests on times of both, unless the account is the same', async () => {
    const confidence = ({ report }: JudgedCase) => report.diagnosis.rootCauses[0]?.confidence;
    const unknown = await judged(pair('nps-13-unknown-radius-client'));
    expect(confidence(unknown)?.level).toBe('medium');
    expect(confidence(unknown)?.reasons.join()).toContain('nothing tells how far the clocks are apart');
    const account = await judged(pair('649-no-dial-in-right'));
    expect([account.offsets.some(({ host }) => host === 'DC01'), confidence(account)?.level]).toEqual([false, 'high']);
  });

  it('are told to be of one problem by the domain they share', async () => {
    const { report } = await judged(changed('two-hosts-nothing-in-common', '    domain: fabrikam.example\n', ''));
    expect(report.diagnosis.notes.filter((note) => note.startsWith('Nothing shows'))).toEqual([]);
  });

  it('are told to be years apart, and nothing is aligned by an account alone', async () => {
    const { report } = await judged(changed('two-hosts-clock-four-years-behind', /(20271.*)"\{5D2A7C10[^"]*"/g, '$1"{NA}"'));
    expect(report.case.clockOffsets).toEqual([]);
    expect(report.diagnosis.notes).toContainEqual('By their own clocks CLIENT01 and RRAS01 were collected 1461 days apart: they are of different times, or one of the clocks is wrong.');
  });

  it('are aligned over years by a CoId, and the clock is named', async () => {
    const { report } = await judged(pair('two-hosts-clock-four-years-behind'));
    expect(report.diagnosis.rootCauses.map(({ signature }) => signature)).toEqual(['ras-691-credentials-wrong']);
    expect(report.diagnosis.notes).toContainEqual(expect.stringMatching(/^The clock of RRAS01 is 1461 days behind that of CLIENT01/));
  });

  it('say that a server without a client tells half', async () => {
    const [, server] = pair('two-hosts-187-seconds-apart');
    const { report } = await judged([server as BuiltBundle]);
    expect(report.diagnosis.notes).toContainEqual(expect.stringMatching(/^No bundle of a client is in the case/));
  });
});

describe('a bundle given twice', () => {
  const built = pair('two-hosts-187-seconds-apart');

  it.each([
    ['under its own name', (bundle: BuiltBundle) => bundle.fileName],
    ['as a renamed copy', (bundle: BuiltBundle) => bundle.fileName.replace('.zip', ' (1).zip')],
  ])('%s counts once', async (_, nameOf) => {
    const once = await judged(built);
    const [client] = built as [BuiltBundle];
    const twice = await judged([...built, { fileName: nameOf(client), zip: () => client.zip() }]);
    expect(twice.report.diagnosis.notes).toContainEqual(expect.stringMatching(/the same collection of CLIENT01 was given twice and is counted once/));
    expect(twice.report.diagnosis.rootCauses).toEqual(once.report.diagnosis.rootCauses);
    expect(twice.report.attempts).toEqual(once.report.attempts);
    expect(twice.world.facts.length).toBe(once.world.facts.length);
    expect(twice.world.listings.length).toBe(once.world.listings.length);
    expect(twice.records.length).toBe(once.records.length);
  });

  it('but two collections of one machine are two', async () => {
    const later = changed('two-hosts-187-seconds-apart', '"08:30:05", "08:47:20"', '"08:31:05", "08:47:20"');
    const { report } = await judged([...built, later[0] as BuiltBundle]);
    expect(report.diagnosis.notes.filter((note) => /given twice/.test(note))).toEqual([]);
  });
});
