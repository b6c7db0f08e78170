/** The link control protocol: its options (RFC 1661 6, RFC 1990 5.1, RFC 1570 2.3), and how links end (also on Windows). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { personal, plainText } from './personal.ts';
import type { Personal } from './personal.ts';
import { PPP_PROTOCOLS } from './ppp-numbers.ts';
import { numberOf } from './ppp-options.ts';
import type { PppOption } from './ppp-options.ts';

const OPTIONS: Readonly<Record<number, string>> = {
  1: 'mru',
  2: 'accm',
  3: 'authentication',
  4: 'quality',
  5: 'magic',
  7: 'protocol-compression',
  8: 'address-compression',
  9: 'fcs-alternatives',
  13: 'callback',
  17: 'mrru',
  18: 'short-sequence',
  19: 'endpoint',
  23: 'link-discriminator',
};

/** Algorithms of CHAP (IANA PPP authentication algorithms; 0x80 RFC 2433, 0x81 RFC 2759). */
const CHAP_ALGORITHMS: Readonly<Record<number, string>> = { 5: 'chap-md5', 6: 'chap-sha1', 7: 'chap-sha256', 0x80: 'mschap', 0x81: 'mschapv2' };

export function readLcpOption(type: number, data: Uint8Array): Partial<PppOption> {
  const name = OPTIONS[type];
  const start = name === undefined ? {} : { name };
  if (type === 1 || type === 2 || type === 5 || type === 17 || type === 23) return { ...start, ...numberOf(data) };
  const text = type === 3 ? authenticationName(data) : undefined;
  return text === undefined ? start : { ...start, text };
}

/** `mschapv2`, `eap`, `pap` …; undefined when the protocol is not known. */
function authenticationName(data: Uint8Array): string | undefined {
  if (data.length < 2) return undefined;
  const protocol = readU16Be(data, 0);
  if (protocol === 0xc223) return data[2] === undefined ? 'chap' : (CHAP_ALGORITHMS[data[2]] ?? 'chap');
  return PPP_PROTOCOLS[protocol];
}

export interface Termination {
  readonly kind: 'terminate';
  readonly data: Uint8Array;
  /** Windows says why, by error code. */
  readonly reason?: number;
  readonly text?: string;
}

/** Windows puts its error behind a magic number and this mark. Seen as `<\xcdt` in logs of other implementations. */
const MICROSOFT_MARK = [0x00, 0x3c, 0xcd, 0x74];

/** Data of a termination. Others write words of explanation. */
export function readTermination(data: Uint8Array): Termination {
  const hasMark = MICROSOFT_MARK.every((byte, at) => data[4 + at] === byte);
  if (hasMark) return { kind: 'terminate', data, ...(data.length < 12 ? {} : { reason: readU32Be(data, 8) }) };
  const text = plainText(data);
  return text.length === data.length && text !== '' ? { kind: 'terminate', data, text } : { kind: 'terminate', data };
}

export type LcpBody =
  | { readonly kind: 'protocol-reject'; readonly rejected?: number; readonly rejectedName?: string }
  | { readonly kind: 'code-reject'; readonly rejected?: number }
  | { readonly kind: 'echo'; readonly magic?: number }
  /** Windows sends its version (`MSRASV5.20`) and, in another packet, the name of the computer. */
  | { readonly kind: 'identification'; readonly magic?: number; readonly version?: string; readonly machine?: Personal }
  | { readonly kind: 'time-remaining'; readonly magic?: number; readonly seconds?: number };

/** Codes 7 to 13; null for others. */
export function readLcpBody(code: number, data: Uint8Array): LcpBody | null {
  const magic = data.length < 4 ? {} : { magic: readU32Be(data, 0) };
  if (code === 7) return { kind: 'code-reject', ...(data[0] === undefined ? {} : { rejected: data[0] }) };
  if (code === 8) return { kind: 'protocol-reject', ...rejectedProtocol(data) };
  if (code >= 9 && code <= 11) return { kind: 'echo', ...magic };
  if (code === 12) return { kind: 'identification', ...magic, ...identification(plainText(data.subarray(4))) };
  return code === 13 ? { kind: 'time-remaining', ...magic, ...(data.length < 8 ? {} : { seconds: readU32Be(data, 4) }) } : null;
}

function rejectedProtocol(data: Uint8Array): { rejected?: number; rejectedName?: string } {
  if (data.length < 2) return {};
  const rejected = readU16Be(data, 0);
  const name = PPP_PROTOCOLS[rejected];
  return { rejected, ...(name === undefined ? {} : { rejectedName: name }) };
}

function identification(text: string): { version?: string; machine?: Personal } {
  if (text === '') return {};
  return /^MSRASV\d/.test(text) ? { version: text } : { machine: personal(text) };
}
