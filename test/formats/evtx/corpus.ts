/** The corpus of real logs, where it is present: next to the repository, never part of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CorpusFile {
  readonly path: string;
  readonly name: string;
  /** Records an independent walk over record headers found. */
  readonly records: number;
}

const ROOT = new URL('../../../../shared/corpus/evtx/', import.meta.url).pathname;

/** All files with their expected counts; null (and a printed line) where there is no corpus. */
export function corpusFiles(test: string): readonly CorpusFile[] | null {
  const list = join(ROOT, 'expected-counts.csv');
  if (!existsSync(list)) {
    console.log(`SKIPPED ${test}: no corpus at ${ROOT}`);
    return null;
  }
  const rows = readFileSync(list, 'utf8').split('\n').slice(1);
  return rows.flatMap((row) => {
    const match = /^"?(.*?\.evtx)"?,\d+,\d*,(\d+),/.exec(row);
    return match ? [{ path: join(ROOT, match[1] as string), name: match[1] as string, records: Number(match[2]) }] : [];
  });
}
