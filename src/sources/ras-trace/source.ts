/**
 * RAS trace logs (`tracing\*.LOG`, their `.OLD`, and formatted IKE traces): PPP packets, error numbers, IKE failures.
 *
 *   [1472] 05-06 07:08:09:123: <PPP packet sent at 05/06/2024 05:08:09:123          PPP.LOG
 *   [1472] 05-06 07:08:09:123: <C0 21 05 04 00 10 … |.!...|                          → ppp.packet {direction: sent, protocol: lcp, code_name: terminate-request}
 *   [2344] 05-06 07:08:11:004: EapTlsMakeMessage failed and returned 0x80090325      svchost_RASTLS.LOG → trace.error {component: RASTLS, error: 0x80090325}
 *   [0]0368.03A4::05/06/2024-07:08:12.496 [ikeext] 3038|198.51.100.24|  Failure error code:0x000035e9   → trace.ike {peer, error: 13801}
 *
 * Local time, mostly without a year. Line forms differ by build and no public sample of the newer ones was found: what fits no
 * form is counted, told in the coverage and left alone. Excerpts of PPP.LOG: Microsoft knowledge base; IKE trace: Azure VPN gateway documentation.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { Yield } from '../../model/records.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Micros } from '../../model/time.ts';
import type { FieldType, Fields } from '../../model/values.ts';
import { Calendar, withYearOf } from './calendar.ts';
import { errorIn } from './errors.ts';
import { IkeFailures } from './ike.ts';
import type { IkeFailure, Moment } from './ike.ts';
import { readLine } from './lines.ts';
import type { Stamp, TraceLine } from './lines.ts';
import { extendPacket, fieldsOf, startPacket } from './packets.ts';
import type { OpenPacket } from './packets.ts';
import { Spans } from './spans.ts';

const PACKET: Readonly<Record<string, FieldType>> = {
  direction: 'string',
  protocol: 'string',
  protocol_number: 'number',
  code: 'number',
  code_name: 'string',
  id: 'number',
  port: 'string',
  rejected_protocol: 'number',
  terminate_reason: 'code',
  terminate_data: 'string',
  auth_protocol: 'string',
  ip_address: 'string',
  option_types: 'numbers',
  eap_type: 'number',
  error: 'code',
};

const YIELDS: readonly Yield[] = [
  { kind: 'record', name: 'ppp.packet', fields: PACKET, channel: 'tracing/PPP' },
  { kind: 'record', name: 'trace.error', fields: { component: 'string', error: 'code', text: 'string' } },
  {
    kind: 'record',
    name: 'trace.ike',
    fields: { peer: 'string', error: 'code', failure_point: 'string', mode: 'string', text: 'string' },
    channel: 'tracing/IKEEXT',
  },
];

export const rasTrace: ArtifactSource = {
  id: 'ras-trace',
  reads: ['ras-trace-log'],
  yields: YIELDS,
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    if (decoded.lines.length === 0) return { outcome: 'ignored', reason: 'the trace is empty' };
    const reader = new TraceReader(componentOf(artifact.path));
    for (const [index, raw] of decoded.lines.entries()) reader.take(readLine(raw), index + 1);
    reader.finish();
    if (reader.isForeign) return { outcome: 'ignored', reason: 'no line of it has the form of a trace' };
    return emitAll(reader, artifact, emit, context, decoded.truncated ? decoded.notes : []);
  },
};

/** `svchost_RASCHAP.LOG` is the trace of RASCHAP in a service host. Upper case, without rolled-over numbers. */
export function componentOf(path: string): string {
  const name = (path.split('/').at(-1) ?? '').replace(/(?:\.(?:log|old|txt|bak|\d{1,3}))+$/i, '');
  const parts = name.split('_').filter((part) => part !== '' && !/^\d+$/.test(part));
  return (parts.at(-1) ?? name).toUpperCase();
}

interface Found {
  readonly name: 'ppp.packet' | 'trace.error' | 'trace.ike';
  readonly component: string;
  readonly fields: Fields;
  readonly line: number;
  readonly toLine: number;
  /** Run of the calendar and time of day. */
  readonly run: number;
  readonly timeOfDay: Micros;
}

/** Letters of a line kept as text of an error. */
const MOST_TEXT = 300;
/** Things found in one trace; the newest are those that count. */
const MOST_FOUND = 100_000;

/** One pass over a trace: what is found, with stamps still to be put on the calendar. */
class TraceReader {
  readonly calendar = new Calendar();
  readonly spans = new Spans();
  readonly found: Found[] = [];
  readonly #component: string;
  readonly #ike: IkeFailures;
  #packet: OpenPacket | null = null;
  #stamped = 0;
  #packets = 0;
  #at: Moment | null = null;
  unknownPackets = 0;
  dropped = 0;
  /** Lines with text on them, and those among them that fit no form. */
  lines = 0;
  unrecognised = 0;

  constructor(component: string) {
    this.#component = component;
    this.#ike = new IkeFailures((failure) => this.#takeIke(failure));
  }

  get isForeign(): boolean {
    return this.#stamped === 0 && this.#packets === 0;
  }

