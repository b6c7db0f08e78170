/** Names and content: what an artifact is, whose it is. Examples are the names the collector writes. */
import { describe, expect, it } from 'vitest';
import { hostOfBundleName, hostOfPath, matchesGlob, parseBundleName } from '../../src/bundle/names.ts';
import { artefactOf, identify, recognise } from '../../src/bundle/recognise.ts';
import { ARTEFACTS } from '../../src/knowledge/artefacts.ts';

const none = new Uint8Array(0);
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const P = 'LAP-042_240221-093005_';

describe('kinds by name', () => {
  it.each([
    [`${P}_Log-Warn-Err-Info.txt`, 'tss-log'],
    [`${P}_LogStop-Warn-Err-Info.txt`, 'tss-log'],
    [`${P}IPconfig_Info_Stop_.txt`, 'command-blocks'],
    [`TSS_LAP-042_240221-093005/${P}IPconfig_Info_Stop_.txt`, 'command-blocks'],
    [`${P}RegHive_System.hiv`, 'registry-hive'],
    [`${P}Reg_RAS_Stop_.txt`, 'reg-text'],
    [`${P}Cert_machine-store_Stop_.txt`, 'certutil'],
    [`${P}wfpNetevents__Stop_.xml`, 'wfp-xml'],
    [`${P}NET_VPNTrace.etl`, 'etl'],
    [`${P}PerfMon_NET_10sec_2048MB_TZ+60.blg`, 'blg'],
    [`${P}Procmon_0.pml`, 'pml'],
    [`${P}WFPdiag.cab`, 'cab'],
    ['LAP-042-System.evtx', 'evtx'],
    ['SavedEventLog/Microsoft-Windows-CAPI2-Operational.evtx', 'evtx'],
    ['LAP-042-System.csv', 'csv-events'],
    ['LAP-042-System.txt', 'event-text'],
    [`${P}Unlisted.txt`, 'unknown'],
    ['ConnProgramData/Pbk/rasphone.pbk', 'rasphone-pbk'],
    ['ConnAppData/Pbk/_hiddenPbk/rasphone.pbk', 'rasphone-pbk'],
    ['tracing/RASMAN.LOG', 'ras-trace-log'],
    ['top/tracing/sub/svchost_RASCHAP.OLD', 'ras-trace-log'],
    ['tss_240221-084455_LAP042_psSDP_NET.zip!/LAP042_RasTracingLogs.zip!/PPP.LOG', 'ras-trace-log'],
    ['a.zip!/LAP042_RAS_netsh_ras-output.TXT', 'sdp-text'],
    ['a.zip!/LAP042_RAS_reg_.TXT', 'reg-text'],
    ['a.zip!/LAP042_Certificates-machinestore.TXT', 'certutil'],
    ['xray_ISSUES-FOUND_240221-083005_LAP042.txt', 'xray'],
    ['w.cab!/wfpdiag.xml', 'wfp-xml'],
    ['a.zip!/LAP042_Firewall_netsh_wfp-show-boottimepolicy.XML', 'wfp-xml'],
    [`${P}pFirewall.log`, 'firewall-log'],
    ['pfirewall.log.old', 'firewall-log'],
    ['Attachments/Contoso_ProfileXML.xml', 'eap-config'],
    ['AzureVpn_log/LogFiles/x.txt', 'azure-vpn-log'],
    ['AzureVpnCxn.log', 'azure-vpn-log'],
    ['AzureVpn_Robocopy.log', 'copy-log'],
    ['readme', 'unknown'],
  ])('%s is %s', (path, kind) => {

    expect(identify(path, none).kind).toBe(kind);
    expect(identify(path.toUpperCase(), none).kind).toBe(kind);
  });

  it('prefers the pattern with most literal characters', () => {
    expect(artefactOf('HOST_240221-093005_packetcapture-VpnClient_dbg.etl')?.pattern).toBe('*_packetcapture-VpnClient_dbg*.etl');
    expect(artefactOf('HOST_240221-093005_packetcapture-VpnClient.etl')?.pattern).toBe('*_packetcapture-VpnClient*.etl');
    expect(artefactOf('HOST_240221-093005_Reg_HKCU_Internet_Settings_Stop_.txt')?.pattern).toBe('*_Reg_HKCU_Internet_Settings_S*.txt');
  });

  it('has one row per pattern, each with a kind and what it holds', () => {
    expect(new Set(ARTEFACTS.map((row) => row.pattern.toLowerCase())).size).toBe(ARTEFACTS.length);
    expect(ARTEFACTS.filter((row) => !/^[a-z0-9-]+$/.test(row.kind) || row.holds === '')).toEqual([]);
  });
});

