/** A whole built server bundle: every output about the machine's state becomes facts, whatever encodings its file mixes. */
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { Collector } from '../../src/engine/collector.ts';
import { gather } from '../../src/engine/gather.ts';
import { startStopwatch } from '../../src/engine/timing.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import { buildBundle } from '../support/bundle-builder.ts';
import type { BundleRecipe } from '../support/bundle-builder.ts';
import { memoryFile } from '../support/pieces.ts';
import { netstat, rasDump, routePrint, sslBindings } from '../support/text-builder.ts';

const HASH = '00112233445566778899AABBCCDDEEFF00112233';
const RECIPE: BundleRecipe = {
  host: 'RRAS01', scenario: 'NET_RAS', language: 'de', day: '2024-02-21', collected: ['08:30:05', '08:52:00'], switches: ['NET_RAS'],
  commands: {
    'IPconfig_Info_Stop_.txt': [{ command: 'route.exe print', output: routePrint([{ destination: '0.0.0.0', mask: '0.0.0.0', gateway: '192.0.2.1', interface: '192.0.2.10', metric: 25 }], 'de') }],
    'NetStat_Info_Stop_.txt': [{ command: 'netstat.exe -anob', output: netstat([{ protocol: 'TCP', local: '0.0.0.0:443', pid: 4 }, { protocol: 'UDP', local: '0.0.0.0:500', pid: 1180 }], 'de') }],
    'Proxy_Stop_.txt': [{ command: 'netsh winhttp show proxy', output: '\nAktuelle WinHTTP-Proxyeinstellungen:\n\n    Direkter Zugriff (kein Proxyserver).\n' }],
    'Credman_Stop_.txt': [{ command: 'cmdkey.exe /list', output: '\nDerzeit gespeicherte Anmeldeinformationen:\n\n* KEINE *\n' }],
  },
  sdp: {
    'RAS_netsh_ras-output': [
      { title: 'netsh ras aaaa show authentication', output: '\nAuthentifizierungsanbieter für RRAS: RADIUS\n' },
      { title: 'netsh ras ip show config', output: '\nRAS-IP-Konfiguration für \n\nAushandlungsmodus: allow\nZugriffsmodus: serveronly\nAdressanforderung: deny\nNamensauflösung: enabled\nZuweisung: pool\nPool: 192.0.2.100 bis 192.0.2.109\n' },
      { title: 'netsh ras show sstp-ssl-cert', output: `\nZertifikathash für SSTP: ${HASH.toLowerCase()}\n` },
    ],
    HTTP_netsh_output: [{ title: 'netsh http show sslcert', output: sslBindings([{ address: '0.0.0.0:443', hash: HASH }], 'de') }],
    W32TM_Query_Status: [{ title: 'w32tm /query /status', output: 'Sprungindikator: 0(keine Warnung)\nStratum: 4 (Sekundärreferenz)\nPräzision: -23 (119.209ns pro Tick)\nStammverzögerung: 0.03s\nStammabweichung: 7.7s\nReferenz-ID: 0xC000020A (Quell-IP: 192.0.2.10)\nLetzte Zeit: 21.02.2024 08:12:31\nQuelle: dc1.contoso.com\nAbrufintervall: 10 (1024s)\n' }],
  },
  files: {
    'RRAS01_240221-093005_RAS-Dump.txt': rasDump({ assignment: 'pool', ranges: [['192.0.2.100', '192.0.2.109']] }),
    'RRAS01_AuditPol_backup.csv': 'Computername,Ziel,Unterkategorie,GUID,Aufnahme,Ausschluss,Wert\nRRAS01,System,Netzwerkrichtlinienserver,{0cce9243-69ae-11d9-bed3-505054503030},Keine,,0\n',
    'RRAS01_240221-093005_Tasklist_Stop_.csv': '"Abbildname","PID","Dienste"\n"System Idle Process","0","Nicht zutreffend"\n"svchost.exe","1180","IKEEXT"\n',
  },
};

describe('a server bundle', () => {
  it('states all of it', async () => {
    const built = buildBundle(RECIPE);
    const bundle = await openBundle(memoryFile(built.fileName, built.zip()), nodePlatform, {});
    const collector = new Collector();
    const { coverage } = await gather(bundle, collector, { host: null, stopwatch: startStopwatch(), onProgress: () => {} });
    const of = (name: string) => collector.facts.filter((fact) => fact.name === name).map((fact) => fact.fields);
    expect(coverage.filter((one) => /RAS-Dump|RAS_netsh|NetStat|Proxy_|AuditPol|Tasklist/.test(one.artifact)).map((one) => one.outcome)).toEqual(expect.not.arrayContaining(['failed', 'ignored']));
    // The dump and the localised table agree on what both say.
    expect(of('rras.config')).toHaveLength(2);
    for (const config of of('rras.config')) expect(config).toMatchObject({ address_assignment: 'pool', pool_ranges: ['192.0.2.100-192.0.2.109'], pool_size: 10 });
    expect(of('rras.config')).toEqual(expect.arrayContaining([expect.objectContaining({ auth_provider: 'radius', network_access: false }), expect.objectContaining({ auth_provider: 'windows', auth_types: ['MSCHAPv2', 'EAP'] })]));
    expect(of('sstp.binding')).toEqual([{ hash: HASH }]);
    expect(of('http.ssl-binding')).toMatchObject([{ address: '0.0.0.0:443', hash: HASH }]);
    expect(of('network.route')).toContainEqual({ destination: '0.0.0.0', prefix_length: 0, gateway: '192.0.2.1', interface: '192.0.2.10', metric: 25, ip_version: 4 });
    expect(of('network.listener').map((fields) => [fields['protocol'], fields['port']])).toEqual([['tcp', 443], ['udp', 500]]);
    expect(of('proxy.winhttp')).toEqual([{ direct: true, server: null, bypass: null }]);
    expect(of('time.sync')).toEqual([{ stratum: 4, source: 'dc1.contoso.com', synced: true }]);
    expect(of('audit.subcategory')).toEqual([{ guid: '{0CCE9243-69AE-11D9-BED3-505054503030}', success: false, failure: false }]);
    expect(of('process.running')).toContainEqual({ name: 'svchost.exe', pid: 1180, services: ['IKEEXT'] });
    expect(collector.listings.find((listing) => listing.fact === 'credential.saved')).toMatchObject({ host: 'RRAS01', complete: true, count: 0 });
    expect(collector.facts.filter((fact) => fact.name === 'collection.asked').map(({ subject, fields }) => [subject, fields['asked']])).toContainEqual(['ras-dump', true]);
  });
});
