/** Routes and interfaces, whatever the language of the machine. */
import { describe, expect, it } from 'vitest';
import { prefixOfMask } from '../../../src/formats/text/ip-address.ts';
import { routes } from '../../../src/sources/routes/source.ts';
import { block, readCommands } from '../../support/text.ts';
import { routePrint } from '../../support/text/routes.ts';

const read = (text: string) => {
  const run = readCommands(routes, text);
  return { ...run, of: (name: string) => run.facts.filter((fact) => fact.name === name).map((fact) => fact.fields) };
};

const ROUTES = [
  { destination: '0.0.0.0', mask: '0.0.0.0', gateway: '192.0.2.1', interface: '192.0.2.10', metric: 4260 },
  { destination: '0.0.0.0', mask: '0.0.0.0', interface: '198.51.100.20', metric: 26 },
  { destination: '198.51.100.0', mask: '255.255.255.128', interface: '198.51.100.20', metric: 281 },
];

describe('route print', () => {
  it.each(['en', 'de', 'fr', 'ja'] as const)('in %s', (language) => {
    const run = read(block('route.exe print', routePrint(ROUTES, language, [{ destination: '203.0.113.0', mask: '255.255.255.0', gateway: '192.0.2.9', interface: '', metric: 1 }])));
    expect(run.of('network.route')).toEqual([
      { destination: '0.0.0.0', prefix_length: 0, gateway: '192.0.2.1', interface: '192.0.2.10', metric: 4260, ip_version: 4 },
      { destination: '0.0.0.0', prefix_length: 0, gateway: null, interface: '198.51.100.20', metric: 26, ip_version: 4 },
      { destination: '198.51.100.0', prefix_length: 25, gateway: null, interface: '198.51.100.20', metric: 281, ip_version: 4 },
      { destination: '::1', prefix_length: 128, gateway: null, interface: 'Software Loopback Interface 1', metric: 331, ip_version: 6 },
      { destination: '2001:db8:1::', prefix_length: 48, gateway: '2001:db8:1::1', interface: 'Contoso VPN', metric: 26, ip_version: 6 },
      { destination: 'fe80::1111:2222:3333:4444', prefix_length: 128, gateway: null, interface: 'Microsoft Hyper-V Network Adapter', metric: 281, ip_version: 6 },
    ]);
    expect(run.listings).toMatchObject([{ fact: 'network.route', complete: true, count: 6 }]);
    expect(run.facts[0]?.clock).toEqual({ clock: 'local', precision: 'millisecond' });
  });
  it('cut off, and twice in one file', () => {
    const whole = routePrint(ROUTES);
    const cut = read(block('route print', whole.slice(0, whole.indexOf('281'))));
    expect(cut.of('network.route')).toHaveLength(2);
    expect(cut.result).toEqual({ outcome: 'partial', reason: 'the table is cut off' });
    expect(read(block('route print', whole) + block('netstat -r', whole)).of('network.route')).toHaveLength(6);
  });
});

