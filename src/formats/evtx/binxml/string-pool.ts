/** Remembers short strings that come again and again (providers, channels, names), so that they are built once. */
import { readUtf16 } from '../../../bytes/utf16.ts';
import { viewOf, viewU16, viewU32, type View } from '../../../bytes/view.ts';

const SIZE = 1024;
const MAX_LENGTH = 256;

interface Entry {
  readonly text: string;
  /** The bytes the text was built from: compared four at a time. */
  readonly raw: View;
}

export class StringPool {
  readonly #entries: Entry[] = [];

  constructor() {
    for (let i = 0; i < SIZE; i++) this.#entries.push(EMPTY);
  }

  /** UTF-16LE text of `size` bytes at `at`, which must be there, up to its first NUL. `view` is a view of `bytes`. */
  read(bytes: Uint8Array, view: View, at: number, size: number): string {
    let length = size & ~1;
    if (length > 0 && viewU16(view, at + length - 2) === 0) length -= 2;
    if (length === 0) return '';
    if (length > MAX_LENGTH) return untilNul(readUtf16(bytes, at, length));
    // Names of one kind begin alike and differ at the end.
    const hash = length * 31 + viewU16(view, at + length - 2) * 7 + viewU16(view, at + ((length >> 2) << 1)) * 131 + viewU16(view, at) * 17;
    const index = (hash ^ (hash >>> 10)) & (SIZE - 1);
    const known = this.#entries[index] as Entry;
    if (isSame(known.raw, view, at, length)) return known.text;
    const text = untilNul(readUtf16(bytes, at, length));
    this.#entries[index] = { text, raw: viewOf(bytes.slice(at, at + length)) };
    return text;
  }
}

const EMPTY: Entry = { text: '', raw: viewOf(new Uint8Array(0)) };

function isSame(raw: View, view: View, at: number, length: number): boolean {
  if (raw.byteLength !== length) return false;
  let i = 0;
  for (; i + 4 <= length; i += 4) if (viewU32(raw, i) !== viewU32(view, at + i)) return false;
  return i === length || viewU16(raw, i) === viewU16(view, at + i);
}

function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
