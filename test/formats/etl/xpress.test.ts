/** XPRESS against the examples of [MS-XCA] section 3.1, streams worked out by hand, and the compressor of the tests. */
import { describe, expect, it } from 'vitest';
import { expandXpress } from '../../../src/formats/etl/buffers/xpress.ts';
import { compressXpress } from '../../support/etl/builder.ts';
import { seeded } from '../../support/pieces.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** What a stream expands to within `room` bytes behind a prefix; null when it is corrupt. */
function expand(source: Uint8Array, room: number, prefix = 0): Buffer | null {
  const target = new Uint8Array(prefix + room);
  const end = expandXpress(source, 0, target, prefix, target.length);
  return end < 0 ? null : Buffer.from(target.subarray(prefix, end));
}

describe('XPRESS plain LZ77', () => {
  it('expands the examples of [MS-XCA] 3.1', () => {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz';
    expect(expand(bytes(`3f 00 00 00 ${Buffer.from(alphabet).toString('hex')}`), 26)?.toString()).toBe(alphabet);
    expect(expand(bytes('ff ff ff 1f 61 62 63 17 00 0f ff 26 01'), 300)?.toString()).toBe('abc'.repeat(100));
  });

  it('is compressed by the tests as [MS-XCA] 3.1 does', () => {
    expect(Buffer.from(compressXpress(Buffer.from('abc'.repeat(100)))).toString('hex')).toBe('ffffff1f6162631700 0fff2601'.replaceAll(' ', ''));
    expect(Buffer.from(compressXpress(Buffer.from('abcdefghijklmnopqrstuvwxyz'))).toString('hex')).toBe(`3f000000${Buffer.from('abcdefghijklmnopqrstuvwxyz').toString('hex')}`);
  });

  it.each([
    // Flags 0 1 …: one literal, then matches of distance 1. A length of 3 + n stands in three bits up to n = 6.
    ['length 9 in the symbol', 'ff ff ff 7f 78 06 00', 1 + 9],
    ['length 10 with a nibble of 0', 'ff ff ff 7f 78 07 00 00', 1 + 10],
    ['length 24 with a nibble of 14', 'ff ff ff 7f 78 07 00 0e', 1 + 24],
    ['length 25 with a byte of 0', 'ff ff ff 7f 78 07 00 0f 00', 1 + 25],
    ['length 279 with a byte of 254', 'ff ff ff 7f 78 07 00 0f fe', 1 + 279],
    ['length 280 with a word', 'ff ff ff 7f 78 07 00 0f ff 15 01 ', 1 + 280],
    ['length 65,538 with a word of all ones', 'ff ff ff 7f 78 07 00 0f ff ff ff', 1 + 65_538],
    ['length 65,539 with a double word', 'ff ff ff 7f 78 07 00 0f ff 00 00 00 00 01 00', 1 + 65_539],
    ['two lengths that share a nibble byte', 'ff ff ff 7f 78 07 00 21 07 00', 1 + 11 + 12],
    ['a third length that opens a nibble byte of its own', 'ff ff ff 7f 78 07 00 21 07 00 07 00 03', 1 + 11 + 12 + 13],
  ])('reads %s', (_, hex, length) => {
    expect(expand(bytes(hex), 100_000)?.toString()).toBe('x'.repeat(length));
  });

  it('refers to no byte before the start, even when there is one in the array', () => {
    expect(expand(bytes('ff ff ff 7f 78 08 00'), 100, 10)).toBeNull();
    expect(expand(bytes('ff ff ff ff 00 00'), 100, 10)).toBeNull();
  });

  it('fills no more than the room given', () => {
    expect(expand(bytes('ff ff ff 7f 78 07 00 0f ff 00 00 ff ff ff ff'), 1000)).toBeNull();
    expect(expand(bytes('00 00 00 00 61 62 63'), 2)).toBeNull();
    expect(expand(bytes('ff ff ff 7f 78 07 00 0f ff 14 00'), 100)).toBeNull();
  });

  it('gives what came before the cut of a stream', () => {
    const whole = compressXpress(Buffer.from('VPN client '.repeat(40)));
    for (let cut = 0; cut < whole.length; cut++) {
      const part = expand(whole.subarray(0, cut), 440);
      expect(part).not.toBeNull();
      expect('VPN client '.repeat(40).startsWith(String(part))).toBe(true);
    }
  });

  it('undoes the compressor of the tests for texts, runs and noise', () => {
    const next = seeded(20240506);
    for (let round = 0; round < 100; round++) {
      const letters = 1 + (next() % 255);
      const input = Uint8Array.from({ length: next() % 3000 }, () => next() % letters);
      if (round % 3 === 0) input.copyWithin(next() % (input.length + 1), 0, next() % 500);
      for (const onlyLiterals of [false, true]) expect(expand(compressXpress(input, onlyLiterals), input.length)).toEqual(Buffer.from(input));
    }
    const run = new Uint8Array(200_000).fill(7);
    expect(expand(compressXpress(run), run.length)).toEqual(Buffer.from(run));
  });
});
