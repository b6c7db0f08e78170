/** `rasalyze redact <file>`: an existing report or stored evidence without names. */
import { statSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { caseText } from '../../engine/case-file.ts';
import { readCase } from '../../engine/read-case.ts';
import { redactedEvidence, redactedReport } from '../../engine/redact-file.ts';
import { startStopwatch } from '../../engine/timing.ts';
import { gzip } from '../../platform/node/gzip.ts';
import { plainJson } from '../../report/plain.ts';
import { CliFailure, osReason } from './failure.ts';
import { withBundles } from './inputs.ts';
import { fileOutput, standardOutput, type Output } from './output.ts';
import { version } from './version.ts';

interface RedactCommandOptions {
  readonly output?: string;
  readonly redactKey?: string;
}

/** No report of ours is larger. */
const MOST_BYTES = 256 << 20;

export function addRedact(program: Command, result: { code: number }): void {
  program
    .command('redact')
    .description('replace names in a report made earlier (.json) or in stored evidence (.ras)')
    .argument('<file>', 'report written with --format json, or evidence written with --save-evidence')
    .option('-o, --output <file>', 'write the result to a file instead of standard output')
    .option('--redact-key <text>', 'the same text gives the same pseudonyms in other cases; keep it to yourself')
    .addHelpText('after', '\nA report knows less than its bundle: names that stand in its sentences alone stay. Prefer --redact while the bundle is at hand.')
    .action(async (path: string, options: RedactCommandOptions) => {
      await run(path, options);
      result.code = 0;
    });
}

async function run(path: string, options: RedactCommandOptions): Promise<void> {
  const redaction = options.redactKey === undefined ? {} : { key: options.redactKey };
  const content = /\.ras$/i.test(path) ? await storedWithout(path, redaction) : reportWithout(path, redaction);
  const output: Output = options.output === undefined ? standardOutput() : fileOutput(options.output);
  try {
    await output.write(content);
    await output.close();
  } catch (error) {
    output.discard();
    throw error;
  }
}

function reportWithout(path: string, redaction: { readonly key?: string }): string {
  const text = read(path);
  const redacted = redactedReport(text, redaction);
  if (redacted === null) throw new CliFailure(`${path}: is no report of rasalyze; give a file written with --format json or --save-evidence, or a bundle to "rasalyze --redact"`);
  return `${plainJson(redacted)}\n`;
}

function read(path: string): string {
  try {
    if (statSync(path).size > MOST_BYTES) throw new CliFailure(`${path}: is larger than any report of rasalyze`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(`${path}: cannot be read: ${osReason(error)}; check the path`);
  }
}

async function storedWithout(path: string, redaction: { readonly key?: string }): Promise<Uint8Array> {
  const evidence = await withBundles([path], {}, (bundles) => readCase(bundles, { stopwatch: startStopwatch() }));
  const [failed] = evidence.coverage.filter((item) => item.kind === 'case-evidence' && item.outcome === 'failed');
  if (failed !== undefined) throw new CliFailure(`${path}: cannot be read: ${failed.reason ?? 'unknown reason'}`);
  return gzip(new TextEncoder().encode(caseText(redactedEvidence(evidence, redaction), version())));
}
