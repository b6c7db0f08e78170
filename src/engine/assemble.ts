/** Puts the one result object together; every output renders it and nothing else. */
import { refText } from '../report/refs.ts';
import { recordText } from '../report/record-text.ts';
import { isoTime } from '../report/time-text.ts';
import type { Attempt, BundleInfo, Coverage } from '../model/case.ts';
import type { ClockAnchor, ClockOffset } from '../model/clock-offset.ts';
import type { Cause, Comparison, Diagnosis } from '../model/diagnosis.ts';
import type { Evidence } from '../model/finding.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import { originalTime } from '../timeline/shift.ts';
import { otherFindings } from './other-analysers.ts';
import type { Span } from '../model/time.ts';
import type { Report, ReportAttempt, ReportCause, ReportClockOffset, ReportComparison, ReportCoverage, ReportEvent, ReportEvidence, ReportStep } from '../model/report.ts';

/** Rows of the timeline beyond those that evidence and attempts need. */
const MOST_EVENTS = 2_000;
const AROUND = 10 * 60 * 1_000_000;

export interface AssembleInput {
  readonly version: string;
  /** One file or folder was given: references need not say which. */
  readonly isSingle: boolean;
  readonly bundles: readonly BundleInfo[];
  readonly coverage: readonly Coverage[];
  readonly records: readonly LogRecord[];
  readonly attempts: readonly Attempt[];
  readonly facts: readonly Fact[];
  readonly offsets: readonly ClockOffset[];
  readonly diagnosis: Diagnosis;
  readonly notes: readonly string[];
}

export function assemble(input: AssembleInput): Report {
  const { isSingle } = input;
  const evidenceOf = (evidence: readonly Evidence[]): ReportEvidence[] => evidence.map((item) => ({ clause: item.clause, ref: reference(item, isSingle), quote: item.quote }));
  const toCause = (cause: Cause): ReportCause => ({
    signature: cause.signature.id,
    title: cause.signature.title,
    status: cause.signature.status,
    verdict: 'matched',
    severity: cause.signature.severity,
    confidence: cause.confidence,
    attempts: cause.attempts,
    hosts: cause.hosts,
    cause: cause.signature.cause.trim(),
    say: cause.say,
    evidence: evidenceOf(cause.evidence),
    // What a fix asks for is a matter of judging, not of the report.
    fix: cause.fix.map(({ do: what, on, verify }) => ({ do: what, ...(on === undefined ? {} : { on }), ...(verify === undefined ? {} : { verify }) })),
    sources: cause.signature.sources,
    explains: cause.explains,
  });
  const { diagnosis } = input;
  const timeline = timelineOf(input, isSingle);
  return {
    schema: 'rasalyze/report@1',
    tool: { name: 'rasalyze', version: input.version },
    case: { bundles: input.bundles.map(bundleOf), clockOffsets: input.offsets.map((offset) => offsetOf(offset, isSingle)) },
    coverage: input.coverage.map(coverageOf),
    attempts: input.attempts.map((attempt) => attemptOf(attempt, input.records, isSingle)),
    diagnosis: {
      rootCauses: diagnosis.rootCauses.map(toCause),
      contributing: diagnosis.contributing.map(toCause),
      undecided: diagnosis.undecided.map(({ signature, attempts, missing, why }) => ({ signature: signature.id, title: signature.title, attempts, missing, why })),
      ruledOut: diagnosis.ruledOut.map(({ signature, attempts, by, why, evidence }) => ({ signature: signature.id, title: signature.title, attempts, by, why, evidence: evidenceOf(evidence) })),
      missing: diagnosis.missing,
      questions: diagnosis.questions,
      fallback: diagnosis.fallback,
      comparisons: diagnosis.comparisons.map((comparison) => comparisonOf(comparison, isSingle)),
      contradictions: diagnosis.contradictions.map((item) => ({ ...item, stated: item.stated.map(({ value, ref }) => ({ value, ref: reference({ ref }, isSingle) })) })),
      otherAnalysers: otherFindings(input.facts, isSingle),
      notes: [...diagnosis.notes, ...input.notes, ...timeline.notes],
    },
    timeline: timeline.events,
  };
}

/** The bundle's name stands in a reference only where it is needed to tell bundles apart. */
function reference(evidence: { readonly ref: Evidence['ref'] }, isSingle: boolean): string {
  const { artifact, at, bundle } = evidence.ref;
  return refText(isSingle || bundle === undefined ? { artifact, at } : { artifact, at, bundle });
}

function bundleOf(bundle: BundleInfo): Report['case']['bundles'][number] {
  const { reproWindow } = bundle;
  return {
    name: bundle.name,
    collector: { name: bundle.collector.name, version: bundle.collector.version ?? null, scenario: bundle.collector.scenario ?? null },
    hosts: bundle.hosts.map((host) => ({ name: host.name, roles: host.roles, os: host.os ?? null, utcOffsetMinutes: host.utcOffsetMinutes ?? null })),
    reproWindow: reproWindow === null ? null : { start: isoTime(reproWindow.start), end: isoTime(reproWindow.end) },
  };
}

