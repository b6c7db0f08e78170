/** What verdicts rest on stays true on the common clock: gaps, watches, lifetimes of certificates, doubts. */
import { describe, expect, it } from 'vitest';
import { confidenceOf, type ConfidenceInput } from '../../src/diagnosis/confidence.ts';
import { onCommonClock } from '../../src/engine/common-clock.ts';
import { createWorld } from '../../src/matching/index.ts';
import { judgeWhere } from '../../src/matching/evaluator/condition.ts';
import { watchedSpan } from '../../src/matching/evaluator/coverage.ts';
import { fieldsOf } from '../../src/matching/evaluator/items.ts';
import type { Host } from '../../src/model/case.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';
import { coId, dialed, judged, NOON, sorted } from '../timeline/two-hosts.ts';

const SECOND = 1_000_000;
const HOSTS: readonly Host[] = [{ name: 'RRAS01', roles: ['vpn-server'] }, { name: 'LAP042', roles: ['client'] }];
const DIAL = { index: 1, start: 0, toJudgement: 1, latency: 0.5 };
const byTime = (a: LogRecord, b: LogRecord) => a.time - b.time;
const ref = { artifact: 'System.evtx', at: { kind: 'whole' as const } };

const records = sorted([...dialed(DIAL), judged(DIAL, 187, coId(1))]);
const watch = (from: number, to: number) => ({ host: 'RRAS01', channel: 'System', span: { from: NOON + from * SECOND, to: NOON + to * SECOND }, ref });

describe('on the common clock', () => {
  it('everything stands on the clock of the client, whatever order the hosts are in', () => {
    const clock = onCommonClock({ records, facts: [], watches: [], gaps: [] }, HOSTS, byTime);
    expect(clock.reference).toBe('LAP042');
    expect(clock.records.map((record) => record.name)).toEqual(['ras-client.dial-started', 'ras-client.connecting', 'rras.auth-failed', 'ras-client.failed']);
  });

  it('prefers the client that failed in its repro window, and leaves one machine alone', () => {
    const other = dialed({ ...DIAL, index: 2, start: 300 }).map((record): LogRecord => ({ ...record, host: 'LAP043' }));
    const window: Fact = { name: 'tss.repro-window', host: 'LAP043', subject: 'repro', fields: { start: NOON + 250 * SECOND, end: NOON + 400 * SECOND, basis: 'markers' }, ref };
    expect(onCommonClock({ records: sorted([...records, ...other]), facts: [window], watches: [], gaps: [] }, [...HOSTS, { name: 'LAP043', roles: ['client'] }], byTime).reference).toBe('LAP043');
    const alone = { records: dialed(DIAL), facts: [], watches: [], gaps: [] };
    expect(onCommonClock(alone, HOSTS.slice(1), byTime)).toMatchObject({ ...alone, offsets: [] });
  });

  it('a log that watched the dial on its own clock watches it still, and one that was cleared then does not', () => {
    const dial = { from: NOON, to: NOON + 2 * SECOND };
    const watched = (from: number, to: number, gap?: number) => {
      const gaps = gap === undefined ? [] : [{ host: 'RRAS01', channel: 'System', span: { from: NOON + gap * SECOND, to: NOON + (gap + 2) * SECOND }, reason: 'cleared', ref }];
      const { records: moved, watches, gaps: movedGaps } = onCommonClock({ records, facts: [], watches: [watch(from, to)], gaps }, HOSTS, byTime);
      const world = createWorld({ records: moved, facts: [], listings: [], watches, gaps: movedGaps, attempts: [], hosts: HOSTS, reproWindow: null });
      return watchedSpan('System', 'RRAS01', dial, world).length > 0;
    };
    expect(watched(100, 300)).toBe(true);
    // By their figures these two cover the dial, by their clock they end before it or begin after it.
    expect(watched(-100, 100)).toBe(false);
    expect(watched(190, 300)).toBe(false);
    expect(watched(100, 300, 187)).toBe(false);
    expect(watched(100, 300, 0)).toBe(true);
  });

  it('certificates are judged by the clock of the machine whose record is meant', () => {
    const { records: moved } = onCommonClock({ records, facts: [], watches: [], gaps: [] }, HOSTS, byTime);
    // Expired 100 s after noon: by the server's clock before its refusal, by the client's after it.
    const certificate: Fact = { name: 'certificate.machine', host: 'RRAS01', subject: 'x', fields: { not_before: 0, not_after: NOON + 100 * SECOND }, ref };
    const validAt = (name: string) => {
      const record = moved.find((each) => each.name === name);
      return judgeWhere({ valid_at: '$moment.time' }, fieldsOf(certificate), ({ field }) => (record === undefined ? undefined : fieldsOf(record)(field)));
    };
    expect(validAt('ras-client.failed')).toBe('true');
    expect(validAt('rras.auth-failed')).toBe('false');
  });

  it('no cause that rests on a join by time alone is of high confidence', () => {
    const input = { signature: { status: 'test' }, attempts: ['A1'], hosts: [], evidence: [{ clause: 'refused', ref, quote: '' }], alike: [], isContradicted: false, disputed: [], isRecovered: () => false, isClockUnknown: false } as unknown as ConfidenceInput;
    expect(confidenceOf({ ...input, isTimeOnly: () => false }).level).toBe('high');
    const doubted = confidenceOf({ ...input, isTimeOnly: () => true });
    expect(doubted.level).toBe('medium');
    expect(doubted.reasons.join()).toMatch(/by its time only/);
  });
});
