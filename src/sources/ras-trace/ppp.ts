/**
 * A PPP packet from its bytes. Numbers after RFC 1661 (LCP), 1334 (PAP), 1994 (CHAP), 2759 (MS-CHAP v2 failure text), 3748 (EAP),
 * 1332 and 1877 (IPCP), 5072 (IPV6CP), 1962 (CCP) and the IANA list of PPP numbers.
 */
import type { Value } from '../../model/values.ts';

const PROTOCOLS: Readonly<Record<number, string>> = {
  0xc021: 'lcp',
  0xc023: 'pap',
  0xc025: 'lqr',
  0xc029: 'cbcp',
  0xc02b: 'bacp',
  0xc02d: 'bap',
  0xc223: 'chap',
  0xc227: 'eap',
  0x8021: 'ipcp',
  0x8029: 'atcp',
  0x802b: 'ipxcp',
  0x803f: 'nbfcp',
  0x8053: 'ecp',
  0x8057: 'ipv6cp',
  0x80fb: 'ccp-link',
  0x80fd: 'ccp',
};

const NEGOTIATION = [
  '',
  'configure-request',
  'configure-ack',
  'configure-nak',
  'configure-reject',
  'terminate-request',
  'terminate-ack',
  'code-reject',
  'protocol-reject',
  'echo-request',
  'echo-reply',
  'discard-request',
  'identification',
  'time-remaining',
  'reset-request',
  'reset-ack',
];
const CODES: Readonly<Record<string, readonly string[]>> = {
  pap: ['', 'authenticate-request', 'authenticate-ack', 'authenticate-nak'],
  chap: ['', 'challenge', 'response', 'success', 'failure', 'change-password', 'change-password', 'change-password'],
  eap: ['', 'request', 'response', 'success', 'failure'],
  cbcp: ['', 'callback-request', 'callback-response', 'callback-ack'],
};
const NEGOTIATED: ReadonlySet<string> = new Set(['lcp', 'ipcp', 'ipv6cp', 'ccp', 'ccp-link', 'atcp', 'ipxcp', 'nbfcp', 'ecp', 'bacp']);

/** Algorithms of CHAP in LCP's authentication option (IANA PPP authentication algorithms). */
const CHAP_ALGORITHMS: Readonly<Record<number, string>> = { 5: 'chap-md5', 0x80: 'mschap', 0x81: 'mschapv2' };
/** Windows puts its error into the data of LCP terminations: magic number, this mark, the code. Seen as `<\xcdt` in logs of other implementations. */
const MICROSOFT_MARK = [0x00, 0x3c, 0xcd, 0x74];

export type PppFields = Readonly<Record<string, Value>>;

/** Number of a protocol by the name traces print (`LCP`), for packets whose bytes were not written. */
export function protocolNumber(name: string): number | undefined {
  const wanted = name.toLowerCase();
  const found = Object.entries(PROTOCOLS).find(([, known]) => known === wanted);
  return found === undefined ? undefined : Number(found[0]);
}

/** Code by the shortened name traces print (`Configure-Req`). */
export function codeNumber(name: string): number | undefined {
  const wanted = name.trim().toLowerCase();
  const at = wanted.length < 7 ? -1 : NEGOTIATION.findIndex((known) => known.startsWith(wanted) || (known !== '' && wanted.startsWith(known)));
  return at > 0 ? at : undefined;
}

/** Fields of the packet; null when the bytes do not begin with a control protocol. Credentials are never taken out. */
export function decodePacket(all: readonly number[]): PppFields | null {
  const bytes = all[0] === 0xff && all[1] === 0x03 ? all.slice(2) : all;
  const protocol = word(bytes, 0);
  const name = protocol === undefined ? undefined : PROTOCOLS[protocol];
  if (protocol === undefined || name === undefined) return null;
  const code = bytes[2];
  const fields: Record<string, Value> = { protocol: name, protocol_number: protocol };
  if (code === undefined) return fields;
  fields['code'] = code;
  const codeName = nameOfCode(name, code);
  if (codeName !== undefined) fields['code_name'] = codeName;
  if (bytes[3] !== undefined) fields['id'] = bytes[3];
  const length = word(bytes, 4);
  // Traces write long packets in part: what is there counts.
  const data = bytes.slice(6, length === undefined || length < 4 ? undefined : 2 + length);
  if (NEGOTIATED.has(name)) readNegotiation(name, code, data, fields);
  if (name === 'chap' && code === 4) readChapFailure(data, fields);
  if (name === 'eap' && (code === 1 || code === 2) && data[0] !== undefined) fields['eap_type'] = data[0];
  return fields;
}

