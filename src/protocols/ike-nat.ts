/** Whether a NAT stands between two IKE peers: the hashes they send of the addresses they see (RFC 7296 2.23, RFC 3947 3.2). */
import { sha1 } from '../bytes/sha1.ts';
import { NOTIFY } from './ike-notifies.ts';
import type { IkeMessage } from './ike-types.ts';

/** An address as text (as `readIp` gives it), and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * Each side: true when the hash fits the address in the packet, false when something rewrote it on the way to where the packet was
 * captured, undefined when the message has no such hash. At the sender's own capture both fit: compare at the receiver's.
 */
export interface NatDetection {
  readonly source?: boolean;
  readonly destination?: boolean;
}

/** SHA-1 over both SPIs, the address and the port; null for what is no address. `spis` are the 32 hex digits of the header the hash was sent with. */
export function natDetectionHash(spis: string, end: Endpoint): Uint8Array | null {
  const address = addressBytes(end.address);
  if (address === null) return null;
  const message = new Uint8Array(16 + address.length + 2);
  for (let at = 0; at < 16; at++) message[at] = Number.parseInt(spis.slice(2 * at, 2 * at + 2), 16);
  message.set(address, 16);
  message.set([end.port >> 8, end.port & 255], 16 + address.length);
  return sha1(message);
}

/** Holds the hashes of a message against the addresses and ports of the packet that carried it. Null when it carries none. */
export function checkNatDetection(message: IkeMessage, source: Endpoint, destination: Endpoint): NatDetection | null {
  const spis = message.initiatorSpi + message.responderSpi;
  const sent = message.major === 2 ? hashesV2(message) : hashesV1(message);
  const fits = (hashes: readonly Uint8Array[], end: Endpoint): boolean | undefined => {
    // Version 1 may use another hash, known by its length: that cannot be judged here.
    const usable = hashes.filter((hash) => hash.length === 20);
    if (usable.length === 0) return undefined;
    const expected = natDetectionHash(spis, end);
    return expected === null ? undefined : usable.some((hash) => hash.every((byte, at) => byte === expected[at]));
  };
  const [isSource, isDestination] = [fits(sent.source, source), fits(sent.destination, destination)];
  if (isSource === undefined && isDestination === undefined) return null;
  return { ...(isSource === undefined ? {} : { source: isSource }), ...(isDestination === undefined ? {} : { destination: isDestination }) };
}

interface Hashes {
  readonly source: readonly Uint8Array[];
  readonly destination: readonly Uint8Array[];
}

/** One destination, and as many sources as the sender has addresses. */
function hashesV2(message: IkeMessage): Hashes {
  const of = (type: number): Uint8Array[] => message.payloads.flatMap((payload) => (payload.kind === 'notify' && payload.notify === type ? [payload.data] : []));
  return { source: of(NOTIFY.natSource), destination: of(NOTIFY.natDestination) };
}

/** The first is the destination's, the others the sender's own. */
function hashesV1(message: IkeMessage): Hashes {
  const all = message.payloads.flatMap((payload) => (payload.kind === 'nat-detection' ? [payload.hash] : []));
  return { source: all.slice(1), destination: all.slice(0, 1) };
}

/** The 4 or 16 bytes of an address; null when the text is none. */
function addressBytes(text: string): Uint8Array | null {
  if (!text.includes(':')) return dottedBytes(text);
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const tail = dotted === undefined ? [] : dottedBytes(dotted);
  if (tail === null) return null;
  const [front = '', back, extra] = text.slice(0, text.length - (dotted?.length ?? 0)).split('::');
  const [left, right] = [groupBytes(front), groupBytes(back ?? '')];
  const missing = 16 - left.length - right.length - tail.length;
  const isWhole = back === undefined ? missing === 0 : missing >= 2 && extra === undefined;
  if (!isWhole || [...left, ...right].some(Number.isNaN)) return null;
  return Uint8Array.from([...left, ...Array.from({ length: missing }, () => 0), ...right, ...tail]);
}

function dottedBytes(text: string): Uint8Array | null {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256) ? Uint8Array.from(parts, Number) : null;
}

/** Two bytes a group; NaN for what is no group. */
function groupBytes(text: string): number[] {
  const groups = text.split(':').filter((group) => group !== '');
  return groups.flatMap((group) => (/^[0-9a-f]{1,4}$/i.test(group) ? [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255] : [Number.NaN, Number.NaN]));
}
