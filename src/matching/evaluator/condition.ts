/**
 * Conditions on the fields of one record or fact, three-valued. A field that is not there is unknown; a field
 * that is null is known to be absent.
 */
import type { Truth } from '../../model/finding.ts';
import type { Condition, Operator, Where } from '../../model/signature.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { OWN_TIME, parseReference, type Resolve } from './references.ts';
import { and, not, truthOf } from './truth.ts';
import { formatDate, formatTime, formatValue, isSame, orderOf } from './values.ts';

/** Virtual field: whether a moment lies between `not_before` and `not_after`. */
export const VALID_AT = 'valid_at';

export type FieldOf = (name: string) => Value | undefined;

const entriesOfWhere = new WeakMap<Where, readonly [string, Condition][]>();

/** A `where` is judged for every record of a log: its entries are listed once. */
function entriesOf(where: Where): readonly [string, Condition][] {
  const known = entriesOfWhere.get(where);
  if (known !== undefined) return known;
  const entries = Object.entries(where);
  entriesOfWhere.set(where, entries);
  return entries;
}

/** Judge all conditions of a `where`. */
export function judgeWhere(where: Where | undefined, fieldOf: FieldOf, resolve: Resolve): Truth {
  if (where === undefined) return 'true';
  let isUnknown = false;
  for (const [field, condition] of entriesOf(where)) {
    const truth = judgeField(field, condition, fieldOf, resolve);
    if (truth === 'false') return 'false';
    if (truth === 'unknown') isUnknown = true;
  }
  return isUnknown ? 'unknown' : 'true';
}

/** In a few words each, the conditions that fail; when none does, those that are not known. */
export function explainWhere(
  where: Where | undefined,
  fieldOf: FieldOf,
  resolve: Resolve,
  types?: ReadonlyMap<string, FieldType>,
): readonly string[] {
  const failed: string[] = [];
  const unknown: string[] = [];
  for (const [field, condition] of entriesOf(where ?? {})) {
    const truth = judgeField(field, condition, fieldOf, resolve);
    if (truth === 'false') failed.push(reasonOf(field, condition, fieldOf, resolve, types?.get(field)));
    else if (truth === 'unknown') unknown.push(`${field} unknown`);
  }
  return failed.length > 0 ? failed : unknown;
}

function judgeField(field: string, condition: Condition, fieldOf: FieldOf, resolve: Resolve): Truth {
  if (field === VALID_AT) return judgeValidity(condition, fieldOf, resolve);
  return judgeCondition(condition, fieldOf(field), resolve);
}

/** Judge one condition on one value (undefined = unknown). */
export function judgeCondition(condition: Condition, value: Value | undefined, resolve: Resolve): Truth {
  if (value === undefined) return 'unknown';
  if (!isOperator(condition)) return judgeEqual(condition, value, resolve);
  let truth: Truth = 'true';
  for (const [name, operand] of Object.entries(condition) as [keyof Operator, unknown][]) {
    truth = and(truth, judgeOperator(name, operand, value, resolve));
  }
  return truth;
}

function judgeOperator(name: keyof Operator, operand: unknown, value: Value, resolve: Resolve): Truth {
  switch (name) {
    case 'in':
      return judgeAnyEqual(operand, [value], resolve);
    case 'not':
      return not(judgeCondition(operand as Condition, value, resolve));
    case 'not_in':
      return not(judgeAnyEqual(operand, [value], resolve));
    case 'has':
      return judgeAnyEqual([operand], itemsOf(value), resolve);
    case 'has_any':
      return judgeAnyEqual(operand, itemsOf(value), resolve);
    case 'has_none':
      return not(judgeAnyEqual(operand, itemsOf(value), resolve));
    case 'covers':
      return judgeName(operand, value, resolve);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return judgeOrder(name, operand, value, resolve);
    case 'matches':
      return judgePattern(operand, value);
    case 'present':
      return truthOf((value !== null) === operand);
    default:
      return 'unknown';
  }
}

function judgeEqual(wanted: Value, value: Value, resolve: Resolve): Truth {
  const operand = operandOf(wanted, resolve);
  return operand === undefined ? 'unknown' : truthOf(isSame(value, operand));
}

/** Whether any of the items equals any of the operands; an unknown operand may be the one. */
function judgeAnyEqual(operands: unknown, items: readonly Value[], resolve: Resolve): Truth {
  if (!Array.isArray(operands)) return 'unknown';
  let isUnknown = false;
  for (const each of operands as Value[]) {
    const operand = operandOf(each, resolve);
    if (operand === undefined) isUnknown = true;
    else if (items.some((item) => isSame(item, operand))) return 'true';
  }
  return isUnknown && items.length > 0 ? 'unknown' : 'false';
}

