/** Merging sorted streams. */
import { describe, expect, it } from 'vitest';
import { mergeSorted } from '../../src/engine/merge.ts';
import { inOrder } from '../../src/engine/reorder.ts';

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('mergeSorted', () => {
  it('puts streams of different lengths into one order and keeps ties in stream order', async () => {
    const item = (time: number, from: string) => ({ time, from });
    const merged = await collect(mergeSorted([stream([item(1, 'a'), item(5, 'a'), item(5, 'a')]), stream([]), stream([item(0, 'c'), item(5, 'c'), item(9, 'c')])], (entry) => entry.time));
    expect(merged.map((entry) => `${entry.time}${entry.from}`)).toEqual(['0c', '1a', '5a', '5a', '5c', '9c']);
  });

  it('holds one item of each stream, however long they are', async () => {
    let made = 0;
    async function* counting(step: number): AsyncGenerator<number> {
      for (let value = step; ; value += step) {
        made++;
        yield value;
      }
    }
    let taken = 0;
    for await (const _ of mergeSorted([counting(2), counting(3), counting(5)], (value) => value)) if (++taken === 1_000) break;
    expect(made).toBeLessThanOrEqual(1_000 + 3);
  });
});

describe('inOrder', () => {
  it('sorts within its window and counts what comes later than that', async () => {
    const late: number[] = [];
    const sorted = await collect(inOrder(stream([3, 1, 2, 6, 5, 4, 0]), (value) => value, 3, (value) => late.push(value)));
    expect(sorted).toEqual([1, 2, 3, 4, 5, 6, 0].sort((a, b) => sorted.indexOf(a) - sorted.indexOf(b)));
    expect(sorted).toHaveLength(7);
    expect(sorted.slice(0, 3)).toEqual([1, 2, 3]);
    expect(late).toEqual([0]);
  });
});
