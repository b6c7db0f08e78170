/** Seeded mutations of hives: nothing but ParseError may come out, in bounded time and memory. */
import { describe, expect, it } from 'vitest';
import { openHive } from '../../src/formats/regf/hive.ts';
import type { Key } from '../../src/formats/regf/key.ts';
import { ParseError } from '../../src/model/error.ts';
import { sampleHive } from '../formats/regf/sample.ts';

const BUDGET_MS = 6000;
/** A walk over more keys than a hive has room for is a loop in disguise. */
const MAX_VISITS = 20_000;

describe('mutated hives', () => {
  it('never throw anything but ParseError and never run away', () => {
    const original = sampleHive();
    const random = mulberry32(20240221);
    const until = performance.now() + BUDGET_MS;
    let opened = 0;
    let rounds = 0;
    for (; rounds < 3000 && performance.now() < until; rounds++) {
      const bytes = mutate(original, random);
      try {
        const started = performance.now();
        walk(openHive(bytes).root);
        expect(performance.now() - started).toBeLessThan(3000);
        opened++;
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
      }
    }
    console.log(`regf fuzz: ${rounds} hives, ${opened} opened`);
    expect(rounds).toBeGreaterThan(200);
    expect(opened).toBeGreaterThan(rounds / 4);
  });
});

/** Overwrites a few words, mostly with values that look like offsets and counts; sometimes cuts the end off. */
function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = original.slice();
  const view = new DataView(bytes.buffer);
  const pick = (limit: number) => Math.floor(random() * limit);
  // Skips the long binary value: hits there test nothing.
  const used = bytes.length - 4;
  for (let n = 1 + pick(12); n > 0; n--) {
    const at = random() < 0.05 ? pick(4096) : 4096 + pick(Math.min(16_000, used - 4096));
    const kind = pick(5);
    if (kind === 0) bytes[at] = pick(256);
    else if (kind === 1) view.setUint16(at, [0, 0xffff, 0x7fff, 0x6b6e, 0x6972, 0x6c66, 0x6264][pick(7)] as number, true);
    else if (kind === 2) view.setUint32(at, pick(bytes.length), true);
    else if (kind === 3) view.setUint32(at, view.getUint32(4096 + pick(16_000), true), true);
    else view.setUint32(at, [0, 0xffffffff, 0x80000000, 0x7fffffff, 0xfffffff8, 32][pick(6)] as number, true);
  }
  return random() < 0.1 ? bytes.subarray(0, pick(bytes.length)) : bytes;
}

function walk(root: Key): void {
  const queue = [root];
  let visits = 0;
  for (const key of queue) {
    if (++visits > MAX_VISITS) return;
    for (const value of key.values()) value.data();
    queue.push(...key.subkeys());
    key.findKey('Nothing');
  }
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
