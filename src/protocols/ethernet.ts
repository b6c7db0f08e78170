/** Ethernet frames with VLAN tags. Sources: IEEE 802.3 clause 3, IEEE 802.1Q clause 9. */
import { readU16Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';

/** What a link layer says of a frame; the same for Ethernet and 802.11. */
export interface LinkFrame {
  /** `00-00-5E-00-53-01` */
  readonly source: string;
  readonly destination: string;
  /** VLAN ids from the outer tag in. */
  readonly vlans: readonly number[];
  readonly etherType: number;
  /** Bytes in front of the payload. */
  readonly headerLength: number;
  /** The protected bit is set: NDIS leaves it on frames it has deciphered (802.11 only). */
  readonly isProtected: boolean;
  /** May end in padding. */
  readonly payload: Uint8Array;
}

export const ETHER_TYPE = { ipv4: 0x0800, ipv6: 0x86dd } as const;

/** Customer and service tags (802.1Q, 802.1ad) and two older numbers for the latter. */
const TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100, 0x9200]);
/** Two are defined; more are stacked by nobody. */
const MAX_TAGS = 4;
/** Smaller values in place of the type are a length: such frames carry no IP. */
const FIRST_TYPE = 0x600;

/** Reads a frame; null when it is too short or carries a length in place of a type. */
export function readEthernet(bytes: Uint8Array): LinkFrame | null {
  if (bytes.length < 14) return null;
  const vlans: number[] = [];
  let at = 12;
  while (TAGS.has(readU16Be(bytes, at)) && vlans.length < MAX_TAGS) {
    if (bytes.length < at + 6) return null;
    vlans.push(readU16Be(bytes, at + 2) & 0xfff);
    at += 4;
  }
  const etherType = readU16Be(bytes, at);
  if (etherType < FIRST_TYPE) return null;
  return { source: macText(bytes, 6), destination: macText(bytes, 0), vlans, etherType, headerLength: at + 2, isProtected: false, payload: bytes.subarray(at + 2) };
}

/** The six bytes at `offset` as Windows writes them; they must be there. */
export function macText(bytes: Uint8Array, offset: number): string {
  let text = toHex(bytes, offset, offset + 1);
  for (let at = offset + 1; at < offset + 6; at++) text += `-${toHex(bytes, at, at + 1)}`;
  return text;
}
