/** Mutation fuzzing of the trace reader and of XPRESS: seeded, bounded; nothing but ParseError may cross, nothing may run away. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expandXpress } from '../../src/formats/etl/buffers/xpress.ts';
import { keepEvent, readEtl, readEtlBytes, type EtlSummary } from '../../src/formats/etl/index.ts';
import { ParseError } from '../../src/model/error.ts';
import { corpusTraces } from '../formats/etl/corpus.ts';
import { buildEtl, compressXpress, type BuiltKind, type EtlEventInput, type EtlInput } from '../support/etl/builder.ts';
import { seeded } from '../support/pieces.ts';

type Random = (below: number) => number;
type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const ROUNDS = 300;
const generator = (seed: number): Random => {
  const next = seeded(seed);
  return (below) => next() % below;
};

/** Headers of buffers and records are few of the bytes, and where trouble starts. */
const place = (bytes: Uint8Array, random: Random): number => {
  const at = random(bytes.length);
  const kind = random(4);
  const wanted = kind === 0 ? at - (at % 4096) + random(0x50) : kind === 1 ? random(0x300) : kind === 2 ? at & ~7 : at;
  return Math.min(wanted, bytes.length - 1);
};

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
      bytes.fill([0, 0xff, 0x7f, 0x80, 0x48, 0x40][random(6)] as number, at, at + 1 + random(4));
    }
    return bytes;
  },
  'a cut': (bytes, random) => bytes.slice(0, random(bytes.length)),
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

const START = Date.UTC(2024, 4, 6) * 1000;
const KINDS: readonly BuiltKind[] = ['event', 'classic', 'instance', 'message', 'system', 'compact', 'perfinfo', 'error'];
const events = Array.from({ length: 120 }, (_, index): EtlEventInput => ({
  time: START + index,
  kind: KINDS[index % KINDS.length] ?? 'event',
  provider: '{2ED6006E-4729-4609-B423-3EE7BCD678EF}',
  id: index,
  processor: index % 3,
  data: new Uint8Array(index * 3).fill(index),
  extended: Array.from({ length: index % 4 }, (__, type) => ({ type, data: new Uint8Array(type * 5) })),
  extraHeader: index % 9,
}));

function inputs(): Uint8Array[] {
  const base: EtlInput = { startTime: START, bufferSize: 4096, events };
  const real = (corpusTraces('fuzzing of real traces') ?? []).filter(({ name }) => ['pktmon-icmp-ping.etl', 'tracelogging-single-compressed.etl', 'tracelogging-lxcore-tiny.etl'].includes(name));
  return [buildEtl(base), buildEtl({ ...base, compressed: true }), buildEtl({ ...base, circularBuffers: 3, pointerSize: 4, zeroTail: 5000 }), ...real.map(({ path }) => new Uint8Array(readFileSync(path)))];
}

/** Reads all that can be asked for; null for what is no trace. */
function readAll(bytes: Uint8Array): EtlSummary | null {
  let size = 0;
  try {
    const summary = readEtlBytes(bytes, (event) => {
      const kept = keepEvent(event);
      size += kept.data.length + kept.extended.reduce((sum, item) => sum + item.data.length, 0);
      if (kept.time !== null && !Number.isSafeInteger(kept.time)) throw new Error(`time ${kept.time}`);
      if (!Number.isInteger(kept.id + kept.version + kept.level + kept.opcode + kept.task + kept.processId + kept.threadId)) throw new Error(`a field of record ${kept.number} is no number`);
    }, { artifact: 'x' });
    // A record takes 8 bytes at least, and compression gains a factor of 256 at most.
    expect(summary.records).toBeLessThanOrEqual((bytes.length * 256) / 8);
    expect(size).toBeLessThanOrEqual(bytes.length * 256);
    return summary;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return null;
  }
}

/** The same, in pieces of random sizes. */
async function readInPieces(bytes: Uint8Array, random: Random): Promise<EtlSummary | null> {
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; ) {
      const size = random(8) === 0 ? 1 + random(20_000) : 1 + random(300);
      yield bytes.slice(at, at + size);
      at += size;
    }
  };
  try {
    return await readEtl(pieces(), () => undefined, { artifact: 'x' });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return null;
  }
}

describe('trace fuzzing', () => {
  it.each(Object.entries(MUTATIONS))('survives %s, and pieces give what the whole gives', async (name, mutate) => {
    const random = generator(name.length * 7919);
    for (const input of inputs()) {
      expect(readAll(input)?.records).toBeGreaterThan(3);
      let [traces, records] = [0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const bytes = mutate(input.slice(), random);
        const summary = readAll(bytes);
        if (summary) traces++;
        records += summary?.records ?? 0;
        if (round % 5 !== 0) continue;
        expect(await readInPieces(bytes, random)).toEqual(summary);
      }
      expect(traces).toBeGreaterThan(ROUNDS / 2);
      expect(records).toBeGreaterThan(ROUNDS);
    }
  });

  it('random bytes behind a sound first buffer', () => {
    const random = generator(3);
    const sound = buildEtl({ startTime: START, bufferSize: 4096, events: [] });
    for (let round = 0; round < 200; round++) {
      const noise = Uint8Array.from({ length: random(20_000) }, () => (random(3) === 0 ? 0 : random(256)));
      // Buffers that state to be compressed, to expand to far more than they can, or to be huge.
      for (let at = 0; at + 0x48 < noise.length; at += 1 + random(2000)) {
        noise.set([random(256), random(40), random(3), 0], at);
        noise.set([3, 0, 0, 0, random(256), random(256), random(256), random(4), 0x60, 0, 0, 0], at + 0x2c);
      }
      expect(readAll(new Uint8Array(Buffer.concat([sound, noise])))?.header?.sessionName).toBe('contoso-vpn');
    }
  });
});

describe('XPRESS fuzzing', () => {
  it('writes nowhere but into its room, whatever comes in', () => {
    const random = generator(5);
    const source = compressXpress(Buffer.from('IKE_SA_INIT to 192.0.2.1 port 500; '.repeat(60)));
    let corrupt = 0;
    for (let round = 0; round < 5000; round++) {
      const input = round % 2 ? (MUTATIONS['flipped bits'] as Mutation)(source.slice(), random) : Uint8Array.from({ length: random(300) }, () => (random(4) === 0 ? 0xff : random(256)));
      const target = new Uint8Array(4096).fill(0xa5);
      const [start, end] = [random(64), 64 + random(4000)];
      const filled = expandXpress(input, 0, target, start, end);
      if (filled < 0) corrupt++;
      expect(filled === -1 || (filled >= start && filled <= end)).toBe(true);
      expect(target.subarray(0, start).every((byte) => byte === 0xa5) && target.subarray(end).every((byte) => byte === 0xa5)).toBe(true);
    }
    expect(corrupt).toBeGreaterThan(500);
    expect(corrupt).toBeLessThan(4900);
  });
});
