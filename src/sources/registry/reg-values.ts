/** Lines that hold one value: of `reg query` (`    name    REG_TYPE    data`) and of `.reg` files (`"name"=type:data`). */
import { decodeValue, TYPE_NAMES } from '../../formats/regf/value-data.ts';
import type { RegistryData } from '../../formats/regf/value-data.ts';

export interface TextValue {
  /** Null when the text of the data cannot be read. */
  readonly data: RegistryData | null;
  readonly line: number;
}

/** Four blanks between the columns; Windows XP put tabs. */
const QUERY_VALUE = /^(?: {4}|\t)\s{0,4}(\S.*?)(?: {4}|\t)(REG_[A-Z_]+)(?:(?: {4}|\t)(.*))?$/;
const EXPORT_VALUE = /^(?:@|"((?:[^"\\]|\\.)*)")=(.*)$/;
const HEX_VALUE = /^hex(?:\(([0-9a-f]{1,8})\))?:(.*)$/i;
/** Longer lines are cut; what is cut inside its quotes is unreadable, not absent. */
const MAX_LINE = 65_536;
/** A value of a megabyte takes some 40,000 lines; more is no value. */
const MAX_CONTINUED_LINES = 100_000;

const ROOTS: Readonly<Record<string, string>> = {
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKEY_CURRENT_USER: 'HKCU',
  HKEY_CLASSES_ROOT: 'HKCR',
  HKEY_USERS: 'HKU',
  HKEY_CURRENT_CONFIG: 'HKCC',
};

/** `HKLM\SYSTEM\…` out of the long form, the PowerShell forms (`HKLM:\…`, `Registry::…`) and a closing backslash. */
export function normalPath(path: string): string {
  const [root = '', ...names] = path.trim().replace(/^Registry::/i, '').split('\\').filter((name) => name !== '');
  const short = root.replace(/:$/, '').toUpperCase();
  return [ROOTS[short] ?? short, ...names].join('\\');
}

/** Puts the value of a `reg query` line into `values`. False when the line is none. */
export function readQueryValue(line: string, at: number, values: Map<string, TextValue> | undefined): boolean {
  const match = QUERY_VALUE.exec(line);
  if (match === null) return false;
  const [, name = '', type = '', data = ''] = match;
  if (values !== undefined && !values.has(name.toLowerCase())) values.set(name.toLowerCase(), { data: queryData(type, data), line: at + 1 });
  return true;
}

function queryData(type: string, text: string): RegistryData | null {
  switch (type) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
    case 'REG_LINK':
      return text;
    case 'REG_MULTI_SZ':
      return text.split('\\0').filter((part) => part !== '');
    case 'REG_DWORD':
    case 'REG_DWORD_BIG_ENDIAN':
    case 'REG_QWORD': {
      if (!/^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text.trim())) return null;
      const value = BigInt(text.trim());
      return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
    }
    default:
      return hexBytes(text.trim());
  }
}

/**
 * Puts the value that begins at line `at` of an export into `values`; lines that hold none are passed over.
 * Returns the index of the last line it took.
 */
export function readExportValue(lines: readonly string[], at: number, values: Map<string, TextValue> | undefined): number {
  const match = EXPORT_VALUE.exec((lines[at] as string).slice(0, MAX_LINE));
  if (match === null) return at;
  let last = at;
  const parts = [match[2] ?? ''];
  while ((parts.at(-1) ?? '').endsWith('\\') && !(parts[0] ?? '').startsWith('"') && last + 1 < lines.length && last - at < MAX_CONTINUED_LINES) {
    parts[parts.length - 1] = (parts.at(-1) as string).slice(0, -1);
    parts.push((lines[++last] as string).trim());
  }
  const name = unescape(match[1] ?? '').toLowerCase();
  const data = exportData(parts.join('').trim());
  // `"name"=-` asks for deletion: not a value.
  if (values !== undefined && data !== undefined && !values.has(name)) values.set(name, { data, line: at + 1 });
  return last;
}

function exportData(text: string): RegistryData | null | undefined {
  if (text === '-') return undefined;
  if (text.startsWith('"')) return /^"(?:[^"\\]|\\.)*"$/.test(text) ? unescape(text.slice(1, -1)) : null;
  const dword = /^dword:([0-9a-f]{1,8})$/i.exec(text)?.[1];
  if (dword !== undefined) return Number.parseInt(dword, 16);
  const hex = HEX_VALUE.exec(text);
  if (hex === null) return null;
  const bytes = hexBytes((hex[2] ?? '').replace(/[,\s]/g, ''));
  const type = hex[1] === undefined ? TYPE_NAMES.indexOf('REG_BINARY') : Number.parseInt(hex[1], 16);
  return bytes === null ? null : decodeValue(type, bytes);
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function hexBytes(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
}
