/** Matched findings folded into causes: one per signature, symptoms under what explains them. */
import type { Attempt } from '../model/case.ts';
import type { Cause, Contradiction } from '../model/diagnosis.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Fix, Signature } from '../model/signature.ts';
import { confidenceOf } from './confidence.ts';
import { contradicting } from './contradictions.ts';

/** Evidence of this many subjects is enough to show; the rest is named by attempt id. */
const SHOWN_SUBJECTS = 3;

export interface CauseInput {
  readonly findings: readonly Finding[];
  readonly signatures: ReadonlyMap<string, Signature>;
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly lead: ReadonlySet<string>;
  readonly contradictions: readonly Contradiction[];
  /** Whether the cited record was found by resynchronising after damage. */
  readonly isRecovered: (evidence: Evidence) => boolean;
  /** Whether the cited record belongs to its attempt by time and role alone. */
  readonly isTimeOnly: (evidence: Evidence) => boolean;
  /** Whether it cites a record of a machine whose clock nothing compares with the other's. */
  readonly isOffClock: (evidence: Evidence, subject: { readonly host: string; readonly userName: string | null }) => boolean;
}

export interface Folded {
  readonly rootCauses: readonly Cause[];
  readonly contributing: readonly Cause[];
}

/** Root causes best first, and what matched beside them. */
export function foldCauses(input: CauseInput): Folded {
  const current = input.findings.filter((finding) => isCurrent(finding, input));
  const matched = groupBySignature(current, input.signatures);
  const causes = matched.map(({ signature, findings }) => ({ signature, findings, explainedBy: explainer(signature, findings, matched) }));
  const explainerOf = new Map(causes.map((cause) => [cause.signature.id, cause.explainedBy]));
  const contradictions = contradictory(matched);
  const roots: Cause[] = [];
  const contributing: Cause[] = [];
  for (const { signature, findings, explainedBy } of causes) {
    if (explainedBy !== null) continue;
    const explains = causes.filter((other) => rootOf(other.signature.id, explainerOf) === signature.id && other.explainedBy !== null).map((other) => other.signature.id);
    const cause = toCause(signature, findings, explains, contradictions.has(signature.id), input);
    const isAside = signature.severity === 'info' || isExcluded(signature, findings, matched);
    (isAside ? contributing : roots).push(cause);
  }
  const history = groupBySignature(
    input.findings.filter((finding) => !isCurrent(finding, input)),
    input.signatures,
  ).filter(({ signature }) => !matched.some((other) => other.signature.id === signature.id));
  contributing.push(...history.map(({ signature, findings }) => toCause(signature, findings, [], false, input, whyAside(findings, input))));
  return { rootCauses: roots.sort(byStrength), contributing };
}

type Group = { readonly signature: Signature; readonly findings: readonly Finding[] };

/** Findings about attempts count when the attempt leads; findings about hosts or the case always do. */
function isCurrent(finding: Finding, input: CauseInput): boolean {
  return !input.attempts.has(finding.subject) || input.lead.has(finding.subject);
}

function whyAside(findings: readonly Finding[], input: CauseInput): string {
  const isOld = findings.every((finding) => input.attempts.get(finding.subject)?.inReproWindow === false);
  return isOld ? 'seen outside the repro window only: history' : 'seen in attempts of others on the server only';
}

function groupBySignature(findings: readonly Finding[], signatures: ReadonlyMap<string, Signature>): Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.verdict !== 'matched') continue;
    groups.set(finding.signature, [...(groups.get(finding.signature) ?? []), finding]);
  }
  return [...groups].flatMap(([id, list]) => {
    const signature = signatures.get(id);
    return signature && signature.status !== 'deprecated' ? [{ signature, findings: list }] : [];
  });
}

/** Id of a matched signature that explains this one for every subject it matched, or null. */
function explainer(signature: Signature, findings: readonly Finding[], matched: readonly Group[]): string | null {
  const able = matched.filter((other) => other.signature.id !== signature.id && other.signature.explains?.includes(signature.id) === true);
  const isWide = (other: Group) => other.signature.match.per !== 'attempt' || signature.match.per !== 'attempt';
  const covered = (subject: string) => able.find((other) => isWide(other) || other.findings.some((finding) => finding.subject === subject));
  const explainers = findings.map((finding) => covered(finding.subject));
  return explainers.every((other) => other !== undefined) ? (explainers[0]?.signature.id ?? null) : null;
}