describe('kinds by content', () => {
  const block = '\r\n======================================\r\n20240221 09:31:07.512 : IPCONFIG /ALL\r\n======================================\r\n';
  const etl = new Uint8Array(512);
  etl.set([0, 0x20, 0, 0]);
  etl.set([2, 0, 2, 0xc0], 0x48);

  it.each([
    ['renamed.bin', ascii('ElfFile\0\0'), 'evtx'],
    ['SYSTEM', ascii('regf\x01'), 'registry-hive'],
    ['data.dat', ascii('PK\x03\x04'), 'zip'],
    ['LAP042_240221-093005_WFPdiag.cab.txt', ascii('MSCF'), 'cab'],
    ['x.dat', etl, 'etl'],
    [`${P}Unlisted.txt`, utf16(block), 'command-blocks'],
    ['LAP042-System.txt', utf16(block), 'command-blocks'],
    [`${P}Unlisted.txt`, ascii(block), 'command-blocks'],
    ['log.txt', utf16('20240221 09:30:12.345 [LogInfoFile(1)] INFO: x\r\n'), 'tss-log'],
    ['machine-certs.txt', ascii('my "Eigene Zertifikate"\r\n================ Zertifikat 0 ================\r\nSeriennummer: 4a\r\n'), 'certutil'],
    ['saved.txt', ascii('my "Personal"\r\nCertUtil: -store command completed successfully.\r\n'), 'command-blocks'],
    ['saved.txt', utf16('\r\n\r\nName                 : Ethernet\r\nInterfaceDescription : Intel(R) Ethernet\r\nDisplayName          : TCP/IPv4\r\nComponentID          : ms_tcpip\r\n'), 'command-blocks'],
    ['vpn.ini', ascii('[Contoso VPN]\r\nEncoding=1\r\nPBVersion=6\r\n'), 'rasphone-pbk'],
    ['old.txt', ascii('[1234] 02-21 09:30:12:345: RasDialEx\r\n'), 'ras-trace-log'],
    ['export.txt', utf16('Windows Registry Editor Version 5.00\r\n'), 'reg-text'],
    ['query.txt', ascii('\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\RasMan\r\n    Start    REG_DWORD    0x3\r\n'), 'reg-text'],
    ['profile.txt', utf16('<VPNProfile>\n<AlwaysOn>true</AlwaysOn>'), 'eap-config'],
    ['Attachments/eap.xml', ascii('<?xml version="1.0"?><!-- x --><e:EapHostConfig xmlns:e="y">'), 'eap-config'],
    ['event.xml', ascii('<netEvent>\n<header>'), 'wfp-xml'],
    ['events.xml', ascii('<?xml version="1.0"?>\n<netEvents numItems="2">'), 'wfp-xml'],
    ['notes', ascii('hello\r\n'), 'text'],
    ['noise', ascii('\x01\x00\x02\x00\x00\x00'), 'unknown'],
    ['LAP042-System.evtx', ascii('\0\0\0\0\0\0\0\0'), 'evtx'],
    ['LAP042-System.evtx', ascii('PK\x03\x04'), 'zip'],
  ])('%s', async (path, head, kind) => {
    expect(identify(path, head).kind).toBe(kind);
    expect(await recognise(path, async () => head)).toBe(kind);
  });

  it('says when name and content disagree', () => {
    expect(identify('LAP042-System.evtx', ascii('hello')).note).toBe('named as evtx but does not start like one');
    expect(identify('LAP042-System.evtx', ascii('regf')).note).toBe('named as evtx but is registry-hive');
  });
});

