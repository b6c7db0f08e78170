/** SHA-1 against the examples of FIPS 180 and another implementation. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { sha1 } from '../../src/bytes/sha1.ts';

const digest = (text: string): string => toHex(sha1(new TextEncoder().encode(text))).toLowerCase();

describe('SHA-1', () => {
  it('gives the digests of FIPS 180-2 appendix A', () => {
    expect(digest('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(digest('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe('84983e441c3bd26ebaae4aa1f95129e5e54670f1');
    expect(digest('a'.repeat(1_000_000))).toBe('34aa973cd4c4daa4f61eeb2bdbad27316534016f');
    expect(digest('')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  });

  it('agrees with OpenSSL at every length around the blocks', () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) & 255);
      expect(toHex(sha1(bytes)).toLowerCase(), `${length} bytes`).toBe(createHash('sha1').update(bytes).digest('hex'));
    }
  });
});
