/** The vocabulary of all sources: every record and fact name a signature may use. */
import { buildVocabulary, type Vocabulary } from '../matching/index.ts';
import type { Yield } from '../model/records.ts';
import { recordYields } from '../sources/events/index.ts';
import { artifactSources, commandSources, traceSources } from '../sources/index.ts';

let built: Vocabulary | undefined;

/** Built once. Records of a user gain `user_name`, the account part in one form. */
export function sourceVocabulary(): Vocabulary {
  built ??= buildVocabulary([...recordYields(), ...traceSources.flatMap((source) => source.yields), ...artifactSources.flatMap((source) => source.yields), ...commandSources.flatMap((source) => source.yields)].map(withUserName));
  return built;
}

function withUserName(item: Yield): Yield {
  return item.kind === 'record' && 'user' in item.fields ? { ...item, fields: { ...item.fields, user_name: 'string' } } : item;
}
