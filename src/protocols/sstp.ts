/**
 * SSTP packets, which a capture shows only where another device ends TLS in front of the server; elsewhere the shape of TLS is
 * all there is. Source: [MS-SSTP] 2.2.1 to 2.2.13.
 */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';

export interface SstpStatus {
  /** Number of the attribute that is refused; 0 when the whole message is. */
  readonly attribute: number;
  /** 0 no error, 4 value not supported, 7 invalid frame, 8 negotiation timeout; [MS-SSTP] 2.2.8 has all. */
  readonly status: number;
}

export interface SstpControl {
  /** 1 connect request, 2 ack, 3 nak, 4 connected, 5 abort, 6 disconnect, 7 its ack, 8 and 9 echo. */
  readonly type: number;
  readonly attributes: readonly number[];
  readonly statuses: readonly SstpStatus[];
}

export interface SstpStream {
  readonly controls: readonly SstpControl[];
  /** PPP frames in order, those that are all there. */
  readonly frames: readonly Uint8Array[];
  /** The stream ends within a packet or goes on with something else. */
  readonly truncated: boolean;
}

const VERSION = 0x10;
const HEADER_LENGTH = 4;
const STATUS_INFO = 2;
/** Lengths have 12 bits. */
const LENGTH_MASK = 0xfff;
/** What connecting takes is seen long before. */
const MAX_PACKETS = 256;

/** Reads a direction from behind its HTTP head; null when that does not start an SSTP packet. */
export function readSstp(bytes: Uint8Array): SstpStream | null {
  const controls: SstpControl[] = [];
  const frames: Uint8Array[] = [];
  let at = 0;
  while (controls.length + frames.length < MAX_PACKETS && isPacket(bytes, at)) {
    const end = at + (readU16Be(bytes, at + 2) & LENGTH_MASK);
    if (end > bytes.length) break;
    const body = bytes.subarray(at + HEADER_LENGTH, end);
    if (bytes[at + 1] === 1) controls.push(readControl(body));
    else frames.push(body);
    at = end;
  }
  return isPacket(bytes, 0) ? { controls, frames, truncated: at !== bytes.length } : null;
}

/** A length that covers the header: every step moves on. */
function isPacket(bytes: Uint8Array, at: number): boolean {
  if (at + HEADER_LENGTH > bytes.length || bytes[at] !== VERSION || (bytes[at + 1] as number) > 1) return false;
  return (readU16Be(bytes, at + 2) & LENGTH_MASK) >= HEADER_LENGTH + (bytes[at + 1] === 1 ? 4 : 0);
}

function readControl(body: Uint8Array): SstpControl {
  const attributes: number[] = [];
  const statuses: SstpStatus[] = [];
  let at = 4;
  while (at + 4 <= body.length) {
    const length = readU16Be(body, at + 2) & LENGTH_MASK;
    if (length < 4 || at + length > body.length) break;
    const id = body[at + 1] as number;
    attributes.push(id);
    if (id === STATUS_INFO && length >= 12) statuses.push({ attribute: body[at + 7] as number, status: readU32Be(body, at + 8) });
    at += length;
  }
  return { type: readU16Be(body, 0), attributes, statuses };
}
