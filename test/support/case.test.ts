import { describe, expect, it } from 'vitest';
import { buildCase, parseCase } from './case.ts';
import { hasTool, runTool } from './tools.ts';

const worked = `
title: A device tunnel without a machine certificate
origin: built
truth: { rootCause: ipsec-13806-no-machine-cert, verdict: matched, exit: 1 }
day: 2024-06-21
bundles:
  - host: CLIENT01
    scenario: NET_VPN
    language: de
    zone: "+02:00"
    collected: ["07:30:05", "07:52:00"]
    repro: ["07:32:00", "07:40:00"]
    dials:
      - { at: "07:33:10", connection: Contoso VPN, user: SYSTEM, server: vpn.contoso.com, error: 13806 }
      - { at: "07:35:00", connection: Contoso VPN, user: CONTOSO\\user1, server: vpn.contoso.com, tunnel: SSTP, error: 0x800B0109, reached: connecting }
    events:
      - { at: "07:33:05", provider: Service Control Manager, id: 7036, data: { param1: IKEEXT, param2: running }, binary: "49004B0045004500580054002F0034000000" }
    services: { IKEEXT: { start: manual } }
    certificates:
      machine: [ { subject: "CN=client01.contoso.com", issuer: "CN=Contoso CA", notBefore: 2024-01-01T00:00:00Z, notAfter: 2025-01-01T00:00:00Z, eku: [server-auth], dns: [client01.contoso.com] } ]
    profiles: [ { name: Contoso VPN, server: vpn.contoso.com, strategy: ikev2-only, allUser: true } ]
    registry: { System: { "CurrentControlSet\\\\Services\\\\PolicyAgent": { AssumeUDPEncapsulationContextOnSendRule: 2 } } }
    bindings: [ { adapter: WAN Miniport (IP), componentId: ms_wanarp, displayName: Remote Access IP ARP Driver, enabled: false } ]
    tracing: { PPP.LOG: ["[1234] 06-21 09:33:11:123: Line up event occurred on port 5"] }
  - host: RRAS01
    scenario: NET_RAS
    version: 2022
    collected: ["07:31:00", "07:53:00"]
    events:
      - { at: "07:36:00", provider: RemoteAccess, id: 20271, level: 3, data: ["{NA}", user1, 203.0.113.7, Grund, "0x10"], binary: B3020000 }
`;

const [client, server] = buildCase(parseCase(worked));
const file = (name: string): Uint8Array => {
  const path = [...client!.files.keys()].find((candidate) => candidate.endsWith(name));
  expect(path).toBeDefined();
  return client!.files.get(path!)!;
};
const text16 = (name: string): string => Buffer.from(file(name)).subarray(2).toString('utf16le');

describe('case recipe', () => {
  it('names the bundles as the collector of that year does', () => {
    expect(client!.fileName).toBe('TSS_CLIENT01_240621-093005_NET_VPN_xray_INFO.zip');
    expect(server!.fileName).toBe('TSSv2_RRAS01_240621-073100_NET_RAS_xray_INFO.zip');
  });

  it('holds what the scenario collects, and nothing else', () => {
    const names = [...client!.files.keys()];
    for (const name of ['CLIENT01-Application.evtx', 'CLIENT01-Security.evtx', 'CLIENT01-Windows-Networking-Vpn-Plugin-Platform-Operational.evtx', 'CLIENT01_240621-093005__Log-Warn-Err-Info.txt',
      'CLIENT01_240621-093005_RegHive_System.hiv', 'ConnProgramData/Pbk/rasphone.pbk', 'CLIENT01_240621-093005_Cert_machine-store_Stop_.txt', 'tss_240621-075200_CLIENT01_psSDP_NET.zip', 'tracing/PPP.LOG']) expect(names).toContain(name);
    const onServer = [...server!.files.keys()].join('\n');
    for (const absent of ['Security.evtx', 'rasphone.pbk', 'Cert_machine', 'NET_RASTrace.etl', 'VPN-Client']) expect(onServer).not.toContain(absent);
    expect(onServer).toContain('RRAS01_240621-073100_TSSv2_NET_RASScenario_METL_NET_TLS_SchannelTrace.etl');
  });

  it('speaks the language and the clock of the host', () => {
    expect(text16('Cert_machine-store_Stop_.txt')).toContain(' Nicht nach: 01.01.2025 02:00');
    expect(text16('__Log-Warn-Err-Info.txt')).toContain('20240621 09:30:05.000 [Main(1000)] INFO: TimeUTC: 2024-06-21_07:30:05 [TZ: (UTC+01:00) ');
    expect(text16('IPconfig_Info_Stop_.txt')).toContain('20240621 09:52:00.000 : IPCONFIG /ALL');
    expect(text16('Services_Stop_.txt')).toContain('DISPLAY_NAME: RAS-Verbindungsverwaltung');
    expect(Buffer.from(client!.files.get('ConnProgramData/Pbk/rasphone.pbk')!).toString('latin1')).toContain('VpnStrategy=7');
  });

  it('is the same bytes every time', () => {
    expect(buildCase(parseCase(worked))[0]!.zip()).toEqual(client!.zip());
  });

  it('refuses what would mislead', () => {
    expect(() => parseCase(worked.replace('dials:', 'dails:'))).toThrow('bundles[0]: unknown key dails');
    expect(() => parseCase(worked.replace('server: vpn.contoso.com, error', 'error'))).toThrow('bundles[0].dials[0]: server is missing');
    const security = worked.replace('provider: RemoteAccess, id: 20271', 'provider: Microsoft-Windows-Security-Auditing, id: 6273');
    expect(() => buildCase(parseCase(security))).toThrow('which NET_RAS does not collect');
    expect(() => buildCase(parseCase(`${worked}    without: [Nothing.txt]\n`))).toThrow('cannot be left out');
  });
});

