/** How values are written and compared: the same in conditions, quotes and sentences. */
import type { FieldType, Value } from '../../model/values.ts';

/** A date, or a date and time with its zone, as microseconds; undefined when the text is neither. */
export function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined;
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis * 1000;
}

const formatted = new Map<number, string>();
const MAX_FORMATTED = 4_096;

/** ISO 8601 UTC with whole seconds. Remembered: many attempts quote the same few moments. */
export function formatTime(micros: number): string {
  const known = formatted.get(micros);
  if (known !== undefined) return known;
  if (formatted.size >= MAX_FORMATTED) formatted.clear();
  const text = timeText(micros);
  formatted.set(micros, text);
  return text;
}

function timeText(micros: number): string {
  const date = new Date(Math.floor(micros / 1000));
  return Number.isNaN(date.getTime()) ? 'unknown' : `${date.toISOString().slice(0, 19)}Z`;
}

export function formatDate(micros: number): string {
  return formatTime(micros).slice(0, 10);
}

/** A value as a reader expects it; codes above 0xFFFF (HRESULT, NTSTATUS) in hexadecimal. */
export function formatValue(value: Value | undefined, type?: FieldType): string {
  if (value === undefined) return 'unknown';
  if (value === null) return 'none';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value !== 'number') return String(value);
  if (type === 'time') return formatTime(value);
  return type === 'code' && value > 0xffff ? `0x${value.toString(16).toUpperCase().padStart(8, '0')}` : String(value);
}

/**
 * Equality as Windows names want it: text without case. A number equals the same number written in decimal,
 * because unnamed event fields are text.
 */
export function isSame(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left === 'object' || typeof right === 'object') return isSameList(left, right);
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  if (typeof left === 'boolean' || typeof right === 'boolean') return false;
  return String(left) === String(right);
}

function isSameList(left: NonNullable<Value>, right: NonNullable<Value>): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left.length !== right.length) return false;
  return left.every((item, index) => isSame(item, right[index] ?? null));
}

/** A number to compare by order: a number, decimal text, or a time in ISO form; undefined when it has no order. */
export function orderOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : parseTime(value);
}
