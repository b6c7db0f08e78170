/** why, show and --collect-script, as a user runs them. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Shown } from '../../src/model/shown.ts';
import type { Why } from '../../src/model/why.ts';
import { expectOneLine, rasalyze, scratch, zipsOf } from './run.ts';

const folder = scratch();
const [matched, open, three] = ['13806-no-machine-certificate-german', '809-client-side-only', '691-wrong-password-french'].map(zipsOf) as [string[], string[], string[]];

describe('rasalyze why', () => {
  it('gives each clause with its quote and place, and what would change the verdict', () => {
    const run = rasalyze(['why', 'ipsec-13806-no-machine-cert', ...matched, '--attempt', 'A4']);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toMatch(/MATCHED A4[^]*\+ failed: [^]*RasClient 20227 error=13806 at[^]*Application\.evtx#record=\d+@\d+[^]*\+ no_cert: no certificate\.machine[^]*= It would be ruled out if any one of these held/);
    expect(run.stdout).not.toContain('A1');
  });

  it('names the gate where it is shut, and ends with the verdict as its code', () => {
    const shut = rasalyze(['why', 'ras-691-credentials-wrong', ...matched]);
    expect(shut.code).toBe(0);
    expect(shut.stdout).toMatch(/NOT APPLICABLE[^]*would have to be there[^]*error 691/);
    const undecided = rasalyze(['why', 'ras-809-udp500-4500-blocked', ...open]);
    expect(undecided.code).toBe(3);
    expect(undecided.stdout).toMatch(/\? silence: [^]*unknown: wfp-net-events of LAP077 does not cover[^]*= It would match if[^]*To collect[^]*netsh wfp capture start[^]*settles \d+ verdicts/);
  });

  it('gives JSON in which the changes name clauses that exist, or inputs that are missing', () => {
    const why = JSON.parse(rasalyze(['why', 'ras-809-udp500-4500-blocked', ...open, '--format', 'json']).stdout) as Why;
    expect(why.subjects.map((subject) => subject.verdict)).toEqual(['undecided', 'undecided', 'not-applicable']);
    for (const { clauses, missing, counterfactuals } of why.subjects) for (const { changes } of counterfactuals) for (const { clause } of changes) expect([...clauses.map((each) => each.clause), ...missing]).toContain(clause);
    expect(why.missing.map((input) => input.verdicts)).toEqual(why.missing.map((input) => input.verdicts).toSorted((a, b) => b - a));
  });

  it('names the nearest ids for one that does not exist', () => {
    expectOneLine(rasalyze(['why', 'ipsec-13806-no-machine-crt', ...matched]), 'did you mean ipsec-13806-no-machine-cert?');
    expectOneLine(rasalyze(['why', '13806', ...matched]), 'ids that hold it: ipsec-13806-no-machine-cert');
    expectOneLine(rasalyze(['why', 'seed-bad-credentials', ...matched]), 'ask for ras-691-credentials-wrong');
    expectOneLine(rasalyze(['why', 'ipsec-13806-no-machine-cert', ...matched, '--attempt', 'A99']), '--attempt A99: no such attempt or computer; there are A1 to A');
  });
});

describe('rasalyze show', () => {
  it('opens what the terminal report printed', () => {
    const { stdout } = rasalyze([...three, '--verbose']);
    const refs = [...new Set(stdout.match(/\S+\.zip!\/\S+#(?:record|line|key)=\S+/g))];
    expect(refs.length).toBeGreaterThan(3);
    for (const ref of refs.slice(0, 5)) {
      const run = rasalyze(['show', ...three, ref]);
      expect([run.code, run.stderr], ref).toEqual([0, '']);
    }
  });

  it('gives JSON, and one line for what is not there', () => {
    const report = JSON.parse(rasalyze([...open, '--format', 'json']).stdout) as Report;
    const event = report.timeline.find((item) => item.code === 20227);
    const shown = JSON.parse(rasalyze(['show', ...open, event?.ref ?? '', '-f', 'json']).stdout) as Shown;
    expect(shown.found[0]).toMatchObject({ kind: 'event', provider: 'RasClient', eventId: 20227, time: event?.time });
    expect(rasalyze(['show', ...open, `[${event?.ref ?? ''}]`]).code).toBe(0);
    expectOneLine(rasalyze(['show', ...open, 'no.txt#line=1']), 'no such file');
    expectOneLine(rasalyze(['show', ...open, 'no.txt#line=0']), 'no reference');
    expectOneLine(rasalyze(['show', ...open]), 'show takes a bundle and a reference');
  });
});

describe('two bundles of one name', () => {
  it('are told apart in references, and each opens in its own', () => {
    const files = [open[0] ?? '', matched[0] ?? ''].map((path, index) => {
      const copy = join(folder, String(index), 'TSS.zip');
      mkdirSync(join(folder, String(index)), { recursive: true });
      copyFileSync(path, copy);
      return copy;
    });
    const report = JSON.parse(rasalyze([...files, '--format', 'json']).stdout) as Report;
    expect(report.case.bundles.map((bundle) => bundle.name)).toEqual(['TSS.zip', 'TSS.zip (2)']);
    const event = report.timeline.find((item) => item.code === 20227 && item.ref.startsWith('TSS.zip (2)!/'));
    const shown = JSON.parse(rasalyze(['show', ...files, event?.ref ?? '', '-f', 'json']).stdout) as Shown;
    expect(shown).toMatchObject({ bundle: 'TSS.zip (2)', found: [{ kind: 'event', time: event?.time }] });
  });
});

describe('rasalyze --collect-script', () => {
  it('writes a script for what is missing', () => {
    const path = join(folder, 'out.ps1');
    expect(rasalyze([...open, '--collect-script', path]).code).toBe(3);
    expect(readFileSync(path, 'latin1')).toMatch(/'LAP077' = @\('client'\)\r\n[^]*wfp capture start[^]*Compress-Archive/);
  });

  it('says that nothing is missing instead of writing an empty one', () => {
    const path = join(folder, 'none.ps1');
    const run = rasalyze([...zipsOf('healthy-client'), '--collect-script', path]);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('was not written')]);
    expect(existsSync(path)).toBe(false);
  });
});
