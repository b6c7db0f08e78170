/** SHA-1 (FIPS 180-4), for the one thing it is still asked for here: the hashes by which IKE peers detect address translation. Not for security. */
import { readU32Be } from './big-endian.ts';
import { padSha } from './sha-padding.ts';

/** The 20 bytes of the digest. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = padSha(message);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const schedule = new Int32Array(80);
  for (let at = 0; at < padded.length; at += 64) mix(state, schedule, padded, at);
  return Uint8Array.from({ length: 20 }, (_, index) => ((state[index >> 2] as number) >>> (24 - 8 * (index & 3))) & 0xff);
}

/** One block of 64 bytes (section 6.1.2). */
function mix(state: Int32Array, schedule: Int32Array, bytes: Uint8Array, at: number): void {
  const word = (index: number): number => schedule[index] as number;
  for (let t = 0; t < 16; t++) schedule[t] = readU32Be(bytes, at + 4 * t);
  for (let t = 16; t < 80; t++) schedule[t] = rotate(word(t - 3) ^ word(t - 8) ^ word(t - 14) ^ word(t - 16), 1);
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let t = 0; t < 80; t++) {
    const next = (rotate(a, 5) + step(t, b, c, d) + e + word(t)) | 0;
    [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = (state[index] as number) + value;
}

/** Function and constant of a round (sections 4.1.1 and 4.2.1). */
function step(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
