/** Small helpers for reading in tests. */
import { memorySource } from '../../src/bundle/byte-files.ts';
import type { ByteFile } from '../../src/platform/types.ts';

/** All pieces in one array. */
export async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

/** A file in memory that counts what is read of it. */
export function memoryFile(name: string, bytes: Uint8Array): ByteFile & { readonly reads: { count: number; bytes: number; closed: boolean } } {
  const source = memorySource(bytes);
  const reads = { count: 0, bytes: 0, closed: false };
  return {
    name,
    size: bytes.length,
    reads,
    read: async (offset, length) => {
      const got = await source.read(offset, length);
      reads.count++;
      reads.bytes += got.length;
      return got;
    },
    close: async () => {
      reads.closed = true;
    },
  };
}

/** Pseudo-random numbers below 2^32, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
