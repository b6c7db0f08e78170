/**
 * Picks the records of a window. Every attempt asks again, so the conditions that do not depend on the attempt are
 * judged once for each log; a window then costs what is in it that fits, not all that is in it.
 */
import type { LogRecord } from '../../model/records.ts';
import type { Selector, Where } from '../../model/signature.ts';
import { judgeWhere } from './condition.ts';
import { fieldsOf, isPlaced } from './items.ts';
import { referencesInCondition } from './references.ts';
import type { AskedSpan } from './subject.ts';
import type { TallyBuilder } from './tally.ts';

/** Records of one name and host, by time: those that pass the conditions without references, and that may. */
interface Sieve {
  readonly yes: readonly LogRecord[];
  readonly maybe: readonly LogRecord[];
  /** Records whose time could not be placed: they may be in any window. */
  readonly unplaced: readonly LogRecord[];
  /** Whether the selector has no other conditions. */
  readonly isWhole: boolean;
}

export type Sieves = Map<Selector, Map<readonly LogRecord[], Sieve>>;

const UNPLACED = 'its time could not be placed';
const MAX_LOOKED_AT = 64;

/** Add the records within the limits. `records` is an index bucket of the world: one name, one host, by time. */
export function addWindow(records: readonly LogRecord[], limits: AskedSpan, tally: TallyBuilder, sieves: Sieves): void {
  const sieve = sieveOf(tally.selector, records, sieves);
  for (const record of sieve.unplaced) tally.add(record, UNPLACED);
  const from = firstFrom(records, limits.from);
  const to = firstFrom(records, limits.to + 1);
  const unplaced = sieve.unplaced.length === 0 ? 0 : sieve.unplaced.filter((record) => isWithin(record, limits)).length;
  const passed = addPassed('true', sieve.yes, limits, sieve.isWhole, tally) + addPassed('unknown', sieve.maybe, limits, sieve.isWhole, tally);
  const failed = to - from - unplaced - passed;
  if (failed > 0) addFailed(records, from, to, failed, tally);
}

/** How many passed the sieve. When there are conditions left, each of them is judged in full. */
function addPassed(truth: 'true' | 'unknown', passed: readonly LogRecord[], limits: AskedSpan, isWhole: boolean, tally: TallyBuilder): number {
  const from = firstFrom(passed, limits.from);
  const to = firstFrom(passed, limits.to + 1);
  for (let at = from; at < to; at++) {
    const record = passed[at];
    if (record === undefined) break;
    if (!isWhole) tally.add(record);
    else if (tally.hasRoom(truth)) tally.put(record, truth);
    else {
      tally.count(truth, to - at);
      break;
    }
  }
  return to - from;
}

/** Some near misses to show, the others only counted. */
function addFailed(records: readonly LogRecord[], from: number, to: number, failed: number, tally: TallyBuilder): void {
  const { where } = tally.selector;
  let shown = 0;
  for (let at = from; at < Math.min(to, from + MAX_LOOKED_AT) && shown < failed && tally.hasRoom('false'); at++) {
    const record = records[at];
    if (record === undefined || !isPlaced(record) || judgeWhere(staticWhere(where), fieldsOf(record), () => undefined) !== 'false') continue;
    tally.put(record, 'false');
    shown++;
  }
  tally.count('false', failed - shown);
}

function sieveOf(selector: Selector, records: readonly LogRecord[], sieves: Sieves): Sieve {
  const known = sieves.get(selector) ?? new Map<readonly LogRecord[], Sieve>();
  sieves.set(selector, known);
  const made = known.get(records) ?? makeSieve(selector, records);
  known.set(records, made);
  return made;
}

function makeSieve(selector: Selector, records: readonly LogRecord[]): Sieve {
  const where = staticWhere(selector.where);
  const isWhole = where === selector.where;
  const [yes, maybe, unplaced]: [LogRecord[], LogRecord[], LogRecord[]] = [[], [], []];
  for (const record of records) {
    if (!isPlaced(record)) {
      unplaced.push(record);
      continue;
    }
    const truth = judgeWhere(where, fieldsOf(record), () => undefined);
    if (truth === 'true') yes.push(record);
    else if (truth === 'unknown') maybe.push(record);
  }
  return { yes, maybe, unplaced, isWhole };
}

const staticParts = new WeakMap<Where, Where>();

/** The conditions that refer to nothing; the same object when that is all of them. */
function staticWhere(where: Where | undefined): Where | undefined {
  if (where === undefined) return undefined;
  const known = staticParts.get(where);
  if (known !== undefined) return known;
  const entries = Object.entries(where);
  const plain = entries.filter(([, condition]) => referencesInCondition(condition).length === 0);
  const part = plain.length === entries.length ? where : Object.fromEntries(plain);
  staticParts.set(where, part);
  return part;
}

function isWithin(record: LogRecord, limits: AskedSpan): boolean {
  return record.time >= limits.from && record.time <= limits.to;
}

/** Index of the first record at or after a time. */
export function firstFrom(records: readonly LogRecord[], time: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
