import { describe, expect, it } from 'vitest';
import { netAdapter } from '../../../src/sources/net-adapter/source.ts';
import { wanMiniportOf } from '../../../src/sources/net-adapter/wan-miniport.ts';
import { block, readCommands } from '../../support/text.ts';

const read = (text: string, path?: string) => {
  const run = readCommands(netAdapter, text, path);
  const rows = run.facts
    .filter((fact) => fact.name === 'adapter.binding')
    .map(({ fields }) => [fields['adapter'], fields['component_id'], fields['enabled'], fields['wan_miniport']]);
  return { ...run, rows, listing: run.listings.find((listing) => listing.fact === 'adapter.binding') };
};
const BINDINGS = 'Get-NetAdapterBinding -AllBindings -IncludeHidden';

const ENGLISH = `
Name                           DisplayName                                        ComponentID          Enabled
----                           -----------                                        -----------          -------
Ethernet                       Internet Protocol Version 4 (TCP/IPv4)             ms_tcpip             True
Local Area Connection* 10      QoS Packet Scheduler                               ms_pacer             True
Local Area Connection* 10      Remote Access IP ARP Driver                        ms_wanarp            False
Local Area Connection* 11      Remote Access IPv6 ARP Driver                      ms_wanarpv6          True
Local Area Connection* 12      QoS Packet Scheduler                               ms_pacer             True

`;

describe('names of the miniports', () => {
  it.each([
    ['WAN Miniport (IP)', 'ip'],
    ['WAN-Miniport (IP)', 'ip'],
    ['Miniport WAN (IP)', 'ip'],
    ['WAN Miniport (IP) #2', 'ip'],
    ['WAN Miniport (IPv6)', 'ipv6'],
    ['WAN-Miniport (Netzwerkmonitor)', 'network-monitor'],
    ['Miniport WAN (Moniteur réseau)', 'network-monitor'],
    ['WAN Miniport (ネットワーク モニター)', 'network-monitor'],
    ['WAN Miniport (Network Mon...', 'network-monitor'],
    ['WAN Miniport (IKEv2)', null],
    ['WAN Miniport (PPTP)', null],
    ['Intel(R) Ethernet Connection I219-LM', null],
  ])('%s', (text, expected) => {
    expect(wanMiniportOf(text)).toBe(expected);
  });
});

