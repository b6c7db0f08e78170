/** From evidence to verdicts and the report; needs no bundle, so that stored evidence can be judged again. */
import { diagnose } from '../diagnosis/diagnose.ts';
import { createWorld, evaluateAll, type Vocabulary, type World } from '../matching/index.ts';
import type { Attempt, ReproWindow } from '../model/case.ts';
import type { CaseEvidence } from '../model/case-evidence.ts';
import type { ClockOffset } from '../model/clock-offset.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Report } from '../model/report.ts';
import type { Signature } from '../model/signature.ts';
import { attemptsOf } from '../timeline/attempts.ts';
import { doubtBetween } from '../timeline/clock-offsets.ts';
import { withStartTypes } from '../timeline/services.ts';
import { accountName } from '../timeline/users.ts';
import { placeFact, placeRecord, zonesOf } from '../timeline/zone.ts';
import { assemble } from './assemble.ts';
import { withAudits } from './audits.ts';
import { bundleInfo } from './bundle-info.ts';
import { clockNotes } from './clock-notes.ts';
import { onCommonClock } from './common-clock.ts';
import { withoutCopies } from './given-twice.ts';
import { hostsOf } from './hosts.ts';
import type { Stopwatch } from './timing.ts';
import { extendWatches } from './watches.ts';
import { missingReasons } from './why-missing.ts';
import { reproWindowOf } from './window.ts';
import { windowByName } from './window-by-name.ts';

export interface JudgeOptions {
  readonly version: string;
  readonly signatures: readonly Signature[];
  readonly vocabulary: Vocabulary;
  readonly stopwatch: Stopwatch;
}

/** A judged case, with what explanations and other outputs need beside the report. */
export interface JudgedCase {
  readonly evidence: CaseEvidence;
  /** On one clock, sorted by time; `Attempt.records` are indexes into it. */
  readonly records: readonly LogRecord[];
  /** Of the machines whose clock can be compared with another's. */
  readonly offsets: readonly ClockOffset[];
  readonly attempts: readonly Attempt[];
  readonly reproWindow: ReproWindow | null;
  readonly world: World;
  /** One per signature and subject its gate let through. */
  readonly findings: readonly Finding[];
  readonly diagnosis: Diagnosis;
  readonly report: Report;
}

/** Judges evidence. Never throws for what it holds. */
export function judgeCase(given: CaseEvidence, options: JudgeOptions): JudgedCase {
  const { stopwatch, signatures, vocabulary } = options;
  const since = stopwatch.now();
  const evidence = withoutCopies(given);
  const zones = zonesOf(evidence.facts);
  const placedFacts = withStartTypes(evidence.facts.map((fact) => placeFact(fact, timeFieldsOf(fact, vocabulary), zones)));
  const placed = evidence.records.map((record) => withUserName(placeRecord(record, zones))).sort(byTime);
  const hosts = hostsOf({ records: placed, facts: placedFacts, zones });
  const clock = onCommonClock({ records: placed, facts: placedFacts, watches: evidence.watches, gaps: evidence.gaps }, hosts, byTime);
  const { records, facts, gaps, offsets, reference } = clock;
  const named = reproWindowOf(facts, reference) === null ? windowByName({ parts: evidence.parts, zones, watches: clock.watches, records, shifts: clock.shifts }) : null;
  const reproWindow = reproWindowOf(facts, reference) ?? named;
  const { attempts, omitted, omittedClients, omittedRecords, timeOnlyRecords } = attemptsOf(records, facts, reproWindow, (one, other) => doubtBetween(one, other, offsets));
  stopwatch.add('timeline', since);
  const judging = stopwatch.now();
  const watches = withAudits(extendWatches(clock.watches, reproWindow), facts, records);
  const world = createWorld({ records, facts, listings: evidence.listings, watches, gaps, attempts, omittedRecords, hosts, reproWindow });
  const { findings, failures } = evaluateAll(signatures, world, vocabulary);
  const diagnosis = diagnose({ findings, signatures, attempts, records, facts, reproWindow, isRecovered: citedFrom(records.filter((record) => record.recovered === true)), isTimeOnly: citedFrom(timeOnlyRecords.flatMap((index) => records[index] ?? [])), isOffClock: offClock(records, offsets), whyMissing: missingReasons(hosts, facts) });
  stopwatch.add('judge', judging);
  const notes = [
    ...evidence.notes,
    ...clockNotes({ collected: evidence.parts.map(({ host }) => host), hosts, reference, offsets, records, facts }),
    ...(named === null ? [] : ['The log of the collector states no repro window: the time from the stamp in the bundle\'s name to its newest event is taken for it.']),
    ...(omittedClients > 0 ? [`${omittedClients} older attempts of clients are not listed and not judged; "rasalyze timeline" shows their events.`] : []),
    ...(omitted > 0 ? [`${omitted} older failed server-side attempts (password guessing fills server logs) are not listed.`] : []),
    ...failures.map((failure) => `Signature ${failure.signature} could not be judged: ${failure.message}`),
  ];
  const bundles = evidence.parts.map((part) => bundleInfo(part, facts, hosts));
  const report = assemble({ version: options.version, isSingle: evidence.isSingle, bundles, coverage: evidence.coverage, records, attempts, facts, offsets, diagnosis, notes });
  return { evidence: given, records, offsets, attempts, reproWindow, world, findings, diagnosis, report };
}

function byTime(a: LogRecord, b: LogRecord): number {
  return a.time - b.time || sequence(a) - sequence(b);
}

/** Records of one log with one time stamp keep the order in which they were written. */
function sequence(record: LogRecord): number {
  return record.ref.at.kind === 'evtx' ? record.ref.at.recordId : record.ref.at.kind === 'line' ? record.ref.at.line : 0;
}

function timeFieldsOf(fact: Fact, vocabulary: Vocabulary): Set<string> {
  const fields = vocabulary.facts.get(fact.name)?.fields;
  return new Set([...(fields ?? [])].filter(([, type]) => type === 'time').map(([name]) => name));
}

/** `user_name`: the account part of `user`, so that signatures can compare people across name forms. */
function withUserName(record: LogRecord): LogRecord {
  const name = accountName(record.fields['dial_in_user'] ?? record.fields['user']);
  return name === null ? record : { ...record, fields: { ...record.fields, user_name: name } };
}

/**
 * Whether a piece of evidence cites a record of a machine whose clock nothing compares with that of the subject. One that names the
 * subject's account is no doubt: the same account at the same time says that the clocks agree.
 */
function offClock(records: readonly LogRecord[], offsets: readonly ClockOffset[]): (evidence: Evidence, subject: { readonly host: string; readonly userName: string | null }) => boolean {
  let byRef: Map<string, LogRecord> | undefined;
  return ({ ref }, { host, userName }) => {
    byRef ??= new Map(records.map((record) => [JSON.stringify(record.ref), record]));
    const record = byRef.get(JSON.stringify(ref));
    if (record === undefined || record.host === '' || host === '' || (userName !== null && record.fields['user_name'] === userName)) return false;
    return doubtBetween(record.host, host, offsets) === null;
  };
}

/** Whether a piece of evidence cites one of the records. */
function citedFrom(records: readonly LogRecord[]): (evidence: Evidence) => boolean {
  const refs = new Set(records.map((record) => JSON.stringify(record.ref)));
  return (evidence) => refs.size > 0 && refs.has(JSON.stringify(evidence.ref));
}
