/**
 * 802.11 data frames with LLC/SNAP as Windows captures them: already deciphered, though the protected bit may still be set
 * and the cipher's header is gone. Sources: IEEE 802.11 clause 9.3.2 (data frames), RFC 1042 (SNAP).
 */
import { readU16Be } from '../bytes/big-endian.ts';
import { macText, type LinkFrame } from './ethernet.ts';

const TYPE_MASK = 0x0c;
const TYPE_DATA = 0x08;
/** Subtype bit of frames without a body. */
const NO_DATA = 0x40;
const QOS = 0x80;
const TO_DS = 0x01;
const FROM_DS = 0x02;
const PROTECTED = 0x40;
/** In QoS frames: an HT control field follows. */
const ORDER = 0x80;
const SNAP: readonly number[] = [0xaa, 0xaa, 0x03, 0, 0, 0];

/** Reads a data frame; null for management, control and empty frames and for bodies that are not SNAP (still enciphered, for one). */
export function readWifi(bytes: Uint8Array): LinkFrame | null {
  if (bytes.length < 24) return null;
  const [control, flags] = [bytes[0] as number, bytes[1] as number];
  if ((control & TYPE_MASK) !== TYPE_DATA || (control & NO_DATA) !== 0) return null;
  const [toDs, fromDs, isQos] = [(flags & TO_DS) !== 0, (flags & FROM_DS) !== 0, (control & QOS) !== 0];
  const body = 24 + (toDs && fromDs ? 6 : 0) + (isQos ? 2 : 0) + (isQos && (flags & ORDER) !== 0 ? 4 : 0);
  if (bytes.length < body + 8 || SNAP.some((byte, index) => bytes[body + index] !== byte)) return null;
  return {
    source: macText(bytes, fromDs ? (toDs ? 24 : 16) : 10),
    destination: macText(bytes, toDs ? 16 : 4),
    vlans: [],
    etherType: readU16Be(bytes, body + 6),
    headerLength: body + 8,
    isProtected: (flags & PROTECTED) !== 0,
    payload: bytes.subarray(body + 8),
  };
}

/** The frame as other programs read it: the protected bit of a deciphered frame cleared, in a copy; any other frame as it is. */
export function withoutProtectedBit(bytes: Uint8Array): Uint8Array {
  if (readWifi(bytes)?.isProtected !== true) return bytes;
  const copy = bytes.slice();
  copy[1] = (copy[1] as number) & ~PROTECTED;
  return copy;
}
