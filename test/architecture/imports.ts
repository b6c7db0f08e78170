/** Reads the import graph of src/: which file imports which, and which packages. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SOURCE_ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

export interface SourceFile {
  /** Path below src/, with `/`. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Files below src/ it imports. */
  readonly files: readonly string[];
  /** Packages and `node:` modules it imports. */
  readonly packages: readonly string[];
}

export function sourceFiles(): SourceFile[] {
  return readdirSync(SOURCE_ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => read(join(entry.parentPath, entry.name)));
}

function read(absolute: string): SourceFile {
  const path = relative(SOURCE_ROOT, absolute).split(sep).join('/');
  const text = readFileSync(absolute, 'utf8');
  const specifiers = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const isLocal = (specifier: string) => specifier.startsWith('.');
  return {
    path,
    room: path.split('/')[0] ?? '',
    text,
    files: specifiers.filter(isLocal).map((specifier) => posix.normalize(posix.join(posix.dirname(path), specifier))),
    packages: specifiers.filter((specifier) => !isLocal(specifier)),
  };
}
