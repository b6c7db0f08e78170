/** `rasalyze extract <bundle…> --finding <signature>`: the least evidence that still yields a finding, without names. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { analyzeCase } from '../../engine/analyze.ts';
import { caseText } from '../../engine/case-file.ts';
import { extractCase } from '../../engine/extract-case.ts';
import { sampleRecipe } from '../../engine/sample-recipe.ts';
import { startStopwatch } from '../../engine/timing.ts';
import { gzip } from '../../platform/node/gzip.ts';
import { nodePlatform } from '../../platform/node/platform.ts';
import { zip } from '../../platform/node/zip.ts';
import { CliFailure, osReason } from './failure.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';
import { fileOutput } from './output.ts';
import { progressLine } from './progress.ts';
import { loadShipped, loadWith } from './signatures-command.ts';
import { version } from './version.ts';

interface ExtractOptions extends LimitOptions {
  readonly finding: string;
  readonly output: string;
  readonly signatures?: string;
  readonly redactKey?: string;
}

export function addExtract(program: Command, result: { code: number }): void {
  const command = program
    .command('extract')
    .description('write the least evidence that still yields a finding, without names: small enough to hand on, ready to become a sample')
    .argument('<bundle...>', 'TSS zip, unpacked folder, single artifact, or evidence stored before (.ras)')
    .requiredOption('--finding <signature>', 'id of a signature the case matches, as the report shows it')
    .requiredOption('-o, --output <file>', 'a name ending in .zip for one archive; any other for a folder with the archive and its case.yaml')
    .option('-s, --signatures <folder>', 'judge with the signatures of this folder instead of the built-in ones')
    .option('--redact-key <text>', 'the same text gives the same pseudonyms in other cases; keep it to yourself');
  addLimitOptions(command).action(async (paths: string[], options: ExtractOptions) => {
    await run(paths, options);
    result.code = 0;
  });
}

async function run(paths: readonly string[], options: ExtractOptions): Promise<void> {
  const { signatures, vocabulary } = options.signatures === undefined ? loadShipped() : loadWith(options.signatures);
  if (!signatures.some((signature) => signature.id === options.finding)) throw new CliFailure(`--finding ${options.finding}: no such signature; "rasalyze signatures list" shows them`);
  const judging = { version: version(), signatures, vocabulary };
  const progress = progressLine();
  const { evidence } = await withBundles(paths, limitsOf(options), (bundles) =>
    analyzeCase(bundles, { ...judging, crc32: nodePlatform.crc32, redact: options.redactKey === undefined ? {} : { key: options.redactKey }, onProgress: (text) => progress.show(text) }),
  ).finally(() => progress.clear());
  const extract = extractCase(evidence, options.finding, { ...judging, stopwatch: startStopwatch() });
  if (extract === null) throw new CliFailure(`--finding ${options.finding}: is not matched in ${paths.join(', ')}; the report shows what is`);
  const name = `${options.finding}.zip`;
  const recipe = new TextEncoder().encode(sampleRecipe(extract.report, options.finding, name));
  const stored = { name: 'evidence.ras', bytes: gzip(new TextEncoder().encode(caseText(extract.evidence, version()))) };
  if (/\.zip$/i.test(options.output)) await write(options.output, zip([stored, { name: 'case.yaml', bytes: recipe }]));
  else {
    makeFolder(options.output);
    await write(join(options.output, name), zip([stored]));
    await write(join(options.output, 'case.yaml'), recipe);
  }
  process.stderr.write(`rasalyze: ${extract.after} of ${extract.before} pieces of evidence are needed for ${options.finding}\n`);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const output = fileOutput(path);
  try {
    await output.write(bytes);
    await output.close();
  } catch (error) {
    output.discard();
    throw error;
  }
}

function makeFolder(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(path);
  } catch (error) {
    throw new CliFailure(`${path}: cannot make the folder: ${osReason(error)}; name another`);
  }
}
