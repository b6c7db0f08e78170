import { describe, expect, it } from 'vitest';
import { eapConfig, eapConfigText } from '../../../src/sources/eap-config/source.ts';
import { eapHostConfig, profileXml } from '../../support/text/vpn-profile-xml.ts';
import { artifactAt, block, contextFor, outFile, readCommands, recorder } from '../../support/text.ts';

const PATH = 'Attachments/Contoso AOVPN.xml';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (input: string | Uint8Array, path = PATH) => {
  const recorded = recorder();
  const result = eapConfig.parse(artifactAt(path, 'eap-config'), typeof input === 'string' ? utf8(input) : input, recorded.emit, contextFor(path));
  const fields = (name: string) => recorded.facts.find((fact) => fact.name === name)?.fields;
  return { ...recorded, result, fields };
};
const ROOT = '5A89FECB5B49A70B1A5263B735EED71CC268BE4B';

/** Written by hand after the public sample of the EAP configuration article, with its indentation, prefixes and comments. */
const HAND = `<!-- template -->
<EapHostConfig xmlns="http://www.microsoft.com/provisioning/EapHostConfig" xmlns:eapCommon="http://www.microsoft.com/provisioning/EapCommon" xmlns:baseEap="http://www.microsoft.com/provisioning/BaseEapMethodConfig">
 <EapMethod>
  <eapCommon:Type>13</eapCommon:Type>
  <eapCommon:AuthorId>0</eapCommon:AuthorId>
 </EapMethod>
 <Config xmlns:baseEap="http://www.microsoft.com/provisioning/BaseEapConnectionPropertiesV1" xmlns:eapTls="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV1">
  <baseEap:Eap>
   <baseEap:Type>13</baseEap:Type>
   <eapTls:EapType>
    <eapTls:CredentialsSource><eapTls:CertificateStore><eapTls:SimpleCertSelection>true</eapTls:SimpleCertSelection></eapTls:CertificateStore></eapTls:CredentialsSource>
    <eapTls:ServerValidation>
     <eapTls:ServerNames>nps1.contoso.com;nps2.contoso.com</eapTls:ServerNames>
     <eapTls:TrustedRootCA>5a 89 fe cb 5b 49 a7 0b 1a 52 63 b7 35 ee d7 1c c2 68 be 4b </eapTls:TrustedRootCA>
    </eapTls:ServerValidation>
    <PerformServerValidation xmlns="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV2">true</PerformServerValidation>
    <TLSExtensions xmlns="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV2">
     <FilteringInfo xmlns="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV3">
      <CAHashList Enabled="true"><IssuerHash>ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff <!-- goes here --></IssuerHash></CAHashList>
      <EKUMapping><EKUMap><EKUName>AAD Conditional Access</EKUName><EKUOID>1.3.6.1.4.1.311.87</EKUOID></EKUMap></EKUMapping>
      <ClientAuthEKUList Enabled="true"><EKUMapInList><EKUName>AAD Conditional Access</EKUName></EKUMapInList></ClientAuthEKUList>
      <AnyPurposeEKUList Enabled="false"><EKUMapInList><EKUName>x</EKUName></EKUMapInList></AnyPurposeEKUList>
     </FilteringInfo>
    </TLSExtensions>
   </eapTls:EapType>
  </baseEap:Eap>
 </Config>
</EapHostConfig>`;

