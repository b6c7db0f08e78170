/** GRE: the plain one (RFC 2784, RFC 2890) and the enhanced one by which PPTP carries PPP (RFC 2637 4.1). IP protocol 47. */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { readPpp } from './ppp.ts';
import type { PppFrame } from './ppp.ts';

export interface Gre {
  readonly version: 0 | 1;
  /** EtherType of the payload: 0x880B is PPP. */
  readonly protocol: number;
  /** Version 0. */
  readonly key?: number;
  /** Version 1: the receiver's id of the call. */
  readonly callId?: number;
  /** Version 1, as stated. */
  readonly payloadLength?: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly payload: Uint8Array;
  /** The frame inside PPTP; there is none in a bare acknowledgement. */
  readonly ppp?: PppFrame;
  readonly truncated: boolean;
}

const FLAG = { checksum: 0x8000, routing: 0x4000, key: 0x2000, sequence: 0x1000, acknowledgement: 0x0080 } as const;
const PPP = 0x880b;

/** Reads a GRE packet. Null below four bytes, for other versions, and for routing, which nobody sends and which hides where the payload begins. */
export function readGre(bytes: Uint8Array): Gre | null {
  if (bytes.length < 4) return null;
  const flags = readU16Be(bytes, 0);
  const version = flags & 7;
  if (version > 1 || (flags & FLAG.routing) !== 0) return null;
  const protocol = readU16Be(bytes, 2);
  return version === 1 ? readEnhanced(bytes, flags, protocol) : readPlain(bytes, flags, protocol);
}

function readPlain(bytes: Uint8Array, flags: number, protocol: number): Gre {
  const key = (flags & FLAG.checksum) === 0 ? 4 : 8;
  const sequence = (flags & FLAG.key) === 0 ? key : key + 4;
  const end = (flags & FLAG.sequence) === 0 ? sequence : sequence + 4;
  return {
    version: 0,
    protocol,
    ...(sequence > key && sequence <= bytes.length ? { key: readU32Be(bytes, key) } : {}),
    ...(end > sequence && end <= bytes.length ? { sequence: readU32Be(bytes, sequence) } : {}),
    payload: bytes.subarray(Math.min(end, bytes.length)),
    truncated: end > bytes.length,
  };
}

/** The key is two numbers here: the length of the payload and the call. */
function readEnhanced(bytes: Uint8Array, flags: number, protocol: number): Gre | null {
  if ((flags & FLAG.key) === 0) return null;
  if (bytes.length < 8) return { version: 1, protocol, payload: bytes.subarray(bytes.length), truncated: true };
  const acknowledgement = (flags & FLAG.sequence) === 0 ? 8 : 12;
  const start = (flags & FLAG.acknowledgement) === 0 ? acknowledgement : acknowledgement + 4;
  const payloadLength = readU16Be(bytes, 4);
  const payload = bytes.subarray(Math.min(start, bytes.length), start + payloadLength);
  const ppp = protocol === PPP ? readPpp(payload) : null;
  return {
    version: 1,
    protocol,
    callId: readU16Be(bytes, 6),
    payloadLength,
    ...(acknowledgement === 12 && bytes.length >= 12 ? { sequence: readU32Be(bytes, 8) } : {}),
    ...(start > acknowledgement && start <= bytes.length ? { acknowledgement: readU32Be(bytes, acknowledgement) } : {}),
    payload,
    ...(ppp === null ? {} : { ppp }),
    truncated: bytes.length < start + payloadLength,
  };
}
