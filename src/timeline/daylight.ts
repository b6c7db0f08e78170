/**
 * Summer time: which of its two offsets a zone had at a local time, by the rules the registry holds (Control\TimeZoneInformation;
 * the change to summer is stated in winter time, the change back in summer time).
 */
import type { Fact } from '../model/records.ts';
import type { Micros } from '../model/time.ts';

export interface DaylightRules {
  readonly standardMinutes: number;
  readonly daylightMinutes: number;
  /** `month/week/weekday hh:mm` (week 5 is the last, weekday 0 Sunday) or `year-month-day hh:mm`. */
  readonly standardStart: string;
  readonly daylightStart: string;
}

const MINUTE: Micros = 60_000_000;
const DAY_MILLIS = 86_400_000;

/** The rules in a `host.time-zone` fact; null when the zone keeps one time, or keeps them switched off. */
export function rulesOf({ fields }: Fact): DaylightRules | null {
  const { standard_offset_minutes: standardMinutes, daylight_offset_minutes: daylightMinutes, standard_start: standardStart, daylight_start: daylightStart, daylight_disabled: disabled } = fields;
  if (typeof standardMinutes !== 'number' || typeof daylightMinutes !== 'number' || standardMinutes === daylightMinutes || disabled === true) return null;
  return typeof standardStart === 'string' && typeof daylightStart === 'string' ? { standardMinutes, daylightMinutes, standardStart, daylightStart } : null;
}

/** Minutes east of UTC at a local time (as if it were UTC). Two values: the clock showed that time twice. Null: the rules say nothing of that year. */
export function offsetsAt(local: Micros, rules: DaylightRules): readonly number[] | null {
  const year = new Date(local / 1_000).getUTCFullYear();
  const [toStandard, toDaylight] = [momentOf(rules.standardStart, year), momentOf(rules.daylightStart, year)];
  if (toStandard === null || toDaylight === null) return null;
  const isTwice = local < toStandard && local >= toStandard - (rules.daylightMinutes - rules.standardMinutes) * MINUTE;
  if (isTwice) return [rules.daylightMinutes, rules.standardMinutes];
  // South of the equator summer lies over the turn of the year.
  const isDaylight = toDaylight < toStandard ? local >= toDaylight && local < toStandard : local >= toDaylight || local < toStandard;
  return [isDaylight ? rules.daylightMinutes : rules.standardMinutes];
}

function momentOf(rule: string, year: number): Micros | null {
  const dated = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d\d):(\d\d)$/.exec(rule)?.slice(1).map(Number);
  if (dated !== undefined) {
    const [of = 0, month = 1, day = 1, hour = 0, minute = 0] = dated;
    return of === year ? Date.UTC(year, month - 1, day, hour, minute) * 1_000 : null;
  }
  const yearly = /^(\d{1,2})\/([1-5])\/([0-6]) (\d\d):(\d\d)$/.exec(rule)?.slice(1).map(Number);
  if (yearly === undefined) return null;
  const [month = 1, week = 1, weekday = 0, hour = 0, minute = 0] = yearly;
  return dayOf(year, month, week, weekday) * 1_000 + (hour * 60 + minute) * MINUTE;
}

/** Midnight of the week-th such weekday of a month, in milliseconds; the fifth is the last. */
function dayOf(year: number, month: number, week: number, weekday: number): number {
  const first = Date.UTC(year, month - 1, 1);
  const day = 1 + ((weekday - new Date(first).getUTCDay() + 7) % 7) + (week - 1) * 7;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return first + ((day > last ? day - 7 : day) - 1) * DAY_MILLIS;
}
