/** Runs the built command line as a user does. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { packageRoot } from '../../src/apps/cli/package-root.ts';
import { loadSample } from '../golden/cases.ts';

export const MAIN = join(packageRoot(), 'dist/src/apps/cli/main.js');
if (!existsSync(MAIN)) throw new Error('dist/ is missing: run "npm run build" first (npm test does)');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const { NO_COLOR: _, FORCE_COLOR: __, ...ENV } = process.env;

/** `rasalyze <args>`, neither of its outputs a terminal. */
export function rasalyze(args: readonly string[], options: { readonly cwd?: string; readonly uid?: number } = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env: ENV, maxBuffer: 1 << 28, ...options });
  return { code: status, stdout, stderr };
}

/** A shell line in which `rasalyze` is the command. */
export function shell(line: string, env: Readonly<Record<string, string>> = {}): Run {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `rasalyze() { '${process.execPath}' '${MAIN}' "$@"; }; ${line}`], { encoding: 'utf8', env: { ...ENV, ...env }, maxBuffer: 1 << 28 });
  return { code: status, stdout, stderr };
}

/** Exit code 2, nothing on standard output, and one line on standard error that names the culprit. */
export function expectOneLine(run: Run, name: string): void {
  expect(run.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^rasalyze: \S/)]);
  expect(run.stderr).toContain(name);
  expect([run.code, run.stdout]).toEqual([2, '']);
}

/** A folder of this test file, removed in the end. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rasalyze-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Zips of a sample. */
export function zipsOf(name: string): readonly string[] {
  return loadSample(name).zips;
}
