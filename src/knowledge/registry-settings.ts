/**
 * Registry settings a VPN depends on: where they stand, and what their absence means.
 * One row is one fact `registry.<id>`; the registry sources read exactly these values.
 */

export interface RegistrySetting {
  readonly id: string;
  readonly hive: 'SYSTEM' | 'SOFTWARE' | 'HKCU';
  /** Below the control set for SYSTEM, below the hive's root for SOFTWARE, below HKCU\Software for HKCU. */
  readonly path: string;
  /** Name of the value; '' is the default value. */
  readonly value: string;
  /** What Windows expects: `number` a DWORD, `hex` a REG_BINARY given as upper-case hex, `strings` a REG_MULTI_SZ. */
  readonly type: 'number' | 'string' | 'strings' | 'hex';
  /** What Windows does when the value is absent. */
  readonly absent: string;
  /** Title or address of the page that names path and value. */
  readonly source: string;
  /** The path was found in practice only, not in a document of the maker. */
  readonly unverified?: true;
}

const LEARN = 'https://learn.microsoft.com/en-us';
const NETWORKING = `${LEARN}/troubleshoot/windows-server/networking`;
const RRASM = `${LEARN}/openspecs/windows_protocols/ms-rrasm`;
const LAYOUT = `${LEARN}/windows/win32/rras/routing-and-remote-access-registry-layout`;
const SSTP_LISTENER = `${LEARN}/archive/blogs/rrasblog/setting-up-the-sstp-listener-and-verifying-it`;
const SSTP_HASH = `${LEARN}/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/cc733547(v=ws.10)`;
const HICKS = 'https://directaccess.richardhicks.com/';
const TLS = `${LEARN}/windows-server/security/tls/tls-registry-settings`;
const STRONG_MAPPING = 'https://support.microsoft.com/kb/5014754';
const NPS_CRL = `${LEARN}/windows-server/networking/technologies/nps/network-policy-server-certificate-revocation-list-overview`;

const RASMAN = 'Services\\RasMan\\Parameters';
const RRAS = 'Services\\RemoteAccess\\Parameters';
const EAP_TLS = 'Services\\RasMan\\PPP\\EAP\\13';
const PEAP = 'Services\\RasMan\\PPP\\EAP\\25';
const SSTP = 'Services\\SstpSvc\\Parameters';
const LSA = 'Control\\Lsa';
const SCHANNEL = 'Control\\SecurityProviders\\SCHANNEL';
const INTERNET_SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';

