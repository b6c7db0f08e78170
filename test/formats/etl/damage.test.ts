/** Damaged, cut, unfinished and foreign files: what is lost is counted, the rest is read. */
import { describe, expect, it } from 'vitest';
import { lossesOf, readEtl, readEtlBytes, type EtlSummary } from '../../../src/formats/etl/index.ts';
import { ParseError } from '../../../src/model/error.ts';
import { buildEtl, type EtlInput } from '../../support/etl/builder.ts';

const START = Date.UTC(2024, 4, 6) * 1000;
const SIZE = 4096;
const PER_BUFFER = 3;
/** Buffers of three records of about 1 KB each, told apart by their id. */
const input: EtlInput = {
  startTime: START,
  bufferSize: SIZE,
  events: Array.from({ length: 10 * PER_BUFFER }, (_, index) => ({ time: START + index, provider: '{2ED6006E-4729-4609-B423-3EE7BCD678EF}', id: 1 + index, data: Uint8Array.from({ length: 1100 }, (__, at) => (index * 31 + at * 7) & 255) })),
};

function read(bytes: Uint8Array): { ids: number[]; summary: EtlSummary } {
  const ids: number[] = [];
  const summary = readEtlBytes(bytes, ({ id }) => ids.push(id), { artifact: 'capture.etl' });
  return { ids, summary };
}

/** Ids without the log header's (0) and those of the buffers given, which count from 1. */
function without(...buffers: readonly number[]): number[] {
  return [0, ...Array.from({ length: 10 * PER_BUFFER }, (_, index) => 1 + index).filter((id) => !buffers.includes(Math.ceil(id / PER_BUFFER)))];
}

/** A built trace after a change; `start` gives the offset of a buffer in it. */
function damaged(change: (bytes: Uint8Array, start: (buffer: number) => number, view: DataView) => Uint8Array | undefined, more: Partial<EtlInput> = {}): { ids: number[]; summary: EtlSummary } {
  const bytes = buildEtl({ ...input, ...more });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = [0];
  while ((starts.at(-1) as number) < bytes.length) starts.push((starts.at(-1) as number) + view.getUint32(starts.at(-1) as number, true));
  return read(change(bytes, (buffer) => starts[buffer] as number, view) ?? bytes);
}

