/**
 * `EapHostConfig` → what the client offers and whom it trusts. Schemas MsPeap-, EapTls-, EapTtls- and MsChapV2ConnectionProperties
 * (Microsoft, C:\Windows\schemas\EAPMethods; [MS-GPWL] 2.2.3). Method numbers: IANA EAP registry.
 */
import type { Value } from '../../model/values.ts';
import { all, find, flag, search } from './xml-tree.ts';
import type { XmlNode } from './xml-tree.ts';

const METHODS: Readonly<Record<number, string>> = { 4: 'eap-md5', 13: 'eap-tls', 18: 'eap-sim', 21: 'eap-ttls', 23: 'eap-aka', 25: 'peap', 26: 'eap-mschapv2', 50: 'eap-aka-prime', 55: 'eap-teap' };
/** Inner methods of EAP-TTLS that are no EAP methods. */
const TTLS_INNER: Readonly<Record<string, string>> = { papauthentication: 'pap', chapauthentication: 'chap', mschapauthentication: 'mschap', mschapv2authentication: 'mschapv2' };

/** Fields of `eap.config`, or null when the element names no method. */
export function readEap(host: XmlNode): Record<string, Value> | null {
  const outer = search(find(host, 'Config'), 'Eap') ?? search(find(host, 'Config'), 'EapTtls');
  const number = numberOf(find(host, 'EapMethod', 'Type')) ?? numberOf(find(outer, 'Type'));
  if (number === undefined) return null;
  const fields: Record<string, Value> = { method: methodName(number) };
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  // Settings of the inner method lie below the outer one's; they are not the outer one's.
  const own = (node: XmlNode): boolean => node.name.toLowerCase() !== 'eap';
  const settings = find(outer, 'EapType') ?? outer;
  put('inner_method', innerMethod(settings, own));
  const validation = search(settings, 'ServerValidation', own);
  const names = find(validation, 'ServerNames');
  put('server_names', names === undefined ? undefined : names.text.split(';').map((name) => name.trim()).filter((name) => name !== ''));
  if (validation !== undefined) {
    put('trusted_roots', [...all(validation, 'TrustedRootCA'), ...all(validation, 'TrustedRootCAHash')].map(({ text }) => hashText(text)).filter((hash) => hash !== ''));
  }
  put('verify_server', flag(search(settings, 'PerformServerValidation', own)));
  put('user_cert_filter', certificateFilter(host));
  return fields;
}

function numberOf(node: XmlNode | undefined): number | undefined {
  return node !== undefined && /^\d{1,3}$/.test(node.text) ? Number(node.text) : undefined;
}

function methodName(number: number): string {
  return METHODS[number] ?? `eap-${number}`;
}

function innerMethod(settings: XmlNode | undefined, own: (node: XmlNode) => boolean): string | undefined {
  const inner = settings?.children.map((child) => (child.name.toLowerCase() === 'eap' ? child : search(child, 'Eap'))).find((child) => child !== undefined);
  const number = numberOf(find(inner, 'Type'));
  if (number !== undefined) return methodName(number);
  const phase = search(settings, 'Phase2Authentication', own);
  const nested = numberOf(find(search(phase, 'EapMethod'), 'Type'));
  if (nested !== undefined) return methodName(nested);
  return phase?.children.map((child) => TTLS_INNER[child.name.toLowerCase()]).find((name) => name !== undefined);
}

/** Thumbprint in upper-case hexadecimal; the schema writes it in pairs. */
function hashText(text: string): string {
  const hex = text.replaceAll(/[^0-9a-f]/gi, '').toUpperCase();
  return hex.length % 2 === 0 ? hex.slice(0, 128) : '';
}

/**
 * What the user's certificate must be: `issuer:<thumbprint>`, `eku:<object id or name>`, `client-auth`, `any-purpose`, `all-purpose`.
 * Empty when certificates are used without a filter; undefined when no method of the configuration uses one.
 */
function certificateFilter(host: XmlNode): string[] | undefined {
  const filter = search(host, 'FilteringInfo');
  if (filter === undefined) return search(host, 'CertificateStore') === undefined ? undefined : [];
  const rules: string[] = [];
  const oids = new Map(all(find(filter, 'EKUMapping'), 'EKUMap').map((map) => [find(map, 'EKUName')?.text ?? '', find(map, 'EKUOID')?.text ?? '']));
  if (flag(find(filter, 'AllPurposeEnabled')) === true) rules.push('all-purpose');
  const issuers = find(filter, 'CAHashList');
  if (isEnabled(issuers)) rules.push(...all(issuers, 'IssuerHash').map(({ text }) => `issuer:${hashText(text)}`));
  for (const [list, plain] of [['ClientAuthEKUList', 'client-auth'], ['AnyPurposeEKUList', 'any-purpose']] as const) {
    const node = find(filter, list);
    if (!isEnabled(node)) continue;
    const names = all(node, 'EKUMapInList').flatMap((map) => all(map, 'EKUName').map(({ text }) => text));
    rules.push(...(names.length === 0 ? [plain] : names.map((name) => `eku:${oids.get(name) || name}`)));
  }
  return [...new Set(rules)].slice(0, 100);
}

function isEnabled(list: XmlNode | undefined): boolean {
  return list !== undefined && /^(?:true|1)$/i.test(list.attributes.get('Enabled') ?? 'true');
}
