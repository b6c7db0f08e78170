/** EAP (RFC 3748), from PPP, RADIUS or anywhere: who asks for what method, the TLS wrapping of methods, and Microsoft's MS-CHAP v2 in it. */
import { readU16Be, readU24Be, readU32Be } from '../bytes/big-endian.ts';
import { readChapFailure, valueAndName } from './chap.ts';
import type { ChapFailure } from './chap.ts';
import { personal, plainText } from './personal.ts';
import type { Personal } from './personal.ts';
import { codeName } from './ppp-numbers.ts';

/** IANA EAP method types, those met with Windows. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'identity',
  2: 'notification',
  3: 'nak',
  4: 'md5',
  5: 'otp',
  6: 'gtc',
  13: 'tls',
  18: 'sim',
  21: 'ttls',
  23: 'aka',
  25: 'peap',
  26: 'mschapv2',
  33: 'tlv',
  43: 'fast',
  50: 'aka-prime',
  52: 'pwd',
  55: 'teap',
  254: 'expanded',
};

/** Methods that carry TLS behind a byte of flags. */
const OVER_TLS: ReadonlySet<number> = new Set([13, 21, 25, 43, 55]);

export interface Eap {
  readonly code: number;
  readonly codeName?: string;
  readonly id?: number;
  readonly length?: number;
  /** Of requests and responses. */
  readonly type?: number;
  readonly typeName?: string;
  /** The user, in the response to a request for identity. */
  readonly identity?: Personal;
  /** Methods the peer would rather have; 0 alone for none. */
  readonly wanted?: readonly number[];
  readonly tls?: EapTls;
  readonly mschap?: EapMschap;
  /** Of an expanded type (254). */
  readonly vendor?: number;
  readonly vendorType?: number;
  readonly truncated: boolean;
}

/** RFC 5216 3.1; an empty one without flags is an acknowledgement. */
export interface EapTls {
  readonly start: boolean;
  readonly moreFragments: boolean;
  /** Of all fragments. */
  readonly totalLength?: number;
  /** Version of PEAP and its like. */
  readonly version: number;
  readonly data: Uint8Array;
}

/** Draft "Microsoft EAP CHAP Extensions" 2: 1 challenge, 2 response, 3 success, 4 failure, 7 change of the password. */
export interface EapMschap {
  readonly opcode: number;
  readonly failure?: ChapFailure;
  /** The server in a challenge, the user in a response. */
  readonly name?: Personal;
}

/** Reads an EAP packet: code, id, length, data. Null when there is no byte, or its code is none. */
export function readEap(bytes: Uint8Array): Eap | null {
  const code = bytes[0];
  if (code === undefined || code < 1 || code > 4) return null;
  const name = codeName('eap', code);
  const start = { code, ...(name === undefined ? {} : { codeName: name }), ...(bytes[1] === undefined ? {} : { id: bytes[1] }) };
  if (bytes.length < 4) return { ...start, truncated: true };
  const length = readU16Be(bytes, 2);
  const data = bytes.subarray(4, length < 4 ? bytes.length : length);
  const method = code === 1 || code === 2 ? readMethod(code, data) : {};
  return { ...start, length, ...method, truncated: length > bytes.length };
}

function readMethod(code: number, data: Uint8Array): Partial<Eap> {
  const type = data[0];
  if (type === undefined) return {};
  const name = TYPES[type];
  const rest = data.subarray(1);
  return { type, ...(name === undefined ? {} : { typeName: name }), ...readTypeData(code, type, rest) };
}

function readTypeData(code: number, type: number, data: Uint8Array): Partial<Eap> {
  if (type === 1) {
    // What a request says is a prompt; a response may carry options behind a NUL.
    const end = data.indexOf(0);
    const text = code === 2 ? plainText(end < 0 ? data : data.subarray(0, end)) : '';
    return text === '' ? {} : { identity: personal(text) };
  }
  if (type === 3) return { wanted: [...data.subarray(0, 64)] };
  if (OVER_TLS.has(type)) return data.length === 0 ? {} : { tls: readTls(data) };
  if (type === 26) return data.length === 0 ? {} : { mschap: readMschap(data) };
  return type === 254 && data.length >= 7 ? { vendor: readU24Be(data, 0), vendorType: readU32Be(data, 3) } : {};
}

function readTls(data: Uint8Array): EapTls {
  const flags = data[0] as number;
  const hasLength = (flags & 0x80) !== 0 && data.length >= 5;
  return {
    start: (flags & 0x20) !== 0,
    moreFragments: (flags & 0x40) !== 0,
    ...(hasLength ? { totalLength: readU32Be(data, 1) } : {}),
    version: flags & 7,
    data: data.subarray(hasLength ? 5 : 1),
  };
}

/** Opcode, id, length, data; an acknowledgement is the opcode alone. */
function readMschap(data: Uint8Array): EapMschap {
  const opcode = data[0] as number;
  const rest = data.subarray(4);
  if (opcode === 4 && rest.length > 0) return { opcode, failure: readChapFailure(rest) };
  if (opcode !== 1 && opcode !== 2) return { opcode };
  const { name } = valueAndName(rest);
  return { opcode, ...(name === undefined ? {} : { name }) };
}
