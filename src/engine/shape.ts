/** Checks untrusted JSON against the shape a type has, and copies what fits: nothing unknown comes along. */
import { ParseError } from '../model/error.ts';

/** Returns the checked value, a fresh copy of objects and lists. @throws Mismatch */
export interface Check<T> {
  (value: unknown): T;
  /** The key may be missing. */
  readonly isOptional?: true;
}

/** Where and why a value does not fit; `path` grows outwards. */
class Mismatch extends Error {
  readonly path: string[] = [];
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, value: unknown) {
    super(expected);
    this.expected = expected;
    this.found = describe(value);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? `text of ${value.length} characters` : typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
}

/** Runs a check at the edge. @throws ParseError `shape` that names the place. */
export function checked<T>(check: Check<T>, value: unknown, artifact: string): T {
  try {
    return check(value);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new ParseError({ code: 'shape', artifact, offset: 0, expected: `${error.expected} in ${error.path.reverse().join('.') || 'the document'}`, found: error.found });
  }
}

/** Longest text any field has; names and lines are far shorter. */
const LONGEST = 4 << 20;

export const text: Check<string> = (value) => {
  if (typeof value !== 'string' || value.length > LONGEST) throw new Mismatch('text', value);
  return value;
};

export const number: Check<number> = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Mismatch('a number', value);
  return value;
};

export const boolean: Check<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new Mismatch('true or false', value);
  return value;
};

export function oneOf<const T extends string | boolean>(...words: readonly T[]): Check<T> {
  return (value) => {
    if (!words.includes(value as T)) throw new Mismatch(words.join(' or '), value);
    return value as T;
  };
}

export function list<T>(item: Check<T>): Check<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Mismatch('a list', value);
    return value.map((each, index) => within(String(index), () => item(each)));
  };
}

export function optional<T>(check: Check<T>): Check<T> {
  return Object.assign((value: unknown) => check(value), { isOptional: true as const });
}

/** An object with exactly the keys of `T`; keys nobody knows are left behind. */
export function shape<T>(checks: { readonly [K in keyof Required<T>]: Check<Required<T>[K]> }): Check<T> {
  const entries = Object.entries(checks) as [string, Check<unknown>][];
  return (value) => {
    const from = objectOf(value);
    const kept: [string, unknown][] = [];
    for (const [key, check] of entries) {
      const has = Object.hasOwn(from, key);
      if (!has && check.isOptional) continue;
      kept.push([key, within(key, () => check(has ? from[key] : undefined))]);
    }
    // `fromEntries` defines properties: a key such as __proto__ sets no prototype.
    return Object.fromEntries(kept) as T;
  };
}

/** An object of any keys. `__proto__` and its like are refused: no source writes them. */
export function dictionary<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value) =>
    Object.fromEntries(
      Object.entries(objectOf(value)).map(([key, each]) => {
        if (FORBIDDEN.has(key) || key.length > 200) throw new Mismatch('a name of a field', key);
        return [key, within(key, () => item(each))];
      }),
    );
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Mismatch('an object', value);
  return value as Record<string, unknown>;
}

export function mismatch(expected: string, value: unknown): never {
  throw new Mismatch(expected, value);
}

function within<T>(step: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Mismatch) error.path.push(step.slice(0, 60));
    throw error;
  }
}
