/** Walks the data of an event along its layout. Data may end early, go on behind the layout, or lack a final NUL: all of it is said, none is an error. */
import { readU16 } from '../../../bytes/integer.ts';
import type { AnsiDecoder } from '../../evtx/binxml/value-text.ts';
import { type Extent, type FieldLayout, IN, OUT } from './layout.ts';
import { fieldText, fixedWidth, plainNumber, shownText } from './values.ts';

export interface DecodedField {
  /** Members of a structure carry its name in front: `Address.Port`. Items of an array share one name. */
  readonly name: string;
  /** As an event log would write it. */
  readonly value: string;
  /** What its value map or output type makes of it; a map speaks the language of the traced machine. */
  readonly shown?: string;
}

/**
 * `exact`: every byte belongs to a field. `unterminated`: exact, but the last string has no NUL. `left-over`: bytes behind the last field
 * (a newer version of the event, or padding). `short`: the data ended inside a field, the fields before it stand. `unknown-type`: a field
 * nobody documents ended the walk. `too-many`: more values than an event can sensibly have.
 */
export type Fit = 'exact' | 'unterminated' | 'left-over' | 'short' | 'unknown-type' | 'too-many';

export interface Walk {
  readonly fields: readonly DecodedField[];
  readonly fit: Fit;
  /** Bytes no field took. */
  readonly left: number;
}

export interface WalkInput {
  readonly data: Uint8Array;
  readonly fields: readonly FieldLayout[];
  readonly pointerSize: 4 | 8;
  readonly ansi: AnsiDecoder;
  /** Text of a mapped value. */
  meaning?(field: FieldLayout, value: number): string | undefined;
}

/** Values and structures beyond one per byte of data: what has no width must come to an end, too. */
const MOST_EMPTY = 1024;

/** Reads the fields. Never throws. */
export function walkFields(input: WalkInput): Walk {
  const walk = new Walker(input);
  for (const field of input.fields) if (!walk.field(field, '')) break;
  return { fields: walk.fields, fit: walk.fit(), left: input.data.length - walk.at };
}

/** Where a value lies, and where the next one starts. */
interface Place {
  readonly at: number;
  readonly size: number;
  readonly next: number;
}

class Walker {
  readonly fields: DecodedField[] = [];
  at = 0;
  readonly #input: WalkInput;
  /** Values of numeric fields by index, which may be lengths and counts of later ones. */
  readonly #numbers = new Map<number, number>();
  #steps: number;
  #isUnterminated = false;
  #stopped: Fit | null = null;

  constructor(input: WalkInput) {
    this.#input = input;
    this.#steps = 2 * input.data.length + MOST_EMPTY;
  }

  fit(): Fit {
    if (this.#stopped !== null) return this.#stopped;
    if (this.at < this.#input.data.length) return 'left-over';
    return this.#isUnterminated ? 'unterminated' : 'exact';
  }

  /** Reads a field with all its items; returns whether the walk goes on. */
  field(field: FieldLayout, prefix: string): boolean {
    const name = prefix + field.name;
    const count = this.#count(field.count);
    for (let item = 0; item < count; item++) {
      if (--this.#steps < 0) return this.#stop('too-many');
      if (field.members === null) {
        if (!this.#value(field, name)) return false;
      } else {
        for (const member of field.members) if (!this.field(member, `${name}.`)) return false;
      }
    }
    return this.#stopped === null;
  }

  #stop(fit: Fit): false {
    this.#stopped = fit;
    return false;
  }

  #count(extent: Extent): number {
    return extent.by === 'none' ? 1 : this.#extent(extent);
  }

  /** The number an extent stands for; a field that was not read, or is no number, makes the data too short to follow. */
  #extent(extent: Extent): number {
    if (extent.by === 'fixed') return extent.value;
    const value = extent.by === 'field' ? (this.#numbers.get(extent.index) ?? -1) : extent.by === 'prefix' ? this.#prefix() : -1;
    if (value < 0) this.#stop('short');
    return Math.max(value, 0);
  }

  #prefix(): number {
    if (this.at + 2 > this.#input.data.length) return -1;
    this.at += 2;
    return readU16(this.#input.data, this.at - 2);
  }

  #value(field: FieldLayout, name: string): boolean {
    const { data, ansi, meaning } = this.#input;
    const { inType, outType } = field;
    const place = this.#place(field);
    if (this.#stopped !== null || place === null) return this.#stop(this.#stopped ?? 'unknown-type');
    if (place.next > data.length) return this.#stop('short');
    const { at, size } = place;
    this.at = place.next;
    const number = plainNumber(data, inType, at, size);
    if (number >= 0) this.#numbers.set(field.index, number);
    const value = fieldText(data, inType, outType, at, size, ansi);
    const shown = (field.map !== '' && number >= 0 ? meaning?.(field, number) : undefined) ?? shownText(data, inType, outType, at, size);
    this.fields.push(shown === undefined ? { name, value } : { name, value, shown });
    return true;
  }

  /** Null for a type nobody documents. */
  #place(field: FieldLayout): Place | null {
    const { data, pointerSize } = this.#input;
    const { inType, length } = field;
    const width = fixedWidth(inType, pointerSize);
    if (width !== undefined) return this.#span(width);
    switch (inType) {
      case IN.STRING:
        return length.by === 'none' ? this.#terminated(2) : this.#span(this.#extent(length) * 2);
      case IN.ANSI:
        return length.by === 'none' ? this.#terminated(1) : this.#span(this.#extent(length));
      case IN.COUNTED_STRING:
      case IN.COUNTED_ANSI:
      case IN.COUNTED_BINARY:
        return this.#span(this.#extent({ by: 'prefix' }));
      case IN.BINARY:
        if (length.by !== 'none') return this.#span(this.#extent(length));
        // Nothing says how long: an IPv6 address has its size, anything else can only be the rest.
        return this.#span(field.outType === OUT.IPV6 ? 16 : data.length - this.at);
      case IN.SID:
        return this.#span(this.at + 1 < data.length ? 8 + 4 * (data[this.at + 1] as number) : 8);
      default:
        return null;
    }
  }

  #span(size: number): Place {
    return { at: this.at, size, next: this.at + size };
  }

  /** Up to the NUL, or to the end of the data where the writer left it out. */
  #terminated(unit: 1 | 2): Place {
    const { data } = this.#input;
    const { at } = this;
    let end = at;
    while (end + unit <= data.length && (data[end] !== 0 || (unit === 2 && data[end + 1] !== 0))) end += unit;
    if (end + unit <= data.length) return { at, size: end - at, next: end + unit };
    this.#isUnterminated = true;
    return { at, size: end - at, next: data.length };
  }
}
