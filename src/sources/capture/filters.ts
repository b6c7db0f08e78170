/** Named choices of frames for export: what an expert would type into a display filter. */
import { IP_PROTOCOL, type IpPacket } from '../../protocols/ip.ts';
import type { Frame } from './frame.ts';

type Matcher = (ip: IpPacket, ports: readonly number[]) => boolean;

const onUdp = (...wanted: readonly number[]): Matcher => (ip, ports) => ip.protocol === IP_PROTOCOL.udp && (isLaterFragment(ip) || ports.some((port) => wanted.includes(port)));
const onTcp = (...wanted: readonly number[]): Matcher => (ip, ports) => ip.protocol === IP_PROTOCOL.tcp && ports.some((port) => wanted.includes(port));
const either = (...matchers: readonly Matcher[]): Matcher => (ip, ports) => matchers.some((matches) => matches(ip, ports));

const ike = onUdp(500, 4500);
const esp: Matcher = (ip, ports) => ip.protocol === IP_PROTOCOL.esp || ip.protocol === IP_PROTOCOL.ah || onUdp(4500)(ip, ports);
const l2tp = onUdp(1701);
const pptp = either(onTcp(1723), (ip) => ip.protocol === IP_PROTOCOL.gre);
const sstp = onTcp(443);
const dns = either(onUdp(53), onTcp(53));
const radius = onUdp(1812, 1813, 1645, 1646);
const icmp: Matcher = (ip) => ip.protocol === IP_PROTOCOL.icmp || ip.protocol === IP_PROTOCOL.icmpv6;

/** Filters by name. Later fragments have no ports: they pass wherever their protocol does. */
export const FRAME_FILTERS: Readonly<Record<string, Matcher>> = { ike, esp, l2tp, pptp, sstp, dns, radius, icmp, vpn: either(ike, esp, l2tp, pptp, sstp, icmp) };

/** Whether a frame passes the filter of that name; frames without IP pass none. */
export function passesFilter(frame: Frame, name: string): boolean {
  const matches = FRAME_FILTERS[name];
  return matches !== undefined && frame.ip !== null && matches(frame.ip.ip, portsOf(frame.ip.ip));
}

function portsOf(ip: IpPacket): readonly number[] {
  const { payload } = ip;
  if ((ip.protocol !== IP_PROTOCOL.udp && ip.protocol !== IP_PROTOCOL.tcp) || isLaterFragment(ip) || payload.length < 4) return [];
  const at = (index: number) => ((payload[index] as number) << 8) | (payload[index + 1] as number);
  return [at(0), at(2)];
}

function isLaterFragment({ fragment }: IpPacket): boolean {
  return fragment !== null && fragment.offset > 0;
}
