/** Everything that was read of a case, before it is placed on one clock and judged: plain data that can be stored and judged again. */
import type { Coverage } from './case.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from './records.ts';

/** The files of one machine. */
export interface EvidencePart {
  /** What to call it: the bundle's name, with the path inside where there are several. */
  readonly name: string;
  /** Name of the bundle, as references write it. */
  readonly bundle: string;
  /** Upper case; '' when nothing states it. */
  readonly host: string;
  /** Whether the bundle holds the files of other machines, too. */
  readonly isShared: boolean;
}

export interface CaseEvidence {
  readonly parts: readonly EvidencePart[];
  /** One file or folder was given: references need not say which. */
  readonly isSingle: boolean;
  readonly coverage: readonly Coverage[];
  readonly notes: readonly string[];
  /** As read: not sorted, local times not yet placed. */
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
  readonly listings: readonly Listing[];
  readonly watches: readonly Watch[];
  readonly gaps: readonly Gap[];
}
