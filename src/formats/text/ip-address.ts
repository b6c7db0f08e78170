/** IP addresses as text: recognised by shape, compared by number. */

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const IPV6 = /^[0-9a-f:]+(?:\.\d{1,3}){0,3}(?:%[\w.-]{1,40})?$/i;

export function isIpv4(text: string): boolean {
  return text.length <= 15 && IPV4.test(text);
}

/** Whether the text has the shape of an IPv6 address, with its zone when it has one. */
export function isIpv6(text: string): boolean {
  return text.length >= 2 && text.length <= 86 && IPV6.test(text) && (text.match(/:/g)?.length ?? 0) >= 2;
}

export function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

/** The address as an unsigned 32-bit number; null when it is none. */
export function ipv4Number(text: string): number | null {
  return isIpv4(text) ? text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : null;
}

/** Length of the prefix a dotted mask stands for; null when it is no mask. */
export function prefixOfMask(mask: string): number | null {
  const number = ipv4Number(mask);
  if (number === null) return null;
  const ones = Math.clz32(~number >>> 0);
  return number === (ones === 0 ? 0 : (0xffffffff << (32 - ones)) >>> 0) ? ones : null;
}

export interface Ipv4Range {
  /** `first-last` */
  readonly text: string;
  readonly size: number;
}

/** Ranges of addresses in a text (`192.0.2.10 - 192.0.2.30`, `from … to …`), taken in pairs; the first of a pair is not the greater. */
export function ipv4Ranges(text: string): readonly Ipv4Range[] {
  const addresses = text.slice(0, 20_000).match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? [];
  const ranges: Ipv4Range[] = [];
  for (let at = 0; at + 1 < addresses.length; at += 2) {
    const [first, last] = [addresses[at] as string, addresses[at + 1] as string];
    const [from, to] = [ipv4Number(first), ipv4Number(last)];
    if (from !== null && to !== null && to >= from) ranges.push({ text: `${first}-${last}`, size: to - from + 1 });
  }
  return ranges;
}
