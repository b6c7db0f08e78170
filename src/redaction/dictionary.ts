/** The names of a case: what each is, its pseudonym, and where it stands in running text. */
import { BUILT_IN_ACCOUNTS, BUILT_IN_AUTHORITIES, COMMON_HOSTS, COMMON_WORDS } from '../knowledge/public-names.ts';
import type { Secret } from './secret.ts';

/** What a name is of, strongest first: a name that is several gets the pseudonym of the first. */
const KINDS = ['host', 'domain', 'user', 'connection', 'policy', 'adapter', 'certificate', 'name', 'place'] as const;
export type NameKind = (typeof KINDS)[number];

/** Keys of the index of names: their first characters. */
const HEAD = 3;

export interface Dictionary {
  /** Remembers a name. Names everybody has are not remembered. */
  learn(name: string, kind: NameKind): void;
  /** The pseudonym of a name, learned or not. */
  pseudonym(name: string, kind: NameKind): string;
  has(name: string, kinds: readonly NameKind[]): boolean;
  /** Replaces every learned name in a text; `isOurs`: the text is a sentence of our own around names. */
  sweep(text: string, isOurs: boolean): string;
}

export function createDictionary(secret: Secret): Dictionary {
  const kinds = new Map<string, NameKind>();
  const heads = new Map<string, string[]>();
  const pseudonym = (name: string, kind: NameKind): string => {
    const lower = name.toLowerCase();
    if (isEverybodys(lower, kind)) return name;
    const known = kinds.get(lower) ?? kind;
    const text = `${known}-${secret.token('name', lower)}`;
    return name !== lower && name === name.toUpperCase() ? text.toUpperCase() : text;
  };
  return {
    pseudonym,
    learn(name, kind) {
      const lower = name.toLowerCase();
      if (lower.length > 400 || isEverybodys(lower, kind)) return;
      const known = kinds.get(lower);
      if (known === undefined) addHead(heads, lower);
      if (known === undefined || KINDS.indexOf(kind) < KINDS.indexOf(known)) kinds.set(lower, kind);
    },
    has: (name, wanted) => wanted.includes(kinds.get(name.toLowerCase()) as NameKind),
    sweep: (text, isOurs) => sweep(text, isOurs, heads, (name) => pseudonym(name, 'name')),
  };
}

function isEverybodys(lower: string, kind: NameKind): boolean {
  if (lower === '' || BUILT_IN_AUTHORITIES.has(lower) || BUILT_IN_ACCOUNTS.has(lower)) return true;
  return kind === 'host' && (COMMON_HOSTS.has(lower) || lower.startsWith('_'));
}

/** Names of less than three characters stand in too many words. */
function addHead(heads: Map<string, string[]>, lower: string): void {
  if (lower.length < HEAD) return;
  const head = lower.slice(0, HEAD);
  const names = heads.get(head) ?? [];
  heads.set(head, names);
  const before = names.findIndex((other) => other.length < lower.length);
  names.splice(before < 0 ? names.length : before, 0, lower);
}

const WORD = /[\p{L}\p{N}]/u;

function sweep(text: string, isOurs: boolean, heads: ReadonlyMap<string, readonly string[]>, replace: (name: string) => string): string {
  const lower = text.toLowerCase();
  // A few letters change their length with their case: places would not fit.
  const searched = lower.length === text.length ? lower : text;
  let out = '';
  let done = 0;
  for (let at = 0; at + HEAD <= text.length; ) {
    const isStart = at === 0 || !WORD.test(text[at - 1] as string);
    const name = isStart ? heads.get(searched.slice(at, at + HEAD))?.find((each) => searched.startsWith(each, at) && isEnd(text, at + each.length) && isMeant(text.slice(at, at + each.length), isOurs)) : undefined;
    if (name === undefined) {
      at++;
      continue;
    }
    out += text.slice(done, at) + replace(text.slice(at, at + name.length));
    at += name.length;
    done = at;
  }
  return done === 0 ? text : out + text.slice(done);
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || !WORD.test(text[at] as string);
}

/** A word of the language that is also somebody's name is no name in running text, unless our own sentence holds it as computers are written. */
function isMeant(found: string, isOurs: boolean): boolean {
  if (!COMMON_WORDS.has(found.toLowerCase())) return !/^\d{1,5}$/.test(found);
  return isOurs && found === found.toUpperCase() && found.length > HEAD;
}
