/** Events that stand in a log and in traces. */
import { describe, expect, it } from 'vitest';
import { withoutTraceCopies } from '../../src/engine/trace-copies.ts';
import type { LogRecord } from '../../src/model/records.ts';

function record(artifact: string, millisecond: number, more: Partial<LogRecord> = {}): LogRecord {
  const at = artifact.endsWith('.etl') ? ({ kind: 'etl', event: millisecond } as const) : ({ kind: 'evtx', recordId: millisecond, offset: 0 } as const);
  return { name: 'dns-client.1014', time: millisecond * 1_000, host: 'LAP042', scope: { provider: 'Microsoft-Windows-DNS-Client' }, code: 1_014, severity: 'warning', fields: {}, ref: { artifact, at }, ...more };
}
const left = (records: readonly LogRecord[]) => withoutTraceCopies(records).map((item) => [item.ref.artifact, item.time / 1_000]);

describe('copies of events', () => {
  it('in a trace give way to the log', () => {
    expect(left([record('a.etl', 1_003), record('System.evtx', 1_000)])).toEqual([['System.evtx', 1_000]]);
  });

  it('in two traces are one', () => {
    expect(left([record('a.etl', 1_000), record('b.etl', 1_010)])).toEqual([['a.etl', 1_000]]);
  });

  it('absorb one copy of each file: what a file holds twice happened twice', () => {
    expect(left([record('System.evtx', 1_000), record('a.etl', 1_001), record('a.etl', 1_002), record('b.etl', 1_003), record('b.etl', 1_004)])).toEqual([['System.evtx', 1_000], ['a.etl', 1_002]]);
  });

  it('are no copies at another time, of another event or computer, nor twice in a log', () => {
    const all = [record('System.evtx', 1_000), record('System.evtx', 1_001), record('a.etl', 1_030), record('a.etl', 1_000, { code: 1_015 }), record('a.etl', 1_000, { host: 'LAP043' }), record('a.etl', 1_000, { name: 'capture.dns' })];
    expect(left(all)).toHaveLength(all.length);
  });
});
