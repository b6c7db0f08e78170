/** UDP datagrams (RFC 768). */
import { readU16Be } from '../bytes/big-endian.ts';

export interface UdpDatagram {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Header and payload as stated; what was captured where it states 0 (datagrams captured before they are cut). */
  readonly length: number;
  readonly payload: Uint8Array;
  /** Less is here than stated: cut by the capture, or this is only the first fragment. */
  readonly truncated: boolean;
}

/** Reads the payload of an IP packet; null when the header is not all there or states a length below its own. */
export function readUdp(bytes: Uint8Array): UdpDatagram | null {
  if (bytes.length < 8) return null;
  const length = readU16Be(bytes, 4) || bytes.length;
  if (length < 8) return null;
  return { sourcePort: readU16Be(bytes, 0), destinationPort: readU16Be(bytes, 2), length, payload: bytes.subarray(8, length), truncated: bytes.length < length };
}
