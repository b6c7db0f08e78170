/**
 * Whether everything a signature names exists: records, facts and fields in the vocabulary, clauses in references
 * and placeholders. A misspelt name is an error here, not a condition that never fires.
 */
import type { Selector, Signature } from '../../model/signature.ts';
import type { FieldType } from '../../model/values.ts';
import { witnessable } from './witness.ts';
import { planOf } from '../evaluator/plan.ts';
import { ATTEMPT_FIELDS, isAttemptField, referencesInSelector, selectorsOf, type Reference } from '../evaluator/references.ts';
import { CLAUSE_PROPERTIES, placeholdersOf } from '../evaluator/say.ts';
import { FACT_PROPERTIES, RECORD_PROPERTIES } from '../evaluator/items.ts';
import { namesOf } from '../evaluator/select.ts';
import type { LoadedSignature, Problem, Report } from '../load.ts';
import type { Path } from '../validate.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { conditionProblems } from './conditions.ts';
import { placedSelectors, type PlacedSelector } from './selectors.ts';
import { suggest } from './suggest.ts';

interface Check {
  readonly signature: Signature;
  readonly vocabulary: Vocabulary | undefined;
  readonly report: Report;
}

/** Without a vocabulary, names of records, facts and fields are not checked. */
export function nameProblems(loaded: LoadedSignature, vocabulary: Vocabulary | undefined): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push({ file: loaded.file, line: loaded.lineOf(path), message });
  const check: Check = { signature: loaded.signature, vocabulary, report };
  for (const placed of placedSelectors(loaded.signature)) checkSelector(placed, check);
  checkClauseNames(check);
  checkNeeds(check);
  checkSay(check);
  return problems;
}

function checkSelector(placed: PlacedSelector, check: Check): void {
  const { selector, path } = placed;
  const fields = checkNames(selector, path, check);
  checkScope(selector, path, check);
  conditionProblems(selector.where ?? {}, [...path, 'where'], fields, check.report);
  for (const reference of referencesInSelector(selector)) {
    const at = [...path, 'where'];
    const text = `$${reference.clause}.${reference.field}`;
    if (reference.clause === 'attempt') checkAttemptField(reference.field, text, at, check);
    else if (placed.isOutside) check.report(at, `${text}: ${path[0] === 'fix' ? 'when of a fix' : 'applies_when'} may only refer to $attempt`);
    else checkReference(reference, text, at, check);
  }
}

/** Fields of all the names a selector has, or null when they are not to be checked. */
function checkNames(selector: Selector, path: Path, check: Check): ReadonlyMap<string, FieldType> | null {
  const { vocabulary } = check;
  if (vocabulary === undefined) return null;
  const isFact = selector.fact !== undefined;
  const words: ReadonlyMap<string, { readonly fields: ReadonlyMap<string, FieldType> }> = isFact ? vocabulary.facts : vocabulary.records;
  const names = isFact ? [selector.fact ?? ''] : namesOf(selector);
  const fields = new Map<string, FieldType>(Object.entries(isFact ? FACT_PROPERTIES : RECORD_PROPERTIES));
  let isKnown = true;
  for (const name of names) {
    const word = words.get(name);
    isKnown &&= word !== undefined;
    if (word === undefined) check.report([...path, isFact ? 'fact' : 'record'], unknownName(isFact, name, check));
    for (const [field, type] of word?.fields ?? []) fields.set(field, type);
  }
  return isKnown ? fields : null;
}

function unknownName(isFact: boolean, name: string, { vocabulary }: Check): string {
  const [kind, own, other] = isFact
    ? (['fact', vocabulary?.facts, vocabulary?.records] as const)
    : (['record', vocabulary?.records, vocabulary?.facts] as const);
  if (other?.has(name) === true) return `${name} is a ${isFact ? 'record' : 'fact'}, not a ${kind}`;
  return `no source yields the ${kind} ${name}${suggest(name, own?.keys() ?? [])}`;
}

function checkScope(selector: Selector, path: Path, { signature, report }: Check): void {
  const { per } = signature.match;
  if (per !== 'attempt' && selector.scope !== undefined && selector.scope !== 'case') {
    report([...path, 'scope'], `scope ${selector.scope} needs an attempt, and this signature is judged per ${per}`);
  }
  for (const key of ['before', 'after'] as const) {
    if (selector[key] !== undefined && selector.scope !== 'window') report([...path, key], `${key} needs scope: window`);
  }
}

