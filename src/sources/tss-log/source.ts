/**
 * The collector's own log: who was collected, on which clock, with which switches, and when the user reproduced.
 *
 *   20240221 09:30:12.345 [LogInfoFile(1)] INFO: TimeUTC:           2024-02-21_08:30:12 [TZ: (UTC+01:00) Amsterdam, Berlin]
 *     → host.time-zone: the stamp is local, so the offset is the stamp minus TimeUTC. The display name in brackets is
 *       the standard offset even in summer and is not used.
 *   20240221 09:30:12.345 [LogInfoFile(1)] INFO: Computer:          LAP042 - User: user1 - Domain: CONTOSO.COM - Session: 2
 *     → host.identity, with the OS Version, ProductType and OS Culture lines beside it
 *   20240221 09:33:01.002 [ProcessStart(1)] INFO: ============== Start of Repro: 2024-02-21_08:33:01 UTC ===============
 *     → tss.repro-window, with the End of Repro line
 * Labels are fixed in the collector's script, in English on every machine.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { readLogLines, readUtc } from './lines.ts';
import type { LogLine } from './lines.ts';
import { newMarkers, windowOf } from './window.ts';
import type { Markers, Moment } from './window.ts';

const MINUTE = 60_000_000;

/** What one pass over the log gathers. Later lines overwrite: the last run of a log is the one collected. */
interface Gathered {
  readonly identity: Record<string, Value>;
  readonly run: Record<string, Value>;
  readonly scenarios: string[];
  markers: Markers;
  readonly lines: Record<'identity' | 'offset' | 'run', number>;
  offset: { minutes: number; basis: string } | null;
  /** Stamped lines, local; bounds that need the offset, which may stand further down. */
  readonly local: { tracesCreated: Moment | null; first: Moment | null; last: Moment | null };
  isTssLog: boolean;
}

export const tssLog: ArtifactSource = {
  id: 'tss-log',
  reads: ['tss-log'],
  yields: [
    {
      kind: 'fact',
      name: 'host.identity',
      fields: { computer: 'string', domain: 'string', os: 'string', build: 'string', product_type: 'string', culture: 'string' },
    },
    { kind: 'fact', name: 'host.time-zone', fields: { offset_minutes: 'number', basis: 'string' } },
    { kind: 'fact', name: 'tss.run', fields: { version: 'string', scenario: 'string', command_line: 'string' } },
    { kind: 'fact', name: 'tss.repro-window', fields: { start: 'time', end: 'time', basis: 'string' } },
  ],
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    if (decoded.lines.length === 0) return { outcome: 'failed', reason: 'the file is empty' };
    const gathered = gather(decoded.lines);
    if (!gathered.isTssLog) return { outcome: 'ignored', reason: 'no line of it is written by the collector' };
    emitFacts(artifact, gathered, emit, context);
    const span = spanOf(gathered);
    return {
      outcome: decoded.truncated ? 'partial' : 'read',
      ...(decoded.truncated ? { reason: decoded.notes.join('; ') } : {}),
      ...(span === null ? {} : { span }),
    };
  },
};

function gather(lines: readonly string[]): Gathered {
  const gathered: Gathered = {
    identity: {},
    run: {},
    scenarios: [],
    markers: newMarkers(),
    lines: { identity: 1, offset: 1, run: 1 },
    offset: null,
    local: { tracesCreated: null, first: null, last: null },
    isTssLog: false,
  };
  for (const line of readLogLines(lines)) {
    if (line.stamped) gathered.isTssLog = true;
    readIdentity(line, gathered);
    readRun(line, gathered);
    readMarkers(line, gathered);
  }
  return gathered;
}

function readIdentity(line: LogLine, gathered: Gathered): void {
  const { identity } = gathered;
  const text = line.text;
  const version = /\bOS Version:\s*(\d+\.\d+[\d.]*\d)/.exec(text);
  if (version) identity['build'] = version[1] as string;
  const product = /\bProductType:\s*(WinNT|ServerNT|LanmanNT)\b/i.exec(text);
  if (product) identity['product_type'] = PRODUCT_TYPES[(product[1] as string).toLowerCase()] as string;
  const culture = /\bOS Culture:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/.exec(text);
  if (culture) identity['culture'] = culture[1] as string;
  const computer = /\bComputer:\s*(\S{1,64}) - User:/.exec(text);
  if (computer) {
    identity['computer'] = (computer[1] as string).toUpperCase();
    gathered.lines.identity = line.line;
    const domain = text.split(/ - Domain:/)[1]?.split(/- Session:/)[0]?.trim();
    // A computer outside a domain prints nothing here.
    identity['domain'] = domain === undefined || domain === '' ? null : domain;
  }
}

const PRODUCT_TYPES: Readonly<Record<string, string>> = { winnt: 'workstation', servernt: 'server', lanmannt: 'dc' };

