/** Mutated zips and cabinets, seeded: whatever the bytes, only `OpenError` leaves the room, soon, and memory stays bounded. */
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { OpenError } from '../../src/platform/error.ts';
import { browserPlatform } from '../../src/platform/browser/platform.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import type { Platform } from '../../src/platform/types.ts';
import { lzxCab } from '../formats/cab/lzx-encoder.ts';
import { buildCab } from '../support/cab-builder.ts';
import { memoryFile, seeded } from '../support/pieces.ts';
import { buildZip } from '../support/zip-builder.ts';

const text = Array.from({ length: 600 }, (_, i) => `line ${(i * 7919) % 10_007}\r\n`).join('');
const cab = buildCab([{ method: 'mszip', files: [{ name: 'a.xml', data: text.repeat(5) }, { name: 'b.bin', data: 'x' }] }], { reserve: { header: 4, folder: 2, data: 2 } });
const lzx = lzxCab([{ name: 'wfpdiag.xml', data: Buffer.from(text.repeat(6)) }], { windowBits: 16, types: ['verbatim', 'uncompressed', 'aligned'], blockSize: 20_001, callSize: 100_000 });
const sdp = buildZip([{ name: 'HOST_RAS_reg_.TXT', data: text }, { name: 'HOST_RasTracingLogs.zip', data: buildZip([{ name: 'RASMAN.LOG', data: text }]) }]);
const zip = buildZip(
  [
    { name: 'top\\HOST-System.evtx', data: text },
    { name: 'stream.txt', data: text, streamed: true },
    { name: 'wide.txt', data: text, zip64: true, streamed: true },
    { name: 'stored.zip', data: sdp, method: 'store' },
    { name: 'w.cab', data: cab },
    { name: 'Prüfung.txt', data: 'x', utf8: false },
  ],
  { zip64End: true, comment: 'c' },
);

const WORDS = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let times = 1 + (random() % 6); times > 0; times--) {
    const at = random() % Math.max(1, mutated.length - 8);
    // Headers stand at the ends and are small; half of the changes go there.
    const place = random() % 2 === 0 ? at : random() % 2 === 0 ? at % 300 : Math.max(0, mutated.length - 9 - (at % 600));
    const kind = random() % 6;
    if (mutated.length < 16) break;
    if (kind === 0) mutated[place]! ^= 1 << (random() % 8);
    else if (kind === 1) mutated[place] = random();
    else if (kind === 2) mutated.writeUInt32LE(WORDS[random() % WORDS.length]!, place);
    else if (kind === 3) mutated.writeUInt16LE(WORDS[random() % WORDS.length]! & 0xffff, place);
    else if (kind === 4) mutated = mutated.subarray(0, 1 + (random() % mutated.length));
    else mutated = Buffer.concat([mutated.subarray(0, place), mutated.subarray(random() % mutated.length)]);
  }
  return new Uint8Array(mutated);
}

async function readAll(bytes: Uint8Array, platform: Platform): Promise<void> {
  const own = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OpenError)) throw error;
      expect(error.message).not.toMatch(/[\n\0]/);
    }
  };
  await own(async () => {
    const bundle = await openBundle(memoryFile('b.zip', bytes), platform, { memoryBytes: 32 << 20, cacheBytes: 1 << 20, totalBytes: 128 << 20 });
    for (const entry of bundle.entries) {
      expect((await entry.head()).length).toBeLessThanOrEqual(512);
      await own(async () => {
        const whole = await entry.bytes();
        expect(whole.length).toBeLessThanOrEqual(entry.size);
        let size = 0;
        for await (const piece of entry.pieces()) size += piece.length;
        expect(size).toBe(whole.length);
        if (whole.length < entry.size) expect(entry.notes.length).toBeGreaterThan(0);
      });
    }
    await bundle.close();
  });
}

describe('mutated archives', () => {
  it.each([
    ['zip on Node', zip, nodePlatform, 600],
    ['zip in a browser', zip, browserPlatform, 120],
    ['MSZIP cabinet', cab, nodePlatform, 500],
    ['LZX cabinet', lzx, nodePlatform, 500],
  ] as const)('%s', async (name, bytes, platform, rounds) => {
    const random = seeded(name.length);
    const before = process.memoryUsage().rss;
    let slowest = 0;
    for (let round = 0; round < rounds; round++) {
      const since = performance.now();
      const mutated = mutate(bytes, random);
      try {
        await readAll(mutated, platform);
      } catch (error) {
        throw new Error(`round ${round} of ${name}`, { cause: error });
      }
      slowest = Math.max(slowest, performance.now() - since);
    }
    expect(slowest).toBeLessThan(20_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(600 << 20);
  });

  it('does not take quadratic time for headers that promise a descriptor', async () => {
    // Version 20, flag bit 3, deflate, no sizes, a name of one letter, no data.
    const header = Buffer.from(`504b0304${'1400080008000000000000000000000000000000000001000000'}61`, 'hex');
    expect(header.length).toBe(31);
    const file = memoryFile('b.zip', new Uint8Array(Buffer.concat(Array.from({ length: 50_000 }, () => header))));
    const since = performance.now();
    const bundle = await openBundle(file, nodePlatform);
    expect(bundle.entries.length).toBe(50_000);
    expect(performance.now() - since).toBeLessThan(30_000);
    expect(file.reads.bytes).toBeLessThan(300 * file.size);
  });
});