describe('a binding table', () => {
  it('names the miniports by the driver only they carry', () => {
    const run = read(block(BINDINGS, ENGLISH));
    expect(run.rows).toEqual([
      ['Ethernet', 'ms_tcpip', true, undefined],
      ['Local Area Connection* 10', 'ms_pacer', true, 'ip'],
      ['Local Area Connection* 10', 'ms_wanarp', false, 'ip'],
      ['Local Area Connection* 11', 'ms_wanarpv6', true, 'ipv6'],
      ['Local Area Connection* 12', 'ms_pacer', true, undefined],
    ]);
    expect(run.listing).toMatchObject({ complete: true, count: 5 });
    expect(run.result).toEqual({ outcome: 'read' });
    expect(run.facts[2]).toMatchObject({
      subject: 'Local Area Connection* 10|ms_wanarp',
      host: 'LAP042',
      fields: { display_name: 'Remote Access IP ARP Driver' },
      ref: { at: { kind: 'line', line: 9 } },
    });
  });
  it('cut aliases are no alias: each row is known by its own driver only', () => {
    const table = `
Name                 DisplayName                ComponentID  Enabled
----                 -----------                -----------  -------
Local Area Connec... QoS Packet Scheduler       ms_pacer     True
Local Area Connec... Remote Access IP ARP Dr... ms_wanarp    False
Local Area Connec... Remote Access IPv6 ARP ... ms_wanarpv6  True
Local Area Connec... QoS Packet Scheduler       ms_pacer     False

`;
    const run = read(block(BINDINGS, table));
    expect(run.rows).toEqual([
      ['Local Area Connec...', 'ms_pacer', true, undefined],
      ['Local Area Connec...', 'ms_wanarp', false, 'ip'],
      ['Local Area Connec...', 'ms_wanarpv6', true, 'ipv6'],
      ['Local Area Connec...', 'ms_pacer', false, undefined],
    ]);
  });

  it('adapters whose aliases are cut to the same text stay apart by their descriptions', () => {
    const adapters = `
Name                      InterfaceDescription                    ifIndex Status
----                      --------------------                    ------- ------
Connexion au r\u00e9seau lo... WAN Miniport (IPv6)                          11 Up
Connexion au r\u00e9seau lo... WAN Miniport (IP)                            12 Up

`;
    const bindings = `
Name                 InterfaceDescription ComponentID  Enabled
----                 -------------------- -----------  -------
Connexion au r\u00e9s... WAN Miniport (IPv6)  ms_pacer     True
Connexion au r\u00e9s... WAN Miniport (IP)    ms_pacer     True
Connexion au r\u00e9s... WAN Miniport (IP)    rbt_filter   True

`;
    const run = read(block('Get-NetAdapter -IncludeHidden', adapters) + block(BINDINGS, bindings));
    expect(run.facts.filter((fact) => fact.name === 'adapter.device').map(({ fields }) => fields['wan_miniport'])).toEqual(expect.arrayContaining(['ipv6', 'ip']));
    expect(run.rows.map(([, component, , miniport]) => [component, miniport])).toEqual([
      ['ms_pacer', 'ipv6'],
      ['ms_pacer', 'ip'],
      ['rbt_filter', 'ip'],
    ]);
  });

  it('German aliases, and a third-party filter on the miniport known by its description', () => {
    const adapters = `
Name                      InterfaceDescription                    ifIndex Status       MacAddress             LinkSpeed
----                      --------------------                    ------- ------       ----------             ---------
LAN-Verbindung* 10        WAN-Miniport (IP)                            14 Up                                   0 bps
LAN-Verbindung* 12        WAN-Miniport (Netzwerkmonitor)               16 Up                                   0 bps
Ethernet                  Intel(R) Ethernet Connection I219-LM          5 Up           00-00-5E-00-53-01       1 Gbps
`;
    const bindings = `
Name               DisplayName                          ComponentID Enabled
----               -----------                          ----------- -------
LAN-Verbindung* 10 QoS-Paketplaner                      ms_pacer       True
LAN-Verbindung* 10 Contoso-Filtertreiber                rbt_filter     True
LAN-Verbindung* 12 QoS-Paketplaner                      ms_pacer       True
Ethernet           Internetprotokoll, Version 4 (TCP/IP… ms_tcpip      True
`;
    const run = read(block('Get-NetAdapter -IncludeHidden', adapters) + block(BINDINGS, bindings));
    expect(run.rows).toEqual([
      ['LAN-Verbindung* 10', 'ms_pacer', true, 'ip'],
      ['LAN-Verbindung* 10', 'rbt_filter', true, 'ip'],
      ['LAN-Verbindung* 12', 'ms_pacer', true, 'network-monitor'],
      ['Ethernet', 'ms_tcpip', true, null],
    ]);
    expect(run.facts.find((fact) => fact.subject === 'WAN-Miniport (IP)')).toMatchObject({
      name: 'adapter.device',
      fields: { adapter: 'LAN-Verbindung* 10', status: 'Up', hidden: true, wan_miniport: 'ip' },
    });
    expect(run.listings.map((listing) => [listing.fact, listing.complete, listing.count])).toEqual([
      ['adapter.device', true, 3],
      ['adapter.binding', true, 4],
    ]);
  });
  it('Japanese and French, padded by letters or by display cells', () => {
    const byLetters = `
Name             DisplayName                 ComponentID Enabled
----             -----------                 ----------- -------
ローカル エリア接続* 10  リモート アクセス IP ARP ドライバー    ms_wanarp     False
`;
    const byCells = `
Name                     DisplayName                         ComponentID Enabled
----                     -----------                         ----------- -------
ローカル エリア接続* 10  リモート アクセス IP ARP ドライバー ms_wanarp     False
Ethernet                 QoS パケット スケジューラ           ms_pacer       True
`;
    const french = `
Name                    DisplayName                            ComponentID Enabled
----                    -----------                            ----------- -------
Connexion au réseau l…  Pilote ARP IP d’accès à distance       ms_wanarp     False
`;
    expect(read(block(BINDINGS, byLetters)).rows).toEqual([['ローカル エリア接続* 10', 'ms_wanarp', false, 'ip']]);
    expect(read(block(BINDINGS, byCells)).rows).toEqual([
      ['ローカル エリア接続* 10', 'ms_wanarp', false, 'ip'],
      ['Ethernet', 'ms_pacer', true, undefined],
    ]);
    expect(read(block(BINDINGS, french)).rows).toEqual([['Connexion au réseau l…', 'ms_wanarp', false, 'ip']]);
  });
  it('wrapped cells', () => {
    const run = read(
      block(
        BINDINGS,
        `
Name         DisplayName      ComponentID Enabled
----         -----------      ----------- -------
Local Area   Remote Access    ms_wanarp     False
Connection*  IP ARP Driver
10
Ethernet     Link-Layer       ms_netadapt    True
             Topology         erlltdp
`,
      ),
    );
    expect(run.rows).toEqual([
      ['Local Area Connection* 10', 'ms_wanarp', false, 'ip'],
      ['Ethernet', 'ms_netadapterlltdp', true, undefined],
    ]);
  });
  it('the SDP form, with descriptions in the table itself', () => {
    const command = 'Get-NetAdapterBinding -AllBindings -IncludeHidden | select Name, InterfaceDescription, DisplayName, ComponentID, Enabled';
    const rule = '-'.repeat(command.length);
    const run = read(`${rule}\n${command}\n${rule}

Name                      InterfaceDescription DisplayName                 ComponentID Enabled
----                      -------------------- -----------                 ----------- -------
Local Area Connection* 10 WAN Miniport (IP)    Remote Access IP ARP Driver ms_wanarp      True
`);
    expect(run.rows).toEqual([['Local Area Connection* 10', 'ms_wanarp', true, 'ip']]);
    expect(run.listing).toMatchObject({ complete: true });
  });
});

