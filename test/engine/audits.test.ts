/** When the absence of an audited event counts. GUIDs: [MS-GPAC] 2.2.1.2; changes: Microsoft Learn, event 4719. */
import { describe, expect, it } from 'vitest';
import { withAudits } from '../../src/engine/audits.ts';
import type { Fact, LogRecord, Watch } from '../../src/model/records.ts';

const NPS = '{0CCE9243-69AE-11D9-BED3-505054503030}';
const CREDENTIALS = '{0cce923f-69ae-11d9-bed3-505054503030}';
const SHARES = '{0CCE9224-69AE-11D9-BED3-505054503030}';
const ref = { artifact: 'DC01-Security.evtx', at: { kind: 'whole' } as const };

const policy = (guid: string, success: boolean, failure: boolean, host = 'DC01'): Fact => ({ name: 'audit.subcategory', host, subject: guid, fields: { guid, success, failure }, ref });
const change = (time: number, guid: string, changes: string): LogRecord => ({
  name: 'security-auditing.4719', time, host: 'DC01', scope: { provider: 'Microsoft-Windows-Security-Auditing', channel: 'Security' }, code: 4719, severity: 'info', fields: { subcategory_guid: guid, audit_policy_changes: changes }, ref,
});
const watch = (channel: string, from: number | undefined, to: number, host = 'DC01'): Watch => ({ host, channel, span: { ...(from === undefined ? {} : { from }), to }, ref });
const audited = (watches: readonly Watch[]) => watches.filter(({ channel }) => channel !== 'Security').map(({ host, channel, span }) => [host, channel, span.from, span.to]);

describe('the audit policy', () => {
  it('lets the Security log watch for what is audited, each outcome apart', () => {
    const watches = withAudits([watch('Security', 100, 900)], [policy(NPS, true, true), policy(CREDENTIALS, true, false), policy(SHARES, true, true)], []);
    expect(audited(watches)).toEqual([
      ['DC01', 'Security/Network Policy Server success', 100, 900],
      ['DC01', 'Security/Network Policy Server failure', 100, 900],
      ['DC01', 'Security/Credential Validation success', 100, 900],
    ]);
    expect(watches[0]).toEqual(watch('Security', 100, 900));
  });

  it('is silent where no Security log was read, and about other hosts', () => {
    expect(withAudits([], [policy(NPS, true, true)], [])).toEqual([]);
    expect(audited(withAudits([watch('Security', 100, 900, 'NPS01')], [policy(NPS, true, true)], []))).toEqual([]);
  });

  it('that says off outweighs an event of an audit that was on once', () => {
    const own = watch('Security/Credential Validation failure', 300, 900);
    expect(audited(withAudits([watch('Security', 100, 900), own], [policy(CREDENTIALS, true, false)], []))).toEqual([['DC01', 'Security/Credential Validation success', 100, 900]]);
    expect(audited(withAudits([watch('Security', 100, 900), own], [], []))).toEqual([['DC01', 'Security/Credential Validation failure', 300, 900]]);
  });

  it('counts from the change that brought it', () => {
    const changes = [change(400, NPS, '%%8449, %%8451')];
    expect(audited(withAudits([watch('Security', 100, 900)], [policy(NPS, true, true)], changes))).toEqual([
      ['DC01', 'Security/Network Policy Server success', 400, 900],
      ['DC01', 'Security/Network Policy Server failure', 400, 900],
    ]);
  });

  it('that a trace put on for its time counts for that time', () => {
    const changes = [change(400, NPS, '%%8451'), change(600, NPS, '%%8450')];
    expect(audited(withAudits([watch('Security', undefined, 900)], [policy(NPS, true, false)], changes))).toEqual([
      ['DC01', 'Security/Network Policy Server success', undefined, 900],
      ['DC01', 'Security/Network Policy Server failure', 400, 600],
    ]);
  });

  it('that was taken away counts until then', () => {
    expect(audited(withAudits([watch('Security', undefined, 900)], [], [change(400, CREDENTIALS, '%%8448, %%8450')]))).toEqual([
      ['DC01', 'Security/Credential Validation success', undefined, 400],
      ['DC01', 'Security/Credential Validation failure', undefined, 400],
    ]);
  });
});
