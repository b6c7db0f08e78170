/** IEEE 754 numbers out of byte arrays, little-endian. */

const scratch = new DataView(new ArrayBuffer(8));

/** 32-bit float at `offset`. */
export function readF32(bytes: Uint8Array, offset: number): number {
  for (let i = 0; i < 4; i++) scratch.setUint8(i, bytes[offset + i] ?? 0);
  return scratch.getFloat32(0, true);
}

/** 64-bit float at `offset`. */
export function readF64(bytes: Uint8Array, offset: number): number {
  for (let i = 0; i < 8; i++) scratch.setUint8(i, bytes[offset + i] ?? 0);
  return scratch.getFloat64(0, true);
}
