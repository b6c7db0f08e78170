/** Why a signature has the verdict it has: clause by clause, for each attempt, host or case. */
import type { MissingInput } from './diagnosis.ts';
import type { Truth, Verdict } from './finding.ts';

/** What another verdict would take. */
export interface Counterfactual {
  readonly to: Verdict;
  /** Every change is needed, or any one of them is enough. */
  readonly takes: 'all' | 'any';
  /** Clause (or need) and a fact a person can check. */
  readonly changes: readonly { readonly clause: string; readonly change: string }[];
}

export interface WhyClause {
  readonly clause: string;
  readonly truth: Truth;
  /** What the clause asks for, in words. */
  readonly asks: string;
  readonly why: string;
  readonly evidence: readonly { readonly ref: string; readonly quote: string }[];
  readonly needs: readonly string[];
}

export interface WhySubject {
  /** Attempt id, host name, or '' for the whole case. */
  readonly subject: string;
  /** Who and when, for people. */
  readonly about: string;
  readonly verdict: Verdict;
  readonly say: string;
  readonly clauses: readonly WhyClause[];
  /** The conditions of which one must hold before the signature is judged at all; only where none does. */
  readonly gate: readonly WhyClause[];
  readonly counterfactuals: readonly Counterfactual[];
  /** Names of needs that are not in the case. */
  readonly missing: readonly string[];
}

export interface Why {
  readonly signature: { readonly id: string; readonly title: string; readonly status: string; readonly per: string; readonly cause: string };
  /** Root cause, contributing, folded under another, or none of it. */
  readonly standing: string;
  readonly subjects: readonly WhySubject[];
  /** Inputs that are missing, the one that settles most verdicts of the case first. */
  readonly missing: readonly MissingInput[];
  readonly notes: readonly string[];
}
