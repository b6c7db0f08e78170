/**
 * Runs independent tools in tests. A test that needs a tool or the corpus of real logs, where that is absent, says so and is
 * skipped; with `RASALYZE_REQUIRE_ALL=1` (where everything is meant to be installed) it fails instead.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ToolResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Says that something is absent. @throws Error when everything is required. */
function absent(what: string): false {
  if (process.env['RASALYZE_REQUIRE_ALL'] === '1') throw new Error(`${what}, and RASALYZE_REQUIRE_ALL=1 demands it`);
  console.log(`skipped: ${what}`);
  return false;
}

/** Whether the tool can be started; prints a line when not. @throws Error when it cannot and everything is required. */
export function hasTool(name: string, probe: readonly string[] = ['--version']): boolean {
  return spawnSync(name, probe, { stdio: 'ignore' }).error === undefined || absent(`${name} is not installed`);
}

/** Folder of real event logs, beside the repository where it is present. */
export const CORPUS = new URL('../../../shared/corpus/', import.meta.url).pathname;

/** Whether the corpus is here; prints a line when not. @throws Error when it is not and everything is required. */
export function hasCorpus(): boolean {
  return existsSync(join(CORPUS, 'evtx', 'expected-counts.csv')) || absent('there is no corpus of real logs');
}

/** Runs a tool on files written to a fresh folder; `{name}` in an argument becomes that file's path. */
export function runTool(tool: string, args: readonly string[], files: Readonly<Record<string, Uint8Array>>, input?: string): ToolResult {
  const folder = mkdtempSync(join(tmpdir(), 'rasalyze-test-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const real = args.map((arg) => arg.replace(/\{([^}]*)\}/g, (_, name: string) => join(folder, name)));
    const result = spawnSync(tool, real, { cwd: folder, maxBuffer: 1 << 28, ...(input === undefined ? {} : { input }) });
    return { status: result.status ?? -1, stdout: result.stdout, stderr: result.stderr.toString() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
