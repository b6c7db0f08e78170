/**
 * FILETIME: 100-nanosecond ticks since 1601-01-01T00:00:00Z, kept as two unsigned 32-bit halves.
 * 2^32 = 429496 * 10000 + 7296, so milliseconds and the ticks below them come out exactly without big integers.
 */

const EPOCH_DIFFERENCE_MS = 11_644_473_600_000;
const MS_PER_DAY = 86_400_000;
const DAYS_1601_TO_1970 = 134_774;

/**
 * Integer microseconds since 1970-01-01 UTC; ticks below a microsecond are cut off.
 * Null for FILETIME 0 ("none") and for times whose microseconds are not a safe integer (after the year 2255; `never`).
 */
export function filetimeToMicros(low: number, high: number): number | null {
  if (low === 0 && high === 0) return null;
  const part = high * 7296 + low;
  const ms = Math.floor(part / 10_000);
  const micros = (high * 429_496 + ms - EPOCH_DIFFERENCE_MS) * 1000 + Math.floor((part - ms * 10_000) / 10);
  return Number.isSafeInteger(micros) ? micros : null;
}

/** FILETIME as Windows writes it in event XML: `2019-09-03T14:25:24.8750000Z`, seven digits, any year. */
export function filetimeToIso(low: number, high: number): string {
  const part = high * 7296 + low;
  const wholeMs = Math.floor(part / 10_000);
  const ticks = part - wholeMs * 10_000;
  const ms = high * 429_496 + wholeMs;
  const days = Math.floor(ms / MS_PER_DAY);
  const rest = ms - days * MS_PER_DAY;
  const second = Math.floor(rest / 1000);
  const fraction = (rest - second * 1000) * 10_000 + ticks;
  return `${civilDate(days - DAYS_1601_TO_1970)}T${clock(second)}.${String(fraction).padStart(7, '0')}Z`;
}

/** `hh:mm:ss` of a second of the day. */
function clock(second: number): string {
  const hours = Math.floor(second / 3600);
  const minutes = Math.floor(second / 60) % 60;
  return `${pad2(hours)}:${pad2(minutes)}:${pad2(second % 60)}`;
}

/** `yyyy-mm-dd` of a day counted from 1970-01-01; `Date` stops at the year 275760, a FILETIME may lie beyond. */
function civilDate(daysSince1970: number): string {
  // Proleptic Gregorian calendar counted from 0000-03-01 in 400-year eras of 146,097 days.
  const shifted = daysSince1970 + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}`;
}

function pad2(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
