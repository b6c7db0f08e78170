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

/** What the shipped samples show, and in a checkout the built cases, too: name and root cause of each that names one. */
export function sampleTruths(): { sample: string; rootCause: string }[] {
  const samples = foldersOf(join(packageRoot(), 'samples')).map((name) => [name, join(packageRoot(), 'samples', name, 'case.yaml')] as const);
  const cases = filesOf(join(packageRoot(), 'test', 'cases')).map((name) => [name.replace(/\.yaml$/, ''), join(packageRoot(), 'test', 'cases', name)] as const);
  return [...samples, ...cases].flatMap(([sample, path]) => {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const rootCause = /\brootCause:\s*([\w-]+)/.exec(text)?.[1] ?? 'null';
    // A case whose truth is that it cannot be decided, or that it is ruled out, shows no cause.
    const verdict = /\bverdict:\s*([\w-]+)/.exec(text)?.[1] ?? 'matched';
    return rootCause === 'null' || verdict !== 'matched' ? [] : [{ sample, rootCause }];
  });
}

function foldersOf(path: string): string[] {
  return existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).toSorted() : [];
}

function filesOf(path: string): string[] {
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.yaml')).toSorted() : [];
}
