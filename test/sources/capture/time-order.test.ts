/** Order of time out of rough order: everything once, in order where memory allows, stragglers counted. */
import { describe, expect, it } from 'vitest';
import { TimeOrder, type Timed } from '../../../src/sources/capture/time-order.ts';

const item = (time: number, event: number): Timed => ({ time, event, bytes: new Uint8Array(10) });

function ordered(items: readonly Timed[]): { given: Timed[]; late: number } {
  const given: Timed[] = [];
  const order = new TimeOrder<Timed>((each) => given.push(each));
  for (const each of items) order.push(each);
  order.finish();
  return { given, late: order.late };
}

/** Numbers that repeat from run to run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('order of time', () => {
  it.each([1, 2, 3, 4])('sorts what is roughly in order, stragglers and all (seed %d)', (seed) => {
    const next = random(seed);
    const items = Array.from({ length: 5_000 }, (_, index) => item(Math.floor(next() * 100) === 0 ? Math.floor(next() * 5_000) : index + Math.floor(next() * 40), index + 1));
    const { given, late } = ordered(items);
    expect(late).toBe(0);
    expect(given).toEqual(items.toSorted((a, b) => a.time - b.time || a.event - b.event));
  });

  it('keeps everything and counts what came too late for its place', () => {
    const items = [...Array.from({ length: 40_000 }, (_, index) => item(index + 10, index + 1)), item(0, 40_001)];
    const { given, late } = ordered(items);
    expect(given).toHaveLength(40_001);
    expect(late).toBe(1);
    expect(new Set(given.map((each) => each.event)).size).toBe(40_001);
  });

  it('takes the worst order there is in its stride', () => {
    const items = Array.from({ length: 100_000 }, (_, index) => item(100_000 - index, index + 1));
    expect(ordered(items).given).toHaveLength(100_000);
  });
});
