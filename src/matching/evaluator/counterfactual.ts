/**
 * What would have to be different for another verdict, as facts a person can check: the smallest set of clauses whose flip flips
 * it. A signature matches when all clauses are true, so every clause that is not must change; one false clause rules it out, so
 * of a match any one will do.
 */
import type { Verdict } from '../../model/finding.ts';
import type { Counterfactual } from '../../model/why.ts';
import type { Signature } from '../../model/signature.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Outcome } from './clause.ts';
import { askedText } from './counterfactual-text.ts';
import type { Judgement } from './evaluate.ts';
import { whyOf } from './evidence.ts';
import type { Resolve } from './references.ts';
import { formatTime } from './values.ts';
import { fieldsOf, isRecord } from './items.ts';
import type { Item } from './tally.ts';

/** The ways to another verdict: to `ruled-out` from a match, to `matched` from a refusal, both from what is undecided. */
export function counterfactuals(signature: Signature, judgement: Judgement, vocabulary: Vocabulary): Counterfactual[] {
  const { finding, outcomes, resolve, unmet } = judgement;
  const changeOf = (clause: string, isTrue: boolean) => ({ clause, change: changeText(outcomes.get(clause), isTrue, resolve, vocabulary) });
  const named = (truths: readonly string[]) => finding.clauses.filter((each) => truths.includes(each.truth)).map((each) => each.clause);
  const match = (): Counterfactual => ({
    to: 'matched',
    takes: 'all',
    changes: [...named(['false', 'unknown']).map((clause) => changeOf(clause, true)), ...unmet.filter((need) => !isAsked(need, finding.clauses)).map((need) => ({ clause: need, change: `${signature.needs?.[need]?.fact ?? signature.needs?.[need]?.record ?? need} is collected and contradicts nothing` }))],
  });
  const refusal = (truths: readonly string[]): Counterfactual => ({ to: 'ruled-out', takes: 'any', changes: named(truths).map((clause) => changeOf(clause, false)) });
  const ways: Readonly<Record<Verdict, () => Counterfactual[]>> = {
    matched: () => [refusal(['true'])],
    'ruled-out': () => [match()],
    undecided: () => [match(), refusal(['unknown'])],
    'not-applicable': () => [],
  };
  return ways[finding.verdict]().filter((way) => way.changes.length > 0);
}

function isAsked(need: string, clauses: Judgement['finding']['clauses']): boolean {
  return clauses.some((clause) => clause.truth !== 'true' && clause.needs.includes(need));
}

/** One clause made true or false, in the words of what it looks at. */
function changeText(outcome: Outcome | undefined, isTrue: boolean, resolve: Resolve, vocabulary: Vocabulary): string {
  if (outcome === undefined) return '';
  if (outcome.kind === 'any') return outcome.alternatives.filter((each) => isTrue || each.truth !== 'false').map((each) => changeText(each, isTrue, resolve, vocabulary)).join(isTrue ? '; or ' : '; and ');
  const { tally } = outcome;
  if (tally === undefined) return '';
  const asked = askedText(tally.selector, resolve, vocabulary);
  const seen = tally.yes.length > 0 ? ` (${shownItems(tally.yes, tally.counts.yes)})` : '';
  if (outcome.kind === 'none') return isTrue ? `there is no ${asked}${seen}` : `there is one ${asked}`;
  if (outcome.kind === 'count') return `there are ${isTrue ? boundsText(outcome) : otherBoundsText(outcome)} of ${asked} (now: ${tally.counts.yes})`;
  if (!isTrue) return `there is no ${asked}${seen}`;
  const near = whyOf(outcome);
  return `there is one ${asked}${near === '' || near === 'none is there' ? '' : ` (now: ${near})`}`;
}

/** `at least 2 and at most 5`. */
export function boundsText({ atLeast = 0, atMost = Infinity }: Pick<Outcome, 'atLeast' | 'atMost'>): string {
  return [...(atLeast > 0 ? [`at least ${atLeast}`] : []), ...(atMost === Infinity ? [] : [`at most ${atMost}`])].join(' and ');
}

function otherBoundsText({ atLeast = 0, atMost = Infinity }: Outcome): string {
  return [...(atLeast > 0 ? [`fewer than ${atLeast}`] : []), ...(atMost === Infinity ? [] : [`more than ${atMost}`])].join(' or ');
}

const SHOWN = 2;

function shownItems(items: readonly Item[], total: number): string {
  const names = items.slice(0, SHOWN).map(({ source }) => {
    if (isRecord(source)) return `${source.scope.provider} ${source.code} at ${formatTime(source.time)}`;
    const commonName = fieldsOf(source)('subject_cn');
    return typeof commonName === 'string' && commonName !== '' ? commonName : source.subject || source.name;
  });
  return `${names.join('; ')}${total > names.length ? `; and ${total - names.length} more` : ''}`;
}
