/** How much of a bundle is believed and read. Every limit is an option; what is over one costs only itself. */

export interface Limits {
  /** Entries of all containers together. Default 100,000. */
  readonly entries: number;
  /** Containers inside one another: entries of a zip in the bundle have depth 1. Default 4. */
  readonly depth: number;
  /** Containers opened in all, so that nested archives cannot multiply. Default 1,000. */
  readonly containers: number;
  /** Unpacked size of one entry, read in pieces. Default 8 GiB. */
  readonly entryBytes: number;
  /** Unpacked size of one entry that is needed whole in memory; also of a packed container. Default 512 MB. */
  readonly memoryBytes: number;
  /** Unpacked containers kept at hand; those least recently used are let go and unpacked again when needed. Default 256 MB. */
  readonly cacheBytes: number;
  /** Bytes unpacked in all. Default 64 GiB. */
  readonly totalBytes: number;
  /**
   * Unpacked to packed size of an entry that unpacks to more than `ratioFrom`. Default 500.
   * DEFLATE ends at 1032:1, which only constant bytes reach; small files of blanks or zeros do that honestly.
   */
  readonly ratio: number;
  /** Default 64 MB. */
  readonly ratioFrom: number;
}

const MB = 1 << 20;
const GB = 1 << 30;

export const DEFAULT_LIMITS: Limits = {
  entries: 100_000,
  depth: 4,
  containers: 1000,
  entryBytes: 8 * GB,
  memoryBytes: 512 * MB,
  cacheBytes: 256 * MB,
  totalBytes: 64 * GB,
  ratio: 500,
  ratioFrom: 64 * MB,
};

/** A size for people: `1.5 GB`, `12 MB`, `340 bytes`. */
export function sizeText(bytes: number): string {
  if (bytes >= GB) return `${trim(bytes / GB)} GB`;
  if (bytes >= MB) return `${trim(bytes / MB)} MB`;
  if (bytes >= 1024) return `${trim(bytes / 1024)} KB`;
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

function trim(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
