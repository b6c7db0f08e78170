/** Choosing the repro window. */
import { describe, expect, it } from 'vitest';
import { reproWindowOf } from '../../src/engine/window.ts';
import { windowByName } from '../../src/engine/window-by-name.ts';
import { contextOf } from '../../src/engine/context.ts';
import type { Fact } from '../../src/model/records.ts';

const fact = (name: string, fields: Fact['fields'], host = 'LAP042'): Fact => ({ name, host, subject: host, fields, ref: { artifact: 'x', at: { kind: 'line', line: 1 } } });
const window = (start: number | null, end: number | null, basis: string, host?: string) => fact('tss.repro-window', { ...(start === null ? {} : { start }), ...(end === null ? {} : { end }), basis }, host);

describe('reproWindowOf', () => {
  it('prefers the markers of the user to every fall-back', () => {
    expect(reproWindowOf([window(1, 9, 'logman'), window(3, 5, 'markers'), window(2, 8, 'condition')])).toEqual({ start: 3, end: 5 });
  });

  it('of equals takes that of the machine the case is about, and never a worse one for it', () => {
    const [own, other] = [window(3, 5, 'markers'), window(7, 9, 'markers', 'RRAS01')];
    expect([reproWindowOf([own, other], 'RRAS01'), reproWindowOf([other, own], 'LAP042')]).toEqual([{ start: 7, end: 9 }, { start: 3, end: 5 }]);
    expect(reproWindowOf([window(1, 9, 'logman'), other], 'LAP042')).toEqual({ start: 7, end: 9 });
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

describe('windowByName', () => {
  const START = Date.UTC(2024, 1, 21, 8, 30, 5) * 1_000;
  const MINUTES = 60_000_000;
  const ref = { artifact: 'LAP042-Application.evtx', bundle: 'TSS_LAP042_240221-093005_NET_VPN_xray_INFO.zip', at: { kind: 'whole' as const } };
  const part = { name: ref.bundle, bundle: ref.bundle, host: 'LAP042', isShared: false };
  const input = (more: Partial<Parameters<typeof windowByName>[0]> = {}): Parameters<typeof windowByName>[0] => ({
    parts: [part],
    zones: new Map([['LAP042', { offsetMinutes: 60, zone: 'stated' as const }]]),
    watches: [{ host: 'LAP042', channel: 'Application', span: { from: 0, to: START + 17 * MINUTES }, ref }],
    records: [{ name: 'ras-client.failed', time: START + 3 * MINUTES, host: 'LAP042', scope: { provider: 'RasClient' }, code: 20227, severity: 'error', fields: {}, ref }],
    shifts: new Map(),
    ...more,
  });

  it('begins with the stamp of the name, which is local, and ends with the newest log', () => {
    expect(windowByName(input())).toEqual({ start: START, end: START + 17 * MINUTES });
    // On another machine's clock all three were moved.
    expect(windowByName(input({ shifts: new Map([['LAP042', MINUTES]]) }))?.start).toBe(START - MINUTES);
  });

  it('says nothing without a dial in it, a stated zone, a scenario, or for a whole day', () => {
    expect(windowByName(input({ records: [] }))).toBeNull();
    expect(windowByName(input({ zones: new Map() }))).toBeNull();
    expect(windowByName(input({ parts: [{ ...part, name: 'TSS_LAP042_240221-093005_Log-NET_VPN.zip' }] }))).toBeNull();
    expect(windowByName(input({ parts: [{ ...part, name: 'case 4711.zip' }] }))).toBeNull();
    expect(windowByName(input({ watches: [{ host: 'LAP042', channel: 'Application', span: { to: START + 1_440 * MINUTES }, ref }] }))).toBeNull();
  });
});
