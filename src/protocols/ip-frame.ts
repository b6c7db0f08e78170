/** From a captured frame to the IP packet in it, whatever the link. */
import { ETHER_TYPE, readEthernet, type LinkFrame } from './ethernet.ts';
import { readIp, type IpPacket } from './ip.ts';
import { readWifi } from './wifi.ts';

/** The links Windows captures; `ip` has no header of its own. */
export type LinkType = 'ethernet' | 'wifi' | 'ip';

export interface IpFrame {
  /** Null on links without a header. */
  readonly link: LinkFrame | null;
  readonly ip: IpPacket;
  /** Bytes the frame had before it was cut, as its IP header states. */
  readonly originalLength: number;
}

/** Reads the frame; null when it carries no IP. */
export function readIpFrame(type: LinkType, bytes: Uint8Array): IpFrame | null {
  const link = type === 'ethernet' ? readEthernet(bytes) : type === 'wifi' ? readWifi(bytes) : null;
  if (type !== 'ip' && (link === null || (link.etherType !== ETHER_TYPE.ipv4 && link.etherType !== ETHER_TYPE.ipv6))) return null;
  const ip = readIp(link === null ? bytes : link.payload);
  if (ip === null) return null;
  return { link, ip, originalLength: Math.max(bytes.length, (link?.headerLength ?? 0) + ip.totalLength) };
}
