/** What an NPS policy says, from numbers: of the exported configuration and of `netsh nps show`. */
import type { FieldType, Value } from '../../model/values.ts';

export const POLICY_FIELDS: Readonly<Record<string, FieldType>> = {
  name: 'string',
  kind: 'string',
  order: 'number',
  enabled: 'boolean',
  grants: 'boolean',
  auth_types: 'strings',
  eap_types: 'strings',
  conditions: 'strings',
  ignore_dialin: 'boolean',
  auth_provider: 'string',
  encryption_types: 'number',
  encryption_policy: 'number',
  eap_certificates: 'strings',
};
export const CLIENT_FIELDS: Readonly<Record<string, FieldType>> = { name: 'string', address: 'string', enabled: 'boolean', require_signature: 'boolean' };

/** AUTHENTICATION_TYPE of sdoias.h, named as the Security log names them. */
const AUTHENTICATION: Readonly<Record<number, string>> = {
  1: 'PAP', 2: 'CHAP', 3: 'MS-CHAPv1', 4: 'MS-CHAPv2', 5: 'EAP', 6: 'ARAP', 7: 'Unauthenticated', 8: 'Extension', 9: 'MS-CHAPv1 CPW', 10: 'MS-CHAPv2 CPW', 11: 'PEAP',
};
/** EAP method numbers (IANA EAP registry), named as in the phonebook. */
const EAP: Readonly<Record<number, string>> = { 4: 'eap-md5', 13: 'eap-tls', 18: 'eap-sim', 21: 'eap-ttls', 23: 'eap-aka', 25: 'peap', 26: 'eap-mschapv2', 50: 'eap-aka-prime' };
const MOST_TEXT = 500;

export function authenticationNames(numbers: readonly number[]): string[] {
  return [...new Set(numbers)].map((number) => AUTHENTICATION[number] ?? String(number));
}

/** EAP types as hex: the method is the first byte; 254 (expanded) has vendor and type behind it. */
export function eapNames(values: readonly string[]): string[] {
  const numbers = values.map((value) => /^[0-9a-f]{2}/i.exec(value.replaceAll(/\s/g, ''))?.[0]).filter((byte) => byte !== undefined);
  return [...new Set(numbers)].map((byte) => EAP[Number.parseInt(byte, 16)] ?? String(Number.parseInt(byte, 16)));
}

/** SHA-1 thumbprints in an EAP configuration: a length of 20 and as many bytes (hash of the certificate NPS shows). */
export function thumbprintsIn(values: readonly string[]): string[] {
  const found = new Set<string>();
  for (const value of values) {
    const hex = value.replaceAll(/\s/g, '').toUpperCase();
    for (const match of hex.matchAll(/14000000([0-9A-F]{40})/g)) {
      if (match.index % 2 === 0 && !/^0+$/.test(match[1] as string)) found.add(match[1] as string);
    }
  }
  return [...found];
}

export function clip(texts: readonly string[]): string[] {
  return texts.slice(0, 50).map((text) => (text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text));
}

/** Fields without those that nothing stated. */
export function known(fields: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
