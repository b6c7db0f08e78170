/**
 * Who a certificate is for, who issued it and when it is valid; no signature is checked. Source: RFC 5280 sections 4.1 and 4.2.
 */
import { toHex } from '../bytes/hex.ts';
import type { Micros } from '../model/time.ts';
import { DER, objectIdText, readDer, readDerList, type DerValue } from './der.ts';
import { readExtensionNames, type X509ExtensionNames } from './x509-names-extensions.ts';
import { derText, derTime } from './x509-names-values.ts';

export interface X509Names extends X509ExtensionNames {
  /** Upper-case hex without the zero octet that only keeps a number positive. */
  readonly serial: string;
  /** Common names; null when the name has none. */
  readonly subject: string | null;
  readonly issuer: string | null;
  /** Subject and issuer are the same name, octet by octet. */
  readonly isSelfIssued: boolean;
  readonly notBefore: Micros | null;
  readonly notAfter: Micros | null;
}

const COMMON_NAME = '2.5.4.3';
const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;

/** Reads one certificate in DER; null when its fields are not where they belong. */
export function readX509Names(der: Uint8Array): X509Names | null {
  const certificate = readDer(der);
  const signed = certificate?.tag === DER.sequence ? readDer(certificate.content) : null;
  if (signed?.tag !== DER.sequence) return null;
  const fields = readDerList(signed.content);
  const [serial, , issuer, validity, subject] = fields[0]?.tag === VERSION_TAG ? fields.slice(1) : fields;
  if (serial?.tag !== DER.integer || issuer?.tag !== DER.sequence || validity?.tag !== DER.sequence || subject?.tag !== DER.sequence) return null;
  const [notBefore, notAfter] = readDerList(validity.content);
  const names = toHex(subject.content);
  return {
    serial: toHex(serial.content.subarray(serial.content[0] === 0 && serial.content.length > 1 ? 1 : 0)),
    subject: commonName(subject),
    issuer: commonName(issuer),
    isSelfIssued: names === toHex(issuer.content),
    notBefore: notBefore === undefined ? null : derTime(notBefore),
    notAfter: notAfter === undefined ? null : derTime(notAfter),
    ...readExtensionNames(fields.find((field) => field.tag === EXTENSIONS_TAG)),
  };
}

/** A name is a list of sets of (type, value); the last common name is the most specific. */
function commonName(name: DerValue): string | null {
  const values = readDerList(name.content).flatMap((set) => readDerList(set.content)).map((pair) => readDerList(pair.content, 2));
  const found = values.findLast(([type]) => type?.tag === DER.objectId && objectIdText(type.content) === COMMON_NAME)?.[1];
  return found === undefined ? null : derText(found);
}
