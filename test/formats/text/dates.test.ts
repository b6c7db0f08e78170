import { describe, expect, it } from 'vitest';
import { commonOrder, readDate, toMicros } from '../../../src/formats/text/dates.ts';
import type { DateOrder, PrintedDate } from '../../../src/formats/text/dates.ts';

const at = (text: string, order: DateOrder | null = null): string | null => {
  const date = readDate(text);
  const micros = date === null ? null : toMicros(date, order);
  return micros === null ? null : new Date(micros / 1000).toISOString().slice(0, 16);
};

describe('dates of cultures', () => {
  it.each([
    ['1/31/2026 1:05 PM', '2026-01-31T13:05'],
    ['12/31/2039 12:59 AM', '2039-12-31T00:59'],
    ['1/31/2026 12:05 PM', '2026-01-31T12:05'],
    ['31.01.2026 13:05', '2026-01-31T13:05'],
    ['05.04.2026 01:00', '2026-04-05T01:00'],
    ['5. 4. 2026 1:00', '2026-04-05T01:00'],
    ['31/01/2026 13:05', '2026-01-31T13:05'],
    ['2026/01/31 13:05', '2026-01-31T13:05'],
    ['2026-04-05 13:05', '2026-04-05T13:05'],
    ['2026. 04. 05. 13:05', '2026-04-05T13:05'],
    ['2026-04-05 午後 1:05', '2026-04-05T13:05'],
    ['2026-04-05 오전 12:05', '2026-04-05T00:05'],
    ['31/01/2026 01:05 p. m.', '2026-01-31T13:05'],
    ['31-12-2026', '2026-12-31T00:00'],
    ['31.01.26 08:00', '2026-01-31T08:00'],
    ['01/01/2026 01:00', '2026-01-01T01:00'],
    ['30/02/2026', null],
    ['13/14/2026', null],
    ['3/4/2026', null],
    ['1.3.6.1.5.5.7.3.2', null],
    ['10.0.19045.3803', null],
    ['nothing', null],
  ])('%s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });
  it('an open order is settled by the caller', () => {
    expect([at('3/4/2026 1:00 AM', 'month-first'), at('3/4/2026 01:00', 'day-first')]).toEqual(['2026-03-04T01:00', '2026-04-03T01:00']);
  });
});

describe('the order of an output', () => {
  const dates = (...texts: string[]): PrintedDate[] => texts.map((text) => readDate(text) as PrintedDate);
  it('is proved by one date above 12', () => {
    expect(commonOrder(dates('3/4/2026', '3/31/2026'), 'de-DE')).toBe('month-first');
    expect(commonOrder(dates('3/4/2026', '31/3/2026'), 'en-US')).toBe('day-first');
  });
  it('else comes from the culture, else is unknown', () => {
    expect(commonOrder(dates('3/4/2026'), 'en-US')).toBe('month-first');
    expect(commonOrder(dates('3/4/2026'), 'en-GB')).toBe('day-first');
    expect(commonOrder(dates('3/4/2026'))).toBeNull();
    expect(commonOrder(dates('31/3/2026', '3/31/2026'), 'en-US')).toBeNull();
  });
});
