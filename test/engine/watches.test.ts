/** How long logs and traces watched. */
import { describe, expect, it } from 'vitest';
import { extendWatches } from '../../src/engine/watches.ts';
import type { Watch } from '../../src/model/records.ts';

const watch = (channel: string, to: number, artifact = `LAP042-${channel}.evtx`): Watch => ({ host: 'LAP042', channel, span: { from: 0, to }, ref: { artifact, at: { kind: 'whole' } } });

describe('extendWatches', () => {
  it('takes logs to the newest event of any, and to the end of the repro', () => {
    expect(extendWatches([watch('Application', 100), watch('System', 300)], { start: 50, end: 200 }).map(({ span }) => span.to)).toEqual([300, 300]);
    expect(extendWatches([watch('Application', 100)], { start: 50, end: 200 }).map(({ span }) => span.to)).toEqual([200]);
  });

  it('leaves a capture and a log saved before where they ended', () => {
    const saved = watch('System', 90, 'SavedEventLog/System.evtx');
    expect(extendWatches([watch('packet-capture', 80), saved, watch('Application', 300)], { start: 50, end: 200 }).map(({ span }) => span.to)).toEqual([80, 90, 300]);
  });
});
