/** `rasalyze pcap`: packets of the traces of a bundle as a capture for Wireshark. */
import { Option, type Command } from 'commander';
import { analyzeCase } from '../../engine/analyze.ts';
import { PCAP_FILTERS, writePcap, type PcapCount } from '../../engine/pcap.ts';
import type { Bundle } from '../../bundle/types.ts';
import type { Span } from '../../model/time.ts';
import { nodePlatform } from '../../platform/node/platform.ts';
import { plain } from '../../report/plain.ts';
import { CliFailure } from './failure.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';
import { fileOutput, standardOutput } from './output.ts';
import { progressLine } from './progress.ts';
import { loadShipped } from './signatures-command.ts';
import { version } from './version.ts';

interface PcapCommandOptions extends LimitOptions {
  readonly output?: string;
  readonly attempt?: string;
  readonly filter?: string;
  readonly artifact?: string;
}

/** Name resolution comes before a dial, retransmissions after it. */
const AROUND = 10 * 1_000_000;

export function addPcap(program: Command, result: { code: number }): void {
  const command = program
    .command('pcap')
    .description('write the packets of the traces (.etl) as pcapng, which Wireshark and tshark read')
    .argument('<bundle...>', 'TSS zip, unpacked folder or .etl file')
    .option('-o, --output <file>', 'the capture to write; without it to standard output, which must not be a terminal')
    .option('--attempt <id>', 'only packets from 10 s before to 10 s after an attempt, for example A1')
    .addOption(new Option('--filter <name>', 'only one kind of traffic').choices([...PCAP_FILTERS]))
    .option('--artifact <text>', 'only traces whose path holds this text')
    .addHelpText('after', '\nEach packet is written once, however many layers of Windows showed it, in order of time. Frame numbers of a whole\nexport (no --attempt, --filter) of one trace are those the diagnosis cites. Several traces become several sections.');
  addLimitOptions(command).action(async (paths: string[], options: PcapCommandOptions) => {
    await run(paths, options);
    result.code = 0;
  });
}

async function run(paths: readonly string[], options: PcapCommandOptions): Promise<void> {
  const output = options.output === undefined ? standardOutput() : fileOutput(options.output);
  if (output.isTerminal) throw new CliFailure('a capture is no text for a terminal; name a file with --output, or pipe it to another program');
  const progress = progressLine();
  try {
    const counts = await withBundles(paths, limitsOf(options), async (bundles) => {
      const span = await spanOf(bundles, options.attempt);
      return writePcap(
        bundles,
        {
          version: version(),
          ...(span === undefined ? {} : { span }),
          ...(options.filter === undefined ? {} : { filter: options.filter }),
          ...(options.artifact === undefined ? {} : { artifact: options.artifact }),
          onProgress: (text) => progress.show(text),
          onProblem: (text) => process.stderr.write(`rasalyze: not read whole: ${plain(text)}\n`),
        },
        (bytes) => output.write(bytes),
      );
    });
    progress.clear();
    if (counts.every((count) => count.written === 0)) throw new CliFailure(`${paths.join(', ')}: ${noneText(counts)}`);
    await output.close();
    for (const { artifact, frames, written } of counts) process.stderr.write(`rasalyze: ${plain(artifact)}: ${written} of ${frames} frames written\n`);
  } catch (error) {
    progress.clear();
    output.discard();
    throw error;
  }
}

function noneText(counts: readonly PcapCount[]): string {
  return counts.length === 0 ? 'no trace with packets in it; TSS writes them as *_packetcapture-*.etl' : 'no packet passes the attempt and filter given';
}

async function spanOf(bundles: readonly Bundle[], id: string | undefined): Promise<Span | undefined> {
  if (id === undefined) return undefined;
  const { vocabulary } = loadShipped();
  const { attempts } = await analyzeCase(bundles, { version: version(), signatures: [], vocabulary, crc32: nodePlatform.crc32 });
  const attempt = attempts.find((each) => each.id.toUpperCase() === id.toUpperCase());
  if (attempt === undefined) throw new CliFailure(`--attempt ${id}: no such attempt; there ${attempts.length === 1 ? 'is' : 'are'} ${attempts.length}`);
  return { from: attempt.startedAt - AROUND, to: attempt.endedAt + AROUND };
}