function parseError(run: () => unknown): ParseError {
  try {
    run();
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('damage to one buffer', () => {
  it('overwritten wholly: that buffer is gone', () => {
    const { ids, summary } = damaged((bytes, start) => void bytes.fill(0x5a, start(4), start(5)));
    expect(ids).toEqual(without(4));
    expect(summary).toMatchObject({ buffers: 10, damagedBuffers: 1, missingBuffers: 1, notes: [`4096 bytes at offset ${4 * SIZE} are no buffer`] });
  });

  it('a compressed one overwritten wholly: the search finds the next wherever it starts', () => {
    const { ids, summary } = damaged((bytes, start) => void bytes.fill(0x5a, start(4), start(5)), { compressed: true });
    expect(ids).toEqual(without(4));
    expect(summary).toMatchObject({ buffers: 10, damagedBuffers: 1 });
  });

  it('zeros in place of two buffers are a hole, not damage', () => {
    const { ids, summary } = damaged((bytes, start) => void bytes.fill(0, start(4), start(6)));
    expect(ids).toEqual(without(4, 5));
    expect(summary).toMatchObject({ buffers: 9, damagedBuffers: 0, missingBuffers: 2, notes: [expect.stringContaining('8192 zero bytes')] });
  });

  it('a record with an impossible size: the records before it are read, the next buffer too', () => {
    for (const size of [0, 5, 0x4f, 0xffff]) {
      const { ids, summary } = damaged((_, start, view) => void view.setUint16(start(4) + 0x48 + 1184, size, true));
      expect(ids).toEqual(without(4).toSpliced(10, 0, 10));
      expect(summary).toMatchObject({ damagedBuffers: 1, records: ids.length });
    }
  });

  it('a size that would swallow the buffers behind it', () => {
    const { ids, summary } = damaged((_, start, view) => void view.setUint32(start(4), 0x5000, true));
    expect(ids).toEqual(without());
    expect(summary).toMatchObject({ damagedBuffers: 1, buffers: 11 });
  });

  it('a size that is too small: the next buffer is found again', () => {
    const { ids, summary } = damaged((_, start, view) => void view.setUint32(start(4), 0x500, true));
    expect(ids.filter((id) => id < 10 || id > 12)).toEqual(without(4));
    expect(summary.damagedBuffers).toBeGreaterThan(0);
  });

  it('a stated length below that of the header', () => {
    const { ids, summary } = damaged((_, start, view) => void view.setUint32(start(4) + 0x30, 9, true));
    expect(ids).toEqual(without(4));
    expect(summary.damagedBuffers).toBe(1);
  });

  it('a stated length beyond the buffer: what it holds is read', () => {
    // 0xFF behind the records ends the walk.
    const { ids, summary } = damaged((_, start, view) => void view.setUint32(start(4) + 0x30, 60_000, true));
    expect(ids).toEqual(without());
    expect(summary.damagedBuffers).toBe(0);
  });

  it('a sequence number no session reaches counts for nothing', () => {
    const { ids, summary } = damaged((_, start, view) => void view.setUint32(start(4) + 0x1c, 0x7fffffff, true));
    expect(ids).toEqual(without());
    expect(summary.missingBuffers).toBe(1);
  });

  it.each([
    ['a distance before its start', (at: number, view: DataView) => view.setUint32(at + 0x48, 0xffffffff, true)],
    ['a stated length one too high', (at: number, view: DataView) => view.setUint32(at + 0x30, view.getUint32(at + 0x30, true) + 1, true)],
    ['a stated length one too low', (at: number, view: DataView) => view.setUint32(at + 0x30, view.getUint32(at + 0x30, true) - 1, true)],
    ['a stated length no compression reaches', (at: number, view: DataView) => view.setUint32(at + 0x30, 60 << 20, true)],
  ])('a compressed one with %s is dropped alone', (_, change) => {
    const { ids, summary } = damaged((__, start, view) => void change(start(4), view), { compressed: true });
    expect(ids).toEqual(without(4));
    expect(summary).toMatchObject({ buffers: 11, damagedBuffers: 1 });
  });

  it('the first one: all else is read, without times', () => {
    const { ids, summary } = damaged((bytes, start) => void bytes.fill(0x5a, start(0), start(1)));
    expect(ids).toEqual(without().slice(1));
    expect(summary).toMatchObject({ header: null, firstTime: null, damagedBuffers: 1, open: false });
    expect(summary.notes).toContainEqual(expect.stringContaining('log header'));
  });

  it('says no more than a reader can bear', () => {
    const bytes = buildEtl({ ...input, events: Array.from({ length: 90 }, (_, index) => ({ time: START, id: index, data: new Uint8Array(3900) })) });
    for (let at = SIZE; at < bytes.length; at += SIZE) bytes[at + 0x48 + 1] = 0xff;
    const { summary } = read(bytes);
    expect(summary.damagedBuffers).toBe(90);
    expect(summary.notes).toHaveLength(21);
    expect(summary.notes.at(-1)).toContain('70 more');
  });
});

describe('files that end early', () => {
  it.each([
    ['inside a record of the last buffer', SIZE * 10 + 0x48 + 1184 * 2 + 50, 29, true],
    ['inside the header of the last buffer', SIZE * 10 + 40, 27, true],
    ['between buffers', SIZE * 10, 27, false],
    ['behind the last record', SIZE * 10 + 0x48 + 1184 * 3, 30, true],
  ])('%s', (_, length, last, truncated) => {
    const { ids, summary } = damaged((bytes) => bytes.subarray(0, length));
    expect(ids).toEqual(Array.from({ length: last + 1 }, (__, index) => index));
    expect(summary).toMatchObject({ truncated, damagedBuffers: 0, bytes: length, wrapped: false });
    expect(lossesOf(summary)).not.toEqual([]);
  });

  it('inside a compressed buffer: what came before the cut is read', () => {
    const { ids, summary } = damaged((bytes, start) => bytes.subarray(0, start(11) - 300), { compressed: 'literal' });
    expect(ids).toEqual(Array.from({ length: 30 }, (_, index) => index));
    expect(summary).toMatchObject({ truncated: true, damagedBuffers: 0 });
  });

  it('with space set aside and not used', () => {
    const { ids, summary } = read(buildEtl({ ...input, zeroTail: 100_000 }));
    expect(ids).toEqual(without());
    expect(summary).toMatchObject({ truncated: false, damagedBuffers: 0, notes: [expect.stringContaining('100000 zero bytes')] });
  });
});

describe('files that are no trace', () => {
  it.each([
    ['text', new TextEncoder().encode('Trace File C:\\vpn.etl\r\n'.repeat(2000)), 'etl-foreign'],
    ['a zip', new Uint8Array(Buffer.from(`504b0304${'14000000080000'.repeat(40)}`, 'hex')), 'etl-foreign'],
    ['a few bytes', new Uint8Array([1, 2, 3]), 'etl-foreign'],
    ['nothing', new Uint8Array(0), 'etl-foreign'],
    ['zeros', new Uint8Array(1 << 16), 'etl-never-flushed'],
    ['many zeros', new Uint8Array(40 << 20), 'etl-never-flushed'],
  ])('%s', (_, bytes, code) => {
    const error = parseError(() => read(bytes));
    expect(error.code).toBe(code);
    expect(error.message).toContain('capture.etl: at offset 0: expected an event trace log');
  });

  it('is told before a large file is read to its end', async () => {
    let read = 0;
    const pieces = async function* () {
      for (; read < 2 ** 31; read += 1 << 20) yield new Uint8Array(1 << 20).fill(0x20);
    };
    await expect(readEtl(pieces(), () => undefined, { artifact: 'x.etl' })).rejects.toThrow('bytes that are no trace buffer');
    expect(read).toBeLessThan(20 << 20);
  });
});
