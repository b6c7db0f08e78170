import { describe, expect, it } from 'vitest';
import { readEvtx, readEvtxBytes } from '../../../src/formats/evtx/index.ts';
import { SlotCutter } from '../../../src/formats/evtx/slots.ts';
import { chunk, eventDefinition, instance, log, type Body } from './byte-log.ts';

const event = (text: string): Body => (into) => instance(into, [], eventDefinition((inner) => inner.leaf('Data', text)));
const bytes = log([chunk([event('a'), event('b')]), chunk([event('c')], 3)]);

async function* pieces(size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('streaming', () => {
  it.each([1, 7, 512, 4095, 4096, 4097, 65_535, 65_536, 69_632, 100_000, 1 << 24])('gives the same in pieces of %i bytes', async (size) => {
    const seen: unknown[] = [];
    const summary = await readEvtx(pieces(size), (record) => seen.push([record.offset, record.decode().data]));
    const expected: unknown[] = [];
    expect(summary).toEqual(readEvtxBytes(bytes, (record) => expected.push([record.offset, record.decode().data])));
    expect(seen).toEqual(expected);
    expect(summary).toMatchObject({ records: 3, truncated: false });
  });

  it('passes slots on without copying when a piece holds them whole', () => {
    const buffers = new Set<ArrayBufferLike>();
    const cutter = new SlotCutter({ header: () => 4096, slot: (slot) => buffers.add(slot.buffer) });
    cutter.push(bytes);
    expect([...buffers]).toEqual([bytes.buffer]);
  });

  it('takes empty pieces', async () => {
    const list = async function* (): AsyncIterable<Uint8Array> {
      yield new Uint8Array(0);
      yield* pieces(50_000);
      yield new Uint8Array(0);
    };
    expect((await readEvtx(list(), () => {})).records).toBe(3);
  });
});
