/** Ports of whole TCP and UDP packets without reading the rest: most packets of a capture are looked at no further. */
import { readU16Be } from '../../bytes/big-endian.ts';
import { IP_PROTOCOL, type IpPacket } from '../../protocols/ip.ts';

export interface Ports {
  readonly source: number;
  readonly destination: number;
}

/** Null for other protocols and where the packet is cut before them. */
export function portsOf({ protocol, payload }: IpPacket): Ports | null {
  if ((protocol !== IP_PROTOCOL.tcp && protocol !== IP_PROTOCOL.udp) || payload.length < 4) return null;
  return { source: readU16Be(payload, 0), destination: readU16Be(payload, 2) };
}
