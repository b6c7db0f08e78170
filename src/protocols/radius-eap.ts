/** The EAP packet that RADIUS carries in pieces. Sources: RFC 3579 3.1, RFC 3748 section 4. */
import { readU16Be } from '../bytes/big-endian.ts';

export interface RadiusEap {
  /** 1 request, 2 response, 3 success, 4 failure. */
  readonly code: number;
  readonly id: number;
  readonly length: number;
  /** Of requests and responses: 1 identity, 3 a refusal of the type asked for, 13 TLS, 25 PEAP, 26 MS-CHAPv2; null otherwise. */
  readonly type: number | null;
  /** The whole packet as far as it is here. */
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

/** Joins the values of the EAP-Message attributes of one packet; null when they hold no EAP header. */
export function readRadiusEap(values: readonly Uint8Array[]): RadiusEap | null {
  const bytes = new Uint8Array(values.reduce((sum, value) => sum + value.length, 0));
  let at = 0;
  for (const value of values) {
    bytes.set(value, at);
    at += value.length;
  }
  if (bytes.length < 4) return null;
  const [code, length] = [bytes[0] as number, readU16Be(bytes, 2)];
  const hasType = (code === 1 || code === 2) && bytes.length >= 5;
  return { code, id: bytes[1] as number, length, type: hasType ? (bytes[4] as number) : null, bytes: bytes.subarray(0, Math.max(length, 4)), truncated: bytes.length < length };
}
