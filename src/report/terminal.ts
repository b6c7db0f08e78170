/** The report for people at a terminal: the answer first, then how it was reached, then what was read. */
import type { Report, ReportCause } from '../model/report.ts';
import { plain } from './plain.ts';
import { block, styleOf, type Style } from './style.ts';
import { renderDetails } from './terminal-details.ts';
import { shortTime } from './time-text.ts';

export interface TerminalOptions {
  readonly color: boolean;
  readonly width: number;
  /** Show every ruled-out signature and every covered artifact instead of the summary. */
  readonly verbose: boolean;
}

const SHOWN_PROOF = 6;

/** Text with `\n` line ends. Everything that comes from a bundle passes `plain`. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const style = styleOf(options);
  const lines = [...heading(report, style), '', ...answer(report, style), ...renderDetails(report, style, options.verbose)];
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

/** `UTC+01:00` out of minutes east of UTC. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

function answer(report: Report, style: Style): string[] {
  const { rootCauses } = report.diagnosis;
  if (rootCauses.length > 0) return rootCauses.flatMap((cause, index) => [...(index > 0 ? [''] : []), ...causeLines(cause, style, rootCauses.length > 1 ? index + 1 : null)]);
  if (hasSymptoms(report)) return undecidedLines(report, style);
  const attempts = report.attempts.length;
  const connected = report.attempts.filter((attempt) => attempt.outcome === 'connected').length;
  const seen = attempts === 0 ? 'No connection attempt stands in what was read.' : `${connected} of ${attempts} attempt(s) connected; no failure to explain.`;
  return [style.green(style.bold('NOTHING FOUND')), ...block('', seen, style)];
}

/** Whether something failed or stays open although no cause is proved. */
export function hasSymptoms(report: Report): boolean {
  return report.diagnosis.fallback.length > 0 || report.diagnosis.undecided.length > 0;
}

function causeLines(cause: ReportCause, style: Style, number: number | null): string[] {
  const label = number === null ? 'CAUSE' : `CAUSE ${number}`;
  const [title = '', ...more] = block(label, plain(cause.title), style);
  const lines = [style.red(style.bold(title)), ...more.map((line) => style.bold(line))];
  lines.push(...block('', plain(cause.say), style));
  lines.push(style.dim(`${' '.repeat(10)}${cause.signature} · ${cause.severity} · confidence ${cause.confidence.level}${cause.status === 'experimental' ? ' · experimental' : ''}${attemptsText(cause)}`));
  const proof = firstOfEachClause(cause).slice(0, SHOWN_PROOF);
  proof.forEach((item, index) => {
    lines.push(...block(index === 0 ? 'PROOF' : '', plain(item.quote), style).map(style.cyan));
    lines.push(style.dim(`${' '.repeat(10)}  ${plain(item.ref)}`));
  });
  if (cause.evidence.length > proof.length) lines.push(style.dim(`${' '.repeat(10)}and ${cause.evidence.length - proof.length} more with --format json`));
  cause.fix.forEach((fix, index) => {
    const where = fix.on === undefined ? '' : `[${fix.on}] `;
    lines.push(...block(index === 0 ? 'FIX' : '', plain(`${cause.fix.length > 1 ? `${index + 1}. ` : ''}${where}${fix.do}`), style).map(style.green));
    if (fix.verify !== undefined) lines.push(...block('', plain(`verify: ${fix.verify}`), style).map(style.dim));
  });
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
  const general = report.diagnosis.missing.length > 0 ? [] : (report.diagnosis.fallback[0]?.collect ?? []);
  general.forEach((what, index) => lines.push(...block(index === 0 ? 'COLLECT' : '', plain(what), style)));
  report.diagnosis.missing.slice(0, 4).forEach((item, index) => lines.push(...block(index === 0 ? 'COLLECT' : '', plain(`on ${item.on}: ${item.collect} (settles ${item.settles.length})`), style)));
  return lines;
}
