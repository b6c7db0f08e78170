/**
 * Events of a trace (netsh trace, logman and autologger sessions, pktmon): what providers say while a connection is set up.
 *
 *   RRAS 5001 {DebugString: "IKE_AUTH …"} → the event path of the event logs, as rras.5001: a trace and a log of one provider give the same records
 *   Microsoft.Windows.Networking.RAS.Manager "ConnectFailed" {ErrorCode: 809} → trace.event {provider, event: ConnectFailed, values: [ErrorCode=809]}
 *   IKEEXT message 37 (WPP) → counted in trace.provider {undecoded, messages}: its text is not public, and never guessed
 *
 * Packets are not read here. Which providers and levels a session had on is not in the file, so that the absence of an event proves nothing.
 */
import { TraceDecoder, toEventFields, traitsName, type DecodedEvent, type DecodeResult, type DecodeShare } from '../../formats/etl/decode/index.ts';
import type { EtlEvent } from '../../formats/etl/index.ts';
import { isTellingEvent, lookUpTraceProvider, PACKET_CAPTURE_GUIDS } from '../../knowledge/trace-providers/index.ts';
import type { LogRecord, Severity, Yield } from '../../model/records.ts';
import type { SourceRef } from '../../model/refs.ts';
import type { ArtifactInfo, Emit, EventView, SourceContext } from '../../model/source.ts';
import { builtInLayouts } from './built-in.ts';

/** TraceLogging providers of remote access, VPN plug-ins, filtering and name resolution share this prefix. */
const NETWORKING = 'Microsoft.Windows.Networking.';
const MOST_VALUES = 32;
const LONGEST_VALUE = 512;
/** By level, as events count it; 0 is "always". */
const SEVERITIES: readonly Severity[] = ['info', 'critical', 'error', 'warning', 'info', 'verbose'];

export const TRACE_EVENT_YIELDS: readonly Yield[] = [
  { kind: 'record', name: 'trace.event', fields: { provider: 'string', event: 'string', values: 'strings' } },
  {
    kind: 'fact',
    name: 'trace.provider',
    fields: { provider: 'string', guid: 'string', events: 'number', embedded: 'number', trace_logging: 'number', built_in: 'number', undecoded: 'number', messages: 'number' },
  },
];

/** Where the events of a trace go. */
export interface TraceEventSink {
  readonly artifact: ArtifactInfo;
  readonly context: SourceContext;
  readonly emit: Emit;
  /** Takes events of manifest providers, which are read as those of an event log. */
  onEvent(view: EventView, ref: SourceRef): void;
}

export interface TraceEventReader {
  /** Takes every record of the trace, in file order. */
  push(event: EtlEvent): void;
  /** Emits what waited for its layout, and one fact per provider. Call once, at the end. */
  finish(): DecodeResult;
}

/** Whether the fields of an event are read here; packets are not, nor what tells nothing about a connection. */
export function wantsTraceEvent(event: EtlEvent): boolean {
  if (event.kind !== 'event') return false;
  if (lookUpTraceProvider(event.provider) !== null) return !PACKET_CAPTURE_GUIDS.has(event.provider) && isTellingEvent(event.provider, event.id);
  return traitsName(event).startsWith(NETWORKING);
}

/** Opens a reader for the events of one trace. */
export function openTraceEvents(sink: TraceEventSink): TraceEventReader {
  const { artifact, context, emit } = sink;
  const decoder = new TraceDecoder({
    wants: wantsTraceEvent,
    builtIn: builtInLayouts,
    ...(context.ansiCodePage === undefined ? {} : { ansiCodePage: context.ansiCodePage }),
    emit(event, decoded) {
      const ref = context.ref({ kind: 'etl', event: event.number });
      const view = toEventFields(event, decoded);
      if (view !== null) sink.onEvent(view, ref);
      else if (event.time !== null && decoded.by === 'tracelogging') emit.record(traceRecord(event, event.time, decoded, artifact.host, ref));
    },
  });
  return {
    push: (event) => decoder.push(event),
    finish() {
      const result = decoder.finish();
      for (const share of result.shares) if (share.provider !== '') emit.fact({ name: 'trace.provider', host: artifact.host, subject: share.name || share.provider, fields: shareFields(share), ref: context.ref({ kind: 'whole' }) });
      return result;
    },
  };
}

function traceRecord(event: EtlEvent, time: number, decoded: DecodedEvent, host: string, ref: SourceRef): LogRecord {
  const values = decoded.fields.slice(0, MOST_VALUES).map(({ name, value }) => `${name}=${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}`);
  return {
    name: 'trace.event',
    time,
    host,
    scope: { provider: decoded.providerName },
    code: event.id,
    severity: SEVERITIES[event.level] ?? 'unknown',
    fields: { provider: decoded.providerName, event: decoded.name, values },
    ref,
  };
}

function shareFields({ name, provider, total, embedded, traceLogging, builtIn, undecoded, messages }: DecodeShare): Record<string, string | number> {
  return { ...(name === '' ? {} : { provider: name }), guid: provider, events: total, embedded, trace_logging: traceLogging, built_in: builtIn, undecoded, messages };
}
