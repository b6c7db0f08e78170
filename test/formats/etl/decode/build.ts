/** Builds events, embedded layouts, value maps and TraceLogging schemas byte by byte, after the published structures. */
import type { EtlEvent } from '../../../../src/formats/etl/index.ts';

export const PROVIDER = '{11111111-2222-3333-4444-555555555555}';
const METADATA = '{BBCCF6C1-6CD1-48C4-80FF-839482E37671}';

const NOTHING: EtlEvent = {
  number: 1, kind: 'event', bufferOffset: 0, offset: 72, pointerSize: 8, time: 1_700_000_000_000_000, processId: 4, threadId: 8, processor: 0, provider: PROVIDER, id: 1, version: 0,
  channel: 0, level: 4, opcode: 0, task: 0, keyword: 0n, activityId: '', data: new Uint8Array(0), extended: [],
};

export function etlEvent(parts: Partial<EtlEvent>): EtlEvent {
  return { ...NOTHING, ...parts };
}

export function u8(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function u16(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

export function u32(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

export function u64(...values: bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values).buffer);
}

/** UTF-16LE with its NUL. */
export function wide(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`, 'utf16le'));
}

/** One byte per character, with its NUL. */
export function narrow(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`, 'latin1'));
}

export function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`, 'utf8'));
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function guid(text: string): Uint8Array {
  const hex = text.replace(/[{}-]/g, '');
  const bytes = [...Buffer.from(hex, 'hex')];
  return u8(...[3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => bytes[at] as number));
}

export interface Property {
  readonly name: string;
  readonly inType?: number;
  readonly outType?: number;
  readonly map?: string;
  /** PROPERTY_FLAGS. */
  readonly flags?: number;
  /** Count, or index of the property that holds it. */
  readonly count?: number;
  readonly length?: number;
  /** First member and number of members: the property is a structure. */
  readonly members?: readonly [first: number, count: number];
}

export interface LayoutParts {
  readonly id?: number;
  readonly version?: number;
  readonly properties: readonly Property[];
  readonly top?: number;
  readonly providerName?: string;
  readonly channel?: string;
  readonly message?: string;
  readonly source?: number;
}

/** TRACE_EVENT_INFO (tdh.h) behind its fixed header, as merging writes it. */
export function layoutEvent(parts: LayoutParts): EtlEvent {
  const { properties } = parts;
  const texts = new TextPool(0x70 + 0x18 * properties.length);
  const offsets = [parts.providerName ?? 'Contoso-Test', '', parts.channel ?? '', '', '', '', parts.message ?? '', '', '', '', '', ''].map((text) => texts.add(text));
  const entries = properties.map((property) => {
    const flags = (property.flags ?? 0) | (property.members ? 1 : 0);
    const types = property.members ?? [property.inType ?? 8, property.outType ?? 0];
    return join(u32(flags, texts.add(property.name)), u16(...types), u32(texts.add(property.map ?? '')), u16(property.count ?? 1, property.length ?? 0), u32(0));
  });
  const data = join(
    guid(PROVIDER), new Uint8Array(16), u16(parts.id ?? 1), u8(parts.version ?? 0, 0, 4, 0), u16(0), u64(0n), u32(parts.source ?? 0), u32(...offsets),
    u32(properties.length, parts.top ?? properties.length, 0), ...entries, texts.bytes(),
  );
  return etlEvent({ kind: 'classic', provider: METADATA, id: 0, opcode: 0x20, data });
}

/** EVENT_MAP_INFO (tdh.h): offsets count from behind the provider GUID. */
export function mapEvent(name: string, entries: Readonly<Record<number, string>>, flags = 1): EtlEvent {
  const pairs = Object.entries(entries);
  const texts = new TextPool(0x10 + 8 * pairs.length);
  const header = [texts.add(name), flags, pairs.length, 0];
  const values = pairs.flatMap(([value, text]) => [texts.add(`${text} `), Number(value)]);
  return etlEvent({ kind: 'classic', provider: METADATA, id: 0, opcode: 0x21, data: join(guid(PROVIDER), u32(...header, ...values), texts.bytes()) });
}

class TextPool {
  readonly #parts: Uint8Array[] = [];
  #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  add(text: string): number {
    if (text === '') return 0;
    const bytes = wide(text);
    const at = this.#at;
    this.#parts.push(bytes);
    this.#at += bytes.length;
    return at;
  }

  bytes(): Uint8Array {
    return join(...this.#parts);
  }
}

/** A TraceLogging event: name, fields as `name NUL inType …`, data. */
export function selfDescribed(name: string, fields: readonly Uint8Array[], data: Uint8Array, provider = 'Contoso.Test'): EtlEvent {
  const body = join(u8(0), utf8(name), ...fields);
  const traits = utf8(provider);
  return etlEvent({
    id: 0,
    channel: 11,
    data,
    extended: [
      { type: 0x0b, data: join(u16(body.length + 2), body) },
      { type: 0x0c, data: join(u16(traits.length + 2), traits) },
    ],
  });
}
