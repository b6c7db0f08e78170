/** The limits a bundle is read with, as options. */
import type { Command } from 'commander';
import type { Limits } from '../../bundle/limits.ts';
import { parseCount, parseSize } from './sizes.ts';

export interface LimitOptions {
  readonly maxEntries?: number;
  readonly maxDepth?: number;
  readonly maxEntrySize?: number;
  readonly maxTotalSize?: number;
  readonly maxRatio?: number;
}

export function addLimitOptions(command: Command): Command {
  return command
    .option('--max-entries <count>', 'most entries read of all containers', parseCount)
    .option('--max-depth <count>', 'deepest nesting of zip and cab', parseCount)
    .option('--max-entry-size <size>', 'largest unpacked entry, for example 8G', parseSize)
    .option('--max-total-size <size>', 'most unpacked bytes in all', parseSize)
    .option('--max-ratio <count>', 'highest ratio of unpacked to packed size', parseCount);
}

/** Only what the user set; the bundle room fills in its defaults. */
export function limitsOf(options: LimitOptions): Partial<Limits> {
  return {
    ...(options.maxEntries === undefined ? {} : { entries: options.maxEntries }),
    ...(options.maxDepth === undefined ? {} : { depth: options.maxDepth }),
    ...(options.maxEntrySize === undefined ? {} : { entryBytes: options.maxEntrySize }),
    ...(options.maxTotalSize === undefined ? {} : { totalBytes: options.maxTotalSize }),
    ...(options.maxRatio === undefined ? {} : { ratio: options.maxRatio }),
  };
}
