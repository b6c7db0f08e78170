/** `rasalyze show`: what stands at a reference. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { showReference, ShowError } from '../../engine/show.ts';
import { plain } from '../../report/plain.ts';
import { renderShown, renderShownJson } from '../../report/show.ts';
import { hasColor } from './color.ts';
import { CliFailure } from './failure.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';

interface ShowCommandOptions extends LimitOptions {
  readonly format: 'text' | 'json';
  readonly context: number;
  readonly color?: boolean;
}

const EPILOGUE = `
References are what outputs print below or behind a statement:
  HOST-System.evtx#record=101@4608     a record of an event log (the offset may be left out)
  x.txt#line=12  x.txt#line=12-40      lines of a text
  x.hiv#key=HKLM\\SYSTEM\\…;value=Name   a registry key or value
  rasphone.pbk#section=Contoso VPN     a section of a profile or configuration
  x.txt                                the artifact as a whole
Quote them for the shell. With several bundles the name of one may stand in front: client.zip!/x.txt#line=12.

Exit codes:
  0  shown
  2  usage error, unreadable input, no such place`;

export function addShow(program: Command, result: { code: number }): void {
  const command = program
    .command('show')
    .description('show what stands at a reference: the record, the lines, the registry value')
    .usage('[options] <bundle...> <ref>')
    .argument('<bundle...>', 'the bundles as they were given for the report, then the reference')
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('-C, --context <lines>', 'lines of text around the cited ones', parseContext, 3)
    .option('--no-color', 'no colour, also when the output is a terminal')
    .addHelpText('after', EPILOGUE);
  addLimitOptions(command).action(async (given: string[], options: ShowCommandOptions) => {
    const ref = given.at(-1) ?? '';
    if (given.length < 2) throw new CliFailure(`show takes a bundle and a reference; only ${ref} was given`);
    result.code = await run(given.slice(0, -1), ref, options);
  });
}

async function run(paths: readonly string[], ref: string, options: ShowCommandOptions): Promise<number> {
  try {
    const shown = await withBundles(paths, limitsOf(options), (bundles) => showReference(bundles, ref, { context: options.context }));
    const isTerminal = process.stdout.isTTY === true;
    process.stdout.write(options.format === 'json' ? renderShownJson(shown) : renderShown(shown, { color: hasColor(options.color, isTerminal), width: process.stdout.columns ?? 100 }));
    return 0;
  } catch (error) {
    if (error instanceof ShowError) throw new CliFailure(plain(error.message));
    throw error;
  }
}

function parseContext(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('expected a number of lines from 0 to 9999');
  return Number(text);
}
