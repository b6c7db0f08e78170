import { describe, expect, it } from 'vitest';
import { npsShow } from '../../../src/sources/nps-config/show.ts';
import { npsConfig } from '../../../src/sources/nps-config/source.ts';
import { artifactAt, block, contextFor, outFile, readCommands, recorder } from '../../support/text.ts';
import { npsExport } from '../../support/text/nps-config.ts';

const THUMBPRINT = '2C6309139F605EDD59ADF035B1FFF11EE18DF5AC';
const CONFIG = npsExport({
  policies: [
    { name: 'Verbindungen mit VPN', order: 1, enabled: true, grants: true, authTypes: [5, 4, 10], eapTypes: [0x19, 0x0d], conditions: ['NTGROUPS("S-1-5-21-1-2-3-1103")', 'TIMEOFDAY("0 00:00-24:00")'], ignoreDialin: true, certificate: THUMBPRINT },
    { name: 'Connections to other access servers', order: 999999, grants: false, authTypes: [3, 9] },
    { name: '3Com "alt" & neu', order: 2, enabled: false },
    { name: 'Use Windows authentication for all users', kind: 'connection-request', order: 999999 },
  ],
  clients: [{ name: 'vpn01', address: '192.0.2.10', enabled: true, secret: 'Pa55w0rd!' }, { name: 'Zweigstelle', address: '198.51.100.0/24', enabled: false }],
});

function read(bytes: Uint8Array) {
  const recorded = recorder();
  const result = npsConfig.parse(artifactAt('NPS01_NPS_netsh_nps-export.xml', 'nps-config'), bytes, recorded.emit, contextFor('NPS01_NPS_netsh_nps-export.xml'));
  return { ...recorded, result };
}
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

