/** Runs a source on bytes and keeps what it emits. */
import type { Fact, Listing } from '../../../src/model/records.ts';
import type { ArtifactSource, Emit, ReadResult, SourceContext } from '../../../src/model/source.ts';

export interface Collected {
  readonly result: ReadResult;
  readonly facts: readonly Fact[];
  readonly listings: readonly Listing[];
  /** Fields of the only fact with that name and subject; undefined when there is none. */
  fields(name: string, subject?: string): Fact['fields'] | undefined;
  fact(name: string, subject?: string): Fact | undefined;
}

export function collect(source: ArtifactSource, bytes: Uint8Array, host = 'CLIENT01', context: Partial<SourceContext> = {}): Collected {
  const facts: Fact[] = [];
  const listings: Listing[] = [];
  const refuse = (): never => {
    throw new Error('not expected of this source');
  };
  const emit: Emit = { fact: (fact) => facts.push(fact), listing: (listing) => listings.push(listing), record: refuse, watch: refuse, gap: refuse };
  const artifact = { path: 'a.hiv', bundle: 'b', kind: source.reads[0] as string, host, size: bytes.length };
  const result = source.parse(artifact, bytes, emit, { ref: (at) => ({ artifact: 'a.hiv', at }), ...context });
  const fact = (name: string, subject?: string): Fact | undefined => {
    const found = facts.filter((one) => one.name === name && (subject === undefined || one.subject === subject));
    if (found.length > 1) throw new Error(`${found.length} facts ${name}`);
    return found[0];
  };
  return { result, facts, listings, fact, fields: (name, subject) => fact(name, subject)?.fields };
}

export const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le'));
