/**
 * Pseudonyms of addresses that keep what a diagnosis needs: addresses of one network stay in one network, and each stays of its kind.
 * Bits are flipped one after the other, each by a function of the key and the bits before it (the prefix-preserving scheme of Xu, Fan, Ammar
 * and Moon, "Prefix-Preserving IP Address Anonymization", 2002), but only where the flip cannot lead out of the kind. The last octet of
 * IPv4 is kept: it tells a network, a gateway and a broadcast address from a host.
 */
import type { Secret } from './secret.ts';

interface Kind {
  readonly bits: readonly number[];
  readonly length: number;
}

/** Kinds that stay recognisable, and those left as they are (`null` in `V4_KEPT`). */
const V4_KINDS: readonly Kind[] = [
  // RFC 1918 (private), RFC 6598 (carrier-grade NAT), RFC 3927 (link-local).
  prefix4('10.0.0.0', 8), prefix4('172.16.0.0', 12), prefix4('192.168.0.0', 16), prefix4('100.64.0.0', 10), prefix4('169.254.0.0', 16),
];

/** RFC 1122 (this network, loopback), RFC 5771 (multicast), RFC 1112 and RFC 919 (reserved, broadcast; also netmasks). */
const V4_KEPT: readonly Kind[] = [prefix4('0.0.0.0', 8), prefix4('127.0.0.0', 8), prefix4('224.0.0.0', 4), prefix4('240.0.0.0', 4)];

function prefix4(text: string, length: number): Kind {
  return { bits: bitsOf(parseIpv4(text) as number[], 8), length };
}

/** The four octets, or null. */
export function parseIpv4(text: string): number[] | null {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255) ? octets : null;
}

/** The eight groups, or null; `::` and an IPv4 address at the end are understood (RFC 4291 section 2.2). */
export function parseIpv6(text: string): number[] | null {
  if (text.length > 45 || !/^[0-9a-f:.]+$/i.test(text) || !text.includes(':')) return null;
  const last = text.slice(text.lastIndexOf(':') + 1);
  const inner = last.includes('.') ? parseIpv4(last) : null;
  if (last.includes('.') && inner === null) return null;
  const bare = inner === null ? text : `${text.slice(0, -last.length)}${hex(inner[0], inner[1])}:${hex(inner[2], inner[3])}`;
  const [left = '', right, more] = bare.split('::');
  if (more !== undefined) return null;
  const [front, back] = [groupsOf(left), groupsOf(right ?? '')];
  if (front === null || back === null) return null;
  const missing = 8 - front.length - back.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  return [...front, ...Array.from({ length: missing }, () => 0), ...back];
}

function hex(high: number | undefined, low: number | undefined): string {
  return (((high ?? 0) << 8) | (low ?? 0)).toString(16);
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : null;
}

function bitsOf(units: readonly number[], size: number): number[] {
  return units.flatMap((unit) => Array.from({ length: size }, (_, index) => (unit >> (size - 1 - index)) & 1));
}

function unitsOf(bits: readonly number[], size: number): number[] {
  return Array.from({ length: bits.length / size }, (_, unit) => bits.slice(unit * size, unit * size + size).reduce((sum, bit) => sum * 2 + bit, 0));
}

function isIn(bits: readonly number[], { bits: prefix, length }: Kind): boolean {
  for (let at = 0; at < length; at++) if (bits[at] !== prefix[at]) return false;
  return true;
}

/** Whether some address below the first `length` bits of `bits` belongs to a kind of its own. */
function holdsKind(bits: readonly number[], length: number, kinds: readonly Kind[]): boolean {
  return kinds.some((kind) => isIn(bits, { bits: kind.bits, length: Math.min(length, kind.length) }));
}

/** Flips bits `from` to `to`; the first that may be flipped always is, so that no address stays what it was. */
function flip(bits: number[], from: number, to: number, mayFlip: (length: number) => boolean, secret: Secret, purpose: string): number[] {
  const out = [...bits];
  let isFirst = true;
  for (let at = from; at < to; at++) {
    if (!mayFlip(at)) continue;
    const turn = isFirst ? 1 : (secret.bytes(purpose, bits.slice(0, at).join(''))[0] as number) & 1;
    isFirst = false;
    out[at] = (bits[at] as number) ^ turn;
  }
  return out;
}

/** The pseudonym of an IPv4 address; with `length`, of the network of that prefix length. */
export function redactIpv4(octets: readonly number[], secret: Secret, length = 24): string {
  const bits = bitsOf(octets, 8);
  if (V4_KEPT.some((kind) => isIn(bits, kind))) return octets.join('.');
  const own = V4_KINDS.find((kind) => isIn(bits, kind));
  const others = [...V4_KINDS, ...V4_KEPT];
  const mayFlip = own === undefined ? (at: number) => !holdsKind(bits, at, others) : () => true;
  return unitsOf(flip(bits, own?.length ?? 0, Math.min(length, 24), mayFlip, secret, 'ipv4'), 8).join('.');
}

/** The pseudonym of an IPv6 address: its network (/64), then its interface. */
export function redactIpv6(groups: readonly number[], secret: Secret, length = 64): string {
  const [first = 0, second = 0] = groups;
  const isZero = groups.slice(0, 5).every((group) => group === 0);
  // RFC 4291: unspecified and loopback, IPv4-mapped, multicast.
  if (isZero && groups[5] === 0xffff) return `::ffff:${mapped(groups, secret)}`;
  if ((isZero && groups[5] === 0 && groups[6] === 0) || (first & 0xff00) === 0xff00) return ipv6Text(groups);
  // RFC 6052: the well-known prefix of NAT64.
  if (first === 0x64 && second === 0xff9b) return `64:ff9b::${mapped(groups, secret)}`;
  const bits = bitsOf(groups, 16);
  // RFC 4193 (unique local, fc00::/7, the L bit kept), RFC 4291 (link-local), RFC 4380 (Teredo), RFC 3056 (6to4), else global unicast 2000::/3.
  const kept = (first & 0xffc0) === 0xfe80 ? 64 : (first & 0xfe00) === 0xfc00 ? 8 : first === 0x2001 && second === 0 ? 32 : first === 0x2002 ? 16 : 3;
  const network = flip(bits, kept, Math.min(length, 64), () => true, secret, 'ipv6');
  const interfaceId = groups.slice(4);
  const isPlain = interfaceId.slice(0, 3).every((group) => group === 0) && (interfaceId[3] as number) <= 0xff;
  const own = isPlain || length <= 64 - 1 ? interfaceId : wordsOf(secret.bytes('ipv6-interface', ipv6Text(groups)));
  return ipv6Text([...unitsOf(network.slice(0, 64), 16), ...own]);
}

function mapped(groups: readonly number[], secret: Secret): string {
  const [high = 0, low = 0] = groups.slice(6);
  return redactIpv4([high >> 8, high & 255, low >> 8, low & 255], secret);
}

function wordsOf(bytes: Uint8Array): number[] {
  return [0, 2, 4, 6].map((at) => ((bytes[at] as number) << 8) | (bytes[at + 1] as number));
}

/** RFC 5952: lower case, the longest run of zero groups as `::`. */
export function ipv6Text(groups: readonly number[]): string {
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const text = (from: number, to: number) => groups.slice(from, to).map((group) => group.toString(16)).join(':');
  return start < 0 ? text(0, 8) : `${text(0, start)}::${text(start + length, 8)}`;
}
