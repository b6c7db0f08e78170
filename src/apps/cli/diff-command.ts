/** `rasalyze diff before after`: which verdicts and facts changed. */
import { Option, type Command } from 'commander';
import { analyzeCase, type AnalyzedCase, type RedactOptions } from '../../engine/analyze.ts';
import { diffCases } from '../../engine/diff-case.ts';
import { nodePlatform } from '../../platform/node/platform.ts';
import { isSame, renderDiff, renderDiffJson } from '../../report/diff.ts';
import { hasColor } from './color.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';
import { fileOutput, standardOutput } from './output.ts';
import { addRedactOptions, redactionOf, type RedactionOptions } from './redact-options.ts';
import { progressLine } from './progress.ts';
import { loadShipped } from './signatures-command.ts';
import { version } from './version.ts';

interface DiffCommandOptions extends LimitOptions, RedactionOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

export function addDiff(program: Command, result: { code: number }): void {
  const command = program
    .command('diff')
    .description('compare two cases: the same machine before and after, or one that works beside one that does not')
    .argument('<before>', 'TSS zip, folder or single artifact; a folder may hold the zips of several machines')
    .argument('<after>', 'the same, later or from the other machine')
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'write the result to a file instead of standard output')
    .option('-v, --verbose', 'show every change')
    .option('--no-color', 'no colour, also when the output is a terminal')
    .addHelpText('after', '\nExit codes:\n  0  no difference\n  1  verdicts, outcomes or facts differ\n  2  usage error, unreadable input or internal error');
  addLimitOptions(addRedactOptions(command)).action(async (before: string, after: string, options: DiffCommandOptions) => {
    result.code = await run(before, after, options);
  });
}

async function run(before: string, after: string, options: DiffCommandOptions): Promise<number> {
  const redaction = redactionOf(options);
  const { signatures, vocabulary } = loadShipped();
  const output = options.output === undefined ? standardOutput() : fileOutput(options.output);
  const progress = progressLine();
  const judged = (path: string, redact: { readonly redact?: RedactOptions }): Promise<AnalyzedCase> =>
    withBundles([path], limitsOf(options), (bundles) => analyzeCase(bundles, { version: version(), signatures, vocabulary, crc32: nodePlatform.crc32, ...redact, onProgress: (text) => progress.show(text) }));
  try {
    const first = await judged(before, redaction);
    // One name is one name on both sides.
    const second = await judged(after, first.redactKey === null ? {} : { redact: { key: first.redactKey } });
    const diff = diffCases(first, second, signatures);
    progress.clear();
    await output.write(options.format === 'json' ? renderDiffJson(diff) : renderDiff(diff, { color: hasColor(options.color, output.isTerminal), width: process.stdout.columns ?? 100, verbose: options.verbose === true }));
    await output.close();
    return isSame(diff) ? 0 : 1;
  } catch (error) {
    progress.clear();
    output.discard();
    throw error;
  }
}
