/** One record as a view: System fields are read where they stand, the rest only on `decode`. */
import { filetimeToMicros } from '../../bytes/filetime.ts';
import { viewU16, viewU32 } from '../../bytes/view.ts';
import { ParseError } from '../../model/error.ts';
import type { EventView } from '../../model/source.ts';
import { collectFields } from './event-fields.ts';
import { SYSTEM_DEPTH, type Fragment, type Scope } from './binxml/scope.ts';
import { SLOT } from './binxml/structure.ts';
import { ABSENT, ACTIVITY_ID, CHANNEL, COMPUTER, EVENT_ID, KEYWORDS, LEVEL, LITERAL, NO_SYSTEM, PROCESS_ID, PROVIDER, QUALIFIERS, TIME, VERSION, type SystemPlan } from './binxml/system-plan.ts';
import { StringPool } from './binxml/string-pool.ts';
import { contentText } from './binxml/text.ts';
import { isoToMicros } from './time-text.ts';
import { ValueTable } from './binxml/value-table.ts';
import { FILETIME, FRAGMENT, STRING } from './binxml/value-text.ts';

const NO_VALUES = new ValueTable();

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
  #root: Fragment | null = null;
  /** Where System is: the fragment that holds it (in all known logs the root) and its plan. */
  #system: Fragment | null = null;
  #plan: SystemPlan = NO_SYSTEM;
  #values: ValueTable = NO_VALUES;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Turns to the record at `at` of the chunk and finds its System fields. Throws ParseError. */
  turn(at: number, size: number, chunkOffset: number): void {
    this.#at = at;
    this.offset = chunkOffset + at;
    this.failure = null;
    this.scope.turnRecord();
    const root = this.scope.open(at + 24, at + size - 4, 0);
    this.#root = root;
    const system = this.scope.plan(root).hasSystem ? root : this.#findSystem(root);
    this.#system = system;
    this.#plan = system.plan as SystemPlan;
    this.#values = system.values;
    this.time = this.#readTime();
  }

  /** The record's root fragment, while the record is visited. */
  get root(): Fragment {
    return this.#root as Fragment;
  }

  /** Record number in the log. */
  get recordId(): number {
    const { view } = this.scope;
    return viewU32(view, this.#at + 12) * 4294967296 + viewU32(view, this.#at + 8);
  }

  /** When the record was written, microseconds since 1970 UTC; null when the field is 0. */
  get writtenAt(): number | null {
    const { view } = this.scope;
    return filetimeToMicros(viewU32(view, this.#at + 16), viewU32(view, this.#at + 20));
  }

  get provider(): string {
    return this.#text(PROVIDER);
  }

  get eventId(): number {
    return this.#number(EVENT_ID);
  }

  /** Upper 16 bits of a classic provider's message id; 0 when there are none. */
  get qualifiers(): number {
    return this.#number(QUALIFIERS);
  }

  get version(): number {
    return this.#number(VERSION);
  }

  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 "always". */
  get level(): number {
    return this.#number(LEVEL);
  }

  /** 64 bits as `0x…`. */
  get keywords(): string {
    return this.#text(KEYWORDS) || '0x0';
  }

  get channel(): string {
    return this.#text(CHANNEL);
  }

  get computer(): string {
    return this.#text(COMPUTER);
  }

  get processId(): number {
    return this.#number(PROCESS_ID);
  }

  /** GUID in braces, upper case; '' when the event has none. */
  get activityId(): string {
    return this.#text(ACTIVITY_ID).toUpperCase();
  }

  /** Decodes the whole event. Throws ParseError, which the reader counts; a visitor need not catch it. */
  decode(): EventView {
    try {
      const { data, binary } = collectFields(this.scope, this.root);
      const { provider, channel, computer, eventId, qualifiers, version, level, keywords, recordId, activityId } = this;
      const time = this.time ?? this.writtenAt ?? 0;
      const view: EventView & { activityId?: string } = { provider, channel, computer, eventId, qualifiers, version, level, keywords, time, recordId, data, binary };
      if (activityId !== '') view.activityId = activityId;
      return view;
    } catch (error) {
      if (error instanceof ParseError) this.failure = error;
      throw error;
    }
  }

  /** A System element that is a nested fragment of its own. */
  #findSystem(root: Fragment): Fragment {
    for (const part of root.root.content.parts) {
      if (part.kind !== SLOT || root.values.type(part.slot) !== FRAGMENT) continue;
      const start = root.values.start(part.slot);
      const nested = this.scope.open(start, start + root.values.size(part.slot), SYSTEM_DEPTH);
      if (nested.root.local === 'System' && this.scope.plan(nested).hasSystem) return nested;
    }
    throw new ParseError({ code: 'evtx-system', offset: this.#at, expected: 'an event with a System element', found: `<${root.root.name}>` });
  }

  #number(field: number): number {
    const values = this.#values;
    const slot = this.#plan.slots[field] as number;
    if (slot >= 0) {
      const type = values.type(slot);
      if (type === 0x04 && values.size(slot) >= 1) return values.bytes[values.start(slot)] as number;
      if (type === 0x06 && values.size(slot) >= 2) return viewU16(values.view, values.start(slot));
      if (type === 0x08 && values.size(slot) >= 4) return viewU32(values.view, values.start(slot));
      if (type === 0x00) return 0;
    } else if (slot === LITERAL) return this.#plan.numbers[field] || 0;
    else if (slot === ABSENT) return 0;
    return Number(this.#text(field)) || 0;
  }

  #text(field: number): string {
    const values = this.#values;
    const slot = this.#plan.slots[field] as number;
    if (slot >= 0 && values.type(slot) === STRING) return this.#pool.read(values.bytes, values.view, values.start(slot), values.size(slot));
    if (slot === LITERAL) return this.#plan.literals[field] as string;
    const content = this.#plan.contents[field];
    return content ? contentText(this.scope, this.#system as Fragment, content) : '';
  }

  #readTime(): number | null {
    const values = this.#values;
    const slot = this.#plan.slots[TIME] as number;
    if (slot < 0 || values.type(slot) !== FILETIME || values.size(slot) < 8) return isoToMicros(this.#text(TIME));
    const start = values.start(slot);
    return filetimeToMicros(viewU32(values.view, start), viewU32(values.view, start + 4));
  }
}
