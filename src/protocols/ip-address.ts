/** IP addresses out of packets as text. */
import { readU16Be } from '../bytes/big-endian.ts';

/** The four bytes at `offset` as `192.0.2.1`; they must be there. */
export function ipv4Text(bytes: Uint8Array, offset: number): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
}

/**
 * The sixteen bytes at `offset` in the one form of RFC 5952: lower case, no leading zeros, the longest run of two or more
 * zero groups as `::` (the first when equal), IPv4-mapped addresses with dots. They must be there.
 */
export function ipv6Text(bytes: Uint8Array, offset: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => readU16Be(bytes, offset + index * 2));
  if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)) return `::ffff:${ipv4Text(bytes, offset + 12)}`;
  const gap = longestZeros(groups);
  const text = (from: number, to: number): string => groups.slice(from, to).map((group) => group.toString(16)).join(':');
  return gap.length < 2 ? text(0, 8) : `${text(0, gap.start)}::${text(gap.start + gap.length, 8)}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}
