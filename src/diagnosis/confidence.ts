/** Confidence is derived from the evidence, never set by hand, and its reasons are listed. */
import type { Confidence } from '../model/diagnosis.ts';
import type { Evidence } from '../model/finding.ts';
import type { Signature } from '../model/signature.ts';

export interface ConfidenceInput {
  readonly signature: Signature;
  readonly attempts: readonly string[];
  readonly hosts: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Ids of signatures that would look the same and are not decided. */
  readonly alike: readonly string[];
  /** A matched signature excludes this one. */
  readonly isContradicted: boolean;
  /** Settings it rests on that the sources state differently. */
  readonly disputed: readonly string[];
  readonly isRecovered: (evidence: Evidence) => boolean;
  readonly isTimeOnly: (evidence: Evidence) => boolean;
  /** It rests on two machines' times that nothing compares. */
  readonly isClockUnknown: boolean;
  /** A further reason that lowers it. */
  readonly extra?: string;
}

const LEVELS = ['low', 'medium', 'high'] as const;

/** Every doubt takes one step off "high"; every reason for or against is named. */
export function confidenceOf(input: ConfidenceInput): Confidence {
  const artifacts = new Set(input.evidence.map((item) => `${item.ref.bundle ?? ''}/${item.ref.artifact}`));
  const reasons = [`every clause of the signature holds, on evidence from ${artifacts.size} artifact(s)`];
  if (input.attempts.length > 1) reasons.push(`the same in ${input.attempts.length} attempts`);
  let level = 2;
  const doubt = (steps: number, reason: string) => {
    level -= steps;
    reasons.push(reason);
  };
  if (input.signature.status === 'experimental') doubt(1, 'the signature is experimental: reported or inferred, not verified from a primary source');
  if (input.signature.symptom === true) doubt(2, 'this names the symptom; what lies beneath is not proved by this bundle');
  if (input.alike.length > 0) doubt(1, `${input.alike.join(', ')} would look the same and ${input.alike.length === 1 ? 'is' : 'are'} not ruled out`);
  if (input.isContradicted) doubt(2, 'another matched signature excludes this one: the evidence contradicts itself');
  for (const setting of input.disputed) doubt(1, `the sources contradict each other on ${setting}`);
  if (input.evidence.some(input.isRecovered)) doubt(1, 'part of the evidence was recovered from a damaged log');
  if (input.evidence.some(input.isTimeOnly)) doubt(1, 'part of the evidence belongs to the attempt by its time only: nothing in it names the user or the connection');
  if (input.isClockUnknown) doubt(1, 'part of the evidence stands on another machine, and nothing tells how far the clocks are apart');
  if (input.extra !== undefined) doubt(1, input.extra);
  return { level: LEVELS[Math.max(0, level)] ?? 'low', reasons };
}
