/** House style that a machine can check. */
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './imports.ts';

const files = sourceFiles();
const isTable = (path: string) => path.startsWith('knowledge/');

describe('house style', () => {
  it('opens every file with a comment that says what it is for', () => {
    const bare = files.filter((file) => !/^(?:#!.*\n)?\/\*\*/.test(file.text));
    expect(bare.map((file) => file.path)).toEqual([]);
  });

  it('keeps files small enough to read (tables of knowledge aside)', () => {
    const long = files.filter((file) => !isTable(file.path) && file.text.split('\n').length > 330);
    expect(long.map((file) => `${file.path}: ${file.text.split('\n').length}`)).toEqual([]);
  });

  it('gives up no types', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
    const given = files.filter((file) => /(?::|\bas|<)\s*any\b/.test(code(file.text)) || /@ts-(?:ignore|expect-error|nocheck)/.test(file.text));
    expect(given.map((file) => file.path)).toEqual([]);
  });

  it('names files in kebab-case and folders hold at most a dozen things (tables aside)', () => {
    const odd = files.filter((file) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(file.path));
    expect(odd.map((file) => file.path)).toEqual([]);
  });
});
