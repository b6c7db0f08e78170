/** Every shipped signature is sound, and its embedded tests pass, against what the sources really yield. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { lintSignatures, loadSignatures, runSignatureTests, type Problem } from '../../src/matching/index.ts';

const folder = new URL('../../signatures/', import.meta.url).pathname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map((path) => ({ path: `signatures/${path}`, text: readFileSync(join(folder, path), 'utf8') }));
const vocabulary = sourceVocabulary();
const problemsIn = new Map<string, string[]>();
for (const problem of lintSignatures(files, vocabulary)) problemsIn.set(problem.file, [...(problemsIn.get(problem.file) ?? []), written(problem)]);

describe('shipped signatures', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it('pass their embedded tests', () => {
    const { signatures, problems } = loadSignatures(files, vocabulary);
    expect(problems.map(written)).toEqual([]);
    expect(runSignatureTests(signatures, vocabulary).failed).toEqual([]);
  });

  it.each(files.map((file) => file.path))('%s has no lint problem', (path) => {
    expect(problemsIn.get(path) ?? []).toEqual([]);
  });
});

function written({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`;
}
