/** Good against bad, for people at a terminal. */
import type { Report, ReportComparison, ReportStep } from '../model/report.ts';
import { plain } from './plain.ts';
import { block, type Style } from './style.ts';
import { shortTime } from './time-text.ts';

/** Lines of all comparisons; none when no failed attempt has a good one beside it. */
export function renderComparisons(report: Report, style: Style, verbose: boolean): string[] {
  return report.diagnosis.comparisons.flatMap((comparison) => oneComparison(comparison, report, style, verbose));
}

function oneComparison(comparison: ReportComparison, report: Report, style: Style, verbose: boolean): string[] {
  const { steps } = comparison;
  const startOf = (id: string) => shortTime(report.attempts.find((attempt) => attempt.id === id)?.startedAt ?? '');
  const lines = block('  ', plain(`"${comparison.connection}": ${comparison.good} (${startOf(comparison.good)}) went well, ${comparison.bad} (${startOf(comparison.bad)}) failed`), style, 4);
  const same = steps.filter((step) => step.isSameKind && step.differs.length === 0).length;
  if (same > 0 && !verbose) lines.push(style.dim(`    ${same} step(s) the same`));
  for (const step of steps) {
    if (step.isSameKind && step.differs.length === 0) {
      if (verbose) lines.push(...block('    =', plain(step.good?.text ?? ''), style, 6).map(style.dim));
      continue;
    }
    if (step.isSameKind) {
      for (const { field, good, bad } of step.differs) lines.push(...block('    ≠', plain(`${nameOf(step.good)}: ${field} was ${good === '' ? 'without it' : good}, now ${bad === '' ? 'without it' : bad}`), style, 6));
      continue;
    }
    lines.push(...block('    good', sideText(step.good), style, 10), ...block('    bad', sideText(step.bad), style, 10));
  }
  return lines;
}

/** Our own message without its fields. */
function nameOf(step: ReportStep | null): string {
  return step?.text.split(': ')[0] ?? '';
}

function sideText(step: ReportStep | null): string {
  return step === null ? 'nothing more' : plain(`${shortTime(step.time)} ${step.text} [${step.ref}]`);
}
