/** One record as a view: System fields are read where they stand, the rest only on `decode`. */
import { filetimeToMicros } from '../../bytes/filetime.ts';
import { readU16, readU32, readU64 } from '../../bytes/integer.ts';
import { ParseError } from '../../model/error.ts';
import type { EventView } from '../../model/source.ts';
import { viewEvent } from './event-view.ts';
import type { Fragment, Scope } from './scope.ts';
import { SLOT } from './structure.ts';
import * as plan from './system-plan.ts';
import { StringPool } from './string-pool.ts';
import { contentText } from './text.ts';
import { isoToMicros } from './time-text.ts';
import { FILETIME, FRAGMENT, STRING } from './value-text.ts';

/** Reused from record to record: valid only while it is being visited. */
export class EvtxRecord {
  /** Offset of the record in the file. */
  offset = 0;
  /** Found by resynchronising after damage; believe it less. */
  recovered = false;
  /** TimeCreated as microseconds since 1970 UTC; null when the event has none. */
  time: number | null = null;
  /** Why `decode` or `xml` failed, when it did. */
  failure: ParseError | null = null;
  readonly scope: Scope;
  readonly #pool = new StringPool();
  #at = 0;
  #size = 0;
  /** The fragment that holds System; in all known logs the record's own root. */
  #system: Fragment | null = null;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Turns to the record at `at` of the chunk and finds its System fields. Throws ParseError. */
  turn(at: number, size: number, chunkOffset: number): void {
    this.#at = at;
    this.#size = size;
    this.offset = chunkOffset + at;
    this.failure = null;
    this.#system = this.#findSystem(this.root());
    this.time = this.#readTime();
  }

  /** The record's root fragment, opened anew. Throws ParseError. */
  root(): Fragment {
    return this.scope.open(this.#at + 24, this.#at + this.#size - 4, 0);
  }

  /** Record number in the log. */
  get recordId(): number {
    return readU64(this.scope.bytes, this.#at + 8);
  }

  /** When the record was written, microseconds since 1970 UTC; null when the field is 0. */
  get writtenAt(): number | null {
    const { bytes } = this.scope;
    return filetimeToMicros(readU32(bytes, this.#at + 16), readU32(bytes, this.#at + 20));
  }

  get provider(): string {
    return this.#text(plan.PROVIDER);
  }

  get eventId(): number {
    return this.#number(plan.EVENT_ID);
  }

  /** Upper 16 bits of a classic provider's message id; 0 when there are none. */
  get qualifiers(): number {
    return this.#number(plan.QUALIFIERS);
  }

  get version(): number {
    return this.#number(plan.VERSION);
  }

  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 "always". */
  get level(): number {
    return this.#number(plan.LEVEL);
  }

  /** 64 bits as `0x…`. */
  get keywords(): string {
    return this.#text(plan.KEYWORDS) || '0x0';
  }

  get channel(): string {
    return this.#text(plan.CHANNEL);
  }

  get computer(): string {
    return this.#text(plan.COMPUTER);
  }

  get processId(): number {
    return this.#number(plan.PROCESS_ID);
  }

  /** GUID in braces, upper case; '' when the event has none. */
  get activityId(): string {
    return this.#text(plan.ACTIVITY_ID).toUpperCase();
  }

  /** Decodes the whole event. Throws ParseError, which the reader counts; a visitor need not catch it. */
  decode(): EventView {
    try {
      return viewEvent(this);
    } catch (error) {
      if (error instanceof ParseError) this.failure = error;
      throw error;
    }
  }

  #findSystem(root: Fragment): Fragment {
    if (this.scope.plan(root).hasSystem) return root;
    for (const part of root.root.content.parts) {
      if (part.kind !== SLOT || root.values.type(part.slot) !== FRAGMENT) continue;
      const start = root.values.start(part.slot);
      const nested = this.scope.open(start, start + root.values.size(part.slot), 1);
      if (nested.root.local === 'System') return nested;
    }
    throw new ParseError({ code: 'evtx-system', offset: this.#at, expected: 'an event with a System element', found: `<${root.root.name}>` });
  }

  #number(field: number): number {
    const { values, plan: system } = this.#system as Fragment & { plan: plan.SystemPlan };
    const slot = system.slots[field] as number;
    if (slot >= 0) {
      switch (values.type(slot)) {
        case 0x00:
          return 0;
        case 0x04:
          return values.size(slot) >= 1 ? (values.bytes[values.start(slot)] as number) : 0;
        case 0x06:
          return values.size(slot) >= 2 ? readU16(values.bytes, values.start(slot)) : 0;
        case 0x08:
          return values.size(slot) >= 4 ? readU32(values.bytes, values.start(slot)) : 0;
        default:
          return Number(this.#text(field)) || 0;
      }
    }
    if (slot === plan.LITERAL) return system.numbers[field] || 0;
    return slot === plan.ABSENT ? 0 : Number(this.#text(field)) || 0;
  }

  #text(field: number): string {
    const fragment = this.#system as Fragment & { plan: plan.SystemPlan };
    const slot = fragment.plan.slots[field] as number;
    if (slot === plan.LITERAL) return fragment.plan.literals[field] as string;
    if (slot === plan.ABSENT) return '';
    const { values } = fragment;
    if (slot >= 0 && values.type(slot) === STRING) return this.#pool.read(values.bytes, values.start(slot), values.size(slot));
    return contentText(this.scope, fragment, (fragment.plan.contents[field] as NonNullable<(typeof fragment.plan.contents)[number]>));
  }

  #readTime(): number | null {
    const { values, plan: system } = this.#system as Fragment & { plan: plan.SystemPlan };
    const slot = system.slots[plan.TIME] as number;
    if (slot >= 0 && values.type(slot) === FILETIME && values.size(slot) >= 8) {
      const start = values.start(slot);
      return filetimeToMicros(readU32(values.bytes, start), readU32(values.bytes, start + 4));
    }
    return isoToMicros(this.#text(plan.TIME));
  }
}
