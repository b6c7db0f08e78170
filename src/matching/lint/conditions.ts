/** Whether conditions fit the fields they are put on. */
import type { Condition, Operator, Where } from '../../model/signature.ts';
import type { FieldType } from '../../model/values.ts';
import { isOperator, VALID_AT } from '../evaluator/condition.ts';
import { compilePattern } from '../evaluator/pattern.ts';
import { parseReference } from '../evaluator/references.ts';
import { orderOf } from '../evaluator/values.ts';
import type { Report } from '../load.ts';
import type { Path } from '../validate.ts';
import { suggest } from './suggest.ts';

/** `fields` is null when the fields are not known. */
export function conditionProblems(
  where: Where,
  path: Path,
  fields: ReadonlyMap<string, FieldType> | null,
  report: Report,
): void {
  for (const [field, condition] of Object.entries(where)) {
    const at = [...path, field];
    const type = fields?.get(field);
    if (field === VALID_AT) checkValidity(condition, at, fields, report);
    else if (fields !== null && type === undefined) report(at, `there is no field ${field}${suggest(field, fields.keys())}`);
    else checkCondition(field, condition, type, at, report);
  }
}

function checkValidity(condition: Condition, path: Path, fields: ReadonlyMap<string, FieldType> | null, report: Report): void {
  if (fields !== null && !(fields.has('not_before') && fields.has('not_after'))) {
    report(path, 'valid_at needs the fields not_before and not_after');
  }
  const operand = isOperator(condition) ? condition.not : condition;
  if (isOperator(condition) && Object.keys(condition).join() !== 'not') report(path, 'valid_at takes a time or { not: time }');
  else if (parseReference(operand) === null && (typeof operand !== 'string' || orderOf(operand) === undefined)) {
    report(path, 'valid_at needs a time: $clause.time, or a date in ISO form');
  }
}

function checkCondition(field: string, condition: Condition, type: FieldType | undefined, path: Path, report: Report): void {
  if (!isOperator(condition)) return checkOperand(field, condition, type, path, report);
  for (const [name, operand] of Object.entries(condition) as [keyof Operator, unknown][]) {
    checkOperator(field, name, operand, type, [...path, name], report);
  }
}

function checkOperator(field: string, name: keyof Operator, operand: unknown, type: FieldType | undefined, path: Path, report: Report): void {
  const isList = type === 'strings' || type === 'numbers';
  if (name === 'not') return checkCondition(field, operand as Condition, type, path, report);
  if (name === 'present') return;
  if (name.startsWith('has') && type !== undefined && !isList) return report(path, `${field} is a ${type}, not a list: use in instead of ${name}`);
  if (!name.startsWith('has') && name !== 'matches' && name !== 'covers' && isList) return report(path, `${field} is a list: use has instead of ${name}`);
  if (name === 'matches') return checkPattern(field, operand, type, path, report);
  if (name === 'lt' || name === 'lte' || name === 'gt' || name === 'gte') return checkLimit(field, operand, type, path, report);
  const itemType = type === 'strings' ? 'string' : type === 'numbers' ? 'number' : type;
  for (const each of [operand].flat()) checkOperand(field, each as Condition, itemType, path, report);
}

function checkPattern(field: string, operand: unknown, type: FieldType | undefined, path: Path, report: Report): void {
  if (type !== undefined && type !== 'string' && type !== 'strings') return report(path, `${field} is a ${type}: matches needs text`);
  const pattern = compilePattern(String(operand));
  if (typeof pattern === 'string') report(path, `matches: ${pattern}`);
}

function checkLimit(field: string, operand: unknown, type: FieldType | undefined, path: Path, report: Report): void {
  checkReferenceForm(operand, path, report);
  if (type === 'boolean') report(path, `${field} is a boolean and has no order`);
  if (parseReference(operand) !== null) return;
  const order = typeof operand === 'number' || typeof operand === 'string' ? orderOf(operand) : undefined;
  if (order === undefined || (type === 'time' && typeof operand !== 'string')) report(path, `${String(operand)} is not a ${type === 'time' ? 'time in ISO form' : 'number or time'}`);
}

function checkReferenceForm(operand: unknown, path: Path, report: Report): void {
  if (typeof operand !== 'string' || !operand.startsWith('$') || parseReference(operand) !== null) return;
  report(path, `${operand} is not of the form $clause.field`);
}

/** A literal that can never equal the field. */
function checkOperand(field: string, operand: Condition, type: FieldType | undefined, path: Path, report: Report): void {
  checkReferenceForm(operand, path, report);
  if (type === undefined || operand === null || parseReference(operand) !== null) return;
  const isCode = typeof operand === 'number' && Number.isInteger(operand) && operand >= 0 && operand <= 0xffff_ffff;
  if (type === 'code' && !isCode) return report(path, `${field} is a code: write it as an unsigned 32-bit number`);
  if ((type === 'strings' || type === 'numbers') && !Array.isArray(operand)) return report(path, `${field} is a list: use has`);
  if (type === 'boolean' && typeof operand !== 'boolean') return report(path, `${field} is true or false, found ${String(operand)}`);
  if (type === 'number' && typeof operand !== 'number') return report(path, `${field} is a number, found ${String(operand)}`);
  // An unnamed event field is text even when it holds a number; a registry value may be either.
  if (type === 'string' && typeof operand === 'boolean') report(path, `${field} is text, found ${String(operand)}`);
  if (type === 'time') report(path, `${field} is a time: use lt, lte, gt or gte`);
}