/** The cause at the end of a chain of explanations: what explains the explainer explains all of it. Lint allows no circles; a chain is no longer than the map. */
function rootOf(id: string, explainerOf: ReadonlyMap<string, string | null>): string {
  let root = id;
  for (let step = 0; step < explainerOf.size; step++) root = explainerOf.get(root) ?? root;
  return root;
}

/** One-sided `excludes`: the other signature is the better explanation of the same subjects. */
function isExcluded(signature: Signature, findings: readonly Finding[], matched: readonly Group[]): boolean {
  return matched.some(
    (other) =>
      other.signature.excludes?.includes(signature.id) === true &&
      signature.excludes?.includes(other.signature.id) !== true &&
      findings.every((finding) => other.findings.some((rival) => rival.subject === finding.subject) || other.signature.match.per !== 'attempt'),
  );
}

/** Ids of matched signatures that exclude each other: the evidence contradicts itself. */
function contradictory(matched: readonly Group[]): Set<string> {
  const ids = new Set<string>();
  for (const a of matched) {
    for (const b of matched) {
      const isMutual = a.signature.excludes?.includes(b.signature.id) === true && b.signature.excludes?.includes(a.signature.id) === true;
      if (isMutual && a.findings.some((finding) => b.findings.some((rival) => rival.subject === finding.subject))) ids.add(a.signature.id);
    }
  }
  return ids;
}

function toCause(signature: Signature, findings: readonly Finding[], explains: readonly string[], isContradicted: boolean, input: CauseInput, extra?: string): Cause {
  const attempts = findings.map((finding) => finding.subject).filter((subject) => input.attempts.has(subject));
  const shown = findings.slice(-SHOWN_SUBJECTS);
  const evidence = unique(shown.flatMap((finding) => finding.clauses.flatMap((clause) => clause.evidence)));
  // A clause that holds on another machine's word, too, rests on this one's.
  const isOff = (finding: Finding) => (item: Evidence) => input.isOffClock(item, input.attempts.get(finding.subject) ?? { host: finding.subject, userName: null });
  const isClockUnknown = shown.some((finding) => finding.clauses.some((clause) => clause.evidence.length > 0 && clause.evidence.every(isOff(finding))));
  const hosts = findings.map((finding) => input.attempts.get(finding.subject)?.host ?? finding.subject).filter((host) => host !== '');
  return {
    signature,
    attempts,
    hosts: [...new Set(hosts)],
    say: shown[shown.length - 1]?.say ?? '',
    fix: inOrder(signature.fix, shown[shown.length - 1]?.leads ?? []),
    evidence,
    confidence: confidenceOf({ signature, attempts, hosts, evidence, alike: alikeTo(signature, findings, input), isContradicted, disputed: contradicting(evidence, input.contradictions).map((item) => `${item.fact} of ${item.host}`), isRecovered: input.isRecovered, isTimeOnly: input.isTimeOnly, isClockUnknown, ...(extra === undefined ? {} : { extra }) }),
    explains,
  };
}

/** Those that look the same and were not decided for a subject of this cause: open, or their gate found nothing to judge by. */
function alikeTo(signature: Signature, findings: readonly Finding[], input: CauseInput): string[] {
  const subjects = new Set(findings.map((finding) => finding.subject));
  const isDecided = (id: string) => input.findings.some((finding) => finding.signature === id && finding.verdict !== 'undecided' && subjects.has(finding.subject));
  return (signature.alike ?? []).filter((id) => input.signatures.has(id) && !isDecided(id));
}

/** Fixes that the evidence asks for, then those that ask for nothing, then the rest. */
function inOrder(fixes: readonly Fix[], leads: readonly number[]): Fix[] {
  const rank = (fix: Fix): number => (leads.includes(fixes.indexOf(fix)) ? 0 : fix.when === undefined ? 1 : 2);
  return fixes.toSorted((a, b) => rank(a) - rank(b));
}

function unique(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const item of evidence) seen.set(JSON.stringify([item.clause, item.ref]), item);
  return [...seen.values()];
}

const LEVELS = { high: 0, medium: 1, low: 2 } as const;
const SEVERITIES = { critical: 0, high: 1, medium: 2, low: 3, info: 4 } as const;

function byStrength(a: Cause, b: Cause): number {
  return (
    LEVELS[a.confidence.level] - LEVELS[b.confidence.level] ||
    Number(a.signature.symptom === true) - Number(b.signature.symptom === true) ||
    b.attempts.length - a.attempts.length ||
    SEVERITIES[a.signature.severity] - SEVERITIES[b.signature.severity] ||
    Object.keys(b.signature.match.all).length - Object.keys(a.signature.match.all).length ||
    a.signature.id.localeCompare(b.signature.id, 'en')
  );
}
