/** GRE packets built by hand: enhanced (RFC 2637 4.1) and plain (RFC 2890). */
import { join, u16, u32 } from './ip.ts';
import type { Part } from './ip.ts';

export interface PptpGreOptions {
  readonly callId: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  /** Instead of the true one. */
  readonly length?: number;
}

export function pptpGre(options: PptpGreOptions, payload: Part = []): Uint8Array {
  const body = join(payload);
  const { callId, sequence, acknowledgement } = options;
  const flags = 0x2001 | (sequence === undefined ? 0 : 0x1000) | (acknowledgement === undefined ? 0 : 0x80);
  return join(u16(flags), u16(0x880b), u16(options.length ?? body.length), u16(callId), sequence === undefined ? [] : u32(sequence), acknowledgement === undefined ? [] : u32(acknowledgement), body);
}

export function plainGre(protocol: number, payload: Part, options: { key?: number; sequence?: number; checksum?: boolean } = {}): Uint8Array {
  const { key, sequence, checksum } = options;
  const flags = (checksum ? 0x8000 : 0) | (key === undefined ? 0 : 0x2000) | (sequence === undefined ? 0 : 0x1000);
  return join(u16(flags), u16(protocol), checksum ? [0, 0, 0, 0] : [], key === undefined ? [] : u32(key), sequence === undefined ? [] : u32(sequence), payload);
}