describe.runIf(hasTool('evtxexport', ['-V']))('case recipe against libevtx', () => {
  const xml = (bytes: Uint8Array): string => runTool('evtxexport', ['-f', 'xml', '{log}'], { log: bytes }).stdout.toString();

  it('writes dials as RasClient events, codes as signed decimals', () => {
    const application = xml(file('CLIENT01-Application.evtx'));
    expect([...application.matchAll(/<EventID Qualifiers="0">(202\d\d)</g)].map((m) => m[1])).toEqual(['20221', '20222', '20227', '20221', '20222', '20227']);
    expect(application).toContain('<Data>13806</Data>');
    expect(application).toContain('<Data>-2146762487</Data>');
    expect(application).toContain('SystemTime="2024-06-21T07:33:13.000000000Z"');
    expect(xml(file('CLIENT01-System.evtx'))).toContain('<EventID Qualifiers="16384">7036</EventID>');
  });

  it('keeps the server side', () => {
    const system = xml(server!.files.get('RRAS01-System.evtx')!);
    expect(system).toContain('<Data>{NA}</Data>');
    expect(system).toContain('<Binary>B3020000</Binary>');
  });

  it('writes readable logs for channels without events', () => {
    const result = runTool('evtxinfo', ['{log}'], { log: file('CLIENT01-Microsoft-Windows-WFP-Operational.evtx') });
    expect(result.stdout.toString()).toMatch(/Number of records\s*:\s*0/);
  });
});

describe.runIf(hasTool('hivexsh', ['-h']))('case recipe against hivex', () => {
  it('writes settings where the registry has them', () => {
    const run = (commands: string): string => runTool('hivexsh', ['{hive}'], { hive: file('RegHive_System.hiv') }, `${commands}\nquit\n`).stdout.toString();
    expect(run('cd \\ControlSet001\\Services\\PolicyAgent\nlsval AssumeUDPEncapsulationContextOnSendRule').trim()).toBe('2');
    expect(run('cd \\ControlSet001\\Services\\IKEEXT\nlsval Start').trim()).toBe('3');
    expect(run('cd \\ControlSet001\\Control\\TimeZoneInformation\nlsval')).toContain('"ActiveTimeBias"=dword:ffffff88');
    expect(run('cd \\Select\nlsval Current').trim()).toBe('1');
  });
});

describe.runIf(hasTool('python3', ['-V']))('case recipe against python zipfile', () => {
  it('nests and mixes encodings', () => {
    const code = [
      'import zipfile,io', 'z=zipfile.ZipFile("b.zip")', 'assert z.testzip() is None', 'n=[i.orig_filename for i in z.infolist()]', 'print(sum("\\\\" in x for x in n))',
      's=zipfile.ZipFile(io.BytesIO(z.read([x for x in z.namelist() if "psSDP_NET.zip" in x][0])))', 'print(sorted(s.namelist()))',
      'r=zipfile.ZipFile(io.BytesIO(s.read("CLIENT01_RasTracingLogs.zip")))', 'print(r.read("PPP.LOG"))',
      'a=s.read("CLIENT01_NetworkAdapters_info_pscmdlets.TXT").decode("utf-16")', 'print([l for l in a.splitlines() if "ms_wanarp " in l])', 't=s.read("CLIENT01_TCPIP_info.TXT")', 'print(t.count("Verbindungsspezifisches DNS-Suffix".encode("cp850")))',
    ].join('\n');
    const result = runTool('python3', ['-c', code], { 'b.zip': client!.zip() });
    expect(result.stderr).toBe('');
    const [separators, names, ppp, binding, oem] = result.stdout.toString().split('\n');
    expect(Number(separators)).toBeGreaterThan(1);
    expect(names).toContain("'CLIENT01_Certificates-machinestore.TXT'");
    expect(ppp).toContain('Line up event');
    expect(binding).toMatch(/WAN Miniport \(IP\) .*ms_wanarp +False/);
    expect(Number(oem)).toBe(1);
  });
});
