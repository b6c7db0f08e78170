/** TCP segments (RFC 9293 3.1 and 3.2, RFC 7323, RFC 2018). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';

export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly fin: boolean;
  readonly syn: boolean;
  readonly rst: boolean;
  readonly psh: boolean;
  readonly ack: boolean;
  readonly window: number;
  /** Options, null when absent. */
  readonly maximumSegmentSize: number | null;
  readonly windowScale: number | null;
  readonly allowsSack: boolean;
  /** Bytes of payload on the wire; more than `payload` holds when cut. */
  readonly payloadLength: number;
  readonly payload: Uint8Array;
  readonly truncated: boolean;
}

/**
 * Reads the payload of an IP packet, which had `wireLength` bytes before the capture cut it. Null when the fixed header is not
 * all there or states a length below its own.
 */
export function readTcp(bytes: Uint8Array, wireLength: number = bytes.length): TcpSegment | null {
  if (bytes.length < 20) return null;
  const headerLength = ((bytes[12] as number) >> 4) * 4;
  if (headerLength < 20 || headerLength > wireLength) return null;
  const flags = bytes[13] as number;
  return {
    sourcePort: readU16Be(bytes, 0),
    destinationPort: readU16Be(bytes, 2),
    sequence: readU32Be(bytes, 4),
    acknowledgement: readU32Be(bytes, 8),
    fin: (flags & 1) !== 0,
    syn: (flags & 2) !== 0,
    rst: (flags & 4) !== 0,
    psh: (flags & 8) !== 0,
    ack: (flags & 16) !== 0,
    window: readU16Be(bytes, 14),
    ...readOptions(bytes.subarray(20, headerLength)),
    payloadLength: wireLength - headerLength,
    payload: bytes.subarray(Math.min(headerLength, bytes.length), wireLength),
    truncated: bytes.length < wireLength,
  };
}

type TcpOptions = Pick<TcpSegment, 'maximumSegmentSize' | 'windowScale' | 'allowsSack'>;

function readOptions(bytes: Uint8Array): TcpOptions {
  let options: TcpOptions = { maximumSegmentSize: null, windowScale: null, allowsSack: false };
  let at = 0;
  while (at < bytes.length) {
    const kind = bytes[at] as number;
    if (kind === 0) break;
    if (kind === 1) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    if (length < 2 || at + length > bytes.length) break;
    if (kind === 2 && length === 4) options = { ...options, maximumSegmentSize: readU16Be(bytes, at + 2) };
    else if (kind === 3 && length === 3) options = { ...options, windowScale: bytes[at + 2] as number };
    else if (kind === 4 && length === 2) options = { ...options, allowsSack: true };
    at += length;
  }
  return options;
}
