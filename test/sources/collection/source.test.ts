/** What a run was asked for and what failed, from the collector's log. */
import { describe, expect, it } from 'vitest';
import { collection } from '../../../src/sources/collection/source.ts';
import { collectorLog } from '../../support/text/collector-log.ts';
import type { CollectorLogInput } from '../../support/text/collector-log.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const read = (bytes: Uint8Array, path = 'LAP042_240221-093005__Log-Warn-Err-Info.txt') => {
  const recorded = recorder();
  const result = collection.parse(artifactAt(path, 'tss-log'), new Uint8Array(bytes), recorded.emit, contextFor(path));
  return {
    result,
    steps: recorded.facts.filter((fact) => fact.name === 'collection.step').map(({ fields }) => [fields['name'], fields['outcome']]),
    reasons: recorded.facts.filter((fact) => fact.name === 'collection.step').map(({ fields, ref }) => [fields['reason'], ref.at]),
    asked: Object.fromEntries(recorded.facts.filter((fact) => fact.name === 'collection.asked').map(({ subject, fields }) => [subject, fields['asked']])),
  };
};
const input = (more: Partial<CollectorLogInput>): CollectorLogInput => ({
  generation: 2024, version: '2024.02.20.0', scenario: 'NET_VPN', host: 'LAP042', user: 'user1', domain: 'CONTOSO', osVersion: '10.0.19045.4046', productType: 'WinNT', culture: 'de-DE', offsetMinutes: 60, zoneName: '(UTC+01:00) x',
  start: '2024-02-21T08:30:12.345Z', end: '2024-02-21T08:44:00.000Z', ...more,
});
const line = (text: string, place = 'NET.psm1:CollectNET_VPNLog(812)', level = 'ERROR') => `20240221 09:44:01.002 [${place}] ${level}: ${text}\n`;

describe('what was asked for', () => {
  it('by the command line of a scenario', () => {
    const server = read(outFile(line('Commandline: .\\TSS.ps1 -Scenario NET_RAS -noSDP -noWFPdiag', 'Main(1)', 'INFO'))).asked;
    expect(server).toMatchObject({ 'registry-hive': true, 'ras-trace-log': true, 'wfp-xml': true, 'ras-dump': false, 'security-log': false, 'rasphone-pbk': false, 'sdp-text': false, certutil: false, xray: true });
    const both = read(outFile(line('Commandline: .\\TSS.ps1 -Scenario NET_RAS -NET_RAS', 'Main(1)', 'INFO'))).asked;
    expect(both).toMatchObject({ 'ras-dump': true, 'security-log': true, 'sdp-text': true });
    expect(read(outFile(line('Commandline: .\\TSS.ps1 -CollectLog NET_RAS', 'Main(1)', 'INFO'))).asked).toMatchObject({ 'ras-dump': true, 'registry-hive': false });
    expect(read(outFile(line('Commandline: .\\TSS.ps1 -Scenario NET_VPN -Mini', 'Main(1)', 'INFO'))).asked).toMatchObject({ 'rasphone-pbk': true, 'sdp-text': false, xray: false });
  });
  it('by the list the collector prints', () => {
    // The builder's list names no RASdiag.
    expect(read(collectorLog(input({}))).asked).toMatchObject({ 'rasphone-pbk': true, 'sdp-text': true, 'packet-capture': true, 'ras-dump': false });
    const text = line('Specified scenario NET_VPN contains following traces and parameters:', 'Main(1)', 'INFO') + '  NET_VPN RASdiag CommonTask NET\n' + line('other', 'Main(1)', 'INFO');
    expect(read(outFile(text)).asked).toMatchObject({ 'rasphone-pbk': true, 'ras-trace-log': true, 'sdp-text': false, xray: false });
  });
  it('nothing where the log does not tell', () => {
    expect(read(outFile(line('Commandline: .\\TSS.ps1 -Stop', 'Main(1)', 'INFO')), 'LAP042_240221-094410__LogStop-Warn-Err-Info.txt').asked).toEqual({});
    expect(read(outFile(line('Commandline: .\\TSS.ps1 -Stop -noRepro', 'Main(1)', 'INFO'))).asked).toEqual({});
    expect(read(outFile(line('x', 'Main(1)', 'INFO'))).asked).toEqual({});
    expect(read(outFile(line('Commandline: .\\TSS.ps1 -Scenario ADS_Auth', 'Main(1)', 'INFO'))).asked).toEqual({});
  });
});

describe('what went wrong', () => {
  it('failed, skipped, missing', () => {
    const run = read(
      outFile(
        line('An error happened: Zugriff verweigert') +
          line('Skipping running CollectNET_WFPLog()', 'RunFunction(1)', 'INFO') +
          line("Registry Key 'HKLM\\SYSTEM\\X Y' does not exist.", 'RegQuery(9)', 'WARNING') +
          line('[ETW] logman create NET_VPNTrace LASTEXITCODE=0x800705aa', 'ETW(3)', 'INFO') +
          line('[ETW] logman stop LASTEXITCODE=0', 'ETW(3)', 'INFO') +
          line('Calling CollectNET_VPNLog', 'Main(2)', 'INFO') +
          line('only a remark', 'Main(2)', 'WARNING') +
          line('An error happened: Zugriff verweigert'),
      ),
    );
    expect(run.steps).toEqual([
      ['CollectNET_VPNLog', 'failed'],
      ['CollectNET_WFPLog', 'skipped'],
      ['HKLM\\SYSTEM\\X Y', 'missing'],
      ['ETW', 'failed'],
    ]);
    expect(run.reasons[0]).toEqual(['An error happened: Zugriff verweigert', { kind: 'line', line: 1 }]);
  });
  it('is capped; empty and foreign text say nothing', () => {
    expect(read(outFile(Array.from({ length: 500 }, (_, at) => line(`error ${at}`)).join(''))).steps).toHaveLength(100);
    for (const text of ['', 'SERVICE_NAME: RasMan\n', '{"error": "not found"}']) expect(read(outFile(text))).toMatchObject({ steps: [], asked: {}, result: { outcome: 'ignored' } });
  });
});
