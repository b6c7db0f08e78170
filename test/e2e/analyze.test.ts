/** Diagnosing: exit codes, formats, and every form a bundle comes in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { buildEvtx } from '../support/evtx-builder.ts';
import { hasTool } from '../support/tools.ts';
import { loadSample } from '../golden/cases.ts';
import { MAIN, rasalyze, scratch, shell, zipsOf } from './run.ts';

const folder = scratch();
const json = (args: readonly string[]): Report => JSON.parse(rasalyze([...args, '--format', 'json']).stdout) as Report;
const causes = (report: Report): string[] => report.diagnosis.rootCauses.map((cause) => cause.signature);
const GERMAN = '13806-no-machine-certificate-german';
// oxlint-disable-next-line no-control-regex -- control characters are exactly what this is about
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

describe('exit codes', () => {
  it.each([
    ['healthy-client', 0, 'NOTHING FOUND'],
    [GERMAN, 1, 'CAUSE'],
    ['809-client-side-only', 3, 'UNDECIDED'],
    ['damaged-upload', 1, 'CAUSE'],
  ])('%s ends with %d', (name, code, answer) => {
    const run = rasalyze(zipsOf(name));
    expect([run.code, run.stderr]).toEqual([code, '']);
    expect(run.stdout).toContain(`\n${answer}`);
  });

  it('says what to collect where nothing is proved', () => {
    expect(rasalyze(zipsOf('809-client-side-only')).stdout).toMatch(/\nCOLLECT +On the \S/);
  });
});

describe('formats', () => {
  it('gives with --format json what the golden report says', () => {
    const golden = JSON.parse(readFileSync(loadSample(GERMAN).golden, 'utf8')) as Report;
    const report = json(zipsOf(GERMAN));
    expect({ ...report, tool: golden.tool }).toEqual(golden);
    expect(report.tool.version).toBe(rasalyze(['--version']).stdout.trim());
  });

  it('leads with the answer, its proof and the fix', () => {
    const lines = rasalyze(zipsOf(GERMAN)).stdout.split('\n');
    expect(lines.slice(2, 20).join('\n')).toMatch(/CAUSE .*13806[^]*PROOF .*20227[^]*NB-KOELN-33-Application\.evtx#record=\d+@\d+[^]*FIX /);
  });

  it('shows more with --verbose and times with --timing', () => {
    const [zip] = zipsOf(GERMAN);
    expect(rasalyze([zip!, '--verbose']).stdout.length).toBeGreaterThan(rasalyze([zip!]).stdout.length);
    expect(rasalyze([zip!, '--timing']).stderr).toMatch(/evtx/);
  });
});

describe('inputs', () => {
  const sample = loadSample(GERMAN);

  it('takes an unpacked folder', () => {
    const unpacked = sample.bundles[0]!.writeFolder(folder);
    const report = json([unpacked]);
    expect(causes(report)).toEqual(['ipsec-13806-no-machine-cert']);
    expect(report.case.bundles[0]?.reproWindow).toEqual({ start: '2024-06-21T07:32:00Z', end: '2024-06-21T07:40:00Z' });
  });

  it('takes a single event log, and says what else it would need', () => {
    const log = join(folder, 'NB-KOELN-33-Application.evtx');
    writeFileSync(log, sample.bundles[0]!.files.get('NB-KOELN-33-Application.evtx')!);
    const run = rasalyze([log]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('certutil -v -silent -store My');
  });

  it('takes what it asked for beside the log, under whatever name, and says whose it takes it for', () => {
    const log = join(folder, 'NB-KOELN-33-Application.evtx');
    writeFileSync(log, sample.bundles[0]!.files.get('NB-KOELN-33-Application.evtx')!);
    const answer = join(folder, 'answer.txt');
    writeFileSync(answer, 'my "Eigene Zertifikate"\r\nCertUtil: -store-Befehl wurde erfolgreich ausgef\u00fchrt.\r\n', 'latin1');
    const run = rasalyze([answer, log]);
    expect(run.code).toBe(1);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('answer.txt names no computer and is taken as from NB-KOELN-33');
    expect(causes(json([answer, log]))).toEqual(['ipsec-13806-no-machine-cert']);
  });

  it('takes several bundles as one case, on one clock: the client alone does not prove it', () => {
    const zips = zipsOf('two-hosts-187-seconds-apart');
    expect(causes(json([zips[0]!]))).toEqual([]);
    const report = json(zips);
    expect(causes(report)).toEqual(['ras-691-credentials-wrong']);
    expect(report.case.clockOffsets.map(({ host, relativeTo, seconds }) => [host, relativeTo, Math.round(seconds)])).toEqual([['RRAS01', 'CLIENT01', 187]]);
    expect(new Set(report.diagnosis.rootCauses[0]?.evidence.map(({ ref }) => ref.split('!/')[0]))).toEqual(new Set(zips.map((zip) => zip.replace(/^.*\//, ''))));
  });

  it('reads a renamed zip, and one bundle given twice as one', () => {
    const [zip] = zipsOf(GERMAN);
    const renamed = join(folder, 'Ticket 4711 (2).zip');
    writeFileSync(renamed, readFileSync(zip!));
    expect(causes(json([renamed]))).toEqual(['ipsec-13806-no-machine-cert']);
    expect(json([zip!, zip!]).attempts).toHaveLength(json([zip!]).attempts.length);
  });

  it('reads a zip whose end is missing, and says so', () => {
    const cut = join(folder, 'cut.zip');
    const bytes = readFileSync(zipsOf(GERMAN)[0]!);
    writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const run = rasalyze([cut]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('the archive is cut off');
  });

  it('goes on when one log is empty', () => {
    const place = join(folder, 'one-empty');
    mkdirSync(place);
    writeFileSync(join(place, 'NB-KOELN-33-System.evtx'), '');
    writeFileSync(join(place, 'NB-KOELN-33-Application.evtx'), sample.bundles[0]!.files.get('NB-KOELN-33-Application.evtx')!);
    const report = json([place]);
    expect(report.attempts).toHaveLength(4);
    expect(report.coverage.find((item) => item.artifact.endsWith('System.evtx'))).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('0 bytes') });
  });
});

describe('what the terminal gets', () => {
  const [zip] = zipsOf(GERMAN);

  it('is plain where it is no terminal, and there is no progress', () => {
    const run = rasalyze([zip!]);
    expect(run.stdout).not.toMatch(CONTROL);
    expect(run.stderr).toBe('');
  });

  it.runIf(hasTool('script', ['--version']))('is coloured on a terminal, unless NO_COLOR, --no-color or TERM say otherwise', () => {
    const onTerminal = (extra: string, env: Readonly<Record<string, string>>): string => shell(`script -qec "'${process.execPath}' '${MAIN}' '${zip}' ${extra}" /dev/null`, env).stdout;
    expect(onTerminal('', { TERM: 'xterm' })).toContain('\u001b[1m');
    expect(onTerminal('', { TERM: 'xterm', NO_COLOR: '1' })).not.toContain('\u001b[');
    expect(onTerminal('--no-color', { TERM: 'xterm' })).not.toContain('\u001b[');
    expect(onTerminal('', { TERM: 'dumb' })).not.toContain('\u001b[');
  });

  it('never gets control characters out of a bundle', () => {
    const evil = 'root\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp';
    const log = join(folder, 'EVIL01-Application.evtx');
    const data = (id: number, last: string) => ({ provider: 'RasClient', eventId: id, channel: 'Application', computer: `EVIL01\u001b[31m`, time: '2024-02-21T08:30:00Z', level: 2, data: ['{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}', `CONTOSO\\${evil}`, `VPN ${evil}`, last] });
    writeFileSync(log, buildEvtx([data(20221, `VpnStrategy = ${evil}`), data(20227, '809')]));
    for (const args of [[log], [log, '-v'], [log, '-f', 'json'], ['timeline', log], ['timeline', log, '--all'], ['timeline', log, '-f', 'csv'], ['timeline', log, '-f', 'jsonl']]) {
      const { stdout, stderr } = rasalyze(args);
      expect(stdout, args.join(' ')).toContain('owned');
      expect((stdout + stderr).replaceAll('\r\n', ''), args.join(' ')).not.toMatch(CONTROL);
    }
    expect(rasalyze([log]).stdout).not.toContain('\u202e');
  });
});
