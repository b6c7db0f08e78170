/** Certificates built octet by octet and signed with a key made on the spot, so that no key lies in the project. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { address, join, type Part } from './ip.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface CertificateOptions {
  readonly subject?: string;
  readonly issuer?: string;
  readonly serial?: readonly number[];
  /** `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` */
  readonly from?: string;
  readonly to?: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** Last arcs below 1.3.6.1.5.5.7.3, such as 1 for server authentication. */
  readonly uses?: readonly number[];
  readonly listUrl?: string;
  readonly ocspUrl?: string;
  /** String type of names: 0x0c UTF-8, 0x1e BMP, 0x13 printable. */
  readonly stringTag?: number;
  /** Basic constraints: may issue others. */
  readonly isAuthority?: boolean;
  readonly keys: KeyPair;
  /** The issuer's; the certificate's own when not given. */
  readonly signer?: KeyPair;
}

export const newKeys = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export function der(tag: number, ...parts: readonly Part[]): Uint8Array {
  const content = join(...parts);
  const length = content.length < 0x80 ? [content.length] : content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 255];
  return join([tag], length, content);
}

const oid = (...octets: number[]): Uint8Array => der(0x06, octets);
const extension = (id: Uint8Array, value: Uint8Array): Uint8Array => der(0x30, id, der(0x04, value));
const ECDSA_SHA256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const KEY_PURPOSES = [0x2b, 6, 1, 5, 5, 7, 3];

export function certificate(options: CertificateOptions): Uint8Array {
  const { subject = 'vpn.contoso.com', issuer = 'Contoso Root CA', from = '240101000000Z', to = '20540101120000Z', keys } = options;
  const time = (text: string): Uint8Array => der(text.length === 13 ? 0x17 : 0x18, text);
  const signed = der(
    0x30,
    der(0xa0, der(0x02, [2])),
    der(0x02, options.serial ?? [0x00, 0xa1, 0xb2, 0xc3]),
    ECDSA_SHA256,
    name(issuer, options.stringTag),
    der(0x30, time(from), time(to)),
    name(subject, options.stringTag),
    new Uint8Array(keys.publicKey.export({ type: 'spki', format: 'der' })),
    ...extensions(options),
  );
  return der(0x30, signed, ECDSA_SHA256, der(0x03, [0], sign('sha256', signed, (options.signer ?? keys).privateKey)));
}

/** A country, an organization and, unless empty, the common name. */
function name(common: string, tag = 0x0c): Uint8Array {
  const attribute = (type: number, stringTag: number, value: Part): Uint8Array => der(0x31, der(0x30, oid(0x55, 4, type), der(stringTag, value)));
  const text = tag === 0x1e ? Buffer.from(common, 'utf16le').swap16() : common;
  return der(0x30, attribute(6, 0x13, 'US'), attribute(10, 0x0c, 'Contoso'), ...(common === '' ? [] : [attribute(3, tag, text)]));
}

function extensions(options: CertificateOptions): Uint8Array[] {
  const url = (text: string): Uint8Array => der(0x86, text);
  const names = [...(options.dnsNames ?? []).map((text) => der(0x82, text)), ...(options.ipAddresses ?? []).map((text) => der(0x87, address(text)))];
  const list = [
    // A critical extension has a flag between id and value.
    ...(options.isAuthority ? [der(0x30, oid(0x55, 0x1d, 19), der(0x01, [0xff]), der(0x04, der(0x30, der(0x01, [0xff]))))] : []),
    ...(names.length > 0 ? [extension(oid(0x55, 0x1d, 17), der(0x30, ...names))] : []),
    ...(options.uses ? [extension(oid(0x55, 0x1d, 37), der(0x30, ...options.uses.map((arc) => oid(...KEY_PURPOSES, arc))))] : []),
    ...(options.listUrl ? [extension(oid(0x55, 0x1d, 31), der(0x30, der(0x30, der(0xa0, der(0xa0, url(options.listUrl))))))] : []),
    ...(options.ocspUrl ? [extension(oid(0x2b, 6, 1, 5, 5, 7, 1, 1), der(0x30, der(0x30, oid(0x2b, 6, 1, 5, 5, 7, 48, 1), url(options.ocspUrl)), der(0x30, oid(0x2b, 6, 1, 5, 5, 7, 48, 2), url('http://ca.contoso.com/root.cer'))))] : []),
  ];
  return list.length > 0 ? [der(0xa3, der(0x30, ...list))] : [];
}

/** As certificate files write it. */
export function pem(bytes: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64').match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
}
