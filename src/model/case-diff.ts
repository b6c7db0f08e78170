/** What changed between two states of one case, or between a machine that works and one that does not. JSON contract `rasalyze/diff@1`. */
import type { Value } from './values.ts';

/** What a signature came to; `not-applicable` when its gate stayed shut. */
export type Standing = 'root-cause' | 'also-seen' | 'undecided' | 'ruled-out' | 'not-applicable';

export interface VerdictChange {
  readonly signature: string;
  readonly title: string;
  readonly before: Standing;
  readonly after: Standing;
}

export interface FieldChange {
  readonly field: string;
  /** Null both for "there is none" and for a field only the other side has. */
  readonly before: Value;
  readonly after: Value;
}

export interface FactChange {
  readonly change: 'changed' | 'added' | 'removed';
  readonly fact: string;
  readonly host: string;
  readonly subject: string;
  readonly fields: readonly FieldChange[];
  /** Whether a signature asks for this fact. */
  readonly isAsked: boolean;
  readonly refBefore: string | null;
  readonly refAfter: string | null;
}

/** Facts that only one side tells, where the other cannot say that there are none. */
export interface Untold {
  readonly fact: string;
  readonly host: string;
  readonly missingIn: 'before' | 'after';
  readonly count: number;
}

export interface AttemptCount {
  readonly connection: string;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

export interface CaseDiff {
  readonly schema: 'rasalyze/diff@1';
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** A computer of the second case taken for one of another name in the first. */
  readonly hostsPaired: readonly { readonly before: string; readonly after: string }[];
  readonly verdicts: readonly VerdictChange[];
  /** Outcomes (`connected`, `failed 809`) by connection, those that changed. */
  readonly attempts: readonly AttemptCount[];
  readonly facts: readonly FactChange[];
  readonly untold: readonly Untold[];
}
