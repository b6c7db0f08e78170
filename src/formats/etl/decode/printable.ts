/** Texts inside data nobody can decode (WPP messages, unknown providers): a hint for a human, never evidence. */
import { readUtf16 } from '../../../bytes/utf16.ts';

const SHORTEST = 6;
const MOST_TEXTS = 16;
const LONGEST = 256;

/** Runs of at least six printable ASCII characters, as UTF-16 or as single bytes, in order; at most 16 of 256 characters. */
export function printableTexts(data: Uint8Array): string[] {
  const texts: string[] = [];
  for (let at = 0; at < data.length && texts.length < MOST_TEXTS; ) {
    const wide = runLength(data, at, 2);
    const narrow = wide >= SHORTEST ? 0 : runLength(data, at, 1);
    if (wide >= SHORTEST) texts.push(readUtf16(data, at, Math.min(wide, LONGEST) * 2));
    else if (narrow >= SHORTEST) texts.push(String.fromCharCode(...data.subarray(at, at + Math.min(narrow, LONGEST))));
    at += wide >= SHORTEST ? wide * 2 : Math.max(narrow, 1);
  }
  return texts;
}

/** Printable characters from `at` on, of one or two bytes each. */
function runLength(data: Uint8Array, at: number, unit: 1 | 2): number {
  let end = at;
  while (end + unit <= data.length && isPrintable(data[end] as number) && (unit === 1 || data[end + 1] === 0)) end += unit;
  return (end - at) / unit;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
