/** XPRESS plain LZ77 ([MS-XCA] section 2.4), the compression of merged traces. */

/**
 * Expands `source` from `from` on into `target[start..end]` and returns the offset up to which it was filled; less than `end` when the
 * input is used up before. -1 when the stream is corrupt: it refers to bytes before `start`, or says more than fits.
 */
export function expandXpress(source: Uint8Array, from: number, target: Uint8Array, start: number, end: number): number {
  const to = source.length;
  let at = from;
  let out = start;
  /** Bits not used yet, the next one on top. */
  let flags = 0;
  let flagsLeft = 0;
  /** Where the byte stands whose upper nibble the next long length takes; -1 for none. */
  let nibbleAt = -1;
  while (at < to) {
    if (flagsLeft === 0) {
      if (to - at < 4) return out;
      flags = (source[at] as number) | ((source[at + 1] as number) << 8) | ((source[at + 2] as number) << 16) | ((source[at + 3] as number) << 24);
      flagsLeft = 32;
      at += 4;
      if (at >= to) return out;
    }
    flagsLeft--;
    const isMatch = flags < 0;
    flags <<= 1;
    if (!isMatch) {
      if (out >= end) return -1;
      target[out++] = source[at++] as number;
      continue;
    }
    // The flags behind the last symbol are ones in what Windows writes, with nothing behind them.
    if (to - at < 2) return out;
    const pair = (source[at] as number) | ((source[at + 1] as number) << 8);
    at += 2;
    const distance = (pair >> 3) + 1;
    let length = pair & 7;
    if (length === 7) {
      if (nibbleAt < 0) {
        if (at >= to) return out;
        length = (source[at] as number) & 15;
        nibbleAt = at++;
      } else {
        length = (source[nibbleAt] as number) >> 4;
        nibbleAt = -1;
      }
      if (length === 15) {
        if (at >= to) return out;
        length = source[at++] as number;
        if (length === 255) {
          if (to - at < 2) return out;
          length = (source[at] as number) | ((source[at + 1] as number) << 8);
          at += 2;
          if (length === 0) {
            if (to - at < 4) return out;
            length = ((source[at] as number) | ((source[at + 1] as number) << 8) | ((source[at + 2] as number) << 16) | ((source[at + 3] as number) << 24)) >>> 0;
            at += 4;
          }
          if (length < 22) return -1;
          length -= 22;
        }
        length += 15;
      }
      length += 7;
    }
    length += 3;
    const back = out - distance;
    if (back < start || length > end - out) return -1;
    if (distance >= length && length > 24) target.copyWithin(out, back, back + length);
    else for (let i = 0; i < length; i++) target[out + i] = target[back + i] as number;
    out += length;
  }
  return out;
}
