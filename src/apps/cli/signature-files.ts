/** Signature files: those shipped with the package and those of a folder the user names. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CliFailure, osReason } from './failure.ts';
import { packageRoot } from './package-root.ts';

export interface SignatureFile {
  readonly path: string;
  readonly text: string;
}

const DEEPEST = 6;
const MOST_FILES = 5_000;

/** All `.yaml` files below a folder, sorted by path. */
export function signatureFiles(folder: string): SignatureFile[] {
  const files: SignatureFile[] = [];
  const walk = (at: string, depth: number): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) walk(path, depth + 1);
      else if (entry.isFile() && /\.ya?ml$/i.test(entry.name) && files.length < MOST_FILES) files.push({ path: relative(folder, path).split(sep).join('/'), text: readFileSync(path, 'utf8') });
    }
  };
  try {
    walk(folder, 0);
  } catch (error) {
    throw new CliFailure(`${folder}: cannot read signatures: ${osReason(error)}; check the path`);
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The shipped folder. */
export function shippedSignatures(): string {
  return join(packageRoot(), 'signatures');
}

/** Root causes the samples state, by sample; none where the package came without its samples. */
export function sampleTruths(): { sample: string; rootCause: string }[] {
  const folder = join(packageRoot(), 'samples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name, 'case.yaml');
    if (!entry.isDirectory() || !existsSync(path)) return [];
    const [, rootCause = 'null'] = /^\s+rootCause:\s*(\S+)/m.exec(readFileSync(path, 'utf8')) ?? [];
    return rootCause === 'null' ? [] : [{ sample: entry.name, rootCause }];
  });
}
