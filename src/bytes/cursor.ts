/** A reader that walks forward through bytes, checks every bound and throws `ParseError`, nothing else. */
import { ParseError } from '../model/error.ts';
import { filetimeToMicros } from './filetime.ts';
import { readGuid } from './guid.ts';
import { readI32, readU16, readU32, readU64 } from './integer.ts';
import { readUtf16 } from './utf16.ts';

export class Cursor {
  readonly bytes: Uint8Array;
  /** Exclusive bound; at most `bytes.length`. */
  readonly end: number;
  readonly artifact: string;
  #offset: number;

  /** Reads `bytes` from `start` to `end` (the whole array when not given). */
  constructor(bytes: Uint8Array, range: { start?: number; end?: number; artifact?: string } = {}) {
    this.bytes = bytes;
    this.end = Math.min(range.end ?? bytes.length, bytes.length);
    this.artifact = range.artifact ?? '';
    this.#offset = 0;
    this.seek(range.start ?? 0);
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.end - this.#offset;
  }

  /** Moves to an absolute offset inside the range. */
  seek(offset: number): void {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.end) {
      throw this.error('offset-outside', `an offset within 0..${this.end}`, String(offset));
    }
    this.#offset = offset;
  }

  /** Steps over `count` bytes and returns the offset of the first. */
  skip(count: number): number {
    const at = this.#offset;
    if (!Number.isInteger(count) || count < 0 || count > this.end - at) {
      throw this.error('cut-off', `${count} more bytes`, `${this.end - at}`);
    }
    this.#offset = at + count;
    return at;
  }

  u8(): number {
    return this.bytes[this.skip(1)] as number;
  }

  u16(): number {
    return readU16(this.bytes, this.skip(2));
  }

  u32(): number {
    return readU32(this.bytes, this.skip(4));
  }

  i32(): number {
    return readI32(this.bytes, this.skip(4));
  }

  /** Unsigned 64-bit integer as a number; exact up to 2^53. */
  u64(): number {
    return readU64(this.bytes, this.skip(8));
  }

  /** FILETIME as microseconds since 1970, null when it says "none". */
  filetime(): number | null {
    const at = this.skip(8);
    return filetimeToMicros(readU32(this.bytes, at), readU32(this.bytes, at + 4));
  }

  guid(): string {
    return readGuid(this.bytes, this.skip(16));
  }

  /** UTF-16LE text of `byteLength` bytes. */
  utf16(byteLength: number): string {
    return readUtf16(this.bytes, this.skip(byteLength), byteLength);
  }

  /** The next `count` bytes, as a view that is not copied. */
  take(count: number): Uint8Array {
    const at = this.skip(count);
    return this.bytes.subarray(at, at + count);
  }

  /** An error that names the artifact and the present offset. */
  error(code: string, expected: string, found: string): ParseError {
    return new ParseError({ code, artifact: this.artifact, offset: this.#offset, expected, found });
  }
}
