import { describe, expect, it } from 'vitest';
import { mergeResults } from '../../src/engine/results.ts';
import type { ReadResult } from '../../src/model/source.ts';

const nothing: ReadResult = { outcome: 'ignored', reason: 'nothing for me in it' };

describe('several readers of one artifact', () => {
  it.each<[string, ReadResult[], ReadResult]>([
    ['one of two had something to read', [nothing, { outcome: 'read' }], { outcome: 'read' }],
    ['both had nothing', [nothing, nothing], { outcome: 'ignored', reason: 'nothing for me in it' }],
    ['one read and one failed', [{ outcome: 'read' }, { outcome: 'failed', reason: 'cut off' }, nothing], { outcome: 'partial', reason: 'cut off' }],
    ['all failed', [{ outcome: 'failed', reason: 'a' }, { outcome: 'failed', reason: 'b' }], { outcome: 'failed', reason: 'a; b' }],
  ])('%s', (_, results, merged) => {
    expect(mergeResults(results)).toEqual(merged);
  });
});