function checkAttemptField(field: string, text: string, path: Path, { signature, report }: Check): void {
  if (signature.match.per !== 'attempt') report(path, `${text}: this signature is judged per ${signature.match.per}, not per attempt`);
  else if (!isAttemptField(field)) report(path, `${text}: an attempt has no ${field}${suggest(field, ATTEMPT_FIELDS)}`);
}

function checkReference(reference: Reference, text: string, path: Path, check: Check): void {
  const clauses = check.signature.match.all;
  const clause = Object.hasOwn(clauses, reference.clause) ? clauses[reference.clause] : undefined;
  if (clause === undefined) check.report(path, `${text}: there is no clause ${reference.clause}${suggest(reference.clause, Object.keys(clauses))}`);
  else if (!witnessable(clause)) check.report(path, `${text}: clause ${reference.clause} asks that something is absent, so it has no ${reference.field}`);
  else checkField(reference, text, path, check);
}

/** The field must exist in something the clause can find. */
function checkField({ clause, field }: Reference, text: string, path: Path, check: Check): void {
  const { vocabulary } = check;
  if (vocabulary === undefined) return;
  const known = new Set<string>();
  for (const selector of selectorsOf(check.signature.match.all[clause] ?? { any: [] })) {
    const words = selector.fact === undefined ? namesOf(selector).map((name) => vocabulary.records.get(name)) : [vocabulary.facts.get(selector.fact)];
    if (words.includes(undefined)) return;
    for (const word of words) for (const name of word?.fields.keys() ?? []) known.add(name);
    for (const name of Object.keys(selector.fact === undefined ? RECORD_PROPERTIES : FACT_PROPERTIES)) known.add(name);
  }
  if (!known.has(field)) check.report(path, `${text}: what ${clause} finds has no ${field}${suggest(field, known)}`);
}

function checkClauseNames({ signature, report }: Check): void {
  for (const name of ['attempt', 'host']) {
    if (Object.hasOwn(signature.match.all, name)) report(['match', 'all', name], `a clause cannot be named ${name}: say uses that name for itself`);
  }
  const { circular } = planOf(signature);
  if (circular.length > 0) report(['match', 'all', circular[0] ?? ''], `clauses refer to each other in a circle: ${circular.join(', ')}`);
}

function checkNeeds({ signature, vocabulary, report }: Check): void {
  for (const [name, need] of Object.entries(signature.needs ?? {})) {
    const path = ['needs', name];
    const [kind, wanted] = need.fact === undefined ? (['record', need.record ?? ''] as const) : (['fact', need.fact] as const);
    const words = kind === 'fact' ? vocabulary?.facts : vocabulary?.records;
    if (words !== undefined && !words.has(wanted)) report([...path, kind], `no source yields the ${kind} ${wanted}${suggest(wanted, words.keys())}`);
    const isUsed = placedSelectors(signature).some(({ selector }) => (kind === 'fact' ? selector.fact === wanted : namesOf(selector).includes(wanted)));
    if (!isUsed) report(path, `need ${name}: no clause asks for ${wanted}`);
  }
}

function checkSay(check: Check): void {
  const { signature, report } = check;
  const path = ['say'];
  for (const text of [signature.say].flat()) {
    const wellFormed = placeholdersOf(text).map(({ clause, field }) => `{${clause}.${field}}`);
    for (const [brace] of text.matchAll(/\{[^{}]*\}?/g)) {
      if (!wellFormed.includes(brace)) report(path, `say: ${brace} is not of the form {clause.field}`);
    }
    for (const placeholder of placeholdersOf(text)) checkPlaceholder(placeholder, path, check);
  }
}

function checkPlaceholder(placeholder: Reference, path: Path, check: Check): void {
  const { clause: name, field } = placeholder;
  const text = `say: {${name}.${field}}`;
  const clauses = check.signature.match.all;
  if (name === 'attempt') return checkAttemptField(field, text, path, check);
  if (name === 'host' && field === 'name' && check.signature.match.per !== 'case') return;
  const clause = Object.hasOwn(clauses, name) ? clauses[name] : undefined;
  if (clause === undefined) return check.report(path, `${text}: there is no clause ${name}${suggest(name, Object.keys(clauses))}`);
  if (CLAUSE_PROPERTIES.includes(field) && (field !== 'time' || witnessable(clause))) return;
  if (!witnessable(clause)) return check.report(path, `${text}: clause ${name} asks that something is absent; it has only count, count_seen and why`);
  checkField(placeholder, text, path, check);
}
