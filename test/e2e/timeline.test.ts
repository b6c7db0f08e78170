/** The timeline: order, filters, formats, and that nothing is left out. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listedByEvtxexport, logsOf } from '../golden/logs.ts';
import { loadSample } from '../golden/cases.ts';
import { hasTool } from '../support/tools.ts';
import { expectOneLine, rasalyze, scratch, zipsOf } from './run.ts';

const folder = scratch();
const [zip] = zipsOf('13806-no-machine-certificate-german') as [string];

interface Row {
  readonly time: string;
  readonly host: string;
  readonly source: string;
  readonly provider: string;
  readonly code: number;
  readonly attempt: string | null;
  readonly text: string;
  readonly ref: string;
}

function rows(...args: readonly string[]): Row[] {
  const run = rasalyze(['timeline', ...args, '--format', 'jsonl']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return run.stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

/** RFC 4180, strictly: CRLF, quotes doubled, nothing behind a closing quote. */
function parseCsv(text: string): string[][] {
  const table: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`no CSV at ${at}: ${text.slice(at, at + 60)}`);
    table.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') table.push([]);
  }
  return table.filter((row) => row.length > 0);
}

const isOrdered = (list: readonly Row[]): boolean => list.every((row, i) => i === 0 || Date.parse(list[i - 1]!.time) <= Date.parse(row.time));

describe('rasalyze timeline', () => {
  const all = rows(zip, '--all');
  const known = rows(zip);

  it('is in order of time, and --all holds more', () => {
    expect(isOrdered(all)).toBe(true);
    expect(isOrdered(known)).toBe(true);
    expect(all.length).toBeGreaterThan(known.length);
    expect(new Set(all.map((row) => row.ref)).size).toBe(all.length);
  });

  it.runIf(hasTool('evtxexport', ['-V']))('lists with --all as many events as evtxexport does', () => {
    const logs = loadSample('13806-no-machine-certificate-german').bundles.flatMap((bundle) => logsOf(bundle.files));
    expect(all.filter((row) => row.ref.includes('#record='))).toHaveLength(logs.reduce((sum, log) => sum + listedByEvtxexport(log.bytes), 0));
  });

  it('is valid CSV with the same rows', () => {
    const [head, ...body] = parseCsv(rasalyze(['timeline', zip, '--all', '-f', 'csv']).stdout.replace(/^\uFEFF/, ''));
    expect(head).toEqual(['time', 'host', 'source', 'provider', 'code', 'severity', 'attempt', 'text', 'ref', 'originalTime']);
    expect(body.every((row) => row.length === 10)).toBe(true);
    expect(body.map((row) => [row[0], row[4], row[8]])).toEqual(all.map((row) => [row.time, String(row.code), row.ref]));
  });

  it('is one line a row as text', () => {
    const lines = rasalyze(['timeline', zip, '--all']).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(all.length);
    expect(lines.find((line) => line.includes('RasClient/20227'))).toMatch(/^2024-06-21T07:33:10.800Z +A2 +error +NB-KOELN-33 RasClient\/20227 .*13806.*\[NB-KOELN-33-Application\.evtx#record=\d+@\d+\]$/);
  });

  it.each<[readonly string[], (row: Row) => boolean]>([
    [['--from', '2024-06-21T07:33:00Z', '--to', '2024-06-21T07:35:00Z'], (row) => row.time >= '2024-06-21T07:33:00Z' && row.time <= '2024-06-21T07:35:00Z'],
    [['--from', '2024-06-21T09:33:00+02:00', '--to', '2024-06-21 07:34:30'], (row) => row.time >= '2024-06-21T07:33:00Z' && row.time <= '2024-06-21T07:34:30Z'],
    [['--attempt', 'a3'], (row) => row.attempt === 'A3'],
    [['--source', 'rasclient'], (row) => row.provider === 'RasClient'],
    [['--source', 'system.evtx'], (row) => row.ref.includes('System.evtx')],
    [['--host', 'nb-koeln-33'], () => true],
    [['--host', 'elsewhere'], () => false],
  ])('%j', (filter, holds) => {
    expect(rows(zip, '--all', ...filter).map((row) => row.ref)).toEqual(all.filter(holds).map((row) => row.ref));
  });

  it('merges the bundles of a case, hosts apart', () => {
    const zips = zipsOf('691-wrong-password-french');
    const merged = rows(...zips, '--all');
    expect(isOrdered(merged)).toBe(true);
    expect(merged).toHaveLength(zips.reduce((sum, one) => sum + rows(one, '--all').length, 0));
    expect(new Set(merged.map((row) => row.host))).toEqual(new Set(['PC-LYON-08', 'RRAS01', 'DC02']));
    expect(new Set(rows(...zips, '--host', 'DC02').map((row) => row.host))).toEqual(new Set(['DC02']));
  });

  it('names the computers there are for one that is not', () => {
    expectOneLine(rasalyze(['timeline', ...zipsOf('691-wrong-password-french'), '--host', 'DC03']), 'it speaks of RRAS01, DC02, PC-LYON-08');
  });

  it('says which log could not be read to its end, and gives the rest', () => {
    const run = rasalyze(['timeline', ...zipsOf('damaged-upload'), '--all', '-f', 'jsonl']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^rasalyze: not read whole: CLIENT44-Application\.evtx: .*the chain of records breaks/m);
    expect(run.stdout).toContain('"code":20227');
  });

  it('reads one log alone, and writes to a file', () => {
    const log = join(folder, 'NB-KOELN-33-Application.evtx');
    writeFileSync(log, loadSample('13806-no-machine-certificate-german').bundles[0]!.files.get('NB-KOELN-33-Application.evtx')!);
    expect(rows(log, '--all')).toHaveLength(all.filter((row) => row.ref.includes('Application.evtx')).length);
  });
});
