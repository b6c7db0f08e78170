/** Canonical Huffman codes over LZX's bit stream: 16-bit little-endian words, most significant bit first ([MS-PATCH] 2.4.2). */
import { ParseError } from '../../model/error.ts';

const MAX_LENGTH = 16;
const QUICK_BITS = 9;

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #buffer = 0;
  #left = 0;
  /** Bits asked for beyond the end of the data; a few are normal, since peeking looks ahead. */
  #over = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next `count` (at most 16) bits without taking them. */
  peek(count: number): number {
    while (this.#left < count) this.#fill();
    return (this.#buffer >>> (this.#left - count)) & ((1 << count) - 1);
  }

  drop(count: number): void {
    this.#left -= count;
    if (this.#left < this.#over) throw bitError(this.#at, 'more compressed data', 'the end');
  }

  bits(count: number): number {
    if (count === 0) return 0;
    if (count > 16) return this.bits(count - 16) * 65_536 + this.bits(16);
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** Steps to the next 16-bit word: at least one bit of padding when `isForced` and already there. Returns the byte offset. */
  align(isForced: boolean): number {
    const whole = this.#left >> 4;
    if (this.#left % 16 === 0 && isForced) {
      // Uncompressed blocks have 1 to 16 bits of padding, so an aligned stream has a whole word of it.
      if (whole > 0) this.#left -= 16;
      else this.#at += 2;
      return this.#rewind(this.#left >> 4);
    }
    return this.#rewind(whole);
  }

  /** Goes on at byte `offset`. */
  seek(offset: number): void {
    this.#at = offset;
    this.#left = 0;
    this.#over = 0;
  }

  #rewind(words: number): number {
    this.#at -= words * 2;
    this.#left = 0;
    this.#over = 0;
    return this.#at;
  }

  #fill(): void {
    const at = this.#at;
    if (at >= this.#bytes.length) this.#over += 16;
    this.#buffer = ((this.#buffer & 0xffff) << 16) | (((this.#bytes[at + 1] ?? 0) << 8) | (this.#bytes[at] ?? 0));
    this.#at += 2;
    this.#left += 16;
  }
}

function bitError(offset: number, expected: string, found: string): ParseError {
  return new ParseError({ code: 'lzx-corrupt', offset, expected, found });
}

export class HuffmanCode {
  /** First code of each length, left-justified in 16 bits, one past the last: codes below it have at most that length. */
  readonly #limits = new Int32Array(MAX_LENGTH + 1);
  readonly #firsts = new Int32Array(MAX_LENGTH + 1);
  readonly #symbols: Uint16Array;
  /** Symbol * 32 + length for the short codes; 0 for the others. */
  readonly #quick = new Uint32Array(1 << QUICK_BITS);

  /** Code from the length of each symbol's code (0: not used). Throws `ParseError` for lengths that cannot be a code. */
  constructor(lengths: Uint8Array) {
    const counts = new Int32Array(MAX_LENGTH + 2);
    for (const length of lengths) counts[length] = (counts[length] as number) + 1;
    counts[0] = 0;
    const next = new Int32Array(MAX_LENGTH + 2);
    let code = 0;
    let index = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const count = counts[length] as number;
      this.#firsts[length] = index - (code >>> (MAX_LENGTH - length));
      next[length] = index;
      index += count;
      code += count << (MAX_LENGTH - length);
      this.#limits[length] = code;
      if (code > 0x10000) throw bitError(0, 'a Huffman code', 'more codes than bits allow');
    }
    this.#symbols = new Uint16Array(index);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol] as number;
      if (length === 0) continue;
      const place = next[length] as number;
      this.#symbols[place] = symbol;
      next[length] = place + 1;
      if (length <= QUICK_BITS) this.#fillQuick(place - (this.#firsts[length] as number), length, symbol);
    }
  }

  #fillQuick(code: number, length: number, symbol: number): void {
    const from = code << (QUICK_BITS - length);
    this.#quick.fill(symbol * 32 + length, from, from + (1 << (QUICK_BITS - length)));
  }

  /** Takes one symbol from the stream. */
  read(stream: BitReader): number {
    const bits = stream.peek(16);
    const quick = this.#quick[bits >>> (16 - QUICK_BITS)] as number;
    if (quick !== 0) {
      stream.drop(quick & 31);
      return quick >>> 5;
    }
    for (let length = QUICK_BITS + 1; length <= MAX_LENGTH; length++) {
      if (bits >= (this.#limits[length] as number)) continue;
      stream.drop(length);
      return this.#symbols[(bits >>> (MAX_LENGTH - length)) + (this.#firsts[length] as number)] as number;
    }
    throw bitError(0, 'a code of the Huffman table', 'an unused one');
  }
}
