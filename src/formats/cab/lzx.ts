/**
 * LZX as cabinets use it ([MS-PATCH] LZX DELTA without the delta part, and Microsoft's "LZX Data Compression Format").
 * One `decode` call is one data block of the cabinet, which is one LZX frame of 32 KB; the last may be shorter.
 */
import { readI32, readU32 } from '../../bytes/integer.ts';
import { ParseError } from '../../model/error.ts';
import { BitReader, HuffmanCode } from './huffman.ts';

const LITERALS = 256;
const LENGTH_SYMBOLS = 249;
const PRETREE_SYMBOLS = 20;
const ALIGNED_SYMBOLS = 8;
const MIN_MATCH = 2;
const VERBATIM = 1;
const ALIGNED = 2;
const UNCOMPRESSED = 3;
/** Calls are translated in the first 2^15 frames only. */
const MAX_CALL_FRAMES = 32_768;
/** Position slots by window size, 2^15 to 2^21. */
const SLOTS = [30, 32, 34, 36, 38, 42, 50];

/** Footer bits and base of each position slot: two slots per bit count, none for the first four, 17 at most. */
const FOOTER_BITS = Array.from({ length: 51 }, (_, slot) => (slot < 4 ? 0 : Math.min((slot >> 1) - 1, 17)));
const BASES = FOOTER_BITS.reduce<number[]>((bases, bits) => [...bases, (bases.at(-1) as number) + (1 << bits)], [0]);

export class LzxDecoder {
  readonly #window: Uint8Array;
  readonly #mainLengths: Uint8Array;
  readonly #lengthLengths = new Uint8Array(LENGTH_SYMBOLS);
  #main = new HuffmanCode(new Uint8Array(0));
  #lengths = this.#main;
  #aligned = this.#main;
  /** Recent match distances R0, R1, R2. */
  #recent: [number, number, number] = [1, 1, 1];
  #blockType = 0;
  #blockLeft = 0;
  /** An odd uncompressed block is followed by a byte of padding. */
  #isPadded = false;
  /** Bytes decoded so far, and bytes handed out. */
  #decoded = 0;
  #given = 0;
  #frame = 0;
  #callSize = 0;

  /** `windowBits` from the folder's type, 15 to 21. */
  constructor(windowBits: number) {
    const slots = SLOTS[windowBits - 15];
    if (slots === undefined) throw lzxError(0, 'a window of 2^15 to 2^21 bytes', `2^${windowBits}`);
    this.#window = new Uint8Array(1 << windowBits);
    this.#mainLengths = new Uint8Array(LITERALS + slots * 8);
  }

