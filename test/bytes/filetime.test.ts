import { describe, expect, it } from 'vitest';
import { filetimeToIso, filetimeToMicros } from '../../src/bytes/filetime.ts';

// Computed with an independent calendar (Python's datetime); each has the fraction .1234567.
const KNOWN: readonly (readonly [string, number, number, number])[] = [
  ['2024-02-29T23:59:59', 0x66cd0007, 0x1da6b6b, 1709251199123456],
  ['1999-12-31T00:00:01', 0xfbaeed07, 0x1bf5321, 946598401123456],
  ['1601-01-01T00:00:00', 0x12d687, 0x0, -11644473599876544],
  ['2000-03-01T12:00:00', 0xab7df687, 0x1bf8375, 951912000123456],
  ['1970-01-01T00:00:00', 0xd5515687, 0x19db1de, 123456],
  ['9999-12-31T23:59:59', 0xd13a8007, 0x24c85a5e, 253402300799123456],
  ['1900-02-28T23:00:00', 0x628dee87, 0x14f6590, -2203894799876544],
  ['2100-03-01T00:00:00', 0x3dd61687, 0x22f9fc0, 4107542400123456],
];

describe('filetime', () => {
  it.each(KNOWN)('%s', (iso, low, high, micros) => {
    expect(filetimeToIso(low, high)).toBe(`${iso}.1234567Z`);
    expect(filetimeToMicros(low, high)).toBe(Number.isSafeInteger(micros) ? micros : null);
  });

  it('has no number for "none" and "never", but text for both', () => {
    expect(filetimeToMicros(0, 0)).toBe(null);
    expect(filetimeToMicros(0xffffffff, 0x7fffffff)).toBe(null);
    expect(filetimeToIso(0, 0)).toBe('1601-01-01T00:00:00.0000000Z');
    expect(filetimeToIso(0xffffffff, 0x7fffffff)).toBe('30828-09-14T02:48:05.4775807Z');
  });
});
