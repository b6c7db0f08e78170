/**
 * JSON Schema (draft 2020-12) of a signature file. `validate.ts` runs exactly the keywords used here, so that one
 * schema serves the loader, the lint and an editor.
 */

import type { Role } from '../model/case.ts';

/** The keywords this project's schemas use. */
export interface Schema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
}

export const ROLES: readonly Role[] = ['client', 'vpn-server', 'nps', 'dc'];
const NAME = '^[a-z][a-z0-9_]{0,39}$';
const ID = '^[a-z0-9]+(-[a-z0-9]+)*$';
const DURATION = '^[0-9]{1,6}[smhd]$';

const text: Schema = { type: 'string', minLength: 1, maxLength: 4000 };
const scalar: Schema = { type: ['string', 'number', 'boolean'] };
const word: Schema = { type: ['string', 'number'] };
const limit: Schema = { type: ['string', 'number'] };

const operator: Schema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    in: { type: 'array', minItems: 1, items: scalar },
    not: { $ref: '#/$defs/condition' },
    not_in: { type: 'array', minItems: 1, items: scalar },
    has: word,
    has_any: { type: 'array', minItems: 1, items: word },
    has_none: { type: 'array', minItems: 1, items: word },
    covers: { type: 'string', minLength: 1, maxLength: 500 },
    lt: limit,
    lte: limit,
    gt: limit,
    gte: limit,
    matches: { type: 'string', minLength: 1, maxLength: 500 },
    present: { type: 'boolean' },
  },
};

const selectorProperties: Readonly<Record<string, Schema>> = {
  where: {
    type: 'object',
    minProperties: 1,
    propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_]*$' },
    additionalProperties: { $ref: '#/$defs/condition' },
  },
  on: { enum: ROLES },
  unseen: { enum: ['absent'] },
};

const selector: Schema = {
  anyOf: [
    {
      type: 'object',
      required: ['record'],
      additionalProperties: false,
      properties: {
        record: { anyOf: [text, { type: 'array', minItems: 1, items: text }] },
        ...selectorProperties,
        scope: { enum: ['attempt', 'window', 'case'] },
        before: { type: 'string', pattern: DURATION },
        after: { type: 'string', pattern: DURATION },
      },
    },
    {
      type: 'object',
      required: ['fact'],
      additionalProperties: false,
      properties: { fact: text, ...selectorProperties },
    },
  ],
};

const clause: Schema = {
  anyOf: [
    ...(selector.anyOf ?? []),
    {
      type: 'object',
      required: ['none'],
      additionalProperties: false,
      properties: { none: { $ref: '#/$defs/selector' } },
    },
    {
      type: 'object',
      required: ['count'],
      additionalProperties: false,
      minProperties: 2,
      properties: {
        count: { $ref: '#/$defs/selector' },
        at_least: { type: 'integer', minimum: 1 },
        at_most: { type: 'integer', minimum: 0 },
      },
    },
    {
      type: 'object',
      required: ['any'],
      additionalProperties: false,
      properties: { any: { type: 'array', minItems: 2, maxItems: 20, items: { $ref: '#/$defs/clause' } } },
    },
  ],
};

const needProperties: Readonly<Record<string, Schema>> = { on: { enum: ROLES }, collect: text };

const need: Schema = {
  anyOf: [
    {
      type: 'object',
      required: ['fact', 'collect'],
      additionalProperties: false,
      properties: { fact: text, ...needProperties },
    },
    {
      type: 'object',
      required: ['record', 'collect'],
      additionalProperties: false,
      properties: { record: text, ...needProperties },
    },
  ],
};

const names: Schema = { type: 'array', items: { type: 'string', pattern: NAME } };
const ids: Schema = { type: 'array', items: { type: 'string', pattern: ID } };

const test: Schema = {
  type: 'object',
  required: ['name', 'given', 'expect'],
  additionalProperties: false,
  properties: {
    name: text,
    given: { type: 'array', maxItems: 200, items: { type: 'object', minProperties: 1 } },
    expect: { enum: ['matched', 'ruled-out', 'undecided', 'not-applicable'] },
    cites: names,
    by: { type: 'string', pattern: NAME },
    missing: names,
  },
};

export const signatureSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'rasalyze signature',
  type: 'object',
  required: [
    'id',
    'title',
    'status',
    'severity',
    'tunnel',
    'cause',
    'applies_when',
    'match',
    'say',
    'fix',
    'sources',
    'tests',
  ],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: ID, maxLength: 80 },
    title: text,
    status: { enum: ['experimental', 'test', 'stable', 'deprecated'] },
    severity: { enum: ['critical', 'high', 'medium', 'low', 'info'] },
    tunnel: { type: 'array', minItems: 1, items: text },
    cause: text,
    applies_when: {
      anyOf: [{ $ref: '#/$defs/selector' }, { type: 'array', minItems: 1, items: { $ref: '#/$defs/selector' } }],
    },
    needs: {
      type: 'object',
      propertyNames: { pattern: NAME },
      additionalProperties: { $ref: '#/$defs/need' },
    },
    match: {
      type: 'object',
      required: ['per', 'all'],
      additionalProperties: false,
      properties: {
        per: { enum: ['attempt', 'host', 'case'] },
        all: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: NAME },
          additionalProperties: { $ref: '#/$defs/clause' },
        },
      },
    },
    explains: ids,
    excludes: ids,
    alike: ids,
    symptom: { type: 'boolean' },
    say: { anyOf: [text, { type: 'array', minItems: 1, items: text }] },
    fix: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['do'],
        additionalProperties: false,
        properties: { do: text, on: text, verify: text, when: { $ref: '#/$defs/clause' } },
      },
    },
    sources: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['title'],
        additionalProperties: false,
        properties: { title: text, url: text },
      },
    },
    tests: { type: 'array', minItems: 1, maxItems: 100, items: test },
  },
  $defs: {
    condition: {
      anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'array', items: word }, operator],
    },
    selector,
    clause,
    need,
  },
};
