import { describe, expect, it } from 'vitest';
import { ascii, bindingList, bindingTable, certutilStore, collectorLogText, commandFile, cultureTime, fileStamp, ipconfigAll, oem, phonebook, scQueryex, sdpMixed, thumbprintOf, utf16, utf8 } from './text-builder.ts';
import type { CertificateInput } from './text-builder.ts';

describe('encodings', () => {
  it('writes the byte forms of the tools', () => {
    expect(utf16('ä\n').toString('hex')).toBe('fffee4000d000a00');
    expect(utf8('ä\n', true).toString('hex')).toBe('efbbbfc3a40d0a');
    expect(ascii('ä\n').toString('hex')).toBe('3f0d0a');
    expect(oem('äß', 850).toString('hex')).toBe('84e1');
    expect(oem('日', 932).toString('hex')).toBe('93fa');
  });

  it('writes local times', () => {
    expect(fileStamp('2024-02-21T23:30:05Z', 60)).toBe('240222-003005');
    expect(cultureTime('2024-02-21T12:05:00Z', 60, 'en-US')).toBe('2/21/2024 1:05 PM');
    expect(cultureTime('2024-02-21T23:05:00Z', 60, 'en-US')).toBe('2/22/2024 12:05 AM');
    expect(cultureTime('2024-02-21T12:05:00Z', 60, 'de-DE')).toBe('21.02.2024 13:05');
  });
});

describe('command files', () => {
  it('heads each block with three lines and local time', () => {
    const text = commandFile([{ command: 'IPCONFIG /ALL', output: 'one', time: '2024-02-21T08:31:07.512Z' }], 60).subarray(2).toString('utf16le');
    expect(text.split('\r\n')).toEqual(['='.repeat(38), '20240221 09:31:07.512 : IPCONFIG /ALL', '='.repeat(38), 'one', '']);
  });

  it('mixes encodings where the tools do', () => {
    const bytes = commandFile([{ command: 'x', output: 'Größe', time: '2024-02-21T08:31:07Z', body: 850 }], 0);
    expect(bytes.subarray(-7).toString('hex')).toBe('477294e1650d0a');
    const sdp = sdpMixed('RAS', [{ title: 'netsh ras show status', output: 'Größe' }], 850);
    expect(sdp.subarray(0, 2).toString('hex')).toBe('fffe');
    expect(sdp.includes(Buffer.from('477294e1650d0a', 'hex'))).toBe(true);
    expect(sdp.includes(Buffer.from('netsh ras show status', 'utf16le'))).toBe(true);
  });
});

const machine: CertificateInput = {
  subject: 'CN=client01.contoso.com, O=Contoso', issuer: 'CN=Contoso Issuing CA, DC=contoso, DC=com', serial: '6100000002', thumbprint: '1ABB2AD73583007E9DE803291960146D94AD9A52',
  notBefore: '2024-01-01T11:00:00Z', notAfter: '2026-01-01T11:00:00Z', eku: ['client-auth', '1.2.3.4'], dns: ['client01.contoso.com'], upn: ['user1@contoso.com'], template: 'Workstation',
};

describe('certutil', () => {
  it('dumps a store in full, in English', () => {
    const lines = certutilStore([machine]).split('\n');
    expect(lines.slice(0, 5)).toEqual(['my "Personal"', '================ Certificate 0 ================', 'X509 Certificate:', 'Version: 3', 'Serial Number: 6100000002']);
    for (const line of [
      ' NotBefore: 1/1/2024 11:00 AM', '    CN=client01.contoso.com', '    O=Contoso', '    DC=contoso', '        Enhanced Key Usage'.slice(4), '        Client Authentication (1.3.6.1.5.5.7.3.2)', '        1.2.3.4',
      '        DNS Name=client01.contoso.com', '             Principal Name=user1@contoso.com', 'Cert Hash(sha1): 1abb2ad73583007e9de803291960146d94ad9a52', '  CERT_KEY_PROV_INFO_PROP_ID(2):', 'Encryption test passed', 'Non-root Certificate',
    ]) expect(lines).toContain(line);
    expect(lines.at(-2)).toBe('CertUtil: -store command completed successfully.');
  });

  it('speaks German and French, and keeps ids and hashes', () => {
    const german = certutilStore([machine], { language: 'de', culture: 'de-DE', offsetMinutes: 60 });
    for (const piece of ['Seriennummer: 6100000002', ' Nicht vor: 01.01.2024 12:00', 'Antragsteller:', 'Clientauthentifizierung (1.3.6.1.5.5.7.3.2)', '2.5.29.37: ']) expect(german).toContain(piece);
    const french = certutilStore([machine], { language: 'fr', culture: 'fr-FR', verbose: false });
    for (const piece of ['Numéro de série : 6100000002', ' NotAfter : 01/01/2026 11:00', 'Hach. cert. (sha1) : 1abb'.replace(' : ', ': ')]) expect(french).toContain(piece);
  });

  it('tells a missing key from no key and an empty store from none', () => {
    expect(certutilStore([{ ...machine, privateKey: false }])).not.toContain('CERT_KEY_PROV_INFO_PROP_ID');
    expect(certutilStore([{ ...machine, privateKey: 'missing' }])).toContain('Missing stored keyset');
    expect(certutilStore([])).toBe('my "Personal"\nCertUtil: -store command completed successfully.\n');
    expect(certutilStore([machine], { spacedHashes: true })).toContain('Cert Hash(sha1): 1a bb 2a');
    expect(thumbprintOf({ ...machine, thumbprint: '1A BB' })).toBe('1abb');
  });
});

