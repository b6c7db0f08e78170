/**
 * A plain LZX encoder for tests, written from Microsoft's "LZX Data Compression Format": all three block types, repeated
 * distances, runs in the code lengths, call translation. cabextract is asked whether it writes LZX at all.
 */

const SLOTS: Readonly<Record<number, number>> = { 15: 30, 16: 32, 17: 34, 18: 36, 19: 38, 20: 42, 21: 50 };
const FRAME = 32_768;

class BitWriter {
  readonly bytes: number[] = [];
  #word = 0;
  #count = 0;

  put(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#word = (this.#word << 1) | (Math.floor(value / 2 ** bit) & 1);
      if (++this.#count === 16) this.#flush();
    }
  }

  /** Zero bits up to the next word; a whole word of them when already there and `isForced`. */
  align(isForced = false): void {
    if (this.#count === 0 && !isForced) return;
    this.put(0, 16 - this.#count);
  }

  #flush(): void {
    this.bytes.push(this.#word & 255, this.#word >> 8);
    this.#word = 0;
    this.#count = 0;
  }
}

/** Canonical codes for lengths. */
function codesOf(lengths: readonly number[]): { code: number; length: number }[] {
  const codes = lengths.map((length) => ({ code: 0, length }));
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    for (const entry of codes) if (entry.length === length) entry.code = code++;
    code <<= 1;
  }
  return codes;
}

/** Complete codes over all symbols: as many of the shorter length as needed. */
function flatLengths(symbols: number, bits: number, rotate = 0): number[] {
  const short = 2 ** bits - symbols;
  return Array.from({ length: symbols }, (_, symbol) => ((symbol + rotate) % symbols < short ? bits - 1 : bits));
}

const PRETREE = codesOf(flatLengths(20, 5));

function putLengths(out: BitWriter, previous: readonly number[], next: readonly number[]): void {
  for (const { length } of PRETREE) out.put(length, 4);
  const put = (symbol: number): void => out.put(PRETREE[symbol]!.code, PRETREE[symbol]!.length);
  for (let at = 0; at < next.length; ) {
    let run = 1;
    while (run < 5 && at + run < next.length && next[at + run] === next[at]) run++;
    const change = (previous[at]! - next[at]! + 17) % 17;
    if (run >= 4) {
      put(19);
      out.put(run - 4, 1);
      put(change);
      at += run;
    } else {
      put(change);
      at++;
    }
  }
}

export type BlockType = 'verbatim' | 'aligned' | 'uncompressed';

/** LZX frames of `data`: one array per cabinet data block. Block types are used in turn, `blockSize` bytes each. */
export function encodeLzx(
  data: Uint8Array,
  options: { windowBits: number; types: readonly BlockType[]; blockSize: number; callSize?: number },
): { packed: Uint8Array; size: number }[] {
  const slots = SLOTS[options.windowBits]!;
  const input = translateCalls(data, options.callSize ?? 0);
  const frames: { packed: Uint8Array; size: number }[] = [];
  const state = {
    recent: [1, 1, 1] as [number, number, number],
    main: Array.from({ length: 256 + slots * 8 }, () => 0),
    lengths: Array.from({ length: 249 }, () => 0),
    type: 'verbatim' as BlockType,
    left: 0,
    pad: false,
    blocks: 0,
    last: new Map<number, number>(),
  };
  for (let start = 0; start < input.length; start += FRAME) {
    const out = new BitWriter();
    const end = Math.min(start + FRAME, input.length);
    if (start === 0) {
      out.put(options.callSize ? 1 : 0, 1);
      if (options.callSize) out.put(options.callSize, 32);
    }
    let at = start;
    while (at < end) {
      if (state.left === 0) {
        state.type = options.types[state.blocks % options.types.length]!;
        state.left = Math.min(options.blockSize, input.length - at);
        putBlockHeader(out, state);
      }
      const stop = Math.min(end, at + state.left);
      state.left -= stop - at;
      if (state.type === 'uncompressed') {
        for (; at < stop; at++) out.bytes.push(input[at]!);
        if (state.left === 0 && state.pad) out.bytes.push(0);
      } else {
        putTokens(out, state, input, at, stop, 2 ** options.windowBits);
        at = stop;
      }
    }
    out.align();
    frames.push({ packed: Uint8Array.from(out.bytes), size: end - start });
  }
  return frames;
}

interface State {
  recent: [number, number, number];
  main: number[];
  lengths: number[];
  type: BlockType;
  left: number;
  pad: boolean;
  blocks: number;
  last: Map<number, number>;
}

function putBlockHeader(out: BitWriter, state: State): void {
  out.put({ verbatim: 1, aligned: 2, uncompressed: 3 }[state.type], 3);
  out.put(state.left, 24);
  state.pad = state.left % 2 === 1;
  state.blocks++;
  if (state.type === 'uncompressed') {
    out.align(true);
    for (const distance of state.recent) for (let i = 0; i < 4; i++) out.bytes.push((distance >> (8 * i)) & 255);
    return;
  }
  if (state.type === 'aligned') for (let i = 0; i < 8; i++) out.put(3, 3);
  const bits = Math.ceil(Math.log2(state.main.length));
  const main = flatLengths(state.main.length, bits, state.blocks * 7);
  putLengths(out, state.main.slice(0, 256), main.slice(0, 256));
  putLengths(out, state.main.slice(256), main.slice(256));
  const lengths = flatLengths(249, 8, state.blocks * 3);
  putLengths(out, state.lengths, lengths);
  state.main = main;
  state.lengths = lengths;
}

function putTokens(out: BitWriter, state: State, input: Uint8Array, from: number, stop: number, window: number): void {
  const main = codesOf(state.main);
  const lengths = codesOf(state.lengths);
  for (let at = from; at < stop; ) {
    const match = findMatch(state, input, at, stop, window);
    if (!match) {
      out.put(main[input[at]!]!.code, main[input[at]!]!.length);
      at++;
      continue;
    }
    const { slot, footer, bits } = place(state, match.distance);
    const header = Math.min(match.length - 2, 7);
    const symbol = main[256 + slot * 8 + header]!;
    out.put(symbol.code, symbol.length);
    if (header === 7) out.put(lengths[match.length - 9]!.code, lengths[match.length - 9]!.length);
    // The aligned tree has eight codes of three bits, so a footer looks the same in both block types.
    if (bits > 0) out.put(footer, bits);
    at += match.length;
  }
}

function findMatch(state: State, input: Uint8Array, at: number, stop: number, window: number): { distance: number; length: number } | null {
  const limit = Math.min(stop - at, 257);
  const key = input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16);
  const candidates = [...state.recent, at - (state.last.get(key) ?? at)];
  state.last.set(key, at);
  let best: { distance: number; length: number } | null = null;
  for (const distance of candidates) {
    if (distance <= 0 || distance > Math.min(at, window - 3)) continue;
    let length = 0;
    while (length < limit && input[at + length] === input[at + length - distance]) length++;
    if (length >= 3 && length > (best?.length ?? 0)) best = { distance, length };
  }
  return best;
}

