/** Runs independent tools in tests; a test that needs one which is absent says so and passes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ToolResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Whether the tool can be started; prints a line when not. */
export function hasTool(name: string, probe: readonly string[] = ['--version']): boolean {
  const found = spawnSync(name, probe, { stdio: 'ignore' }).error === undefined;
  if (!found) console.log(`skipped: ${name} is not installed`);
  return found;
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
