/** `rasalyze timeline`: what happened, in order. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { analyzeCase } from '../../engine/analyze.ts';
import { timelineRows, type TimelineFilter } from '../../engine/timeline.ts';
import { nodePlatform } from '../../platform/node/platform.ts';
import { plain } from '../../report/plain.ts';
import { timelineRenderer, type TimelineFormat } from '../../report/timeline.ts';
import { CliFailure } from './failure.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';
import { addRedactOptions, redactionOf, type RedactionOptions } from './redact-options.ts';
import { fileOutput, standardOutput } from './output.ts';
import { progressLine } from './progress.ts';
import { loadShipped } from './signatures-command.ts';
import { version } from './version.ts';

interface TimelineCommandOptions extends LimitOptions, RedactionOptions {
  readonly all?: boolean;
  readonly format: TimelineFormat;
  readonly output?: string;
  readonly from?: number;
  readonly to?: number;
  readonly attempt?: string;
  readonly host?: string;
  readonly source?: string;
}

/** Rows are written in blocks of about this many characters. */
const BLOCK = 65_536;

export function addTimeline(program: Command, result: { code: number }): void {
  const command = program
    .command('timeline')
    .description('list what happened, in order of time, on one clock')
    .argument('<bundle...>', 'TSS zip, unpacked folder, .evtx or another single artifact')
    .option('-a, --all', 'every event of every log, not only those that matter to VPN and RAS')
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'csv', 'jsonl']).default('text'))
    .option('-o, --output <file>', 'write the result to a file instead of standard output')
    .option('--from <time>', 'from this time on, ISO 8601; without a zone it is UTC', parseTime)
    .option('--to <time>', 'up to this time', parseTime)
    .option('--attempt <id>', 'only what belongs to one attempt, for example A1')
    .option('--host <name>', 'only this computer')
    .option('--source <text>', 'only logs, providers or files whose name holds this text');
  addLimitOptions(addRedactOptions(command)).action(async (paths: string[], options: TimelineCommandOptions) => {
    await run(paths, options);
    result.code = 0;
  });
}

async function run(paths: readonly string[], options: TimelineCommandOptions): Promise<void> {
  const redaction = redactionOf(options);
  const output = options.output === undefined ? standardOutput() : fileOutput(options.output);
  const progress = progressLine();
  const renderer = timelineRenderer(options.format);
  const { vocabulary } = loadShipped();
  try {
    await withBundles(paths, limitsOf(options), async (bundles) => {
      const evidence = await analyzeCase(bundles, { version: version(), signatures: [], vocabulary, crc32: nodePlatform.crc32, ...redaction, onProgress: (text) => progress.show(text) });
      if (options.attempt !== undefined && !evidence.attempts.some((attempt) => attempt.id.toUpperCase() === options.attempt?.toUpperCase())) {
        throw new CliFailure(`--attempt ${options.attempt}: no such attempt; there ${evidence.attempts.length === 1 ? 'is' : 'are'} ${evidence.attempts.length}${evidence.attempts.length > 0 ? `, A1 to A${evidence.attempts.length}` : ''}`);
      }
      // Logs may hold events of further computers, which --all shows.
      if (options.all !== true) refuseUnknownHost(options.host, evidence.world.hosts.map(({ name }) => name));
      progress.clear();
      const onProblem = (text: string) => process.stderr.write(`rasalyze: not read whole: ${plain(evidence.redactor?.sentence(text) ?? text)}\n`);
      let block = renderer.head;
      for await (const row of timelineRows(bundles, evidence, { filter: filterOf(options), all: options.all === true, onProblem })) {
        block += renderer.row(row);
        if (block.length >= BLOCK) {
          await output.write(block);
          block = '';
        }
      }
      await output.write(block);
    });
    await output.close();
  } catch (error) {
    progress.clear();
    output.discard();
    throw error;
  }
}

function refuseUnknownHost(wanted: string | undefined, hosts: readonly string[]): void {
  if (wanted === undefined || hosts.some((name) => name.toUpperCase() === wanted.toUpperCase())) return;
  throw new CliFailure(plain(`--host ${wanted}: no such computer in the case; it speaks of ${hosts.filter((name) => name !== '').join(', ') || 'none'}`));
}

function filterOf(options: TimelineCommandOptions): TimelineFilter {
  const { from, to, attempt, host, source } = options;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(attempt === undefined ? {} : { attempt }), ...(host === undefined ? {} : { host }), ...(source === undefined ? {} : { source }) };
}

/** ISO 8601 → microseconds since 1970 UTC. */
function parseTime(text: string): number {
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.trim());
  const iso = text.trim().replace(' ', 'T');
  const millis = Date.parse(hasZone ? iso : iso.includes('T') ? `${iso}Z` : iso);
  if (Number.isNaN(millis)) throw new InvalidArgumentError('expected a time such as 2024-02-21T08:30:00Z');
  return millis * 1_000;
}
