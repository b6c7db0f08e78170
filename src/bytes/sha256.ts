/** SHA-256 (FIPS 180-4) and HMAC over it (RFC 2104): pseudonyms are made where no platform's cryptography may be called. */
import { readU32Be } from './big-endian.ts';
import { padSha, SHA_BLOCK } from './sha-padding.ts';

/** Fractional parts of the cube roots of the first 64 primes (section 4.2.2). */
const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
/** Fractional parts of the square roots of the first 8 primes (section 5.3.3). */
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

/** The 32 bytes of the digest. */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = padSha(message);
  const state = START.slice();
  const schedule = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 64) mix(state, schedule, padded, at);
  return Uint8Array.from({ length: 32 }, (_, index) => ((state[index >> 2] as number) >>> (24 - 8 * (index & 3))) & 0xff);
}


/** Keyed digest: without the key nobody can tell which text it was made of. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > SHA_BLOCK ? sha256(key) : key;
  const inner = new Uint8Array(SHA_BLOCK + message.length).fill(0x36, 0, SHA_BLOCK);
  const outer = new Uint8Array(SHA_BLOCK + 32).fill(0x5c, 0, SHA_BLOCK);
  for (let at = 0; at < short.length; at++) {
    inner[at] = (inner[at] as number) ^ (short[at] as number);
    outer[at] = (outer[at] as number) ^ (short[at] as number);
  }
  inner.set(message, SHA_BLOCK);
  outer.set(sha256(inner), SHA_BLOCK);
  return sha256(outer);
}

/** One block of 64 bytes (section 6.2.2). */
function mix(state: Int32Array, schedule: Int32Array, bytes: Uint8Array, at: number): void {
  const word = (index: number): number => schedule[index] as number;
  for (let t = 0; t < 16; t++) schedule[t] = readU32Be(bytes, at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [before, last] = [word(t - 15), word(t - 2)];
    schedule[t] = (turn(last, 17) ^ turn(last, 19) ^ (last >>> 10)) + word(t - 7) + (turn(before, 7) ^ turn(before, 18) ^ (before >>> 3)) + word(t - 16);
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (ROUNDS[t] as number) + word(t)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] as number) + value;
}

function turn(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}
