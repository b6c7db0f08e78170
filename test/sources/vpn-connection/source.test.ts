import { describe, expect, it } from 'vitest';
import { vpnConnection } from '../../../src/sources/vpn-connection/source.ts';
import { block, readCommands } from '../../support/text.ts';

const LIST = `

Name                  : Contoso VPN
ServerAddress         : vpn.contoso.com
AllUserConnection     : False
Guid                  : {9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}
TunnelType            : L2tp
AuthenticationMethod  : {Eap}
EncryptionLevel       : Required
L2tpIPsecAuth         : Psk
UseWinlogonCredential : False
EapConfigXmlStream    : #document
ConnectionStatus      : Disconnected
RememberCredential    : True
SplitTunneling        : True
DnsSuffix             :
IdleDisconnectSeconds : 0

Name                  : Bürozugang
ServerAddress         : vpn2.contoso.com
TunnelType            : Automatic
EncryptionLevel       : Maximum
SplitTunneling        : False

`;
const read = (text: string, path?: string) => readCommands(vpnConnection, text, path);

describe('Get-VpnConnection', () => {
  it('gives every field', () => {
    const run = read(block('Get-VpnConnection', LIST));
    expect(run.facts[0]).toMatchObject({ subject: 'Contoso VPN', clock: { clock: 'local' }, ref: { at: { kind: 'line', line: 6 } } });
    expect(run.facts[0]?.fields).toEqual({
      name: 'Contoso VPN',
      server: 'vpn.contoso.com',
      strategy: 'l2tp-only',
      tunnel: ['L2TP'],
      data_encryption: 256,
      auto_logon: false,
      l2tp_psk: true,
      split_tunnel: true,
      all_user: false,
    });
    expect(run.facts[1]?.fields).toEqual({
      name: 'Bürozugang',
      server: 'vpn2.contoso.com',
      strategy: 'automatic',
      tunnel: ['IKEv2', 'SSTP', 'L2TP', 'PPTP'],
      data_encryption: 512,
      split_tunnel: false,
    });
    expect(run.listings[0]).toMatchObject({ fact: 'vpn.profile', complete: false, count: 2 });
  });
  it('the command tells whose profiles they are', () => {
    expect(read(block('Get-VpnConnection -AllUserConnection', LIST)).facts[1]?.fields).toMatchObject({ all_user: true });
    expect(vpnConnection.matches('Get-VpnConnectionTrigger', 'x')).toBe(false);
  });
  it('empty, foreign, cut off, without a header', () => {
    expect(read(block('Get-VpnConnection', '')).listings[0]).toMatchObject({ count: 0, complete: false });
    expect(read(block('Get-VpnConnection', 'Name : a\nNamespace : .contoso.com\n')).facts).toEqual([]);
    expect(read(block('Get-VpnConnection', LIST.slice(0, LIST.indexOf('TunnelType            : Auto'))).trimEnd()).result?.outcome).toBe('partial');
    expect(read(LIST, 'LAP042_240221-093005_VpnConnection_info_pscmdlets_Stop_.txt').facts).toHaveLength(2);
    expect(read('nothing', 'VpnConnection_info.txt').result?.outcome).toBe('ignored');
  });
});
