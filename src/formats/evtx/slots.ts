/** Cuts a stream into the header block and the 64 KiB slots behind it, copying only what a piece boundary splits. */
import { CHUNK_SIZE, HEADER_BLOCK_SIZE } from './header.ts';

/** Receives the header block and each slot (the last may be short) with its file offset; the bytes are valid until it returns. */
export interface SlotSink {
  /** Returns the offset of the first slot. */
  header(bytes: Uint8Array): number;
  slot(bytes: Uint8Array, offset: number): void;
}

export class SlotCutter {
  readonly #sink: SlotSink;
  readonly #held = new Uint8Array(CHUNK_SIZE);
  #heldLength = 0;
  /** Bytes wanted for the next unit. */
  #wanted = HEADER_BLOCK_SIZE;
  /** File offset of the next unit. */
  #offset = 0;
  #skip = 0;
  #hasHeader = false;

  constructor(sink: SlotSink) {
    this.#sink = sink;
  }

  /** Takes the next piece, of any size. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      const rest = piece.length - at;
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, rest);
        this.#skip -= step;
        at += step;
      } else if (this.#heldLength === 0 && rest >= this.#wanted) {
        // A plain Uint8Array whatever the piece is: mixed classes would slow every later access.
        const whole = new Uint8Array(piece.buffer, piece.byteOffset + at, this.#wanted);
        at += this.#wanted;
        this.#deliver(whole);
      } else {
        const step = Math.min(this.#wanted - this.#heldLength, rest);
        this.#held.set(piece.subarray(at, at + step), this.#heldLength);
        this.#heldLength += step;
        at += step;
        if (this.#heldLength === this.#wanted) this.#deliverHeld();
      }
    }
  }

  /** Delivers what is left as a short last unit. Returns the length of the file. */
  finish(): number {
    if (this.#heldLength > 0) this.#deliverHeld();
    return this.#offset - this.#skip;
  }

  #deliverHeld(): void {
    const bytes = this.#held.subarray(0, this.#heldLength);
    this.#heldLength = 0;
    this.#deliver(bytes);
  }

  #deliver(bytes: Uint8Array): void {
    const offset = this.#offset;
    this.#offset += bytes.length;
    this.#wanted = CHUNK_SIZE;
    if (this.#hasHeader) this.#sink.slot(bytes, offset);
    else {
      this.#hasHeader = true;
      const first = this.#sink.header(bytes);
      if (first > this.#offset) this.#skip = first - this.#offset;
      this.#offset = Math.max(this.#offset, first);
    }
  }
}