describe('a binding list', () => {
  it('Format-List', () => {
    const run = read(
      block(
        `${BINDINGS} | fl`,
        `
Name         : WAN Miniport (IP)
DisplayName  : Remote Access IP ARP Driver
ComponentID  : ms_wanarp
Enabled      : False

Name         : Ethernet
DisplayName  : File and Printer Sharing for Microsoft
               Networks
ComponentID  : ms_server
Enabled      : True

`,
      ),
    );
    expect(run.rows).toEqual([
      ['WAN Miniport (IP)', 'ms_wanarp', false, 'ip'],
      ['Ethernet', 'ms_server', true, undefined],
    ]);
    expect(run.listing).toMatchObject({ complete: true });
  });
});

describe('all properties of the adapters', () => {
  const adapters = `
Name                       : LAN-Verbindung* 10
InterfaceDescription       : Contoso übersetzt (anders)
ComponentID                : ms_ndiswanip
PnPDeviceID                : SWD\\MSRRAS\\MS_NDISWANIP
Hidden                     : True
Status                     : Up
DisplayName                :

Name                       : Ethernet
InterfaceDescription       : NIC
ComponentID                : PCI\\VEN_8086&DEV_15BB
Hidden                     : False
Status                     : Disconnected
DisplayName                :
`;
  it('name the miniport by its device, in no language', () => {
    const run = read(block('Get-NetAdapter -IncludeHidden | fl *', adapters) + block(BINDINGS, ENGLISH.replaceAll('Local Area Connection* 10', 'LAN-Verbindung* 10       ')));
    expect(run.facts.filter((fact) => fact.name === 'adapter.device').map(({ fields }) => [fields['hidden'], fields['status'], fields['wan_miniport']])).toEqual([
      [true, 'Up', 'ip'],
      [false, 'Disconnected', null],
    ]);
    expect(run.rows.filter((row) => row[3] === 'ip').map((row) => row[1])).toEqual(['ms_pacer', 'ms_wanarp']);
    expect(run.listings.map((listing) => [listing.fact, listing.complete])).toEqual([['adapter.device', true], ['adapter.binding', true]]);
  });
});

describe('what a list does not say', () => {
  it('hidden adapters', () => {
    expect(read(block('Get-NetAdapterBinding', ENGLISH)).listing).toMatchObject({ complete: false, reason: 'hidden adapters are not listed' });
  });
  it('other adapters', () => {
    expect(read(block('Get-NetAdapterBinding -Name "Ethernet" -IncludeHidden', ENGLISH)).listing).toMatchObject({ complete: false });
  });
  it('an absent miniport in a complete list', () => {
    const run = read(block(BINDINGS, ENGLISH.split('\n').filter((line) => !line.includes('* 10')).join('\n')));
    expect(run.rows.filter((row) => row[3] === 'ip')).toEqual([]);
    expect(run.listing).toMatchObject({ complete: true, count: 3 });
  });
  it('columns the page had no room for', () => {
    const run = read(block(BINDINGS, '\nName     DisplayName\n----     -----------\nEthernet QoS Packet Scheduler\n'));
    expect(run.rows).toEqual([]);
    expect(run.listing).toMatchObject({ complete: false });
    expect(run.result?.outcome).toBe('partial');
  });
  it('nothing printed', () => {
    expect(read(block(BINDINGS, '')).listing).toMatchObject({ complete: false, count: 0 });
  });
  it('a list cut off in its last object', () => {
    const run = read(block(`${BINDINGS} | fl`, 'Name : Ethernet\nDisplayName : a\nComponentID : ms_a\nEnabled : True\n\nName : Ethernet\nDisplayName : b'));
    expect(run.listing).toMatchObject({ complete: false });
  });
});

describe('foreign text', () => {
  it('under a header of ours, and in a file of our name', () => {
    expect(read(block(BINDINGS, 'Get-NetAdapterBinding : Access denied\n    + CategoryInfo : x')).rows).toEqual([]);
    expect(read('nothing here\nat all', 'LAP042_NetAdapterBinding.txt').result?.outcome).toBe('ignored');
    expect(readCommands(netAdapter, block('Get-NetAdapterRss', ENGLISH)).result).toBeNull();
  });
  it('a file without headers that lists hidden adapters is complete', () => {
    expect(read(ENGLISH, 'NetAdapterBindings.txt').listing).toMatchObject({ complete: true });
  });
});
