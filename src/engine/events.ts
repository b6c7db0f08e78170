/** Reads one event log: every record is counted, only wanted ones are decoded. */
import { readEvtx, type EvtxOptions, type EvtxRecord } from '../formats/evtx/index.ts';
import { readEvent, wantsEvent } from '../sources/events/index.ts';
import type { Severity } from '../model/records.ts';
import type { SourceRef } from '../model/refs.ts';
import type { Emit, EventView } from '../model/source.ts';
import type { Micros, Span } from '../model/time.ts';
import { AUDIT_CHANNELS, provedAudit } from '../knowledge/audit-subcategories.ts';
import { isBulkEvent } from '../knowledge/bulk-events.ts';
import type { Outcome, ReproWindow } from '../model/case.ts';
import { hostName } from './names.ts';
import { DAMAGED } from './read-event-logs.ts';

export interface EventLogInput {
  readonly path: string;
  readonly bundle: string;
  /** Host the bundle comes from; '' takes the computer each event names. */
  readonly host: string;
  readonly pieces: AsyncIterable<Uint8Array>;
  /** What the platform and the bundle lend to the reader. */
  readonly reading: Pick<EvtxOptions, 'crc32' | 'ansiCodePage'>;
  /** Bulky audit events are decoded only this near to it; null decodes all. */
  readonly window: ReproWindow | null;
}

export interface EventLogResult {
  readonly outcome: Outcome;
  readonly total: number;
  readonly channel: string;
  readonly host: string;
  readonly reason?: string;
  readonly span?: Span;
}

const SECURITY = 'Security';

/** Events forwarded from other machines keep the computer they name. */
const FORWARDED = 'ForwardedEvents';

/** Reads a log and emits its wanted events as records, a watch for its channel, and gaps for damage. Throws ParseError only. */
export async function readEventLog(input: EventLogInput, emit: Emit): Promise<EventLogResult> {
  let failed = 0;
  const far = farFrom(input.window);
  const audited = new Map<string, Micros>();
  const summary = await readEvtx(
    input.pieces,
    (record) => {
      noteAudit(record, audited);
      if (!far.skips(record) && !emitRecord(record, input, emit)) failed++;
    },
    { wants: wantsEvent, artifact: input.path, ...input.reading },
  );
  const { channel } = summary;
  const host = input.host === '' ? hostName(summary.computer) : input.host;
  const ref = { artifact: input.path, bundle: input.bundle, at: { kind: 'whole' } as const };
  const span = spanOf(summary.firstTime, summary.lastTime);
  if (channel !== '' && host !== '') emit.watch({ host, channel, span: watchSpan(summary), ref });
  for (const [audit, from] of audited) emit.watch({ host, channel: audit, span: { ...watchSpan(summary), from }, ref });
  const isDamaged = summary.damagedChunks > 0 || summary.truncated;
  // What the audit policy proves to be on is not known here: a hole in the log is one in all of them.
  const channels = [channel, ...(channel === SECURITY ? AUDIT_CHANNELS : [])].filter((name) => name !== '');
  if (isDamaged) for (const name of channels) emit.gap({ host, channel: name, span, reason: DAMAGED, ref });
  for (const skipped of [far.before, far.after]) {
    if (skipped.from === undefined || host === '') continue;
    for (const name of channels) emit.gap({ host, channel: name, span: skipped, reason: 'audit events far from the repro window were counted, not read', ref });
  }
  const passed = far.count > 0 ? [`${far.count} audit event(s) more than a day from the repro window were counted, not read`] : [];
  const notes = [...summary.notes, ...passed, ...(failed > 0 ? [`${failed} event(s) without a time were passed over`] : [])];
  return {
    outcome: isDamaged && summary.records + summary.recovered === 0 ? 'failed' : isDamaged || failed > 0 || summary.undecodable > 0 ? 'partial' : 'read',
    total: summary.records,
    channel,
    host,
    ...(notes.length > 0 ? { reason: notes.join('; ') } : {}),
    ...(span.from === undefined ? {} : { span }),
  };
}

const NEAR: Micros = 24 * 60 * 60 * 1_000_000;

interface Far {
  /** Whether the record is a bulky audit event more than a day from the window; it is then counted here. */
  skips(record: EvtxRecord): boolean;
  count: number;
  /** What was skipped on either side of the window. */
  readonly before: { from?: Micros; to?: Micros };
  readonly after: { from?: Micros; to?: Micros };
}

function farFrom(window: ReproWindow | null): Far {
  const far: Far = {
    count: 0,
    before: {},
    after: {},
    skips(record) {
      if (window === null || !isBulkEvent(record.provider, record.eventId)) return false;
      const { time } = record;
      if (time === null || (time >= window.start - NEAR && time <= window.end + NEAR)) return false;
      far.count++;
      const side = time < window.start ? far.before : far.after;
      side.from = Math.min(side.from ?? time, time);
      side.to = Math.max(side.to ?? time, time);
      return true;
    },
  };
  return far;
}

/** An audit was on since its first event, at the latest. */
function noteAudit(record: EvtxRecord, audited: Map<string, Micros>): void {
  const channel = provedAudit(record);
  const { time } = record;
  if (channel === undefined || time === null) return;
  audited.set(channel, Math.min(audited.get(channel) ?? time, time));
}

/** A log whose first record is number 1 has never wrapped: it covers all time before, too. */
function watchSpan(summary: { firstTime: Micros | null; lastTime: Micros | null; firstRecordId: number | null }): Span {
  const from = summary.firstRecordId !== null && summary.firstRecordId <= 1 ? {} : spanFrom(summary.firstTime);
  return { ...from, ...(summary.lastTime === null ? {} : { to: summary.lastTime }) };
}

function spanFrom(time: Micros | null): { from?: Micros } {
  return time === null ? {} : { from: time };
}

function spanOf(first: Micros | null, last: Micros | null): Span {
  return { ...spanFrom(first), ...(last === null ? {} : { to: last }) };
}

function emitRecord(record: EvtxRecord, input: EventLogInput, emit: Emit): boolean {
  const time = record.time ?? record.writtenAt;
  if (time === null) return false;
  const at = { kind: 'evtx', recordId: record.recordId, offset: record.offset } as const;
  emitEvent({ ...record.decode(), time }, { artifact: input.path, bundle: input.bundle, at }, input.host, emit, record.recovered);
  return true;
}

/** Emits the record of an event, whatever it was read from. Events nobody reads give none. */
export function emitEvent(event: EventView, ref: SourceRef, bundleHost: string, emit: Emit, isRecovered = false): void {
  const read = readEvent(event);
  if (read === null) return;
  emit.record({
    name: read.name,
    time: event.time,
    host: bundleHost === '' || event.channel === FORWARDED ? hostName(event.computer) : bundleHost,
    scope: { provider: event.provider, channel: event.channel },
    code: event.eventId,
    severity: severityOf(event.level, event.keywords),
    fields: read.fields,
    ref,
    ...(isRecovered ? { recovered: true as const } : {}),
  });
}

/** Level 0 means "always" and is used for audits; the audit-failure keyword (bit 52) then tells a failure (winmeta.xml). */
export function severityOf(level: number, keywords: string): Severity {
  switch (level) {
    case 1:
      return 'critical';
    case 2:
      return 'error';
    case 3:
      return 'warning';
    case 5:
      return 'verbose';
    case 4:
      return 'info';
    default:
      return /^0x[0-9a-f]?[0-9a-f]?[13579bdf][0-9a-f]{13}$/i.test(keywords) ? 'warning' : 'info';
  }
}
