/** Cuts a stream into buffers, copying only what a piece boundary splits, and finds the way again behind a damaged one. */
import { BUFFER_HEADER, bufferSize, findBuffer, isBufferStart } from './header.ts';

/** Without a single buffer in this much there is no trace here. */
const GIVE_UP = 16 << 20;
const SEARCH_STEP = 4096;
const FIRST_CAPACITY = 1 << 16;

/** `cut`: the file ends inside the buffer. `overlong`: it states more bytes than it has, since the next one starts before. */
export type BufferState = 'whole' | 'cut' | 'overlong';

/** Bytes are valid until the call returns. */
export interface BufferSink {
  /** Size of the buffers of the session, 0 while unknown. Few are smaller, none that is not compressed is larger. */
  readonly usualSize: number;
  /** The header of the buffer is there always. */
  buffer(bytes: Uint8Array, offset: number, state: BufferState): void;
  /** Bytes between buffers that are none. */
  gap(offset: number, length: number, isZero: boolean): void;
  /** The file ends inside the header of a buffer. */
  cutHeader(offset: number): void;
  /** The file does not start with a buffer, nor was one found near; must throw. */
  foreign(isZero: boolean): never;
}

export class BufferCutter {
  readonly #sink: BufferSink;
  #held = new Uint8Array(0);
  #heldLength = 0;
  /** How many bytes from the current place are needed to go on; more than are held. */
  #wanted = BUFFER_HEADER;
  /** File offset of the current place. */
  #offset = 0;
  #hasBuffer = false;
  /** Where bytes that are no buffer began, -1 when on track. */
  #lostAt = -1;
  #isLostZero = true;

  constructor(sink: BufferSink) {
    this.#sink = sink;
  }

  /** Takes the next piece, of any size. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (this.#heldLength > 0 && at < piece.length) {
      const step = Math.min(this.#wanted - this.#heldLength, piece.length - at);
      this.#hold(piece.subarray(at, at + step));
      at += step;
      if (this.#heldLength < this.#wanted) return;
      const used = this.#consume(this.#held.subarray(0, this.#heldLength));
      this.#held.copyWithin(0, used, this.#heldLength);
      this.#heldLength -= used;
    }
    if (at === piece.length) return;
    // A plain Uint8Array whatever the piece is: mixed classes would slow every later access.
    const rest = new Uint8Array(piece.buffer, piece.byteOffset + at, piece.length - at);
    this.#hold(rest.subarray(this.#consume(rest)));
  }

  /** Delivers what is left. Returns the length of the file. */
  finish(): number {
    const held = this.#held.subarray(0, this.#heldLength);
    // A search waits for more than it needs.
    const rest = this.#lostAt < 0 ? held : held.subarray(this.#consume(held));
    const end = this.#offset + rest.length;
    if (this.#lostAt < 0 && rest.length >= BUFFER_HEADER) {
      this.#sink.buffer(rest, this.#offset, 'cut');
      return end;
    }
    if (this.#lostAt < 0 && this.#hasBuffer) {
      if (rest.length > 0) this.#sink.cutHeader(this.#offset);
      return end;
    }
    this.#lose(rest);
    if (!this.#hasBuffer) this.#sink.foreign(end > 0 && this.#isLostZero);
    this.#offset = end;
    this.#endGap();
    return end;
  }

  /** Room grows with what has come, not with what a header claims. */
  #hold(bytes: Uint8Array): void {
    const needed = this.#heldLength + bytes.length;
    if (needed > this.#held.length) {
      const larger = new Uint8Array(Math.max(FIRST_CAPACITY, needed, Math.min(this.#wanted, this.#held.length * 2)));
      larger.set(this.#held.subarray(0, this.#heldLength));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength = needed;
  }

  /** Delivers all buffers that are whole; returns how many bytes that took, and sets how many are wanted from there. */
  #consume(bytes: Uint8Array): number {
    let at = 0;
    for (;;) {
      if (this.#lostAt >= 0) {
        at = this.#search(bytes, at);
        if (this.#lostAt >= 0) return at;
      }
      const rest = bytes.length - at;
      this.#wanted = BUFFER_HEADER;
      if (rest < BUFFER_HEADER) return at;
      const size = bufferSize(bytes, at);
      if (size === 0) {
        this.#lostAt = this.#offset;
        this.#isLostZero = true;
        continue;
      }
      const { usualSize } = this.#sink;
      // A damaged size must not swallow the buffers that follow.
      const isDoubtful = usualSize >= BUFFER_HEADER && size > usualSize;
      this.#wanted = isDoubtful ? Math.min(size, usualSize + BUFFER_HEADER) : size;
      if (rest < this.#wanted) return at;
      if (isDoubtful && isBufferStart(bytes, at + usualSize)) at += this.#deliver(bytes, at, usualSize, 'overlong');
      else if (rest >= size) at += this.#deliver(bytes, at, size, 'whole');
      else {
        this.#wanted = size;
        return at;
      }
    }
  }

  #deliver(bytes: Uint8Array, at: number, size: number, state: BufferState): number {
    this.#hasBuffer = true;
    this.#sink.buffer(bytes.subarray(at, at + size), this.#offset, state);
    this.#offset += size;
    return size;
  }

  /** Goes on to the next buffer; without one, to where too few bytes are left to tell, and stays lost. */
  #search(bytes: Uint8Array, from: number): number {
    const found = findBuffer(bytes, from);
    const at = found >= 0 ? found : Math.max(from, bytes.length - BUFFER_HEADER + 1);
    this.#lose(bytes.subarray(from, at));
    this.#offset += at - from;
    if (found >= 0) this.#endGap();
    else if (!this.#hasBuffer && this.#offset > GIVE_UP) this.#sink.foreign(this.#isLostZero);
    this.#wanted = bytes.length - at + SEARCH_STEP;
    return at;
  }

  #lose(bytes: Uint8Array): void {
    if (bytes.length > 0 && this.#lostAt < 0) this.#lostAt = this.#offset;
    for (let at = 0; this.#isLostZero && at < bytes.length; at++) this.#isLostZero = bytes[at] === 0;
  }

  #endGap(): void {
    if (this.#lostAt >= 0) this.#sink.gap(this.#lostAt, this.#offset - this.#lostAt, this.#isLostZero);
    this.#lostAt = -1;
  }
}
