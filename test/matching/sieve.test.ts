import { describe, expect, it } from 'vitest';
import { judgeWhere } from '../../src/matching/evaluator/condition.ts';
import { fieldsOf } from '../../src/matching/evaluator/items.ts';
import type { Resolve } from '../../src/matching/evaluator/references.ts';
import { addWindow } from '../../src/matching/evaluator/sieve.ts';
import { TallyBuilder } from '../../src/matching/evaluator/tally.ts';
import type { LogRecord } from '../../src/model/records.ts';
import type { Selector, Where } from '../../src/model/signature.ts';
import type { Value } from '../../src/model/values.ts';
import { vocabulary } from './vocabulary.ts';

const resolve: Resolve = ({ field }) => ({ service: 'RasMan', time: 500 })[field];

/** 1000 records, one each microsecond, some without a field, some without a placed time. */
const RECORDS: readonly LogRecord[] = Array.from({ length: 1000 }, (_, time) => {
  const fields: Record<string, Value> = {};
  if (time % 7 !== 0) fields['service'] = time % 3 === 0 ? 'RasMan' : 'IKEEXT';
  if (time % 11 !== 0) fields['state'] = time % 5 === 0 ? 'stopped' : 'running';
  const clock = time % 97 === 0 ? { clock: { clock: 'local' as const, precision: 'second' as const } } : {};
  const ref = { artifact: 'x', at: { kind: 'line' as const, line: time } };
  return { name: 'service.state-changed', time, host: 'A', scope: { provider: 'P' }, code: 7036, severity: 'info', fields, ref, ...clock };
});

const WHERES: readonly (Where | undefined)[] = [
  undefined,
  { state: 'stopped' },
  { service: '$a.service' },
  { state: 'stopped', service: '$a.service' },
  { state: 'stopped', time: { lt: '$a.time' } },
  { service: '$a.unknown' },
  { state: 'paused' },
];

describe('records of a window', () => {
  it.each(WHERES.map((where) => [JSON.stringify(where), where] as const))('are those a plain search finds: %s', (_name, where) => {
    const selector: Selector = { record: 'service.state-changed', ...(where === undefined ? {} : { where }) };
    const sieves = new Map();
    for (const [from, to] of [[0, 999], [100, 100], [250, 749], [-5, 3], [990, 2000], [2000, 3000], [400, 600]] as const) {
      const tally = new TallyBuilder(selector, resolve, vocabulary);
      addWindow(RECORDS, { from, to }, tally, sieves);
      const expected = { true: 0, unknown: 0, false: 0 };
      for (const record of RECORDS) {
        if (record.clock === undefined && (record.time < from || record.time > to)) continue;
        const truth = judgeWhere(where, fieldsOf(record), resolve);
        expected[record.clock !== undefined && truth === 'true' ? 'unknown' : truth]++;
      }
      expect([from, to, tally.counts]).toEqual([from, to, expected]);
      expect(tally.lists.true.length).toBe(Math.min(256, expected.true));
      expect(tally.lists.true.every((item) => judgeWhere(where, fieldsOf(item.source), resolve) === 'true')).toBe(true);
      expect(tally.lists.false.every((item) => judgeWhere(where, fieldsOf(item.source), resolve) === 'false')).toBe(true);
    }
  });
});
