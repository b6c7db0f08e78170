/** Options of the protocols that set up IP and compression on a link: IPCP, IPV6CP and CCP. */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';
import { numberOf } from './ppp-options.ts';
import type { PppOption } from './ppp-options.ts';

/** RFC 1332 3, RFC 1877 1. */
const IPCP: Readonly<Record<number, string>> = { 1: 'addresses', 2: 'compression', 3: 'address', 4: 'mobile', 129: 'dns-1', 130: 'wins-1', 131: 'dns-2', 132: 'wins-2' };
/** RFC 5072 4, RFC 5172. */
const IPV6CP: Readonly<Record<number, string>> = { 1: 'interface-identifier', 2: 'compression' };
/** IANA PPP CCP configuration option types. */
const CCP: Readonly<Record<number, string>> = { 0: 'oui', 1: 'predictor-1', 2: 'predictor-2', 3: 'puddle-jumper', 16: 'hp-ppc', 17: 'stac', 18: 'mppe', 19: 'gandalf-fza', 20: 'v42bis', 21: 'bsd-lzw', 23: 'lzs-dcp', 24: 'mvrca', 25: 'dce', 26: 'deflate', 27: 'v44' };

/** Bits of Microsoft's option (RFC 3078 3.1, RFC 2118 for compression). 0x10 is obsolete. */
const MPPE_BITS: readonly (readonly [bit: number, name: string])[] = [
  [0x0000_0001, 'compression'],
  [0x0000_0020, '40-bit'],
  [0x0000_0080, '56-bit'],
  [0x0000_0040, '128-bit'],
  [0x0100_0000, 'stateless'],
];

export function readIpcpOption(type: number, data: Uint8Array): Partial<PppOption> {
  const start = named(IPCP, type);
  if (type === 2) return data.length < 2 ? start : { ...start, number: readU16Be(data, 0) };
  const isAddress = type === 3 || (type >= 129 && type <= 132);
  return isAddress && data.length === 4 ? { ...start, text: data.join('.') } : start;
}

export function readIpv6cpOption(type: number, data: Uint8Array): Partial<PppOption> {
  const start = named(IPV6CP, type);
  if (type === 1 && data.length === 8) return { ...start, text: toHex(data).toLowerCase() };
  return type === 2 ? { ...start, ...numberOf(data) } : start;
}

/** Windows offers compression and encryption in one option, as bits. */
export function readCcpOption(type: number, data: Uint8Array): Partial<PppOption> {
  const start = named(CCP, type);
  if (type !== 18 || data.length !== 4) return start;
  const bits = readU32Be(data, 0);
  return { ...start, number: bits, flags: MPPE_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name) };
}

function named(names: Readonly<Record<number, string>>, type: number): { name?: string } {
  const name = names[type];
  return name === undefined ? {} : { name };
}
