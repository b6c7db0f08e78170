/** The reasons of one verdict, for people and for programs. */
import type { MissingInput } from '../model/diagnosis.ts';
import type { Truth, Verdict } from '../model/finding.ts';
import type { Counterfactual, Why, WhyClause, WhySubject } from '../model/why.ts';
import { plain, plainJson } from './plain.ts';
import { block, styleOf, type Style } from './style.ts';

/** Attempts alike fill a screen without saying more. */
const SHOWN_SUBJECTS = 3;

/** Two-space JSON with a final line break. */
export function renderWhyJson(why: Why): string {
  return `${plainJson(JSON.stringify(why, null, 2))}\n`;
}

/** Text with `\n` line ends. Everything that comes from a bundle passes `plain`. */
export function renderWhy(why: Why, options: { readonly color: boolean; readonly width: number; readonly verbose: boolean }): string {
  const style = styleOf(options);
  const { signature } = why;
  const lines = [style.bold(plain(signature.title)), style.dim(plain(`${signature.id} · ${signature.status} · judged per ${signature.per} · in this diagnosis: ${why.standing}`))];
  const groups = options.verbose ? why.subjects.map((subject) => [subject]) : alike(why.subjects);
  const shown = options.verbose ? groups : groups.slice(0, SHOWN_SUBJECTS);
  for (const [first, ...others] of shown) if (first !== undefined) lines.push('', ...subjectLines(first, others, style));
  const rest = groups.slice(shown.length).flat();
  if (rest.length > 0) lines.push('', style.dim(`and ${rest.length} more: ${plain(rest.slice(0, 8).map((subject) => `${subject.subject} ${subject.verdict}`).join(', '))}${rest.length > 8 ? ', …' : ''} (--attempt or --verbose shows them)`));
  if (why.missing.length > 0) lines.push('', style.bold('To collect'), ...why.missing.flatMap((item) => missingLines(item, style)));
  for (const note of why.notes) lines.push('', ...block('  !', plain(note), style, 4));
  return `${lines.join('\n').replace(/[ \t]+$/gm, '')}\n`;
}

/** Subjects with the same verdict for the same reasons together, first come first. */
function alike(subjects: readonly WhySubject[]): WhySubject[][] {
  const groups = new Map<string, WhySubject[]>();
  for (const subject of subjects) {
    const key = JSON.stringify([subject.verdict, subject.clauses.map((clause) => clause.truth), subject.gate.map((clause) => clause.truth)]);
    groups.set(key, [...(groups.get(key) ?? []), subject]);
  }
  return [...groups.values()];
}

const VERDICTS: Readonly<Record<Verdict, string>> = { matched: 'MATCHED', 'ruled-out': 'RULED OUT', undecided: 'UNDECIDED', 'not-applicable': 'NOT APPLICABLE' };
const MARKS: Readonly<Record<Truth, string>> = { true: '  +', false: '  -', unknown: '  ?' };

function subjectLines(subject: WhySubject, others: readonly WhySubject[], style: Style): string[] {
  const color = subject.verdict === 'matched' ? style.red : subject.verdict === 'undecided' ? style.yellow : style.green;
  const name = subject.subject === '' ? 'the case' : subject.subject === subject.about ? subject.subject : `${subject.subject} · ${subject.about}`;
  const lines = [`${color(style.bold(VERDICTS[subject.verdict]))} ${plain(name)}`];
  if (others.length > 0) lines.push(style.dim(`  likewise ${plain(others.slice(0, 8).map((other) => other.subject).join(', '))}${others.length > 8 ? ` and ${others.length - 8} more` : ''}`));
  if (subject.say !== '') lines.push(...block('  ', plain(subject.say), style, 4));
  lines.push(...subject.clauses.flatMap((clause) => clauseLines(clause, style)));
  if (subject.gate.length > 0) {
    lines.push(...block('  ', `not judged: ${subject.gate.length > 1 ? 'one of these would have to be there' : 'this would have to be there'}`, style, 4));
    lines.push(...subject.gate.flatMap((clause) => clauseLines({ ...clause, clause: '' }, style)));
  }
  for (const way of subject.counterfactuals) lines.push(...wayLines(way, style));
  return lines;
}

function clauseLines({ clause, truth, asks, why, evidence }: WhyClause, style: Style): string[] {
  const lines = block(MARKS[truth], plain(`${clause === '' ? '' : `${clause}: `}${asks}`), style, 4);
  if (truth !== 'true' || why !== '') lines.push(...block('', plain(`${truth}${why === '' ? '' : `: ${why}`}`), style, 6));
  for (const { quote, ref } of evidence) lines.push(...block('', plain(quote), style, 6).map(style.dim), `        ${style.cyan(plain(ref))}`);
  return lines;
}

function wayLines({ to, takes, changes }: Counterfactual, style: Style): string[] {
  const verdict = to === 'matched' ? 'It would match' : 'It would be ruled out';
  const [only] = changes;
  if (changes.length === 1 && only !== undefined) return block('  =', plain(`${verdict} if ${only.change} [${only.clause}]`), style, 4);
  const head = `${verdict} if ${takes === 'all' ? `all ${changes.length} of these held` : 'any one of these held'}:`;
  return [...block('  =', head, style, 4), ...changes.flatMap(({ clause, change }) => block('     *', plain(`${change} [${clause}]`), style, 8))];
}

function missingLines(item: MissingInput, style: Style): string[] {
  const count = item.verdicts === 1 ? 'settles 1 verdict' : `settles ${item.verdicts} verdicts`;
  return block('  +', plain(`${item.collect.startsWith('On ') ? item.collect : `On ${item.on}: ${item.collect}`} (${item.what}; ${count}${item.why === '' ? '' : `; ${item.why}`})`), style, 4);
}
