import { describe, expect, it } from 'vitest';
import { readEvtxBytes, type EvtxSummary } from '../../../src/formats/evtx/index.ts';
import { chunk, eventDefinition, instance, log, seal, type Body } from './byte-log.ts';

const event = (text: string): Body => (into) => instance(into, [], eventDefinition((inner) => inner.leaf('Data', text)));
const bodies = ['a', 'b', 'c', 'd'].map(event);
/** Size of each record of such a chunk. */
const SIZE = new DataView(chunk(bodies).buffer).getUint32(516, true);
const FIRST = 4096 + 512;

interface Read {
  readonly summary: EvtxSummary;
  /** Text of each visited event; recovered ones in brackets. */
  readonly seen: readonly string[];
}

function read(bytes: Uint8Array, options = {}): Read {
  const seen: string[] = [];
  const summary = readEvtxBytes(
    bytes,
    (record) => {
      const text = record.decode().data[0]?.value ?? '';
      seen.push(record.recovered ? `(${text})` : text);
    },
    options,
  );
  return { summary, seen };
}

/** A log of one chunk, changed behind the writer's back. */
function changed(change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const bytes = log([chunk(bodies)]);
  change(bytes, new DataView(bytes.buffer));
  return bytes;
}

describe('damage inside a chunk', () => {
  it('restarts at the next record behind a destroyed magic and flags what it finds', () => {
    const { summary, seen } = read(changed((bytes) => bytes.fill(0, FIRST + SIZE, FIRST + SIZE + 8)));
    expect(seen).toEqual(['a', '(c)', '(d)']);
    expect(summary).toMatchObject({ records: 1, recovered: 2, damagedChunks: 1, crcMismatches: 1, undecodable: 0 });
    expect(summary.notes).toContain(`the chain of records breaks at offset ${FIRST + SIZE}`);
  });

  it('leaves the rest alone when recovery is switched off', () => {
    const { summary, seen } = read(changed((bytes) => bytes.fill(0, FIRST + SIZE, FIRST + SIZE + 8)), { recover: false });
    expect(seen).toEqual(['a']);
    expect(summary).toMatchObject({ records: 1, recovered: 0, damagedChunks: 1 });
  });

  it('does not loop on a record of size 0', () => {
    const { seen } = read(changed((_bytes, view) => view.setUint32(FIRST + SIZE + 4, 0, true)));
    expect(seen).toEqual(['a', '(c)', '(d)']);
  });

  it('finds the records a wrong size jumped over', () => {
    const { seen } = read(changed((_bytes, view) => view.setUint32(FIRST + 4, SIZE * 2 + 8, true)));
    expect(seen).toEqual(['a', '(b)', '(c)', '(d)']);
  });

  it('recovers nothing whose template id does not fit its definition', () => {
    const { seen, summary } = read(
      changed((bytes, view) => {
        bytes.fill(0, FIRST, FIRST + 8);
        view.setUint32(FIRST + SIZE * 2 + 24 + 6, 0xdead, true);
      }),
    );
    expect(seen).toEqual(['(b)', '(d)']);
    expect(summary).toMatchObject({ records: 0, recovered: 2 });
  });

  it('counts a record that cannot be decoded and goes on', () => {
    const { summary, seen } = read(changed((bytes) => bytes.fill(0xff, FIRST + SIZE + 28, FIRST + SIZE + 40)));
    expect(seen).toEqual(['a', 'c', 'd']);
    expect(summary).toMatchObject({ records: 4, undecodable: 1, recovered: 0, damagedChunks: 0 });
  });

  it('reads records whose size copy is wrong', () => {
    expect(read(changed((_bytes, view) => view.setUint32(FIRST + SIZE - 4, 1, true))).seen).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('checksums', () => {
  it('notes a mismatch and reads on', () => {
    const { summary, seen } = read(changed((_bytes, view) => view.setUint32(4096 + 52, 1, true)));
    expect(seen).toHaveLength(4);
    // The data checksum is part of the header bytes, so both fail.
    expect(summary).toMatchObject({ crcMismatches: 2, damagedChunks: 0 });
  });

  it('does not check where flag 4 says there are none, in the file or in the chunk', () => {
    const broken = chunk(bodies);
    broken[52] = 1;
    expect(read(log([broken], 4)).summary.crcMismatches).toBe(0);
    const unchecked = chunk(bodies);
    unchecked[120] = 4;
    expect(read(log([unchecked])).summary.crcMismatches).toBe(0);
  });

  it('counts a mismatch of the file header', () => {
    expect(read(changed((bytes) => (bytes[124] = (bytes[124] as number) ^ 1))).summary).toMatchObject({ crcMismatches: 1, records: 4 });
  });
});

describe('slots', () => {
  it('walks by position, whatever the header counts', () => {
    const bytes = log([chunk(bodies), chunk(bodies, 5)], 1);
    new DataView(bytes.buffer).setUint16(42, 1, true);
    expect(read(bytes).summary).toMatchObject({ records: 8, chunks: 2, dirty: true, firstRecordId: 1, lastRecordId: 8 });
  });

  it('passes over empty slots and over foreign bytes at the end', () => {
    const { summary } = read(log([new Uint8Array(65536), chunk(bodies), new Uint8Array(65536).fill(7)]));
    expect(summary).toMatchObject({ records: 4, chunks: 1, damagedChunks: 0 });
  });

  it('counts foreign bytes between chunks as damage', () => {
    expect(read(log([chunk(bodies), new Uint8Array(65536).fill(7), chunk(bodies)])).summary).toMatchObject({ records: 8, chunks: 2, damagedChunks: 1 });
  });

  it('recovers the records of a chunk whose header page is lost', () => {
    const { summary, seen } = read(log([chunk(bodies).fill(0, 0, 512), chunk([event('e')], 5)]));
    expect(seen).toEqual(['(a)', '(b)', '(c)', '(d)', 'e']);
    expect(summary).toMatchObject({ records: 1, recovered: 4, damagedChunks: 1, chunks: 1 });
  });

  it('recovers what follows in a chunk whose start is overwritten', () => {
    const { summary, seen } = read(log([chunk(bodies).fill(7, 0, 512 + SIZE + 40)]));
    expect(seen).toEqual(['(c)', '(d)']);
    expect(summary).toMatchObject({ records: 0, recovered: 2, damagedChunks: 1, chunks: 0 });
  });

  it('counts a chunk of which nothing is left as damage, as far as the header says it was there', () => {
    const bytes = log([chunk(bodies), new Uint8Array(65536).fill(7)]);
    expect(read(bytes).summary.damagedChunks).toBe(0);
    new DataView(bytes.buffer).setUint16(42, 2, true);
    expect(read(bytes).summary).toMatchObject({ records: 4, damagedChunks: 1 });
  });

  it('still reads a short last slot', () => {
    const { summary, seen } = read(log([chunk(bodies)]).subarray(0, FIRST + SIZE * 2 + 100));
    expect(seen).toEqual(['a', 'b']);
    expect(summary).toMatchObject({ records: 2, truncated: true });
  });

  it('notices chunks that are missing at the end', () => {
    const bytes = log([chunk(bodies)]);
    new DataView(bytes.buffer).setUint16(42, 3, true);
    const { summary } = read(bytes);
    expect(summary.truncated).toBe(true);
    expect(summary.notes).toContain('the file header states 3 chunks, the file has room for 1');
  });

  it('is not troubled by a few empty bytes at the end', () => {
    const bytes = new Uint8Array(4096 + 65536 + 100);
    bytes.set(log([chunk(bodies)]));
    expect(read(bytes).summary).toMatchObject({ records: 4, truncated: false, damagedChunks: 0, notes: [] });
  });

  it('takes the unused rest of a chunk for what it is when no end is stated', () => {
    const one = chunk(bodies);
    new DataView(one.buffer).setUint32(48, 0, true);
    expect(read(log([one], 4)).summary).toMatchObject({ records: 4, damagedChunks: 0, notes: [] });
  });

  it('takes the first chunk from where the header block ends', () => {
    const bytes = log([chunk(bodies)]);
    const moved = new Uint8Array(bytes.length + 4096);
    moved.set(bytes.subarray(0, 128));
    moved.set(bytes.subarray(4096), 8192);
    new DataView(moved.buffer).setUint16(40, 8192, true);
    expect(read(moved).summary).toMatchObject({ records: 4, truncated: false });
  });

  it('believes no free-space offset outside the chunk', () => {
    const one = chunk(bodies);
    new DataView(one.buffer).setUint32(48, 0xffff_fff0, true);
    expect(read(log([seal(one.slice())], 4)).seen).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('what is no log', () => {
  it.each([
    ['an empty file', new Uint8Array(0), 'x.evtx: at offset 0: expected an event log, found an empty file'],
    ['a header and nothing else', log([]), 'x.evtx: at offset 4096: expected at least one 64 KiB chunk behind the file header, found the end of the file'],
    ['a short header', log([]).subarray(0, 100), 'x.evtx: at offset 100: expected at least one 64 KiB chunk'],
    ['a zip', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0]), 'x.evtx: at offset 0: expected an event log (ElfFile), found the bytes 80 75 3 4'],
    ['zeros', new Uint8Array(200_000), 'x.evtx: at offset 0: expected an event log (ElfFile)'],
  ])('says so of %s', (_what, bytes, message) => {
    expect(() => readEvtxBytes(bytes, () => {}, { artifact: 'x.evtx' })).toThrow(message);
    expect(() => readEvtxBytes(bytes, () => {}, { artifact: 'x.evtx' })).toThrow(expect.objectContaining({ name: 'ParseError' }));
  });

  it('reads on when only the magic of the file header is damaged', () => {
    const { summary } = read(changed((bytes) => (bytes[0] = 0)));
    expect(summary).toMatchObject({ records: 4, chunks: 1 });
    expect(summary.notes).toEqual(['the file header is damaged']);
  });
});
