/** Whether the embedded tests are there, name what exists, and pass. */
import type { Given, Signature, SignatureTest } from '../../model/signature.ts';
import type { FieldType, Value } from '../../model/values.ts';
import type { LoadedSignature, Problem, Report } from '../load.ts';
import { ROLES } from '../schema.ts';
import { isObject, type Path } from '../validate.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { GIVEN_KEYS, kindOfGiven, timeOf } from './givens.ts';
import { survivors } from './mutants.ts';
import { failureOf } from './runner.ts';
import { suggest } from './suggest.ts';

const REQUIRED = ['matched', 'ruled-out', 'undecided'] as const;
const TIMES = ['time', 'from', 'to', 'start', 'end', 'observed_at'];

export function testProblems(loaded: LoadedSignature, vocabulary: Vocabulary): readonly Problem[] {
  const { signature } = loaded;
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push({ file: loaded.file, line: loaded.lineOf(path), message });
  for (const expect of REQUIRED) {
    if (!signature.tests.some((test) => test.expect === expect)) report(['tests'], `no test expects ${expect}`);
  }
  const matched = signature.tests.filter((test) => test.expect === 'matched');
  if (matched.length > 0 && matched.every((test) => (test.cites ?? []).length === 0)) {
    report(['tests', signature.tests.findIndex((test) => test.expect === 'matched')], 'no test that matches says what it cites');
  }
  const names = signature.tests.map((test) => test.name);
  for (const [index, test] of signature.tests.entries()) {
    const path = ['tests', index];
    if (names.indexOf(test.name) !== index) report(path, `test "${test.name}" is there twice`);
    checkExpectations(signature, test, path, report);
    for (const [at, given] of test.given.entries()) checkGiven(given, [...path, 'given', at], vocabulary, report);
  }
  if (problems.length > 0) return problems;
  for (const [index, test] of signature.tests.entries()) {
    const failure = failureOf(signature, test, vocabulary);
    if (failure !== null) report(['tests', index], `test "${test.name}": ${failure}`);
  }
  if (problems.length > 0) return problems;
  for (const { path, message } of survivors(signature, vocabulary)) report(path, message);
  return problems;
}

function checkExpectations(signature: Signature, test: SignatureTest, path: Path, report: Report): void {
  const clauses = Object.keys(signature.match.all);
  const needs = Object.keys(signature.needs ?? {});
  const named = [...(test.cites ?? []).map((name) => ['cites', name] as const), ...(test.by === undefined ? [] : [['by', test.by] as const])];
  for (const [key, name] of named) {
    if (!clauses.includes(name)) report([...path, key], `${key}: there is no clause ${name}${suggest(name, clauses)}`);
  }
  for (const name of test.missing ?? []) {
    if (!needs.includes(name)) report([...path, 'missing'], `missing: there is no need ${name}${suggest(name, needs)}`);
  }
  if (test.expect === 'ruled-out' && test.by === undefined) report(path, `test "${test.name}" is ruled out: say by which clause`);
}

function checkGiven(given: Given, path: Path, vocabulary: Vocabulary, report: Report): void {
  const kind = kindOfGiven(given);
  if (kind === null) return report(path, `a given needs one of ${Object.keys(GIVEN_KEYS).join(', ')}`);
  const keys = GIVEN_KEYS[kind];
  checkShared(given, path, report);
  if (kind === 'record' || kind === 'fact' || kind === 'facts') {
    const words = kind === 'record' ? vocabulary.records : vocabulary.facts;
    const name = String(given[kind]);
    const word = words.get(name);
    if (word === undefined) return report([...path, kind], `no source yields the ${kind === 'record' ? 'record' : 'fact'} ${name}${suggest(name, words.keys())}`);
    if (kind !== 'facts') return checkFields(given, keys, word.fields, path, report);
    checkItems(given, word.fields, path, report);
  }
  for (const key of Object.keys(given)) {
    if (!keys.includes(key)) report([...path, key], `${kind}: unknown key ${key}${suggest(key, keys)}`);
  }
}

function checkShared(given: Given, path: Path, report: Report): void {
  if (given['on'] !== undefined && !ROLES.some((role) => role === given['on'])) report([...path, 'on'], `on: must be one of ${ROLES.join(', ')}`);
  for (const key of TIMES) {
    if (given[key] !== undefined && timeOf(given[key]) === undefined) report([...path, key], `${key}: must be an ISO time or a distance such as -30s or +5m`);
  }
}

function checkItems(given: Given, fields: ReadonlyMap<string, FieldType>, path: Path, report: Report): void {
  const items = given['items'];
  if (!Array.isArray(items)) return report(path, 'facts: needs items, a list (it may be empty)');
  if (typeof given['complete'] !== 'boolean') report(path, 'facts: needs complete: true or false');
  for (const [index, item] of items.entries()) {
    const at = [...path, 'items', index];
    if (isObject(item)) checkFields(item, GIVEN_KEYS.fact, fields, at, report);
    else report(at, 'facts: each item is a map of fields');
  }
}

function checkFields(given: Given, reserved: readonly string[], fields: ReadonlyMap<string, FieldType>, path: Path, report: Report): void {
  for (const [name, value] of Object.entries(given)) {
    const type = fields.get(name);
    if (type === undefined) {
      if (!reserved.includes(name)) report([...path, name], `there is no field ${name}${suggest(name, fields.keys())}`);
    } else if (!fits(value as Value, type)) report([...path, name], `${name} must be a ${type}, found ${JSON.stringify(value)}`);
  }
}

function fits(value: Value, type: FieldType): boolean {
  if (value === null) return true;
  if (type === 'time') return timeOf(value) !== undefined;
  if (type === 'code') return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
  if (type === 'strings' || type === 'numbers') return Array.isArray(value) && value.every((each) => typeof each === type.slice(0, -1));
  // A registry value is a number or text, whatever one source declares.
  return type === 'string' ? typeof value === 'string' || typeof value === 'number' : typeof value === type;
}
