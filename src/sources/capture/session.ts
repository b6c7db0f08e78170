/** One capture from its first event to its records: frames, whole packets, trackers. */
import { createReassembler } from '../../protocols/ip-reassembly.ts';
import { lossesOf, type EtlEvent, type EtlSummary } from '../../formats/etl/index.ts';
import type { ArtifactInfo, Emit, SourceContext } from '../../model/source.ts';
import type { Micros } from '../../model/time.ts';
import { isFilterEvent, isPacketEvent, PKTMON } from './captured.ts';
import type { Frame } from './frame.ts';
import { FrameReader, type FrameSummary } from './frames.ts';
import { CHANNEL } from './ike-records.ts';
import type { CaptureEnd, Packet, Tracker } from './packet.ts';
import { TRACKERS } from './trackers.ts';

const PROVIDER = 'Packet capture';

/** More addresses than a computer has: those of a router's capture. */
const MOST_LOCAL = 256;

const MOST_FRAGMENTS = 100_000;

/** A class because it has a life: events in, records out when it ends. */
export class CaptureSession {
  readonly #artifact: ArtifactInfo;
  readonly #emit: Emit;
  readonly #context: SourceContext;
  readonly #frames = new FrameReader((frame) => this.#frame(frame));
  readonly #reassembler = createReassembler();
  readonly #trackers: readonly Tracker[] = TRACKERS.map((create) => create());
  readonly #local = new Set<string>();
  readonly #directions = new Set<string>();
  readonly #fragmentEvents = new Map<number, number>();
  #first: Micros | null = null;
  #last: Micros | null = null;
  #filters = 0;
  #isFiltered = false;

  constructor(artifact: ArtifactInfo, emit: Emit, context: SourceContext) {
    this.#artifact = artifact;
    this.#emit = emit;
    this.#context = context;
  }

  event(event: EtlEvent): void {
    if (isPacketEvent(event.kind, event.provider, event.id)) this.#frames.push(event);
    else if (isFilterEvent(event.kind, event.provider, event.id)) {
      this.#filters++;
      this.#isFiltered ||= event.provider === PKTMON;
    }
  }

  /** Tells what the capture showed; null when the trace holds no packets. */
  finish(trace: EtlSummary): { readonly frames: FrameSummary; readonly notes: readonly string[] } | null {
    const frames = this.#frames.finish();
    if (frames.events === 0 || this.#first === null || this.#last === null) return frames.events === 0 ? null : { frames, notes: notesOf(frames, 0) };
    for (const datagram of this.#reassembler.takeIncomplete(true)) for (const tracker of this.#trackers) tracker.lost?.(datagram);
    const { host } = this.#artifact;
    const lost = lossesOf(trace).join('; ');
    const whole = this.#context.ref({ kind: 'whole' });
    // Any record shows that the session ran; of one that ran full the packets tell since when.
    const first = trace.wrapped ? this.#first : Math.min(this.#first, trace.firstTime ?? this.#first);
    const last = Math.max(this.#last, trace.lastTime ?? this.#last);
    const end: CaptureEnd = {
      first,
      last,
      // The packet monitor leaves out what its filters name; rules the NDIS capture lists may be none of its own.
      isComplete: lost === '' && !this.#isFiltered && this.#directions.has('in') && this.#directions.has('out'),
      local: this.#local,
      eventOf: (frame) => this.#fragmentEvents.get(frame) ?? null,
      emit: this.#emit,
      ref: (event, frame) => this.#context.ref({ kind: 'etl', event, ...(frame === undefined ? {} : { frame }) }),
      record: ({ name, time, code, severity, fields, event, frame }) => this.#emit.record({ name, time, host, scope: { provider: PROVIDER, channel: CHANNEL }, code, severity, fields, ref: end.ref(event, frame) }),
    };
    const span = { from: first, to: last };
    this.#emit.watch({ host, channel: CHANNEL, span, ref: whole });
    if (lost !== '') this.#emit.gap({ host, channel: CHANNEL, span, reason: lost, ref: whole });
    else if (this.#filters > 0) this.#emit.gap({ host, channel: CHANNEL, span, reason: 'the capture was filtered', ref: whole });
    for (const tracker of this.#trackers) tracker.finish(end);
    return { frames, notes: [...notesOf(frames, this.#filters), ...(this.#directions.size < 2 ? ['only one direction was captured'] : [])] };
  }

  #frame(frame: Frame): void {
    this.#first ??= frame.time;
    this.#last = Math.max(this.#last ?? frame.time, frame.time);
    const { ip: read } = frame;
    if (read === null) return;
    const isInner = frame.place === 'wan';
    if (frame.direction !== null && !isInner) this.#learn(frame.direction === 'out' ? read.ip.source : read.ip.destination, frame.direction);
    if (read.ip.fragment !== null && this.#fragmentEvents.size < MOST_FRAGMENTS) this.#fragmentEvents.set(frame.number, frame.event);
    const whole = this.#reassembler.add(read.ip, frame.time, frame.number);
    if (whole !== null) {
      const packet: Packet = { frame, frames: whole.frames, fragments: whole.fragments, time: frame.time, direction: this.#directionOf(frame, whole.packet.source, whole.packet.destination), isInner, ip: whole.packet };
      for (const tracker of this.#trackers) tracker.see(packet);
    }
    for (const datagram of this.#reassembler.takeIncomplete(false)) for (const tracker of this.#trackers) tracker.lost?.(datagram);
  }

  #learn(address: string, direction: string): void {
    this.#directions.add(direction);
    if (this.#local.size < MOST_LOCAL && !/^(?:22[4-9]|23\d)\.|^255\.|\.255$|^ff/i.test(address)) this.#local.add(address);
  }

  /** As the provider marks it, else by the addresses known to be the computer's own. */
  #directionOf(frame: Frame, source: string, destination: string): Packet['direction'] {
    if (frame.direction !== null) return frame.direction;
    if (this.#local.has(source) === this.#local.has(destination)) return null;
    return this.#local.has(source) ? 'out' : 'in';
  }
}

function notesOf(frames: FrameSummary, filters: number): string[] {
  const told = (count: number, text: string) => (count > 0 ? [`${count} ${text}`] : []);
  return [
    ...told(frames.cut, 'frame(s) were cut by the capture'),
    ...told(frames.unreadable, 'packet event(s) could not be read'),
    ...told(frames.late, 'frame(s) came too late to be put in order'),
    ...told(frames.withoutTime, 'packet event(s) have no time'),
    ...(filters > 0 ? ['the capture was filtered'] : []),
  ];
}
