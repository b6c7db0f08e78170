/** What SHA-1 and SHA-256 do to a message before they mix it (FIPS 180-4, section 5.1.1). */

/** Bytes of a block of either. */
export const SHA_BLOCK = 64;

/** The message, one bit, zeros, and its length in bits as 64-bit integer. */
export function padSha(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor((message.length + 8) / SHA_BLOCK) + 1) * SHA_BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  let bits = message.length * 8;
  for (let at = padded.length - 1; bits > 0; at--) {
    padded[at] = bits % 256;
    bits = Math.floor(bits / 256);
  }
  return padded;
}
