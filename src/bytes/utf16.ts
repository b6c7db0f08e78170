/** UTF-16LE text out of byte arrays. Unpaired surrogates are kept as they stand: the reader decides what they mean. */

/** Argument arrays of exact length: calling with a plain array is V8's fast way to a short string. */
const ARGUMENTS: number[][] = Array.from({ length: 65 }, (_, length) => Array.from({ length }, () => 0));
const BLOCK = 4096;

/** Text of `byteLength` bytes at `offset`; an odd last byte and bytes past the end are left out. */
export function readUtf16(bytes: Uint8Array, offset: number, byteLength: number): string {
  const units = Math.min(byteLength, bytes.length - offset) >> 1;
  if (units <= 0) return '';
  if (units <= 64) return readUnits(bytes, offset, ARGUMENTS[units] as number[]);
  let text = '';
  for (let at = 0; at < units; at += BLOCK) {
    text += readUnits(bytes, offset + at * 2, Array.from({ length: Math.min(BLOCK, units - at) }, () => 0));
  }
  return text;
}

/** Text up to the first NUL, at most `byteLength` bytes. */
export function readUtf16Terminated(bytes: Uint8Array, offset: number, byteLength: number): string {
  const end = Math.min(offset + byteLength, bytes.length) - 1;
  let at = offset;
  while (at < end && ((bytes[at] as number) | (bytes[at + 1] as number)) !== 0) at += 2;
  return readUtf16(bytes, offset, at - offset);
}

function readUnits(bytes: Uint8Array, offset: number, units: number[]): string {
  for (let i = 0, at = offset; i < units.length; i++, at += 2) {
    units[i] = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  }
  return String.fromCharCode.apply(null, units);
}
