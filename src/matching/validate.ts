/**
 * Checks a value against a schema, for the JSON Schema keywords `schema.ts` uses. No dependency, so that the
 * same check runs wherever signatures are loaded; a test holds it against an independent validator.
 */
import type { Schema } from './schema.ts';

export type Path = readonly (string | number)[];

export interface SchemaError {
  readonly path: Path;
  readonly message: string;
}

const MAX_DEPTH = 60;

export function validate(value: unknown, root: Schema): readonly SchemaError[] {
  return check(value, root, [], { root, depth: 0 });
}

interface At {
  readonly root: Schema;
  readonly depth: number;
}

function check(value: unknown, schema: Schema, path: Path, at: At): readonly SchemaError[] {
  if (at.depth > MAX_DEPTH) return [{ path, message: 'is nested too deep' }];
  const deeper = { ...at, depth: at.depth + 1 };
  if (schema.$ref !== undefined) return check(value, definition(schema.$ref, at.root), path, deeper);
  if (schema.anyOf !== undefined) return checkAny(value, schema.anyOf, path, deeper);
  const kind = kindOf(value);
  if (schema.type !== undefined && !hasType(value, [schema.type].flat())) {
    return [{ path, message: `must be ${describeTypes([schema.type].flat())}, found ${kind}` }];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [{ path, message: `must be one of ${schema.enum.join(', ')}, found ${brief(value)}` }];
  }
  if (typeof value === 'string') return checkText(value, schema, path);
  if (typeof value === 'number') return checkNumber(value, schema, path);
  if (Array.isArray(value)) return checkList(value, schema, path, deeper);
  return isObject(value) ? checkObject(value, schema, path, deeper) : [];
}

function definition(ref: string, root: Schema): Schema {
  const found = root.$defs?.[ref.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`schema has no definition ${ref}`);
  return found;
}

/** Of several shapes, the errors of the one that was meant: the one whose required keys are there, else the nearest. */
function checkAny(value: unknown, options: readonly Schema[], path: Path, at: At): readonly SchemaError[] {
  let best: { readonly errors: readonly SchemaError[]; readonly rank: number } | undefined;
  for (const option of options) {
    const schema = option.$ref === undefined ? option : definition(option.$ref, at.root);
    const errors = check(value, schema, path, at);
    if (errors.length === 0) return [];
    const rank = rankOf(value, schema, errors);
    if (best === undefined || rank > best.rank) best = { errors, rank };
  }
  if (best !== undefined && best.rank > 0) return best.errors;
  const keys = options.flatMap((option) => option.required?.slice(0, 1) ?? []);
  if (isObject(value) && keys.length > 1) return [{ path, message: `must have one of the keys ${[...new Set(keys)].join(', ')}` }];
  return best?.errors ?? [];
}

function rankOf(value: unknown, schema: Schema, errors: readonly SchemaError[]): number {
  if (isObject(value)) {
    if (schema.required !== undefined) return schema.required.some((key) => Object.hasOwn(value, key)) ? 1000 - errors.length : 0;
    return schema.type === 'object' || schema.anyOf !== undefined ? 1 : 0;
  }
  return schema.type !== undefined && hasType(value, [schema.type].flat()) ? 1 : 0;
}

function checkText(value: string, schema: Schema, path: Path): readonly SchemaError[] {
  if (schema.minLength !== undefined && length(value) < schema.minLength) return [{ path, message: 'must not be empty' }];
  if (schema.maxLength !== undefined && length(value) > schema.maxLength) {
    return [{ path, message: `must not be longer than ${schema.maxLength} characters` }];
  }
  if (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)) return [];
  return [{ path, message: `${brief(value)} must have the form ${schema.pattern}` }];
}

/** JSON Schema counts code points. */
function length(value: string): number {
  return [...value].length;
}

function checkNumber(value: number, schema: Schema, path: Path): readonly SchemaError[] {
  if (schema.minimum === undefined || value >= schema.minimum) return [];
  return [{ path, message: `must be at least ${schema.minimum}, found ${value}` }];
}

function checkList(value: readonly unknown[], schema: Schema, path: Path, at: At): readonly SchemaError[] {
  const errors: SchemaError[] = [];
  if (value.length < (schema.minItems ?? 0)) errors.push({ path, message: `must have at least ${schema.minItems} item(s)` });
  if (value.length > (schema.maxItems ?? Infinity)) errors.push({ path, message: `must have at most ${schema.maxItems} items` });
  if (schema.items === undefined || errors.length > 0) return errors;
  for (const [index, item] of value.entries()) errors.push(...check(item, schema.items, [...path, index], at));
  return errors;
}

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, path: Path, at: At): readonly SchemaError[] {
  const errors: SchemaError[] = [];
  const keys = Object.keys(value);
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) errors.push({ path, message: `lacks the key ${key}` });
  }
  if (keys.length < (schema.minProperties ?? 0)) errors.push({ path, message: `must have at least ${schema.minProperties} key(s)` });
  for (const key of keys) {
    const inside = [...path, key];
    if (schema.propertyNames !== undefined) errors.push(...check(key, schema.propertyNames, inside, at));
    const known = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : undefined;
    const other = schema.additionalProperties;
    if (known !== undefined) errors.push(...check(value[key], known, inside, at));
    else if (other === false) errors.push({ path: inside, message: unknownKey(key, Object.keys(schema.properties ?? {})) });
    else if (typeof other === 'object') errors.push(...check(value[key], other, inside, at));
  }
  return errors;
}

function unknownKey(key: string, allowed: readonly string[]): string {
  return `unknown key ${brief(key)}; allowed: ${allowed.join(', ')}`;
}

function hasType(value: unknown, types: readonly string[]): boolean {
  const kind = kindOf(value);
  return types.some((type) => type === kind || (type === 'integer' && Number.isInteger(value)));
}

function describeTypes(types: readonly string[]): string {
  return types.length === 1 ? `${types[0]}` : `one of ${types.join(', ')}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function brief(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
