/** The key of a redaction and the pseudonyms made with it: the same value gives the same pseudonym, and nobody without the key gets back. */
import { hmacSha256, sha256 } from '../bytes/sha256.ts';

export interface Secret {
  /** 32 pseudorandom bytes for a value; `purpose` keeps kinds of values apart. */
  bytes(purpose: string, value: string): Uint8Array;
  /** Six letters and digits, different for different values of one purpose. */
  token(purpose: string, value: string): string;
}

/** Without vowels no token spells a word; without a, b, c, d, e, f none looks like a number in hexadecimal. */
const ALPHABET = '0123456789ghjkmnpqrstvwxyzhjkmnp';
const LENGTH = 6;
const MOST_KNOWN = 200_000;

export function createSecret(key: Uint8Array): Secret {
  const taken = new Map<string, string>();
  const known = new Map<string, Uint8Array>();
  // The same names and networks come again and again.
  const bytes = (purpose: string, value: string): Uint8Array => {
    const text = `${purpose}\0${value}`;
    const found = known.get(text) ?? hmacSha256(key, encoder.encode(text));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, found);
    return found;
  };
  const token = (purpose: string, value: string): string => {
    for (let round = 0; ; round++) {
      const text = spell(bytes(purpose, round === 0 ? value : `${value}\0${round}`));
      const owner = taken.get(`${purpose}\0${text}`);
      if (owner !== undefined && owner !== value) continue;
      taken.set(`${purpose}\0${text}`, value);
      return text;
    }
  };
  return { bytes, token };
}

const encoder = new TextEncoder();

function spell(bytes: Uint8Array): string {
  let text = 'x';
  for (let at = 0; at < LENGTH - 1; at++) text += ALPHABET[(bytes[at] as number) & 31] as string;
  return text;
}

/** The key a text stands for. */
export function keyOfText(text: string): Uint8Array {
  return sha256(encoder.encode(`rasalyze redaction\0${text}`));
}
