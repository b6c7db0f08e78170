/** Remote access server settings from the dump script, from localised tables, and from certificate bindings. */
import { describe, expect, it } from 'vitest';
import { rrasConfig } from '../../../src/sources/rras-config/source.ts';
import { rasDump, sslBindings } from '../../support/text/remote-access.ts';
import { block, readCommands } from '../../support/text.ts';

const DUMP = 'RRAS01_240221-093005_RAS-Dump.txt';
const SDP = 'RRAS01_RAS_netsh_ras-output.TXT';
const HASH = '00112233445566778899AABBCCDDEEFF00112233';

function sdp(command: string, body: string): string {
  const rule = '-'.repeat(command.length);
  return `${rule}\n${command}\n${rule}\n${body}\n\n\n`;
}

const read = (text: string, path = SDP) => {
  const run = readCommands(rrasConfig, text, path);
  return { ...run, config: run.facts.find((fact) => fact.name === 'rras.config')?.fields, of: (name: string) => run.facts.filter((fact) => fact.name === name).map((fact) => fact.fields) };
};

describe('netsh ras dump', () => {
  it('a static pool for IPv4, RADIUS, this server only', () => {
    const run = read(
      rasDump({ ranges: [['192.0.2.100', '192.0.2.149'], ['198.51.100.1', '198.51.100.10']], assignment: 'pool', access: 'serveronly', provider: 'radius', radius: [{ name: 'nps1.contoso.com', port: 1812, score: 30 }], ports: { SSTP: 128, PPTP: 0 } }),
      DUMP,
    );
    expect(run.config).toEqual({
      auth_provider: 'radius',
      accounting_provider: 'radius',
      auth_types: ['MSCHAPv2', 'EAP'],
      address_assignment: 'pool',
      pool_ranges: ['192.0.2.100-192.0.2.149', '198.51.100.1-198.51.100.10'],
      pool_size: 60,
      network_access: false,
      ipv4_enabled: true,
      ipv6_enabled: false,
      remote_access: true,
    });
    expect(run.of('rras.ports')).toEqual([
      { device: 'WAN Miniport (SSTP)', tunnel: 'SSTP', count: 128, inbound: true },
      { device: 'WAN Miniport (PPTP)', tunnel: 'PPTP', count: 0, inbound: true },
      { device: 'WAN Miniport (PPPOE)', tunnel: 'PPPoE', inbound: false },
    ]);
    expect(run.of('rras.radius-server')).toEqual([{ address: 'nps1.contoso.com', port: 1812, score: 30 }]);
    expect(run.result).toEqual({ outcome: 'read' });
    expect(run.facts[0]?.ref).toEqual({ artifact: DUMP, at: { kind: 'line', line: 7 } });
  });
  it('DHCP, local accounts, IPv4 and IPv6', () => {
    const run = read(rasDump({ remoteAccess: 'both', ipv6: 'allow', authTypes: ['EAP', 'CERT', 'PAP', 'MD5CHAP'] }), DUMP);
    expect(run.config).toMatchObject({ address_assignment: 'dhcp', network_access: true, ipv4_enabled: true, ipv6_enabled: true, auth_types: ['EAP', 'CERT', 'PAP', 'CHAP'], auth_provider: 'windows' });
    expect(run.config).not.toHaveProperty('pool_size');
    expect(run.listings.find((listing) => listing.fact === 'rras.radius-server')).toMatchObject({ complete: true, count: 0 });
  });
  it('a routing-only server, with the context in front of each command', () => {
    const text = 'netsh.exe ras set type ipv4rtrtype = lananddd ipv6rtrtype = none rastype = none\nnetsh ras ip set access mode = all\nnetsh ras ip set negotiation mode = allow\nnetsh ras ipv6 set negotiation mode = deny\nnetsh ras aaaa set ipsecpolicy psk = enabled secret = "s3cret"\n';
    const run = read(text, DUMP);
    expect(run.config).toEqual({ network_access: true, ipv4_enabled: false, ipv6_enabled: false, remote_access: false });
    expect(JSON.stringify(run.facts)).not.toContain('s3cret');
  });
  it('cut off before the addresses: nothing is said about them', () => {
    const whole = rasDump({ assignment: 'pool', ranges: [['192.0.2.1', '192.0.2.5']] });
    const config = read(whole.slice(0, whole.indexOf('pushd ras ip')), DUMP).config;
    expect(config).toEqual({ auth_types: ['MSCHAPv2', 'EAP'], remote_access: true, ipv6_enabled: false });
  });
  it('empty, foreign, of another name', () => {
    expect(readCommands(rrasConfig, '', DUMP).result).toBeNull();
    expect(read('The following command was not found: ras dump.\n', DUMP).result?.outcome).toBe('ignored');
    expect(rrasConfig.matches('', 'RRAS01_240221-093005_IProuting_Stop_.txt')).toBe(false);
    expect(rrasConfig.matches('netsh nps show np', SDP)).toBe(false);
  });
});

