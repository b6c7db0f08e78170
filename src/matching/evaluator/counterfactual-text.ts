/** What a selector asks for, in words: the same for explanations of clauses and of gates. */
import { eventText } from '../../knowledge/events.ts';
import type { Condition, Operator, Selector } from '../../model/signature.ts';
import type { FieldType, Value } from '../../model/values.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { isOperator, VALID_AT } from './condition.ts';
import { FACT_PROPERTIES, RECORD_PROPERTIES } from './items.ts';
import { parseReference, type Resolve } from './references.ts';
import { namesOf } from './select.ts';
import { formatValue } from './values.ts';

/** `certificate.machine on the vpn-server with private_key true, eku with any of client-auth, any, valid at 2024-…`. */
export function askedText(selector: Selector, resolve: Resolve, vocabulary: Vocabulary): string {
  const names = selector.fact === undefined ? namesOf(selector).map(recordName) : [selector.fact];
  const where = selector.on === undefined ? '' : ` on the ${selector.on}`;
  const conditions = Object.entries(selector.where ?? {}).map(([field, condition]) => conditionText(field, condition, resolve, typeOf(selector, field, vocabulary)));
  const near = selector.scope === 'window' ? ' around the attempt' : '';
  return `${names.join(' or ')}${where}${near}${conditions.length === 0 ? '' : ` with ${conditions.join(', ')}`}`;
}

function recordName(name: string): string {
  const text = eventText(name);
  return text === null ? name : `${name} "${text}"`;
}

function typeOf(selector: Selector, field: string, vocabulary: Vocabulary): FieldType | undefined {
  if (selector.fact !== undefined) return vocabulary.facts.get(selector.fact)?.fields.get(field) ?? FACT_PROPERTIES[field];
  const [name = ''] = namesOf(selector);
  return vocabulary.records.get(name)?.fields.get(field) ?? RECORD_PROPERTIES[field];
}

const WORDS: Readonly<Record<keyof Operator, string>> = {
  in: 'one of', not: 'not', not_in: 'none of', has: 'with', has_any: 'with any of', has_none: 'with none of', covers: 'standing for', lt: 'below', lte: 'at most', gt: 'above', gte: 'at least', matches: 'like', present: '',
};

function conditionText(field: string, condition: Condition, resolve: Resolve, type: FieldType | undefined): string {
  if (field === VALID_AT) {
    const isNot = isOperator(condition);
    return `${isNot ? 'not valid' : 'valid'} at ${valueText(isNot ? (condition.not as Value) : condition, resolve, 'time')}`;
  }
  if (!isOperator(condition)) return `${field} ${valueText(condition, resolve, type)}`;
  const parts = Object.entries(condition).map(([name, operand]) => operatorText(name as keyof Operator, operand as Condition, resolve, type));
  return `${field} ${parts.join(' and ')}`;
}

function operatorText(name: keyof Operator, operand: Condition, resolve: Resolve, type: FieldType | undefined): string {
  if (name === 'present') return operand === true ? 'set' : 'not set';
  if (isOperator(operand)) return `${WORDS[name]} ${Object.entries(operand).map(([inner, value]) => operatorText(inner as keyof Operator, value as Condition, resolve, type)).join(' and ')}`;
  return `${WORDS[name]} ${name === 'matches' ? `/${String(operand)}/` : valueText(operand, resolve, type)}`;
}

function valueText(value: Value, resolve: Resolve, type: FieldType | undefined): string {
  if (value !== null && typeof value === 'object') return value.map((item) => valueText(item, resolve, type)).join(', ');
  const reference = parseReference(value);
  if (reference === null) return formatValue(value, type);
  const known = resolve(reference);
  return known === undefined ? `the ${reference.field} of ${reference.clause}` : formatValue(known, reference.field === 'time' || reference.field.endsWith('At') ? 'time' : type);
}
