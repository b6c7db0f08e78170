/** What the verdicts amount to, before it is written down as a report. */
import type { Evidence } from './finding.ts';
import type { Fix, Signature } from './signature.ts';
import type { Stage } from './case.ts';
import type { LogRecord } from './records.ts';
import type { SourceRef } from './refs.ts';
import type { Value } from './values.ts';

export interface Confidence {
  readonly level: 'high' | 'medium' | 'low';
  readonly reasons: readonly string[];
}

export interface Cause {
  readonly signature: Signature;
  /** Attempt ids, in order of time; empty for a cause that concerns a host or the whole case. */
  readonly attempts: readonly string[];
  readonly hosts: readonly string[];
  readonly say: string;
  /** The fixes of the signature, those the evidence asks for first. */
  readonly fix: readonly Fix[];
  readonly evidence: readonly Evidence[];
  readonly confidence: Confidence;
  /** Ids of matched signatures this one explains. */
  readonly explains: readonly string[];
}

export interface Undecided {
  readonly signature: Signature;
  readonly attempts: readonly string[];
  /** Names of the needs that would settle it. */
  readonly missing: readonly string[];
  /** Need → how many verdicts wait for it. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly why: string;
}

export interface RuledOut {
  readonly signature: Signature;
  readonly attempts: readonly string[];
  readonly by: string;
  readonly why: string;
  readonly evidence: readonly Evidence[];
}

export interface MissingInput {
  readonly need: string;
  readonly what: string;
  readonly collect: string;
  readonly on: string;
  readonly settles: readonly string[];
  /** How many verdicts (signature and attempt or host) wait for it. */
  readonly verdicts: number;
  /** Why it is not there; '' when nothing tells. */
  readonly why: string;
}

/** Something only a person can say, with what each answer would mean. */
export interface AskedQuestion {
  readonly id: string;
  readonly ask: string;
  /** `points` are the undecided signatures an answer speaks for. */
  readonly answers: readonly { readonly answer: string; readonly means: string; readonly points: readonly string[] }[];
}

/** What can be said of a failed attempt when no cause is proved. */
export interface Fallback {
  readonly attempt: string;
  readonly stage: Stage;
  readonly code: number | null;
  readonly meaning: string;
  readonly say: string;
  /** What to collect at this stage, best first. */
  readonly collect: readonly string[];
}

/** One setting that the sources state differently. */
export interface Contradiction {
  readonly fact: string;
  readonly host: string;
  readonly stated: readonly { readonly value: Value; readonly ref: SourceRef }[];
}

/** One step of a failed attempt beside that of a good one; null where a side has no further step. */
export interface ComparisonStep {
  readonly good: LogRecord | null;
  readonly bad: LogRecord | null;
  readonly isSameKind: boolean;
  readonly differs: readonly FieldDifference[];
}

export interface FieldDifference {
  readonly field: string;
  readonly good: string;
  readonly bad: string;
}

/** A failed attempt beside a good one of the same connection, up to the step where they part. */
export interface Comparison {
  readonly bad: string;
  readonly good: string;
  readonly connection: string;
  readonly steps: readonly ComparisonStep[];
}

export interface Diagnosis {
  readonly rootCauses: readonly Cause[];
  readonly contributing: readonly Cause[];
  readonly undecided: readonly Undecided[];
  readonly ruledOut: readonly RuledOut[];
  readonly missing: readonly MissingInput[];
  readonly questions: readonly AskedQuestion[];
  readonly fallback: readonly Fallback[];
  readonly comparisons: readonly Comparison[];
  readonly contradictions: readonly Contradiction[];
  readonly notes: readonly string[];
}
