/** "Did you mean": the nearest known name. */

const MAX_LENGTH = 80;

/** `; did you mean x?`, or nothing when no known name is near. */
export function suggest(name: string, known: Iterable<string>): string {
  let best: string | null = null;
  let least = Math.min(4, Math.ceil(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate, least);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best === null ? '' : `; did you mean ${best}?`;
}

/** Insertions, deletions and replacements between two names; `limit` when there are at least so many. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit || left.length > MAX_LENGTH || right.length > MAX_LENGTH) return limit;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? limit;
}
