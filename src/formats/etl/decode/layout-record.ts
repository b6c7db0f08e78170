/**
 * Layouts and value maps that merging writes into a trace (classic events of class EventMetadata): what TRACE_EVENT_INFO and
 * EVENT_MAP_INFO of tdh.h look like on disk. Offsets of a layout count from the start of the data, those of a map from its name offset.
 */
import { readGuid } from '../../../bytes/guid.ts';
import { readU16, readU32 } from '../../../bytes/integer.ts';
import { readUtf16Terminated } from '../../../bytes/utf16.ts';
import { ParseError } from '../../../model/error.ts';
import type { EtlEvent } from '../event.ts';
import { type EventLayout, type Extent, type FieldLayout, UNSAID, type ValueMap } from './layout.ts';

/** Class of the events that carry metadata. */
export const METADATA = '{BBCCF6C1-6CD1-48C4-80FF-839482E37671}';
const LAYOUT_OPCODE = 0x20;
const MAP_OPCODE = 0x21;

const PROPERTIES = 0x70;
const PROPERTY_SIZE = 0x18;
const MAP_START = 0x10;
const MAP_ENTRIES = 0x20;

/** More fields than Windows lets an event have (ETW allows 128 descriptors). */
const MOST_PROPERTIES = 1024;
const MOST_MAP_ENTRIES = 65_536;
/** Structures in structures, and fields after repeating shared members: neither grows without end. */
const MOST_DEPTH = 8;
const MOST_NODES = 4096;
/** Names and messages longer than this are cut. */
const LONGEST_TEXT = 8192;

/** Property flags (PROPERTY_FLAGS, tdh.h). */
const IS_STRUCT = 1;
const LENGTH_IS_FIELD = 2;
const COUNT_IS_FIELD = 4;
const COUNT_IS_FIXED = 0x20;

/** DecodingSource of layouts that come from a manifest (DecodingSourceXMLFile). */
const FROM_MANIFEST = 0;

export type Metadata = { readonly kind: 'layout'; readonly layout: EventLayout } | { readonly kind: 'map'; readonly map: ValueMap } | { readonly kind: 'other' };

/** Whether the record describes other events. */
export function isMetadata(event: EtlEvent): boolean {
  return event.kind === 'classic' && event.provider === METADATA && (event.opcode === LAYOUT_OPCODE || event.opcode === MAP_OPCODE);
}

/** The layout or map of such a record; layouts of classic providers are `other`. @throws ParseError for a damaged one. */
export function readMetadata(event: EtlEvent): Metadata {
  if (event.opcode === MAP_OPCODE) return { kind: 'map', map: readMap(event.data) };
  const layout = readLayout(event.data);
  return layout === null ? { kind: 'other' } : { kind: 'layout', layout };
}

function readLayout(data: Uint8Array): EventLayout | null {
  need(data, 0, PROPERTIES, 'layout');
  if (readU32(data, 0x30) !== FROM_MANIFEST) return null;
  const count = readU32(data, 0x64);
  const top = readU32(data, 0x68);
  if (count > MOST_PROPERTIES || top > count) throw broken(0x64, `at most ${MOST_PROPERTIES} properties`, `${count}, of which ${top} at the top`);
  need(data, PROPERTIES, count * PROPERTY_SIZE, 'properties');
  return {
    provider: readGuid(data, 0),
    id: readU16(data, 0x20),
    version: data[0x22] as number,
    providerName: textAt(data, readU32(data, 0x34)),
    channel: textAt(data, readU32(data, 0x3c)),
    name: '',
    message: textAt(data, readU32(data, 0x4c)),
    fields: readFields(data, { count, left: MOST_NODES }, 0, top, 0),
  };
}

interface Budget {
  readonly count: number;
  left: number;
}

function readFields(data: Uint8Array, budget: Budget, from: number, to: number, depth: number): FieldLayout[] {
  if (depth > MOST_DEPTH) throw broken(PROPERTIES, `at most ${MOST_DEPTH} levels of structures`, 'more');
  const fields: FieldLayout[] = [];
  for (let index = from; index < to; index++) {
    if (--budget.left < 0) throw broken(PROPERTIES, `at most ${MOST_NODES} fields`, 'more');
    fields.push(readField(data, budget, index, depth));
  }
  return fields;
}

function readField(data: Uint8Array, budget: Budget, index: number, depth: number): FieldLayout {
  const at = PROPERTIES + index * PROPERTY_SIZE;
  const flags = readU32(data, at);
  const base = {
    name: textAt(data, readU32(data, at + 4)),
    index,
    count: countOf(flags, readU16(data, at + 0x10)),
    length: extentOf((flags & LENGTH_IS_FIELD) !== 0, readU16(data, at + 0x12)),
  };
  if ((flags & IS_STRUCT) === 0) {
    return { ...base, inType: readU16(data, at + 8), outType: readU16(data, at + 0xa), map: textAt(data, readU32(data, at + 0xc)), members: null };
  }
  const first = readU16(data, at + 8);
  const members = readU16(data, at + 0xa);
  // Members stand behind their structure: a structure that holds itself is damage.
  if (first <= index || first + members > budget.count) throw broken(at, `members between ${index + 1} and ${budget.count}`, `${first} to ${first + members}`);
  return { ...base, inType: 0, outType: 0, map: '', members: readFields(data, budget, first, first + members, depth + 1) };
}

/** One is no array unless the layout says so. */
function countOf(flags: number, value: number): Extent {
  if ((flags & COUNT_IS_FIELD) !== 0) return { by: 'field', index: value };
  return value === 1 && (flags & COUNT_IS_FIXED) === 0 ? UNSAID : extentOf(false, value);
}

function extentOf(isField: boolean, value: number): Extent {
  if (isField) return { by: 'field', index: value };
  return value === 0 ? UNSAID : { by: 'fixed', value };
}

function readMap(data: Uint8Array): ValueMap {
  need(data, 0, MAP_ENTRIES, 'map');
  const flags = readU32(data, 0x14);
  const count = readU32(data, 0x18);
  if (count > MOST_MAP_ENTRIES) throw broken(0x18, `at most ${MOST_MAP_ENTRIES} entries`, String(count));
  need(data, MAP_ENTRIES, count * 8, 'map entries');
  const texts = new Map<number, string>();
  for (let at = MAP_ENTRIES, end = at + count * 8; at < end; at += 8) {
    const offset = readU32(data, at);
    // The compiler of message tables ends each text with a blank.
    if (offset !== 0) texts.set(readU32(data, at + 4), textAt(data, MAP_START + offset).trimEnd());
  }
  const name = readU32(data, 0x10);
  return { provider: readGuid(data, 0), name: name === 0 ? '' : textAt(data, MAP_START + name), isBitmap: (flags & 2) !== 0, texts };
}

/** Text at an offset, '' for offset 0 ("absent") and for one outside. */
function textAt(data: Uint8Array, offset: number): string {
  return offset === 0 || offset >= data.length ? '' : readUtf16Terminated(data, offset, LONGEST_TEXT);
}

function need(data: Uint8Array, at: number, count: number, what: string): void {
  if (at + count > data.length) throw broken(at, `${count} bytes of ${what}`, String(data.length - at));
}

function broken(offset: number, expected: string, found: string): ParseError {
  return new ParseError({ code: 'etl-layout', offset, expected, found });
}
