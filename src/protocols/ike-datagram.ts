/** What a UDP datagram on an IKE port is (RFC 3948 2): IKE, ESP in UDP, or a keep-alive for a NAT. */
import { readU32Be } from '../bytes/big-endian.ts';
import { readEsp } from './esp.ts';
import type { Esp } from './esp.ts';
import { readIke } from './ike.ts';
import type { IkeMessage } from './ike-types.ts';

export type IkeDatagram =
  | { readonly kind: 'ike'; readonly message: IkeMessage }
  | { readonly kind: 'esp'; readonly esp: Esp }
  | { readonly kind: 'keep-alive' };

export const IKE_PORT = 500;
/** The port IKE moves to for a NAT; ESP shares it. */
export const NAT_PORT = 4500;

/**
 * Reads the payload of a datagram one of whose ports is `port`. On 500 it is IKE; on any other port four zeros come before IKE,
 * anything else is ESP, and a single 0xFF keeps a mapping alive. Null when it is none of them.
 */
export function readIkeDatagram(bytes: Uint8Array, port: number): IkeDatagram | null {
  if (bytes.length === 1 && bytes[0] === 0xff) return { kind: 'keep-alive' };
  if (port === IKE_PORT) return ike(bytes);
  if (bytes.length < 4) return null;
  if (readU32Be(bytes, 0) === 0) return ike(bytes.subarray(4));
  const esp = readEsp(bytes);
  return esp === null ? null : { kind: 'esp', esp };
}

function ike(bytes: Uint8Array): IkeDatagram | null {
  const message = readIke(bytes);
  return message === null ? null : { kind: 'ike', message };
}
