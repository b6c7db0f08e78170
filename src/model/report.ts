/** The one result object: every output is a rendering of it. JSON contract `rasalyze/report@1`. */
import type { Fix, SignatureSource } from './signature.ts';
import type { Severity } from './records.ts';
import type { Value } from './values.ts';
import type { Join, Outcome, Role, Stage } from './case.ts';
import type { AnchorKind, ClockOffset } from './clock-offset.ts';

export interface ReportEvidence {
  readonly clause: string;
  /** `<artifact>#<locator>`, the form `src/report/refs.ts` writes and reads. */
  readonly ref: string;
  readonly quote: string;
}

export interface ReportCause {
  readonly signature: string;
  readonly title: string;
  readonly status: string;
  readonly verdict: 'matched';
  readonly severity: string;
  readonly confidence: { readonly level: 'high' | 'medium' | 'low'; readonly reasons: readonly string[] };
  readonly attempts: readonly string[];
  readonly hosts: readonly string[];
  readonly cause: string;
  readonly say: string;
  readonly evidence: readonly ReportEvidence[];
  readonly fix: readonly Fix[];
  readonly sources: readonly SignatureSource[];
  readonly explains: readonly string[];
}

export interface ReportMissing {
  readonly need: string;
  readonly what: string;
  readonly collect: string;
  /** Host or role it is wanted from. */
  readonly on: string;
  /** Ids of the signatures it would settle. */
  readonly settles: readonly string[];
  /** How many verdicts (signature and attempt or host) wait for it. */
  readonly verdicts: number;
  /** Why it is not there: no bundle of that machine, not asked for, its collection failed; '' when nothing tells. */
  readonly why: string;
}

export interface ReportUndecided {
  readonly signature: string;
  readonly title: string;
  readonly attempts: readonly string[];
  readonly missing: readonly string[];
  readonly why: string;
}

export interface ReportRuledOut {
  readonly signature: string;
  readonly title: string;
  readonly attempts: readonly string[];
  /** The clause that decided. */
  readonly by: string;
  readonly why: string;
  readonly evidence: readonly ReportEvidence[];
}

export interface ReportOtherFinding {
  readonly tool: 'xray' | 'sdp';
  readonly host: string;
  readonly id: string;
  readonly severity: string | null;
  readonly title: string | null;
  readonly ref: string;
}

export interface ReportStep {
  readonly time: string;
  readonly text: string;
  readonly ref: string;
}

/** A failed attempt beside a good one of the same connection, step by step up to where they part. */
export interface ReportComparison {
  readonly bad: string;
  readonly good: string;
  readonly connection: string;
  readonly steps: readonly {
    readonly good: ReportStep | null;
    readonly bad: ReportStep | null;
    /** Both sides are the same kind of event. */
    readonly isSameKind: boolean;
    readonly differs: readonly { readonly field: string; readonly good: string; readonly bad: string }[];
  }[];
}

export interface ReportAttemptPart {
  readonly tunnel: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: 'connected' | 'failed' | 'unfinished';
  readonly errorCode: number | null;
  readonly stages: readonly Stage[];
}

export interface ReportAnchor {
  readonly kind: AnchorKind;
  readonly value: string;
  /** The offset this anchor alone suggests. */
  readonly seconds: number;
  /** On the machine itself, then on the one before it in the chain. */
  readonly refs: readonly string[];
}

/** Clock of `host` minus clock of `relativeTo`. */
export interface ReportClockOffset {
  readonly host: string;
  readonly relativeTo: string;
  readonly seconds: number;
  readonly uncertaintySeconds: number;
  readonly bounds: { readonly from: number; readonly to: number };
  readonly basis: ClockOffset['basis'];
  /** How many anchors prove it; `evidence` lists the first of them. */
  readonly anchors: number;
  readonly evidence: readonly ReportAnchor[];
  /** Anchors that contradict the others. */
  readonly outliers: readonly ReportAnchor[];
  /** Whether times of `host` in this report were moved; not where the clocks may well agree. */
  readonly applied: boolean;
}

export interface ReportAttempt {
  readonly id: string;
  readonly host: string;
  readonly correlationId: string | null;
  readonly user: string | null;
  readonly connection: string | null;
  readonly tunnel: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: 'connected' | 'failed' | 'unfinished';
  readonly errorCode: number | null;
  readonly stages: readonly Stage[];
  /** Where it stands that a stage was entered. */
  readonly stageEvidence: Readonly<Partial<Record<Stage, string>>>;
  /** The tries of an automatic tunnel type, where there were several. */
  readonly parts: readonly ReportAttemptPart[];
  readonly joins: readonly Join[];
  readonly inReproWindow: boolean | null;
}

export interface ReportEvent {
  readonly time: string;
  /** What the machine's own clock showed, where its times were moved onto the common clock. */
  readonly originalTime?: string;
  readonly host: string;
  readonly scope: { readonly provider: string; readonly channel?: string };
  readonly code: number;
  readonly severity: Severity;
  readonly text: string;
  readonly attempt?: string;
  readonly ref: string;
}

export interface ReportCoverage {
  readonly artifact: string;
  readonly bundle: string;
  readonly kind: string;
  readonly outcome: Outcome;
  readonly records: number;
  readonly reason?: string;
  readonly span?: { readonly from?: string; readonly to?: string };
}

export interface Report {
  readonly schema: 'rasalyze/report@1';
  readonly tool: { readonly name: 'rasalyze'; readonly version: string };
  readonly case: {
    readonly bundles: readonly {
      readonly name: string;
      readonly collector: { readonly name: string; readonly version: string | null; readonly scenario: string | null };
      readonly hosts: readonly {
        readonly name: string;
        readonly roles: readonly Role[];
        readonly os: string | null;
        readonly utcOffsetMinutes: number | null;
      }[];
      readonly reproWindow: { readonly start: string; readonly end: string } | null;
    }[];
    readonly clockOffsets: readonly ReportClockOffset[];
  };
  readonly coverage: readonly ReportCoverage[];
  readonly attempts: readonly ReportAttempt[];
  readonly diagnosis: {
    readonly rootCauses: readonly ReportCause[];
    readonly contributing: readonly ReportCause[];
    readonly undecided: readonly ReportUndecided[];
    readonly ruledOut: readonly ReportRuledOut[];
    readonly missing: readonly ReportMissing[];
    /** Questions only a person can answer, beside what is to be collected: what each answer means and which undecided signatures it speaks for. */
    readonly questions: readonly { readonly id: string; readonly ask: string; readonly answers: readonly { readonly answer: string; readonly means: string; readonly points: readonly string[] }[] }[];
    /** What is known when no cause is proved: furthest stage, meaning of the code, what to collect. */
    readonly fallback: readonly {
      readonly attempt: string;
      readonly stage: Stage;
      readonly code: number | null;
      readonly meaning: string;
      readonly say: string;
      readonly collect: readonly string[];
    }[];
    /** Good against bad. */
    readonly comparisons: readonly ReportComparison[];
    /** Settings that the sources state differently. */
    readonly contradictions: readonly { readonly fact: string; readonly host: string; readonly stated: readonly { readonly value: Value; readonly ref: string }[] }[];
    /** What other analysers in the bundle found (xray, support diagnostics): shown beside ours, never part of a verdict. */
    readonly otherAnalysers: readonly ReportOtherFinding[];
    /** Assumptions and warnings a reader must know (zone assumed, records dropped, history only). */
    readonly notes: readonly string[];
  };
  readonly timeline: readonly ReportEvent[];
}
