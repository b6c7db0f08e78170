/** `rasalyze why`: the reasons of one verdict. */
import { Option, type Command } from 'commander';
import { analyzeCase, type JudgedCase } from '../../engine/analyze.ts';
import { signatureNamed, whyOf } from '../../engine/why.ts';
import { nodePlatform } from '../../platform/node/platform.ts';
import { plain } from '../../report/plain.ts';
import { renderWhy, renderWhyJson } from '../../report/why.ts';
import { hasColor } from './color.ts';
import { CliFailure } from './failure.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';
import { addRedactOptions, redactionOf, type RedactionOptions } from './redact-options.ts';
import { progressLine } from './progress.ts';
import { loadShipped, loadWith } from './signatures-command.ts';
import { version } from './version.ts';

interface WhyCommandOptions extends LimitOptions, RedactionOptions {
  readonly attempt?: string;
  readonly format: 'text' | 'json';
  readonly signatures?: string;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

const EPILOGUE = `
  + a clause that holds   - one that does not   ? one that is not known   = what another verdict would take

Exit codes:
  0  ruled out, or not applicable
  1  matched for at least one attempt or host
  2  usage error, unreadable input or internal error
  3  undecided`;

export function addWhy(program: Command, result: { code: number }): void {
  const command = program
    .command('why')
    .description('say why a known failure was matched, ruled out or left undecided, clause by clause')
    .argument('<signature>', 'id of a signature, as the report prints it')
    .argument('<bundle...>', 'the bundles as they were given for the report')
    .option('-a, --attempt <id>', 'only this attempt (A1) or this computer')
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('-s, --signatures <folder>', 'judge with the signatures of this folder instead of the built-in ones')
    .option('-v, --verbose', 'show every attempt or computer, alike or not')
    .option('--no-color', 'no colour, also when the output is a terminal')
    .addHelpText('after', EPILOGUE);
  addLimitOptions(addRedactOptions(command)).action(async (id: string, paths: string[], options: WhyCommandOptions) => {
    result.code = await run(id, paths, options);
  });
}

async function run(id: string, paths: readonly string[], options: WhyCommandOptions): Promise<number> {
  const redaction = redactionOf(options);
  const { signatures, vocabulary } = options.signatures === undefined ? loadShipped() : loadWith(options.signatures);
  const signature = signatureNamed(id, signatures);
  if (typeof signature === 'string') throw new CliFailure(plain(signature));
  const progress = progressLine();
  try {
    const judged = await withBundles(paths, limitsOf(options), (bundles) => analyzeCase(bundles, { version: version(), signatures, vocabulary, crc32: nodePlatform.crc32, ...redaction, onProgress: (text) => progress.show(text) }));
    progress.clear();
    refuseUnknown(options.attempt, judged);
    const why = whyOf(signature, judged, { signatures, vocabulary, ...(options.attempt === undefined ? {} : { subject: options.attempt }) });
    const isTerminal = process.stdout.isTTY === true;
    process.stdout.write(options.format === 'json' ? renderWhyJson(why) : renderWhy(why, { color: hasColor(options.color, isTerminal), width: process.stdout.columns ?? 100, verbose: options.verbose === true }));
    const verdicts = new Set(why.subjects.map((subject) => subject.verdict));
    return verdicts.has('matched') ? 1 : verdicts.has('undecided') ? 3 : 0;
  } finally {
    progress.clear();
  }
}

/** An attempt or computer the case does not have is a slip, not a verdict. */
function refuseUnknown(wanted: string | undefined, { attempts, world }: JudgedCase): void {
  const hosts = world.hosts.map((host) => host.name).filter((name) => name !== '');
  const known = [...attempts.map((attempt) => attempt.id), ...hosts].map((name) => name.toUpperCase());
  if (wanted === undefined || known.includes(wanted.toUpperCase())) return;
  throw new CliFailure(plain(`--attempt ${wanted}: no such attempt or computer; there ${attempts.length === 1 ? 'is A1' : attempts.length === 0 ? 'is no attempt' : `are A1 to A${attempts.length}`}${hosts.length === 0 ? '' : `, on ${hosts.join(', ')}`}`));
}
