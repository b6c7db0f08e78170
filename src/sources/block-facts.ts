/** How a source of command output hands over what it found: facts with the time of their block, listings with their reason. */
import type { CommandBlock, Emit, SourceContext } from '../model/source.ts';
import type { Fields, Value } from '../model/values.ts';

/** A fact's fields before those the source does not know are left out. */
export type OpenFields = Readonly<Record<string, Value | undefined>>;

export interface BlockFacts {
  /** `line` is 0-based within the block. */
  fact(name: string, subject: string, fields: OpenFields, block: CommandBlock, line: number): void;
  /** `reason` '' says that everything was listed. */
  listing(fact: string, count: number, reason: string, block: CommandBlock): void;
}

/** A sink for the facts of one artifact. */
export function blockFacts(host: string, emit: Emit, context: SourceContext): BlockFacts {
  return {
    fact(name, subject, fields, block, line) {
      emit.fact({
        name,
        host,
        subject,
        fields: knownFields(fields),
        ...(block.localTime === undefined ? {} : { observedAt: block.localTime, clock: { clock: 'local', precision: 'millisecond' } }),
        ref: context.ref({ kind: 'line', line: block.firstLine + line }),
      });
    },
    listing(fact, count, reason, block) {
      const ref = context.ref({ kind: 'line', line: block.firstLine });
      emit.listing({ fact, host, complete: reason === '', count, ...(reason === '' ? {} : { reason }), ref });
    },
  };
}

/** Only what the source says: an undefined field is unknown. */
export function knownFields(fields: OpenFields): Fields {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** Last part of a path inside a bundle. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
