/**
 * Text exports of event logs, where the log itself is not in the bundle or is broken: a poor stand-in, but times, providers
 * and ids are certain.
 *
 *   "Fehler";"21.02.2024 09:36:12";"RasClient";"20227";"";"CoId={9F1C2B52-…}: Der Benutzer … lautet: 809."
 *     → ras-client.failed {co_id: {9F1C2B52-…}, error: 809, message: …}
 * The delimiter and the dates follow the culture, times are local. Messages are rendered in the language of the machine:
 * only the CoId and, of RasClient, the code at the very end are taken from them; their shape is the same in all languages.
 */
import { commonOrder, readDate, toMicros } from '../../formats/text/dates.ts';
import { decodeText } from '../../formats/text/decode.ts';
import { EVENT_GROUPS, lookUpEvent } from '../../knowledge/events.ts';
import { isRelevantProvider, providerKey, providerSlug } from '../../knowledge/providers.ts';
import type { LogRecord, Severity, Yield } from '../../model/records.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadEventLog, ReadResult, SourceContext } from '../../model/source.ts';
import type { Micros } from '../../model/time.ts';
import type { Value } from '../../model/values.ts';
import { readCsv } from '../csv-rows.ts';
import { channelOfFile, HELD_BY_LOG, logsOfFile } from './channels.ts';
import { csvEvents } from './columns.ts';
import type { CsvEvent } from './columns.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
/** A message is quoted, not searched. */
const MOST_MESSAGE = 2_000;

/** Id → field of the code RasClient's messages end in. */
const ENDING_CODES: ReadonlyMap<number, string> = new Map([
  [20226, 'reason'],
  [20227, 'error'],
]);

export const eventCsv: ArtifactSource = {
  id: 'event-csv',
  reads: ['csv-events'],
  yields: yieldsOfTables(),
  parse: parseExport,
};

function yieldsOfTables(): Yield[] {
  const names = new Set(EVENT_GROUPS.flatMap((group) => group.rows.map((row) => row.name)));
  return [...names].map((name) => ({ kind: 'record', name, fields: { message: 'string' } }));
}

interface TimedEvent extends CsvEvent {
  /** Local time as if it were UTC. */
  readonly local: Micros;
}

function parseExport(artifact: ArtifactInfo, bytes: Uint8Array, emit: Emit, context: SourceContext): ReadResult {
  const { channel } = channelOfFile(artifact.path);
  const logs = logsOfFile(artifact.path, context.eventLogs ?? []);
  if (logs.some((log) => log.whole)) return { outcome: 'ignored', reason: HELD_BY_LOG };
  const decoded = decodeText(bytes, { ...context, single: 'ansi' });
  const csv = readCsv(decoded.text);
  const events = csvEvents(csv.rows);
  if (events === null) return { outcome: 'ignored', reason: 'no export of an event log' };
  const timed = placeOnClock(events, context.culture);
  const offset = context.utcOffsetMinutes;
  const wanted = timed.filter((event) => !isKnown(event.local - (offset ?? 0) * MINUTE, offset === undefined ? [] : logs));
  for (const event of wanted) emitRecord(event, channel, artifact, emit, context);
  const times = wanted.map((event) => event.local);
  const span = offset === undefined || times.length === 0 ? undefined : spanOf(times, offset);
  const ref = context.ref({ kind: 'whole' });
  if (span !== undefined && channel !== undefined && artifact.host !== '') emit.watch({ host: artifact.host, channel, span, ref });
  return { outcome: timed.length === 0 && events.length > 0 ? 'failed' : 'partial', reason: reasonOf(logs.length > 0, events.length - timed.length, csv.broken || decoded.truncated), ...(span === undefined ? {} : { span }) };
}

/** Dates of one export share one order; an event whose date cannot be told is passed over. */
function placeOnClock(events: readonly CsvEvent[], culture: string | undefined): TimedEvent[] {
  const dated = events.map((event) => ({ event, date: readDate(event.time) }));
  const order = commonOrder(dated.flatMap(({ date }) => (date === null ? [] : [date])), culture);
  return dated.flatMap(({ event, date }) => {
    const local = date === null ? null : toMicros(date, order);
    return local === null ? [] : [{ ...event, local }];
  });
}

/** Whether a damaged log or an older copy of it covers the moment; printed times are cut to seconds. */
function isKnown(time: Micros, logs: readonly ReadEventLog[]): boolean {
  return logs.some(({ span }) => span.to !== undefined && time <= span.to + SECOND && (span.from === undefined || time >= span.from - SECOND));
}

function spanOf(times: readonly Micros[], offset: number): { from: Micros; to: Micros } {
  const [from, to] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)] as [number, number], [Infinity, -Infinity] as [number, number]);
  return { from: from - offset * MINUTE, to: to - offset * MINUTE };
}

function reasonOf(hasBrokenLog: boolean, undated: number, isCut: boolean): string {
  return [
    hasBrokenLog ? 'stands in for what the event log itself no longer holds' : 'stands in for the event log itself, which is not in the bundle or cannot be read',
    'times, ids and codes only',
    ...(undated > 0 ? [`${undated} event(s) with dates whose order is unknown were passed over`] : []),
    ...(isCut ? ['the export is cut off'] : []),
  ].join('; ');
}

const SEVERITIES: Readonly<Record<string, Severity>> = { critical: 'critical', error: 'error', warning: 'warning', information: 'info', verbose: 'verbose', always: 'info', audit: 'info', 'audit-failure': 'warning' };

function emitRecord(event: TimedEvent, channel: string | undefined, artifact: ArtifactInfo, emit: Emit, context: SourceContext): void {
  const row = lookUpEvent(event.provider, event.eventId);
  if (row === null && !isRelevantProvider(event.provider)) return;
  const record: LogRecord = {
    name: row?.name ?? `${providerSlug(event.provider)}.${event.eventId}`,
    time: event.local,
    clock: { clock: 'local', precision: 'second' },
    host: artifact.host,
    scope: { provider: event.provider, ...(channel === undefined ? {} : { channel }) },
    code: event.eventId,
    severity: row === null ? 'unknown' : (SEVERITIES[row.level] ?? 'unknown'),
    fields: fieldsOf(event),
    ref: context.ref({ kind: 'line', line: event.line }),
  };
  emit.record(record);
}

const CO_ID = /\bCoId=(?:(\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\})|\{NA\})/i;
/** A decimal, signed or hexadecimal number with nothing but a full stop behind it, or the few syllables that end an East Asian sentence. */
const LAST_CODE = /(?:^|[^\w.])(-?\d{1,10}|0x[0-9a-f]{1,8})\s{0,4}[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{0,8}[.。]?\s{0,4}$/i;

function fieldsOf({ provider, eventId, message }: CsvEvent): Record<string, Value> {
  const text = message.trim().slice(0, MOST_MESSAGE);
  const fields: Record<string, Value> = {};
  if (text !== '') fields['message'] = text;
  const coId = CO_ID.exec(text);
  if (coId !== null) fields['co_id'] = coId[1]?.toUpperCase() ?? null;
  const codeField = providerKey(provider) === providerKey('RasClient') ? ENDING_CODES.get(eventId) : undefined;
  const code = codeField === undefined ? undefined : LAST_CODE.exec(message.trim().slice(-80))?.[1];
  if (codeField !== undefined && code !== undefined) fields[codeField] = Number(code) >>> 0;
  return fields;
}
