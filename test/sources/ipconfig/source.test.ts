import { describe, expect, it } from 'vitest';
import { ipconfig } from '../../../src/sources/ipconfig/source.ts';
import { block, readCommands } from '../../support/text.ts';

const read = (body: string) => {
  const run = readCommands(ipconfig, block('IPCONFIG /ALL', body), 'LAP042_240221-093005_IPconfig_Info_Stop_.txt');
  return { ...run, rows: run.facts.map(({ fields }) => fields) };
};

const ENGLISH = `
Windows IP Configuration

   Host Name . . . . . . . . . . . . : LAP042
   DNS Suffix Search List. . . . . . : contoso.com

Ethernet adapter Ethernet 2:

   Connection-specific DNS Suffix  . : contoso.com
   Description . . . . . . . . . . . : Intel(R) Ethernet Connection I219-LM
   Physical Address. . . . . . . . . : 00-00-5E-00-53-01
   DHCP Enabled. . . . . . . . . . . : Yes
   Autoconfiguration Enabled . . . . : Yes
   Link-local IPv6 Address . . . . . : fe80::1c2d:3e4f:5a6b:7c8d%5(Preferred)
   IPv4 Address. . . . . . . . . . . : 192.0.2.7(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Lease Obtained. . . . . . . . . . : Wednesday, 21 February 2024 08:01:02
   Lease Expires . . . . . . . . . . : Thursday, 22 February 2024 08:01:02
   Default Gateway . . . . . . . . . : fe80::1%5
                                       192.0.2.1
   DHCP Server . . . . . . . . . . . : 192.0.2.2
   DHCPv6 IAID . . . . . . . . . . . : 100663390
   DHCPv6 Client DUID. . . . . . . . : 00-01-00-01-2A-3B-4C-5D-00-00-5E-00-53-01
   DNS Servers . . . . . . . . . . . : 2001:db8::53
                                       192.0.2.53
   Primary WINS Server . . . . . . . : 192.0.2.99
   NetBIOS over Tcpip. . . . . . . . : Enabled

Ethernet adapter Ethernet 3:

   Media State . . . . . . . . . . . : Media disconnected
   Connection-specific DNS Suffix  . :
   Description . . . . . . . . . . . : Other NIC
   Physical Address. . . . . . . . . : 00-00-5E-00-53-02
   DHCP Enabled. . . . . . . . . . . : Yes
   Autoconfiguration Enabled . . . . : Yes

PPP adapter Contoso VPN:

   Connection-specific DNS Suffix  . :
   Description . . . . . . . . . . . : Contoso VPN
   Physical Address. . . . . . . . . :
   DHCP Enabled. . . . . . . . . . . : No
   Autoconfiguration Enabled . . . . : Yes
   IPv4 Address. . . . . . . . . . . : 198.51.100.5(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.255
   Default Gateway . . . . . . . . . : 0.0.0.0
   DNS Servers . . . . . . . . . . . : 198.51.100.53
   NetBIOS over Tcpip. . . . . . . . : Enabled
`;

