/** Why a signature has the verdict it has, out of a judged case. */
import { undecidedOf, missingOf } from '../diagnosis/open.ts';
import { UNDETECTABLE } from '../knowledge/failure-rows.ts';
import { explainSignature, suggest, type Explained, type Vocabulary } from '../matching/index.ts';
import type { Attempt } from '../model/case.ts';
import type { Diagnosis, MissingInput } from '../model/diagnosis.ts';
import type { ClauseResult, Evidence, Verdict } from '../model/finding.ts';
import type { Signature } from '../model/signature.ts';
import type { Why, WhyClause, WhySubject } from '../model/why.ts';
import { refText } from '../report/refs.ts';
import { isoTime } from '../report/time-text.ts';
import type { JudgedCase } from './judge-case.ts';
import { missingReasons } from './why-missing.ts';

export interface WhyOptions {
  readonly signatures: readonly Signature[];
  readonly vocabulary: Vocabulary;
  /** Attempt id or host name; all when left out. */
  readonly subject?: string;
}

/** The signature of an id, or one line that says which ids are near. */
export function signatureNamed(id: string, signatures: readonly Signature[]): Signature | string {
  const wanted = id.trim().toLowerCase();
  const found = signatures.find((signature) => signature.id.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const row = UNDETECTABLE.find((each) => each.id.toLowerCase() === wanted);
  if (row !== undefined) return `${row.id} has no signature of its own: ${row.reason}${row.alias === undefined ? '' : `; ask for ${row.alias}`}`;
  const holding = signatures.filter((signature) => signature.id.includes(wanted)).map((signature) => signature.id);
  const near = holding.length > 0 ? `; ids that hold it: ${holding.slice(0, 6).join(', ')}` : suggest(wanted, signatures.map((signature) => signature.id));
  return `${id}: no such signature${near}; "rasalyze signatures list" names them all`;
}

const ORDER: readonly Verdict[] = ['matched', 'undecided', 'ruled-out', 'not-applicable'];

/** Reasons for every subject, the strongest verdict first and within one the latest attempt. */
export function whyOf(signature: Signature, judged: JudgedCase, options: WhyOptions): Why {
  const { attempts, evidence, world } = judged;
  const wanted = options.subject?.toUpperCase();
  const subjects = explainSignature(signature, world, options.vocabulary)
    .map((explained) => subjectOf(explained, attempts, evidence.isSingle))
    .filter((subject) => wanted === undefined || subject.subject.toUpperCase() === wanted || attempts.some((attempt) => attempt.id === subject.subject && attempt.host === wanted));
  const ranked = subjects.toReversed().toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const { id, title, status, cause, match } = signature;
  return {
    signature: { id, title, status, per: match.per, cause: cause.trim() },
    standing: standingOf(id, judged.diagnosis),
    subjects: ranked,
    missing: missingFor(signature, subjects, judged, options.signatures),
    notes: subjects.length > 0 ? [] : [wanted === undefined ? `it is judged for every ${match.per}, and there is none in the case` : `it is judged for every ${match.per}, and there is no ${options.subject ?? ''} among them`],
  };
}

function subjectOf(explained: Explained, attempts: readonly Attempt[], isSingle: boolean): WhySubject {
  const { finding } = explained;
  const attempt = attempts.find((each) => each.id === explained.subject);
  const toClause = (result: ClauseResult, asks: string): WhyClause => ({ clause: result.clause, truth: result.truth, asks, why: result.why, needs: result.needs, evidence: result.evidence.map((item) => evidenceOf(item, isSingle)) });
  return {
    subject: explained.subject,
    about: attempt === undefined ? explained.subject : aboutAttempt(attempt),
    verdict: finding?.verdict ?? 'not-applicable',
    say: finding?.verdict === 'matched' ? finding.say : '',
    clauses: finding?.clauses.map((clause) => toClause(clause, explained.asks[clause.clause] ?? '')) ?? [],
    gate: explained.gate.map(({ result, asks }) => toClause(result, asks)),
    counterfactuals: explained.counterfactuals,
    missing: finding?.missing ?? [],
  };
}

function aboutAttempt({ host, startedAt, connection, user, outcome, errorCode }: Attempt): string {
  const code = errorCode === null ? '' : ` ${errorCode > 65_535 ? `0x${errorCode.toString(16).toUpperCase()}` : errorCode}`;
  return [host, isoTime(startedAt), connection ?? user, `${outcome}${code}`].filter((part) => part !== null).join(' · ');
}

function evidenceOf({ ref, quote }: Evidence, isSingle: boolean): WhyClause['evidence'][number] {
  const { artifact, at, bundle } = ref;
  return { ref: refText(isSingle || bundle === undefined ? { artifact, at } : { artifact, at, bundle }), quote };
}

function standingOf(id: string, diagnosis: Diagnosis): string {
  const isIt = (list: readonly { readonly signature: Signature }[]) => list.some((item) => item.signature.id === id);
  const place = diagnosis.rootCauses.findIndex((cause) => cause.signature.id === id);
  if (place >= 0) return diagnosis.rootCauses.length > 1 ? `root cause, number ${place + 1} of ${diagnosis.rootCauses.length}` : 'the root cause';
  const above = [...diagnosis.rootCauses, ...diagnosis.contributing].find((cause) => cause.explains.includes(id));
  if (above !== undefined) return `a symptom: ${above.signature.id} explains it`;
  if (isIt(diagnosis.contributing)) return 'seen beside the cause, or history';
  if (isIt(diagnosis.undecided)) return 'undecided';
  return isIt(diagnosis.ruledOut) ? 'ruled out' : 'no part of the diagnosis';
}

/** What this signature lacks, ranked by the verdicts of the whole case that each input settles. */
function missingFor(signature: Signature, subjects: readonly WhySubject[], judged: JudgedCase, signatures: readonly Signature[]): MissingInput[] {
  const lacking = new Set(subjects.filter((subject) => subject.verdict === 'undecided').flatMap((subject) => subject.missing));
  if (lacking.size === 0) return [];
  const known = new Map(signatures.map((each) => [each.id, each]));
  const undecided = undecidedOf(judged.findings, known, () => false);
  const { world } = judged;
  return missingOf(undecided, missingReasons(world.hosts, world.facts)).filter((input) => input.settles.includes(signature.id));
}
