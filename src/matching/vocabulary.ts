/** The record and fact names sources can produce, with their fields: what signatures are checked against. */
import type { Yield } from '../model/records.ts';
import type { FieldType } from '../model/values.ts';

export interface RecordWord {
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Channels that carry the record: its absence is certain only where all of them were watched. */
  readonly channels: readonly string[];
}

export interface FactWord {
  readonly fields: ReadonlyMap<string, FieldType>;
}

export interface Vocabulary {
  readonly records: ReadonlyMap<string, RecordWord>;
  readonly facts: ReadonlyMap<string, FactWord>;
}

/**
 * Merge what all sources declare. Two sources may yield the same name: their fields are joined (the first
 * declared type wins) and so are their channels.
 */
export function buildVocabulary(yields: Iterable<Yield>): Vocabulary {
  const records = new Map<string, { fields: Map<string, FieldType>; channels: string[] }>();
  const facts = new Map<string, { fields: Map<string, FieldType> }>();
  for (const item of yields) {
    const word = item.kind === 'record' ? wordOf(records, item.name, newRecord) : wordOf(facts, item.name, newFact);
    for (const [field, type] of Object.entries(item.fields)) {
      if (!word.fields.has(field)) word.fields.set(field, type);
    }
    if (item.kind === 'record' && item.channel !== undefined) {
      const { channels } = wordOf(records, item.name, newRecord);
      if (!channels.includes(item.channel)) channels.push(item.channel);
    }
  }
  return { records, facts };
}

function newRecord(): { fields: Map<string, FieldType>; channels: string[] } {
  return { fields: new Map(), channels: [] };
}

function newFact(): { fields: Map<string, FieldType> } {
  return { fields: new Map() };
}

function wordOf<T>(words: Map<string, T>, name: string, create: () => T): T {
  const known = words.get(name);
  if (known !== undefined) return known;
  const word = create();
  words.set(name, word);
  return word;
}
