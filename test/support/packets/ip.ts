/** Frames built by hand, layer by layer, each with its right lengths and checksums unless told otherwise, and a capture file to hold them. */

export type Part = Uint8Array | readonly number[] | string;

/** Parts one after another; text as UTF-8. */
export function join(...parts: readonly Part[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Uint8Array.from(part)))));
}

export const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const u24 = (value: number): number[] => [(value >> 16) & 255, ...u16(value)];
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];
export const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
/** Bytes 0, 1, 2 … 255, 0 …: no two neighbours alike, so that a shift shows. */
export const counting = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => index & 255);
export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex'));
export const mac = (text: string): Uint8Array => hex(text);

/** Bytes of an IPv4 or IPv6 address. */
export function address(text: string): Uint8Array {
  if (!text.includes(':')) return Uint8Array.from(text.split('.'), Number);
  const [left = '', right] = text.split('::');
  const groups = (half: string): number[] => (half === '' ? [] : half.split(':').flatMap((group) => u16(Number.parseInt(group, 16))));
  const [front, back] = [groups(left), groups(right ?? '')];
  return join(front, zeros(16 - front.length - back.length), back);
}

/** The sum of RFC 1071 over 16-bit words, complemented. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const CLIENT_MAC = '00-00-5E-00-53-01';
const SERVER_MAC = '00-00-5E-00-53-02';

/** A tag protocol id (0x8100, 0x88a8) and the tag's 16 bits. */
export type VlanTag = readonly [protocol: number, tag: number];

export function ethernet(type: number, payload: Part, options: { source?: string; destination?: string; tags?: readonly VlanTag[] } = {}): Uint8Array {
  const tags = (options.tags ?? []).flatMap(([protocol, tag]) => [...u16(protocol), ...u16(tag)]);
  return join(mac(options.destination ?? SERVER_MAC), mac(options.source ?? CLIENT_MAC), tags, u16(type), payload);
}

export interface WifiOptions {
  readonly toDs?: boolean;
  readonly fromDs?: boolean;
  readonly qos?: boolean;
  readonly order?: boolean;
  readonly protected?: boolean;
  /** Frame type and subtype instead of data. */
  readonly control?: number;
}

/** An 802.11 data frame with LLC/SNAP, as NDIS captures hand it over: deciphered, the protected bit perhaps left set. */
export function wifi(type: number, payload: Part, options: WifiOptions = {}): Uint8Array {
  const control = options.control ?? (options.qos ? 0x88 : 0x08);
  const flags = (options.toDs ? 1 : 0) | (options.fromDs ? 2 : 0) | (options.protected ? 0x40 : 0) | (options.order ? 0x80 : 0);
  const third = '00-00-5E-00-53-03';
  return join([control, flags], u16(0), mac(SERVER_MAC), mac(CLIENT_MAC), mac(third), u16(0), options.toDs && options.fromDs ? mac('00-00-5E-00-53-04') : [], options.qos ? [0, 0] : [], options.qos && options.order ? zeros(4) : [], [0xaa, 0xaa, 3, 0, 0, 0], u16(type), payload);
}

export interface Ipv4Options {
  readonly id?: number;
  readonly ttl?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** In bytes, a multiple of 8. */
  readonly fragmentOffset?: number;
  /** Raw options; filled up to a multiple of 4. */
  readonly options?: readonly number[];
  /** Instead of the true one. */
  readonly totalLength?: number;
  readonly dscp?: number;
}

export function ipv4(source: string, destination: string, protocol: number, payload: Part, options: Ipv4Options = {}): Uint8Array {
  const extra = [...(options.options ?? [])];
  while (extra.length % 4 !== 0) extra.push(0);
  const body = join(payload);
  const fragment = (options.dontFragment ? 0x4000 : 0) | (options.moreFragments ? 0x2000 : 0) | ((options.fragmentOffset ?? 0) >> 3);
  const header = join([0x45 + extra.length / 4, (options.dscp ?? 0) << 2], u16(options.totalLength ?? 20 + extra.length + body.length), u16(options.id ?? 1), u16(fragment), [options.ttl ?? 64, protocol, 0, 0], address(source), address(destination), extra);
  header.set(u16(checksum(header)), 10);
  return join(header, body);
}

/** An extension header: its number and its bytes without the leading next header. */
export type Extension = readonly [number: number, body: Part];

export interface Ipv6Options {
  readonly hopLimit?: number;
  readonly extensions?: readonly Extension[];
  /** Instead of the true one. */
  readonly payloadLength?: number;
}

