/** Fills the placeholders of a signature's `say`. Plain text; outputs neutralise it as they need. */
import type { FieldType, Value } from '../../model/values.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { witnessesOf, type Outcome } from './clause.ts';
import { countSeen, whyOf } from './evidence.ts';
import { attemptValue, type Reference } from './references.ts';
import { fieldsOf, isRecord } from './items.ts';
import type { Subject } from './subject.ts';
import type { Item } from './tally.ts';
import { formatTime, formatValue } from './values.ts';

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9_]*)\.([A-Za-z][A-Za-z0-9_]*)\}/g;

/** Names after the dot that every clause has, beside the fields of what it found. `watched`: what was read that proves an absence. */
export const CLAUSE_PROPERTIES: readonly string[] = ['time', 'count', 'count_seen', 'why', 'watched'];

export function placeholdersOf(say: string): readonly Reference[] {
  return [...say.matchAll(PLACEHOLDER)].map((match) => ({ clause: match[1] ?? '', field: match[2] ?? '' }));
}

export interface Said {
  readonly text: string;
  /** Placeholders for which there was nothing to say. */
  readonly unfilled: readonly string[];
}

/** Of several texts the first that can be filled whole, else the one that lacks least: a text of another finding lacks nearly all. `chosen` is the item a clause was bound to when others refer to it. */
export function fillSay(
  say: string | readonly string[],
  outcomes: ReadonlyMap<string, Outcome>,
  chosen: ReadonlyMap<string, Item | undefined>,
  subject: Subject,
  vocabulary: Vocabulary,
): Said {
  const texts = [say].flat().map((text) => fillText(text, outcomes, chosen, subject, vocabulary));
  return texts.toSorted((a, b) => a.unfilled.length - b.unfilled.length)[0] ?? { text: '', unfilled: [] };
}

function fillText(say: string, outcomes: ReadonlyMap<string, Outcome>, chosen: ReadonlyMap<string, Item | undefined>, subject: Subject, vocabulary: Vocabulary): Said {
  const unfilled: string[] = [];
  const text = say.replace(PLACEHOLDER, (whole, clause: string, field: string) => {
    const outcome = outcomes.get(clause);
    const filled =
      outcome === undefined
        ? ofSubject(clause, field, subject)
        : ofClause(outcome, chosen.get(clause) ?? witnessesOf(outcome)[0], field, vocabulary);
    if (filled !== undefined && filled !== '') return filled;
    unfilled.push(whole);
    return 'unknown';
  });
  return { text: text.trim(), unfilled };
}

/** A single file, a capture for one, names no machine. */
const NAMELESS = 'the computer';

function ofSubject(name: string, field: string, subject: Subject): string | undefined {
  if (name === 'host' && field === 'name') return subject.host === '' ? NAMELESS : subject.host;
  if (name !== 'attempt' || subject.attempt === undefined) return undefined;
  if (field === 'host' && subject.attempt.host === '') return NAMELESS;
  const value = attemptValue(subject.attempt, field);
  return written(value, field === 'startedAt' || field === 'endedAt' ? 'time' : field === 'errorCode' ? 'code' : undefined);
}

function ofClause(outcome: Outcome, item: Item | undefined, field: string, vocabulary: Vocabulary): string | undefined {
  if (field === 'why') return whyOf(outcome);
  if (field === 'watched') return watchedOf(outcome);
  if (field === 'count') return String(total(outcome, (each) => each.tally?.counts.yes ?? 0));
  if (field === 'count_seen') return String(total(outcome, (each) => (each.tally === undefined ? 0 : countSeen(each.tally))));
  if (item === undefined) return undefined;
  const { source } = item;
  if (field === 'time' && isRecord(source)) return formatTime(source.time);
  const word = isRecord(source) ? vocabulary.records.get(source.name) : vocabulary.facts.get(source.name);
  return written(fieldsOf(source)(field), word?.fields.get(field) ?? (field === 'time' ? 'time' : undefined));
}

/** Only where the absence is proved, not where it is assumed. */
function watchedOf({ kind, truth, tally, alternatives }: Outcome): string | undefined {
  if (truth !== 'true') return undefined;
  if (kind === 'any') return alternatives.map(watchedOf).find((text) => text !== undefined);
  return kind !== 'none' || tally === undefined || tally.completeness.isTaken === true ? undefined : tally.completeness.proof.map(({ quote }) => quote).join(', ');
}

function written(value: Value | undefined, type: FieldType | undefined): string | undefined {
  return value === undefined ? undefined : formatValue(value, type);
}

function total(outcome: Outcome, count: (outcome: Outcome) => number): number {
  return outcome.alternatives.reduce((sum, each) => sum + total(each, count), count(outcome));
}
