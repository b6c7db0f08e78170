/**
 * Reads the values of IKE failure records of the filtering platform, whoever printed them: symbols, their ends, decimal or
 * hexadecimal numbers. Structures FWPM_NET_EVENT_IKEEXT_{MM,QM,EM}_FAILURE (fwpmtypes.h); enumerations of iketypes.h and ipsectypes.h.
 */
import type { FieldType, Value } from '../model/values.ts';
import { IKE_VALUES } from './codes/ike-values.ts';
import { CODE_TABLES, normaliseCode } from './error-codes.ts';

export type IkeMode = 'mm' | 'qm' | 'em';

export const IKE_FAILURE_FIELDS: Readonly<Record<string, FieldType>> = {
  error: 'code',
  failure_point: 'string',
  mm_state: 'string',
  mm_state_number: 'number',
  sa_role: 'string',
  keying_module: 'string',
  auth_method: 'string',
  local_address: 'string',
  remote_address: 'string',
  local_port: 'number',
  remote_port: 'number',
  cert_hash: 'string',
  benign: 'boolean',
};

const FAILURE_POINTS: readonly (string | null)[] = [null, 'local', 'remote'];
const ROLES: readonly string[] = ['initiator', 'responder'];
const MODULES: readonly string[] = ['ike', 'authip', 'ikev2'];
const MM_STATES: readonly string[] = ['none', 'sa-sent', 'ssp-sent', 'final', 'final-sent', 'complete'];
const AUTH_METHODS: readonly string[] = [
  'preshared-key', 'certificate', 'kerberos', 'anonymous', 'user-certificate', 'ntlmv2', 'cga', 'certificate-ecdsa-p256',
  'certificate-ecdsa-p384', 'user-certificate-ecdsa-p256', 'user-certificate-ecdsa-p384', 'eap',
];
/** The benign flag is 1 for main mode and 2 for extended mode (fwpmtypes.h); quick mode has no flags. */
const BENIGN_FLAG: Readonly<Record<IkeMode, number>> = { mm: 1, qm: 0, em: 2 };
/** States of a negotiation that goes on or ends by plan, though they come as error codes. */
const NO_FAILURES: ReadonlySet<number> = new Set([13803, 13878, 13890, 13901]);

/**
 * Fields of an IKE failure record from the structure's own members; `read` finds one by its name (`failureErrorCode`), whatever its case.
 * Members that are absent or unreadable give no field.
 */
export function ikeFailureFields(mode: IkeMode, read: (name: string) => string | undefined): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  const error = readErrorCode(read('failureErrorCode'));
  put('error', error);
  const point = enumNumber('IPSEC_FAILURE_POINT', read('failurePoint'));
  put('failure_point', point === undefined ? undefined : FAILURE_POINTS[point]);
  const state = mode === 'mm' ? enumNumber('IKEEXT_MM_SA_STATE', read('mmState')) : undefined;
  put('mm_state', state === undefined ? undefined : MM_STATES[state]);
  put('mm_state_number', state);
  put('sa_role', nameOf(ROLES, enumNumber('IKEEXT_SA_ROLE', read('saRole'))));
  put('keying_module', nameOf(MODULES, enumNumber('IKEEXT_KEY_MODULE_TYPE', read('keyingModuleType'))));
  put('auth_method', nameOf(AUTH_METHODS, enumNumber('IKEEXT_AUTHENTICATION_METHOD_TYPE', read('mmAuthMethod') ?? read('emAuthMethod'))));
  put('cert_hash', hashOf(read('endCertHash')));
  put('benign', isBenign(mode, error, read('flags')));
  return fields;
}

function nameOf(names: readonly string[], number: number | undefined): string | undefined {
  return number === undefined ? undefined : names[number];
}

/** Number of an enumeration's value: `4`, `0x4`, `IKEEXT_MM_SA_STATE_FINAL_SENT`, `FinalSent`; undefined for anything else. */
export function enumNumber(enumeration: string, text: string | undefined): number | undefined {
  if (text === undefined || text.length > 80) return undefined;
  const number = plainNumber(text);
  if (number !== undefined) return number;
  const wanted = squeeze(text);
  if (wanted.length < 2) return undefined;
  const rows = IKE_VALUES.filter((row) => row[4]?.enumeration === enumeration && row[1] !== null);
  const exact = rows.find((row) => squeeze(row[1] as string) === wanted);
  if (exact) return exact[0];
  // FINAL is the end of no other symbol but its own, yet KEY_MODULE_IKE must not win over KEY_MODULE_IKEV2: whole ends only.
  const ends = rows.filter((row) => squeeze(row[1] as string).endsWith(wanted));
  return ends.length === 1 ? ends[0]?.[0] : undefined;
}

function squeeze(text: string): string {
  return text.replaceAll(/[^a-z0-9]/gi, '').toUpperCase();
}

/** Unsigned number in decimal or hexadecimal. */
export function plainNumber(text: string | undefined): number | undefined {
  const plain = text?.trim();
  return plain !== undefined && /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(plain) ? Number(plain) : undefined;
}

let symbols: Map<string, number> | undefined;

/** Error code as number or as symbol of winerror.h. */
export function readErrorCode(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const code = normaliseCode(text);
  if (code !== null) return code;
  if (symbols === undefined) {
    symbols = new Map();
    for (const { family, rows } of CODE_TABLES) {
      if (family === 'IKE-VALUE' || family === 'NPS-REASON') continue;
      for (const [number, symbol] of rows) if (symbol !== null && !symbols.has(symbol)) symbols.set(symbol, number);
    }
  }
  return symbols.get(text.trim().slice(0, 80).toUpperCase());
}

/** Thumbprint in upper-case hexadecimal; zeros, or nothing, say that no certificate was at fault. */
function hashOf(text: string | undefined): string | undefined {
  const hex = text?.slice(0, 200).replace(/^0x/i, '').replaceAll(/[^0-9a-f]/gi, '').toUpperCase();
  return hex !== undefined && hex.length === 40 && !/^0+$/.test(hex) ? hex : undefined;
}

function isBenign(mode: IkeMode, error: number | undefined, flags: string | undefined): boolean | undefined {
  if (error !== undefined && NO_FAILURES.has(error)) return true;
  if (flags === undefined) return undefined;
  if (/BENIGN/i.test(flags)) return true;
  const number = plainNumber(flags);
  return number === undefined ? false : (number & BENIGN_FLAG[mode]) !== 0;
}