describe('EAP configuration', () => {
  it('reads EAP-TLS with prefixes, comments and a certificate filter', () => {
    const { facts, result } = read(HAND);
    expect(facts).toMatchObject([{ name: 'eap.config', subject: 'Contoso AOVPN', host: 'LAP042', ref: { at: { kind: 'line', line: 2 } } }]);
    expect(facts[0]?.fields).toEqual({
      method: 'eap-tls', server_names: ['nps1.contoso.com', 'nps2.contoso.com'], trusted_roots: [ROOT], verify_server: true,
      user_cert_filter: [`issuer:${'F'.repeat(40)}`, 'eku:1.3.6.1.4.1.311.87'],
    });
    expect(result.outcome).toBe('read');
  });

  it('keeps the outer method of PEAP apart from the inner one', () => {
    expect(read(eapHostConfig({ method: 25, inner: 13, serverNames: '', roots: [ROOT], verifyServer: false })).fields('eap.config')).toEqual({
      method: 'peap', inner_method: 'eap-tls', server_names: [], trusted_roots: [ROOT], verify_server: false, user_cert_filter: [],
    });
    expect(read(eapHostConfig({ method: 25, inner: 26, serverNames: 'nps.contoso.com', roots: [] })).fields('eap.config')).toEqual({ method: 'peap', inner_method: 'eap-mschapv2', server_names: ['nps.contoso.com'], trusted_roots: [] });
    expect(read(eapHostConfig({ method: 26 })).fields('eap.config')).toEqual({ method: 'eap-mschapv2' });
  });

  it('reads EAP-TTLS with an inner method that is no EAP', () => {
    const ttls = '<EapHostConfig><EapMethod><Type>21</Type></EapMethod><Config><EapTtls><ServerValidation><ServerNames>nps.contoso.com</ServerNames><TrustedRootCAHash>5a89</TrustedRootCAHash></ServerValidation><Phase2Authentication><PAPAuthentication/></Phase2Authentication></EapTtls></Config></EapHostConfig>';
    expect(read(ttls).fields('eap.config')).toEqual({ method: 'eap-ttls', inner_method: 'pap', server_names: ['nps.contoso.com'], trusted_roots: ['5A89'] });
  });

  it('leaves wireless profiles alone', () => {
    expect(read(`<WLANProfile><OneX><EAPConfig>${eapHostConfig({ method: 25 })}</EAPConfig></OneX></WLANProfile>`)).toMatchObject({ facts: [], result: { outcome: 'ignored' } });
  });
});

describe('ProfileXML', () => {
  const eap = eapHostConfig({ method: 25, inner: 13, serverNames: 'nps.contoso.com', roots: [ROOT], verifyServer: true, ekus: [{ name: 'CA', oid: '1.3.6.1.4.1.311.87' }] });
  const input = { name: 'Büro VPN', servers: 'vpn.contoso.com;Head office,vpn2.contoso.com', alwaysOn: true, trustedNetworks: 'corp.contoso.com, lab.contoso.com', routes: [{ address: '10.0.0.0', prefix: 8 }, { address: '10.9.0.0', prefix: 16, exclusion: true }], eap };

  it('reads a profile, its EAP and its proposal', () => {
    const { facts, fields } = read(profileXml({ ...input, suite: { EncryptionMethod: 'AES256', IntegrityCheckMethod: 'SHA256', DHGroup: 'Group14', PfsGroup: 'PFS2048', CipherTransformConstants: 'AES256', AuthenticationTransformConstants: 'SHA256128' } }));
    expect(facts.every((fact) => fact.subject === 'Büro VPN')).toBe(true);
    expect(fields('vpn.profile-xml')).toEqual({
      name: 'Büro VPN', always_on: true, trusted_networks: ['corp.contoso.com', 'lab.contoso.com'], servers: ['vpn.contoso.com', 'vpn2.contoso.com'], malformed: false,
      protocol: 'ikev2', user_method: 'eap', split_tunnel: true, routes: ['10.0.0.0/8'],
    });
    expect(fields('vpn.ipsec-policy')).toEqual({ encryption: 'AES256', integrity: 'SHA256', dh_group: 'Group14', pfs_group: 'PFS2048', cipher_transform: 'AES256', auth_transform: 'SHA256128', custom: true });
    expect(fields('eap.config')).toMatchObject({ method: 'peap', inner_method: 'eap-tls', verify_server: true, user_cert_filter: ['eku:1.3.6.1.4.1.311.87'] });
  });

  it('names a device tunnel after its file when it has no name of its own', () => {
    const { facts } = read(profileXml({ servers: 'vpn.contoso.com', deviceTunnel: true, alwaysOn: true, splitTunnel: false }));
    expect(facts).toMatchObject([{ subject: 'Contoso AOVPN', fields: { device_tunnel: true, machine_method: 'certificate', split_tunnel: false } }]);
    expect(facts[0]?.fields).not.toHaveProperty('name');
  });

  it.each([
    ['a bare ampersand', profileXml({ ...input, extra: '<DnsSuffix>R&D.contoso.com</DnsSuffix>' })],
    ['an entity nobody declared', profileXml({ ...input, extra: '<DnsSuffix>&nbsp;</DnsSuffix>' })],
    ['a missing end', profileXml(input).replace('</NativeProfile>', '')],
    ['a cut', profileXml(input).slice(0, 900)],
    ['a document type', `<!DOCTYPE VPNProfile [<!ENTITY a "b">]>${profileXml({ ...input, servers: '&a;' })}`],
  ])('calls a file malformed that has %s', (_, text) => {
    const { facts, result } = read(text);
    expect(facts).toMatchObject([{ name: 'vpn.profile-xml', subject: 'Büro VPN', fields: { malformed: true } }]);
    expect(result.outcome).toBe('partial');
  });

  it('reads an EAP configuration that stands as text', () => {
    const escaped = eap.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(read(profileXml({ ...input, eap: `<![CDATA[${eap}]]>` })).fields('eap.config')).toMatchObject({ method: 'peap' });
    const { fields } = read(profileXml({ ...input, name: 'R&amp;D', eap: escaped }));
    expect(fields('eap.config')).toMatchObject({ method: 'peap' });
    expect(fields('vpn.profile-xml')).toMatchObject({ name: 'R&D', malformed: false });
  });

  it('never shows the preshared key', () => {
    expect(JSON.stringify(read(profileXml({ ...input, extra: '<NativeProfile><L2tpPsk>hunter2</L2tpPsk></NativeProfile>' })).facts)).not.toContain('hunter2');
  });

  it('reads UTF-16 and refuses empty, foreign, and deep files', () => {
    expect(read(outFile(profileXml(input))).facts).toHaveLength(2);
    expect(read('').result.outcome).toBe('failed');
    expect(read('Das ist kein Profil').result.outcome).toBe('ignored');
    expect(read(`<VPNProfile>${'<a>'.repeat(50_000)}`).fields('vpn.profile-xml')).toEqual({ malformed: true });
  });
});

