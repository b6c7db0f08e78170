/** Redacts values by what their field holds. First everything is learned, then everything is replaced: a name met late stands early, too. */
import { fieldKind, subjectKind, type FieldKind } from '../knowledge/personal-fields.ts';
import type { Fields, Value } from '../model/values.ts';
import { parseIpv4, redactIpv4 } from './addresses.ts';
import { createDictionary, type NameKind } from './dictionary.ts';
import { redactGuid, redactHex, redactMac } from './identifiers.ts';
import { redactAdapter, redactAddress, redactCommonName, redactDistinguishedName, redactDnsName, redactHost, redactTemplate, redactUser, type Each, type Names } from './names.ts';
import { redactPath } from './paths.ts';
import { createSecret } from './secret.ts';
import { sweepText } from './text.ts';

export interface Redactor {
  /** Remembers the names in a value; nothing is replaced yet. */
  learn(kind: FieldKind, value: Value): void;
  value(kind: FieldKind, value: Value): Value;
  fields(owner: string, fields: Fields): Fields;
  learnFields(owner: string, fields: Fields): void;
  subject(fact: string, subject: string, fields: Fields): string;
  /** Text of a bundle. */
  text(text: string): string;
  /** A sentence of our own around names of the case. */
  sentence(text: string): string;
  /** Name of a bundle, or path of an artifact in one. */
  path(path: string): string;
}

/** @param key whoever knows it can tell which pseudonym a known name has */
export function createRedactor(key: Uint8Array, isKnownGuid: (guid: string) => boolean = () => false): Redactor {
  const secret = createSecret(key);
  const dictionary = createDictionary(secret);
  const names: Names = { dictionary, secret };
  const learning: Each = (name, kind) => {
    dictionary.learn(name, kind);
    return name;
  };
  const replacing: Each = (name, kind) => dictionary.pseudonym(name, kind);
  const sweepWith = (each: Each) => ({ names, each, isKnownGuid });
  const text = (given: string, each: Each): string => sweepText(given, false, sweepWith(each));
  const one = (kind: FieldKind, given: string, each: Each): string => {
    if (given.trim() === '' || given === '-') return given;
    const form = FORMS[kind];
    if (form !== undefined) return form(given, names, each) ?? text(given, each);
    if (kind === 'keep') return given;
    if (kind === 'token') return redactToken(given, names, (guid) => redactGuid(guid, secret, isKnownGuid));
    if (kind === 'binary') return /^(?:0x)?[0-9a-f]{0,8}$/i.test(given) ? given : `[${given.length} characters removed]`;
    return text(given, each);
  };
  const all = (kind: FieldKind, value: Value, each: Each): Value => {
    if (typeof value === 'string') return one(kind, value, each);
    if (kind === 'address-number' && typeof value === 'number') return numberOf(value, names);
    if (typeof value !== 'object' || value === null || typeof value[0] === 'number') return value;
    return (value as readonly string[]).map((item) => one(kind, item, each));
  };
  const mapFields = (owner: string, fields: Fields, each: Each): Fields => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, all(fieldKind(owner, name), value, each)]));
  return {
    learn: (kind, value) => void all(kind, value, learning),
    value: (kind, value) => all(kind, value, replacing),
    fields: (owner, fields) => mapFields(owner, fields, replacing),
    learnFields: (owner, fields) => void mapFields(owner, fields, learning),
    subject(fact, subject, fields) {
      const part = (piece: string): string => {
        const [same] = Object.entries(fields).filter(([name, value]) => value === piece && fieldKind(fact, name) !== 'text');
        return one(same === undefined ? subjectKind(fact) : fieldKind(fact, same[0]), piece, replacing);
      };
      return subject.split('|').map(part).join('|');
    },
    text: (given) => text(given, replacing),
    sentence: (given) => sweepText(given, true, sweepWith(replacing)),
    path: (path) => redactPath(path, dictionary, (step) => text(step, replacing)),
  };
}

type Form = (text: string, names: Names, each: Each) => string | null;

const named = (kind: NameKind): Form => (text, _, each) => each(text, kind);

/** How values of a kind are rewritten; null leaves it to the sweep. */
const FORMS: Partial<Record<FieldKind, Form>> = {
  user: redactUser,
  // Lists of names and words such as "Local CMOS Clock" are text.
  host: (text, names, each) => (/[\s;,<>]/.test(text.trim()) ? null : redactHost(text, names, each)),
  domain: (text, _, each) => (text.includes('.') ? redactDnsName(text, each) : each(text, 'domain')),
  address: (text, names) => redactAddress(text, names.secret) ?? hardware(text, names),
  connection: named('connection'),
  policy: named('policy'),
  name: named('name'),
  // Route tables of IPv4 name an interface by its address.
  adapter: (text, names, each) => redactAddress(text, names.secret) ?? redactAdapter(text, each),
  'distinguished-name': redactDistinguishedName,
  'common-name': redactCommonName,
  template: (text, _, each) => redactTemplate(text, each),
};

/** A hardware address, or a socket address as bytes. */
function hardware(text: string, names: Names): string | null {
  if (/^(?:[0-9a-f]{2}[-:]){5}[0-9a-f]{2}$|^[0-9a-f]{12}$/i.test(text)) return redactMac(text, names.secret);
  return /^[0-9a-f]{8,}$/i.test(text) ? redactHex(text, names.secret) : null;
}

function redactToken(text: string, { secret }: Names, guid: (text: string) => string): string {
  const [, open = '', bare = ''] = /^(\{?)([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\}?$/i.exec(text) ?? [];
  if (bare !== '') return `${open}${guid(bare)}${open === '' ? '' : '}'}`;
  const [, prefix = '', digits] = /^(0x)?([0-9a-f]{2}(?:[0-9a-f]|[ :-](?=[0-9a-f]))*)$/i.exec(text) ?? [];
  return digits === undefined ? `id-${secret.token('token', text)}` : `${prefix}${redactHex(digits, secret)}`;
}

/** First octet lowest, as `in_addr` is read on the processors Windows runs on. */
function numberOf(value: number, { secret }: Names): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) return value;
  const octets = [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
  const own = parseIpv4(redactIpv4(octets, secret)) ?? octets;
  return own.reduceRight((sum, octet) => sum * 256 + octet, 0);
}
