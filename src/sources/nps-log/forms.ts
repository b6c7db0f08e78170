/**
 * Lines of an NPS accounting log as attributes. Three forms, told apart line by line: a server changes the form and goes on in the
 * same file.
 *
 *   "NPS01","IAS",03/07/2008,13:04:33,1,"client1",,,…                             database form: columns in fixed order, the tail varies
 *   10.10.10.10,client1,06/04/1999,14:42:19,NPS,NPS01,6,2,7,1,4136,1              IAS form: six fields, then attribute number and value in turn
 *   <Event><Timestamp data_type="4">05/19/2014 15:21:44.008</Timestamp>…</Event>  DTS form: XML without a root
 */
import { parse } from 'csv-parse/browser/esm/sync';
import type { Micros } from '../../model/time.ts';
import { ALIASES, ATTRIBUTE_IDS, COLUMNS } from './attributes.ts';

export interface Entry {
  /** 1-based. */
  readonly line: number;
  /** Local time of the server as if it were UTC. */
  readonly local: Micros;
  readonly precision: 'second' | 'millisecond';
  /** By name; empty values are left out. */
  readonly attributes: ReadonlyMap<string, string>;
}

const DATABASE = /^\s*"?[^",]{0,64}"?,"?[^",]{0,32}"?,\d{1,2}\/\d{1,2}\/\d{4},\d{1,2}:\d\d:\d\d,\d{1,3}(?:,|$)/;
const PAIRS = /^\s*"?[0-9A-Fa-f.:]{0,45}"?,[^,]{0,256},\d{1,2}\/\d{1,2}\/\d{4},\d{1,2}:\d\d:\d\d,[^,]{0,64},[^,]{0,64}(?:,\d{1,5},|$)/;
/** No event of the DTS form is longer; a file of one start tag must not pile up. */
const MOST_EVENT = 256 * 1024;
const BATCH = 400;

/** Calls `visit` for each entry in file order; returns how many lines were of no known form or cut off. */
export function readEntries(lines: readonly string[], visit: (entry: Entry) => void): number {
  let unknown = 0;
  let batch: { line: number; text: string }[] = [];
  const flush = (): void => {
    unknown += readDatabaseLines(batch, visit);
    batch = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const text = (lines[at] as string).trim();
    if (text === '') continue;
    if (DATABASE.test(text)) {
      batch.push({ line: at + 1, text });
      if (batch.length >= BATCH) flush();
      continue;
    }
    flush();
    if (/^<Event[\s>]/.test(text)) {
      const end = endOfEvent(lines, at);
      unknown += readEvents(lines.slice(at, end + 1).join('\n'), at + 1, visit);
      at = end;
    } else if (!readPairs(text, at + 1, visit)) unknown += 1;
  }
  flush();
  return unknown;
}

/** Several lines in one call of the reader. A line with a stray quote would swallow the next one: it is split on its own. */
function readDatabaseLines(batch: readonly { line: number; text: string }[], visit: (entry: Entry) => void): number {
  const whole = batch.filter((one) => hasPairedQuotes(one.text));
  const rows = readRows(whole.map((one) => one.text).join('\n'));
  const byLine = new Map(rows.length === whole.length ? whole.map((one, index): [number, string[]] => [one.line, rows[index] as string[]]) : []);
  let unknown = 0;
  for (const { line, text } of batch) {
    const row = byLine.get(line) ?? text.split(',').map((value) => value.replace(/^"|"$/g, ''));
    const local = readTime(row[2], row[3]);
    if (local === null || row.length < 5) unknown += 1;
    else visit({ line, local, precision: 'second', attributes: named(row.map((value, column) => [COLUMNS[column], value])) });
  }
  return unknown;
}

function hasPairedQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 0;
}

function readRows(text: string): string[][] {
  if (text === '') return [];
  return parse(text, { relax_column_count: true, relax_quotes: true, skip_records_with_error: true, trim: true });
}

function readPairs(text: string, line: number, visit: (entry: Entry) => void): boolean {
  if (!PAIRS.test(text)) return false;
  const fields = text.includes('"') ? (readRows(text)[0] ?? []) : text.split(',');
  const local = readTime(fields[2], fields[3]);
  if (local === null) return false;
  const pairs: [string | undefined, string | undefined][] = [['nas-ip-address', fields[0]], ['user-name', fields[1]], ['event-source', fields[4]], ['computer-name', fields[5]]];
  for (let at = 6; at + 1 < fields.length; at += 2) pairs.push([ATTRIBUTE_IDS[fields[at] as string], fields[at + 1]]);
  visit({ line, local, precision: 'second', attributes: named(pairs) });
  return true;
}

const ELEMENT = /<([A-Za-z][\w.-]{0,80})(?:\s[^<>]{0,200})?>([^<]*)<\/\1\s*>/g;

/** All events of one line, or of the lines one event was broken into. */
function readEvents(text: string, line: number, visit: (entry: Entry) => void): number {
  let unknown = 0;
  for (const event of text.split(/(?=<Event[\s>])/)) {
    if (event.trim() === '') continue;
    const pairs = [...event.matchAll(ELEMENT)].map((match): [string, string] => [(match[1] as string).toLowerCase(), unescape(match[2] as string).trim()]);
    const attributes = named(pairs);
    const [date, time] = (attributes.get('timestamp') ?? '').split(/[ T]+/);
    const local = readTime(date, time);
    // One that is cut off is told as far as it goes.
    if (local === null || !event.includes('</Event>')) unknown += 1;
    if (local !== null) visit({ line, local, precision: /\.\d/.test(time ?? '') ? 'millisecond' : 'second', attributes });
  }
  return unknown;
}

/** The line that ends the event; the start line itself when the event has no end near by. */
function endOfEvent(lines: readonly string[], start: number): number {
  let length = 0;
  for (let at = start; at < lines.length && length <= MOST_EVENT && at - start < 500; at++) {
    const text = lines[at] as string;
    if (text.includes('</Event>')) return at;
    if (at > start && /<Event[\s>]/.test(text)) return start;
    length += text.length;
  }
  return start;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w{2,5}));/g, (all, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name] ?? all;
    const point = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return point > 0 && point <= 0x10_ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : all;
  });
}

function named(pairs: Iterable<readonly [string | undefined, string | undefined]>): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [name, value] of pairs) {
    const text = value?.trim() ?? '';
    if (name === undefined || text === '') continue;
    const key = ALIASES[name] ?? name;
    if (!attributes.has(key)) attributes.set(key, text);
  }
  return attributes;
}

/** `MM/DD/YYYY` and `HH:MM:SS[.mmm]`, the same on every system language. */
function readTime(date: string | undefined, time: string | undefined): Micros | null {
  const day = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(date?.trim() ?? '');
  const clock = /^(\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,6}))?/.exec(time?.trim() ?? '');
  if (day === null || clock === null) return null;
  const [month, dayOfMonth, year] = [Number(day[1]), Number(day[2]), Number(day[3])];
  const millis = Date.UTC(year, month - 1, dayOfMonth, Number(clock[1]), Number(clock[2]), Number(clock[3]));
  const isDate = month >= 1 && month <= 12 && new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDate() === dayOfMonth && Number(clock[1]) < 24;
  return isDate && year >= 1980 ? millis * 1000 + Number((clock[4] ?? '').padEnd(6, '0')) : null;
}
