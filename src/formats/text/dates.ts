/**
 * Dates as Windows prints them in the user's culture: `1/31/2026 1:05 PM`, `31.01.2026 13:05`, `2026/01/31 13:05`,
 * `31/01/2026 13:05`, `2026-01-31 午後 1:05`. Which of two numbers is the month is told by the text only when the other
 * is above 12; otherwise by the culture, or not at all.
 */
import type { Micros } from '../../model/time.ts';

export type DateOrder = 'day-first' | 'month-first';

/** A date whose numbers are read but whose order may be open. */
export interface PrintedDate {
  /** Year, and the two other numbers as printed; the order is fixed when the year stands first. */
  readonly year: number;
  readonly first: number;
  readonly second: number;
  readonly order: DateOrder | null;
  /** Microseconds since midnight, 0 when no time is printed. */
  readonly timeOfDay: Micros;
  /** True when the text says GMT or UTC. */
  readonly isUtc: boolean;
}

const DATE = /(?<![\d:.])(?:(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?|(\d{1,2})([-/.])\s?(\d{1,2})\6\s?(\d{4}|\d{2}))(?!\d|\.\d)/;
const TIME = /(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,7}))?)?(?![\d.])/;
const AFTERNOON = /p\.?\s?m\b|午後|下午|오후|μμ|μ\.μ/i;
const MORNING = /a\.?\s?m\b|午前|上午|오전|πμ|π\.μ/i;

/** Cultures that write the month first; all others that do not start with the year write the day first. */
const MONTH_FIRST = new Set(['en-us', 'en-ph', 'es-us', 'es-pr', 'fil-ph', 'en-pr', 'en-gu', 'en-mh', 'chr-us', 'haw-us']);

/** The first date of a text, or null. */
export function readDate(text: string): PrintedDate | null {
  const match = DATE.exec(text.length > 200 ? text.slice(0, 200) : text);
  if (match === null) return null;
  const yearFirst = match[1] !== undefined;
  const year = fullYear((yearFirst ? match[1] : match[8]) as string);
  const first = Number(yearFirst ? match[3] : match[5]);
  const second = Number(yearFirst ? match[4] : match[7]);
  if (first < 1 || second < 1 || first > 31 || second > 31 || (first > 12 && second > 12)) return null;
  const rest = text.slice(match.index + match[0].length);
  return { year, first, second, order: orderOf(yearFirst, match[6], first, second), timeOfDay: readTime(rest), isUtc: /\b(?:GMT|UTC)\b/.test(rest) };
}

function orderOf(yearFirst: boolean, separator: string | undefined, first: number, second: number): DateOrder | null {
  if (yearFirst) return 'month-first';
  if (first > 12) return 'day-first';
  if (second > 12) return 'month-first';
  // Dots are written by day-first cultures only; the same number twice needs no order.
  return separator === '.' || first === second ? 'day-first' : null;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 70 ? 2000 + year : 1900 + year;
  // The Thai calendar counts from 543 BC.
  return year > 2400 && year < 3000 ? year - 543 : year;
}

function readTime(text: string): Micros {
  const match = TIME.exec(text);
  if (match === null) return 0;
  const printed = Number(match[1]);
  const isAfternoon = AFTERNOON.test(text);
  const hour = isAfternoon && printed < 12 ? printed + 12 : !isAfternoon && printed === 12 && MORNING.test(text) ? 0 : printed;
  if (hour > 23) return 0;
  const micros = Number((match[4] ?? '').slice(0, 6).padEnd(6, '0'));
  return ((hour * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1_000_000 + micros;
}

/**
 * The order all dates of one output share: proved by a date that fits one order only, else the culture's; null when
 * neither tells, or when the dates contradict each other.
 */
export function commonOrder(dates: Iterable<PrintedDate>, culture?: string): DateOrder | null {
  const proved = new Set<DateOrder>();
  for (const date of dates) {
    if (date.first !== date.second && (date.first > 12 || date.second > 12) && date.order !== null) proved.add(date.order);
  }
  if (proved.size === 1) return [...proved][0] as DateOrder;
  if (proved.size > 1 || culture === undefined || culture === '') return null;
  return MONTH_FIRST.has(culture.toLowerCase()) ? 'month-first' : 'day-first';
}

/** The date as if its zone were UTC, or null when the order is open or no such day exists. */
export function toMicros(date: PrintedDate, order: DateOrder | null): Micros | null {
  const used = date.order ?? order;
  if (used === null) return null;
  const [month, day] = used === 'month-first' ? [date.first, date.second] : [date.second, date.first];
  if (month > 12) return null;
  const millis = Date.UTC(date.year, month - 1, day);
  if (new Date(millis).getUTCDate() !== day || date.year < 100) return null;
  return millis * 1000 + date.timeOfDay;
}
