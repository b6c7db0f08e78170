/**
 * IP addresses in the forms Windows tools print them: dotted, IPv6 text, a 32-bit number in host order (`FWP_V4_ADDR`), 16 bytes
 * in hexadecimal, and a `SOCKADDR` structure in hexadecimal (ETW binary fields). Text form of IPv6 after RFC 5952.
 */

export interface Endpoint {
  readonly address: string;
  /** Present where the form carries one and it is not 0. */
  readonly port?: number;
}

/** IPv4 or IPv6 address of a text, normalised; null when it is neither. Length-bounded, linear. */
export function readAddress(text: string): string | null {
  const plain = text.trim();
  if (plain === '' || plain.length > 64) return null;
  return readIpv4(plain) ?? readIpv6(plain) ?? readHexAddress(plain);
}

/** The same with a port: `192.0.2.1:500`, `[2001:db8::1]:500`, or a SOCKADDR in hexadecimal. */
export function readEndpoint(text: string): Endpoint | null {
  const plain = text.trim();
  if (plain.length > 600) return null;
  const socket = readSocketAddress(plain);
  if (socket !== null) return socket;
  const parts = /^\[([^\]]{2,64})\](?::(\d{1,5}))?$/.exec(plain) ?? /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/.exec(plain);
  const address = readAddress(parts?.[1] ?? plain);
  return address === null ? null : endpoint(address, Number(parts?.[2] ?? 0));
}

function readIpv4(text: string): string | null {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const octets = text.split('.').map(Number);
    return octets.every((octet) => octet <= 255) ? octets.join('.') : null;
  }
  // The high byte is the first octet: FWPM_NET_EVENT_HEADER keeps addresses in host order.
  if (!/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return null;
  const number = Number(text);
  return number > 0xffffffff ? null : [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');
}

function readIpv6(text: string): string | null {
  const bare = text.replace(/%\w{1,16}$/, '');
  const halves = bare.split('::');
  if (!bare.includes(':') || halves.length > 2 || !/^[0-9a-f:.]+$/i.test(bare)) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : groupsOf(half)));
  if (!head || (halves.length === 2 && !tail)) return null;
  const known = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? known !== 8 : known > 7) return null;
  const groups = [...head, ...Array.from({ length: 8 - known }, () => 0), ...(tail ?? [])];
  return groups.every((group) => group >= 0 && group <= 0xffff) ? formatIpv6(groups) : null;
}

/** Numbers of the groups; −1 for what is none, so that the caller refuses the whole. */
function groupsOf(half: string): number[] {
  return half.split(':').flatMap((group, at, all) => {
    if (at === all.length - 1 && group.includes('.')) {
      const octets = readIpv4(group)?.split('.').map(Number);
      return octets ? [((octets[0] as number) << 8) | (octets[1] as number), ((octets[2] as number) << 8) | (octets[3] as number)] : [-1];
    }
    return /^[0-9a-f]{1,4}$/i.test(group) ? [Number.parseInt(group, 16)] : [-1];
  });
}

/** Text of eight 16-bit groups: lower case, the longest run of zeros (two or more, the first of equals) shortened. */
export function formatIpv6(groups: readonly number[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at++) {
    let length = 0;
    while (groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.at < 0) return text(groups);
  return `${text(groups.slice(0, best.at))}::${text(groups.slice(best.at + best.length))}`;
}

function readHexAddress(text: string): string | null {
  const hex = text.replace(/^0x/i, '').replaceAll(/[\s-]/g, '');
  return /^[0-9a-f]{32}$/i.test(hex) ? formatIpv6(hexGroups(hex)) : null;
}

function hexGroups(hex: string): number[] {
  return Array.from({ length: 8 }, (_, at) => Number.parseInt(hex.slice(at * 4, at * 4 + 4), 16));
}

/** SOCKADDR_IN and SOCKADDR_IN6: family little-endian, port and address in network order (ws2def.h, ws2ipdef.h). */
function readSocketAddress(text: string): Endpoint | null {
  const hex = text.replace(/^0x/i, '');
  if (hex.length % 2 !== 0 || !/^[0-9a-f]{16,512}$/i.test(hex)) return null;
  const port = Number.parseInt(hex.slice(4, 8), 16);
  if (hex.startsWith('0200')) return endpoint(readIpv4(`0x${hex.slice(8, 16)}`) as string, port);
  return hex.startsWith('1700') && hex.length >= 48 ? endpoint(formatIpv6(hexGroups(hex.slice(16, 48))), port) : null;
}

function endpoint(address: string, port: number): Endpoint {
  return port > 0 && port <= 0xffff ? { address, port } : { address };
}
