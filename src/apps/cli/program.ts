/** The commands and their options; every failure becomes one line and exit code 2. */
import { Command, CommanderError } from 'commander';
import { addAnalyze } from './analyze-command.ts';
import { addDiff } from './diff-command.ts';
import { addExplain } from './explain-command.ts';
import { addExtract } from './extract-command.ts';
import { CliFailure } from './failure.ts';
import { guardStandardOutput } from './output.ts';
import { addPcap } from './pcap-command.ts';
import { addRedact } from './redact-command.ts';
import { addSchema } from './schema-command.ts';
import { addShow } from './show-command.ts';
import { addSignatures } from './signatures-command.ts';
import { addTimeline } from './timeline-command.ts';
import { version } from './version.ts';
import { addWhy } from './why-command.ts';

const EPILOGUE = `
Examples:
  rasalyze TSS_LAP042_240221-093005_NET_VPN.zip      diagnose a bundle
  rasalyze client.zip server.zip                     diagnose both sides as one case
  rasalyze bundle.zip --format json -o report.json   the same for programs
  rasalyze why ras-809-client-stack-damaged b.zip    why that was ruled out
  rasalyze show bundle.zip 'x.txt#line=12'           what stands at a reference
  rasalyze explain 809                               what a code or event means
  rasalyze timeline bundle.zip --attempt A1          what happened, in order
  rasalyze bundle.zip --redact                       without names, to be shown to others

Exit codes:
  0  nothing found
  1  a root cause was found
  2  usage error, unreadable input or internal error
  3  symptoms seen, cause undecided

Nothing is sent anywhere and nothing is written but the file you name with --output.`;

/** Runs one command line and returns the exit code. Never throws. */
export async function runCli(argv: readonly string[]): Promise<number> {
  guardStandardOutput();
  const result = { code: 0 };
  const program = new Command('rasalyze')
    .description('Names the root cause of a Windows VPN or RRAS failure from a TSS bundle, with the proof.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', EPILOGUE)
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .exitOverride();
  addAnalyze(program, result);
  addTimeline(program, result);
  addDiff(program, result);
  addWhy(program, result);
  addShow(program, result);
  addRedact(program, result);
  addExtract(program, result);
  addExplain(program, result);
  addPcap(program, result);
  addSignatures(program, result);
  addSchema(program);
  for (const command of program.commands) command.exitOverride();
  if (argv.length === 0) {
    program.outputHelp({ error: true });
    return 2;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return result.code;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** A usage error of commander as every other failure is told. */
function oneLine(text: string): string {
  const message = text.trim().replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ').replace(/\.$/, '');
  return `rasalyze: ${message}; rasalyze --help shows the options\n`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliFailure) {
    process.stderr.write(`rasalyze: ${error.message}\n`);
    return 2;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`rasalyze: internal error, please report it:\n${detail}\n`);
  return 2;
}
