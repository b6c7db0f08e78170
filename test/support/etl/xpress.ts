/** XPRESS plain LZ77 compression ([MS-XCA] section 2.3): greedy matches by a table of three-byte strings, or literals only. */

const WINDOW = 8192;
const HASH_BITS = 15;

class FlagWriter {
  bytes: Uint8Array;
  length = 4;
  #flagsAt = 0;
  #flags = 0;
  #count = 0;
  /** Byte whose upper nibble is free, -1 for none. */
  nibbleAt = -1;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  u8(value: number): void {
    this.bytes[this.length++] = value;
  }

  u16(value: number): void {
    this.u8(value & 255);
    this.u8((value >> 8) & 255);
  }

  u32(value: number): void {
    this.u16(value & 0xffff);
    this.u16(value >>> 16);
  }

  /** A symbol was written; its flag word is complete after 32 of them. */
  flag(bit: 0 | 1): void {
    this.#flags = (this.#flags << 1) | bit;
    this.#count++;
    if (this.#count < 32) return;
    this.#store(this.#flags);
    this.#flagsAt = this.length;
    this.length += 4;
    this.#flags = 0;
    this.#count = 0;
  }

  finish(): Uint8Array {
    const free = 32 - this.#count;
    this.#store(free === 32 ? -1 : (this.#flags << free) | (2 ** free - 1));
    return this.bytes.slice(0, this.length);
  }

  #store(flags: number): void {
    for (let i = 0; i < 4; i++) this.bytes[this.#flagsAt + i] = (flags >>> (8 * i)) & 255;
  }
}

/** Compresses `input`; `onlyLiterals` uses no match. */
export function compressXpress(input: Uint8Array, onlyLiterals = false): Uint8Array {
  const out = new FlagWriter(input.length + (input.length >> 3) + 64);
  const latest = new Int32Array(1 << HASH_BITS).fill(-1);
  for (let at = 0; at < input.length; ) {
    const found = onlyLiterals ? 0 : matchLength(input, at, latest);
    if (found < 3) {
      out.u8(input[at++] as number);
      out.flag(0);
      continue;
    }
    const distance = at - (latest[hash(input, at)] as number);
    writeMatch(out, found, distance);
    out.flag(1);
    for (const end = at + found; at < end; at++) if (at + 3 <= input.length) latest[hash(input, at)] = at;
  }
  return out.finish();

  /** Length of the match with the latest place of the same three bytes; notes this place only when there is none. */
  function matchLength(bytes: Uint8Array, at: number, table: Int32Array): number {
    if (at + 3 > bytes.length) return 0;
    const slot = hash(bytes, at);
    const from = table[slot] as number;
    let length = 0;
    if (from >= 0 && at - from <= WINDOW) while (at + length < bytes.length && bytes[from + length] === bytes[at + length]) length++;
    if (length < 3) table[slot] = at;
    return length;
  }
}

function hash(bytes: Uint8Array, at: number): number {
  const word = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
}

/** The symbol, then as many of nibble, byte, word and double word as the length needs. */
function writeMatch(out: FlagWriter, length: number, distance: number): void {
  let rest = length - 3;
  out.u16(((distance - 1) << 3) | Math.min(rest, 7));
  if (rest < 7) return;
  rest -= 7;
  const nibble = Math.min(rest, 15);
  if (out.nibbleAt < 0) {
    out.nibbleAt = out.length;
    out.u8(nibble);
  } else {
    out.bytes[out.nibbleAt] = (out.bytes[out.nibbleAt] as number) | (nibble << 4);
    out.nibbleAt = -1;
  }
  if (nibble < 15) return;
  rest -= 15;
  if (rest < 255) {
    out.u8(rest);
    return;
  }
  out.u8(255);
  const whole = rest + 22;
  if (whole < 65_536) out.u16(whole);
  else {
    out.u16(0);
    out.u32(whole);
  }
}
