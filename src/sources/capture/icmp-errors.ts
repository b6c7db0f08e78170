/** ICMP errors as what they say about the packet they quote. */
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { readIcmp, type IcmpReason, type QuotedPacket } from '../../protocols/icmp.ts';
import type { Packet } from './packet.ts';

export interface IcmpError {
  readonly type: number;
  readonly code: number;
  /** `unreachable-port`, `unreachable-host`, `unreachable-prohibited`, `unreachable-net`, `too-big`, `time-exceeded` … */
  readonly meaning: string;
  /** Next-hop MTU; null where none is stated. */
  readonly mtu: number | null;
  readonly quoted: QuotedPacket;
}

const REASONS: Readonly<Record<IcmpReason, string>> = { 'no-route': 'net', host: 'host', protocol: 'protocol', port: 'port', prohibited: 'prohibited', other: 'other' };

/** The error a packet carries; null when it carries none or quotes nothing. */
export function readIcmpError({ ip }: Packet): IcmpError | null {
  if (ip.protocol !== (ip.version === 4 ? IP_PROTOCOL.icmp : IP_PROTOCOL.icmpv6)) return null;
  const message = readIcmp(ip.payload, ip.version);
  if (message === null || message.quoted === null) return null;
  const { type, code, kind, reason, nextHopMtu, quoted } = message;
  return { type, code, meaning: reason === null ? kind : `${kind}-${REASONS[reason]}`, mtu: nextHopMtu, quoted };
}
