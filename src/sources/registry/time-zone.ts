/**
 * The zone of the collected computer, from `Control\TimeZoneInformation`.
 *
 *   ActiveTimeBias  REG_DWORD  0xffffffc4   minutes WEST of UTC, signed   → offset_minutes: 60 (east)
 *   StandardStart   REG_BINARY 00000A00 05000300 …                        → standard_start: "10/5/0 03:00"
 */
import { readU16 } from '../../bytes/integer.ts';
import type { Yield } from '../../model/records.ts';
import type { Value } from '../../model/values.ts';
import { bytesAt, numberAt, placeOf, textAt } from './view.ts';
import type { FactSink, RegistryView } from './view.ts';

const PATH = 'Control\\TimeZoneInformation';

export const TIME_ZONE_YIELD: Yield = {
  kind: 'fact',
  name: 'host.time-zone',
  fields: {
    offset_minutes: 'number',
    basis: 'string',
    // Minutes east of UTC in winter and in summer, and when one gives way to the other; see `ruleText`.
    standard_offset_minutes: 'number',
    daylight_offset_minutes: 'number',
    standard_start: 'string',
    daylight_start: 'string',
    zone: 'string',
    daylight_disabled: 'boolean',
  },
};

/** Emits `host.time-zone` when the view knows the bias that was active. */
export function emitTimeZone(view: RegistryView, { host, emit, ref }: FactSink): void {
  const active = signed(numberAt(view, PATH, 'ActiveTimeBias'));
  const bias = signed(numberAt(view, PATH, 'Bias'));
  if (active === undefined) return;
  const disabled = numberAt(view, PATH, 'DynamicDaylightTimeDisabled');
  const fields: Record<string, Value> = { offset_minutes: east(active), basis: 'registry' };
  const add = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  if (bias !== undefined) {
    add('standard_offset_minutes', east(bias + (signed(numberAt(view, PATH, 'StandardBias')) ?? 0)));
    const daylight = signed(numberAt(view, PATH, 'DaylightBias'));
    if (daylight !== undefined) add('daylight_offset_minutes', east(bias + daylight));
  }
  add('standard_start', ruleText(bytesAt(view, PATH, 'StandardStart')));
  add('daylight_start', ruleText(bytesAt(view, PATH, 'DaylightStart')));
  // Before Vista there was no TimeZoneKeyName; its text may be followed by what was in the buffer.
  add('zone', textAt(view, PATH, 'TimeZoneKeyName') ?? textAt(view, PATH, 'StandardName'));
  if (disabled !== undefined) fields['daylight_disabled'] = disabled !== 0;
  const place = ref(placeOf(view, PATH, 'ActiveTimeBias'));
  emit.fact({ name: 'host.time-zone', host, subject: host, fields, ref: place });
  emit.listing({ fact: 'host.time-zone', host, complete: true, count: 1, ref: place });
}

function signed(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value | 0;
}

/** -0 would print as 0 but compare as another value. */
function east(minutesWest: number): number {
  return minutesWest === 0 ? 0 : -minutesWest;
}

/**
 * `month/week/weekday hh:mm` of a yearly change: week 5 is the last, weekday 0 Sunday; `year-month-day hh:mm` of a change
 * on one date; undefined when there is none. The registry keeps the words in the order year, month, day, hour, minute,
 * second, millisecond, weekday; a writer that used the SYSTEMTIME order is told by its day 0 in the third word.
 */
function ruleText(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.length !== 16) return undefined;
  const words = Array.from({ length: 8 }, (_, i) => readU16(bytes, i * 2));
  const [year = 0, month = 0, third = 0] = words;
  const systemTime = third === 0;
  const [day = 0, hour = 0, minute = 0] = systemTime ? words.slice(3) : words.slice(2);
  const weekday = systemTime ? third : (words[7] as number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || weekday > 6) return undefined;
  const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return year === 0 ? `${month}/${day}/${weekday} ${clock}` : `${year}-${month}-${day} ${clock}`;
}
