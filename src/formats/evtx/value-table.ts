/** The values of one template instance: where each starts, how long it is, what type it says it has. */
import { readU16 } from '../../bytes/integer.ts';
import { ParseError } from '../../model/error.ts';

export class ValueTable {
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  /** Offset of the descriptors, four bytes each: size, type, 0. The values follow back to back. */
  #descriptors = 0;
  #end = 0;
  #starts = new Int32Array(64);
  /** How many starts are worked out; summing stops where the reader's interest does. */
  #known = 0;

  /** Turns to the `count` values described at `descriptors`; the last may end at `end`. Throws ParseError. */
  open(bytes: Uint8Array, descriptors: number, count: number, end: number): void {
    if (count * 4 > end - descriptors) {
      throw new ParseError({ code: 'evtx-values', offset: descriptors, expected: `${count} values`, found: `${end - descriptors} bytes` });
    }
    this.bytes = bytes;
    this.count = count;
    this.#descriptors = descriptors;
    this.#end = end;
    if (count >= this.#starts.length) this.#starts = new Int32Array(count * 2);
    this.#starts[0] = descriptors + count * 4;
    this.#known = 1;
  }

  clear(): void {
    this.count = 0;
  }

  /** Type of a value; a value that is not there is NULL (0), which is legal. */
  type(index: number): number {
    return index < this.count ? (this.bytes[this.#descriptors + index * 4 + 2] as number) : 0;
  }

  /** Declared size in bytes, which holds whatever the type is. */
  size(index: number): number {
    return index < this.count ? readU16(this.bytes, this.#descriptors + index * 4) : 0;
  }

  /** Offset of the first byte of a value that is there. Throws ParseError when the value ends outside the record. */
  start(index: number): number {
    const starts = this.#starts;
    let known = this.#known;
    if (known <= index + 1) {
      let at = starts[known - 1] as number;
      for (let descriptor = this.#descriptors + (known - 1) * 4; known <= index + 1; known++, descriptor += 4) {
        at += readU16(this.bytes, descriptor);
        starts[known] = at;
      }
      this.#known = known;
      if (at > this.#end) {
        throw new ParseError({ code: 'evtx-values', offset: at, expected: `values that end by ${this.#end}`, found: String(at) });
      }
    }
    return starts[index] as number;
  }
}
