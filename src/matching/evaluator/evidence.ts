/** Turns the outcome of a clause into what a reader can check: places, short quotes, one line of why. */
import type { ClauseResult, Evidence } from '../../model/finding.ts';
import type { Fact, LogRecord } from '../../model/records.ts';
import type { FieldType } from '../../model/values.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Outcome } from './clause.ts';
import { VALID_AT } from './condition.ts';
import { fieldsOf, isRecord } from './items.ts';
import type { Item, Tally } from './tally.ts';
import { formatTime, formatValue } from './values.ts';

const MAX_EVIDENCE = 5;
const MAX_DESCRIBED = 3;
const MAX_QUOTE = 200;

export function resultOf(
  clause: string,
  outcome: Outcome,
  needs: readonly string[],
  vocabulary: Vocabulary,
): ClauseResult {
  const evidence = unique(evidenceOf(outcome, vocabulary)).slice(0, MAX_EVIDENCE);
  return {
    clause,
    truth: outcome.truth,
    evidence: evidence.map((each) => ({ clause, ...each })),
    why: whyOf(outcome),
    needs,
  };
}

type Cited = Omit<Evidence, 'clause'>;

function unique(cited: readonly Cited[]): readonly Cited[] {
  return cited.length < 2 ? cited : [...new Map(cited.map((each) => [JSON.stringify(each), each] as const)).values()];
}

function evidenceOf(outcome: Outcome, vocabulary: Vocabulary): readonly Cited[] {
  if (outcome.kind === 'any') {
    const decisive = outcome.alternatives.filter((each) => each.truth === outcome.truth);
    return decisive.flatMap((each) => evidenceOf(each, vocabulary));
  }
  const { tally } = outcome;
  if (tally === undefined) return [];
  const cite = (items: readonly Item[]): Cited[] =>
    items.slice(0, MAX_EVIDENCE).map((item) => ({ ref: item.source.ref, quote: quote(item, tally, vocabulary) }));
  const { yes, maybe, no, completeness } = tally;
  if (yes.length > 0) return cite(yes);
  if (outcome.truth === 'unknown') return [...cite(maybe), ...completeness.proof, ...cite(no)];
  return [...completeness.proof, ...cite(no)];
}

/** `RasClient 20227 error=809 at 2024-02-21T08:30:05Z`, or `private_key=true, eku=client-auth`. */
function quote(item: Item, tally: Tally, vocabulary: Vocabulary): string {
  const { source } = item;
  const word = isRecord(source) ? vocabulary.records.get(source.name) : vocabulary.facts.get(source.name);
  const looked = lookedAt(source, Object.keys(tally.selector.where ?? {}), word?.fields).join(', ');
  if (!isRecord(source)) return shorten(`${labelOf(source)}${looked === '' ? '' : `: ${looked}`}`);
  const fields = looked === '' ? '' : ` ${looked}`;
  return shorten(`${source.scope.provider} ${source.code}${fields} at ${formatTime(source.time)}`);
}

function lookedAt(
  source: LogRecord | Fact,
  names: readonly string[],
  types: ReadonlyMap<string, FieldType> | undefined,
): readonly string[] {
  const fieldOf = fieldsOf(source);
  // A record's quote ends with its time anyway.
  const plain = names.filter((name) => name !== 'time' || !isRecord(source)).flatMap((name) => (name === VALID_AT ? ['not_before', 'not_after'] : [name]));
  return [...new Set(plain)].map((name) => `${name}=${formatValue(fieldOf(name), types?.get(name))}`);
}

function shorten(text: string): string {
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE - 1)}…` : text;
}

/** What a person calls it: certificates have a subject name beside the thumbprint they are keyed by. */
function labelOf(source: LogRecord | Fact): string {
  if (isRecord(source)) return `${source.scope.provider} ${source.code} at ${formatTime(source.time)}`;
  const commonName = source.fields['subject_cn'];
  return typeof commonName === 'string' && commonName !== '' ? commonName : source.subject || source.name;
}

/** One line: why a clause is false or unknown; for a `none` that holds, why each seen item does not count. */
export function whyOf(outcome: Outcome): string {
  if (outcome.doubt !== undefined) return outcome.doubt;
  if (outcome.kind === 'any') {
    if (outcome.truth === 'true') return '';
    return [...new Set(outcome.alternatives.filter((each) => each.truth === outcome.truth).map(whyOf))].join('; or ');
  }
  const { tally } = outcome;
  if (tally === undefined) return '';
  const { counts } = tally;
  if (outcome.truth === 'unknown') return unknownWhy(tally);
  if (outcome.kind === 'count') return `${counts.yes} found${counts.no > 0 ? ` among ${countSeen(tally)}` : ''}`;
  if (counts.yes === 0) return noneWhy(tally);
  return outcome.truth === 'true' ? '' : `there is ${describe(tally.yes, counts.yes)}`;
}

/** Near misses with their reasons; a list that holds only other things is merely counted. */
function noneWhy({ counts, aside, no }: Tally): string {
  if (counts.no === 0) return 'none is there';
  return no.length === 0 ? `none of the ${counts.no} seen fits` : describe(no, counts.no - aside);
}

function unknownWhy(tally: Tally): string {
  const doubts = tally.counts.maybe > 0 ? describe(tally.maybe, tally.counts.maybe) : '';
  return [doubts, tally.completeness.why].filter((text) => text !== '').join('; ');
}

function describe(items: readonly Item[], total: number): string {
  const shown = items.slice(0, MAX_DESCRIBED);
  if (total === 1 && shown[0] !== undefined) return shown[0].explain().join(', ') || shorten(labelOf(shown[0].source));
  const texts = shown.map(({ source, explain }) => {
    const reasons = explain();
    return reasons.length === 0 ? labelOf(source) : `${labelOf(source)} (${reasons.join(', ')})`;
  });
  const rest = total - shown.length;
  return texts.map(shorten).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** How many records or facts were looked at, whatever became of them. */
export function countSeen(tally: Tally): number {
  return tally.counts.yes + tally.counts.maybe + tally.counts.no;
}
