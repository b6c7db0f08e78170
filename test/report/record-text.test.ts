/** The one line a record is shown as. */
import { describe, expect, it } from 'vitest';
import { lookUpEvent } from '../../src/knowledge/events.ts';
import type { LogRecord } from '../../src/model/records.ts';
import { recordText } from '../../src/report/record-text.ts';

describe('recordText', () => {
  it('reads the status of Kerberos events as Kerberos does: 24 is a wrong password (RFC 4120, 7.5.9), not a Windows error', () => {
    const name = lookUpEvent('Microsoft-Windows-Security-Auditing', 4771)?.name ?? '';
    const record: LogRecord = { name, time: 0, host: 'DC01', scope: { provider: 'p' }, code: 4771, severity: 'info', fields: { status: 24 }, ref: { artifact: 'x', at: { kind: 'line', line: 1 } } };
    expect(recordText(record)).toBe('Kerberos pre-authentication failed: status=24 (pre-authentication failed: wrong password (KDC_ERR_PREAUTH_FAILED))');
  });
});
