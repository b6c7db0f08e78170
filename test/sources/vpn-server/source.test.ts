/** Settings of a VPN server from the RemoteAccess cmdlets; outputs after the examples of their documentation. */
import { describe, expect, it } from 'vitest';
import { vpnServer } from '../../../src/sources/vpn-server/source.ts';
import { cmdletList } from '../../support/text/remote-access.ts';
import { block, readCommands } from '../../support/text.ts';

const read = (command: string, body: string) => readCommands(vpnServer, block(command, body), 'RRAS01_240221-093005_Vpn_info_pscmdlets.txt');
const fieldsOf = (run: ReturnType<typeof read>, name: string) => run.facts.filter((fact) => fact.name === name).map((fact) => fact.fields);

describe('Get-VpnAuthProtocol', () => {
  it('without a root certificate', () => {
    const run = read('Get-VpnAuthProtocol', cmdletList({ UserAuthProtocolAccepted: '{EAP, MsChapv2}', TunnelAuthProtocolsAdvertised: 'Certificates', RootCertificateNameToAccept: '', CertificateAdvertised: '' }));
    expect(fieldsOf(run, 'vpn.server-auth')).toEqual([{ root_certificate_name: null, methods: ['EAP', 'MsChapv2'], eap: true, machine_certificate: false }]);
    expect(run.facts[0]).toMatchObject({ subject: 'LAP042', clock: { clock: 'local' } });
  });
  it('with a root certificate printed over many lines', () => {
    const body = `
UserAuthProtocolAccepted      : {EAP, Certificate}
TunnelAuthProtocolsAdvertised : Certificates
RootCertificateNameToAccept   : [Subject]
                                  CN=Contoso Root CA, DC=contoso, DC=com

                                [Issuer]
                                  CN=Contoso Root CA, DC=contoso, DC=com

                                [Thumbprint]
                                  00112233445566778899AABBCCDDEEFF00112233

CertificateAdvertised         :
CertificateEKUsToAccept       :
`;
    expect(fieldsOf(read('Get-VpnAuthProtocol', body), 'vpn.server-auth')).toEqual([
      { root_certificate_name: 'CN=Contoso Root CA, DC=contoso, DC=com', methods: ['EAP', 'Certificate'], eap: true, machine_certificate: true },
    ]);
  });
  it('a list PowerShell has cut says nothing of what it leaves out', () => {
    const run = read('Get-VpnAuthProtocol', cmdletList({ UserAuthProtocolAccepted: '{MsChapv2, CHAP, PAP, EAP...}', TunnelAuthProtocolsAdvertised: 'Certificates' }));
    expect(fieldsOf(run, 'vpn.server-auth')).toEqual([{ methods: ['MsChapv2', 'CHAP', 'PAP', 'EAP'], eap: true }]);
  });
});

describe('Get-VpnServerConfiguration', () => {
  it('with the standard policy', () => {
    const run = read('Get-VpnServerConfiguration', 'EncryptionType                 : OptionalEncryption \n\nIkev2Ports                     : 5 \n\nSstpPorts                      : 10\n\nIdleDisconnect(s)              : 300 \nL2tpPorts                      : 0 \nSADataSizeForRenegotiation(KB) : 102400 \nSALifeTime(s)                  : 28800\n');
    expect(fieldsOf(run, 'vpn.server-ipsec')).toEqual([{ custom: false }]);
    expect(fieldsOf(run, 'rras.ports').map(({ tunnel, count }) => [tunnel, count])).toEqual([['IKEv2', 5], ['SSTP', 10], ['L2TP', 0]]);
  });
  it('with a policy of its own', () => {
    const run = read(
      'Get-VpnServerIPsecConfiguration',
      cmdletList({ AuthenticationTransformConstants: 'SHA256128', CipherTransformConstants: 'AES128', CustomPolicy: 'True', DHGroup: 'Group2', EncryptionMethod: 'AES128', Ikev2Ports: '5', 'IdleDisconnect(s)': '1000', IntegrityCheckMethod: 'SHA256', L2tpPorts: '5', PFSgroup: 'PFS2', 'SALifeTime(s)': '28800' }),
    );
    expect(fieldsOf(run, 'vpn.server-ipsec')).toEqual([{ custom: true, encryption: 'AES128', integrity: 'SHA256', dh_group: 'Group2', pfs_group: 'PFS2', cipher_transform: 'AES128', auth_transform: 'SHA256128' }]);
  });
});

