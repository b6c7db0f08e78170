/**
 * What an error code means. One number can mean several things (16 is an NPS reason, 64 is Win32 and NPS), so a look-up answers with
 * a list, best guess first; a hint moves the family of the field it came from to the front.
 */
import { CERTIFICATE } from './codes/certificate.ts';
import { EAP } from './codes/eap.ts';
import { IKE_VALUES } from './codes/ike-values.ts';
import { IPSEC } from './codes/ipsec.ts';
import { KERBEROS } from './codes/kerberos.ts';
import { MPR } from './codes/mpr.ts';
import { NPS_REASON } from './codes/nps-reason.ts';
import { NTSTATUS } from './codes/ntstatus.ts';
import { RAS } from './codes/ras.ts';
import type { CodeRow } from './codes/row.ts';
import { WIN32_MORE } from './codes/win32-more.ts';
import { WIN32 } from './codes/win32.ts';
import { WINHTTP } from './codes/winhttp.ts';
import { type Reference, referencesOf } from './references.ts';

export type CodeFamily = 'RAS' | 'MPR' | 'IPSEC' | 'WINHTTP' | 'EAP' | 'HRESULT-CERT' | 'NTSTATUS' | 'WIN32' | 'NPS-REASON' | 'KERBEROS' | 'IKE-VALUE';

export interface CodeMeaning {
  /** Unsigned 32-bit, as asked. */
  readonly code: number;
  readonly symbol: string | null;
  readonly family: CodeFamily;
  readonly meaning: string;
  /** False where no primary source confirms the row, or no row was found. */
  readonly verified: boolean;
  readonly sources: readonly Reference[];
  readonly note?: string;
  /** Enumeration the number belongs to (family IKE-VALUE). */
  readonly enumeration?: string;
  /** The code inside, when this one is a wrapper (0x800705B4 wraps Win32 1460). */
  readonly wraps?: number;
}

/** Tables in the order of the best guess for a code of a VPN event. */
export const CODE_TABLES: readonly { readonly family: CodeFamily; readonly rows: readonly CodeRow[] }[] = [
  { family: 'RAS', rows: RAS },
  { family: 'MPR', rows: MPR },
  { family: 'IPSEC', rows: IPSEC },
  { family: 'WINHTTP', rows: WINHTTP },
  { family: 'EAP', rows: EAP },
  { family: 'HRESULT-CERT', rows: CERTIFICATE },
  { family: 'NTSTATUS', rows: NTSTATUS },
  { family: 'WIN32', rows: WIN32 },
  { family: 'WIN32', rows: WIN32_MORE },
  { family: 'NPS-REASON', rows: NPS_REASON },
  { family: 'KERBEROS', rows: KERBEROS },
  { family: 'IKE-VALUE', rows: IKE_VALUES },
];

/** Small numbers that mean this only in fields of their own: found only with the hint. */
const ONLY_HINTED: readonly CodeFamily[] = ['KERBEROS', 'IKE-VALUE'];

/** Families whose codes a 0x8007xxxx HRESULT can wrap. */
const WRAPPED: readonly CodeFamily[] = ['WIN32', 'RAS', 'MPR', 'IPSEC', 'WINHTTP'];

let index: Map<number, CodeMeaning[]> | undefined;

function meanings(): Map<number, CodeMeaning[]> {
  if (index) return index;
  index = new Map();
  for (const { family, rows } of CODE_TABLES) {
    for (const [code, symbol, meaning, sources, marks] of rows) {
      const { unverified, ...rest } = marks ?? {};
      const entry: CodeMeaning = { code, symbol, family, meaning, verified: unverified !== true, sources: referencesOf(sources), ...rest };
      const known = index.get(code);
      if (known) known.push(entry);
      else index.set(code, [entry]);
    }
  }
  return index;
}

/**
 * Reads a code as events and people write it: decimal, signed decimal, `0x…` hexadecimal (also sign-extended to 64 bits), `%%1068`
 * (a message reference of the Service Control Manager), eight hexadecimal digits with a letter in them. Returns it unsigned 32-bit,
 * or null for anything else.
 */
export function normaliseCode(text: string | number): number | null {
  if (typeof text === 'number') return toUnsigned(text);
  if (text.length > 64) return null;
  const plain = text.trim().replace(/^%%/, '');
  const hex = /^0x([0-9a-f]{1,16})$/i.exec(plain)?.[1] ?? (/^(?=.*[a-f])[0-9a-f]{8}$/i.test(plain) ? plain : undefined);
  if (hex !== undefined) return hexCode(hex);
  if (!/^[+-]?\d{1,20}$/.test(plain)) return null;
  return toUnsigned(Number(plain));
}

function hexCode(digits: string): number | null {
  const high = digits.length > 8 ? digits.slice(0, -8) : '';
  const low = Number.parseInt(digits.slice(-8), 16);
  if (/^0*$/.test(high)) return low;
  return /^f{8}$/i.test(high) && low >= 0x80000000 ? low : null;
}

function toUnsigned(value: number): number | null {
  if (!Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff) return null;
  return value < 0 ? value + 0x100000000 : value + 0;
}

/** Meanings of `code` (unsigned), best guess first; empty when unknown. `hint` names the family of the field it stood in. */
export function lookUpCode(code: number, hint?: CodeFamily): CodeMeaning[] {
  const direct = (meanings().get(code) ?? []).filter((entry) => entry.family === hint || !ONLY_HINTED.includes(entry.family));
  const found = [...direct, ...unwrapped(code)];
  if (hint === undefined) return found;
  return [...found.filter((entry) => entry.family === hint), ...found.filter((entry) => entry.family !== hint)];
}

/** HRESULT_FROM_WIN32 (0x8007xxxx) and HRESULT_FROM_NT (bit 28 of an NTSTATUS error): the meaning of the code inside. */
function unwrapped(code: number): CodeMeaning[] {
  if (code >>> 16 === 0x8007) {
    const inner = code & 0xffff;
    const known = (meanings().get(inner) ?? []).filter((entry) => WRAPPED.includes(entry.family)).map((entry) => ({ ...entry, code, wraps: inner }));
    if (known.length > 0) return known;
    return [{ code, symbol: null, family: 'WIN32', meaning: `Win32 error ${inner} as an HRESULT; not in the table`, verified: false, sources: [], wraps: inner }];
  }
  if (code >>> 28 === 0xd) {
    const inner = (code & ~0x10000000) >>> 0;
    return (meanings().get(inner) ?? []).filter((entry) => entry.family === 'NTSTATUS').map((entry) => ({ ...entry, code, wraps: inner }));
  }
  return [];
}

/**
 * One line for people: meaning and symbol of the best guess; never empty. An NPS reason is not guessed: without the hint the code came
 * from an error field, where 16 is something else.
 */
export function codeText(code: number, hint?: CodeFamily): string {
  const best = lookUpCode(code, hint).find((entry) => hint === 'NPS-REASON' || entry.family !== 'NPS-REASON');
  if (!best) return `code ${codeForms(code).decimal} (${codeForms(code).hex}), not in the table`;
  return best.symbol === null ? best.meaning : `${best.meaning} (${best.symbol})`;
}

/** The same code in the three ways it is written. */
export function codeForms(code: number): { readonly decimal: string; readonly hex: string; readonly signed: string } {
  return { decimal: String(code), hex: `0x${code.toString(16).toUpperCase().padStart(8, '0')}`, signed: String(code | 0) };
}