describe('network and services', () => {
  it('lays out ipconfig in three languages', () => {
    const adapters = [{ name: 'Ethernet', description: 'Contoso NIC', ipv4: ['192.0.2.10'], ipv6: ['fe80::1%5'], gateways: ['192.0.2.1'], dns: ['192.0.2.53', '192.0.2.54'], dhcpServer: '192.0.2.1' }, { kind: 'ppp', name: 'Contoso VPN', description: 'Contoso VPN', ipv4: ['169.254.1.2'] }] as const;
    const english = ipconfigAll('CLIENT01', 'contoso.com', adapters).split('\n');
    expect(english).toContain('   Host Name . . . . . . . . . . . . : CLIENT01');
    expect(english).toContain('   Connection-specific DNS Suffix  . : ');
    expect(english).toContain('   IPv4 Address. . . . . . . . . . . : 192.0.2.10(Preferred) ');
    expect(english).toContain('                                       192.0.2.54');
    expect(english).toContain('PPP adapter Contoso VPN:');
    const german = ipconfigAll('CLIENT01', 'contoso.com', adapters, 'de').split('\n');
    expect(german).toContain('   IPv4-Adresse  . . . . . . . . . . : 192.0.2.10(Bevorzugt) ');
    expect(german).toContain('   IPv4-Adresse (Auto. Konfiguration): 169.254.1.2(Bevorzugt) ');
    expect(ipconfigAll('CLIENT01', '', adapters, 'fr')).toContain('Carte PPP Contoso VPN :');
    // Columns as public outputs of Windows 10 show them: letters of East Asia take two.
    expect(ipconfigAll('CLIENT01', '', adapters, 'ja').split('\n')).toEqual(expect.arrayContaining(['   ホスト名. . . . . . . . . . . . . . .: CLIENT01', '   IP ルーティング有効 . . . . . . . . .: いいえ', 'PPP アダプター Contoso VPN:']));
  });

  it('lists bindings and services', () => {
    const binding = { adapter: 'Ethernet', componentId: 'ms_tcpip', displayName: 'Internet Protocol Version 4 (TCP/IPv4)', enabled: true };
    expect(bindingTable([binding])).toMatch(/^Ethernet {23}Internet Protocol Version 4 \(TCP\/IPv4\) +ms_tcpip +True +$/m);
    expect(bindingList([binding])).toContain('ComponentID          : ms_tcpip');
    expect(scQueryex([{ name: 'RasMan', displayName: 'Remote Access Connection Manager', state: 4, pid: 1234 }])).toMatch(/SERVICE_NAME: RasMan\n[^]*STATE {14}: 4 {2}RUNNING[^]*PID {16}: 1234/);
    expect(scQueryex([{ name: 'RasMan', displayName: 'x', state: 1 }], 'de')).toContain('(0x435)');
  });
});

describe('collector log and phonebook', () => {
  it('states zone and window', () => {
    const text = collectorLogText({
      generation: 2024, version: '2024.02.20.0', scenario: 'NET_VPN', host: 'CLIENT01', user: 'user1', domain: 'CONTOSO', osVersion: '10.0.22631.3155', productType: 'WinNT', culture: 'de-DE',
      offsetMinutes: 120, zoneName: '(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien', start: '2024-06-21T07:30:05Z', end: '2024-06-21T07:45:00Z', repro: { start: '2024-06-21T07:32:00Z', end: '2024-06-21T07:40:00Z' },
    });
    expect(text).toContain('20240621 09:30:05.000 [Main(1000)] INFO: TimeUTC: 2024-06-21_07:30:05 [TZ: (UTC+01:00) ');
    expect(text).toMatch(/^20240621 09:32:00\.000 \[.*\] INFO: ={14} Start of Repro: 2024-06-21_07:32:00 UTC ={26}$/m);
  });

  it('writes profiles with repeated and absent keys', () => {
    const text = phonebook([{ name: 'Contoso VPN', server: 'vpn.contoso.com', strategy: 'ikev2-only', keys: { CustomAuthData: ['3144', '0000'], NumServers: null, DataEncryption: 512 } }]);
    for (const line of ['[Contoso VPN]', 'VpnStrategy=7', 'CustomAuthData=3144\nCustomAuthData=0000', 'DataEncryption=512', 'PhoneNumber=vpn.contoso.com', 'PreferredDevice=WAN Miniport (IKEv2)']) expect(text).toContain(line);
    expect(text).not.toContain('NumServers');
  });
});
