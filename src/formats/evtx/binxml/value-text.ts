/** BinXml values as the text Windows writes into event XML (MS-EVEN6 2.2.12, value types). */
import { filetimeToIso } from '../../../bytes/filetime.ts';
import { readF32, readF64 } from '../../../bytes/float.ts';
import { readGuid } from '../../../bytes/guid.ts';
import { hex32Text, hex64Text, toHex } from '../../../bytes/hex.ts';
import { readI32, readI64Text, readU16, readU32, readU64Text } from '../../../bytes/integer.ts';
import { readSid } from '../../../bytes/sid.ts';
import { readUtf16 } from '../../../bytes/utf16.ts';
import { decodeWindows1252 } from '../../../bytes/windows-1252.ts';

export const NULL = 0x00;
export const STRING = 0x01;
export const ANSI = 0x02;
export const FILETIME = 0x11;
export const SYSTEMTIME = 0x12;
export const FRAGMENT = 0x21;
export const ARRAY = 0x80;

/** Decodes text in the code page of the machine that wrote the log. */
export type AnsiDecoder = (bytes: Uint8Array) => string;

/** Smallest size in bytes a value of the type has; shorter ones are damaged and give ''. */
const WIDTH: Readonly<Record<number, number>> = {
  0x03: 1, 0x04: 1, 0x05: 2, 0x06: 2, 0x07: 4, 0x08: 4, 0x09: 8, 0x0a: 8, 0x0b: 4, 0x0c: 8,
  0x0d: 4, 0x0f: 16, 0x10: 4, 0x11: 8, 0x12: 16, 0x14: 4, 0x15: 8, 0x20: 4,
};

/** Text of one value; '' for NULL, for values shorter than their type, and for nested fragments (which are not text). */
export function valueText(bytes: Uint8Array, type: number, at: number, size: number, ansi: AnsiDecoder): string {
  if (size < (WIDTH[type] ?? 0)) return '';
  switch (type) {
    case NULL:
    case FRAGMENT:
      return '';
    case STRING:
    case 0x23:
      return stringText(bytes, at, size);
    case ANSI:
      return untilNul(ansi(bytes.subarray(at, at + size)));
    case 0x03:
      return String(((bytes[at] as number) << 24) >> 24);
    case 0x04:
      return String(bytes[at]);
    case 0x05:
      return String((readU16(bytes, at) << 16) >> 16);
    case 0x06:
      return String(readU16(bytes, at));
    case 0x07:
      return String(readI32(bytes, at));
    case 0x08:
      return String(readU32(bytes, at));
    case 0x09:
      return readI64Text(bytes, at);
    case 0x0a:
      return readU64Text(bytes, at);
    case 0x0b:
      return floatText(readF32(bytes, at));
    case 0x0c:
      return String(readF64(bytes, at));
    case 0x0d:
      return readU32(bytes, at) === 0 ? 'false' : 'true';
    case 0x0f:
      return readGuid(bytes, at);
    case FILETIME:
      return filetimeToIso(readU32(bytes, at), readU32(bytes, at + 4));
    case SYSTEMTIME:
      return systemTimeText(bytes, at);
    case 0x13:
      return readSid(bytes, at, size);
    case 0x14:
      return hex32Text(readU32(bytes, at));
    case 0x15:
      return hex64Text(readU32(bytes, at), readU32(bytes, at + 4));
    case 0x10:
    case 0x20:
      return size >= 8 ? hex64Text(readU32(bytes, at), readU32(bytes, at + 4)) : hex32Text(readU32(bytes, at));
    default:
      // Binary (0x0e), and types nobody has documented: the bytes are all that can be said.
      return toHex(bytes, at, at + size);
  }
}

/** Items of an array value (type 0x80 + item type), each as text. */
export function arrayTexts(bytes: Uint8Array, type: number, at: number, size: number, ansi: AnsiDecoder): string[] {
  const item = type & 0x7f;
  if (item === STRING) return terminatedItems(readUtf16(bytes, at, size));
  if (item === ANSI) return terminatedItems(ansi(bytes.subarray(at, at + size)));
  if (item === 0x0e || item === NULL) return size > 0 ? [valueText(bytes, item, at, size, ansi)] : [];
  const texts: string[] = [];
  for (let from = at; from < at + size; ) {
    const width = item === 0x13 ? 8 + 4 * (bytes[from + 1] ?? 0) : itemWidth(item, size);
    const rest = at + size - from;
    texts.push(valueText(bytes, item, from, Math.min(width, rest), ansi));
    from += width;
  }
  return texts;
}

function itemWidth(item: number, size: number): number {
  // Pointer-sized items do not say their width; logs come from 64-bit machines unless the size rules it out.
  if (item === 0x10 || item === 0x20) return size % 8 === 0 ? 8 : 4;
  return WIDTH[item] ?? Math.max(size, 1);
}

/** Strings of an array: each ends with a NUL, the last one may lack it. */
function terminatedItems(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}

function stringText(bytes: Uint8Array, at: number, size: number): string {
  // Most strings carry no terminator; one that does is cut before it is built.
  const length = size >= 2 && readU16(bytes, at + (size & ~1) - 2) === 0 ? size - 2 : size;
  return untilNul(readUtf16(bytes, at, length));
}

function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** The shortest decimal text that is this 32-bit float and no other. */
function floatText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

/** SYSTEMTIME: eight 16-bit fields (year, month, weekday, day, hour, minute, second, millisecond), UTC. */
function systemTimeText(bytes: Uint8Array, at: number): string {
  const field = (index: number, digits: number): string => String(readU16(bytes, at + index * 2)).padStart(digits, '0');
  return `${field(0, 4)}-${field(1, 2)}-${field(3, 2)}T${field(4, 2)}:${field(5, 2)}:${field(6, 2)}.${field(7, 3)}Z`;
}

/** Labels of the Encoding Standard for Windows code pages; those from 1250 to 1258 are called by their number. */
const LABELS: Readonly<Record<number, string>> = { 874: 'windows-874', 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5', 65001: 'utf-8' };

/** A decoder for a Windows code page; Western European where nothing is known. */
export function ansiDecoder(codePage = 1252): AnsiDecoder {
  const label = LABELS[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252');
  if (label === 'windows-1252') return decodeWindows1252;
  const decoder = new TextDecoder(label);
  return (bytes) => decoder.decode(bytes);
}
