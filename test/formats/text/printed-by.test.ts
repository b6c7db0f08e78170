/** Output without the command above it, as people save it with `>`: known by its shape in any language. */
import { describe, expect, it } from 'vitest';
import { printedBy } from '../../../src/formats/text/printed-by.ts';

const text = (lines: readonly string[]): string => lines.join('\n');

describe('printedBy', () => {
  it.each([
    ['an empty store', ['my "Personal"', 'CertUtil: -store command completed successfully.'], 'certutil -store'],
    ['an empty store, German', ['my "Eigene Zertifikate"', 'CertUtil: -store-Befehl wurde erfolgreich ausgeführt.'], 'certutil -store'],
    ['a store', ['my "Personal"', '================ Certificate 0 ================', 'Serial Number: 4a'], 'certutil -store'],
    ['services', ['', 'SERVICE_NAME: IKEEXT', 'DISPLAY_NAME: IKE and AuthIP IPsec Keying Modules', '        TYPE               : 30  WIN32', '        STATE              : 1  STOPPED'], 'sc queryex'],
    ['services of another language', ['SERVICE_NAME: RasMan', 'DISPLAY_NAME: RAS-Verbindungsverwaltung', '        TYP                : e0  USER_SHARE_PROCESS INSTANCE', '        STATUS             : 4  RUNNING'], 'sc queryex'],
    ['services of plain sc query', ['SERVICE_NAME: BFE', '        TYPE               : 20  WIN32_SHARE_PROCESS', '        STATE              : 4  RUNNING'], 'sc queryex'],
    ['bindings as a list', ['', '', 'Name                 : LAN-Verbindung* 9', 'InterfaceDescription : WAN Miniport (IP)', 'DisplayName          : RAS-IP-ARP-Treiber', 'ComponentID          : ms_wanarp', 'Enabled              : False'], 'Get-NetAdapterBinding'],
    ['bindings as a table', ['', 'Name     DisplayName ComponentID Enabled', '----     ----------- ----------- -------', 'Ethernet TCP/IPv4    ms_tcpip    True'], 'Get-NetAdapterBinding'],
    ['adapters as a list', ['Name                 : Ethernet', 'InterfaceDescription : Intel(R) Ethernet', 'Status               : Up'], 'Get-NetAdapter'],
    ['adapters as a table', ['Name     InterfaceDescription ifIndex Status', '----     -------------------- ------- ------'], 'Get-NetAdapter'],
    ['ipconfig', ['', 'Windows-IP-Konfiguration', '', '   Hostname  . . . . . . . . . . . . : LAP042'], 'ipconfig /all'],
    ['ipconfig, Japanese', ['Windows IP 構成', '', '   ホスト名. . . . . . . . . . . . . .: LAP042'], 'ipconfig /all'],
    ['VPN connections', ['', 'Name                  : Contoso VPN', 'ServerAddress         : vpn.contoso.com', 'AllUserConnection     : False'], 'Get-VpnConnection'],
    ['start types', ['Name   DisplayName State   StartMode', '----   ----------- -----   ---------'], 'Win32_Service'],
  ])('%s', (_, lines, command) => {
    expect(printedBy(text(lines))).toBe(command);
    expect(printedBy(text(lines).replaceAll('\n', '\r\n'))).toBe(command);
  });

  it.each([
    ['prose', ['The VPN fails since Monday.', 'Name: user1', 'Status: angry']],
    ['a table of something else', ['Name     Enabled', '----     -------', 'user1    True']],
    ['a list of something else', ['Name    : Contoso', 'Enabled : True']],
    ['a certificate quoted in a mail', ['CertUtil: -dump command completed successfully.']],
    ['an abstract with dots', ['Chapter 1 . . . . . . . . . 3']],
    ['nothing', ['']],
  ])('leaves %s alone', (_, lines) => {
    expect(printedBy(text(lines))).toBe('');
  });

  it('stays fast on long lines', () => {
    const since = performance.now();
    for (const line of [' .'.repeat(100_000), ':'.repeat(100_000), `A:${' '.repeat(100_000)}`, 'Name '.repeat(40_000), `${'='.repeat(100_000)} x`]) expect(printedBy(`${line}\n${line}`)).toBe('');
    expect(performance.now() - since).toBeLessThan(500);
  });
});
