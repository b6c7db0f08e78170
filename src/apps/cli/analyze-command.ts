/** `rasalyze <bundle…>`: the diagnosis. */
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { analyzeCase, type AnalyzeTiming } from '../../engine/analyze.ts';
import { caseText } from '../../engine/case-file.ts';
import { hasColor } from './color.ts';
import { CliFailure } from './failure.ts';
import { renderCollectScript } from '../../report/collect-script.ts';
import { plain } from '../../report/plain.ts';
import { renderJson } from '../../report/json.ts';
import { hasSymptoms, renderTerminal } from '../../report/terminal.ts';
import { renderTiming } from '../../report/timing.ts';
import type { Report } from '../../model/report.ts';
import { withBundles } from './inputs.ts';
import { addLimitOptions, limitsOf, type LimitOptions } from './limit-options.ts';
import { fileOutput, standardOutput } from './output.ts';
import { progressLine } from './progress.ts';
import { addRedactOptions, redactionOf, type RedactionOptions } from './redact-options.ts';
import { gzip } from '../../platform/node/gzip.ts';
import { nodePlatform } from '../../platform/node/platform.ts';
import { version } from './version.ts';
import { loadShipped, loadWith } from './signatures-command.ts';

interface AnalyzeOptions extends LimitOptions, RedactionOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly saveEvidence?: string;
  readonly collectScript?: string;
  readonly signatures?: string;
  readonly timing?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

export function addAnalyze(program: Command, result: { code: number }): void {
  const command = program
    .command('analyze', { isDefault: true })
    .description('diagnose one case: bundles (.zip), folders or single files; several are taken as one case')
    .argument('<bundle...>', 'TSS zip, unpacked folder, .evtx or another single artifact, or evidence stored before (.ras)')
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'write the result to a file instead of standard output')
    .option('-s, --signatures <folder>', 'judge with the signatures of this folder instead of the built-in ones')
    .option('--save-evidence <file>', 'store what was read as well, to be judged again without the bundles: rasalyze case.ras')
    .option('--collect-script <file>', 'write a PowerShell script that gathers what is missing, a section for each machine')
    .option('-v, --verbose', 'show every attempt, ruled-out signature and artifact')
    .option('-t, --timing', 'print to standard error where the time went')
    .option('--no-color', 'no colour, also when the output is a terminal');
  addLimitOptions(addRedactOptions(command)).action(async (paths: string[], options: AnalyzeOptions) => {
    result.code = await run(paths, options);
  });
}

async function run(paths: readonly string[], options: AnalyzeOptions): Promise<number> {
  const redaction = redactionOf(options);
  const { signatures, vocabulary } = options.signatures === undefined ? loadShipped() : loadWith(options.signatures);
  refuseSameFile({ '--output': options.output, '--save-evidence': options.saveEvidence, '--collect-script': options.collectScript });
  const output = options.output === undefined ? standardOutput() : fileOutput(options.output);
  const stored = options.saveEvidence === undefined ? null : fileOutput(options.saveEvidence);
  const progress = progressLine();
  let timing: AnalyzeTiming | null = null;
  try {
    const { report, evidence } = await withBundles(paths, limitsOf(options), (bundles) =>
      analyzeCase(bundles, { version: version(), signatures, vocabulary, crc32: nodePlatform.crc32, ...redaction, onProgress: (text) => progress.show(text), onTiming: (measured) => (timing = measured) }),
    );
    progress.clear();
    refuseUnread(report, paths);
    await output.write(options.format === 'json' ? renderJson(report) : renderTerminal(report, { color: hasColor(options.color, output.isTerminal), width: process.stdout.columns ?? 100, verbose: options.verbose === true }));
    await output.close();
    if (stored !== null) {
      await stored.write(gzip(new TextEncoder().encode(caseText(evidence, version()))));
      await stored.close();
    }
    if (options.collectScript !== undefined) await writeScript(report, options.collectScript);
    if (options.timing === true && timing !== null) process.stderr.write(renderTiming(timing));
    return exitCode(report);
  } catch (error) {
    progress.clear();
    output.discard();
    stored?.discard();
    throw error;
  }
}

function refuseSameFile(files: Readonly<Record<string, string | undefined>>): void {
  const taken = new Map<string, string>();
  for (const [option, path] of Object.entries(files)) {
    if (path === undefined) continue;
    const other = taken.get(resolve(path));
    if (other !== undefined) throw new CliFailure(`${path}: both ${other} and ${option} name it; give each a file of its own`);
    taken.set(resolve(path), option);
  }
}

async function writeScript(report: Report, path: string): Promise<void> {
  const script = renderCollectScript(report);
  if (script === null) {
    process.stderr.write(`rasalyze: ${path} was not written: nothing is missing that a command collects\n`);
    return;
  }
  const file = fileOutput(path);
  await file.write(script);
  await file.close();
}

const CONTAINERS: readonly string[] = ['zip', 'cab'];

/** "Nothing found" in what nobody could read would be a lie. */
function refuseUnread(report: Report, paths: readonly string[]): void {
  const artifacts = report.coverage.filter((item) => !CONTAINERS.includes(item.kind));
  if (artifacts.some((item) => item.outcome === 'read' || item.outcome === 'partial')) return;
  const failed = artifacts.find((item) => item.outcome === 'failed');
  const why = failed === undefined ? `holds nothing that is known here (${artifacts.length} files)` : `nothing in it could be read: ${failed.artifact}: ${failed.reason ?? 'unknown reason'}`;
  throw new CliFailure(plain(`${paths.join(', ')}: ${why}; give a TSS zip, its unpacked folder or an .evtx file`));
}

/** 0 nothing found, 1 a root cause, 3 symptoms without a proved cause. */
function exitCode(report: Report): number {
  if (report.diagnosis.rootCauses.length > 0) return 1;
  return hasSymptoms(report) ? 3 : 0;
}