const SYSTEM_ROWS: readonly RegistrySetting[] = [
  // NTLM, MS-CHAPv2 and Credential Guard
  number('lm-compatibility-level', LSA, 'LmCompatibilityLevel', '3: sends NTLMv2 only, accepts all', `${LEARN}/windows/security/threat-protection/security-policy-settings/network-security-lan-manager-authentication-level`),
  number('ntlmv2-compatibility', 'Services\\RemoteAccess\\Policy', 'Enable NTLMv2 Compatibility', '0: MS-CHAPv2 is checked with an NTLMv1 answer', `${NETWORKING}/rras-vpn-connections-fail-ms-chapv2-authentication`),
  number('block-ntlmv1-sso', `${LSA}\\MSV1_0`, 'BlockNtlmv1SSO', '0: audited, until an update changes the default', 'https://support.microsoft.com/kb/5066470'),
  number('restrict-sending-ntlm', `${LSA}\\MSV1_0`, 'RestrictSendingNTLMTraffic', '0: outgoing NTLM is allowed', `${LEARN}/windows/security/threat-protection/security-policy-settings/network-security-restrict-ntlm-outgoing-ntlm-traffic-to-remote-servers`),
  number('restrict-receiving-ntlm', `${LSA}\\MSV1_0`, 'RestrictReceivingNTLMTraffic', '0: incoming NTLM is allowed', `${LEARN}/windows/security/threat-protection/security-policy-settings/network-security-restrict-ntlm-incoming-ntlm-traffic`),
  number('restrict-ntlm-in-domain', 'Services\\Netlogon\\Parameters', 'RestrictNTLMInDomain', '0: NTLM in the domain is allowed', `${LEARN}/windows/security/threat-protection/security-policy-settings/network-security-restrict-ntlm-ntlm-authentication-in-this-domain`),
  number('lsa-cfg-flags', LSA, 'LsaCfgFlags', '0 where Credential Guard is not on by default', `${LEARN}/windows/security/identity-protection/credential-guard/configure`),
  number('virtualization-based-security', 'Control\\DeviceGuard', 'EnableVirtualizationBasedSecurity', 'off where it is not on by default', `${LEARN}/windows/security/identity-protection/credential-guard/configure`),
  number('fips-policy', `${LSA}\\FipsAlgorithmPolicy`, 'Enabled', '0: FIPS mode is off', `${LEARN}/windows/security/threat-protection/security-policy-settings/system-cryptography-use-fips-compliant-algorithms-for-encryption-hashing-and-signing`),

  // L2TP and IPsec
  number('assume-udp-encapsulation', 'Services\\PolicyAgent', 'AssumeUDPEncapsulationContextOnSendRule', '0: no security association with a server behind NAT', `${NETWORKING}/configure-l2tp-ipsec-server-behind-nat-t-device`),
  number('assume-udp-encapsulation-xp', 'Services\\IPSec', 'AssumeUDPEncapsulationContextOnSendRule', 'the place Windows XP and Server 2003 read; later systems do not', 'https://support.microsoft.com/kb/885407'),
  number('prohibit-ipsec', RASMAN, 'ProhibitIpSec', '0: L2TP brings its own IPsec policy', `${NETWORKING}/l2tp-vpn-fails-with-error-787`),
  number('allow-l2tp-weak-crypto', RASMAN, 'AllowL2TPWeakCrypto', '0: MD5 and DES are refused', `${LEARN}/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/dd197482(v=ws.10)`, true),
  number('allow-pptp-weak-crypto', RASMAN, 'AllowPPTPWeakCrypto', '0: 40 and 56-bit RC4 are refused', `${LEARN}/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/dd197482(v=ws.10)`, true),

  // IKEv2
  number('negotiate-dh2048-aes256', RASMAN, 'NegotiateDH2048_AES256', '0: the client proposes DH group 2 at most', 'https://wiki.strongswan.org/projects/strongswan/wiki/WindowsClients'),
  number('disable-ike-name-eku-check', RASMAN, 'DisableIKENameEkuCheck', '0: name and EKU of the server certificate are checked', `${LEARN}/archive/blogs/rrasblog/verification-of-additional-fields-in-peer-certificates-during-ike-negotiation-in-windows-vista-for-l2tpipsec-tunnel-connections`, true),
  number('ikev2-server-fragmentation', `${RRAS}\\Ikev2`, 'EnableServerFragmentation', '0: the server does not fragment IKEv2 messages', HICKS),
  number('cert-auth-flags', `${RRAS}\\Ikev2`, 'CertAuthFlags', 'no revocation check of IKEv2 machine certificates (4 enforces it)', `${LEARN}/windows-server/remote/remote-access/vpn/always-on-vpn/deploy/vpn-deploy-ras`),
  number('ikev2-idle-timeout', `${RRAS}\\Ikev2`, 'idleTimeout', '300 seconds', `${RRASM}/`, true),
  number('ikev2-network-outage-time', `${RRAS}\\Ikev2`, 'networkBlackoutTime', '1800 seconds', `${RRASM}/`, true),
  number('ikev2-sa-lifetime', `${RRAS}\\Ikev2`, 'saLifeTime', '28800 seconds', `${RRASM}/`, true),
  number('ike-established-limit', 'Services\\IKEEXT\\Parameters', 'IkeNumEstablishedForInitialQuery', 'Windows default limit of one peer address', HICKS, true),

  // SSTP
  { id: 'sstp-certificate-hash', hive: 'SYSTEM', path: SSTP, value: 'SHA256CertificateHash', type: 'hex', absent: 'SstpSvc picks a certificate itself', source: SSTP_HASH },
  { id: 'sstp-certificate-hash-sha1', hive: 'SYSTEM', path: SSTP, value: 'SHA1CertificateHash', type: 'hex', absent: 'SstpSvc picks a certificate itself', source: SSTP_HASH },
  number('sstp-hash-configured-by-admin', SSTP, 'isHashConfiguredByAdmin', '0: the hash was chosen by SstpSvc', HICKS, true),
  number('sstp-listener-port', SSTP, 'ListenerPort', 'port 443', SSTP_LISTENER),
  number('sstp-use-https', SSTP, 'UseHttps', '1: the listener speaks HTTPS', SSTP_LISTENER, true),
  number('sstp-no-revocation-check', SSTP, 'NoCertRevocationCheck', '0: the client checks revocation of the server certificate', 'https://support.microsoft.com/kb/947054', true),

  // EAP-TLS and PEAP: revocation and TLS version
  ...revocationRows('eap-tls', EAP_TLS),
  ...revocationRows('peap', PEAP),
  number('eap-tls-version', EAP_TLS, 'TlsVersion', 'the TLS versions the system allows', 'https://support.microsoft.com/kb/2977292'),
  number('strong-certificate-binding', 'Services\\Kdc', 'StrongCertificateBindingEnforcement', 'full enforcement since February 2025, compatibility mode before', STRONG_MAPPING),
  number('certificate-mapping-methods', SCHANNEL, 'CertificateMappingMethods', '0x18: strong mappings only, 0x1F before May 2022', STRONG_MAPPING),
  number('schannel-send-trusted-issuers', SCHANNEL, 'SendTrustedIssuerList', '0: no list of trusted issuers is sent', TLS),
  number('schannel-client-auth-trust-mode', SCHANNEL, 'ClientAuthTrustMode', '0: machine trust', TLS),
  ...schannelRows(),

  // Routing and Remote Access
  number('ras-lockout-max-denials', `${RRAS}\\AccountLockout`, 'MaxDenials', '0: remote access lockout is off', `${NETWORKING}/configure-remote-access-client-account-lockout`),
  number('ras-lockout-reset-minutes', `${RRAS}\\AccountLockout`, 'ResetTime (mins)', '2880 minutes', `${NETWORKING}/configure-remote-access-client-account-lockout`),
  number('ras-server-flags', RRAS, 'ServerFlags', 'none', `${RRASM}/b7e9ec5d-ebc3-4b4e-8ddf-c7c7209c7fa6`),
  number('ras-router-type', RRAS, 'RouterType', 'Routing and Remote Access is not configured', `${RRASM}/`, true),
  number('ras-dhcp-addressing', `${RRAS}\\Ip`, 'UseDhcpAddressing', 'addresses come from the static pool', `${RRASM}/`),
  number('ras-allow-client-address', `${RRAS}\\Ip`, 'AllowClientIpAddresses', '0: a client may not choose its address', `${RRASM}/`),
  number('ras-ipv4-enabled', `${RRAS}\\Ip`, 'EnableIn', 'IPv4 remote access is off', `${RRASM}/`),
  number('ras-ipv6-enabled', `${RRAS}\\Ipv6`, 'EnableIn', 'IPv6 remote access is off', `${RRASM}/`),
  text('ras-ipv4-router-manager', 'Services\\RemoteAccess\\RouterManagers\\Ip', 'DLLPath', 'no IPv4 router manager is registered', LAYOUT),
  text('ras-ipv6-router-manager', 'Services\\RemoteAccess\\RouterManagers\\Ipv6', 'DLLPath', 'no IPv6 router manager is registered', LAYOUT),
  text('ras-authentication-provider', 'Services\\RemoteAccess\\Authentication\\Providers', 'ActiveProvider', 'unknown', LAYOUT),

  // Client behaviour and TCP/IP
  number('ipv6-disabled-components', 'Services\\Tcpip6\\Parameters', 'DisabledComponents', '0: IPv6 is fully on', `${NETWORKING}/configure-ipv6-in-windows`),
  { id: 'auto-trigger-disabled-profiles', hive: 'SYSTEM', path: 'Services\\RasMan\\Config', value: 'AutoTriggerDisabledProfilesList', type: 'strings', absent: 'no profile was switched to manual by its user', source: `${LEARN}/windows/security/operating-system-security/network-security/vpn/vpn-auto-trigger-profile` },
  text('auto-trigger-profile', 'Services\\RasMan\\Config', 'AutoTriggerProfileEntryName', 'no profile connects by itself', HICKS, true),
  text('product-type', 'Control\\ProductOptions', 'ProductType', 'unknown', `${LEARN}/windows/win32/sysinfo/getting-the-system-version`),
];