function place(state: State, distance: number): { slot: number; footer: number; bits: number } {
  const [r0, r1, r2] = state.recent;
  if (distance === r0) return { slot: 0, footer: 0, bits: 0 };
  if (distance === r1) {
    state.recent = [r1, r0, r2];
    return { slot: 1, footer: 0, bits: 0 };
  }
  if (distance === r2) {
    state.recent = [r2, r1, r0];
    return { slot: 2, footer: 0, bits: 0 };
  }
  state.recent = [distance, r0, r1];
  let base = 0;
  for (let slot = 0; ; slot++) {
    const bits = slot < 4 ? 0 : Math.min((slot >> 1) - 1, 17);
    if (slot >= 3 && distance + 2 < base + 2 ** bits) return { slot, footer: distance + 2 - base, bits };
    base += 2 ** bits;
  }
}

/** Relative call targets made absolute, frame by frame. */
function translateCalls(data: Uint8Array, size: number): Uint8Array {
  const bytes = data.slice();
  if (size === 0) return bytes;
  for (let start = 0; start < bytes.length; start += FRAME) {
    const end = Math.min(start + FRAME, bytes.length) - 10;
    for (let at = start; at < end; at++) {
      if (bytes[at] !== 0xe8) continue;
      const view = new DataView(bytes.buffer, at + 1, 4);
      const relative = view.getInt32(0, true);
      if (relative >= -at && relative < size) view.setInt32(0, relative < size - at ? relative + at : relative - size, true);
      at += 4;
    }
  }
  return bytes;
}

/** A cabinet of one LZX folder that holds `files`. */
export function lzxCab(
  files: readonly { name: string; data: Uint8Array }[],
  options: { windowBits: number; types: readonly BlockType[]; blockSize: number; callSize?: number },
): Uint8Array {
  const frames = encodeLzx(Buffer.concat(files.map((file) => file.data)), options);
  const table: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(file.data.length, 0);
    head.writeUInt32LE(offset, 4);
    head.writeUInt16LE((44 << 9) | (2 << 5) | 21, 10);
    table.push(head, Buffer.from(`${file.name}\0`));
    offset += file.data.length;
  }
  const filesAt = 36 + 8;
  const dataAt = filesAt + Buffer.concat(table).length;
  const blocks = frames.map(({ packed, size }) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(packed.length, 4);
    head.writeUInt16LE(size, 6);
    return Buffer.concat([head, packed]);
  });
  const header = Buffer.alloc(44);
  header.write('MSCF');
  header.writeUInt32LE(dataAt + Buffer.concat(blocks).length, 8);
  header.writeUInt32LE(filesAt, 16);
  header.writeUInt16LE(0x0103, 24);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(files.length, 28);
  header.writeUInt32LE(dataAt, 36);
  header.writeUInt16LE(frames.length, 40);
  header.writeUInt16LE(3 | (options.windowBits << 8), 42);
  return new Uint8Array(Buffer.concat([header, ...table, ...blocks]));
}