describe('ipconfig /all', () => {
  it('English', () => {
    const run = read(ENGLISH);
    expect(run.rows).toEqual([
      {
        adapter: 'Ethernet 2',
        description: 'Intel(R) Ethernet Connection I219-LM',
        ipv4: ['192.0.2.7'],
        ipv6: ['fe80::1c2d:3e4f:5a6b:7c8d'],
        gateways: ['fe80::1', '192.0.2.1'],
        dns_servers: ['2001:db8::53', '192.0.2.53'],
        apipa: false,
      },
      { adapter: 'Ethernet 3', description: 'Other NIC', ipv4: [], ipv6: [], gateways: [], dns_servers: [], apipa: false },
      { adapter: 'Contoso VPN', description: 'Contoso VPN', ipv4: ['198.51.100.5'], ipv6: [], gateways: [], dns_servers: ['198.51.100.53'], apipa: false },
    ]);
    expect(run.facts[2]).toMatchObject({ subject: 'Contoso VPN', clock: { clock: 'local' } });
    expect(run.listings[0]).toMatchObject({ fact: 'adapter.address', complete: true, count: 3 });
  });
  it('German, an address the machine gave itself', () => {
    const run = read(`
Windows-IP-Konfiguration

   Hostname  . . . . . . . . . . . . : LAP042

Drahtlos-LAN-Adapter WLAN:

   Verbindungsspezifisches DNS-Suffix:
   Beschreibung. . . . . . . . . . . : Contoso Wireless
   Physische Adresse . . . . . . . . : 00-00-5E-00-53-03
   DHCP aktiviert. . . . . . . . . . : Ja
   Autokonfiguration aktiviert . . . : Ja
   IPv4-Adresse (Auto. Konfiguration): 169.254.7.8(Bevorzugt)
   Subnetzmaske  . . . . . . . . . . : 255.255.0.0
   Standardgateway . . . . . . . . . :
   DNS-Server  . . . . . . . . . . . : 203.0.113.53
   NetBIOS über TCP/IP . . . . . . . : Aktiviert

PPP-Adapter Büro VPN:

   Verbindungsspezifisches DNS-Suffix:
   Beschreibung. . . . . . . . . . . : Büro VPN
   Physische Adresse . . . . . . . . :
   DHCP aktiviert. . . . . . . . . . : Nein
   Autokonfiguration aktiviert . . . : Ja
   IPv4-Adresse  . . . . . . . . . . : 198.51.100.5(Bevorzugt)
   Subnetzmaske  . . . . . . . . . . : 255.255.255.255
   Standardgateway . . . . . . . . . :
   NetBIOS über TCP/IP . . . . . . . : Aktiviert
`);
    expect(run.rows).toMatchObject([
      { adapter: 'WLAN', description: 'Contoso Wireless', ipv4: ['169.254.7.8'], gateways: [], dns_servers: ['203.0.113.53'], apipa: true },
      { adapter: 'Büro VPN', description: 'Büro VPN', ipv4: ['198.51.100.5'], dns_servers: [], apipa: false },
    ]);
  });
  it('French and Japanese', () => {
    const french = read(`
Configuration IP de Windows

   Nom de l’hôte . . . . . . . . . . : LAP042

Carte PPP Accès Contoso :

   Suffixe DNS propre à la connexion. . . :
   Description. . . . . . . . . . . . . . : Accès Contoso
   Adresse physique . . . . . . . . . . . :
   DHCP activé. . . . . . . . . . . . . . : Non
   Configuration automatique activée. . . : Oui
   Adresse IPv4. . . . . . . . . . . . . .: 198.51.100.6(préféré)
   Masque de sous-réseau. . . . . . . . . : 255.255.255.255
   Passerelle par défaut. . . . . . . . . : 0.0.0.0
   Serveurs DNS. . .  . . . . . . . . . . : 198.51.100.53
                                            198.51.100.54
   NetBIOS sur Tcpip. . . . . . . . . . . : Activé

Carte Ethernet Ethernet :

   Statut du média. . . . . . . . . . . . : Média déconnecté
   Suffixe DNS propre à la connexion. . . :
   Description. . . . . . . . . . . . . . : NIC
   Adresse physique . . . . . . . . . . . : 00-00-5E-00-53-04
   DHCP activé. . . . . . . . . . . . . . : Oui
`);
    expect(french.rows).toMatchObject([
      { adapter: 'Accès Contoso', ipv4: ['198.51.100.6'], dns_servers: ['198.51.100.53', '198.51.100.54'] },
      { adapter: 'Ethernet', description: 'NIC', ipv4: [] },
    ]);
    const japanese = read(`
Windows IP 構成

   ホスト名. . . . . . . . . . . . . . .: LAP042

イーサネット アダプター イーサネット 2:

   接続固有の DNS サフィックス . . . . .: contoso.com
   説明. . . . . . . . . . . . . . . . .: NIC
   物理アドレス. . . . . . . . . . . . .: 00-00-5E-00-53-05
   DHCP 有効 . . . . . . . . . . . . . .: はい
   自動構成有効. . . . . . . . . . . . .: はい
   IPv4 アドレス . . . . . . . . . . . .: 192.0.2.8(優先)
   サブネット マスク . . . . . . . . . .: 255.255.255.0
   リース取得. . . . . . . . . . . . . .: 2024年2月21日 8:01:02
   リースの有効期限. . . . . . . . . . .: 2024年2月22日 8:01:02
   デフォルト ゲートウェイ . . . . . . .: 192.0.2.1
   DHCP サーバー . . . . . . . . . . . .: 192.0.2.2
   DNS サーバー. . . . . . . . . . . . .: 192.0.2.53
   NetBIOS over TCP/IP . . . . . . . . .: 有効
`);
    expect(japanese.rows).toEqual([
      { adapter: 'イーサネット 2', description: 'NIC', ipv4: ['192.0.2.8'], ipv6: [], gateways: ['192.0.2.1'], dns_servers: ['192.0.2.53'], apipa: false },
    ]);
  });
  it('several addresses on one adapter', () => {
    const run = read(`
Ethernet adapter LAN:

   Connection-specific DNS Suffix  . :
   Description . . . . . . . . . . . : NIC
   Physical Address. . . . . . . . . : 00-00-5E-00-53-06
   DHCP Enabled. . . . . . . . . . . : No
   Autoconfiguration Enabled . . . . : Yes
   IPv6 Address. . . . . . . . . . . : 2001:db8::7(Preferred)
   IPv4 Address. . . . . . . . . . . : 192.0.2.7(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   IPv4 Address. . . . . . . . . . . : 192.0.2.8(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . : 192.0.2.1
   DNS Servers . . . . . . . . . . . : 127.0.0.1
`);
    expect(run.rows[0]).toMatchObject({ ipv4: ['192.0.2.7', '192.0.2.8'], ipv6: ['2001:db8::7'], gateways: ['192.0.2.1'], dns_servers: ['127.0.0.1'] });
  });
});

describe('other text', () => {
  it('other verbs, empty, foreign, cut off', () => {
    expect(ipconfig.matches('ipconfig /displaydns', 'x')).toBe(false);
    expect(read('').listings[0]).toMatchObject({ complete: false, count: 0 });
    expect(read('foreign: text\nwithout: values').facts).toEqual([]);
    expect(read(ENGLISH.slice(0, ENGLISH.indexOf('255.255.255.0'))).rows[0]).toMatchObject({ adapter: 'Ethernet 2', ipv6: ['fe80::1c2d:3e4f:5a6b:7c8d'] });
  });
});