export function ipv6(source: string, destination: string, protocol: number, payload: Part, options: Ipv6Options = {}): Uint8Array {
  const extensions = options.extensions ?? [];
  const chain = extensions.map(([, body], index) => join([extensions[index + 1]?.[0] ?? protocol], body));
  const body = join(...chain, payload);
  return join([0x60, 0, 0, 0], u16(options.payloadLength ?? body.length), [extensions[0]?.[0] ?? protocol, options.hopLimit ?? 64], address(source), address(destination), body);
}

/** Hop-by-hop options with one PadN: harmless, there to be stepped over. */
export const HOP_BY_HOP: Extension = [0, [0, 1, 4, 0, 0, 0, 0]];

/** The fragment header of RFC 8200 4.5; `offset` in bytes. */
export const fragmentExtension = (id: number, offset: number, more: boolean): Extension => [44, [0, ...u16(offset | (more ? 1 : 0)), ...u32(id)]];

/** The packet in pieces, as a router or sender would cut it; `size` of data in each, a multiple of 8. */
export function fragmentsV4(source: string, destination: string, protocol: number, payload: Uint8Array, size: number, id: number): Uint8Array[] {
  return pieces(payload, size).map(([fragmentOffset, piece, more]) => ipv4(source, destination, protocol, piece, { id, fragmentOffset, moreFragments: more }));
}

export function fragmentsV6(source: string, destination: string, protocol: number, payload: Uint8Array, size: number, id: number): Uint8Array[] {
  return pieces(payload, size).map(([offset, piece, more]) => ipv6(source, destination, protocol, piece, { extensions: [fragmentExtension(id, offset, more)] }));
}

function pieces(payload: Uint8Array, size: number): [number, Uint8Array, boolean][] {
  return Array.from({ length: Math.ceil(payload.length / size) }, (_, index) => [index * size, payload.subarray(index * size, (index + 1) * size), (index + 1) * size < payload.length]);
}

/** Sum over the pseudo header (RFC 768, RFC 9293, RFC 8200 8.1) and the segment. */
function transportSum(source: string, destination: string, protocol: number, segment: Uint8Array): number {
  return checksum(join(address(source), address(destination), u32(segment.length), u32(protocol), segment));
}

/** Addresses make the checksum right; without them it is 0, "none" in IPv4. */
export type Ends = readonly [source: string, destination: string];

export function udp(sourcePort: number, destinationPort: number, payload: Part, options: { ends?: Ends; length?: number } = {}): Uint8Array {
  const body = join(payload);
  const datagram = join(u16(sourcePort), u16(destinationPort), u16(options.length ?? 8 + body.length), [0, 0], body);
  if (options.ends) datagram.set(u16(transportSum(...options.ends, 17, datagram) || 0xffff), 6);
  return datagram;
}

export const TCP = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 } as const;

export interface TcpOptions {
  readonly flags: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly window?: number;
  /** Raw options; filled up to a multiple of 4. */
  readonly options?: readonly number[];
  readonly ends?: Ends;
}

export const mss = (size: number): number[] => [2, 4, ...u16(size)];

export function tcp(sourcePort: number, destinationPort: number, options: TcpOptions, payload: Part = []): Uint8Array {
  const extra = [...(options.options ?? [])];
  while (extra.length % 4 !== 0) extra.push(0);
  const segment = join(u16(sourcePort), u16(destinationPort), u32(options.sequence ?? 0), u32(options.acknowledgement ?? 0), [(5 + extra.length / 4) << 4, options.flags], u16(options.window ?? 64240), zeros(4), extra, payload);
  if (options.ends) segment.set(u16(transportSum(...options.ends, 6, segment)), 16);
  return segment;
}

/** ICMP (RFC 792): type, code, the four bytes behind the checksum, and the quoted packet or echo data. */
export function icmp(type: number, code: number, rest: readonly number[], payload: Part = []): Uint8Array {
  const message = join([type, code, 0, 0], rest, payload);
  message.set(u16(checksum(message)), 2);
  return message;
}

/** ICMPv6 (RFC 4443), whose checksum covers the addresses. */
export function icmpv6(ends: Ends, type: number, code: number, rest: readonly number[], payload: Part = []): Uint8Array {
  const message = join([type, code, 0, 0], rest, payload);
  message.set(u16(transportSum(...ends, 58, message)), 2);
  return message;
}

export const LINK = { ethernet: 1, rawIp: 101, wifi: 105 } as const;

/** A capture file (libpcap 2.4, little-endian), one second between frames. */
export function pcap(frames: readonly Uint8Array[], linkType: number = LINK.ethernet, originalLengths: readonly number[] = []): Uint8Array {
  const word = (value: number): number[] => u32(value).reverse();
  const head = join(word(0xa1b2c3d4), [2, 0, 4, 0], zeros(8), word(262_144), word(linkType));
  return join(head, ...frames.map((frame, index) => join(word(1_700_000_000 + index), word(0), word(frame.length), word(originalLengths[index] ?? frame.length), frame)));
}
