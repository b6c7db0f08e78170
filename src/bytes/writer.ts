/** Little-endian bytes, written one value after the other. */

export interface ByteWriter {
  u16(value: number): void;
  u32(value: number): void;
  bytes(value: Uint8Array): void;
  /** What was written. */
  finish(): Uint8Array;
}

const START = 256;

/** A writer that grows as needed. */
export function byteWriter(): ByteWriter {
  let buffer = new Uint8Array(START);
  let length = 0;
  const room = (more: number): number => {
    if (length + more > buffer.length) {
      const larger = new Uint8Array(Math.max(buffer.length * 2, length + more));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    const at = length;
    length += more;
    return at;
  };
  return {
    u16(value) {
      const at = room(2);
      buffer[at] = value & 0xff;
      buffer[at + 1] = (value >>> 8) & 0xff;
    },
    u32(value) {
      const at = room(4);
      for (let index = 0; index < 4; index++) buffer[at + index] = (value >>> (8 * index)) & 0xff;
    },
    bytes(value) {
      // Room first: it may put another buffer in place of this one.
      const at = room(value.length);
      buffer.set(value, at);
    },
    finish: () => buffer.slice(0, length),
  };
}