const SOFTWARE_ROWS: readonly RegistrySetting[] = [
  { ...number('lsa-cfg-flags-policy', 'Policies\\Microsoft\\Windows\\DeviceGuard', 'LsaCfgFlags', 'no policy on Credential Guard', `${LEARN}/windows/security/identity-protection/credential-guard/configure`), hive: 'SOFTWARE' },
  { ...number('virtualization-based-security-policy', 'Policies\\Microsoft\\Windows\\DeviceGuard', 'EnableVirtualizationBasedSecurity', 'no policy on virtualization-based security', `${LEARN}/windows/security/identity-protection/credential-guard/configure`), hive: 'SOFTWARE' },
];

const USER_ROWS: readonly RegistrySetting[] = [
  { ...number('user-proxy-enable', INTERNET_SETTINGS, 'ProxyEnable', '0: no fixed proxy', `${LEARN}/troubleshoot/developer/browsers/connectivity-navigation/how-to-configure-proxy-settings`), hive: 'HKCU' },
  { ...text('user-proxy-server', INTERNET_SETTINGS, 'ProxyServer', 'no fixed proxy', `${LEARN}/troubleshoot/developer/browsers/connectivity-navigation/how-to-configure-proxy-settings`), hive: 'HKCU' },
  { ...text('user-proxy-script', INTERNET_SETTINGS, 'AutoConfigURL', 'no proxy script', `${LEARN}/troubleshoot/developer/browsers/connectivity-navigation/how-to-configure-proxy-settings`), hive: 'HKCU' },
];

