/** `rasphone.pbk`: one INI section per VPN profile, keys in Windows' order. Field meaning: RASENTRY and public phonebooks. */

export const strategies = {
  'automatic': 0, 'pptp-only': 1, 'pptp-first': 2, 'l2tp-only': 3, 'l2tp-first': 4, 'sstp-only': 5, 'sstp-first': 6, 'ikev2-only': 7, 'ikev2-first': 8, 'protocol-list': 14,
} as const;

export interface ProfileInput {
  readonly name: string;
  readonly server: string;
  readonly strategy?: keyof typeof strategies | number;
  /** Any key of the section, in place of the default; null leaves it out, a list repeats it. */
  readonly keys?: Readonly<Record<string, string | number | null | readonly (string | number)[]>>;
}

const devices: Readonly<Record<number, string>> = { 1: 'PPTP', 2: 'PPTP', 3: 'L2TP', 4: 'L2TP', 5: 'SSTP', 6: 'SSTP', 7: 'IKEv2', 8: 'IKEv2' };

function section(profile: ProfileInput): string {
  const strategy = typeof profile.strategy === 'number' ? profile.strategy : strategies[profile.strategy ?? 'automatic'];
  const device = `WAN Miniport (${devices[strategy] ?? 'IKEv2'})`;
  const keys: Record<string, string | number | null | readonly (string | number)[]> = {
    Encoding: 1, PBVersion: 6, Type: 2, AutoLogon: 0, UseRasCredentials: 1, LowDateTime: 0, HighDateTime: 0, DialParamsUID: 4711, Guid: '0123456789ABCDEF0123456789ABCDEF', VpnStrategy: strategy,
    ExcludedProtocols: 0, LcpExtensions: 1, DataEncryption: 256, SwCompression: 0, NegotiateMultilinkAlways: 0, SkipDoubleDialDialog: 0, DialMode: 0, OverridePref: 15, RedialAttempts: 3, RedialSeconds: 60,
    CustomAuthKey: 0, AuthRestrictions: 512, IpPrioritizeRemote: 1, IpInterfaceMetric: 0, IpHeaderCompression: 0, IpAddress: '0.0.0.0', IpDnsAddress: '0.0.0.0', IpAssign: 1, IpNameAssign: 1, IpDnsFlags: 0,
    IpSecFlags: 0, Ipv6Assign: 1, Ipv6PrioritizeRemote: 1, DisableClassBasedDefaultRoute: 0, DisableMobility: 0, NetworkOutageTime: 0, ProvisionType: 0, PreSharedKey: '', CacheCredentials: 1, NumCustomPolicy: 0, NumEku: 0,
    UseMachineRootCert: 0, Disable_IKEv2_Fragmentation: 0, PlumbIKEv2TSAsRoutes: 0, NumServers: 0, RouteVersion: 1, NumRoutes: 0, NumNrptRules: 0, AutoTiggerCapable: 0, NumAppIds: 0, NumClassicAppIds: 0,
    PreferredPort: 'VPN2-0', PreferredDevice: device, PreferredBps: 0, PreferredHwFlow: 0, ...profile.keys,
  };
  const lines = Object.entries(keys).flatMap(([key, value]) => (value === null ? [] : (Array.isArray(value) ? value : [value]).map((one: string | number) => `${key}=${one}`)));
  return [`[${profile.name}]`, ...lines, '', 'NETCOMPONENTS=', 'ms_msclient=1', 'ms_server=0', '', 'MEDIA=rastapi', 'Port=VPN2-0', `Device=${device}`, '', 'DEVICE=vpn', `PhoneNumber=${profile.server}`, 'AreaCode=',
    'CountryCode=0', 'CountryID=0', 'UseDialingRules=0', 'Comment=', 'FriendlyName=', 'LastSelectedPhone=0', 'PromoteAlternates=0', 'TryNextAlternateOnFail=1', '', ''].join('\n');
}

/** Text of a phonebook; encode it in the machine's ANSI code page, or as UTF-8 or UTF-16LE, which also occur. */
export function phonebook(profiles: readonly ProfileInput[]): string {
  return profiles.map(section).join('');
}