describe('XML among other text', () => {
  it('reads a script that holds a profile', () => {
    const { facts, result } = readCommands(eapConfigText, `$name = 'x'\n$ProfileXML = '${profileXml({ servers: 'vpn.contoso.com', alwaysOn: true })}'\n$x = $ProfileXML -replace '<', '&lt;'\n`, 'Attachments/New-Profile.ps1');
    expect(facts).toMatchObject([{ name: 'vpn.profile-xml', subject: 'New-Profile', fields: { servers: ['vpn.contoso.com'] }, ref: { at: { line: 2 } } }]);
    expect(result?.outcome).toBe('read');
  });

  it('joins what a console wrapped, and calls no profile malformed for what the console did', () => {
    const wrapped = eapHostConfig({ method: 25, inner: 26, serverNames: 'nps.contoso.com', roots: [ROOT] }).replaceAll(/(.{60})/g, '$1\n                       ');
    const { facts } = readCommands(eapConfigText, block('(Get-VpnConnection).EapConfigXmlStream.InnerXml', `InnerXml : ${wrapped}`));
    expect(facts[0]?.fields).toMatchObject({ method: 'peap', inner_method: 'eap-mschapv2', trusted_roots: [ROOT] });
    const damaged = readCommands(eapConfigText, block('Get-VpnConnection', '<VPNProfile><AlwaysOn>tr...'));
    expect(damaged).toMatchObject({ facts: [], result: { outcome: 'partial' } });
  });

  it('reads a management report that carries the profile escaped, and leaves other text alone', () => {
    const report = `<Value>${profileXml({ name: 'AOVPN', servers: 'vpn.contoso.com' }).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</Value>`;
    expect(readCommands(eapConfigText, report, 'Attachments/MDMDiagReport.xml').facts).toMatchObject([{ subject: 'AOVPN' }]);
    expect(readCommands(eapConfigText, 'Ethernet-Adapter\nBeschreibung\n').result?.outcome).toBe('ignored');
  });
});
