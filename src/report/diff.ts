/** What changed between two cases, for people and for programs. */
import type { CaseDiff, FactChange, VerdictChange } from '../model/case-diff.ts';
import type { Value } from '../model/values.ts';
import { plain, plainJson } from './plain.ts';
import { block, styleOf, type Style } from './style.ts';

export interface DiffOptions {
  readonly color: boolean;
  readonly width: number;
  readonly verbose: boolean;
}

const SHOWN = 30;
/** Of a thing that came or went: enough to know it by. */
const SHOWN_FIELDS = 4;

const STANDINGS = { 'root-cause': 'root cause', 'also-seen': 'also seen', undecided: 'undecided', 'ruled-out': 'ruled out', 'not-applicable': 'does not apply' } as const;

export function renderDiffJson(diff: CaseDiff): string {
  return `${plainJson(JSON.stringify(diff, null, 2))}\n`;
}

/** Text with `\n` line ends; everything from a bundle passes `plain`. */
export function renderDiff(diff: CaseDiff, options: DiffOptions): string {
  const style = styleOf(options);
  const lines = [
    style.dim(plain(`before: ${diff.before.join(', ')}`)),
    style.dim(plain(`after:  ${diff.after.join(', ')}`)),
    ...diff.hostsPaired.flatMap((pair) => block('', plain(`${pair.after} is compared with ${pair.before}: the two cases have no computer in common.`), style, 0)),
    ...section('Verdicts', verdictLines(diff, style, options.verbose), style),
    ...section('Attempts', attemptLines(diff, style), style),
    ...section(`What changed (${diff.facts.length})`, factLines(diff, style, options.verbose), style),
    ...section('Told on one side only', untoldLines(diff, style, options.verbose), style),
  ];
  if (isSame(diff)) lines.push('', style.bold('NO DIFFERENCE in verdicts, outcomes and facts.'));
  return `${lines.join('\n').replace(/[ \t]+$/gm, '')}\n`;
}

/** Nothing changed that both sides tell. */
export function isSame(diff: CaseDiff): boolean {
  return diff.verdicts.length + diff.attempts.length + diff.facts.length === 0;
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', style.bold(title), ...lines];
}

/** Causes that came or went; the rest says mostly that other signatures were asked, and is counted. */
function verdictLines(diff: CaseDiff, style: Style, verbose: boolean): string[] {
  const isTelling = ({ before, after }: VerdictChange) => [before, after].some((standing) => standing === 'root-cause' || standing === 'also-seen');
  const shown = verbose ? diff.verdicts : diff.verdicts.filter(isTelling);
  const lines = shown.flatMap((change) => {
    const text = block('  ', plain(`${change.signature}: ${STANDINGS[change.before]} → ${STANDINGS[change.after]} (${change.title})`), style, 4);
    if (change.after === 'root-cause') return text.map(style.red);
    return change.before === 'root-cause' ? text.map(style.green) : text;
  });
  const rest = diff.verdicts.filter((change) => !shown.includes(change));
  const opened = rest.filter((change) => change.after === 'undecided').length;
  const counted = [...(opened > 0 ? [`${opened} became undecided`] : []), ...(rest.length > opened ? [`${rest.length - opened} others are ruled out or do not apply now`] : [])];
  return counted.length === 0 ? lines : [...lines, style.dim(`    ${shown.length > 0 ? 'and ' : ''}${counted.join(', ')} (--verbose shows them)`)];
}

function attemptLines(diff: CaseDiff, style: Style): string[] {
  const text = (counts: Readonly<Record<string, number>>) => Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'none';
  return diff.attempts.flatMap((row) => block('  ', plain(`"${row.connection}": ${text(row.before)} → ${text(row.after)}`), style, 4));
}

function factLines(diff: CaseDiff, style: Style, verbose: boolean): string[] {
  const shown = verbose ? diff.facts : diff.facts.slice(0, SHOWN);
  const lines = shown.flatMap((change) => factLine(change, style));
  const rest = diff.facts.length - shown.length;
  return rest > 0 ? [...lines, `  and ${rest} more (--verbose shows all)`] : lines;
}

const SIGNS = { changed: '≠', added: '+', removed: '-' } as const;

function factLine(change: FactChange, style: Style): string[] {
  const what = `${change.fact} of ${change.host}${change.subject === '' || change.subject === change.host ? '' : ` [${change.subject}]`}`;
  const fields = change.fields.map(({ field, before, after }) => (change.change === 'changed' ? `${field} ${valueText(before)} → ${valueText(after)}` : `${field} ${valueText(after ?? before)}`));
  const text = change.change === 'changed' ? `${what}: ${fields.join(', ')}` : `${what} is ${change.change === 'added' ? 'new' : 'gone'}: ${fields.slice(0, SHOWN_FIELDS).join(', ')}`;
  const refs = [change.refBefore, change.refAfter].filter((ref) => ref !== null);
  return [...block(`  ${SIGNS[change.change]}`, plain(text), style, 4), ...refs.map((ref) => style.dim(`      ${plain(ref)}`))];
}

function valueText(value: Value): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? `(${value.join(', ')})` : String(value);
}

function untoldLines(diff: CaseDiff, style: Style, verbose: boolean): string[] {
  if (verbose) return diff.untold.flatMap((item) => block('  ', plain(`${item.fact} of ${item.host}: ${item.count} not told in ${item.missingIn}`), style, 4));
  const of = (side: 'before' | 'after') => [...new Set(diff.untold.filter((item) => item.missingIn === side).map((item) => item.fact))];
  return (['before', 'after'] as const).flatMap((side) => (of(side).length === 0 ? [] : block('  ', plain(`not told in ${side}, so no change is claimed: ${of(side).join(', ')}`), style, 4)));
}
