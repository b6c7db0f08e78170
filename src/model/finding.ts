/** What judging produced, before it is put into the report. */
import type { SourceRef } from './refs.ts';

export type Verdict = 'matched' | 'ruled-out' | 'undecided' | 'not-applicable';
export type Truth = 'true' | 'false' | 'unknown';

export interface Evidence {
  readonly clause: string;
  readonly ref: SourceRef;
  readonly quote: string;
}

export interface ClauseResult {
  readonly clause: string;
  readonly truth: Truth;
  readonly evidence: readonly Evidence[];
  /** Why it is false or unknown, in one line. */
  readonly why: string;
  /** Names of needs that would settle an unknown clause. */
  readonly needs: readonly string[];
}

export interface Finding {
  readonly signature: string;
  /** Attempt id, host name, or '' for the whole case. */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly clauses: readonly ClauseResult[];
  readonly missing: readonly string[];
  /** `say` with its placeholders filled. */
  readonly say: string;
  /** Of a match: indexes of the fixes whose `when` holds; absent when there are none. */
  readonly leads?: readonly number[];
}
