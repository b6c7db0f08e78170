/** Real traces against what two independent readers found in them. */
import { createReadStream, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keepEvent, readEtl, readEtlBytes, type EtlEvent } from '../../../src/formats/etl/index.ts';
import { corpusTraces } from './corpus.ts';

const traces = corpusTraces('real traces') ?? [];

describe.skipIf(traces.length === 0)('real traces', () => {
  it.each(traces.map((trace) => [trace.name, trace] as const))('%s', async (name, expected) => {
    const ids: Record<string, number> = {};
    const visited: Record<string, number> = {};
    let [first, last, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    const summary = await readEtl(createReadStream(expected.path), (event) => {
      visited[event.kind] = (visited[event.kind] ?? 0) + 1;
      if (event.kind === 'event') ids[event.id] = (ids[event.id] ?? 0) + 1;
      first = Math.min(first, event.time ?? Number.NaN);
      last = Math.max(last, event.time ?? Number.NaN);
      if (event.number !== ++number) throw new Error(`record ${number} says it is ${event.number}`);
    }, { artifact: name });

    const { header, buffers, compressedBuffers, records, eventsLost, buffersLost, kinds, damagedBuffers, damagedRecords, truncated, open, wrapped } = summary;
    expect({ buffers, compressedBuffers, records, eventsLost, buffersLost, kinds }).toEqual({
      buffers: expected.buffers, compressedBuffers: expected.compressedBuffers, records: expected.records, eventsLost: expected.eventsLost, buffersLost: expected.buffersLost, kinds: expected.kinds,
    });
    expect(visited).toEqual(expected.kinds);
    expect({ damagedBuffers, damagedRecords, truncated, open, wrapped, notes: summary.notes }).toEqual({ damagedBuffers: 0, damagedRecords: 0, truncated: false, open: false, wrapped: false, notes: [] });
    expect(header).toMatchObject({ osBuild: expected.build, processors: expected.processors, frequency: expected.frequency, mode: expected.mode, biasMinutes: expected.biasMinutes, pointerSize: 8, clock: 'performance-counter', buffersWritten: expected.buffers });
    for (const [found, stated] of [[header?.startTime, expected.startTime], [summary.firstTime, expected.firstTime], [summary.lastTime, expected.lastTime], [first, expected.firstTime], [last, expected.lastTime]]) {
      expect(Math.abs((found ?? 0) - (stated ?? 0))).toBeLessThanOrEqual(1);
    }
    const totals = summary.providers.map((total) => [total.kind, total.group === null ? total.provider.slice(1, -1).toLowerCase() : `kernel:${total.group.toString(16).padStart(2, '0')}`, total.records]);
    expect(expected.providers.length).toBeGreaterThan(0);
    expect(totals).toEqual(expect.arrayContaining(expected.providers.map(({ kind, provider, records: count }) => [kind, provider, count])));
    expect(summary.providers.reduce((sum, total) => sum + total.records, 0)).toBe(expected.records);
    if (Object.keys(expected.eventIds).length > 0) expect(ids).toEqual(expected.eventIds);
  });

  it('gives the same records for pieces of any size', async () => {
    for (const name of ['pktmon-icmp-ping.etl', 'manifest-httpserver-win7.etl']) {
      const bytes = new Uint8Array(readFileSync(traces.find((trace) => trace.name === name)?.path ?? ''));
      const whole: EtlEvent[] = [];
      const summary = readEtlBytes(bytes, (event) => whole.push(keepEvent(event)), { artifact: name });
      for (const size of [1, 71, 4_093, 65_537]) {
        const inPieces: EtlEvent[] = [];
        const pieces = async function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
        };
        expect(await readEtl(pieces(), (event) => inPieces.push(keepEvent(event)), { artifact: name })).toEqual(summary);
        expect(inPieces.length).toBe(whole.length);
        expect(inPieces.every((event, index) => isSame(event, whole[index] as EtlEvent))).toBe(true);
      }
    }
  });

  it('reads packets of a packet monitor capture whose length fields fit their data', () => {
    const path = traces.find((trace) => trace.name === 'pktmon-icmp-ping.etl')?.path ?? '';
    let packets = 0;
    readEtlBytes(new Uint8Array(readFileSync(path)), ({ data }) => {
      packets++;
      expect(data.length).toBe(0x22 + (data[0x20] as number) + 256 * (data[0x21] as number));
    }, { artifact: path, wants: (kind, provider, id) => kind === 'event' && provider === '{4D4F80D9-C8BD-4D73-BB5B-19C90402C5AC}' && id === 160 });
    expect(packets).toBe(114);
  });

  it('finds no other extended items than occur, of the sizes they have', () => {
    const types = new Set<number>();
    for (const { path } of traces) {
      readEtlBytes(new Uint8Array(readFileSync(path)), (event) => {
        for (const { type, data } of event.extended) {
          types.add(type);
          // A related activity is a GUID; a stack is a match id and 64-bit addresses; the other two begin with their size.
          if (type === 1) expect(data.length).toBe(16);
          else if (type === 6) expect(data.length % 8).toBe(0);
          else expect((data[0] as number) + 256 * (data[1] as number)).toBe(data.length);
        }
      }, { artifact: path, wants: (kind) => kind === 'event' });
    }
    expect([...types].sort((a, b) => a - b)).toEqual([1, 6, 0x0b, 0x0c]);
  });
});

function isSame(a: EtlEvent, b: EtlEvent): boolean {
  const { data, extended, keyword, ...rest } = a;
  const { data: otherData, extended: otherExtended, keyword: otherKeyword, ...otherRest } = b;
  return Buffer.compare(data, otherData) === 0 && keyword === otherKeyword && JSON.stringify(rest) === JSON.stringify(otherRest)
    && extended.length === otherExtended.length && extended.every((item, index) => item.type === otherExtended[index]?.type && Buffer.compare(item.data, otherExtended[index].data) === 0);
}