function coverageOf(coverage: Coverage): ReportCoverage {
  const { artifact, bundle, kind, outcome, records, reason, span } = coverage;
  return { artifact, bundle: bundle ?? '', kind, outcome, records, ...(reason === undefined ? {} : { reason }), ...(span === undefined ? {} : { span: spanOf(span) }) };
}

function spanOf(span: Span): { from?: string; to?: string } {
  return { ...(span.from === undefined ? {} : { from: isoTime(span.from) }), ...(span.to === undefined ? {} : { to: isoTime(span.to) }) };
}

function attemptOf(attempt: Attempt, records: readonly LogRecord[], isSingle: boolean): ReportAttempt {
  const { id, host, correlationId, user, connection, tunnel, outcome, errorCode, stages, joins, inReproWindow } = attempt;
  const shown = stages.flatMap((stage) => {
    const record = records[attempt.stageEvidence[stage] ?? -1];
    return record === undefined ? [] : [[stage, reference(record, isSingle)] as const];
  });
  const parts = attempt.parts.map((part) => ({ ...part, startedAt: isoTime(part.startedAt), endedAt: isoTime(part.endedAt) }));
  return { id, host, correlationId, user, connection, tunnel, startedAt: isoTime(attempt.startedAt), endedAt: isoTime(attempt.endedAt), outcome, errorCode, stages, stageEvidence: Object.fromEntries(shown), parts, joins, inReproWindow };
}

/** More anchors convince nobody further. */
const MOST_ANCHORS = 12;

function offsetOf(offset: ClockOffset, isSingle: boolean): ReportClockOffset {
  const shown = (anchors: readonly ClockAnchor[]) => anchors.slice(0, MOST_ANCHORS).map(({ refs, ...anchor }) => ({ ...anchor, refs: refs.map((ref) => reference({ ref }, isSingle)) }));
  return { ...offset, anchors: offset.anchors.length, evidence: shown(offset.anchors), outliers: shown(offset.outliers) };
}

function comparisonOf({ bad, good, connection, steps }: Comparison, isSingle: boolean): ReportComparison {
  const step = (record: LogRecord | null): ReportStep | null => (record === null ? null : { time: isoTime(record.time), text: recordText(record), ref: reference(record, isSingle) });
  return { bad, good, connection, steps: steps.map((item) => ({ good: step(item.good), bad: step(item.bad), isSameKind: item.isSameKind, differs: item.differs })) };
}

/** Rows near the attempts; what evidence cites and what belongs to an attempt always stays. */
function timelineOf(input: AssembleInput, isSingle: boolean): { events: ReportEvent[]; notes: string[] } {
  const owner = new Map<number, string>();
  for (const attempt of input.attempts) for (const index of attempt.records) owner.set(index, attempt.id);
  const causes = [...input.diagnosis.rootCauses, ...input.diagnosis.contributing];
  const cited = new Set(causes.flatMap((cause) => cause.evidence.map((item) => reference(item, false))));
  const spans = input.attempts.filter((attempt) => attempt.outcome !== 'connected').map((attempt) => [attempt.startedAt - AROUND, attempt.endedAt + AROUND] as const);
  const isNear = nearest(spans);
  const events: ReportEvent[] = [];
  let extra = 0;
  let omitted = 0;
  for (let index = input.records.length - 1; index >= 0; index--) {
    const record = input.records[index];
    if (!record) continue;
    const attempt = owner.get(index);
    if (attempt === undefined && !cited.has(reference(record, false))) {
      if (record.severity === 'verbose' || !isNear(record.time)) continue;
      if (extra >= MOST_EVENTS) {
        omitted++;
        continue;
      }
      extra++;
    }
    events.push(eventOf(record, attempt, isSingle));
  }
  const notes = omitted > 0 ? [`${omitted} events near the attempts are not in this timeline; "rasalyze timeline" lists them all.`] : [];
  return { events: events.reverse(), notes };
}

/** Whether a time lies in one of the spans; spans come sorted by start and are merged once. */
function nearest(spans: readonly (readonly [number, number])[]): (time: number) => boolean {
  const merged: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return (time) => {
    let low = 0;
    let high = merged.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const span = merged[middle];
      if (!span) return false;
      if (time < span[0]) high = middle - 1;
      else if (time > span[1]) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function eventOf(record: LogRecord, attempt: string | undefined, isSingle: boolean): ReportEvent {
  return {
    time: isoTime(record.time),
    ...(record.clock?.shiftedBy === undefined ? {} : { originalTime: isoTime(originalTime(record)) }),
    host: record.host,
    scope: record.scope,
    code: record.code,
    severity: record.severity,
    text: recordText(record),
    ...(attempt === undefined ? {} : { attempt }),
    ref: reference(record, isSingle),
  };
}
