/** Event logs are written in order of their ids, not quite of their times: a small window puts them right. */

/**
 * Items in order of time as far as a window of `size` items allows; one that comes later than that keeps its place in the stream
 * and is reported to `onLate` (the machine's clock was set back).
 */
export async function* inOrder<T>(items: AsyncIterable<T>, timeOf: (item: T) => number, size: number, onLate: (item: T) => void): AsyncGenerator<T> {
  const window: T[] = [];
  let newest = -Infinity;
  const release = (): T | undefined => {
    const item = window.shift();
    if (item === undefined) return undefined;
    if (timeOf(item) < newest) onLate(item);
    else newest = timeOf(item);
    return item;
  };
  for await (const item of items) {
    window.splice(placeOf(window, timeOf(item), timeOf), 0, item);
    const oldest = window.length > size ? release() : undefined;
    if (oldest !== undefined) yield oldest;
  }
  for (let oldest = release(); oldest !== undefined; oldest = release()) yield oldest;
}

/** After all items of the same or an earlier time; new items are nearly always last. */
function placeOf<T>(window: readonly T[], time: number, timeOf: (item: T) => number): number {
  let at = window.length;
  while (at > 0) {
    const previous = window[at - 1];
    if (previous === undefined || timeOf(previous) <= time) break;
    at--;
  }
  return at;
}
