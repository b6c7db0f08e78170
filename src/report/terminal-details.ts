/** The part of the terminal report below the answer: attempts, what stays open, what was ruled out, what was read. */
import type { JoinStrength } from '../model/case.ts';
import type { Report, ReportAttempt, ReportCoverage, ReportMissing } from '../model/report.ts';
import { plain } from './plain.ts';
import { block, type Style } from './style.ts';
import { renderComparisons } from './terminal-comparison.ts';
import { shortTime } from './time-text.ts';

const SHOWN = 8;

export function renderDetails(report: Report, style: Style, verbose: boolean): string[] {
  return [
    ...attempts(report, style, verbose),
    ...section('Good against bad', renderComparisons(report, style, verbose), style),
    ...contributing(report, style),
    ...undecided(report, style, verbose),
    ...missing(report, style, verbose),
    ...questions(report, style),
    ...ruledOut(report, style, verbose),
    ...contradictions(report, style, verbose),
    ...otherAnalysers(report, style, verbose),
    ...notes(report, style),
    ...coverage(report, style, verbose),
  ];
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', style.bold(title), ...lines];
}

/** The first `SHOWN` of a list, or all, with a line that says how many were left out. */
function some<T>(items: readonly T[], verbose: boolean, toLines: (item: T) => readonly string[]): string[] {
  const shown = verbose ? items : items.slice(0, SHOWN);
  const rest = items.length - shown.length;
  return [...shown.flatMap(toLines), ...(rest > 0 ? [`  and ${rest} more (--verbose shows all)`] : [])];
}

/** What a join rests on, as people say it. */
const STRENGTHS: Readonly<Record<JoinStrength, string>> = { exact: 'by its id', identifier: 'by account and time', 'time-only': 'by time only' };

function attempts(report: Report, style: Style, verbose: boolean): string[] {
  const newestFirst = [...report.attempts].reverse();
  // Connections told from the client's side are what the case is about; servers also log those of everybody else.
  const ordered = [...newestFirst.filter((attempt) => attempt.connection !== null), ...newestFirst.filter((attempt) => attempt.connection === null)];
  const lines = some(ordered, verbose, (attempt) => {
    const what = attempt.outcome === 'failed' ? `failed${attempt.errorCode === null ? '' : ` ${attempt.errorCode > 65_535 ? `0x${attempt.errorCode.toString(16).toUpperCase()}` : attempt.errorCode}`}` : attempt.outcome;
    const who = [attempt.connection, attempt.user, attempt.tunnel].filter((part) => part !== null).join(' · ');
    const stage = attempt.stages[attempt.stages.length - 1] ?? '';
    const servers = attempt.joins.filter(({ kind }) => kind === 'server').map(({ value, strength }) => ` · ${value} joined ${STRENGTHS[strength]}`).join('');
    const aside = attempt.inReproWindow === false ? ' · outside the repro window' : '';
    const text = plain(`${attempt.id.padEnd(5)} ${shortTime(attempt.startedAt)}  ${what.padEnd(12)} ${attempt.host} · ${who} · reached ${stage}${servers}${aside}`);
    return [`  ${attempt.outcome === 'failed' ? text : style.dim(text)}`, ...(verbose ? attemptDetails(attempt, style) : [])];
  });
  return section(`Attempts (${report.attempts.length})`, lines, style);
}

/** How far it came and where that stands, its tries, and what its server half rests on. */
function attemptDetails({ stages, stageEvidence, parts, joins }: ReportAttempt, style: Style): string[] {
  const furthest = stages.at(-1);
  const proof = furthest === undefined ? undefined : stageEvidence[furthest];
  const tries = parts.map((part) => `try ${part.tunnel ?? 'of unknown type'} ${shortTime(part.startedAt)}: ${part.outcome}${part.errorCode === null ? '' : ` ${part.errorCode}`}, reached ${part.stages.at(-1) ?? 'nothing'}`);
  const halves = joins.filter(({ kind }) => kind !== 'co-id').map(({ kind, value, strength }) => `joined to ${kind} ${value} (${strength})`);
  return [...(proof === undefined ? [] : [`${furthest}: ${proof}`]), ...tries, ...halves].map((line) => style.dim(`        ${plain(line)}`));
}

