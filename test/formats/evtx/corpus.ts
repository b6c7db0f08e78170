/** The corpus of real logs, where it is present: next to the repository, never part of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS, hasCorpus } from '../../support/tools.ts';

export interface CorpusFile {
  readonly path: string;
  readonly name: string;
  /** Records an independent walk over record headers found. */
  readonly records: number;
}

const ROOT = join(CORPUS, 'evtx');

/** All files with their expected counts; null (and a printed line) where there is no corpus. */
export function corpusFiles(test: string): readonly CorpusFile[] | null {
  if (!hasCorpus()) {
    console.log(`SKIPPED ${test}`);
    return null;
  }
  const rows = readFileSync(join(ROOT, 'expected-counts.csv'), 'utf8').split('\n').slice(1);
  return rows.flatMap((row) => {
    const match = /^"?(.*?\.evtx)"?,\d+,\d*,(\d+),/.exec(row);
    return match ? [{ path: join(ROOT, match[1] as string), name: match[1] as string, records: Number(match[2]) }] : [];
  });
}
