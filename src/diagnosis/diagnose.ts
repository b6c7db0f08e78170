/** From verdicts to a diagnosis: root causes, what stays open, what was ruled out, what to collect. */
import type { Attempt, ReproWindow } from '../model/case.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Need, Signature } from '../model/signature.ts';
import { foldCauses } from './causes.ts';
import { contradictionsOf } from './contradictions.ts';
import { fallbacksOf } from './fallback.ts';
import { compareWithGood } from './good-against-bad.ts';
import { leadAttempts } from './lead.ts';
import { missingOf, ruledOutOf, undecidedOf } from './open.ts';
import { questionsFor } from './questions.ts';

export interface DiagnosisInput {
  readonly findings: readonly Finding[];
  readonly signatures: readonly Signature[];
  readonly attempts: readonly Attempt[];
  /** `Attempt.records` are indexes into it. */
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
  readonly reproWindow: ReproWindow | null;
  readonly isRecovered: (evidence: Evidence) => boolean;
  /** Whether the cited record belongs to its attempt by time and role alone. */
  readonly isTimeOnly: (evidence: Evidence) => boolean;
  /** Whether it cites a record of a machine whose clock nothing compares with that of the subject, and which does not name its account. */
  readonly isOffClock: (evidence: Evidence, subject: { readonly host: string; readonly userName: string | null }) => boolean;
  /** Why an input is not in the case; '' when nothing tells. */
  readonly whyMissing: (need: Need) => string;
}

/** One diagnosis of the case. Never throws; the same input gives the same diagnosis. */
export function diagnose(input: DiagnosisInput): Diagnosis {
  const signatures = new Map(input.signatures.map((signature) => [signature.id, signature]));
  const attempts = new Map(input.attempts.map((attempt) => [attempt.id, attempt]));
  const lead = leadAttempts(input.attempts, input.reproWindow);
  const isLeading = (finding: Finding) => !attempts.has(finding.subject) || lead.ids.has(finding.subject);
  const contradictions = contradictionsOf(input.facts);
  const { rootCauses, contributing } = foldCauses({ findings: input.findings, signatures, attempts, lead: lead.ids, contradictions, isRecovered: input.isRecovered, isTimeOnly: input.isTimeOnly, isOffClock: input.isOffClock });
  const settled = new Set(rootCauses.filter((cause) => cause.signature.symptom !== true).flatMap((cause) => cause.attempts));
  const isWide = rootCauses.some((cause) => cause.attempts.length === 0);
  const isSettled = (finding: Finding) => !isLeading(finding) || settled.has(finding.subject) || (isWide && attempts.has(finding.subject));
  const undecided = undecidedOf(input.findings, signatures, isSettled);
  const proved = new Set(rootCauses.flatMap((cause) => cause.attempts));
  const fallback = fallbacksOf(input.attempts, (attempt) => lead.ids.has(attempt.id) && !proved.has(attempt.id));
  return {
    rootCauses,
    contributing,
    undecided,
    ruledOut: ruledOutOf(input.findings, signatures, isLeading),
    missing: missingOf(undecided, input.whyMissing),
    questions: questionsFor(undecided, fallback),
    fallback,
    comparisons: compareWithGood(input.attempts, input.records, lead.ids),
    contradictions,
    notes: lead.notes,
  };
}