describe('names', () => {
  const start = Date.UTC(2024, 1, 21, 9, 30, 5) * 1000;

  it.each([
    ['TSS_LAP042_240221-093005_NET_VPN_xray_ISSUES-FOUND.zip', { host: 'LAP042', localStart: start, scenarios: ['NET_VPN'], xray: 'issues' }],
    ['TSSv2_rras-01_240221-093005_NET_RAS_xray_INFO-after-reboot.zip', { host: 'RRAS-01', localStart: start, scenarios: ['NET_RAS'], xray: 'info', description: 'after-reboot' }],
    ['TSS_A_B_240221-093005_NET_VPN-Desc.zip', { host: 'A_B', localStart: start, scenarios: ['NET_VPN'], description: 'Desc' }],
    ['TSS_RRAS01_240221-093005_Log-NET_RAS.zip', { host: 'RRAS01', localStart: start, scenarios: ['Log-NET_RAS'] }],
    ['TSS_RRAS01_240221-093005_NET_RAS ADS_SSL.zip', { host: 'RRAS01', localStart: start, scenarios: ['NET_RAS', 'ADS_SSL'] }],
    ['TSS_LAP042_240221-093005_NET_VPN2024-02-21.0940.11.zip', { host: 'LAP042', localStart: start, scenarios: ['NET_VPN'] }],
    ['TSS_LAP042_240221-093005_NET_VPN (2).zip', { host: 'LAP042', localStart: start, scenarios: ['NET_VPN'] }],
    ['TSS_LAP042_240221-093005', { host: 'LAP042', localStart: start, scenarios: [] }],
  ])('%s', (name, parts) => expect(parseBundleName(name)).toEqual(parts));

  it.each(['b.zip', 'TSS_LAP042_241321-093005_NET_VPN.zip', 'TSS_240221-093005.zip'])('%s is no bundle name', (name) => expect(parseBundleName(name)).toBeNull());

  it.each([
    ['LAP042_240221-093005_IPconfig_Info_Start_.txt', 'LAP042'],
    ['lap-042_240221-093005__Log-Warn-Err-Info.txt', 'LAP-042'],
    ['A_B_240221-093005_IPconfig_Info_Start_.txt', 'A_B'],
    ['LAP-042-System.evtx', 'LAP-042'],
    ['LAP042-Microsoft-Windows-RasAgileVpn-Operational.evtx', 'LAP042'],
    ['LAP042-Windows-Networking-Vpn-Plugin-Platform-Operational.evtx', 'LAP042'],
    ['a.zip!/LAP042_RAS_netsh_ras-output.TXT', 'LAP042'],
    ['a.zip!/LAP042_evt_RemoteAccessRemoteAccessServer-Admin_evt_.evtx', 'LAP042'],
    ['xray_report_240221-083005_LAP042.xml', 'LAP042'],
    ['tss_240221-084455_LAP042_psSDP_NET.zip', 'LAP042'],
    ['tss_240221-084455_LAP042_psSDP_NET.zip!/results.xml', 'LAP042'],
    ['TSS_LAP042_240221-093005/tracing/RASMAN.LOG', 'LAP042'],
    ['TSS_RRAS01_240221-093005_NET_RAS.zip!/tracing/RASMAN.LOG', 'RRAS01'],
    ['SavedEventLog/Microsoft-Windows-CAPI2-Operational.evtx', null],
    ['System.evtx', null],
    ['tracing/RASMAN.LOG', null],
  ])('host of %s', (path, host) => expect(hostOfPath(path)).toBe(host));

  it('knows the host of a bundle by its name', () => {
    expect(hostOfBundleName('TSS_LAP042_240221-093005_NET_VPN.zip')).toBe('LAP042');
    expect(hostOfBundleName('case 4711.zip')).toBeNull();
  });

  it('takes exports of event logs for what they are, whatever messages they quote', async () => {
    const message = 'CoId={9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F50}: 809.';
    const csv = Buffer.from(`\uFEFF"LevelDisplayName";"TimeCreated";"ProviderName";"Id";"UserId";"Message"\r\n"Fehler";"21.02.2024 09:36:12";"RasClient";"20227";"";"${message}"\r\n`);
    const head = async () => new Uint8Array(csv);
    expect(await recognise('LAP042-Application.csv', head)).toBe('csv-events');
    expect(await recognise('renamed.txt', head)).toBe('csv-events');
    expect(await recognise('LAP042-Application.txt', async () => new Uint8Array(Buffer.from(`LevelDisplayName\tTimeCreated\r\nFehler\t${message}`)))).toBe('event-text');
  });

  it('globs', () => {
    expect(matchesGlob('tracing/**/*.log', 'tracing/a.log')).toBe(true);
    expect(matchesGlob('tracing/**/*.log', 'tracing/b/c/a.log')).toBe(true);
    expect(matchesGlob('*.log', 'b/a.log')).toBe(false);
    expect(matchesGlob('a+(b).?x', 'a+(b).1x')).toBe(true);
    expect(matchesGlob('a.b', 'axb')).toBe(false);
  });
});
