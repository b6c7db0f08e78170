/** `$clause.field` and `$attempt.field`: values of one clause used in the conditions of another. */
import type { Clause, Condition, Selector } from '../../model/signature.ts';
import type { Attempt } from '../../model/case.ts';
import type { Value } from '../../model/values.ts';

/** Property of a record: the time its own machine showed. Certificates are judged by the clock of who checks them. */
export const OWN_TIME = 'own_time';

export interface Reference {
  readonly clause: string;
  readonly field: string;
}

/** The value referred to; undefined is unknown. */
export type Resolve = (reference: Reference) => Value | undefined;

const REFERENCE = /^\$([A-Za-z][A-Za-z0-9_]*)\.([A-Za-z][A-Za-z0-9_]*)$/;

/** Fields of an attempt a signature may use, as `$attempt.field` and in `say`. */
export const ATTEMPT_FIELDS = [
  'startedAt',
  'endedAt',
  'errorCode',
  'user',
  'userName',
  'host',
  'server',
  'connection',
  'tunnel',
] as const;
export type AttemptField = (typeof ATTEMPT_FIELDS)[number];

export function isAttemptField(name: string): name is AttemptField {
  return (ATTEMPT_FIELDS as readonly string[]).includes(name);
}

export function attemptValue(attempt: Attempt, name: string): Value | undefined {
  return isAttemptField(name) ? attempt[name] : undefined;
}

const parsed = new Map<string, Reference | null>();
const MAX_PARSED = 10_000;

/** The reference a value stands for, or null when it is a literal. Asked for every record judged, so remembered. */
export function parseReference(value: unknown): Reference | null {
  if (typeof value !== 'string' || !value.startsWith('$')) return null;
  const known = parsed.get(value);
  if (known !== undefined) return known;
  const parts = REFERENCE.exec(value);
  const reference = parts === null ? null : { clause: parts[1] ?? '', field: parts[2] ?? '' };
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(value, reference);
  return reference;
}

/** The selectors inside a clause, in order. */
export function selectorsOf(clause: Clause): readonly Selector[] {
  if ('none' in clause) return [clause.none];
  if ('count' in clause) return [clause.count];
  if ('any' in clause) return clause.any.flatMap(selectorsOf);
  return [clause];
}

const inSelector = new WeakMap<Selector, readonly Reference[]>();

export function referencesInSelector(selector: Selector): readonly Reference[] {
  const known = inSelector.get(selector);
  if (known !== undefined) return known;
  const references = Object.values(selector.where ?? {}).flatMap(referencesInCondition);
  inSelector.set(selector, references);
  return references;
}

export function referencesInCondition(condition: Condition): readonly Reference[] {
  if (condition === null || typeof condition !== 'object') return listOf(parseReference(condition));
  if (Array.isArray(condition)) return condition.flatMap((item: unknown) => listOf(parseReference(item)));
  return Object.values(condition).flatMap((operand) => referencesInCondition(operand as Condition));
}

function listOf(reference: Reference | null): readonly Reference[] {
  return reference === null ? [] : [reference];
}
