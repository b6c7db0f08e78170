/** Writes event logs byte by byte for tests, straight from the layout of the format; it knows nothing of the reader. */
import { crc32 } from 'node:zlib';

export const CHUNK = 65_536;

/** Bytes at a known place of a chunk. */
export class Assembler {
  readonly base: number;
  readonly out: number[] = [];

  constructor(base: number) {
    this.base = base;
  }

  /** Chunk-relative offset of the next byte. */
  get at(): number {
    return this.base + this.out.length;
  }

  u8(...values: number[]): this {
    this.out.push(...values.map((value) => value & 0xff));
    return this;
  }

  u16(value: number): this {
    return this.u8(value, value >> 8);
  }

  u32(value: number): this {
    return this.u16(value & 0xffff).u16(value >>> 16);
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.out.push(value);
    return this;
  }

  utf16(text: string): this {
    for (let i = 0; i < text.length; i++) this.u16(text.charCodeAt(i));
    return this;
  }

  /** A name reference with its entry right behind it. */
  name(text: string): this {
    return this.u32(this.at + 4).u32(0).u16(0).u16(text.length).utf16(text).u16(0);
  }

  /** A literal text token. */
  text(text: string): this {
    return this.u8(0x05, 0x01).u16(text.length).utf16(text);
  }

  /** Start of an element; `dependency` writes the dependency id of template definitions. */
  open(name: string, { hasAttributes = false, dependency = true } = {}): this {
    this.u8(hasAttributes ? 0x41 : 0x01);
    if (dependency) this.u16(0xffff);
    this.u32(0).name(name);
    return hasAttributes ? this.u32(0) : this;
  }

  attribute(name: string): this {
    return this.u8(0x06).name(name);
  }

  slot(index: number, type: number, optional = false): this {
    return this.u8(optional ? 0x0e : 0x0d).u16(index).u8(type);
  }

  /** `<name>text</name>` */
  leaf(name: string, text: string, dependency = true): this {
    return this.open(name, { dependency }).u8(0x02).text(text).u8(0x04);
  }
}

export interface Value {
  readonly type: number;
  readonly bytes: readonly number[];
}

export type Body = (into: Assembler) => void;

/** A template instance with its definition inline. `GUID` starts with the template id. */
export function instance(into: Assembler, values: readonly (Value | ((at: number) => Value))[], definition: Body, id = 0x11223344): void {
  into.u8(0x0c, 0x01).u32(id).u32(into.at + 4);
  into.u32(0).u32(id).bytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const inner = new Assembler(into.at + 4);
  inner.u8(0x0f, 1, 1, 0);
  definition(inner);
  inner.u8(0x00);
  into.u32(inner.out.length).bytes(inner.out);
  instanceValues(into, values);
}

/** Count, descriptors and bytes of values. A value that depends on where it stands is given as a function. */
export function instanceValues(into: Assembler, values: readonly (Value | ((at: number) => Value))[]): void {
  into.u32(values.length);
  let at = into.at + values.length * 4;
  const placed = values.map((value) => {
    const fixed = typeof value === 'function' ? value(at) : value;
    at += fixed.bytes.length;
    return fixed;
  });
  for (const value of placed) into.u16(value.bytes.length).u8(value.type, 0);
  for (const value of placed) into.bytes(value.bytes);
}

/** A nested fragment (type 0x21) assembled at the place its value will have. */
export function fragment(body: Body): (at: number) => Value {
  return (at) => {
    const inner = new Assembler(at);
    body(inner);
    return { type: 0x21, bytes: inner.out };
  };
}

/** The System element every test event has: provider Test, event 7, level 4, all literal. */
export function systemElement(into: Assembler, dependency = true): void {
  into.open('System', { dependency }).u8(0x02);
  into.open('Provider', { hasAttributes: true, dependency }).attribute('Name').text('Test').u8(0x03);
  into.leaf('EventID', '7', dependency).leaf('Level', '4', dependency);
  into.open('TimeCreated', { hasAttributes: true, dependency }).attribute('SystemTime').text('2024-02-29T12:34:56.1234567Z').u8(0x03);
  into.leaf('Channel', 'Application', dependency).leaf('Computer', 'HOST1.contoso.com', dependency).u8(0x04);
}

/** An event whose EventData elements are written by `data`, as a template definition. */
export function eventDefinition(data: Body): Body {
  return (into) => {
    into.open('Event').u8(0x02);
    systemElement(into);
    into.open('EventData').u8(0x02);
    data(into);
    into.u8(0x04, 0x04);
  };
}

export const WRITTEN_AT = [0xd0, 0xd4, 0xf3, 0x9a, 0x07, 0x6b, 0xda, 0x01] as const;

/** Record bytes at an offset of the chunk. */
export function record(at: number, id: number, body: Body): number[] {
  const inner = new Assembler(at + 24);
  inner.u8(0x0f, 1, 1, 0);
  body(inner);
  inner.u8(0x00);
  while ((inner.out.length + 28) % 8 !== 0) inner.u8(0xaa);
  const size = inner.out.length + 28;
  return new Assembler(at).u8(0x2a, 0x2a, 0, 0).u32(size).u32(id).u32(0).bytes(WRITTEN_AT).bytes(inner.out).u32(size).out;
}

/** A chunk of the given records, checksums right. */
export function chunk(bodies: readonly Body[], firstId = 1): Uint8Array {
  const bytes = new Uint8Array(CHUNK);
  let at = 512;
  bodies.forEach((body, index) => {
    const raw = record(at, firstId + index, body);
    bytes.set(raw, at);
    at += raw.length;
  });
  bytes.set([0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0x00]);
  const view = new DataView(bytes.buffer);
  view.setUint32(40, 128, true);
  view.setUint32(48, at, true);
  return seal(bytes);
}

/** Puts the right checksums into a chunk. */
export function seal(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(52, crc32(bytes.subarray(512, view.getUint32(48, true))), true);
  view.setUint32(124, crc32(bytes.subarray(128, 512), crc32(bytes.subarray(0, 120))), true);
  return bytes;
}

/** A file of the given chunks. */
export function log(chunks: readonly Uint8Array[], flags = 0): Uint8Array {
  const bytes = new Uint8Array(4096 + chunks.length * CHUNK);
  bytes.set([0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00]);
  const view = new DataView(bytes.buffer);
  view.setUint32(32, 128, true);
  view.setUint16(36, 1, true);
  view.setUint16(38, 3, true);
  view.setUint16(40, 4096, true);
  view.setUint32(120, flags, true);
  view.setUint32(124, crc32(bytes.subarray(0, 120)), true);
  chunks.forEach((one, index) => bytes.set(one, 4096 + index * CHUNK));
  return bytes;
}
