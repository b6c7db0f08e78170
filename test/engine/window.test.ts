/** Choosing the repro window. */
import { describe, expect, it } from 'vitest';
import { reproWindowOf } from '../../src/engine/window.ts';
import { contextOf } from '../../src/engine/context.ts';
import type { Fact } from '../../src/model/records.ts';

const fact = (name: string, fields: Fact['fields'], host = 'LAP042'): Fact => ({ name, host, subject: host, fields, ref: { artifact: 'x', at: { kind: 'line', line: 1 } } });
const window = (start: number | null, end: number | null, basis: string, host?: string) => fact('tss.repro-window', { ...(start === null ? {} : { start }), ...(end === null ? {} : { end }), basis }, host);

describe('reproWindowOf', () => {
  it('prefers the markers of the user to every fall-back', () => {
    expect(reproWindowOf([window(1, 9, 'logman'), window(3, 5, 'markers'), window(2, 8, 'condition')])).toEqual({ start: 3, end: 5 });
  });

  it('joins the halves of a run that was started and stopped by two commands, of one host only', () => {
    expect(reproWindowOf([window(10, null, 'start-stop'), window(null, 20, 'start-stop')])).toEqual({ start: 10, end: 20 });
    expect(reproWindowOf([window(10, null, 'start-stop'), window(null, 20, 'start-stop', 'RRAS01')])).toBeNull();
    expect(reproWindowOf([window(30, null, 'start-stop'), window(null, 20, 'start-stop')])).toBeNull();
  });

  it('has none where no log states both ends in order', () => {
    expect(reproWindowOf([])).toBeNull();
    expect(reproWindowOf([window(5, 3, 'markers')])).toBeNull();
  });
});

describe('contextOf', () => {
  it('takes host, zone and culture from the first artifacts, and code pages from the culture when no hive states them', () => {
    const facts = [fact('host.identity', { computer: 'lap042.contoso.com', culture: 'de-DE' }), fact('host.time-zone', { offset_minutes: 120 })];
    expect(contextOf('b.zip', 'RENAMED', facts)).toEqual({ bundle: 'b.zip', host: 'LAP042', known: { oemCodePage: 850, ansiCodePage: 1252, utcOffsetMinutes: 120, culture: 'de-DE' } });
    expect(contextOf('b.zip', 'LAP042', [...facts, fact('host.code-pages', { oem: 437, ansi: 1250 })]).known).toMatchObject({ oemCodePage: 437, ansiCodePage: 1250 });
  });

  it('keeps the name of the file and knows nothing else when nothing is stated', () => {
    expect(contextOf('b.zip', 'LAP042', [])).toEqual({ bundle: 'b.zip', host: 'LAP042', known: {} });
  });
});