function readRun(line: LogLine, gathered: Gathered): void {
  const { run } = gathered;
  const text = line.text;
  const version = /\bTSS(?:v2)?\s+Version\s*:?\s*v?(\d[\d.]*\d)/i.exec(text);
  if (version) {
    run['version'] = version[1] as string;
    gathered.lines.run = line.line;
    forgetFinishedRun(gathered);
  }
  const command = /\b(?:Command\s?line|Running Command):\s*(\S.*)$/i.exec(text);
  if (command) {
    run['command_line'] = (command[1] as string).trimEnd();
    const named = /-Scenario\s+["']?([A-Za-z0-9_]+(?:\s*,\s*[A-Za-z0-9_]+)*)/i.exec(text);
    if (named && gathered.scenarios.length === 0) run['scenario'] = (named[1] as string).replaceAll(/\s*,\s*/g, ' ');
  }
  const scenario = /\bSpecified scenario (\S+) contains following/i.exec(text);
  if (scenario && !gathered.scenarios.includes(scenario[1] as string)) {
    gathered.scenarios.push(scenario[1] as string);
    run['scenario'] = gathered.scenarios.join(' ');
  }
}

/** A version line after the end of a run opens another one; its window is the one the bundle was collected for. */
function forgetFinishedRun(gathered: Gathered): void {
  const { markers, local } = gathered;
  if (markers.stopEntered === null && markers.collectionEnded === null && markers.ends.length === 0) return;
  gathered.markers = newMarkers();
  gathered.scenarios.length = 0;
  local.tracesCreated = null;
}

function readMarkers(line: LogLine, gathered: Gathered): void {
  const { markers, local } = gathered;
  if (line.stamped && line.local !== null) {
    const moment = { time: line.local, line: line.line };
    local.first ??= moment;
    local.last = moment;
    if (local.tracesCreated === null && /\blogman(?:\.exe)?\s+create\b|\bnetsh(?:\.exe)?\s+trace\s+start\b/i.test(line.text)) {
      // The dummy capture only probes whether netsh works.
      if (!/packetcapture_dummy/i.test(line.text)) local.tracesCreated = moment;
    }
  }
  if (!/UTC/.test(line.text)) return;
  const utc = readUtc(line.text);
  if (utc === null) return;
  const at = { time: utc, line: line.line };
  readOffset(line, utc, gathered);
  if (/\bStart of Repro:/i.test(line.text)) push(markers.starts, at);
  else if (/\bEnd of Repro:/i.test(line.text)) push(markers.ends, at);
  else if (/\bRepro condition HIT\b/i.test(line.text)) markers.conditionHit = at;
  else if (/\bEntering TSS\w* STOP\b/i.test(line.text)) markers.stopEntered = at;
  else if (/\bEnd of TSS\w* Data collection\b/i.test(line.text)) markers.collectionEnded = at;
}

/** Console and log file write one marker twice; hostile files write it without end. */
function push(moments: Moment[], moment: Moment): void {
  const last = moments.at(-1);
  if (last?.time !== moment.time && moments.length < 1000) moments.push(moment);
}

/** Offset = local stamp minus the UTC the line states, to the quarter hour all zones keep. */
function readOffset(line: LogLine, utc: number, gathered: Gathered): void {
  if (!line.stamped || line.local === null) return;
  const isTimeLine = /\bTimeUTC:/.test(line.text);
  if (!isTimeLine && gathered.offset?.basis === 'tss-log TimeUTC') return;
  const minutes = Math.round((line.local - utc) / MINUTE / 15) * 15;
  const isClose = Math.abs(line.local - utc - minutes * MINUTE) <= 2 * MINUTE;
  const offset = isClose ? minutes : Math.round((line.local - utc) / MINUTE);
  if (Math.abs(offset) > 14 * 60) return;
  gathered.offset = { minutes: offset === 0 ? 0 : offset, basis: isTimeLine ? 'tss-log TimeUTC' : 'tss-log marker' };
  gathered.lines.offset = line.line;
}

function emitFacts(artifact: ArtifactInfo, gathered: Gathered, emit: Emit, context: SourceContext): void {
  const computer = gathered.identity['computer'];
  const host = typeof computer === 'string' ? computer : artifact.host;
  const put = (name: string, subject: string, fields: Record<string, Value>, line: number): void =>
    emit.fact({ name, host, subject, fields, ref: context.ref({ kind: 'line', line }) });
  if (Object.keys(gathered.identity).length > 0) put('host.identity', host, gathered.identity, gathered.lines.identity);
  if (gathered.offset !== null) {
    put('host.time-zone', host, { offset_minutes: gathered.offset.minutes, basis: gathered.offset.basis }, gathered.lines.offset);
  }
  if (Object.keys(gathered.run).length > 0) put('tss.run', host, gathered.run, gathered.lines.run);
  emitWindow(artifact, gathered, put);
}

function emitWindow(
  artifact: ArtifactInfo,
  gathered: Gathered,
  put: (name: string, subject: string, fields: Record<string, Value>, line: number) => void,
): void {
  const { markers, local, offset } = gathered;
  if (offset !== null) {
    const toUtc = (moment: Moment | null): Moment | null =>
      moment === null ? null : { ...moment, time: moment.time - offset.minutes * MINUTE };
    markers.tracesCreated = toUtc(local.tracesCreated);
    markers.first = toUtc(local.first);
    markers.last = toUtc(local.last);
  }
  const window = windowOf(markers, halfOf(artifact.path));
  if (window === null) return;
  const fields: Record<string, Value> = { basis: window.basis };
  if (window.start) fields['start'] = window.start.time;
  if (window.end) fields['end'] = window.end.time;
  put('tss.repro-window', 'repro', fields, (window.start ?? window.end)?.line ?? 1);
}

/** Which half of a start-and-stop run the file name tells. */
function halfOf(path: string): 'start' | 'stop' | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/__LogStart/i.test(name)) return 'start';
  return /__LogStop/i.test(name) ? 'stop' : null;
}

function spanOf({ local, offset }: Gathered): { from: number; to: number } | null {
  if (local.first === null || local.last === null || offset === null) return null;
  return { from: local.first.time - offset.minutes * MINUTE, to: local.last.time - offset.minutes * MINUTE };
}