describe('exported configuration', () => {
  it('joins policy and profile', () => {
    const { facts } = read(utf8(CONFIG));
    const policy = facts.find((fact) => fact.subject === 'Verbindungen mit VPN');
    expect(policy?.fields).toEqual({
      name: 'Verbindungen mit VPN', kind: 'network', order: 1, enabled: true, grants: true, auth_types: ['EAP', 'MS-CHAPv2', 'MS-CHAPv2 CPW'], eap_types: ['peap', 'eap-tls'],
      conditions: ['NTGROUPS("S-1-5-21-1-2-3-1103")', 'TIMEOFDAY("0 00:00-24:00")'], ignore_dialin: true, eap_certificates: [THUMBPRINT],
    });
  });
  it('leaves out what the built-in policies do not state', () => {
    const { facts } = read(utf8(CONFIG));
    expect(facts.find((fact) => fact.subject === 'Connections to other access servers')?.fields).toEqual({ name: 'Connections to other access servers', kind: 'network', order: 999999, grants: false, auth_types: ['MS-CHAPv1', 'MS-CHAPv1 CPW'], eap_types: [] });
    expect(facts.find((fact) => fact.fields['kind'] === 'connection-request')?.fields).toEqual({ name: 'Use Windows authentication for all users', kind: 'connection-request', order: 999999, auth_provider: 'windows' });
    expect(facts.find((fact) => fact.subject === '3Com "alt" & neu')?.fields['enabled']).toBe(false);
  });
  it('lists clients without vendors and without secrets', () => {
    const { facts, listings } = read(utf8(CONFIG));
    expect(facts.filter((fact) => fact.name === 'nps.radius-client').map((fact) => fact.fields)).toEqual([
      { name: 'vpn01', address: '192.0.2.10', enabled: true },
      { name: 'Zweigstelle', address: '198.51.100.0/24', enabled: false },
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/Pa55w0rd|topsecret/);
    expect(listings.map((listing) => [listing.fact, listing.complete, listing.count])).toEqual([['nps.policy', true, 4], ['nps.radius-client', true, 2]]);
  });
  it('reads UTF-16 and a copy out of a browser with its minus signs', () => {
    expect(read(outFile(CONFIG)).facts).toHaveLength(6);
    expect(read(utf8(CONFIG.replaceAll('<Children>', '-<Children>').replaceAll('<Properties>', '\n-<Properties>'))).facts).toHaveLength(6);
  });
  it('cut off: what stands before the cut, and no complete list', () => {
    const { facts, listings, result } = read(utf8(CONFIG.slice(0, CONFIG.indexOf('<Proxy_Policies'))));
    expect(facts.map((fact) => fact.subject)).toEqual(['Verbindungen mit VPN', 'Connections to other access servers', '3Com "alt" & neu']);
    expect(listings.every((listing) => !listing.complete)).toBe(true);
    expect(result.outcome).toBe('partial');
  });
  it.each([
    ['empty', new Uint8Array()],
    ['other XML', utf8('<Root><Children><a name="x"><Properties/></a></Children></Root>')],
  ])('%s: ignored', (_, bytes) => {
    expect(read(bytes).result.outcome).toBe('ignored');
  });
  it('text and binary under the name: nothing', () => {
    for (const bytes of [utf8('The following command was not found: nps export'), Uint8Array.from({ length: 3000 }, (_, at) => (at * 197) & 255)]) {
      const { facts, result } = read(bytes);
      expect(facts).toEqual([]);
      expect(['ignored', 'failed']).toContain(result.outcome);
    }
  });
});

describe('netsh nps show', () => {
  const rule = '-'.repeat(57);
  const german = `
Konfiguration der Netzwerkrichtlinie:
${rule}
Name                    = VPN-Benutzer
Status                  = Aktiviert
Verarbeitungsreihenfolge = 1
Richtlinienquelle       = 0

Bedingungsattribute:

Name                                    ID          Wert
${rule}
Condition0                              0x1fb5      "S-1-5-21-1-2-3-1103"

Profilattribute:

Name                                    ID          Wert
${rule}
Ignore-User-Dialin-Properties           0x1005      "TRUE"
NP-Allow-Dial-in                        0x100f      "TRUE"
NP-Allowed-EAP-Type                     0x100a      "19000000000000000000000000000000"
NP-Authentication-Type                  0x1009      "0x5"
NP-Authentication-Type                  0x1009      "0xb"

OK.
`;
  it('reads a policy by order and attribute numbers, in German', () => {
    const { facts } = readCommands(npsShow, block('netsh nps show np', german));
    expect(facts.map((fact) => fact.fields)).toEqual([
      { name: 'VPN-Benutzer', kind: 'network', order: 1, enabled: true, grants: true, auth_types: ['EAP', 'PEAP'], eap_types: ['peap'], conditions: ['0x1fb5 "S-1-5-21-1-2-3-1103"'], ignore_dialin: true },
    ]);
  });
  it('tells policies and clients apart in the whole configuration, in Japanese, and keeps no secret', () => {
    const clients = `\nクライアントの構成:\n${rule}\n名前                    = vpn01\nアドレス                = 192.0.2.10\n状態                    = 有効\n共有シークレット        = geheim\n\n`;
    const { facts, listings } = readCommands(npsShow, block('netsh nps show config', `${clients}${german}`));
    expect(facts.map((fact) => [fact.name, fact.subject, fact.fields['enabled']])).toEqual([['nps.radius-client', 'vpn01', true], ['nps.policy', 'VPN-Benutzer', true]]);
    expect(JSON.stringify(facts)).not.toContain('geheim');
    expect(listings).toEqual([]);
  });
  it('knows a client by name when the command says that there are clients, and no unknown state', () => {
    const { facts } = readCommands(npsShow, block('netsh nps show client', '\nNom = vpn01\nAdresse = vpn01.contoso.com\nÉtat = inconnu\n'));
    expect(facts.map((fact) => fact.fields)).toEqual([{ name: 'vpn01', address: 'vpn01.contoso.com' }]);
  });
  it('finds nothing in other output', () => {
    const { facts, result } = readCommands(npsShow, block('netsh nps show config', 'Der folgende Befehl wurde nicht gefunden: nps show config.\n'));
    expect([facts, result?.outcome]).toEqual([[], 'ignored']);
  });
});
