/**
 * The shipped signatures as JSON, made by `npm run build`: parsing YAML and checking names at every start costs more than judging.
 * Used only while it was made from exactly the files that lie in `signatures/`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Signature } from '../../model/signature.ts';
import { packageRoot } from './package-root.ts';
import type { SignatureFile } from './signature-files.ts';

/** Absent when the sources run directly. */
const PATH = join(packageRoot(), 'dist', 'signatures.json');

interface Prebuilt {
  readonly fingerprint: string;
  readonly signatures: readonly Signature[];
}

function fingerprintOf(files: readonly SignatureFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex');
}

/** The prebuilt signatures, or null when there are none or the files have changed since. */
export function readPrebuilt(files: readonly SignatureFile[]): readonly Signature[] | null {
  try {
    const prebuilt = JSON.parse(readFileSync(PATH, 'utf8')) as Prebuilt;
    return prebuilt.fingerprint === fingerprintOf(files) ? prebuilt.signatures : null;
  } catch {
    return null;
  }
}

export function writePrebuilt(files: readonly SignatureFile[], signatures: readonly Signature[]): void {
  const prebuilt: Prebuilt = { fingerprint: fingerprintOf(files), signatures };
  writeFileSync(PATH, JSON.stringify(prebuilt));
}
