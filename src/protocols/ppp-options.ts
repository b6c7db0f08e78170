/** Options of a PPP negotiation (RFC 1661 6): type, length of all of it, value. */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';

export interface PppOption {
  readonly type: number;
  readonly name?: string;
  readonly data: Uint8Array;
  /** A number it states: MRU, magic number, bits of MPPE. */
  readonly number?: number;
  /** What it says, as text: an address, an authentication (`mschapv2`). */
  readonly text?: string;
  /** What its bits say. */
  readonly flags?: readonly string[];
  readonly truncated?: true;
}

/** Says what an option means beyond its bytes. */
export type OptionReader = (type: number, data: Uint8Array) => Partial<PppOption>;

/** The options that are there; the list ends where a length is too small to be one. */
export function readOptions(data: Uint8Array, read: OptionReader): PppOption[] {
  const options: PppOption[] = [];
  for (let at = 0; at + 1 < data.length; ) {
    const type = data[at] as number;
    const length = data[at + 1] as number;
    if (length < 2) break;
    const value = data.subarray(at + 2, at + length);
    options.push({ type, data: value, ...read(type, value), ...(at + length > data.length ? { truncated: true as const } : {}) });
    at += length;
  }
  return options;
}

/** The value as a number, when it is one of two or four bytes; nothing otherwise. */
export function numberOf(data: Uint8Array): { number?: number } {
  if (data.length === 2) return { number: readU16Be(data, 0) };
  return data.length === 4 ? { number: readU32Be(data, 0) } : {};
}
