/** GUIDs as Microsoft stores them: three little-endian integers, then eight bytes in order. */

/** Byte order in which the stored bytes are written; -1 is a hyphen. */
const ORDER = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15] as const;
const DIGITS: readonly number[] = Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0));
const text: number[] = Array.from({ length: 38 }, () => 0);

/** The 16 bytes at `offset` as `{XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}`, upper case; '' when they are not all there. */
export function readGuid(bytes: Uint8Array, offset: number): string {
  if (offset < 0 || offset + 16 > bytes.length) return '';
  let at = 0;
  text[at++] = 0x7b;
  for (const index of ORDER) {
    if (index < 0) {
      text[at++] = 0x2d;
      continue;
    }
    const byte = bytes[offset + index] as number;
    text[at++] = DIGITS[byte >> 4] as number;
    text[at++] = DIGITS[byte & 15] as number;
  }
  text[at] = 0x7d;
  return String.fromCharCode.apply(null, text);
}