describe('netsh ras show', () => {
  it('an address pool behind German, French and Japanese labels', () => {
    for (const [first, second, pool] of [
      ['Aushandlungsmodus', 'Zugriffsmodus', 'Pool'],
      ['Mode de négociation', "Mode d'accès", 'Pool'],
      ['ネゴシエーション モード', 'アクセス モード', 'プール'],
    ]) {
      const run = read(sdp('netsh ras ip show config', `\nRAS IP\n\n${first}:   allow\n${second}:  serveronly\nx: deny\ny: enabled\nz: pool\n${pool}: 192.0.2.10 - 192.0.2.19\n`));
      expect(run.config).toEqual({ address_assignment: 'pool', pool_ranges: ['192.0.2.10-192.0.2.19'], pool_size: 10, network_access: false, ipv4_enabled: true });
    }
  });
  it('authentication types by their tokens', () => {
    const run = read(sdp('netsh ras show authtype', '\nAktivierte Authentifizierungstypen:\n\nCode        Bedeutung\n--------------------------------------\nMSCHAPv2    Microsoft Challenge Handshake, Version 2\nEAP         Extensible Authentication-Protokoll\n'));
    expect(run.config).toEqual({ auth_types: ['MSCHAPv2', 'EAP'] });
  });
  it('ports of the WAN miniports', () => {
    const run = read(sdp('netsh ras show wanports', '\nGerät                  RAS      DD       DD aus   Max.\n---\nWAN Miniport (SSTP)    enabled  disabled disabled 128\nWAN Miniport (L2TP)    disabled disabled disabled 0\n'));
    expect(run.of('rras.ports')).toEqual([
      { device: 'WAN Miniport (SSTP)', tunnel: 'SSTP', count: 128, inbound: true },
      { device: 'WAN Miniport (L2TP)', tunnel: 'L2TP', count: 0, inbound: false },
    ]);
  });
  it('the provider and its servers', () => {
    const run = read(sdp('netsh ras aaaa show authentication', '\nAuthentifizierungsanbieter: RADIUS\n') + sdp('netsh ras aaaa show authserver', '\nServer          Punkte  Port  Zeit\n-----\n198.51.100.7    30      1812  5\n'));
    expect(run.config).toEqual({ auth_provider: 'radius' });
    expect(run.of('rras.radius-server')).toEqual([{ address: '198.51.100.7', port: 1812 }]);
    expect(read(sdp('netsh ras aaaa show authentication', 'Windows or RADIUS may be used\n')).config).toBeUndefined();
  });
  it('the certificate SSTP is bound to', () => {
    expect(read(sdp('netsh ras show sstp-ssl-cert', `\nZertifikathash: ${HASH.toLowerCase().replace(/(..)(?=.)/g, '$1 ')}\n`)).of('sstp.binding')).toEqual([{ hash: HASH }]);
    expect(read(sdp('netsh ras show sstp-ssl-cert', '\nEs ist kein Zertifikat konfiguriert.\n')).of('sstp.binding')).toEqual([]);
  });
});

describe('netsh http show sslcert', () => {
  const OTHER = 'FFEEDDCCBBAA99887766554433221100FFEEDDCC';
  it.each(['en', 'de', 'fr', 'ja'] as const)('in %s', (language) => {
    const text = sslBindings([{ address: '0.0.0.0:443', hash: HASH, store: 'MY' }, { address: '[::]:443', hash: OTHER, appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}' }], language);
    const run = read(block('netsh http show sslcert', text));
    expect(run.of('http.ssl-binding')).toEqual([
      { address: '0.0.0.0:443', hash: HASH, app_id: '{BA195980-CD49-458B-9E23-C84EE0ADCD75}', store: 'MY' },
      { address: '[::]:443', hash: OTHER, app_id: '{4DC3E181-E14B-4A21-B022-59FC669B0914}' },
    ]);
    expect(run.listings).toMatchObject([{ fact: 'http.ssl-binding', complete: true, count: 2 }]);
  });
  it('a binding by name, and none at all', () => {
    expect(read(block('netsh http show sslcert', `\n    Hostname:port                : vpn.contoso.com:443\n    Certificate Hash             : ${HASH.toLowerCase()}\n`)).of('http.ssl-binding')).toEqual([{ address: 'vpn.contoso.com:443', hash: HASH }]);
    expect(read(block('netsh http show sslcert', '\nDas System kann die angegebene Datei nicht finden.\n')).listings).toMatchObject([{ complete: false, count: 0 }]);
    expect(read(block('netsh http show sslcert ipport=0.0.0.0:443', sslBindings([{ address: '0.0.0.0:443', hash: HASH }]))).listings).toMatchObject([{ complete: false }]);
  });
});
