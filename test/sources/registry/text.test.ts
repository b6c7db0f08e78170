import { describe, expect, it } from 'vitest';
import { registryTextSource } from '../../../src/sources/registry/text.ts';
import { collect, utf16 } from './collect.ts';

const read = (text: string) => collect(registryTextSource, utf16(text));
const header = (command: string) => `======================================\n20240221 09:31:07.512 : ${command}\n======================================\n`;
const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';

describe('reg query text', () => {
  it('states what the printed key holds and what it does not', () => {
    const { fields, fact, facts, result } = read(
      `${header('REG QUERY HKLM\\SYSTEM\\CurrentControlSet\\Services\\PolicyAgent /s')}
${SERVICES}\\PolicyAgent
    (Standard)    REG_SZ    
    DisplayName    REG_SZ    @%SystemRoot%\\System32\\polstore.dll,-5010
    Start    REG_DWORD    0x3
    DependOnService    REG_MULTI_SZ    Tcpip\\0bfe
    AssumeUDPEncapsulationContextOnSendRule    REG_DWORD    0x2

${SERVICES}\\PolicyAgent\\Parameters
    ServiceDll    REG_EXPAND_SZ    %SystemRoot%\\System32\\ipsecsvc.dll
`,
    );
    expect(result).toEqual({ outcome: 'read' });
    expect(fields('registry.assume-udp-encapsulation')).toEqual({ value: 2, present: true, key_present: true });
    expect(fact('registry.assume-udp-encapsulation')?.ref).toEqual({ artifact: 'a.hiv', at: { kind: 'line', line: 10 } });
    expect(fields('service.configured', 'PolicyAgent')).toEqual({ service: 'PolicyAgent', start_type: 'manual' });
    expect(facts.map((one) => one.name).toSorted()).toEqual(['registry.assume-udp-encapsulation', 'service.configured']);
  });

  it('a printed key without the value proves absence, wherever it stands in the file', () => {
    const text = `${header('REG QUERY a')}\nHKEY_CURRENT_USER\\Software\\Wpad\n    A    REG_DWORD    0x1\n\n${header('REG QUERY b')}\n${SERVICES}\\PolicyAgent\n    Start    REG_DWORD    0x3\n\n`;
    expect(read(text).fields('registry.assume-udp-encapsulation')).toEqual({ value: null, present: false, key_present: true });
  });

  it('reads binary, German default names and tabs', () => {
    const { fields } = read(`${SERVICES}\\SstpSvc\\Parameters\n\t<KEIN NAME>\tREG_SZ\t\n\tSHA256CertificateHash\tREG_BINARY\tab0cff\n    ListenerPort    REG_DWORD    0x1bb\n`);
    expect(fields('registry.sstp-certificate-hash')?.['value']).toBe('AB0CFF');
    expect(fields('registry.sstp-listener-port')?.['value']).toBe(443);
  });

  it('reads the line that says a key does not exist', () => {
    const { fields, fact } = read("[WARNING] Registry Key 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\SstpSvc\\Parameters' does not exist.\n");
    expect(fields('registry.sstp-certificate-hash')).toEqual({ value: null, present: false, key_present: false });
    expect(fact('registry.sstp-certificate-hash')?.ref.at).toEqual({ kind: 'line', line: 1 });
    expect(fields('registry.prohibit-ipsec')).toBeUndefined();
    const above = read("[WARNING] Registry Key 'HKLM\\System\\CurrentControlSet\\Services\\RemoteAccess' does not exist.");
    expect(above.fields('registry.ikev2-server-fragmentation')?.['key_present']).toBe(false);
  });

  it('does not take a subkey that is only named for one without values', () => {
    const named = `${SERVICES}\\RasMan\n    Start    REG_DWORD    0x2\n\n${SERVICES}\\RasMan\\Config\n${SERVICES}\\RasMan\\Parameters\n`;
    expect(read(named).fields('registry.prohibit-ipsec')).toBeUndefined();
    expect(read(header('reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\RasMan /s') + named).fields('registry.prohibit-ipsec')?.['present']).toBe(false);
    expect(read(`${named}${SERVICES}\\RasMan\\PPP\\EAP\n`).fields('registry.prohibit-ipsec')?.['present']).toBe(false);
  });

  it('does not take a query of one value for the whole key', () => {
    const one = `\n${SERVICES}\\PolicyAgent\n    Start    REG_DWORD    0x3\n`;
    const { fields } = read(`${header(`REG QUERY "HKLM\\SYSTEM\\CurrentControlSet\\Services\\PolicyAgent" /v Start`)}${one}`);
    expect(fields('registry.assume-udp-encapsulation')).toBeUndefined();
    expect(fields('service.configured', 'PolicyAgent')?.['start_type']).toBe('manual');
  });

  it('does not take a title for a key', () => {
    const title = `${SERVICES}\\PolicyAgent`;
    expect(read(`----------\n${title}\n----------\n\nFEHLER\n`).result.outcome).toBe('ignored');
  });

  it('leaves numbered control sets and data it cannot read alone', () => {
    expect(read('HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\PolicyAgent\n    A    REG_DWORD    0x1\n').facts).toEqual([]);
    expect(read(`${SERVICES}\\PolicyAgent\n    AssumeUDPEncapsulationContextOnSendRule    REG_DWORD    zwei\n`).fields('registry.assume-udp-encapsulation')).toBeUndefined();
  });

  it('reads the zone from text', () => {
    const { fields } = read('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation\n    Bias    REG_DWORD    0xfffffde4\n    ActiveTimeBias    REG_DWORD    0xfffffde4\n    TimeZoneKeyName    REG_SZ    Tokyo Standard Time\n');
    expect(fields('host.time-zone')).toMatchObject({ offset_minutes: 540, zone: 'Tokyo Standard Time' });
  });
});

describe('reg export text', () => {
  it('reads every form of value', () => {
    const { fields } = read(`Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]
@="x"
"ProxyEnable"=dword:00000001
"ProxyServer"="proxy.contoso.com:8080"
"AutoConfigURL"=hex(2):68,00,74,00,74,00,70,00,3a,00,2f,00,2f,00,\\
  77,00,00,00

[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\RasMan\\Config]
"AutoTriggerDisabledProfilesList"=hex(7):41,00,00,00,42,00,00,00,00,00
"AutoTriggerProfileEntryName"="C:\\\\Pfad \\"x\\""

[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\RasMan\\Parameters]
"ProhibitIpSec"=-
`);
    expect(fields('registry.user-proxy-enable')?.['value']).toBe(1);
    expect(fields('registry.user-proxy-server')?.['value']).toBe('proxy.contoso.com:8080');
    expect(fields('registry.user-proxy-script')?.['value']).toBe('http://w');
    expect(fields('registry.auto-trigger-disabled-profiles')?.['value']).toEqual(['A', 'B']);
    expect(fields('registry.auto-trigger-profile')?.['value']).toBe('C:\\Pfad "x"');
    expect(fields('registry.prohibit-ipsec')).toEqual({ value: null, present: false, key_present: true });
  });

  it('calls data it cannot read unknown, not absent', () => {
    const { fields } = read('Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\RasMan\\Config]\n"AutoTriggerProfileEntryName"="first line\nsecond"\n');
    expect(fields('registry.auto-trigger-profile')).toBeUndefined();
  });
});
