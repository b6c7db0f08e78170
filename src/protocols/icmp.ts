/**
 * ICMP and ICMPv6, above all the errors: who refused which packet, and why. Sources: RFC 792, RFC 1191 section 4 (next-hop MTU),
 * RFC 1812 5.2.7.1 (codes 11 to 13), RFC 4443 section 3.
 */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { IP_PROTOCOL, readIp } from './ip.ts';

export type IcmpKind = 'echo-request' | 'echo-reply' | 'unreachable' | 'too-big' | 'time-exceeded' | 'parameter-problem' | 'redirect' | 'other';

/** Why an `unreachable` says it is one. */
export type IcmpReason = 'no-route' | 'host' | 'protocol' | 'port' | 'prohibited' | 'other';

/** The packet an error is about, as far as the error quotes it. */
export interface QuotedPacket {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  /** Null when the protocol has none or the quote ends before them. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** Of the whole packet, as its own header states. */
  readonly totalLength: number;
  readonly isFragment: boolean;
  /** What is quoted behind the IP header: at least 8 bytes by rule. */
  readonly payload: Uint8Array;
}

export interface IcmpMessage {
  readonly version: 4 | 6;
  readonly type: number;
  readonly code: number;
  readonly kind: IcmpKind;
  /** Only of `unreachable`. */
  readonly reason: IcmpReason | null;
  /** Only of `too-big`; null also where an old router states none (0). */
  readonly nextHopMtu: number | null;
  /** Only of echoes. */
  readonly echo: { readonly id: number; readonly sequence: number } | null;
  /** Only of errors. */
  readonly quoted: QuotedPacket | null;
}

const KINDS_V4: Readonly<Record<number, IcmpKind>> = { 0: 'echo-reply', 3: 'unreachable', 5: 'redirect', 8: 'echo-request', 11: 'time-exceeded', 12: 'parameter-problem' };
const KINDS_V6: Readonly<Record<number, IcmpKind>> = { 1: 'unreachable', 2: 'too-big', 3: 'time-exceeded', 4: 'parameter-problem', 128: 'echo-request', 129: 'echo-reply', 137: 'redirect' };
/** By code; host and net "unknown", "isolated" and by type of service count as the same. */
const REASONS_V4: Readonly<Record<number, IcmpReason>> = { 0: 'no-route', 1: 'host', 2: 'protocol', 3: 'port', 6: 'no-route', 7: 'host', 9: 'prohibited', 10: 'prohibited', 11: 'no-route', 12: 'host', 13: 'prohibited' };
const REASONS_V6: Readonly<Record<number, IcmpReason>> = { 0: 'no-route', 1: 'prohibited', 3: 'host', 4: 'port', 5: 'prohibited', 6: 'no-route' };
const FRAGMENTATION_NEEDED = 4;
const QUOTING: ReadonlySet<IcmpKind> = new Set(['unreachable', 'too-big', 'time-exceeded', 'parameter-problem']);
const WITH_PORTS: ReadonlySet<number> = new Set([IP_PROTOCOL.tcp, IP_PROTOCOL.udp]);

/** Reads the payload of an IP packet of protocol 1 (`version` 4) or 58 (6); null when the first eight bytes are not there. */
export function readIcmp(bytes: Uint8Array, version: 4 | 6): IcmpMessage | null {
  if (bytes.length < 8) return null;
  const [type, code] = [bytes[0] as number, bytes[1] as number];
  const stated = (version === 4 ? KINDS_V4 : KINDS_V6)[type] ?? 'other';
  const kind = version === 4 && stated === 'unreachable' && code === FRAGMENTATION_NEEDED ? 'too-big' : stated;
  const mtu = version === 4 ? readU16Be(bytes, 6) : readU32Be(bytes, 4);
  return {
    version,
    type,
    code,
    kind,
    reason: kind === 'unreachable' ? ((version === 4 ? REASONS_V4 : REASONS_V6)[code] ?? 'other') : null,
    nextHopMtu: kind === 'too-big' && mtu > 0 ? mtu : null,
    echo: kind === 'echo-request' || kind === 'echo-reply' ? { id: readU16Be(bytes, 4), sequence: readU16Be(bytes, 6) } : null,
    quoted: QUOTING.has(kind) ? readQuoted(bytes.subarray(8)) : null,
  };
}

function readQuoted(bytes: Uint8Array): QuotedPacket | null {
  const ip = readIp(bytes);
  if (ip === null) return null;
  // A later fragment has data where the first has ports.
  const hasPorts = WITH_PORTS.has(ip.protocol) && ip.payload.length >= 4 && (ip.fragment?.offset ?? 0) === 0;
  return {
    source: ip.source,
    destination: ip.destination,
    protocol: ip.protocol,
    sourcePort: hasPorts ? readU16Be(ip.payload, 0) : null,
    destinationPort: hasPorts ? readU16Be(ip.payload, 2) : null,
    totalLength: ip.totalLength,
    isFragment: ip.fragment !== null,
    payload: ip.payload,
  };
}
