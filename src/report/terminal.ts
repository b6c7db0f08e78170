/** The report for people at a terminal: the answer first, then how it was reached, then what was read. */
import type { Report, ReportCause } from '../model/report.ts';
import { plain } from './plain.ts';
import { block, styleOf, type Style } from './style.ts';
import { renderDetails, requestText } from './terminal-details.ts';
import { shortTime } from './time-text.ts';

export interface TerminalOptions {
  readonly color: boolean;
  readonly width: number;
  /** Show every ruled-out signature and every covered artifact instead of the summary. */
  readonly verbose: boolean;
}

/** The answer should fit in about ten lines; `verbose` shows all of it. */
const SHOWN_PROOF = 3;
const SHOWN_FIXES = 2;

/** Text with `\n` line ends. Everything that comes from a bundle passes `plain`. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const style = styleOf(options);
  const lines = [...heading(report, style), ...clockLines(report, style), '', ...answer(report, style, options.verbose), ...renderDetails(report, style, options.verbose)];
  return `${lines.join('\n').replace(/[ \t]+$/gm, '')}\n`;
}

function heading(report: Report, style: Style): string[] {
  return report.case.bundles.map((bundle) => {
    const hosts = bundle.hosts.map((host) => {
      const roles = host.roles.length > 0 ? ` (${host.roles.join(', ')})` : '';
      return `${host.name}${roles}${host.os === null ? '' : `, ${host.os}`}${host.utcOffsetMinutes === null ? '' : `, ${offsetText(host.utcOffsetMinutes)}`}`;
    });
    const scenario = bundle.collector.scenario === null ? '' : ` · ${bundle.collector.scenario}`;
    const window = bundle.reproWindow === null ? '' : ` · repro ${shortTime(bundle.reproWindow.start)} to ${shortTime(bundle.reproWindow.end)}`;
    return style.dim(plain(`${bundle.name}${scenario}${hosts.length > 0 ? ` · ${hosts.join(' · ')}` : ''}${window}`));
  });
}

/** One line for each machine whose clock was compared with another's. */
function clockLines(report: Report, style: Style): string[] {
  return report.case.clockOffsets.map(({ host, relativeTo, seconds, uncertaintySeconds, bounds, anchors, evidence, outliers, applied }) => {
    const [one, several] = ANCHOR_NAMES[evidence.at(-1)?.kind ?? 'user'];
    const proof = `from ${anchors} ${anchors === 1 ? one : several}${outliers.length > 0 ? `, ${outliers.length} not fitting` : ''}`;
    const agree = `The clocks of ${host} and ${relativeTo} agree as far as can be told (${signed(bounds.from)} to ${signed(bounds.to)} s, ${proof})`;
    const differ = `${host}'s clock is ${sizeOf(seconds)} ${seconds > 0 ? 'ahead of' : 'behind'} ${relativeTo}'s (±${uncertaintySeconds.toFixed(1)} s, ${proof}); times below are on ${relativeTo}'s clock`;
    return style.dim(plain(applied ? differ : agree));
  });
}

const ANCHOR_NAMES = {
  'co-id': ['CoId pair', 'CoId pairs'],
  'radius-class': ['RADIUS class', 'RADIUS classes'],
  'ike-spi': ['IKE SPI pair', 'IKE SPI pairs'],
  user: ['try of an account seen on both', 'tries of an account seen on both'],
  w32tm: ['time server', 'time servers'],
} as const;

/** Nobody counts years in seconds. */
function sizeOf(seconds: number): string {
  const size = Math.abs(seconds);
  return size >= 172_800 ? `${Math.round(size / 86_400)} days` : `${size.toFixed(1)} s`;
}

function signed(seconds: number): string {
  return `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(1)}`;
}

/** `UTC+01:00` out of minutes east of UTC. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

function answer(report: Report, style: Style, verbose: boolean): string[] {
  const { rootCauses } = report.diagnosis;
  if (rootCauses.length > 0) return rootCauses.flatMap((cause, index) => [...(index > 0 ? [''] : []), ...causeLines(cause, style, verbose, rootCauses.length > 1 ? index + 1 : null)]);
  if (hasSymptoms(report)) return undecidedLines(report, style);
  const loss = lossText(report);
  return [style.green(style.bold('NOTHING FOUND')), ...block('', seenText(report), style), ...(loss === '' ? [] : block('', loss, style).map(style.yellow))];
}

/** What the attempts say; those outside the repro window are history. */
function seenText(report: Report): string {
  if (report.attempts.length === 0) return 'No connection attempt stands in what was read.';
  const current = report.attempts.filter((attempt) => attempt.inReproWindow !== false);
  if (current.length === 0) return `No connection attempt lies in the repro window; ${report.attempts.length} older one(s) are history.`;
  const connected = current.filter((attempt) => attempt.outcome === 'connected').length;
  const where = current[0]?.inReproWindow === true ? ' in the repro window' : '';
  return `${connected} of ${current.length} attempt(s)${where} connected; no failure to explain.`;
}

