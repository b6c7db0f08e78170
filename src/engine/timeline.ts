/** The timeline of a case, streamed: the records the tables know, or with `all` every event of every log. */
import { recognise } from '../bundle/recognise.ts';
import type { Bundle } from '../bundle/types.ts';
import type { Attempt } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import type { TimelineRow } from '../model/timeline-row.ts';
import { recordText } from '../report/record-text.ts';
import { refText } from '../report/refs.ts';
import type { AnalyzedCase } from './analyze.ts';
import { logRows, type LogInput } from './log-rows.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { shiftsOf } from '../timeline/clock-offsets.ts';
import { originalTime, type Shifts } from '../timeline/shift.ts';
import { mergeSorted } from './merge.ts';
import { redactRow } from './redact-row.ts';
import { inOrder } from './reorder.ts';

export interface TimelineFilter {
  readonly from?: Micros;
  readonly to?: Micros;
  readonly attempt?: string;
  readonly host?: string;
  /** Part of a channel, provider or artifact name. */
  readonly source?: string;
}

export interface TimelineOptions {
  readonly filter: TimelineFilter;
  /** Every event of every log, not only those the tables know. */
  readonly all: boolean;
  /** Told once per artifact that could not be read to its end. */
  readonly onProblem: (text: string) => void;
}

type Judged = Pick<AnalyzedCase, 'evidence' | 'records' | 'attempts' | 'offsets' | 'redactor'>;

/** Rows in order of time. Memory does not grow with the number of events. */
export async function* timelineRows(bundles: readonly Bundle[], judged: Judged, options: TimelineOptions): AsyncGenerator<TimelineRow> {
  const { isSingle } = judged.evidence;
  const known = knownRows(judged, isSingle);
  const accepts = rowFilter(options.filter, judged.attempts);
  if (!options.all) {
    // Single packets of a trace are for --all.
    for (const row of known) if ((row.severity !== 'verbose' || row.attempt !== null) && accepts(row)) yield row;
    return;
  }
  const shifts = shiftsOf(judged.offsets);
  const attemptOf = new Map(known.flatMap((row) => (row.attempt === null ? [] : [[row.ref, row.attempt] as const])));
  const streams: AsyncIterable<TimelineRow>[] = [sortedRows(known.filter((row) => !isEventRow(row)))];
  for (const bundle of bundles) {
    for (const entry of bundle.entries) {
      if (entry.refused !== undefined || entry.container !== undefined || (await recognise(entry.path, () => entry.head())) !== 'evtx') continue;
      const late = { count: 0 };
      streams.push(inOrder(rowsOf({ entry, bundle: bundle.name, isSingle, attemptOf, onProblem: options.onProblem }, judged.redactor, shifts), (row) => row.time, 512, () => late.count++));
    }
  }
  for await (const row of mergeSorted(streams, (item) => item.time)) if (accepts(row)) yield row;
}

/** What is known of the case is redacted already: places are compared in that form. */
async function* rowsOf(input: LogInput, redactor: Redactor | null, shifts: Shifts): AsyncGenerator<TimelineRow> {
  for await (const row of logRows(input)) {
    const redacted = redactor === null ? row : redactRow(row, redactor);
    const by = shifts.get(redacted.host) ?? 0;
    yield { ...redacted, ...(by === 0 ? {} : { time: row.time - by, originalTime: row.time }), attempt: input.attemptOf.get(redacted.ref) ?? null };
  }
}

function isEventRow(row: TimelineRow): boolean {
  return row.ref.includes('#record=');
}

async function* sortedRows(rows: readonly TimelineRow[]): AsyncGenerator<TimelineRow> {
  yield* rows;
}

function knownRows(judged: Judged, isSingle: boolean): TimelineRow[] {
  const owner = new Map<number, string>();
  for (const attempt of judged.attempts) for (const index of attempt.records) owner.set(index, attempt.id);
  return judged.records.map((record, index) => toRow(record, owner.get(index) ?? null, isSingle));
}

function toRow(record: LogRecord, attempt: string | null, isSingle: boolean): TimelineRow {
  const { artifact, at, bundle } = record.ref;
  return {
    time: record.time,
    ...(record.clock?.shiftedBy === undefined ? {} : { originalTime: originalTime(record) }),
    host: record.host,
    source: record.scope.channel ?? record.scope.provider,
    provider: record.scope.provider,
    code: record.code,
    severity: record.severity,
    attempt,
    text: recordText(record),
    ref: refText(isSingle || bundle === undefined ? { artifact, at } : { artifact, at, bundle }),
  };
}

/** An attempt selects its own rows and, with `from`/`to` unset, nothing else. */
function rowFilter(filter: TimelineFilter, attempts: readonly Attempt[]): (row: TimelineRow) => boolean {
  const source = filter.source?.toLowerCase();
  const host = filter.host?.toUpperCase();
  const wanted = filter.attempt?.toUpperCase();
  const chosen = wanted === undefined ? undefined : attempts.find((attempt) => attempt.id.toUpperCase() === wanted);
  return (row) =>
    (filter.from === undefined || row.time >= filter.from) &&
    (filter.to === undefined || row.time <= filter.to) &&
    (wanted === undefined || row.attempt === chosen?.id) &&
    (host === undefined || row.host.toUpperCase() === host) &&
    (source === undefined || [row.source, row.provider, row.ref].some((text) => text.toLowerCase().includes(source)));
}
