import { describe, expect, it } from 'vitest';
import { tssLog } from '../../../src/sources/tss-log/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const read = (text: string, path = 'LAP042_240221-093005__Log-Warn-Err-Info.txt') => {
  const recorded = recorder();
  const result = tssLog.parse(artifactAt(path, 'tss-log'), outFile(text), recorded.emit, contextFor(path));
  const fields = (name: string) => recorded.facts.find((fact) => fact.name === name)?.fields;
  return { ...recorded, result, fields };
};
const utc = (text: string): number => Date.parse(text) * 1000;

const HEAD = `20240721 09:30:05.101 [LogInfoFile(1311)] INFO: Commandline: C:\\TSS\\TSS.ps1 -Scenario NET_VPN
20240721 09:30:06.101 [LogInfoFile(1311)] INFO: Specified scenario NET_VPN contains following traces and parameters:
20240721 09:30:06.120 [LogInfoFile(1311)] INFO:    - NET_VPN
20240721 09:30:12.345 [LogInfoFile(1311)] INFO: TSS Version 2024.02.20.0 /_ADS: 2023.11.30.0 /_NET: 2023.11.09.0 / _xray: 1.0.240214.0
20240721 09:30:12.350 [LogInfoFile(1311)] INFO: OS Version:        10.0.19045.3803
20240721 09:30:12.351 [LogInfoFile(1311)] INFO: ProductType:       WinNT / IsServerCore: False
20240721 09:30:12.352 [LogInfoFile(1311)] INFO: OS Culture:        de-DE [ UI Culture: de-DE ]
20240721 09:30:12.360 [LogInfoFile(1311)] INFO: TimeUTC:           2024-07-21_07:30:12 [TZ: (UTC+01:00) Amsterdam, Berlin, Bern]
20240721 09:30:12.361 [LogInfoFile(1311)] INFO: Computer:          lap042 - User: user1 - Domain: CONTOSO.COM - Session: 2
`;
const TRACES = `20240721 09:31:00.000 [TSS:StartTraces(1)] INFO: [Netsh] Running netsh trace start capture=yes tracefile=packetcapture_dummy.etl
20240721 09:32:00.000 [TSS:StartTraces(1)] INFO: [ETW] logman create trace "TSS_NET_VPNTrace" -o x.etl
`;
const REPRO = `20240721 09:33:01.002 [ProcessStart(1)] INFO: ============== Start of Repro: 2024-07-21_07:33:01 UTC ==========================

20240721 09:33:01.003 [ProcessStart(1)] INFO: ============== Start of Repro: 2024-07-21_07:33:01 UTC ==========================
20240721 09:36:30.900 [ProcessStart(1)] INFO: ============== End of Repro:   2024-07-21_07:36:30 UTC ==========================
`;
const STOP = `20240721 09:36:31.000 [StopTraces(1)] INFO: Entering TSS STOP Data collection: 2024-07-21_07:36:31 UTC
20240721 09:50:00.000 [CleanUpandExit(1)] INFO: End of TSS Data collection: 2024-07-21_07:50:00 UTC
`;

describe('a whole run', () => {
  const run = read(HEAD + TRACES + REPRO + STOP);
  it('names host, build, product and culture', () => {
    expect(run.fields('host.identity')).toEqual({
      computer: 'LAP042',
      domain: 'CONTOSO.COM',
      build: '10.0.19045.3803',
      product_type: 'workstation',
      culture: 'de-DE',
    });
    expect(run.facts[0]?.ref.at).toEqual({ kind: 'line', line: 9 });
  });
  it('takes the summer offset, not the standard one of the display name', () => {
    expect(run.fields('host.time-zone')).toMatchObject({ offset_minutes: 120 });
  });
  it('names version, scenario and command line', () => {
    expect(run.fields('tss.run')).toEqual({
      version: '2024.02.20.0',
      scenario: 'NET_VPN',
      command_line: 'C:\\TSS\\TSS.ps1 -Scenario NET_VPN',
    });
  });
  it('takes the window from the key presses', () => {
    expect(run.fields('tss.repro-window')).toEqual({
      start: utc('2024-07-21T07:33:01Z'),
      end: utc('2024-07-21T07:36:30Z'),
      basis: 'markers',
    });
  });
  it('reports its span in UTC', () => {
    expect(run.result).toEqual({
      outcome: 'read',
      span: { from: utc('2024-07-21T07:30:05.101Z'), to: utc('2024-07-21T07:50:00Z') },
    });
  });
});

