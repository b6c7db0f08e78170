/** The values of one template instance: where each starts, how long it is, what type it says it has. */
import { viewOf, viewU16, type View } from '../../../bytes/view.ts';
import { ParseError } from '../../../model/error.ts';

export class ValueTable {
  bytes: Uint8Array = new Uint8Array(0);
  view: View = viewOf(this.bytes);
  count = 0;
  /** Offset of the descriptors, four bytes each: size, type, 0. The values follow back to back. */
  #descriptors = 0;
  #starts = new Int32Array(64);

  /** Turns to the `count` values described at `descriptors`. Throws ParseError when they do not all end by `end`. */
  open(bytes: Uint8Array, view: View, descriptors: number, count: number, end: number): void {
    this.count = 0;
    if (count * 4 > end - descriptors) throw overflow(descriptors, `${count} values by offset ${end}`, 'no room for them');
    if (count > this.#starts.length) this.#starts = new Int32Array(count * 2);
    const starts = this.#starts;
    let at = descriptors + count * 4;
    for (let i = 0, descriptor = descriptors; i < count; i++, descriptor += 4) {
      starts[i] = at;
      at += viewU16(view, descriptor);
    }
    if (at > end) throw overflow(descriptors, `values that end by offset ${end}`, `an end at ${at}`);
    this.bytes = bytes;
    this.view = view;
    this.count = count;
    this.#descriptors = descriptors;
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
    return index < this.count ? viewU16(this.view, this.#descriptors + index * 4) : 0;
  }

  /** Offset of the first byte of a value; 0 for one that is not there. */
  start(index: number): number {
    return index < this.count ? (this.#starts[index] as number) : 0;
  }
}

function overflow(offset: number, expected: string, found: string): ParseError {
  return new ParseError({ code: 'evtx-values', offset, expected, found });
}