describe('netsh interface', () => {
  it('routes without metrics', () => {
    const run = read(block('netsh interface ipv4 show route', '\nVeröff.  Typ       Met  Präfix                    Idx  Gateway/Schnittstelle\n-------  --------  ---  ------------------------  ---  ------------------------\nNein     Manuell   0    0.0.0.0/0                  12  192.0.2.1\nNein     System    256  192.0.2.0/24               12  Ethernet 2\n'));
    expect(run.of('network.route')).toEqual([
      { destination: '0.0.0.0', prefix_length: 0, gateway: '192.0.2.1', interface: '12', ip_version: 4 },
      { destination: '192.0.2.0', prefix_length: 24, gateway: null, interface: '12', ip_version: 4 },
    ]);
  });
  it('interfaces whose state is a word of another language', () => {
    const interfaces = (up: string, down: string) => `\nIdx     Met         MTU          State                Name\n---  ----------  ----------  ------------  ---------------------------\n  1          75  4294967295  ${up}     Loopback Pseudo-Interface 1\n 25          25        1400  ${up}     Contoso VPN\n 12        4250        1500  ${down}  Ethernet\n`;
    for (const [up, down] of [['connected', 'disconnected'], ['verbunden', 'getrennt'], ['接続', '切断']]) {
      const run = read(block('netsh interface ipv4 show int', interfaces(up as string, down as string)) + block('netsh interface ipv4 show subint', '\n   MTU  MediaSenseState      Bytes In     Bytes Out  Interface\n------  ---------------  ------------  ------------  -------------\n  1280                1        123456         98765  Contoso VPN\n  1492                5             0             0  Ethernet 7\n'));
      expect(run.of('network.interface')).toEqual([
        { name: 'Loopback Pseudo-Interface 1', index: 1, mtu: 4294967295, metric: 75, connected: true, ip_version: 4 },
        { name: 'Contoso VPN', index: 25, mtu: 1400, metric: 25, connected: true, ip_version: 4 },
        { name: 'Ethernet', index: 12, mtu: 1500, metric: 4250, connected: false, ip_version: 4 },
        { name: 'Ethernet 7', mtu: 1492, ip_version: 4 },
      ]);
    }
  });
});

describe('cmdlets', () => {
  it('Get-NetRoute as a table and as a list', () => {
    const table = `
ifIndex DestinationPrefix                              NextHop                                  RouteMetric ifMetric PolicyStore
------- -----------------                              -------                                  ----------- -------- -----------
25      0.0.0.0/0                                      0.0.0.0                                            1 25       ActiveStore
12      2001:db8::/32                                  fe80::1                                          256 25       ActiveStore

`;
    expect(read(block('Get-NetRoute', table)).of('network.route')).toEqual([
      { destination: '0.0.0.0', prefix_length: 0, gateway: null, interface: '25', metric: 26, ip_version: 4 },
      { destination: '2001:db8::', prefix_length: 32, gateway: 'fe80::1', interface: '12', metric: 281, ip_version: 6 },
    ]);
    const list = 'DestinationPrefix : 192.0.2.0/24\nInterfaceAlias    : Contoso VPN\nNextHop           : 0.0.0.0\nRouteMetric       : 1\n';
    expect(read(block('Get-NetRoute | fl *', list)).of('network.route')).toEqual([{ destination: '192.0.2.0', prefix_length: 24, gateway: null, interface: 'Contoso VPN', ip_version: 4 }]);
  });
  it('Get-NetIPInterface', () => {
    const table = `
ifIndex InterfaceAlias                  AddressFamily NlMtu(Bytes) InterfaceMetric Dhcp     ConnectionState PolicyStore
------- --------------                  ------------- ------------ --------------- ----     --------------- -----------
25      Contoso VPN                     IPv4                  1400              25 Disabled Connected       ActiveStore
12      Ethernet                        IPv6                  1500              25 Enabled  Disconnected    ActiveStore

`;
    expect(read(block('Get-NetIPInterface', table)).of('network.interface')).toEqual([
      { name: 'Contoso VPN', index: 25, mtu: 1400, metric: 25, connected: true, ip_version: 4 },
      { name: 'Ethernet', index: 12, mtu: 1500, metric: 25, connected: false, ip_version: 6 },
    ]);
  });
});

it('masks', () => {
  expect(['0.0.0.0', '255.255.255.128', '255.255.255.255', '255.0.255.0', 'x'].map(prefixOfMask)).toEqual([0, 25, 32, null, null]);
});

it('empty, foreign', () => {
  expect(read(block('route print', 'Der Vorgang erfordert erhöhte Rechte.\n')).result).toEqual({ outcome: 'partial', reason: 'the command printed no routes' });
  expect(readCommands(routes, '').result).toBeNull();
  expect(routes.matches('netsh interface tcp show global', '')).toBe(false);
});