describe('fall-backs of the window', () => {
  it('the awaited event', () => {
    const hit = '20240721 09:35:00.000 [x(1)] INFO: ===== Repro condition HIT - STOP now 2024-07-21_07:35:00 UTC =====\n';
    expect(read(HEAD + TRACES + hit + STOP).fields('tss.repro-window')).toEqual({
      start: utc('2024-07-21T07:32:00Z'),
      end: utc('2024-07-21T07:35:00Z'),
      basis: 'condition',
    });
  });
  it('traces created until stop entered; the dummy capture does not count', () => {
    expect(read(HEAD + TRACES + STOP).fields('tss.repro-window')).toEqual({
      start: utc('2024-07-21T07:32:00Z'),
      end: utc('2024-07-21T07:36:31Z'),
      basis: 'logman',
    });
  });
  it('the two halves of a start-and-stop run', () => {
    const start = read(HEAD + TRACES, 'a/LAP042_240721-093005__LogStart-Warn-Err-Info.txt');
    expect(start.fields('tss.repro-window')).toEqual({ start: utc('2024-07-21T07:32:00Z'), basis: 'start-stop' });
    const stop = read(HEAD + STOP, 'a/LAP042_240721-095005__LogStop-Warn-Err-Info.txt');
    expect(stop.fields('tss.repro-window')).toEqual({ end: utc('2024-07-21T07:30:05.101Z'), basis: 'start-stop' });
  });
  it('a start without an end closes where data collection begins', () => {
    expect(read(HEAD + REPRO.split('\n').slice(0, 2).join('\n') + '\n' + STOP).fields('tss.repro-window')).toMatchObject({
      end: utc('2024-07-21T07:36:31Z'),
      basis: 'markers',
    });
  });
  it('none at all', () => {
    expect(read(HEAD).fields('tss.repro-window')).toBeUndefined();
  });
});

describe('variations', () => {
  it('the last of several runs wins', () => {
    const second = (HEAD + REPRO + STOP).replaceAll(' 09:', ' 14:').replaceAll('_07:', '_12:').replace('2024.02.20.0', '2024.03.01.0');
    const run = read(HEAD + TRACES + REPRO + STOP + second);
    expect(run.fields('tss.repro-window')).toMatchObject({ start: utc('2024-07-21T12:33:01Z') });
    expect(run.fields('tss.run')).toMatchObject({ version: '2024.03.01.0' });
  });
  it('the 2022 spelling, a server, west of UTC by half an hour, no domain', () => {
    const run = read(`20220902 05:00:00.500 [LogInfoFile] INFO: TSSv2 Version 2022.08.15.0 /_NET: 1
20220902 05:00:00.500 [LogInfoFile] INFO: ProductType: LanmanNT / IsServerCore: False
20220902 05:00:00.500 [LogInfoFile] INFO: TimeUTC: 2022-09-02_08:30:00 [TZ: (UTC-03:30) Newfoundland]
20220902 05:00:00.500 [LogInfoFile] INFO: Computer: DC-01_X - User: admin - Domain:  - Session: 1
20220902 05:10:00.000 [x] INFO: ============= Start of Repro: 2022-09-02_08:40:00 UTC ============
20220902 05:12:00.000 [x] INFO: ============= End of Repro: 2022-09-02_08:42:00 UTC ============`);
    expect(run.fields('host.time-zone')).toMatchObject({ offset_minutes: -210 });
    expect(run.fields('host.identity')).toEqual({ computer: 'DC-01_X', domain: null, product_type: 'dc' });
    expect(run.fields('tss.repro-window')).toMatchObject({ basis: 'markers' });
  });
  it('without a TimeUTC line the markers give the offset', () => {
    expect(read(REPRO).fields('host.time-zone')).toEqual({ offset_minutes: 120, basis: 'tss-log marker' });
  });
  it('a message over several lines does not break the next one', () => {
    const run = read(`${HEAD}20240721 09:31:00.000 [RunCommands(1)] ERROR: failed\n   + CategoryInfo : x\n\n${REPRO}`);
    expect(run.fields('tss.repro-window')).toMatchObject({ basis: 'markers' });
  });
});

describe('bad input', () => {
  it('empty', () => {
    expect(read('').result.outcome).toBe('failed');
  });
  it('foreign', () => {
    const run = read('Host Name: X\nStart of something\n');
    expect([run.result.outcome, run.facts]).toEqual(['ignored', []]);
  });
  it('cut off in the middle of a line', () => {
    const run = read((HEAD + REPRO).slice(0, -60));
    expect(run.fields('host.identity')).toMatchObject({ computer: 'LAP042' });
  });
});
