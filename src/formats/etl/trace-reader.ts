/** Turns the buffers of one trace into visited records and a summary. */
import { readGuid } from '../../bytes/guid.ts';
import { viewOf, viewU16, viewU32, type View } from '../../bytes/view.ts';
import { ParseError } from '../../model/error.ts';
import type { BufferSink, BufferState } from './buffers/cutter.ts';
import { BUFFER_HEADER, readBufferHeader, type BufferHeader } from './buffers/header.ts';
import { traceClock, type TraceClock } from './clock.ts';
import type { EtlEvent, EtlHeaderKind } from './event.ts';
import { readLogHeader } from './log-header.ts';
import { ProviderTable, type ProviderEntry } from './provider-table.ts';
import { recordLayout, type RecordLayout } from './record-layout.ts';
import { EtlRecord } from './record.ts';
import { Tally, type EtlSummary } from './summary.ts';
import { expandXpress } from './buffers/xpress.ts';

export interface EtlOptions {
  /** Path named in errors. */
  readonly artifact: string;
  /** Only records it accepts are visited; all are counted. The cheap way to pass over what is not wanted. `provider` and `id` as in EtlEvent. */
  readonly wants?: (kind: EtlHeaderKind, provider: string, id: number) => boolean;
}

export type EtlVisitor = (event: EtlEvent) => void;

const END_MARKER = 0xffffffff;
const WORD = 4294967296;
/** A buffer cannot be filled from less than this part of it; what claims to be is made to waste time. */
const MAX_EXPANSION = 256;

export class TraceReader implements BufferSink {
  readonly #visit: EtlVisitor;
  readonly #options: EtlOptions;
  readonly #record = new EtlRecord();
  readonly #providers = new ProviderTable();
  readonly #tally = new Tally();
  #expanded = new Uint8Array(0);
  #clock: TraceClock | null = null;
  /** Time field of the first record, from which all others count. */
  #originLow = 0;
  #originHigh = 0;

  constructor(visit: EtlVisitor, options: EtlOptions) {
    this.#visit = visit;
    this.#options = options;
  }

  get usualSize(): number {
    const header = this.#tally.header;
    return header === null ? 0 : header.bufferSize;
  }

  buffer(stored: Uint8Array, offset: number, state: BufferState): void {
    const tally = this.#tally;
    const header = readBufferHeader(stored);
    tally.countBuffer(header);
    if (state === 'cut') tally.truncate(`the file ends inside the buffer at offset ${offset}`);
    const what = `the buffer at offset ${offset}`;
    const bytes = header.isCompressed ? this.#expand(stored, header, state === 'cut') : stored.subarray(0, Math.max(BUFFER_HEADER, header.filled));
    const view = viewOf(bytes);
    if (tally.buffers === 1) this.#readLogHeader(bytes, view);
    this.#record.turnBuffer(bytes, view, offset, header.processor);
    const broken = this.#walk(bytes, view);
    if (bytes.length < header.filled && header.isCompressed && state !== 'cut') tally.damage(`${what} does not expand to the ${header.filled} bytes it states`);
    else if (broken >= 0 && state !== 'cut') tally.damage(`${what} has no record where one must be, at ${broken} of ${bytes.length} bytes`);
    else if (state === 'overlong') tally.damage(`${what} states more bytes than it has`);
  }

  gap(offset: number, length: number, isZero: boolean): void {
    if (isZero) this.#tally.note(`${length} zero bytes at offset ${offset}: space that was set aside and not used, or not yet`);
    else this.#tally.damage(`${length} bytes at offset ${offset} are no buffer`);
  }

  cutHeader(offset: number): void {
    this.#tally.truncate(`the file ends inside the header of the buffer at offset ${offset}`);
  }