  take(line: TraceLine, number: number): void {
    const isBlank = line.owner === '' && line.text.trim() === '';
    if (!isBlank) this.lines += 1;
    if (this.#packet !== null) {
      if (line.owner === this.#packet.owner && extendPacket(this.#packet, line.text, number)) return;
      this.#closePacket();
    }
    const packet = startPacket(line.text, number, line.owner);
    this.#place(line.stamp, packet?.stamp ?? null);
    if (packet !== null) {
      this.#packet = packet;
      return;
    }
    if (line.owner === '' && !isBlank) this.unrecognised += 1;
    if (line.component !== undefined && /ike|ipsec/i.test(line.component)) {
      if (this.#at !== null) this.#ike.take(line, number, this.#at);
      return;
    }
    const error = errorIn(line.text);
    const component = line.component?.toUpperCase() ?? this.#component;
    if (error !== null) this.#push('trace.error', component, { component, error, text: clip(line.text) }, number, number);
  }

  finish(): void {
    this.#closePacket();
    this.#ike.finish();
  }

  /** The line's own stamp is local; a packet's may be UTC on some builds, so it lends its year only. */
  #place(stamp: Stamp | undefined, dated: Stamp | null): void {
    const used = stamp !== undefined && dated !== null ? withYearOf(stamp, dated) : (stamp ?? dated);
    if (used === null) return;
    this.#stamped += 1;
    const run = this.calendar.add(used);
    this.#at = { run, timeOfDay: used.timeOfDay };
    this.spans.add(run, used.timeOfDay);
  }

  #closePacket(): void {
    const packet = this.#packet;
    this.#packet = null;
    if (packet === null) return;
    this.#packets += 1;
    const fields = fieldsOf(packet);
    if (fields === null) this.unknownPackets += 1;
    else this.#push('ppp.packet', 'PPP', fields, packet.line, packet.lastLine);
  }

  #takeIke(failure: IkeFailure): void {
    const fields = {
      ...(failure.peer === undefined ? {} : { peer: failure.peer }),
      ...(failure.error === undefined ? {} : { error: failure.error }),
      ...(failure.point === undefined ? {} : { failure_point: failure.point }),
      ...(failure.mode === undefined ? {} : { mode: failure.mode }),
      text: clip(failure.text),
    };
    this.#push('trace.ike', 'IKEEXT', fields, failure.line, failure.lastLine, failure.at);
  }

  #push(name: Found['name'], component: string, fields: Fields, line: number, toLine: number, at: Moment | null = this.#at): void {
    if (at === null) return;
    if (this.found.length >= MOST_FOUND) {
      this.found.splice(0, MOST_FOUND / 10);
      this.dropped += MOST_FOUND / 10;
    }
    this.found.push({ name, component, fields, line, toLine, run: at.run, timeOfDay: at.timeOfDay });
  }
}

function clip(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > MOST_TEXT ? trimmed.slice(0, MOST_TEXT) : trimmed;
}

const SEVERITY = { 'ppp.packet': 'verbose', 'trace.error': 'error', 'trace.ike': 'error' } as const;
const MINUTE = 60_000_000;

function emitAll(reader: TraceReader, artifact: ArtifactInfo, emit: Emit, context: SourceContext, cuts: readonly string[]): ReadResult {
  const reference = context.collectedAt ?? artifact.modified;
  const { days, assumed } = reader.calendar.place(reference);
  const offset = context.utcOffsetMinutes;
  for (const one of reader.found) {
    const day = days[one.run];
    if (day === undefined || day === null) continue;
    emit.record({
      name: one.name,
      time: day + one.timeOfDay,
      clock: { clock: 'local', precision: assumed === undefined ? 'millisecond' : 'day' },
      host: artifact.host,
      scope: { provider: one.component, channel: `tracing/${one.component}` },
      code: typeof one.fields['error'] === 'number' ? one.fields['error'] : 0,
      severity: SEVERITY[one.name],
      fields: one.fields,
      ref: context.ref({ kind: 'line', line: one.line, ...(one.toLine > one.line ? { toLine: one.toLine } : {}) }),
    });
  }
  const span = assumed === undefined ? reader.spans.last(days) : null;
  if (span !== null && offset !== undefined && cuts.length === 0) {
    const utc = { from: span.from - offset * MINUTE, to: span.to - offset * MINUTE };
    emit.watch({ host: artifact.host, channel: `tracing/${channelOf(reader, artifact)}`, span: utc, ref: context.ref({ kind: 'whole' }) });
  }
  const reasons = [
    ...cuts,
    ...(assumed === 'year' ? [`neither the trace nor the bundle states a year; times stand in a year that was assumed`] : []),
    ...(assumed === 'day' ? ['the trace states no dates; the last lines are taken for those of the collection'] : []),
    ...(reader.unknownPackets > 0 ? [`${reader.unknownPackets} packet(s) of no known protocol`] : []),
    ...(reader.unrecognised > 0 ? [`${reader.unrecognised} of ${reader.lines} lines not recognised`] : []),
    ...(reader.dropped > 0 ? [`${reader.dropped} older entries were left out`] : []),
  ];
  const isPartial = cuts.length > 0 || assumed !== undefined || reader.dropped > 0;
  return { outcome: isPartial ? 'partial' : 'read', ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }), ...(span === null || offset === undefined ? {} : { span: { from: span.from - offset * MINUTE, to: span.to - offset * MINUTE } }) };
}

/** Packets are PPP's and IKE failures IKEEXT's, whatever the file is called. */
function channelOf(reader: TraceReader, artifact: ArtifactInfo): string {
  return reader.found.at(-1)?.component ?? componentOf(artifact.path);
}
