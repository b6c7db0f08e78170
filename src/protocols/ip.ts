/** IPv4 and IPv6 headers. Sources: RFC 791 3.1, RFC 8200 sections 3 and 4, RFC 4302 (authentication header). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { ipv4Text, ipv6Text } from './ip-address.ts';

export interface IpFragment {
  readonly id: number;
  /** Of the payload in the whole datagram, in bytes. */
  readonly offset: number;
  /** Another fragment follows. */
  readonly more: boolean;
}

export interface IpPacket {
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  /** Of the payload: behind the extension headers, or in a fragment the one the fragment header names. */
  readonly protocol: number;
  /** Time to live or hop limit. */
  readonly hopLimit: number;
  /** IPv4 only. */
  readonly dontFragment: boolean;
  /** IPv4 options or IPv6 extension headers are counted in. */
  readonly headerLength: number;
  /** As the header states; what was captured where it states none (large sends are captured before they are cut). */
  readonly totalLength: number;
  /** Bytes the payload had on the wire; more than `payload` holds when cut. */
  readonly payloadLength: number;
  /** Numbers of the IPv6 extension headers stepped over, in order. */
  readonly extensions: readonly number[];
  /** Null when the packet is whole. */
  readonly fragment: IpFragment | null;
  /** Without the link's padding. */
  readonly payload: Uint8Array;
  /** Less was captured than the header states. */
  readonly truncated: boolean;
}

/** Protocol numbers of the IANA registry. */
export const IP_PROTOCOL = { icmp: 1, tcp: 6, udp: 17, gre: 47, esp: 50, ah: 51, icmpv6: 58 } as const;

const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Hop-by-hop, routing, destination options, mobility, host identity, shim6: all say their length in units of 8 at byte 1. */
const COMMON_EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);

/** Reads a packet of the version its first four bits name; null when it is neither or its header is not all there. */
export function readIp(bytes: Uint8Array): IpPacket | null {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4) return readIpv4(bytes);
  return version === 6 ? readIpv6(bytes) : null;
}

function readIpv4(bytes: Uint8Array): IpPacket | null {
  const headerLength = ((bytes[0] as number) & 15) * 4;
  if (headerLength < 20 || bytes.length < headerLength) return null;
  const totalLength = readU16Be(bytes, 2) || bytes.length;
  if (totalLength < headerLength) return null;
  const flags = readU16Be(bytes, 6);
  const fragment: IpFragment = { id: readU16Be(bytes, 4), offset: (flags & 0x1fff) * 8, more: (flags & 0x2000) !== 0 };
  return {
    version: 4,
    source: ipv4Text(bytes, 12),
    destination: ipv4Text(bytes, 16),
    protocol: bytes[9] as number,
    hopLimit: bytes[8] as number,
    dontFragment: (flags & 0x4000) !== 0,
    headerLength,
    totalLength,
    payloadLength: totalLength - headerLength,
    extensions: [],
    fragment: fragment.more || fragment.offset > 0 ? fragment : null,
    payload: bytes.subarray(headerLength, totalLength),
    truncated: bytes.length < totalLength,
  };
}

function readIpv6(bytes: Uint8Array): IpPacket | null {
  if (bytes.length < 40) return null;
  const stated = readU16Be(bytes, 4);
  const totalLength = stated === 0 ? bytes.length : 40 + stated;
  const chain = readExtensions(bytes.subarray(40, totalLength), bytes[6] as number);
  const headerLength = Math.min(40 + chain.length, totalLength);
  return {
    version: 6,
    source: ipv6Text(bytes, 8),
    destination: ipv6Text(bytes, 24),
    protocol: chain.protocol,
    hopLimit: bytes[7] as number,
    dontFragment: true,
    headerLength,
    totalLength,
    payloadLength: totalLength - headerLength,
    extensions: chain.extensions,
    fragment: chain.fragment,
    payload: bytes.subarray(headerLength, totalLength),
    truncated: bytes.length < totalLength || chain.isCut,
  };
}

interface ExtensionChain {
  /** Of what follows; the number of the extension header itself when it is cut. */
  readonly protocol: number;
  readonly length: number;
  readonly extensions: readonly number[];
  readonly fragment: IpFragment | null;
  readonly isCut: boolean;
}

/** Steps over IPv6 extension headers, the first of which has the number `first`; stops behind a true fragment's header. */
export function readExtensions(bytes: Uint8Array, first: number): ExtensionChain {
  const extensions: number[] = [];
  let protocol = first;
  let at = 0;
  // Every header takes at least 8 bytes, so that the loop ends with the input.
  for (;;) {
    const length = extensionLength(bytes, at, protocol);
    if (length === 0) return { protocol, length: at, extensions, fragment: null, isCut: false };
    if (at + length > bytes.length) return { protocol, length: at, extensions, fragment: null, isCut: true };
    extensions.push(protocol);
    const word = protocol === FRAGMENT ? readU16Be(bytes, at + 2) : 0;
    const fragment: IpFragment = { id: protocol === FRAGMENT ? readU32Be(bytes, at + 4) : 0, offset: word & 0xfff8, more: (word & 1) !== 0 };
    protocol = bytes[at] as number;
    at += length;
    // A fragment header on a whole packet ("atomic", RFC 6946) cuts nothing.
    if (fragment.more || fragment.offset > 0) return { protocol, length: at, extensions, fragment, isCut: false };
  }
}

/** Length of the extension header at `at`; 0 when the number is none of an extension header. */
function extensionLength(bytes: Uint8Array, at: number, protocol: number): number {
  if (protocol === FRAGMENT) return 8;
  const units = bytes[at + 1] ?? 0;
  if (protocol === AUTHENTICATION) return Math.max(8, (units + 2) * 4);
  return COMMON_EXTENSIONS.has(protocol) ? (units + 1) * 8 : 0;
}
