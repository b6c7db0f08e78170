/** Pseudonyms of identifiers that keep their form: security ids, GUIDs, hardware addresses, thumbprints and serial numbers. */
import { toHex } from '../bytes/hex.ts';
import type { Secret } from './secret.ts';

/** Below this a relative id is that of a built-in account or group (Microsoft Learn, "Well-known SIDs"). */
const FIRST_OWN_RID = 1000;

/**
 * `S-1-5-21-<domain>-<rid>` gets another domain; a rid of its own is replaced, a well-known one kept. `S-1-12-1-…` (Microsoft Entra ID) is
 * replaced whole. All other authorities name nobody.
 */
export function redactSid(sid: string, secret: Secret): string {
  const parts = sid.toUpperCase().split('-');
  const [authority, kind] = [parts[2], parts[3]];
  if (authority === '12' && kind === '1') return [...parts.slice(0, 4), ...numbers(secret.bytes('sid', parts.slice(4).join('-')), parts.length - 4)].join('-');
  if (authority === '5' && kind === '83' && parts[4] === '1') return [...parts.slice(0, 5), ...numbers(secret.bytes('sid', parts.slice(5).join('-')), parts.length - 5)].join('-');
  if (authority !== '5' || kind !== '21' || parts.length < 7) return sid;
  const domain = parts.slice(4, 7);
  const own = numbers(secret.bytes('sid', domain.join('-')), 3);
  const rids = parts.slice(7).map((rid) => (Number(rid) < FIRST_OWN_RID ? rid : String(FIRST_OWN_RID + ((numbers(secret.bytes('rid', `${domain.join('-')}-${rid}`), 1)[0] as number) % 1_000_000))));
  return [...parts.slice(0, 4), ...own, ...rids].join('-');
}

/** 32-bit numbers out of a digest; there are at most eight. */
function numbers(bytes: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, index) => [0, 1, 2, 3].reduce((sum, at) => sum * 256 + (bytes[(index * 4 + at) % 32] as number), 0));
}

/** GUIDs that name a kind of thing, not a thing: they are the same on every Windows. Lower case, without braces. */
const COMMON_GUID = /^(?:0{8}-(?:0{4}-){3}0{12}|0cce9[0-9a-f]{3}-69ae-11d9-bed3-505054503030|4d36e9[0-9a-f]{2}-e325-11ce-bfc1-08002be10318|ba195980-cd49-458b-9e23-c84ee0adcd75)$/;

/** Another GUID in the same case, braces left to the caller. `isKnown`: it is one of the tables' own. */
export function redactGuid(guid: string, secret: Secret, isKnown: (guid: string) => boolean): string {
  const lower = guid.toLowerCase();
  if (COMMON_GUID.test(lower) || isKnown(lower)) return guid;
  const digits = toHex(secret.bytes('guid', lower), 0, 16).toLowerCase();
  const text = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  return guid === lower ? text : text.toUpperCase();
}

/** A locally administered address (IEEE 802, second bit of the first octet) with the same separators. */
export function redactMac(mac: string, secret: Secret): string {
  const digits = mac.replace(/[^0-9a-f]/gi, '').toLowerCase();
  if (/^(?:0{12}|f{12})$/.test(digits)) return mac;
  const own = `02${toHex(secret.bytes('mac', digits), 0, 5).toLowerCase()}`;
  return sameForm(mac, own);
}

/** Hexadecimal of the same length, case and spacing: thumbprints, serial numbers, key ids. */
export function redactHex(text: string, secret: Secret): string {
  const digits = text.replace(/[^0-9a-f]/gi, '').toLowerCase();
  if (/^0*$/.test(digits)) return text;
  const first = toHex(secret.bytes('hex', digits)).toLowerCase();
  let own = first;
  for (let round = 1; own.length < digits.length; round++) own += toHex(secret.bytes('hex', `${first}\0${round}`)).toLowerCase();
  return sameForm(text, own);
}

/** The digits of `own` in the places, separators and case of `text`. */
function sameForm(text: string, own: string): string {
  let at = 0;
  const isUpper = text !== text.toLowerCase();
  const formed = text.replace(/[0-9a-f]/gi, () => own[at++] ?? '0');
  return isUpper ? formed.toUpperCase() : formed;
}
