/** PPP frames (RFC 1661 2, RFC 1662 3.1) as tunnels carry them: without flags and check sum, address and control perhaps left out. */
import { readU16Be } from '../bytes/big-endian.ts';
import { readChapBody, readPapBody } from './chap.ts';
import type { ChapBody, PapBody } from './chap.ts';
import { readEap } from './eap.ts';
import type { Eap } from './eap.ts';
import { readCcpOption, readIpcpOption, readIpv6cpOption } from './ipcp.ts';
import { readLcpBody, readLcpOption, readTermination } from './lcp.ts';
import type { LcpBody, Termination } from './lcp.ts';
import { FIRST_CONTROL, PPP_PROTOCOLS, codeName, isNegotiated } from './ppp-numbers.ts';
import { readOptions } from './ppp-options.ts';
import type { OptionReader, PppOption } from './ppp-options.ts';

export interface PppFrame {
  readonly protocol: number;
  /** `lcp`, `ipcp`, `eap`, `ip` … */
  readonly name?: string;
  /** Behind the protocol field. */
  readonly payload: Uint8Array;
  /** When the protocol is a known one of control. */
  readonly packet?: PppPacket;
  /** When it is 0x00FD: Microsoft's compression and encryption (RFC 3078 4). */
  readonly mppe?: { readonly isFlushed: boolean; readonly isEncrypted: boolean; readonly count: number };
  readonly truncated: boolean;
}

export interface PppPacket {
  readonly code: number;
  readonly codeName?: string;
  readonly id?: number;
  /** As stated, from the code on. */
  readonly length?: number;
  readonly body?: PppBody;
  readonly truncated: boolean;
}

export type PppBody = { readonly kind: 'options'; readonly options: readonly PppOption[] } | Termination | LcpBody | ChapBody | PapBody | { readonly kind: 'eap'; readonly eap: Eap };

const OPTION_READERS: Readonly<Record<string, OptionReader>> = { lcp: readLcpOption, ipcp: readIpcpOption, ipv6cp: readIpv6cpOption, ccp: readCcpOption, 'ccp-link': readCcpOption };
const NO_MEANING: OptionReader = () => ({});

/**
 * Reads a frame: address and control (FF 03) where they are, a protocol of two bytes, or of one when its field is compressed, and the
 * packet of a control protocol. Null when there is no whole protocol field.
 */
export function readPpp(bytes: Uint8Array): PppFrame | null {
  const start = bytes[0] === 0xff && bytes[1] === 0x03 ? 2 : 0;
  const first = bytes[start];
  if (first === undefined) return null;
  const isCompressed = (first & 1) !== 0;
  if (!isCompressed && bytes[start + 1] === undefined) return null;
  const protocol = isCompressed ? first : readU16Be(bytes, start);
  const name = PPP_PROTOCOLS[protocol];
  const payload = bytes.subarray(start + (isCompressed ? 1 : 2));
  const packet = name !== undefined && protocol >= FIRST_CONTROL && name !== 'lqr' ? readPacket(name, payload) : null;
  return {
    protocol,
    ...(name === undefined ? {} : { name }),
    payload,
    ...(packet === null ? {} : { packet }),
    ...(protocol === 0xfd && payload.length >= 2 ? { mppe: readMppe(readU16Be(payload, 0)) } : {}),
    truncated: packet?.truncated ?? payload.length === 0,
  };
}

function readMppe(header: number): NonNullable<PppFrame['mppe']> {
  return { isFlushed: (header & 0x8000) !== 0, isEncrypted: (header & 0x1000) !== 0, count: header & 0xfff };
}

/** Code, id, length, data; null when not even the code is there. Of a cut packet what is there counts. */
function readPacket(protocol: string, bytes: Uint8Array): PppPacket | null {
  const code = bytes[0];
  if (code === undefined) return null;
  const name = codeName(protocol, code);
  const length = bytes.length < 4 ? undefined : readU16Be(bytes, 2);
  const data = bytes.subarray(Math.min(4, bytes.length), length === undefined || length < 4 ? bytes.length : length);
  const body = protocol === 'eap' ? readEapBody(bytes) : readBody(protocol, code, data);
  return {
    code,
    ...(name === undefined ? {} : { codeName: name }),
    ...(bytes[1] === undefined ? {} : { id: bytes[1] }),
    ...(length === undefined ? {} : { length }),
    ...(body === null ? {} : { body }),
    truncated: length === undefined || length > bytes.length,
  };
}

function readEapBody(bytes: Uint8Array): PppBody | null {
  const eap = readEap(bytes);
  return eap === null ? null : { kind: 'eap', eap };
}

function readBody(protocol: string, code: number, data: Uint8Array): PppBody | null {
  if (protocol === 'chap') return readChapBody(code, data);
  if (protocol === 'pap') return readPapBody(code, data);
  if (!isNegotiated(protocol)) return null;
  if (code >= 1 && code <= 4) return { kind: 'options', options: readOptions(data, OPTION_READERS[protocol] ?? NO_MEANING) };
  if (code === 5 || code === 6) return readTermination(data);
  return protocol === 'lcp' || code === 7 ? readLcpBody(code, data) : null;
}
