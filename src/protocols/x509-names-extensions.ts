/** What a certificate's extensions name: hosts, uses, and where its revocation can be looked up. Source: RFC 5280 4.2.1 and 4.2.2. */
import { DER, objectIdText, readDer, readDerList, type DerValue } from './der.ts';
import { ipv4Text, ipv6Text } from './ip-address.ts';

export interface X509ExtensionNames {
  /** Subject alternative names. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** Object ids, `1.3.6.1.5.5.7.3.1` is server authentication; null when the extension is absent, which allows any. */
  readonly extendedKeyUsages: readonly string[] | null;
  /** URLs of revocation lists, then of OCSP responders. */
  readonly revocationUrls: readonly string[];
}

const ALTERNATIVE_NAMES = '2.5.29.17';
const LIST_LOCATIONS = '2.5.29.31';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const AUTHORITY_ACCESS = '1.3.6.1.5.5.7.1.1';
const OCSP = '1.3.6.1.5.5.7.48.1';
/** Choices of GeneralName. */
const NAME = { dns: 0x82, url: 0x86, ip: 0x87 } as const;
/** A location's URL lies five values deep. */
const MAX_DEPTH = 6;
/** Names of one certificate; hosters put a hundred into one. */
const MAX_NAMES = 512;

/** Reads the field `[3]` of a certificate; of an absent one, nothing is named. */
export function readExtensionNames(field: DerValue | undefined): X509ExtensionNames {
  const list = field === undefined ? null : readDer(field.content);
  const values = new Map(readDerList(list?.content ?? new Uint8Array()).map(readExtension));
  const names = readDerList(values.get(ALTERNATIVE_NAMES)?.content ?? new Uint8Array(), MAX_NAMES);
  const uses = values.get(EXTENDED_KEY_USAGE);
  const access = readDerList(values.get(AUTHORITY_ACCESS)?.content ?? new Uint8Array()).map((item) => readDerList(item.content, 2));
  const responders = access.flatMap(([method, place]) => (method?.tag === DER.objectId && objectIdText(method.content) === OCSP && place?.tag === NAME.url ? [latin1(place.content)] : []));
  return {
    dnsNames: names.filter(({ tag }) => tag === NAME.dns).map(({ content }) => latin1(content)),
    ipAddresses: names.filter(({ tag }) => tag === NAME.ip).flatMap(({ content }) => (content.length === 4 ? [ipv4Text(content, 0)] : content.length === 16 ? [ipv6Text(content, 0)] : [])),
    extendedKeyUsages: uses === undefined ? null : readDerList(uses.content).filter(({ tag }) => tag === DER.objectId).map(({ content }) => objectIdText(content)),
    revocationUrls: [...urlsIn(values.get(LIST_LOCATIONS), 0), ...responders],
  };
}

/** Object id and value: a sequence of id, perhaps a flag, and the value's DER in an octet string. */
function readExtension(extension: DerValue): [string, DerValue | undefined] {
  const parts = readDerList(extension.content, 3);
  const [id, last] = [parts[0], parts.at(-1)];
  const value = last?.tag === DER.octetString ? readDer(last.content) : null;
  return [id?.tag === DER.objectId ? objectIdText(id.content) : '', value ?? undefined];
}

function urlsIn(value: DerValue | undefined, depth: number): string[] {
  if (value === undefined || depth > MAX_DEPTH) return [];
  if (value.tag === NAME.url) return [latin1(value.content)];
  return (value.tag & 0x20) === 0 ? [] : readDerList(value.content).flatMap((item) => urlsIn(item, depth + 1));
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
