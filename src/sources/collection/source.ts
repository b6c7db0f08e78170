/**
 * What the collector was asked for and what of it went wrong: a file that is not there was not asked for, was skipped, or
 * failed. Only the collector's own log tells these apart.
 *
 *   20240221 09:30:12.345 [Main(1000)] INFO: Commandline: .\TSS.ps1 -Scenario NET_RAS -noSDP
 *     → collection.asked {kind ras-dump: asked false}, {kind sdp-text: asked false}, {kind registry-hive: asked true} …
 *   20240221 09:44:01.002 [NET.psm1:CollectNET_VPNLog(812)] ERROR: …
 *     → collection.step {name: CollectNET_VPNLog, outcome: failed, reason: …}
 *   Skipping running CollectNET_WFPLog()      → collection.step {name: CollectNET_WFPLog, outcome: skipped}
 * Texts of the script are English on every machine; those of Windows inside them are only quoted.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import { fileName, knownFields } from '../block-facts.ts';
import { askedFor, switchesOf } from './asked.ts';

/** A log of a thousand errors says no more than its first hundred. */
const MOST_STEPS = 100;
const MOST_REASON = 300;
const MAX_LINE = 4_000;

interface Step {
  readonly name: string;
  readonly outcome: 'failed' | 'skipped' | 'missing';
  readonly reason: string | undefined;
  readonly line: number;
}

interface Gathered {
  readonly scenarios: Set<string>;
  readonly switches: Set<string>;
  parameters: Set<string> | null;
  readonly steps: Map<string, Step>;
  /** Computer the log names, upper case; '' when it names none. */
  computer: string;
  /** Line of the command line, else of the list of parameters. */
  line: number;
}

export const collection: ArtifactSource = {
  id: 'collection',
  reads: ['tss-log'],
  yields: [
    { kind: 'fact', name: 'collection.step', fields: { name: 'string', outcome: 'string', reason: 'string' } },
    { kind: 'fact', name: 'collection.asked', fields: { asked: 'boolean' } },
  ],
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    const gathered = gather(decoded.lines);
    // Whether the file is a log of the collector at all, its other reader says.
    emitFacts(artifact, gathered, emit, context);
    return { outcome: 'ignored' };
  },
};

const STAMPED = /^\uFEFF?\s*\d{8}[ _]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\s+(?:\[([^\]]{0,200})\]\s*)?(?:(INFO|WARNING|WARN|ERROR|EXCEPTION)\s*:\s?)?(.*)$/i;

function gather(lines: readonly string[]): Gathered {
  const gathered: Gathered = { scenarios: new Set(), switches: new Set(), parameters: null, steps: new Map(), computer: '', line: 0 };
  let listFrom = -1;
  for (const [at, raw] of lines.entries()) {
    const line = raw.slice(0, MAX_LINE);
    const stamped = STAMPED.exec(line);
    const text = (stamped?.[3] ?? line).trim();
    const list = /\bcontains following traces and parameters:(.*)$|\bWorking on Parameters:(.*)$/i.exec(text);
    if (list !== null) {
      listFrom = at;
      addParameters(list[1] ?? list[2] ?? '', gathered, at + 1);
      const scenario = /\bSpecified scenario (\w{1,60})/i.exec(text)?.[1];
      if (scenario !== undefined) gathered.scenarios.add(scenario.toUpperCase());
    } else if (stamped === null && listFrom !== -1 && at - listFrom < 10) {
      // The list goes on below its message.
      addParameters(text, gathered, listFrom + 1);
    } else {
      listFrom = -1;
      readCommandLine(text, gathered, at + 1);
      gathered.computer = (/^Computer:\s*(\S{1,64}) - User:/.exec(text)?.[1] ?? gathered.computer).toUpperCase();
      readStep(stamped?.[1] ?? '', stamped?.[2]?.toUpperCase() ?? '', text, gathered, at + 1);
    }
  }
  return gathered;
}

function addParameters(text: string, gathered: Gathered, line: number): void {
  const words = text.split(/[\s,;()]+/).filter((word) => /^-?[A-Za-z]\w{2,60}$/.test(word));
  gathered.parameters ??= new Set();
  for (const word of words) gathered.parameters.add(word.replace(/^-/, '').toLowerCase());
  gathered.line ||= line;
}

function readCommandLine(text: string, gathered: Gathered, line: number): void {
  const command = /\b(?:Command\s?line|Running Command):\s*(\S.*)$/i.exec(text)?.[1];
  if (command === undefined || !/TSS/i.test(command)) return;
  const { switches, scenarios } = switchesOf(command);
  for (const one of switches) gathered.switches.add(one);
  for (const one of scenarios) gathered.scenarios.add(one);
  gathered.line = line;
}

const SKIPPED = /^Skipping running\s+["']?([\w.-]{2,100})/i;
const MISSING = /(?:^|[\s:])(?:["']([^"']{3,300})["']|([^\s"']{3,300}))\s+(?:does not exist|doesn't exist|was not found|not found)\b/i;
const EXIT_CODE = /\bLASTEXITCODE\b\D{0,10}(0x[0-9a-f]{1,8}|-?\d{1,10})/i;

function readStep(place: string, level: string, text: string, gathered: Gathered, line: number): void {
  const skipped = SKIPPED.exec(text)?.[1];
  if (skipped !== undefined) return add({ name: skipped, outcome: 'skipped', reason: undefined, line }, gathered);
  const exitCode = EXIT_CODE.exec(text)?.[1];
  const isFailure = level === 'ERROR' || level === 'EXCEPTION' || (exitCode !== undefined && Number(exitCode) !== 0);
  if (!isFailure && level !== 'WARNING' && level !== 'WARN') return;
  const reason = text.slice(0, MOST_REASON);
  const missing = MISSING.exec(reason);
  if (missing !== null) add({ name: (missing[1] ?? missing[2]) as string, outcome: 'missing', reason, line }, gathered);
  else if (isFailure) add({ name: functionOf(place) || 'collector', outcome: 'failed', reason, line }, gathered);
}

/** `NET.psm1:CollectNET_VPNLog(812)` → `CollectNET_VPNLog`. */
function functionOf(place: string): string {
  return /([\w-]{1,100})\s*(?:\(\d{0,6}\))?\s*$/.exec(place.slice(0, 200))?.[1] ?? '';
}

function add(step: Step, { steps }: Gathered): void {
  const key = `${step.outcome}|${step.name}|${step.reason ?? ''}`;
  if (!steps.has(key) && steps.size < MOST_STEPS) steps.set(key, step);
}

function emitFacts(artifact: ArtifactInfo, gathered: Gathered, emit: Emit, context: SourceContext): void {
  const put = (name: string, subject: string, fields: Parameters<typeof knownFields>[0], line: number): void =>
    emit.fact({ name, host: gathered.computer || artifact.host, subject, fields: knownFields(fields), ref: context.ref({ kind: 'line', line }) });
  for (const { name, outcome, reason, line } of gathered.steps.values()) put('collection.step', name, { name, outcome, reason }, line);
  // The stop half of a run in two phases was not told the scenario again.
  if (/__LogStop/i.test(fileName(artifact.path)) && gathered.scenarios.size === 0) return;
  for (const [kind, asked] of askedFor(gathered)) put('collection.asked', kind, { asked }, Math.max(gathered.line, 1));
}