/** Nothing found in a log that could not be read is no good news. */
function lossText(report: Report): string {
  const lost = report.coverage.filter((item) => item.kind === 'evtx' && (item.outcome === 'failed' || item.outcome === 'partial')).length;
  return lost === 0 ? '' : `${lost} event log(s) could not be read whole (see below): a failure may stand there.`;
}

/** Whether something failed or stays open although no cause is proved. */
export function hasSymptoms(report: Report): boolean {
  return report.diagnosis.fallback.length > 0 || report.diagnosis.undecided.length > 0;
}

function causeLines(cause: ReportCause, style: Style, verbose: boolean, number: number | null): string[] {
  const label = number === null ? 'CAUSE' : `CAUSE ${number}`;
  const [title = '', ...more] = block(label, plain(cause.title), style);
  const lines = [style.red(style.bold(title)), ...more.map((line) => style.bold(line))];
  lines.push(...block('', plain(cause.say), style));
  lines.push(style.dim(`${' '.repeat(10)}${cause.signature} · ${cause.severity} · confidence ${cause.confidence.level}${cause.status === 'experimental' ? ' · experimental' : ''}${attemptsText(cause)}`));
  const proof = verbose ? cause.evidence : firstOfEachClause(cause).slice(0, SHOWN_PROOF);
  proof.forEach((item, index) => {
    lines.push(...block(index === 0 ? 'PROOF' : '', plain(item.quote), style).map(style.cyan));
    lines.push(style.dim(`${' '.repeat(10)}  ${plain(item.ref)}`));
  });
  if (cause.evidence.length > proof.length) lines.push(style.dim(`${' '.repeat(10)}and ${cause.evidence.length - proof.length} more with --verbose`));
  const fixes = verbose ? cause.fix : cause.fix.slice(0, SHOWN_FIXES);
  fixes.forEach((fix, index) => {
    const where = fix.on === undefined ? '' : `[${fix.on}] `;
    lines.push(...block(index === 0 ? 'FIX' : '', plain(`${cause.fix.length > 1 ? `${index + 1}. ` : ''}${where}${fix.do}`), style).map(style.green));
    if (verbose && fix.verify !== undefined) lines.push(...block('', plain(`verify: ${fix.verify}`), style).map(style.dim));
  });
  if (fixes.length < cause.fix.length) lines.push(style.dim(`${' '.repeat(10)}and ${cause.fix.length - fixes.length} more, with how to verify, with --verbose`));
  if (cause.explains.length > 0) lines.push(...block('EXPLAINS', plain(cause.explains.join(', ')), style));
  return lines;
}

/** One piece of evidence a clause; equal places are shown once. */
function firstOfEachClause(cause: ReportCause): ReportCause['evidence'] {
  const clauses = new Set<string>();
  const refs = new Set<string>();
  return cause.evidence.filter((item) => {
    if (clauses.has(item.clause) || refs.has(item.ref)) return false;
    clauses.add(item.clause);
    refs.add(item.ref);
    return true;
  });
}

function attemptsText(cause: ReportCause): string {
  if (cause.attempts.length === 0) return '';
  const shown = cause.attempts.slice(0, 6).join(', ');
  return ` · attempt${cause.attempts.length > 1 ? 's' : ''} ${shown}${cause.attempts.length > 6 ? ` and ${cause.attempts.length - 6} more` : ''}`;
}

function undecidedLines(report: Report, style: Style): string[] {
  const lines = [style.yellow(style.bold('UNDECIDED')) + style.bold(' no cause is proved by what this bundle holds')];
  report.diagnosis.fallback.forEach((item, index) => lines.push(...block(index === 0 ? 'SYMPTOM' : '', plain(item.say), style)));
  report.diagnosis.undecided.slice(0, 6).forEach((item, index) => lines.push(...block(index === 0 ? 'POSSIBLE' : '', plain(`${item.title} (${item.signature})`), style)));
  if (report.diagnosis.undecided.length > 6) lines.push(`${' '.repeat(10)}and ${report.diagnosis.undecided.length - 6} more`);
  const wanted = report.diagnosis.missing.slice(0, 4).map(requestText);
  const general = report.diagnosis.fallback[0]?.collect ?? [];
  [...wanted, ...general.slice(0, Math.max(2, 5 - wanted.length))].forEach((what, index) => lines.push(...block(index === 0 ? 'COLLECT' : '', plain(what), style)));
  const [question] = report.diagnosis.questions;
  if (question !== undefined) lines.push(...block('ASK', plain(question.ask), style));
  return lines;
}
