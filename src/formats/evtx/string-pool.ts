/** Remembers short strings that come again and again (providers, channels, computers), so that they are built once. */
import { readUtf16 } from '../../bytes/utf16.ts';

const SIZE = 1024;
const MAX_UNITS = 128;

export class StringPool {
  readonly #texts: string[] = Array.from({ length: SIZE }, () => '');

  /** UTF-16LE text of `size` bytes at `at`, up to its first NUL. */
  read(bytes: Uint8Array, at: number, size: number): string {
    let units = size >> 1;
    if (units > 0 && ((bytes[at + units * 2 - 2] as number) | (bytes[at + units * 2 - 1] as number)) === 0) units--;
    if (units === 0) return '';
    if (units > MAX_UNITS) return fresh(bytes, at, units);
    // Names of one kind begin alike and differ at the end.
    const last = at + units * 2 - 2;
    const hash = units * 31 + (bytes[last] as number) * 7 + (bytes[at + (units >> 1) * 2] as number) * 131 + (bytes[at] as number) * 17;
    const index = (hash ^ (hash >>> 10)) & (SIZE - 1);
    const known = this.#texts[index] as string;
    if (known.length === units && isSame(known, bytes, at)) return known;
    return (this.#texts[index] = fresh(bytes, at, units));
  }
}

function isSame(text: string, bytes: Uint8Array, at: number): boolean {
  for (let i = 0, from = at; i < text.length; i++, from += 2) {
    if (text.charCodeAt(i) !== ((bytes[from] as number) | ((bytes[from + 1] as number) << 8))) return false;
  }
  return true;
}

function fresh(bytes: Uint8Array, at: number, units: number): string {
  const text = readUtf16(bytes, at, units * 2);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
