/** Windows-1252 text. Some versions of Node decode it as Latin-1 (0x80 to 0x9F come out as control characters), so the table is ours. */

/** What 0x80 to 0x9F mean (WHATWG Encoding Standard, index windows-1252). */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decodes all of `bytes`. */
export function decodeWindows1252(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte >= 0x80 && byte < 0xa0 ? (HIGH[byte - 0x80] as string) : String.fromCharCode(byte);
  return text;
}
