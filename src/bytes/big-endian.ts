/** Big-endian integers, as packets carry them. Callers check bounds; a byte past the end reads as 0. */

/** Unsigned 16-bit integer at `offset`. */
export function readU16Be(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}

/** Unsigned 24-bit integer at `offset`. */
export function readU24Be(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 16) | readU16Be(bytes, offset + 1);
}

/** Unsigned 32-bit integer at `offset`. */
export function readU32Be(bytes: Uint8Array, offset: number): number {
  return ((readU16Be(bytes, offset) << 16) | readU16Be(bytes, offset + 2)) >>> 0;
}
