import { describe, expect, it } from 'vitest';
import { rasphonePbk } from '../../../src/sources/rasphone-pbk/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const PATH = 'ConnAppData/Pbk/rasphone.pbk';
const read = (bytes: Uint8Array, path = PATH, extra = {}) => {
  const recorded = recorder();
  const result = rasphonePbk.parse(artifactAt(path, 'rasphone-pbk'), bytes, recorded.emit, contextFor(path, extra));
  return { ...recorded, result, first: recorded.facts[0]?.fields ?? {} };
};
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'));

const BOOK = `[Contoso VPN]
Encoding=1
PBVersion=6
Type=2
AutoLogon=0
UseRasCredentials=1
DataEncryption=256
CustomAuthKey=26
CustomAuthData=314442430000000000000000
CustomAuthData=000000000000000000000000
VpnStrategy=8
ExcludedProtocols=8
IpPrioritizeRemote=0
IpSecFlags=0
AuthRestrictions=128
Disable_IKEv2_Fragmentation=1
NumCustomPolicy=1
CustomIPSecPolicies=030000000400000002000000030000000200000000000000
PreferredDevice=WAN Miniport (IKEv2)

NETCOMPONENTS=
ms_msclient=1
ms_server=0

MEDIA=rastapi
Port=VPN2-0
Device=WAN Miniport (IKEv2)

DEVICE=vpn
PhoneNumber=vpn.contoso.com
AreaCode=
CountryCode=0

[Büro L2TP]
Type=2
VpnStrategy=3
IpSecFlags=1
IpPrioritizeRemote=1
CustomAuthKey=0
DEVICE=vpn
PhoneNumber=192.0.2.1

[Modem]
Type=1
VpnStrategy=0
DEVICE=modem
PhoneNumber=555
`;

describe('a phonebook', () => {
  it('gives every field of a profile', () => {
    const run = read(latin(BOOK));
    expect(run.first).toEqual({
      name: 'Contoso VPN',
      server: 'vpn.contoso.com',
      strategy: 'ikev2-first',
      strategy_number: 8,
      tunnel: ['IKEv2', 'PPTP', 'SSTP', 'L2TP'],
      custom_auth_key: 26,
      eap_type: 'eap-mschapv2',
      data_encryption: 256,
      auth_restrictions: 128,
      excluded_protocols: 8,
      auto_logon: false,
      use_ras_credentials: true,
      l2tp_psk: false,
      disable_ikev2_fragmentation: true,
      num_custom_policy: 1,
      split_tunnel: true,
      all_user: false,
    });
    expect(run.facts[0]?.ref.at).toEqual({ kind: 'section', section: 'Contoso VPN', line: 1 });
    expect(run.listings[0]).toMatchObject({ complete: false, count: 3 });
  });
  it('skips entries that are no VPN, keeps names in the ANSI page, and knows a preshared key', () => {
    const run = read(latin(BOOK), 'ConnProgramData/Pbk/rasphone.pbk', { ansiCodePage: 1252, oemCodePage: 850 });
    expect(run.facts.map((fact) => fact.subject)).toEqual(['Contoso VPN', 'Büro L2TP']);
    expect(run.facts[1]?.fields).toMatchObject({ l2tp_psk: true, split_tunnel: false, eap_type: null, tunnel: ['L2TP'], all_user: true });
    expect(run.facts[1]?.fields).not.toHaveProperty('num_custom_policy');
  });
  it('UTF-8 and UTF-16', () => {
    expect(read(new Uint8Array(Buffer.from('[事務所]\nType=2\nVpnStrategy=7\n', 'utf8'))).facts[0]?.subject).toBe('事務所');
    expect(read(outFile('[Büro]\nType=2\nVpnStrategy=5\n')).first).toMatchObject({ name: 'Büro', strategy: 'sstp-only' });
  });
  it.each([
    [0, 'automatic', ['IKEv2', 'SSTP', 'L2TP', 'PPTP']],
    [1, 'pptp-only', ['PPTP']],
    [5, 'sstp-only', ['SSTP']],
    [7, 'ikev2-only', ['IKEv2']],
    [14, 'protocol-list', ['IKEv2', 'SSTP']],
    [15, 'protocol-list', undefined],
    [99, undefined, undefined],
  ])('strategy %i', (number, strategy, tunnel) => {
    const first = read(latin(`[x]\nType=2\nVpnStrategy=${number}\n`)).first;
    expect([first['strategy'], first['tunnel'], first['strategy_number']]).toEqual([strategy, tunnel, number]);
  });
  it('an entry without a type is a VPN by its device', () => {
    expect(read(latin('[x]\nDEVICE=vpn\nPhoneNumber=203.0.113.9\n')).first).toEqual({ name: 'x', server: '203.0.113.9', all_user: false });
  });
});

describe('bad input', () => {
  it('empty, foreign, cut off', () => {
    expect(read(latin('')).listings[0]).toMatchObject({ count: 0 });
    expect(read(latin('hello\nworld')).result.outcome).toBe('ignored');
    expect(read(latin(BOOK.slice(0, 60))).first).toMatchObject({ name: 'Contoso VPN' });
    expect(read(latin('[x]\nType=2\nVpnStrategy=abc\n=\n==\n[')).first).toEqual({ name: 'x', all_user: false });
  });
});