  /** The next `size` bytes out of one block. Throws `ParseError` on damage. */
  decode(data: Uint8Array, size: number): Uint8Array {
    const stream = new BitReader(data);
    if (this.#frame === 0 && stream.bits(1) === 1) this.#callSize = stream.bits(32);
    const goal = this.#given + size;
    while (this.#decoded < goal) {
      if (this.#blockLeft === 0) this.#readBlockHeader(stream, data);
      const before = this.#decoded;
      const stop = Math.min(goal, this.#decoded + this.#blockLeft);
      if (this.#blockType === UNCOMPRESSED) this.#copyPlain(stream, data, stop - this.#decoded);
      else this.#decodeUntil(stream, stop);
      // The last match of a frame may reach over its end, but never over the end of its block.
      this.#blockLeft -= this.#decoded - before;
      if (this.#blockLeft < 0) throw lzxError(before, 'a match within its block', 'one that reaches over its end');
    }
    // The padding of a block that ends with the frame ends with the frame's data.
    if (this.#blockLeft === 0) this.#isPadded = false;
    return this.#takeFrame(size);
  }

  #readBlockHeader(stream: BitReader, data: Uint8Array): void {
    if (this.#isPadded) {
      stream.seek(stream.align(false) + 1);
      this.#isPadded = false;
    }
    this.#blockType = stream.bits(3);
    this.#blockLeft = stream.bits(24);
    if (this.#blockLeft === 0) throw lzxError(this.#decoded, 'a block with data', 'an empty one');
    if (this.#blockType === UNCOMPRESSED) {
      const at = stream.align(true);
      if (at + 12 > data.length) throw lzxError(at, '12 bytes of distances', 'the end');
      this.#recent = [readU32(data, at), readU32(data, at + 4), readU32(data, at + 8)];
      this.#isPadded = (this.#blockLeft & 1) === 1;
      stream.seek(at + 12);
      return;
    }
    if (this.#blockType !== VERBATIM && this.#blockType !== ALIGNED) throw lzxError(this.#decoded, 'block type 1 to 3', String(this.#blockType));
    if (this.#blockType === ALIGNED) {
      this.#aligned = new HuffmanCode(Uint8Array.from({ length: ALIGNED_SYMBOLS }, () => stream.bits(3)));
    }
    readLengths(stream, this.#mainLengths, 0, LITERALS);
    readLengths(stream, this.#mainLengths, LITERALS, this.#mainLengths.length);
    this.#main = new HuffmanCode(this.#mainLengths);
    readLengths(stream, this.#lengthLengths, 0, LENGTH_SYMBOLS);
    this.#lengths = new HuffmanCode(this.#lengthLengths);
  }

  #copyPlain(stream: BitReader, data: Uint8Array, count: number): void {
    const from = stream.align(false);
    if (from + count > data.length) throw lzxError(from, `${count} plain bytes`, String(data.length - from));
    const mask = this.#window.length - 1;
    for (let i = 0; i < count; i++) this.#window[(this.#decoded + i) & mask] = data[from + i] as number;
    this.#decoded += count;
    stream.seek(from + count);
  }

  #decodeUntil(stream: BitReader, stop: number): void {
    const window = this.#window;
    const mask = window.length - 1;
    while (this.#decoded < stop) {
      const symbol = this.#main.read(stream);
      if (symbol < LITERALS) {
        window[this.#decoded++ & mask] = symbol;
        continue;
      }
      const header = (symbol - LITERALS) & 7;
      const length = MIN_MATCH + header + (header === 7 ? this.#lengths.read(stream) : 0);
      const distance = this.#readDistance(stream, (symbol - LITERALS) >> 3);
      if (distance === 0 || distance > Math.min(this.#decoded, window.length)) {
        throw lzxError(this.#decoded, `a distance of at most ${this.#decoded}`, String(distance));
      }
      for (const end = this.#decoded + length; this.#decoded < end; this.#decoded++) {
        window[this.#decoded & mask] = window[(this.#decoded - distance) & mask] as number;
      }
    }
  }

  #readDistance(stream: BitReader, slot: number): number {
    const [r0, r1, r2] = this.#recent;
    if (slot === 0) return r0;
    if (slot === 1) {
      this.#recent = [r1, r0, r2];
      return r1;
    }
    if (slot === 2) {
      this.#recent = [r2, r1, r0];
      return r2;
    }
    const bits = FOOTER_BITS[slot] as number;
    let footer: number;
    if (this.#blockType === ALIGNED && bits >= 3) {
      footer = stream.bits(bits - 3) * 8 + this.#aligned.read(stream);
    } else {
      footer = stream.bits(bits);
    }
    const distance = (BASES[slot] as number) - 2 + footer;
    this.#recent = [distance, r0, r1];
    return distance;
  }

  /** A copy of the frame with call targets turned back; the window keeps the bytes as they were coded. */
  #takeFrame(size: number): Uint8Array {
    const mask = this.#window.length - 1;
    const start = this.#given & mask;
    const frame = new Uint8Array(size);
    const straight = Math.min(size, this.#window.length - start);
    frame.set(this.#window.subarray(start, start + straight));
    frame.set(this.#window.subarray(0, size - straight), straight);
    if (this.#callSize > 0 && this.#frame < MAX_CALL_FRAMES) restoreCalls(frame, this.#given, this.#callSize);
    this.#given += size;
    this.#frame++;
    return frame;
  }
}

/** Code lengths as differences to the previous block's, themselves coded by a small tree of 20 symbols. */
function readLengths(stream: BitReader, lengths: Uint8Array, from: number, to: number): void {
  const pretree = new HuffmanCode(Uint8Array.from({ length: PRETREE_SYMBOLS }, () => stream.bits(4)));
  const changed = (at: number, symbol: number): number => ((lengths[at] as number) - symbol + 17) % 17;
  for (let at = from; at < to; ) {
    const symbol = pretree.read(stream);
    if (symbol < 17) {
      lengths[at] = changed(at, symbol);
      at++;
      continue;
    }
    let run: number;
    let value = 0;
    if (symbol === 17) run = 4 + stream.bits(4);
    else if (symbol === 18) run = 20 + stream.bits(5);
    else {
      run = 4 + stream.bits(1);
      const change = pretree.read(stream);
      if (change > 16) throw lzxError(0, 'a change of length', `symbol ${change}`);
      value = changed(at, change);
    }
    lengths.fill(value, at, Math.min(at + run, to));
    at += run;
  }
}

/** Turns absolute targets of x86 calls (E8) back into relative ones, in place. `start`: position of the frame in the folder. */
function restoreCalls(frame: Uint8Array, start: number, fileSize: number): void {
  for (let at = frame.indexOf(0xe8); at >= 0 && at < frame.length - 10; at = frame.indexOf(0xe8, at + 5)) {
    const position = start + at;
    const absolute = readI32(frame, at + 1);
    if (absolute < -position || absolute >= fileSize) continue;
    const relative = absolute >= 0 ? absolute - position : absolute + fileSize;
    for (let i = 0; i < 4; i++) frame[at + 1 + i] = (relative >> (8 * i)) & 255;
  }
}

function lzxError(offset: number, expected: string, found: string): ParseError {
  return new ParseError({ code: 'lzx-corrupt', offset, expected, found });
}