  foreign(isZero: boolean): never {
    const expected = 'an event trace log';
    throw isZero
      ? new ParseError({ code: 'etl-never-flushed', artifact: this.#options.artifact, offset: 0, expected, found: 'only zeros: the trace was never written out' })
      : new ParseError({ code: 'etl-foreign', artifact: this.#options.artifact, offset: 0, expected, found: 'bytes that are no trace buffer' });
  }

  finish(length: number): EtlSummary {
    return this.#tally.summary(length, this.#providers.entries, this.#clock);
  }

  /** The buffer as it was before compression; of one that is cut what can be had, of one that is damaged only the header. */
  #expand(stored: Uint8Array, { filled }: BufferHeader, isCut: boolean): Uint8Array {
    let end = -1;
    if (filled >= BUFFER_HEADER && filled <= stored.length * MAX_EXPANSION) {
      if (this.#expanded.length < filled) this.#expanded = new Uint8Array(filled);
      this.#expanded.set(stored.subarray(0, BUFFER_HEADER));
      end = expandXpress(stored, BUFFER_HEADER, this.#expanded, BUFFER_HEADER, filled);
    }
    return end === filled || (isCut && end > 0) ? this.#expanded.subarray(0, end) : stored.subarray(0, BUFFER_HEADER);
  }

  /** The first record of the file places the clock of all others. */
  #readLogHeader(bytes: Uint8Array, view: View): void {
    const at = BUFFER_HEADER;
    if (bytes.length < at + 0x20) return;
    const layout = recordLayout(view, at, viewU32(view, at));
    if (layout?.kind !== 'system' || viewU16(view, at + 6) !== 0) return;
    const end = Math.min(at + viewU16(view, at + layout.sizeAt), bytes.length);
    const header = readLogHeader(bytes.subarray(at + layout.fixed, end), layout.pointerSize);
    if (header === null) return;
    this.#tally.header = header;
    this.#clock = traceClock(header);
    if (this.#clock === null) this.#tally.note('the log header does not place the clock of the trace: its records have no time');
    this.#record.setClock(this.#clock);
    this.#originLow = viewU32(view, at + layout.timeAt);
    this.#originHigh = viewU32(view, at + layout.timeAt + 4);
  }

  /** Visits the records of a buffer; returns where their chain breaks, -1 when it does not. */
  #walk(bytes: Uint8Array, view: View): number {
    const end = bytes.length;
    let at = BUFFER_HEADER;
    while (end - at >= 8) {
      const marker = viewU32(view, at);
      if (marker === 0 || marker === END_MARKER) return -1;
      const layout = recordLayout(view, at, marker);
      if (layout === null) return at;
      const size = layout.sizeAt === 0 ? marker & 0xffff : viewU16(view, at + layout.sizeAt);
      if (size < layout.fixed || size > end - at) return at;
      this.#take(bytes, view, layout, at, size);
      at += (size + 7) & ~7;
    }
    return -1;
  }

  #take(bytes: Uint8Array, view: View, layout: RecordLayout, at: number, size: number): void {
    const tally = this.#tally;
    tally.records++;
    const entry = this.#providers.find(bytes, view, at, layout);
    entry.records++;
    const ticks = layout.timeAt < 0 ? 0 : this.#ticks(view, at + layout.timeAt, entry);
    const provider = entry.isRest ? readGuid(bytes, at + layout.guidAt) : entry.provider;
    const id = layout.idAt < 0 ? 0 : viewU16(view, at + layout.idAt);
    const { wants } = this.#options;
    if (wants !== undefined && !wants(layout.kind, provider, id)) return;
    const record = this.#record;
    if (!record.turn(layout, at, size, ticks)) {
      tally.damagedRecords++;
      return;
    }
    record.number = tally.records;
    record.provider = provider;
    record.id = id;
    this.#visit(record);
  }

  /** Ticks since the first record, noted as the entry's first or last. */
  #ticks(view: View, at: number, entry: ProviderEntry): number {
    const ticks = (viewU32(view, at + 4) - this.#originHigh) * WORD + (viewU32(view, at) - this.#originLow);
    if (ticks < entry.first) entry.first = ticks;
    if (ticks > entry.last) entry.last = ticks;
    return ticks;
  }
}
