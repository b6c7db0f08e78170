/** Providers of Windows events: their other names, which ones concern us whatever the id, and the slug of their record names. */

/** Names a provider goes by in older systems, exports and documentation → the name in our tables. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ras client', 'RasClient'],
  ['microsoft-windows-rasclient', 'RasClient'],
  ['microsoft-windows-remoteaccess', 'RemoteAccess'],
  ['routing and remote access', 'RemoteAccess'],
  ['microsoft-windows-rasman', 'RasMan'],
  ['sstpsvc', 'RasSstp'],
  ['microsoft-windows-rasagilevpn', 'Microsoft-Windows-Ras-AgileVpn'],
  ['rasagilevpn', 'Microsoft-Windows-Ras-AgileVpn'],
  ['microsoft-windows networking vpn plugin platform', 'Windows Networking Vpn Plugin Platform'],
  ['service control manager eventlog provider', 'Service Control Manager'],
  ['ias', 'NPS'],
  ['network policy server', 'NPS'],
  ['kdc', 'Microsoft-Windows-Kerberos-Key-Distribution-Center'],
  ['kdcsvc', 'Microsoft-Windows-Kerberos-Key-Distribution-Center'],
  ['w32time', 'Microsoft-Windows-Time-Service'],
  ['dhcp', 'Microsoft-Windows-Dhcp-Client'],
  ['dns client events', 'Microsoft-Windows-DNS-Client'],
  ['userpnp', 'Microsoft-Windows-UserPnp'],
]);

/** Providers whose events are kept even when the id is not in the tables: few events, all about the tunnel or its authentication. */
export const RELEVANT_PROVIDERS: readonly string[] = [
  'RasClient',
  'RemoteAccess',
  'RasMan',
  'RasSstp',
  'RasAuto',
  'Rasl2tp',
  'RasPptp',
  'NdisWan',
  'IKEEXT',
  'PolicyAgent',
  'Microsoft-Windows-RasServer',
  'Microsoft-Windows-Ras-AgileVpn',
  'Microsoft-Windows-VPN-Client',
  'Windows Networking Vpn Plugin Platform',
  'Microsoft-Windows-EapHost',
  'Microsoft-Windows-EapMethods-RasChap',
  'Microsoft-Windows-EapMethods-RasTls',
  'Microsoft-Windows-IPSEC-SRV',
  'NPS',
];

const PREFIX = 'microsoft-windows-';

/** Form under which two spellings of a provider are the same: lower case, without the common prefix. */
export function providerKey(provider: string): string {
  const lower = provider.trim().toLowerCase();
  const canonical = (ALIASES.get(lower) ?? ALIASES.get(withoutPrefix(lower)))?.toLowerCase() ?? lower;
  return withoutPrefix(canonical);
}

function withoutPrefix(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/** First part of a default record name: `Microsoft-Windows-VPN-Client` → `vpn-client`. At most 64 characters of a provider nobody knows. */
export function providerSlug(provider: string): string {
  const slug = providerKey(provider).slice(0, 64).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return slug === '' ? 'unknown' : slug;
}

const relevantKeys = new Set(RELEVANT_PROVIDERS.map(providerKey));

/** Whether events of this provider are kept whatever their id. */
export function isRelevantProvider(provider: string): boolean {
  return relevantKeys.has(providerKey(provider));
}
