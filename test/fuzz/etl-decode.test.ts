/** Seeded mutations of layouts, maps, schemas and data: decoding never throws, and ends in bounded steps. */
import { describe, expect, it } from 'vitest';
import { printableTexts, TraceDecoder } from '../../src/formats/etl/decode/index.ts';
import type { EtlEvent } from '../../src/formats/etl/index.ts';
import { builtInLayouts } from '../../src/sources/trace-events/built-in.ts';
import { TRACE_PROVIDERS } from '../../src/knowledge/trace-providers/index.ts';
import { etlEvent, join, layoutEvent, mapEvent, narrow, selfDescribed, u16, u32, u8, utf8, wide } from '../formats/etl/decode/build.ts';
import { seeded } from '../support/pieces.ts';

const ROUNDS = 3000;

/** Sizes, counts, flags and offsets a damaged or hostile file likes to hold. */
const EDGES = [0, 1, 2, 4, 5, 7, 0x20, 0x7f, 0x80, 0xff];

function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = original.slice();
  for (let n = 1 + (random() % 8); n > 0 && bytes.length > 0; n--) {
    const at = random() % bytes.length;
    bytes[at] = random() % 2 === 0 ? random() % 256 : (EDGES[random() % EDGES.length] as number);
  }
  return random() % 8 === 0 ? bytes.subarray(0, random() % (bytes.length + 1)) : bytes;
}

const LAYOUT = layoutEvent({
  properties: [
    { name: 'count', inType: 6, map: 'State' }, { name: 'item', members: [5, 2], count: 0, flags: 4 }, { name: 'text', inType: 1 }, { name: 'ansi', inType: 2 }, { name: 'bytes', inType: 14, length: 5, flags: 2 },
    { name: 'size', inType: 8 }, { name: 'sid', inType: 19 },
  ],
  top: 5,
});
const MAP = mapEvent('State', { 1: 'one', 2: 'two' }, 2);
const DATA = join(u16(2), u32(1), u8(1, 1, 0, 0, 0, 0, 0, 5), u32(18), u32(3), u8(1, 1, 0, 0, 0, 0, 0, 5), u32(19), wide('VPN'), narrow('abc'), u8(1, 2, 3));
const field = (name: string, ...bytes: number[]) => join(utf8(name), u8(...bytes));
const SELF = selfDescribed('E', [field('n', 8), field('s', 24 | 0x80, 2), field('w', 0x41), field('b', 14), field('f', 0x24, 3, 0), field('c', 0x60 | 4, 1, 0, 9)], join(u32(1), u16(1), wide('x'), u16(1), u8(7), u8(1, 2, 3), u16(0)));

/** How much a trace of these events says; an error of the decoder passes through. */
function decodeAll(events: readonly EtlEvent[]): { decoded: number; values: number; bytes: number } {
  let decoded = 0;
  let values = 0;
  const decoder = new TraceDecoder({
    wants: () => true,
    builtIn: builtInLayouts,
    emit: (_, { fields }) => {
      decoded++;
      values += fields.length;
    },
  });
  for (const event of events) decoder.push(event);
  decoder.finish();
  return { decoded, values, bytes: events.reduce((sum, event) => sum + event.data.length, 0) };
}

describe('mutated traces', () => {
  it('decode or not, but never throw and never say more than they hold', () => {
    const random = seeded(20_240_610);
    let decoded = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const said = decodeAll([
        etlEvent({ number: 1, data: mutate(DATA, random) }),
        { ...LAYOUT, data: mutate(LAYOUT.data, random) },
        { ...MAP, data: mutate(MAP.data, random) },
        etlEvent({ number: 4, data: mutate(DATA, random), pointerSize: 4 }),
      ]);
      decoded += said.decoded;
      // Each value takes at least a byte, but for those without width, of which there may be a thousand an event.
      expect(said.values).toBeLessThan(2 * said.bytes + 4 * 1100);
    }
    console.log(`etl decode fuzz: ${decoded} of ${2 * ROUNDS} events decoded`);
    expect(decoded).toBeGreaterThan(ROUNDS);
  });

  it('hold for events that describe themselves', () => {
    const random = seeded(7);
    let decoded = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const extended = SELF.extended.map((item) => ({ ...item, data: mutate(item.data, random) }));
      decoded += decodeAll([{ ...SELF, extended, data: mutate(SELF.data, random) }]).decoded;
    }
    expect(decoded).toBeGreaterThan(ROUNDS / 4);
  });

  it('hold for every published layout over any data', () => {
    const random = seeded(99);
    for (const provider of TRACE_PROVIDERS) {
      for (const { ids, version } of provider.events) {
        for (const length of [0, 1, 17, 300]) {
          const data = Uint8Array.from({ length }, () => EDGES[random() % EDGES.length] as number);
          const said = decodeAll([etlEvent({ provider: provider.guid, id: ids[0] ?? 0, version, data })]);
          expect(said.decoded).toBeLessThanOrEqual(1);
          expect(printableTexts(data).length).toBeLessThanOrEqual(16);
        }
      }
    }
  });
});