/** Whether one of a certificate's names stands for the host. */
function judgeName(wanted: unknown, value: Value, resolve: Resolve): Truth {
  const names = itemsOf(value);
  const host = operandOf(wanted as Value, resolve);
  if (host === undefined && names.length > 0) return 'unknown';
  return truthOf(typeof host === 'string' && names.some((name) => isSame(name, host) || isSame(name, wildcardOf(host))));
}

/** The one name with a wildcard that stands for the host; an address has none. */
function wildcardOf(host: string): string | null {
  const dot = host.indexOf('.');
  return dot > 0 && /[a-z]/i.test(host.slice(host.lastIndexOf('.'))) ? `*${host.slice(dot)}` : null;
}

function judgeOrder(name: 'lt' | 'lte' | 'gt' | 'gte', wanted: unknown, value: Value, resolve: Resolve): Truth {
  if (value === null) return 'false';
  const operand = operandOf(wanted as Value, resolve);
  const left = orderOf(value);
  const right = operand === undefined ? undefined : orderOf(operand);
  if (left === undefined || right === undefined) return 'unknown';
  if (name === 'lt') return truthOf(left < right);
  if (name === 'lte') return truthOf(left <= right);
  return truthOf(name === 'gt' ? left > right : left >= right);
}

const patterns = new Map<string, Pattern | string>();
const MAX_CACHED_PATTERNS = 1000;

function judgePattern(source: unknown, value: Value): Truth {
  if (typeof source !== 'string') return 'unknown';
  if (value === null) return 'false';
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = compilePattern(source);
    if (patterns.size >= MAX_CACHED_PATTERNS) patterns.clear();
    patterns.set(source, pattern);
  }
  if (typeof pattern === 'string') return 'unknown';
  let isUnknown = false;
  for (const item of itemsOf(value)) {
    const result = pattern.test(String(item));
    if (result === true) return 'true';
    if (result === null) isUnknown = true;
  }
  return isUnknown ? 'unknown' : 'false';
}

/** `valid_at: <time>` or `valid_at: { not: <time> }`. A bound that is null does not limit. */
function judgeValidity(condition: Condition, fieldOf: FieldOf, resolve: Resolve): Truth {
  if (isOperator(condition)) {
    const names = Object.keys(condition);
    if (names.length !== 1 || condition.not === undefined) return 'unknown';
    return not(judgeValidity(condition.not, fieldOf, resolve));
  }
  const time = momentOf(condition, resolve);
  if (time === undefined) return 'unknown';
  return and(
    judgeBound(fieldOf('not_before'), (bound) => bound <= time),
    judgeBound(fieldOf('not_after'), (bound) => time <= bound),
  );
}

function judgeBound(bound: Value | undefined, holds: (bound: number) => boolean): Truth {
  if (bound === null) return 'true';
  return typeof bound === 'number' ? truthOf(holds(bound)) : 'unknown';
}

function momentOf(condition: Value, resolve: Resolve): number | undefined {
  const reference = parseReference(condition);
  const own = reference?.field === 'time' ? resolve({ ...reference, field: OWN_TIME }) : undefined;
  const operand = own ?? operandOf(condition, resolve);
  return operand === undefined ? undefined : orderOf(operand);
}

function operandOf(value: Value, resolve: Resolve): Value | undefined {
  const reference = parseReference(value);
  return reference === null ? value : resolve(reference);
}

function itemsOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [value];
}

export function isOperator(condition: Condition): condition is Operator {
  return condition !== null && typeof condition === 'object' && !Array.isArray(condition);
}

/** In a few words why a condition is false. */
function reasonOf(
  field: string,
  condition: Condition,
  fieldOf: FieldOf,
  resolve: Resolve,
  type: FieldType | undefined,
): string {
  if (field === VALID_AT) return validityReason(condition, fieldOf, resolve);
  const value = fieldOf(field);
  if (value === null || value === undefined) return `no ${field}`;
  if (isOperator(condition) && typeof value === 'object') {
    const wanted = condition.has ?? condition.has_any;
    if (wanted !== undefined) return `no ${[wanted].flat().map((each) => formatValue(operandOf(each, resolve))).join(' or ')}`;
  }
  return `${field} is ${formatValue(value, type)}`;
}

function validityReason(condition: Condition, fieldOf: FieldOf, resolve: Resolve): string {
  if (isOperator(condition)) return 'valid then';
  const time = momentOf(condition, resolve);
  const before = fieldOf('not_before');
  const after = fieldOf('not_after');
  if (typeof after === 'number' && time !== undefined && time > after) return `expired ${formatDate(after)}`;
  return typeof before === 'number' ? `not valid before ${formatTime(before)}` : 'not valid then';
}