function contributing(report: Report, style: Style): string[] {
  const lines = report.diagnosis.contributing.flatMap((cause) => block('  ', plain(`${cause.title} (${cause.signature}): ${cause.say}`), style, 4));
  return section('Also seen', lines, style);
}

function undecided(report: Report, style: Style, verbose: boolean): string[] {
  const lines = some(report.diagnosis.undecided, verbose, (item) => block('  ?', plain(`${item.signature}: ${item.why === '' ? 'not enough is known' : item.why}`), style, 4));
  return section('Undecided', lines, style);
}

/** An undecided answer has named the first of these already. */
function missing(report: Report, style: Style, verbose: boolean): string[] {
  if (!verbose && report.diagnosis.rootCauses.length === 0 && report.diagnosis.missing.length > 0) {
    return ['', style.dim(`${report.diagnosis.missing.length} input(s) are missing; --verbose says what each would settle and why it is not there, --collect-script writes a script that gathers them`)];
  }
  const lines = some(report.diagnosis.missing, verbose, (item) => block('  +', plain(`${requestText(item)} (${item.why === '' ? '' : `${item.why}; `}would settle ${item.settles.join(', ')})`), style, 4));
  return section('To collect', lines, style);
}

function questions(report: Report, style: Style): string[] {
  const lines = report.diagnosis.questions.flatMap(({ ask, answers }) => [
    ...block('  ?', plain(ask), style, 4),
    ...answers.flatMap(({ answer, means, points }) => block('     ', plain(`${answer}: ${means}${points.length === 0 ? '' : ` (${points.slice(0, 4).join(', ')}${points.length > 4 ? `, and ${points.length - 4} more` : ''})`}`), style, 8)),
  ]);
  return section('To ask', lines, style);
}

/** `On the VPN server: sc query …`; requests that do not say where are told the role. */
export function requestText(item: ReportMissing): string {
  return item.collect.startsWith('On ') ? item.collect : `On ${item.on}: ${item.collect}`;
}

function ruledOut(report: Report, style: Style, verbose: boolean): string[] {
  const lines = some(report.diagnosis.ruledOut, verbose, (item) => block('  -', plain(`${item.signature}: ${item.why === '' ? item.by : item.why}`), style, 4));
  return section('Ruled out', lines, style);
}

function contradictions(report: Report, style: Style, verbose: boolean): string[] {
  const lines = some(report.diagnosis.contradictions, verbose, (item) => block('  ≠', plain(`${item.fact} of ${item.host}: ${item.stated.map(({ value, ref }) => `${value === null ? 'not set' : String(value)} in ${ref}`).join('; ')}`), style, 4));
  return section('The sources contradict each other', lines, style);
}

function otherAnalysers(report: Report, style: Style, verbose: boolean): string[] {
  const lines = some(report.diagnosis.otherAnalysers, verbose, (item) => block('  *', plain(`${item.tool} ${item.severity ?? ''} on ${item.host}: ${item.id}${item.title === null ? '' : `: ${item.title}`}`), style, 4));
  return section('Other analysers in the bundle', lines, style);
}

function notes(report: Report, style: Style): string[] {
  return section(
    'Notes',
    report.diagnosis.notes.flatMap((note) => block('  !', plain(note), style, 4)),
    style,
  );
}

function coverage(report: Report, style: Style, verbose: boolean): string[] {
  const count = (outcome: string) => report.coverage.filter((item) => item.outcome === outcome).length;
  const summary = `  ${count('read')} read, ${count('partial')} partial, ${count('failed')} failed, ${count('ignored')} ignored`;
  const told = verbose ? report.coverage : report.coverage.filter((item) => item.outcome === 'partial' || item.outcome === 'failed');
  return section(`What was read (${report.coverage.length} artifacts)`, [summary, ...some(told, verbose, (item) => coverageLine(item, style))], style);
}

function coverageLine(item: ReportCoverage, style: Style): string[] {
  const count = item.outcome === 'read' || item.outcome === 'partial' ? ` ${item.records} taken` : '';
  const text = plain(`${item.outcome.padEnd(8)}${item.artifact} [${item.kind}]${count}${item.reason === undefined ? '' : ` – ${item.reason}`}`);
  const lines = block('  ', text, style, 4);
  return item.outcome === 'failed' ? lines.map(style.yellow) : lines;
}
