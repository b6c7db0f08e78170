/** TCP connections between the captured computer and a server, segment by segment, over any link. */
import type { PacketInput } from '../../support/etl/capture.ts';
import { ethernet, ipv4, ipv6, mss, TCP, tcp, type Part, wifi } from '../../support/packets/ip.ts';
import { SERVER, US } from './support.ts';

export const { syn, ack, rst, fin, psh } = TCP;
export const [US6, SERVER6] = ['2001:db8::10', '2001:db8::5'];
const ISN = { client: 7_000, server: 90_000 };

export interface Ends {
  readonly client: string;
  readonly server: string;
  readonly clientPort: number;
  readonly serverPort: number;
  /** The captured computer is the server. */
  readonly isServers?: boolean;
  readonly link?: 'ethernet' | 'wifi';
  /** Bytes of a frame that are kept, by the packet monitor. */
  readonly cutTo?: number;
}

export const HTTPS: Ends = { client: US, server: SERVER, clientPort: 50_001, serverPort: 443 };

export interface Segment {
  readonly at: number;
  readonly from: 'client' | 'server';
  readonly flags: number;
  /** Offset in the payload of its side. */
  readonly offset?: number;
  readonly payload?: Part;
  readonly more?: Partial<PacketInput>;
}

export function ip(source: string, destination: string, protocol: number, payload: Part): Uint8Array {
  return source.includes(':') ? ipv6(source, destination, protocol, payload) : ipv4(source, destination, protocol, payload);
}

export function packetOf(ends: Ends, { at, from, flags, offset = 0, payload = [], more = {} }: Segment): PacketInput {
  const isClient = from === 'client';
  const [source, destination] = isClient ? [ends.client, ends.server] : [ends.server, ends.client];
  const [sourcePort, destinationPort] = isClient ? [ends.clientPort, ends.serverPort] : [ends.serverPort, ends.clientPort];
  const isSyn = (flags & syn) !== 0;
  const segment = tcp(sourcePort, destinationPort, { flags, sequence: ISN[from] + (isSyn ? 0 : 1) + offset, acknowledgement: (flags & ack) === 0 ? 0 : ISN[isClient ? 'server' : 'client'] + 1, options: isSyn ? mss(isClient ? 1_360 : 1_460) : [] }, payload);
  const packet = ip(source, destination, 6, segment);
  const type = source.includes(':') ? 0x86dd : 0x0800;
  const direction = isClient === (ends.isServers !== true) ? 'out' : 'in';
  const frame = ends.link === 'wifi' ? wifi(type, packet, { toDs: true, qos: true }) : ethernet(type, packet);
  const by = ends.link === 'wifi' ? ({ by: 'ndis-wifi' } as const) : ends.cutTo === undefined ? {} : ({ by: 'pktmon', originalLength: frame.length } as const);
  return { at, direction, frame: ends.cutTo === undefined ? frame : frame.subarray(0, ends.cutTo), ...by, ...more };
}

/** A connection that was opened, then what is said in it: payload is cut into segments of 1,360 bytes. */
export function conversation(ends: Ends, said: readonly (readonly ['client' | 'server', Uint8Array])[], rest: readonly Segment[] = []): PacketInput[] {
  const segments: Segment[] = [...opened(0)];
  const offsets = { client: 0, server: 0 };
  let at = 0.1;
  for (const [from, bytes] of said) {
    for (let start = 0; start < bytes.length; start += 1_360) {
      const payload = bytes.subarray(start, start + 1_360);
      segments.push({ at, from, flags: ack | psh, offset: offsets[from], payload });
      offsets[from] += payload.length;
      at += 0.01;
    }
  }
  return [...segments, ...rest.map((segment) => ({ ...segment, offset: segment.offset ?? offsets[segment.from] }))].map((segment) => packetOf(ends, segment));
}

export const opened = (at: number): Segment[] => [
  { at, from: 'client', flags: syn },
  { at: at + 0.02, from: 'server', flags: syn | ack },
  { at: at + 0.03, from: 'client', flags: ack },
];
