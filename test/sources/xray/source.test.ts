import { describe, expect, it } from 'vitest';
import { xray } from '../../../src/sources/xray/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

function read(path: string, bytes: Uint8Array) {
  const recorded = recorder();
  const result = xray.parse(artifactAt(path, 'xray'), bytes, recorded.emit, contextFor(path));
  return { ...recorded, result };
}
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

/** Attributes and order as the script of 2024 writes them. */
const report = (diagnostics: string, complete = 'True'): string =>
  `<xray Version="1.0.240214.0" Complete="${complete}" StartTime="240221-083512" EndTime="240221-083601" Duration="49210">\n  <TechAreas><TechArea Name="NET" Version="1.0.231214.0" /></TechAreas>\n  <Parameters><Area Name="*" /><Diagnostic Name="net_vpn_KB4553295" /></Parameters>\n  <SystemInfo><Win32_OperatingSystem Caption="Microsoft Windows 11 Pro" /></SystemInfo>\n  <Diagnostics>\n${diagnostics}\n  </Diagnostics>\n</xray>`;

describe('report', () => {
  it('takes the verdict from Reported, not from Result', () => {
    const { facts, listings } = read('xray_report_240221-083512_LAP042.xml', utf8(report('<Diagnostic Name="net_vpn_KB4553295" Result="0" Duration="120" Reported="2" />\n<Diagnostic Name="net_dnscli_KB4562541" Result="0" Duration="20" Reported="1" />\n<Diagnostic Name="CheckUpdateStatus" Result="0" Duration="9" Reported="0" />\n<Diagnostic Name="net_rpc_KB2506972" Result="0" Duration="3" />')));
    expect(facts.map((fact) => fact.fields)).toEqual([
      { id: 'net_vpn_KB4553295', severity: 'error', kb: 'KB4553295' },
      { id: 'net_dnscli_KB4562541', severity: 'warning', kb: 'KB4562541' },
      { id: 'CheckUpdateStatus', severity: 'info' },
    ]);
    expect(new Date((facts[0]?.observedAt ?? 0) / 1000).toISOString()).toBe('2024-02-21T08:36:01.000Z');
    expect(listings).toMatchObject([{ fact: 'xray.finding', complete: true, count: 3 }]);
  });
  it('a failed check is no finding, but leaves the list incomplete', () => {
    const { facts, listings, result } = read('xray_report_x.xml', utf8(report('<Diagnostic Name="net_vpn_KB4550202" Result="1" Duration="1" />\n<Diagnostic Name="net_proxy_KB4569506" Result="3" Duration="1" />')));
    expect(facts).toEqual([]);
    expect(listings[0]).toMatchObject({ complete: false, reason: '2 of 2 checks were skipped or failed' });
    expect(result.outcome).toBe('read');
  });
  it('a run that did not finish, and a report cut off', () => {
    expect(read('xray_report_x.xml', utf8(report('', 'False'))).listings[0]).toMatchObject({ complete: false, reason: 'xray did not finish' });
    const cut = report('<Diagnostic Name="net_vpn_KB4553295" Result="0" Duration="120" Reported="2" />').replace('</Diagnostics>', '<');
    expect(read('xray_report_x.xml', utf8(cut))).toMatchObject({ facts: [{ subject: 'net_vpn_KB4553295' }], result: { outcome: 'partial' } });
  });
});

describe('texts', () => {
  const text = (body: string): string => `xray by tdimli, v1.0.240214.0\nDiagnostic check run on 240221-083512 UTC\n\n${body}`;
  const issue = (number: number, id: string, message: string): string => `**\n** Issue ${number}\tFound a potential issue (reported by ${id}):\n**\n${message}\n`;
  const separator = `\n${'* '.repeat(39)}*\n\n`;

  it('reads each issue with its first line', () => {
    const { facts } = read('xray_ISSUES-FOUND_240221-083512_LAP042.txt', outFile(text(`${issue(1, 'net_vpn_KB4553295', 'Following VPN connection is misconfigured: (reported by nobody)\n  more')}${separator}${issue(2, 'CheckUpdateStatus', 'This system is missing many important updates. ')}`)));
    expect(facts.map((fact) => fact.fields)).toEqual([
      { id: 'net_vpn_KB4553295', severity: 'error', title: 'Following VPN connection is misconfigured: (reported by nobody)', kb: 'KB4553295' },
      { id: 'CheckUpdateStatus', severity: 'error', title: 'This system is missing many important updates.' },
    ]);
    expect(facts[0]?.ref.at).toEqual({ kind: 'line', line: 5 });
    expect(new Date((facts[0]?.observedAt ?? 0) / 1000).toISOString()).toBe('2024-02-21T08:35:12.000Z');
  });
  it('hints have no severity of their own: the file holds hints and warnings', () => {
    expect(read('xray_INFO_240221-083512_LAP042.txt', outFile(text(issue(1, 'net_x_KB4561854', 'A hint')))).facts[0]?.fields).toEqual({ id: 'net_x_KB4561854', title: 'A hint', kb: 'KB4561854' });
  });
  it.each([
    ['the activity log', 'xray_log_240221-083512_LAP042.txt', outFile('240221-083512.1234567 [RunDiag xray.ps1:213] Running diagnostic: net_vpn_KB4553295\n')],
    ['an empty file', 'xray_INFO_x.txt', new Uint8Array()],
    ['other text', 'xray_INFO_x.txt', outFile('Windows-IP-Konfiguration\n** Hinweis\n')],
    ['other XML', 'xray_report_x.xml', utf8('<results><Diagnostic Name="a" Result="0" Reported="2"/></results>')],
  ])('%s: ignored', (_, path, bytes) => {
    const { facts, result } = read(path, bytes);
    expect([facts, result.outcome]).toEqual([[], 'ignored']);
  });
});
