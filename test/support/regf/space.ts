/** Allocates cells in hive bins. Format: libyal "Windows NT Registry File (REGF)", sections on hive bins and cells. */

const pageSize = 4096;
const binHeaderSize = 32;

export interface HiveSpace {
  /** Reserves a cell for `size` bytes and returns its offset (counted from the first bin). */
  allocate(size: number): number;
  /** Writable content of a cell, without its size field. */
  at(offset: number): Buffer;
  /** All bins, free tails closed. */
  finish(): Buffer;
}

/** @param filetime goes into the first bin's header. */
export function newHiveSpace(filetime: bigint): HiveSpace {
  let bytes = Buffer.alloc(0);
  let used = 0;

  const closeBin = (): void => {
    if (used < bytes.length) bytes.writeInt32LE(bytes.length - used, used);
    used = bytes.length;
  };
  const openBin = (need: number): void => {
    closeBin();
    const start = bytes.length;
    const size = Math.ceil((need + binHeaderSize) / pageSize) * pageSize;
    bytes = Buffer.concat([bytes, Buffer.alloc(size)]);
    bytes.write('hbin', start, 'latin1');
    bytes.writeUInt32LE(start, start + 4);
    bytes.writeUInt32LE(size, start + 8);
    if (start === 0) bytes.writeBigUInt64LE(filetime, start + 20);
    used = start + binHeaderSize;
  };

  return {
    allocate(size) {
      const cell = Math.ceil((size + 4) / 8) * 8;
      if (bytes.length === 0 || used + cell > bytes.length) openBin(cell);
      const offset = used;
      bytes.writeInt32LE(-cell, offset);
      used += cell;
      return offset;
    },
    at(offset) {
      return bytes.subarray(offset + 4, offset - bytes.readInt32LE(offset));
    },
    finish() {
      closeBin();
      return bytes;
    },
  };
}
