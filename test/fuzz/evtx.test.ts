/** Mutation fuzzing of the event log reader: seeded, bounded; nothing but ParseError may cross, nothing may run away. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventXml, readEvtxBytes } from '../../src/formats/evtx/index.ts';
import { ParseError } from '../../src/model/error.ts';
import { corpusFiles } from '../formats/evtx/corpus.ts';
import { chunk, eventDefinition, fragment, instance, log, systemElement, type Body } from '../formats/evtx/byte-log.ts';

/** A small generator with a fixed seed (mulberry32), so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof generator>;
type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Most bytes of a log are records, but headers and template definitions are where trouble starts. */
const place = (bytes: Uint8Array, random: Random): number => (random(3) === 0 ? random(Math.min(bytes.length, 9000)) : random(bytes.length));

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (bytes, random) => {
    for (let i = random(20); i >= 0; i--) {
      const at = place(bytes, random);
      bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    }
    return bytes;
  },
  'extreme numbers': (bytes, random) => {
    for (let i = random(10); i >= 0; i--) {
      const at = place(bytes, random);
      bytes.fill([0, 0xff, 0x7f, 0x80, 0x0c, 0x21][random(6)] as number, at, at + 1 + random(4));
    }
    return bytes;
  },
  'a cut': (bytes, random) => bytes.subarray(0, random(bytes.length)),
  'a zeroed page': (bytes, random) => {
    const page = random(bytes.length >> 9) << 9;
    return bytes.fill(0, page, page + 512);
  },
  'a splice': (bytes, random) => {
    const [from, to] = [place(bytes, random), place(bytes, random)];
    bytes.copyWithin(to, from, from + random(4096));
    return bytes;
  },
};

/** An event with every kind of value, nested and plain. */
const built: Body = (into) =>
  instance(
    into,
    [...Array.from({ length: 22 }, (_, type) => ({ type, bytes: Array.from({ length: 16 }, (__, i) => i) })), { type: 0x81, bytes: [65, 0, 0, 0, 66, 0] }, fragment((inner) => instance(inner, [], (deep) => deep.open('EventData').u8(0x02).leaf('Data', 'x').u8(0x04)))],
    eventDefinition((inner) => {
      for (let slot = 0; slot < 24; slot++) inner.open('Data').u8(0x02).slot(slot, 1, slot % 2 === 0).u8(0x04);
    }),
  );
const direct: Body = (into) => {
  into.open('Event', { dependency: false }).u8(0x02);
  systemElement(into, false);
  into.u8(0x04);
};

const SEEDS = [
  'ID1151-Defender health status.evtx',
  'Microsoft-Windows-HelloForBusiness%4Operational.evtx',
  'MSExchange_Management_wec.evtx',
  'Security_short_selected.evtx',
  'new-user-security.evtx',
];

function inputs(): Uint8Array[] {
  const files = corpusFiles('fuzzing of real logs') ?? [];
  const real = files.filter((file) => SEEDS.some((name) => file.name.endsWith(`/${name}`))).map((file) => new Uint8Array(readFileSync(file.path).subarray(0, 4096 + 65_536 * 2)));
  return [log([chunk([built, direct, built, direct]), chunk([built, direct], 5)]), ...real];
}

/** Reads everything a caller can ask for; returns the characters written. */
function readAll(bytes: Uint8Array): number {
  let written = 0;
  try {
    readEvtxBytes(bytes, (record) => {
      written += `${record.provider}${record.eventId}${record.level}${record.channel}${record.computer}${record.keywords}${record.activityId}`.length;
      written += eventXml(record).length;
      written += JSON.stringify(record.decode()).length;
    });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
  return written;
}

describe('event log fuzzing', () => {
  it.each(Object.entries(MUTATIONS))('survives %s', (name, mutate) => {
    const random = generator(name.length * 7919);
    for (const input of inputs()) {
      expect(readAll(input.slice())).toBeGreaterThan(100);
      for (let round = 0; round < 250; round++) {
        const bytes = mutate(input.slice(), random);
        const start = performance.now();
        const written = readAll(bytes);
        expect(written).toBeLessThan(64 << 20);
        expect(performance.now() - start).toBeLessThan(20_000);
      }
    }
  });
});