export const REGISTRY_SETTINGS: readonly RegistrySetting[] = [...SYSTEM_ROWS, ...SOFTWARE_ROWS, ...USER_ROWS];

function number(id: string, path: string, value: string, absent: string, source: string, unverified = false): RegistrySetting {
  return { id, hive: 'SYSTEM', path, value, type: 'number', absent, source, ...(unverified ? { unverified } : {}) };
}

function text(id: string, path: string, value: string, absent: string, source: string, unverified = false): RegistrySetting {
  return { id, hive: 'SYSTEM', path, value, type: 'string', absent, source, ...(unverified ? { unverified } : {}) };
}

/** The four values that soften revocation checking, the same below every EAP method. */
function revocationRows(prefix: string, path: string): RegistrySetting[] {
  return [
    number(`${prefix}-ignore-no-revocation-check`, path, 'IgnoreNoRevocationCheck', '0: a certificate without a reachable list is refused', NPS_CRL),
    number(`${prefix}-ignore-revocation-offline`, path, 'IgnoreRevocationOffline', '0: an unreachable list refuses the certificate', NPS_CRL),
    number(`${prefix}-no-revocation-check`, path, 'NoRevocationCheck', '0: revocation is checked', NPS_CRL),
    number(`${prefix}-no-root-revocation-check`, path, 'NoRootRevocationCheck', '0: revocation of the root is checked', NPS_CRL),
  ];
}

/** `schannel-tls12-server-enabled`, `schannel-tls12-server-disabled-by-default` and so on. */
function schannelRows(): RegistrySetting[] {
  const absent = 'the default of the Windows version';
  return ['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'].flatMap((protocol) =>
    ['Client', 'Server'].flatMap((side) => {
      const id = `schannel-${protocol.toLowerCase().replaceAll(/[ .]/g, '')}-${side.toLowerCase()}`;
      const path = `${SCHANNEL}\\Protocols\\${protocol}\\${side}`;
      return [number(`${id}-enabled`, path, 'Enabled', absent, TLS), number(`${id}-disabled-by-default`, path, 'DisabledByDefault', absent, TLS)];
    }),
  );
}