/** Fields of a packet of which only the description is written. */
export function describePacket(protocol: string, type: string): PppFields | null {
  const number = protocolNumber(protocol);
  if (number === undefined) return null;
  const code = NEGOTIATED.has(protocol.toLowerCase()) ? codeNumber(type) : undefined;
  const codeName = code === undefined ? undefined : NEGOTIATION[code];
  return {
    protocol: protocol.toLowerCase(),
    protocol_number: number,
    ...(code === undefined ? {} : { code }),
    ...(codeName === undefined ? {} : { code_name: codeName }),
  };
}

function nameOfCode(protocol: string, code: number): string | undefined {
  const name = NEGOTIATED.has(protocol) ? NEGOTIATION[code] : CODES[protocol]?.[code];
  return name === '' ? undefined : name;
}

function readNegotiation(protocol: string, code: number, data: readonly number[], fields: Record<string, Value>): void {
  if (code >= 1 && code <= 4) readOptions(protocol, data, fields);
  if (code === 5 || code === 6) readTermination(data, fields);
  if (protocol === 'lcp' && code === 8) {
    const rejected = word(data, 0);
    if (rejected !== undefined) fields['rejected_protocol'] = rejected;
  }
}

/** Options: type, length of all of it, value. The list ends where one does not fit. */
function readOptions(protocol: string, data: readonly number[], fields: Record<string, Value>): void {
  const types: number[] = [];
  for (let at = 0; at + 1 < data.length; ) {
    const type = data[at] as number;
    const length = data[at + 1] as number;
    if (length < 2) break;
    types.push(type);
    const value = data.slice(at + 2, at + length);
    if (protocol === 'lcp' && type === 3) putKnown(fields, 'auth_protocol', authProtocol(value));
    if (protocol === 'ipcp' && type === 3 && value.length === 4) fields['ip_address'] = value.join('.');
    at += length;
  }
  if (types.length > 0) fields['option_types'] = types;
}

function authProtocol(value: readonly number[]): string | undefined {
  const protocol = word(value, 0);
  if (protocol === 0xc223) return value[2] === undefined ? 'chap' : (CHAP_ALGORITHMS[value[2]] ?? 'chap');
  return protocol === undefined ? undefined : PROTOCOLS[protocol];
}

function readTermination(data: readonly number[], fields: Record<string, Value>): void {
  if (data.length === 0) return;
  fields['terminate_data'] = data.slice(0, 64).map((byte) => byte.toString(16).padStart(2, '0')).join('').toUpperCase();
  const hasMark = MICROSOFT_MARK.every((byte, at) => data[4 + at] === byte);
  const high = word(data, 8);
  const low = word(data, 10);
  if (hasMark && high !== undefined && low !== undefined) fields['terminate_reason'] = high * 0x1_0000 + low;
}

/** MS-CHAP refuses with `E=691 R=0 C=… V=3 M=…`: the number is the RAS error. */
function readChapFailure(data: readonly number[], fields: Record<string, Value>): void {
  const text = String.fromCharCode(...data.slice(0, 64).filter((byte) => byte >= 0x20 && byte < 0x7f));
  const error = /\bE=(\d{1,10})\b/.exec(text)?.[1];
  if (error !== undefined && Number(error) <= 0xffff_ffff) fields['error'] = Number(error);
}

function putKnown(fields: Record<string, Value>, name: string, value: string | undefined): void {
  if (value !== undefined) fields[name] = value;
}

function word(bytes: readonly number[], at: number): number | undefined {
  const high = bytes[at];
  const low = bytes[at + 1];
  return high === undefined || low === undefined ? undefined : high * 256 + low;
}
