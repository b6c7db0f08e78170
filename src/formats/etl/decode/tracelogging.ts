/** Events that bring their own description: the schema and provider traits of TraceLogging (TraceLoggingProvider.h of the Windows SDK). */
import { readU16 } from '../../../bytes/integer.ts';
import type { EtlEvent } from '../event.ts';
import { type EventLayout, type Extent, type FieldLayout, IN, OUT, UNSAID } from './layout.ts';

/** Types of extended items (evntcons.h). */
const SCHEMA = 0x0b;
const TRAITS = 0x0c;

const STRUCT = 24;
const MORE = 0x80;
const CUSTOM = 0x60;
const MOST_DEPTH = 8;
const MOST_FIELDS = 1024;

/** TraceLogging counts output types in its own way; those that mean the same as a TDH one that changes the text. */
const OUT_TYPES: ReadonlyMap<number, number> = new Map([
  [2, OUT.STRING],
  [3, OUT.BOOL],
  [4, OUT.HEX64],
  [7, OUT.PORT],
  [8, OUT.IPV4],
  [9, OUT.IPV6],
  [10, OUT.SOCKET_ADDRESS],
  [35, OUT.UTF8],
]);

/** Whether the event describes itself. */
export function isTraceLogging(event: EtlEvent): boolean {
  return event.kind === 'event' && event.extended.some((item) => item.type === SCHEMA);
}

/** Layout out of the event's own schema; null when it has none, or one that does not hold together. Never throws. */
export function traceLoggingLayout(event: EtlEvent): EventLayout | null {
  const item = event.extended.find(({ type }) => type === SCHEMA);
  return item === undefined ? null : readSchema(event, item.data);
}

/** Name of the provider as its traits give it, '' without any. */
export function traitsName(event: EtlEvent): string {
  const traits = event.extended.find(({ type }) => type === TRAITS)?.data;
  return traits === undefined || traits.length < 3 ? '' : (new Schema(traits, 2).text() ?? '');
}

function readSchema(event: EtlEvent, bytes: Uint8Array): EventLayout | null {
  if (bytes.length < 2) return null;
  const schema = new Schema(bytes.subarray(0, Math.max(readU16(bytes, 0), 2)), 2);
  if (!schema.skipTags()) return null;
  const name = schema.text();
  const fields: FieldLayout[] = [];
  if (name === null) return null;
  while (!schema.isAtEnd()) {
    const field = schema.field(0);
    if (field === null) return null;
    fields.push(field);
  }
  return { provider: event.provider, id: event.id, version: event.version, providerName: traitsName(event), channel: '', name, message: '', fields };
}

const utf8 = new TextDecoder();

class Schema {
  readonly #bytes: Uint8Array;
  #at: number;
  #index = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** UTF-8 up to its NUL, null when there is none. */
  text(): string | null {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) return null;
    const text = utf8.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }

  /** Bytes of which each but the last has bit 7; there is at least one. */
  skipTags(): boolean {
    let byte: number | undefined;
    do byte = this.#bytes[this.#at++];
    while (byte !== undefined && (byte & MORE) !== 0);
    return byte !== undefined;
  }

  /** Null when the schema ends inside the field, or nests and repeats beyond all sense. */
  field(depth: number): FieldLayout | null {
    const index = this.#index++;
    const name = this.text();
    const inType = this.#bytes[this.#at++];
    if (name === null || inType === undefined || depth > MOST_DEPTH || index >= MOST_FIELDS) return null;
    let outType = 0;
    if ((inType & MORE) !== 0) {
      outType = this.#bytes[this.#at++] ?? MORE;
      if ((outType & MORE) !== 0 && !this.skipTags()) return null;
    }
    const kind = inType & 0x1f;
    const count = this.#count(inType & CUSTOM);
    if (count === null) return null;
    const members = kind === STRUCT ? this.#members(outType & 0x7f, depth) : null;
    if (kind === STRUCT && members === null) return null;
    const base = { name, index, count, outType: kind === STRUCT ? 0 : (OUT_TYPES.get(outType & 0x7f) ?? 0), map: '', members };
    // A custom field is bytes only its writer can read; its length stands in front of it, as that of binary does.
    if ((inType & CUSTOM) === CUSTOM) return { ...base, inType: IN.COUNTED_BINARY, length: UNSAID };
    return { ...base, inType: kind === IN.BINARY ? IN.COUNTED_BINARY : kind, length: UNSAID };
  }

  #count(bits: number): Extent | null {
    if (bits === 0x40) return { by: 'prefix' };
    if (bits === 0) return UNSAID;
    if (this.#at + 2 > this.#bytes.length) return null;
    const value = readU16(this.#bytes, this.#at);
    this.#at += 2;
    if (bits === 0x20) return { by: 'fixed', value };
    // Custom: what follows here is the type's own description.
    this.#at += value;
    return UNSAID;
  }

  #members(count: number, depth: number): FieldLayout[] | null {
    const members: FieldLayout[] = [];
    for (let left = count; left > 0; left--) {
      const member = this.field(depth + 1);
      if (member === null) return null;
      members.push(member);
    }
    return members;
  }
}
