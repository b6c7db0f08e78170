/** Storing, judging again, redacting and extracting as a user does it. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectOneLine, rasalyze, scratch, zipsOf } from './run.ts';

const folder = scratch();
const SAMPLE = zipsOf('691-wrong-password-french');
const NAMES = /contoso|lyon|rras01|dc02|user6|user2|198\.51\.100|192\.0\.2\.|10\.20\.0\./i;
const at = (name: string): string => join(folder, name);

describe('--save-evidence', () => {
  it('stores a case that is judged again to the same report', () => {
    const first = rasalyze([...SAMPLE, '--format', 'json', '--save-evidence', at('case.ras')]);
    const again = rasalyze([at('case.ras'), '--format', 'json']);
    expect([first.code, again.code, again.stderr]).toEqual([1, 1, '']);
    expect(again.stdout).toBe(first.stdout);
    expect(readFileSync(at('case.ras')).subarray(0, 3)).toEqual(Buffer.from([0x1f, 0x8b, 8]));
  });

  it('serves the other commands as its bundles do', () => {
    for (const args of [['timeline'], ['timeline', '--format', 'csv'], ['why', 'ras-691-credentials-wrong']]) {
      const [bundles, stored] = [rasalyze([...args, ...SAMPLE]), rasalyze([...args, at('case.ras')])];
      expect([stored.code, stored.stderr, stored.stdout]).toEqual([bundles.code, '', bundles.stdout]);
    }
    expect(rasalyze(['diff', at('case.ras'), at('case.ras')])).toMatchObject({ code: 0, stderr: '' });
    expectOneLine(rasalyze(['show', at('case.ras'), 'DC02-Security.evtx#record=6032']), 'stored evidence holds no files');
  });

  it('leaves no file behind when nothing can be read', () => {
    writeFileSync(at('empty.evtx'), Buffer.from('ElfFile\0'));
    expect(rasalyze([at('empty.evtx'), '--save-evidence', at('none.ras')]).code).toBe(2);
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  it('is refused in one line when it is damaged or no such file', () => {
    writeFileSync(at('cut.ras'), readFileSync(at('case.ras')).subarray(0, 500));
    expectOneLine(rasalyze([at('cut.ras')]), 'cut.ras');
    expectOneLine(rasalyze(['redact', at('cut.ras')]), 'cut.ras');
    writeFileSync(at('text.ras'), 'hello');
    expectOneLine(rasalyze([at('text.ras')]), 'text.ras');
  });
});

describe('--redact', () => {
  const outputs: readonly (readonly string[])[] = [[...SAMPLE], [...SAMPLE, '--verbose'], [...SAMPLE, '--format', 'json'], ['timeline', ...SAMPLE], ['timeline', '--all', ...SAMPLE], ['timeline', '--format', 'csv', ...SAMPLE], ['timeline', '--format', 'jsonl', ...SAMPLE], ['why', 'ras-691-credentials-wrong', ...SAMPLE]];

  it.each(outputs.map((args) => [args.filter((arg) => !arg.endsWith('.zip')).join(' ') || 'analyze', args] as const))('leaves no name in %s', (_, args) => {
    const plain = rasalyze(args);
    const run = rasalyze([...args, '--redact']);
    expect([run.code, run.stderr]).toEqual([plain.code, '']);
    expect(plain.stdout).toMatch(NAMES);
    expect(run.stdout).not.toMatch(NAMES);
    expect(run.stdout.split('\n').length).toBeGreaterThan(plain.stdout.split('\n').length / 2);
    expect(rasalyze([...args, '--redact']).stdout).toBe(run.stdout);
  });

  it('gives other cases the same pseudonyms with the same key only', () => {
    const client = SAMPLE.find((path) => path.includes('PC-LYON'))!;
    const hosts = (args: readonly string[]): string[] => (JSON.parse(rasalyze([...args, '--format', 'json', '--redact']).stdout) as { case: { bundles: { hosts: { name: string }[] }[] } }).case.bundles.flatMap((bundle) => bundle.hosts.map((host) => host.name));
    expect(hosts([...SAMPLE, '--redact-key', 'a'])).toEqual(expect.arrayContaining(hosts([client, '--redact-key', 'a'])));
    expect(hosts([...SAMPLE, '--redact-key', 'a'])).not.toEqual(expect.arrayContaining(hosts([client, '--redact-key', 'b'])));
    expectOneLine(rasalyze([client, '--redact-key', 'a']), '--redact-key');
  });

  it('works on what was written before', () => {
    const report = rasalyze([...SAMPLE, '--format', 'json', '-o', at('report.json')]);
    expect(report.code).toBe(1);
    const run = rasalyze(['redact', at('report.json')]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).not.toMatch(NAMES);
    const causes = (text: string): unknown => (JSON.parse(text) as { diagnosis: { rootCauses: { signature: string }[] } }).diagnosis.rootCauses.map((cause) => cause.signature);
    expect(causes(run.stdout)).toEqual(causes(readFileSync(at('report.json'), 'utf8')));
    expect(rasalyze(['redact', at('case.ras'), '-o', at('redacted.ras')]).code).toBe(0);
    const judged = rasalyze([at('redacted.ras'), '--verbose']);
    expect(judged.code).toBe(1);
    expect(judged.stdout).not.toMatch(NAMES);
    expectOneLine(rasalyze(['redact', SAMPLE[0]!]), 'no report of rasalyze');
    expectOneLine(rasalyze(['redact', at('nowhere.json')]), 'no such file');
  });
});

describe('two results', () => {
  it('never go to one file', () => {
    expectOneLine(rasalyze([...SAMPLE, '--save-evidence', at('same'), '-o', at('./same')]), 'both --output and --save-evidence name it');
    expect(readdirSync(at('.')).filter((name) => name.startsWith('same'))).toEqual([]);
  });
});

describe('rasalyze extract', () => {
  it('writes a small bundle without names that yields the finding', () => {
    const run = rasalyze(['extract', ...SAMPLE, '--finding', 'ras-691-credentials-wrong', '-o', at('out.zip')]);
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toMatch(/^rasalyze: \d+ of \d+ pieces of evidence are needed for ras-691-credentials-wrong\n$/);
    const judged = rasalyze([at('out.zip'), '--verbose']);
    expect(judged).toMatchObject({ code: 1, stderr: '' });
    expect(judged.stdout).toContain('ras-691-credentials-wrong');
    expect(judged.stdout).not.toMatch(NAMES);
    expect(readFileSync(at('out.zip')).length).toBeLessThan(5_000);
  });

  it('writes a folder that can become a sample, and says what it cannot do', () => {
    expect(rasalyze(['extract', at('case.ras'), '--finding', 'ras-691-credentials-wrong', '-o', at('new-sample')]).code).toBe(0);
    expect(readdirSync(at('new-sample')).toSorted()).toEqual(['case.yaml', 'ras-691-credentials-wrong.zip']);
    expectOneLine(rasalyze(['extract', at('case.ras'), '--finding', 'ras-800-automatic-all-tunnels-failed', '-o', at('no.zip')]), 'not matched');
    expectOneLine(rasalyze(['extract', at('case.ras'), '--finding', 'nonsense', '-o', at('no.zip')]), 'no such signature');
    expectOneLine(rasalyze(['extract', at('case.ras'), '-o', at('no.zip')]), '--finding');
    expect(existsSync(at('no.zip'))).toBe(false);
  });
});
