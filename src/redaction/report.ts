/** An existing report without names. Its evidence is gone, so names are learned from what it shows: hosts, attempts, and fields in its texts. */
import { sha256 } from '../bytes/sha256.ts';
import { fieldKind } from '../knowledge/personal-fields.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { keyOfText } from './secret.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Keys of our own words: signatures, verdicts, advice. Nothing of a bundle stands there. */
const OURS: ReadonlySet<string> = new Set(
  'schema tool signature status verdict severity level outcome stages stage kind strength fix sources explains settles code clause by need missing cause meaning collect roles role os utcOffsetMinutes errorCode inReproWindow startedAt endedAt time start end from to seconds uncertaintySeconds records isSameKind attempt bad good collector provider verify'.split(' '),
);
/** Their titles are ours; those of other analysers are not. */
const TITLED = 'signature';
const NAMES: Readonly<Record<string, 'host' | 'user' | 'connection' | 'token'>> = { host: 'host', hosts: 'host', relativeTo: 'host', user: 'user', connection: 'connection', correlationId: 'token' };
const PATHS: ReadonlySet<string> = new Set(['artifact', 'bundle']);
/** Maps whose values are references. */
const REFERENCES: ReadonlySet<string> = new Set(['stageEvidence']);
/** Texts of fields: what happened, what was quoted. */
const QUOTES: ReadonlySet<string> = new Set(['text', 'quote']);

/**
 * Replaces names in a report or in any JSON of its shape. Pseudonyms are those of `key`; without one they hold for this report alone.
 * Values that stand in no field, no form of an identifier and no name known from elsewhere in the report cannot be told from words.
 */
export function redactReport(report: Json, options: { readonly key?: string } = {}): Json {
  const redactor = createRedactor(options.key === undefined ? sha256(new TextEncoder().encode(JSON.stringify(report))) : keyOfText(options.key));
  learn(report, '', redactor);
  return replace(report, '', {}, redactor);
}

type Owner = { readonly [key: string]: Json };

function learn(value: Json, key: string, redactor: Redactor): void {
  if (typeof value === 'string') return learnText(value, key, redactor);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) return value.forEach((item: Json) => learn(item, key, redactor));
  const owner = value as Owner;
  // A host of a bundle is an object with its roles.
  if (key === 'hosts' && typeof owner['name'] === 'string') redactor.learn('host', owner['name']);
  if (typeof owner['field'] === 'string') for (const side of ['good', 'bad']) if (typeof owner[side] === 'string') redactor.learn(fieldKind('', owner['field']), owner[side]);
  for (const [name, item] of Object.entries(owner)) learn(item, REFERENCES.has(key) ? 'ref' : name, redactor);
}

function learnText(value: string, key: string, redactor: Redactor): void {
  const kind = NAMES[key];
  if (kind !== undefined) redactor.learn(kind, value);
  if (QUOTES.has(key)) for (const { field, value: held } of pairsOf(value)) redactor.learn(fieldKind('', field), held);
  if (key === 'ref') {
    const [, section] = /#section=(.*?)(?:;line=\d+)?$/.exec(value) ?? [];
    if (section !== undefined) redactor.learn('connection', section);
    redactor.learn('text', value.replace(/#key=/, '\\'));
  } else if (PATHS.has(key)) redactor.learn('text', value);
}

/** What is no computer in `attempts` (a signature judged per host names one there) and `on`. */
const NO_HOST = /^(?:A\d+|client|vpn-server|nps|dc|any|all|)$/;

function replace(value: Json, key: string, owner: Owner, redactor: Redactor): Json {
  if (typeof value === 'string') return replaceText(value, key, owner, redactor);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => replace(item, key, owner, redactor));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaceIn(name, item, key, value as Owner, redactor)]));
}

function replaceIn(name: string, item: Json, parent: string, owner: Owner, redactor: Redactor): Json {
  if (parent === 'hosts' && name === 'name') return redactor.value('host', String(item)) as string;
  if (name === 'name' && typeof item === 'string') return parent === 'bundles' ? redactor.path(item) : item;
  if (typeof owner['field'] === 'string' && typeof item === 'string' && (name === 'good' || name === 'bad')) return redactor.value(fieldKind('', owner['field']), item) as string;
  return replace(item, REFERENCES.has(parent) ? 'ref' : name, owner, redactor);
}

function replaceText(value: string, key: string, owner: Owner, redactor: Redactor): string {
  const kind = NAMES[key];
  if (kind !== undefined) return redactor.value(kind, value) as string;
  if (PATHS.has(key)) return redactor.path(value);
  if (key === 'ref') return replaceRef(value, redactor);
  if (key === 'attempts' || key === 'on') return NO_HOST.test(value) ? value : (redactor.value('host', value) as string);
  if (OURS.has(key) || (key === 'title' && owner[TITLED] !== undefined)) return value;
  return QUOTES.has(key) ? replaceFields(value, redactor) : redactor.sentence(value);
}

/** `bundle!/artifact#locator`: a path, then a place in it. */
export function replaceRef(ref: string, redactor: Redactor): string {
  const hash = ref.search(/#(?:record|line|key|section|event|frame)=/);
  if (hash < 0) return redactor.path(ref);
  const [, name = '', section = '', line = ''] = /^(#section=)(.*?)(;line=\d+)?$/.exec(ref.slice(hash)) ?? [];
  return redactor.path(ref.slice(0, hash)) + (name === '' ? redactor.text(ref.slice(hash)) : `${name}${redactor.value('connection', section) as string}${line}`);
}

/** Redacts `words: field=value, field=value` field by field; anything else is swept. */
export function replaceFields(text: string, redactor: Redactor): string {
  let out = '';
  let done = 0;
  for (const { field, value, from } of pairsOf(text)) {
    out += redactor.sentence(text.slice(done, from)) + (redactor.value(fieldKind('', field), value) as string);
    done = from + value.length;
  }
  return out + redactor.sentence(text.slice(done));
}

/** Remembers the names in `field=value` pairs. */
export function learnFields(text: string, redactor: Redactor): void {
  for (const { field, value } of pairsOf(text)) redactor.learn(fieldKind('', field), value);
}

function* pairsOf(text: string): Generator<{ readonly field: string; readonly value: string; readonly from: number }> {
  for (const match of text.matchAll(/(?<=^|[\s,])([A-Za-z]\w{0,60})=((?:(?!, [A-Za-z]\w{0,60}=| at \d{4}-\d\d-\d\dT).)*)/gs)) {
    const [whole, name = '', value = ''] = match;
    // Events no table knows are shown with the names Windows gives their fields.
    const field = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
    yield { field, value, from: match.index + whole.length - value.length };
  }
}
