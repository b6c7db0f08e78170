/**
 * Brings items of a trace into order of time with bounded memory. Buffers belong to processors and are written when full,
 * so a trace is only roughly in order.
 */
import type { Micros } from '../../model/time.ts';

/** Held back at most: what is older than the oldest of so many is given late, and counted. */
const MOST_ITEMS = 32_768;
const MOST_BYTES = 24 << 20;

export interface Timed {
  readonly time: Micros;
  readonly event: number;
  readonly bytes: Uint8Array;
}

/** A class because it has a life: filled, then emptied. A binary heap by time, then event number. */
export class TimeOrder<T extends Timed> {
  readonly #heap: T[] = [];
  readonly #give: (item: T) => void;
  #bytes = 0;
  #latest = -Infinity;
  /** Items given after a later one had been given. */
  late = 0;

  constructor(give: (item: T) => void) {
    this.#give = give;
  }

  push(item: T): void {
    this.#bytes += item.bytes.length;
    this.#heap.push(item);
    this.#rise(this.#heap.length - 1);
    while (this.#heap.length > MOST_ITEMS || this.#bytes > MOST_BYTES) this.#pop();
  }

  finish(): void {
    while (this.#heap.length > 0) this.#pop();
  }

  #pop(): void {
    const heap = this.#heap;
    const first = heap[0] as T;
    const last = heap.pop() as T;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    this.#bytes -= first.bytes.length;
    if (first.time < this.#latest) this.late++;
    else this.#latest = first.time;
    this.#give(first);
  }

  #rise(index: number): void {
    const heap = this.#heap;
    let at = index;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at] as T, heap[parent] as T)) return;
      [heap[at], heap[parent]] = [heap[parent] as T, heap[at] as T];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(heap[child] as T, heap[least] as T)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least] as T, heap[at] as T];
      at = least;
    }
  }
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.time < b.time || (a.time === b.time && a.event < b.event);
}
