/**
 * Decodes the events of a trace while they stream by, although layouts may stand behind the events they describe.
 *
 * Why events are held back rather than the file read twice: a trace lies compressed in a bundle, so that a second pass costs as much
 * as the first, and only events somebody wants must wait – few, beside the packets that make traces large. A wanted event without an
 * embedded layout waits, as a copy, until the trace ends or the budget is used up. Past the budget an event is decoded at once with what
 * is known; whoever must have every one of them reads the file a second time through `again`.
 */
import type { EtlEvent } from '../event.ts';
import { keepEvent } from '../record.ts';
import { DecodeCoverage, type DecodeShare } from './coverage.ts';
import { type BuiltInLayouts, type DecodedEvent, type DecodeOptions, describeEvent, eventDecoder } from './decode-event.ts';
import { LayoutTable } from './layout-table.ts';

export interface TraceDecoderOptions {
  /** Events whose fields are wanted; the others are counted. Asked for `event`, `classic` and `message` records. */
  wants(event: EtlEvent): boolean;
  /** Receives wanted events that could be decoded; not in file order, as those that waited come last. Data are valid until it returns. */
  emit(event: EtlEvent, decoded: DecodedEvent): void;
  readonly builtIn?: BuiltInLayouts;
  readonly ansiCodePage?: number;
  /** Bytes of events that may wait; 32 MiB when not given. */
  readonly budget?: number;
}

export interface DecodeResult {
  /** One row per provider, most events first. */
  readonly shares: readonly DecodeShare[];
  readonly layouts: number;
  readonly maps: number;
  /** Wanted events nothing could decode. */
  readonly undecoded: number;
  /** Of these: passed by before their layout came, because the budget was used up. */
  readonly late: number;
  /** What a reader of the report should know, in plain words. */
  readonly notes: readonly string[];
  /** Emits the late events when the same trace is pushed through it once more; null when there are none. */
  readonly again: ((event: EtlEvent) => void) | null;
}

const BUDGET = 32 * 1024 * 1024;
/** What an event costs beside its data. */
const OVERHEAD = 400;
/** Numbers of events to be looked at once more; those behind are lost to the second reading, too. */
const MOST_PASSED = 1_000_000;

export class TraceDecoder {
  readonly #options: TraceDecoderOptions;
  readonly #table = new LayoutTable();
  readonly #decoding: DecodeOptions;
  readonly #decode: (event: EtlEvent) => DecodedEvent;
  readonly #coverage = new DecodeCoverage();
  readonly #held: EtlEvent[] = [];
  #room: number;
  /** Numbers of wanted events that passed by undecoded, rising, and one event of each of their kinds. */
  readonly #passed: number[] = [];
  readonly #passedKinds = new Map<string, { readonly event: EtlEvent; count: number }>();
  #undecoded = 0;

  constructor(options: TraceDecoderOptions) {
    this.#options = options;
    this.#decoding = {
      table: this.#table,
      ...(options.builtIn ? { builtIn: options.builtIn } : {}),
      ...(options.ansiCodePage === undefined ? {} : { ansiCodePage: options.ansiCodePage }),
    };
    this.#decode = eventDecoder(this.#decoding);
    this.#room = options.budget ?? BUDGET;
  }

  /** Takes the next record of the trace, of any kind. Its data need not outlive the call. */
  push(event: EtlEvent): void {
    if (this.#table.add(event)) return;
    this.#coverage.count(event);
    if (event.kind !== 'event' && event.kind !== 'classic' && event.kind !== 'message') return;
    if (!this.#options.wants(event)) return;
    const mayWait = event.kind === 'event' && isStillOpen(describeEvent(event, this.#decoding).by);
    if (mayWait && this.#hold(event)) return;
    if (!this.#emit(event) && mayWait) this.#pass(event);
  }

  /** Decodes what waited. Call once, after the last event. */
  finish(): DecodeResult {
    for (const event of this.#held.splice(0)) this.#emit(event);
    const late = [...this.#passedKinds.values()].filter(({ event }) => this.#isEmbedded(event)).reduce((sum, { count }) => sum + count, 0);
    const { layouts, maps } = this.#table;
    return {
      shares: this.#coverage.shares(this.#decoding),
      layouts,
      maps,
      undecoded: this.#undecoded,
      late,
      notes: this.#notes(late),
      again: late === 0 ? null : this.#secondReading(),
    };
  }

  #emit(event: EtlEvent): boolean {
    const isDescribed = describeEvent(event, this.#decoding).layout !== null;
    const decoded = this.#decode(event);
    if (isDescribed) this.#coverage.fitted(event, decoded.fit);
    if (decoded.by === 'undecoded') {
      this.#undecoded++;
      return false;
    }
    this.#options.emit(event, decoded);
    return true;
  }

  #hold(event: EtlEvent): boolean {
    const cost = event.data.length + OVERHEAD;
    if (cost > this.#room) return false;
    this.#room -= cost;
    this.#held.push(keepEvent(event));
    return true;
  }

  #pass(event: EtlEvent): void {
    // What may still wait came before what passes: from now on none waits, so that memory is known and order is kept.
    this.#room = 0;
    if (this.#passed.length >= MOST_PASSED) return;
    this.#passed.push(event.number);
    const key = `${event.provider}/${event.id}/${event.version}`;
    const kind = this.#passedKinds.get(key);
    if (kind === undefined) this.#passedKinds.set(key, { event: { ...keepEvent(event), data: NO_DATA }, count: 1 });
    else kind.count++;
  }

  #isEmbedded(event: EtlEvent): boolean {
    return this.#table.layout(event.provider, event.id, event.version) !== null;
  }

  #secondReading(): (event: EtlEvent) => void {
    let next = 0;
    return (event) => {
      if (event.number !== this.#passed[next]) return;
      next++;
      if (this.#isEmbedded(event)) this.#options.emit(event, this.#decode(event));
    };
  }

  #notes(late: number): string[] {
    const { damaged, refused } = this.#table;
    return [
      ...(damaged > 0 ? [`${damaged} damaged event layout(s)`] : []),
      ...(refused > 0 ? [`${refused} event layout(s) more than can be kept`] : []),
      ...(late > 0 ? [`${late} event(s) passed by before their layout came`] : []),
    ];
  }
}

const NO_DATA = new Uint8Array(0);

/** The trace's own layout may still come: it is better than a published one, which may be of another build. */
function isStillOpen(by: DecodedEvent['by']): boolean {
  return by === 'undecoded' || by === 'built-in';
}
