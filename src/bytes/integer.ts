/** Little-endian integers out of byte arrays. Callers check bounds; a byte past the end reads as 0. */

/** Unsigned 16-bit integer at `offset`. */
export function readU16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
}

/** Unsigned 32-bit integer at `offset`. */
export function readU32(bytes: Uint8Array, offset: number): number {
  return readI32(bytes, offset) >>> 0;
}

/** Signed 32-bit integer at `offset`. */
export function readI32(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset] as number) |
    ((bytes[offset + 1] as number) << 8) |
    ((bytes[offset + 2] as number) << 16) |
    ((bytes[offset + 3] as number) << 24)
  );
}

/** Unsigned 64-bit integer at `offset` as a number; exact up to 2^53, the nearest double above. */
export function readU64(bytes: Uint8Array, offset: number): number {
  return readU32(bytes, offset + 4) * 4294967296 + readU32(bytes, offset);
}

/** Unsigned 64-bit integer at `offset` as decimal text, exact over the whole range. */
export function readU64Text(bytes: Uint8Array, offset: number): string {
  const high = readU32(bytes, offset + 4);
  const low = readU32(bytes, offset);
  if (high < 0x200000) return String(high * 4294967296 + low);
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}

/** Signed 64-bit integer at `offset` as decimal text, exact over the whole range. */
export function readI64Text(bytes: Uint8Array, offset: number): string {
  const high = readI32(bytes, offset + 4);
  const low = readU32(bytes, offset);
  if (high >= -0x200000 && high < 0x200000) return String(high * 4294967296 + low);
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}
