/** Text from a bundle must never steer a terminal. */
import { describe, expect, it } from 'vitest';
import { plain, plainJson } from '../../src/report/plain.ts';
import { isoTime, shortTime } from '../../src/report/time-text.ts';
import { refText } from '../../src/report/refs.ts';

describe('plain', () => {
  it('shows control sequences instead of sending them', () => {
    expect(plain('\u001b[31mred\u001b]0;title\u0007')).toBe('\\u{1b}[31mred\\u{1b}]0;title\\u{7}');
    expect(plain('a\u0000b\u009bc')).toBe('a\\u{0}b\\u{9b}c');
  });

  it('shows direction overrides and zero-width characters', () => {
    expect(plain('user\u202egnp.exe\u200b')).toBe('user\\u{202e}gnp.exe\\u{200b}');
  });

  it('keeps every other script, folds line breaks, and cuts what is too long', () => {
    expect(plain('Benutzer „Jörg“ – 接続\r\nZeile 2\tx')).toBe('Benutzer „Jörg“ – 接続 Zeile 2 x');
    expect(plain('x'.repeat(2_001))).toBe(`${'x'.repeat(2_000)}… (2001 characters)`);
  });

  it('shows half of a surrogate pair and keeps whole ones', () => {
    expect(plain('\ud83d')).toBe('\\u{d83d}');
    expect(plain('\ud83d\ude00')).toBe('\ud83d\ude00');
  });

  it('escapes C1 controls in JSON, which JSON.stringify leaves alone', () => {
    expect(JSON.parse(plainJson(JSON.stringify({ a: '\u009b31m\u2028' })))).toEqual({ a: '\u009b31m\u2028' });
    expect(plainJson(JSON.stringify('\u009b'))).toBe('"\\u009b"');
  });
});

describe('times', () => {
  it('writes microseconds only where there are any', () => {
    expect(isoTime(1_708_504_392_000_000)).toBe('2024-02-21T08:33:12Z');
    expect(isoTime(1_708_504_392_123_000)).toBe('2024-02-21T08:33:12.123Z');
    expect(isoTime(1_708_504_392_123_456)).toBe('2024-02-21T08:33:12.123456Z');
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999999Z');
    expect(shortTime('2024-02-21T08:33:12.123Z')).toBe('2024-02-21 08:33:12Z');
  });

  it('does not fail on times no calendar holds', () => {
    expect([Number.NaN, Infinity, 9e18].map(isoTime)).toEqual(['invalid-time', 'invalid-time', 'invalid-time']);
  });
});

describe('references', () => {
  it('writes every locator', () => {
    expect(refText({ artifact: 'LAP042-Application.evtx', at: { kind: 'evtx', recordId: 101, offset: 4608 } })).toBe('LAP042-Application.evtx#record=101@4608');
    expect(refText({ artifact: 'sdp.zip!/a.txt', bundle: 'b.zip', at: { kind: 'line', line: 3, toLine: 5 } })).toBe('b.zip!/sdp.zip!/a.txt#line=3-5');
    expect(refText({ artifact: 'a.hiv', at: { kind: 'registry', key: 'Control\\Lsa', value: 'LmCompatibilityLevel' } })).toBe('a.hiv#key=Control\\Lsa;value=LmCompatibilityLevel');
    expect(refText({ artifact: 'a.pbk', at: { kind: 'section', section: 'Contoso VPN', line: 4 } })).toBe('a.pbk#section=Contoso VPN;line=4');
    expect(refText({ artifact: 'a', at: { kind: 'whole' } })).toBe('a');
  });
});
