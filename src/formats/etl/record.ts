/** The record that is being visited: a view that reads each field where it stands, when it is asked for. */
import { readGuid } from '../../bytes/guid.ts';
import { viewU16, viewU32, viewU8, type View } from '../../bytes/view.ts';
import type { Micros } from '../../model/time.ts';
import { ticksToMicros, type TraceClock } from './clock.ts';
import type { EtlEvent, EtlExtendedItem, EtlHeaderKind } from './event.ts';
import type { RecordLayout } from './record-layout.ts';

const HAS_EXTENDED = 1;
const IS_FOLLOWED = 1;
/** Bits 8..10 of a kernel record's version word count extra 8-byte fields of its header; bit 15 stands for one more. */
const EXTRA_SHIFT = 8;
const EXTRA_MASK = 7;
const ONE_MORE = 0x8000;
const NO_GUID = '{00000000-0000-0000-0000-000000000000}';
const NO_ITEMS: readonly EtlExtendedItem[] = [];

export class EtlRecord implements EtlEvent {
  number = 0;
  kind: EtlHeaderKind = 'other';
  bufferOffset = 0;
  offset = 0;
  pointerSize: 4 | 8 = 8;
  processor = 0;
  provider = '';
  id = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: View = null as unknown as View;
  #at = 0;
  #end = 0;
  #dataAt = 0;
  #layout: RecordLayout = null as unknown as RecordLayout;
  #clock: TraceClock | null = null;
  #ticks = 0;

  /** Turns to the buffer whose records follow. */
  turnBuffer(bytes: Uint8Array, view: View, offset: number, processor: number): void {
    this.#bytes = bytes;
    this.#view = view;
    this.bufferOffset = offset;
    this.processor = processor;
  }

  setClock(clock: TraceClock | null): void {
    this.#clock = clock;
  }

  /** Turns to the record of `size` bytes at `at`; returns false when its header or extended items do not fit into it. */
  turn(layout: RecordLayout, at: number, size: number, ticks: number): boolean {
    this.#layout = layout;
    this.#at = at;
    this.#end = at + size;
    this.#ticks = ticks;
    this.kind = layout.kind;
    this.pointerSize = layout.pointerSize;
    this.offset = at;
    this.#dataAt = this.#findData();
    return this.#dataAt >= 0;
  }

  get time(): Micros | null {
    return this.#layout.timeAt < 0 || this.#clock === null ? null : ticksToMicros(this.#clock, this.#ticks);
  }

  get threadId(): number {
    const { threadAt } = this.#layout;
    return threadAt < 0 ? 0 : viewU32(this.#view, this.#at + threadAt);
  }

  get processId(): number {
    const { threadAt } = this.#layout;
    return threadAt < 0 ? 0 : viewU32(this.#view, this.#at + threadAt + 4);
  }

  get version(): number {
    switch (this.kind) {
      case 'event':
        return viewU8(this.#view, this.#at + 0x2a);
      case 'classic':
      case 'instance':
        return viewU16(this.#view, this.#at + 6);
      case 'system':
      case 'compact':
      case 'perfinfo':
        return viewU8(this.#view, this.#at);
      default:
        return 0;
    }
  }

  get channel(): number {
    return this.#eventByte(0x2b);
  }

  get level(): number {
    return this.#isClassic() ? viewU8(this.#view, this.#at + 5) : this.#eventByte(0x2c);
  }

  get opcode(): number {
    if (this.#isClassic()) return viewU8(this.#view, this.#at + 4);
    return this.#isKernel() ? this.id & 0xff : this.#eventByte(0x2d);
  }

  get task(): number {
    return this.kind === 'event' ? viewU16(this.#view, this.#at + 0x2e) : 0;
  }

  get keyword(): bigint {
    if (this.kind !== 'event') return 0n;
    return (BigInt(viewU32(this.#view, this.#at + 0x34)) << 32n) | BigInt(viewU32(this.#view, this.#at + 0x30));
  }

  get activityId(): string {
    if (this.kind !== 'event') return '';
    const text = readGuid(this.#bytes, this.#at + 0x40);
    return text === NO_GUID ? '' : text;
  }

  get data(): Uint8Array {
    return this.#bytes.subarray(this.#dataAt, this.#end);
  }

  get extended(): readonly EtlExtendedItem[] {
    if (!this.#hasExtended()) return NO_ITEMS;
    const items: EtlExtendedItem[] = [];
    for (let at = this.#at + this.#layout.fixed; at < this.#dataAt; ) {
      const start = at + 8;
      const end = start + viewU16(this.#view, at + 6);
      items.push({ type: viewU16(this.#view, at + 2), data: this.#bytes.subarray(start, end) });
      if ((viewU16(this.#view, at + 4) & IS_FOLLOWED) === 0) break;
      at = this.#aligned(end);
    }
    return items;
  }

  /** Where the data start, -1 when that lies outside the record. */
  #findData(): number {
    const start = this.#at + this.#layout.fixed;
    if (this.#isKernel()) {
      const word = viewU16(this.#view, this.#at);
      const extra = ((word >> EXTRA_SHIFT) & EXTRA_MASK) + (word & ONE_MORE ? 1 : 0);
      return start + 8 * extra <= this.#end ? start + 8 * extra : -1;
    }
    return this.#hasExtended() ? this.#behindExtended(start) : start;
  }

  #behindExtended(start: number): number {
    for (let at = start; ; ) {
      if (this.#end - at < 8) return -1;
      const end = at + 8 + viewU16(this.#view, at + 6);
      if (end > this.#end) return -1;
      const isLast = (viewU16(this.#view, at + 4) & IS_FOLLOWED) === 0;
      at = this.#aligned(end);
      // Nothing need follow the last item, not even what fills it up.
      if (isLast) return Math.min(at, this.#end);
    }
  }

  /** Items are padded to 8 bytes counted from the start of the record. */
  #aligned(at: number): number {
    return this.#at + ((at - this.#at + 7) & ~7);
  }

  #hasExtended(): boolean {
    return this.kind === 'event' && (viewU16(this.#view, this.#at + 4) & HAS_EXTENDED) !== 0;
  }

  #isKernel(): boolean {
    return this.kind === 'system' || this.kind === 'compact' || this.kind === 'perfinfo';
  }

  #isClassic(): boolean {
    return this.kind === 'classic' || this.kind === 'instance';
  }

  #eventByte(offset: number): number {
    return this.kind === 'event' ? viewU8(this.#view, this.#at + offset) : 0;
  }
}

/** A copy of an event that stays valid after its visit. */
export function keepEvent(event: EtlEvent): EtlEvent {
  const { number, kind, bufferOffset, offset, pointerSize, time, processId, threadId, processor, provider, id, version, channel, level, opcode, task, keyword, activityId } = event;
  const extended = event.extended.map((item) => ({ type: item.type, data: item.data.slice() }));
  return { number, kind, bufferOffset, offset, pointerSize, time, processId, threadId, processor, provider, id, version, channel, level, opcode, task, keyword, activityId, extended, data: event.data.slice() };
}
