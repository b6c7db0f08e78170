/** Files that are not on a disk: a stretch of another file, or an unpacked container that is let go when memory is needed. */
import type { ByteSource } from '../model/byte-source.ts';

/** `length` bytes of `file` from `start`, as a source of its own. */
export function sliceSource(file: ByteSource, start: number, length: number): ByteSource {
  const size = Math.max(0, Math.min(length, file.size - start));
  return {
    size,
    read: (offset, count) => file.read(start + offset, Math.max(0, Math.min(count, size - offset))),
  };
}

/** Bytes in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, count) => bytes.subarray(offset, offset + Math.max(0, count)) };
}

/** Unpacked containers, the most recently used last, together at most `limit` bytes (one alone may be larger). */
export class ContainerCache {
  readonly #limit: number;
  readonly #loaded = new Map<symbol, Uint8Array>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A source that unpacks with `load` when it is read and no longer at hand. `size` is what `load` gives. */
  source(size: number, load: () => Promise<Uint8Array>): ByteSource {
    const key = Symbol('container');
    let loading: Promise<Uint8Array> | undefined;
    const get = async (): Promise<Uint8Array> => {
      const held = this.#loaded.get(key);
      if (held) {
        this.#loaded.delete(key);
        this.#loaded.set(key, held);
        return held;
      }
      loading ??= load().finally(() => (loading = undefined));
      const bytes = await loading;
      this.#keep(key, bytes);
      return bytes;
    };
    return {
      size,
      read: async (offset, count) => (await get()).subarray(offset, offset + Math.max(0, count)),
    };
  }

  #keep(key: symbol, bytes: Uint8Array): void {
    if (this.#loaded.has(key)) return;
    this.#loaded.set(key, bytes);
    this.#bytes += bytes.length;
    for (const [other, held] of this.#loaded) {
      if (this.#bytes <= this.#limit || other === key) break;
      this.#loaded.delete(other);
      this.#bytes -= held.length;
    }
  }

  clear(): void {
    this.#loaded.clear();
    this.#bytes = 0;
  }
}
