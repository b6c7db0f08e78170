/** Merges any number of sorted streams into one, holding one batch of each. */

/** A heap of the streams that still have something, smallest first. */
interface Head<T> {
  readonly item: T;
  readonly order: number;
  readonly stream: AsyncIterator<T>;
}

/** Items of all streams in the order of `timeOf`; equal times keep the order of the streams. */
export async function* mergeSorted<T>(streams: readonly AsyncIterable<T>[], timeOf: (item: T) => number): AsyncGenerator<T> {
  const heap: Head<T>[] = [];
  const before = (a: Head<T>, b: Head<T>) => timeOf(a.item) - timeOf(b.item) || a.order - b.order;
  for (const [order, iterable] of streams.entries()) {
    const stream = iterable[Symbol.asyncIterator]();
    const first = await stream.next();
    if (first.done !== true) push(heap, { item: first.value, order, stream }, before);
  }
  while (heap.length > 0) {
    const head = heap[0];
    if (!head) return;
    yield head.item;
    const next = await head.stream.next();
    if (next.done === true) pop(heap, before);
    else replace(heap, { ...head, item: next.value }, before);
  }
}

function push<T>(heap: T[], item: T, before: (a: T, b: T) => number): void {
  heap.push(item);
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!swapIfBefore(heap, at, parent, before)) return;
    at = parent;
  }
}

function pop<T>(heap: T[], before: (a: T, b: T) => number): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) replace(heap, last, before);
}

function replace<T>(heap: T[], item: T, before: (a: T, b: T) => number): void {
  heap[0] = item;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let smallest = at;
    if (isBefore(heap, left, smallest, before)) smallest = left;
    if (isBefore(heap, right, smallest, before)) smallest = right;
    if (smallest === at) return;
    swapIfBefore(heap, smallest, at, before);
    at = smallest;
  }
}

function isBefore<T>(heap: readonly T[], a: number, b: number, before: (a: T, b: T) => number): boolean {
  const [left, right] = [heap[a], heap[b]];
  return left !== undefined && right !== undefined && before(left, right) < 0;
}

function swapIfBefore<T>(heap: T[], child: number, parent: number, before: (a: T, b: T) => number): boolean {
  const [lower, upper] = [heap[child], heap[parent]];
  if (lower === undefined || upper === undefined || before(lower, upper) >= 0) return false;
  heap[child] = upper;
  heap[parent] = lower;
  return true;
}