describe('a selection of properties', () => {
  const body = cmdletList({ EncryptionMethod: 'AES128', DHGroup: 'Group14' });
  it('is the policy of the server when the command asked the server', () => {
    expect(fieldsOf(read('Get-VpnServerIPsecConfiguration | fl EncryptionMethod, DHGroup', body), 'vpn.server-ipsec')).toEqual([{ custom: true, encryption: 'AES128', dh_group: 'Group14' }]);
    expect(fieldsOf(read('Get-VpnConnection', body), 'vpn.server-ipsec')).toEqual([]);
  });
});

describe('Get-RemoteAccess', () => {
  const body = (more: Readonly<Record<string, string>>) => cmdletList({ DAStatus: 'Uninstalled', VpnStatus: 'Installed', VpnS2SStatus: 'Uninstalled', InternetInterface: 'Extern', ...more });
  it('a static pool', () => {
    const run = read('Get-RemoteAccess', body({ IPAssignmentMethod: 'StaticPool', IPAddressRangeList: '{192.0.2.10 - 192.0.2.30, 198.51.100.10 - 198.51.100.19}', AuthenticationType: 'ExternalRadius', RadiusServerList: '{nps1.contoso.com}' }));
    expect(fieldsOf(run, 'rras.config')).toEqual([{ auth_provider: 'radius', address_assignment: 'pool', pool_ranges: ['192.0.2.10-192.0.2.30', '198.51.100.10-198.51.100.19'], pool_size: 31, remote_access: true }]);
  });
  it('not installed', () => {
    expect(fieldsOf(read('Get-RemoteAccess', cmdletList({ DAStatus: 'Uninstalled', VpnStatus: 'Uninstalled', RoutingStatus: 'Installed' })), 'rras.config')).toEqual([{ remote_access: false }]);
  });
});

describe('the policy of a profile', () => {
  it('named by the profile or by the command', () => {
    const listed = read('Get-VpnConnection', cmdletList({ Name: 'Contoso VPN', ServerAddress: 'vpn.contoso.com', IPsecCustomPolicy: '' }));
    expect(fieldsOf(listed, 'vpn.ipsec-policy')).toEqual([{ custom: false }]);
    const expanded = read('(Get-VpnConnection -Name "Contoso VPN").IPsecCustomPolicy', cmdletList({ AuthenticationTransformConstants: 'GCMAES256', CipherTransformConstants: 'GCMAES256', DHGroup: 'Group19', IntegrityCheckMethod: 'SHA256', PfsGroup: 'ECP256', EncryptionMethod: 'AES256' }));
    expect(expanded.facts).toMatchObject([{ name: 'vpn.ipsec-policy', subject: 'Contoso VPN', fields: { custom: true, dh_group: 'Group19', encryption: 'AES256' } }]);
  });
});

describe('other text', () => {
  it('errors, foreign commands, nothing', () => {
    expect(read('Get-VpnAuthProtocol', 'Get-VpnAuthProtocol : RemoteAccess ist auf diesem Computer nicht installiert.\n').result?.outcome).toBe('partial');
    expect(read('Get-VpnConnection', cmdletList({ Name: 'a', ServerAddress: 'b' })).result?.outcome).toBe('ignored');
    expect(vpnServer.matches('Get-RemoteAccessConnectionStatistics', 'x.txt')).toBe(false);
    expect(readCommands(vpnServer, '', 'RRAS01_Vpn_info_pscmdlets.txt').result).toBeNull();
  });
});
