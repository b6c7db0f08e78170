/**
 * How each record and fact that a signature may miss is collected: PowerShell 5.1 statements, with a file name by which the reader
 * knows the output. Prose with the same commands stands in the signatures; this is what a script runs.
 * Statements may use `$File` (where the result belongs) and `$Folder` (of the whole collection), and nothing that comes from a bundle.
 * (Microsoft Learn: certutil, wevtutil, netsh ras, netsh wfp, auditpol, reg, sc.exe, w32tm; VpnClient, RemoteAccess, NetAdapter and DnsClient modules.)
 */
import { REGISTRY_SETTINGS } from './registry-settings.ts';

export interface CollectionStep {
  readonly id: string;
  /** What it is, for the person who runs it. */
  readonly title: string;
  /** Name of the result, `HOST_<stamp>_` is put in front; with a folder it stays as it is. */
  readonly file: string;
  /** `dial`: between start and stop a connection is tried. `connected`: only worth anything while it is up. */
  readonly when: 'now' | 'dial' | 'connected';
  /** The statement prints the result, and its own text names it; otherwise it writes `$File` itself. */
  readonly prints: boolean;
  readonly run: string;
  /** Before the dial. */
  readonly start?: string;
}

function print(id: string, title: string, file: string, run: string, when: CollectionStep['when'] = 'now'): CollectionStep {
  return { id, title, file, when, prints: true, run };
}

/** `HOST-System.evtx`: the name event logs have in every collection. */
function log(id: string, channel: string, title = `${channel} event log`): CollectionStep {
  return { id, title, file: `-${channel.replaceAll(/[/ ]/g, '-')}.evtx`, when: 'now', prints: false, run: `wevtutil.exe epl "${channel}" $File /ow:true` };
}

const CAPI2 = 'Microsoft-Windows-CAPI2/Operational';
const DNS = 'Microsoft-Windows-DNS-Client/Operational';

const STEPS: readonly CollectionStep[] = [
  print('certificates-machine', 'certificates of the computer', 'Cert_machine-store.txt', 'certutil.exe -v -silent -store My'),
  print('certificates-user', 'certificates of the user who runs this (sign in as the one who dials)', 'Cert_user-store.txt', 'certutil.exe -v -silent -user -store My'),
  print('certificates-root', 'trusted roots', 'Cert_root-store.txt', 'certutil.exe -v -silent -store Root'),
  print('certificates-ca', 'intermediate authorities', 'Cert_ca-store.txt', 'certutil.exe -v -silent -store CA'),
  print('services', 'services and their states', 'Services.txt', 'sc.exe queryex type= all state= all'),
  print('service-starts', 'start types of the services', 'Services_overview.txt', 'Get-CimInstance -ClassName Win32_Service | Format-List -Property Name,State,StartMode,ProcessId,ExitCode'),
  print('ipconfig', 'addresses', 'Ipconfig.txt', 'ipconfig.exe /all'),
  print('routes', 'routes', 'Route_print.txt', 'route.exe print', 'connected'),
  print('interfaces', 'interfaces and their metrics', 'Netsh_interfaces.txt', 'netsh.exe interface ipv4 show interfaces', 'connected'),
  print('listeners', 'listening ports', 'Netstat.txt', 'netstat.exe -ano'),
  print('adapters', 'network adapters, hidden ones too', 'NetAdapter.txt', 'Get-NetAdapter -IncludeHidden | Format-List -Property Name,InterfaceDescription,Status'),
  print('bindings', 'bindings of the network adapters', 'NetAdapterBinding.txt', 'Get-NetAdapterBinding -IncludeHidden -AllBindings | Format-List -Property Name,InterfaceDescription,DisplayName,ComponentID,Enabled'),
  print('device-guard', 'Credential Guard', 'DeviceGuard.txt', 'Get-CimInstance -Namespace root\\Microsoft\\Windows\\DeviceGuard -ClassName Win32_DeviceGuard'),
  print('hotfixes', 'installed updates', 'Hotfixes.txt', 'Get-HotFix | Format-List -Property HotFixID,InstalledOn'),
  print('name-rules', 'name resolution policy', 'Nrpt_Rules.txt', 'Get-DnsClientNrptRule'),
  print('name-policy', 'name resolution policy in effect', 'Nrpt_Policy.txt', 'Get-DnsClientNrptPolicy'),
  { id: 'hosts-file', title: 'hosts file', file: 'DnsClient_HostsFile.TXT', when: 'now', prints: false, run: 'Copy-Item -LiteralPath "$env:windir\\System32\\drivers\\etc\\hosts" -Destination $File' },
  print('clock', 'clock and its source', 'W32TM_Query_Status.txt', 'w32tm.exe /query /status /verbose'),
  print('connections-user', 'VPN connections of the user', 'VpnConnection_user.txt', 'Get-VpnConnection | Format-List -Property *'),
  print('connections-all', 'VPN connections of all users', 'VpnConnection_all.txt', 'Get-VpnConnection -AllUserConnection | Format-List -Property *'),
  print('ipsec-policy-user', 'IPsec settings of the VPN connections of the user', 'VpnConnection_IPsec_user.txt', 'Get-VpnConnection | Select-Object -ExpandProperty IPsecCustomPolicy | Format-List -Property *'),
  print('ipsec-policy-all', 'IPsec settings of the VPN connections of all users', 'VpnConnection_IPsec_all.txt', 'Get-VpnConnection -AllUserConnection | Select-Object -ExpandProperty IPsecCustomPolicy | Format-List -Property *'),
  { id: 'phonebook-user', title: 'phone book of the user', file: 'ConnAppData/Pbk/rasphone.pbk', when: 'now', prints: false, run: 'Copy-Item -LiteralPath "$env:APPDATA\\Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk" -Destination $File' },
  { id: 'phonebook-all', title: 'phone book of all users', file: 'ConnProgramData/Pbk/rasphone.pbk', when: 'now', prints: false, run: 'Copy-Item -LiteralPath "$env:ProgramData\\Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk" -Destination $File' },
  print('programs', 'installed programs', 'reg_Uninstall.TXT', 'reg.exe query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s'),
  print('http-bindings', 'certificates bound to HTTPS', 'Netsh_http_sslcert.txt', 'netsh.exe http show sslcert'),
  print('ras-dump', 'configuration of Routing and Remote Access', 'RAS-Dump.txt', 'netsh.exe ras dump'),
  print('ras-ports', 'ports of Routing and Remote Access', 'RAS_wanports.txt', 'netsh.exe ras show wanports'),
  print('ras-radius', 'RADIUS servers of Routing and Remote Access', 'RAS_radius.txt', 'netsh.exe ras aaaa show authserver'),
  print('ras-address', 'address assignment of Routing and Remote Access', 'RAS_ip.txt', 'netsh.exe ras ip show config'),
  print('sstp-certificate', 'certificate of SSTP', 'RAS_sstp-ssl-cert.txt', 'netsh.exe ras show sstp-ssl-cert'),
  print('remote-access', 'remote access settings', 'RemoteAccess_info.txt', 'Get-RemoteAccess | Format-List -Property *'),
  print('server-auth', 'authentication of the VPN server', 'Vpn_info_pscmdlets_auth.txt', 'Get-VpnAuthProtocol | Format-List -Property *'),
  print('server-ipsec', 'IPsec settings of the VPN server', 'Vpn_info_pscmdlets_ipsec.txt', 'Get-VpnServerIPsecConfiguration | Format-List -Property *'),
  { id: 'audit-policy', title: 'audit policy', file: 'AuditPol_backup.csv', when: 'now', prints: false, run: 'auditpol.exe /backup /file:$File' },
  { id: 'nps-logs', title: 'accounting log of NPS', file: 'LogFiles/', when: 'now', prints: false, run: 'Copy-Item -Path "$env:windir\\System32\\LogFiles\\IN*.log" -Destination $File' },
  { id: 'setup-log', title: 'driver installation log', file: 'setupapi.dev.log', when: 'now', prints: false, run: 'Copy-Item -LiteralPath "$env:windir\\inf\\setupapi.dev.log" -Destination $File' },
  { id: 'azure-vpn-log', title: 'logs of the Azure VPN Client', file: 'AzureVpn_log/', when: 'now', prints: false, run: 'Copy-Item -Path "$env:LOCALAPPDATA\\Packages\\Microsoft.AzureVpn_*\\LocalState\\LogFiles\\*" -Destination $File' },
  { id: 'filtering-platform', title: 'IKE failures and drops of the filtering platform', file: 'WFPdiag.cab', when: 'dial', prints: false, start: 'netsh.exe wfp capture start file="$File"', run: 'netsh.exe wfp capture stop' },
  // An answer that never comes is proved by the packets after it: the capture goes on for a while.
  { id: 'packet-capture', title: 'packet capture', file: 'packetcapture.etl', when: 'dial', prints: false, start: 'netsh.exe trace start capture=yes report=disabled overwrite=yes maxSize=512 tracefile="$File"', run: 'Start-Sleep -Seconds 20; netsh.exe trace stop' },
  { id: 'ras-tracing', title: 'trace of the remote access components', file: 'tracing/', when: 'dial', prints: false, start: 'netsh.exe ras set tracing * enabled', run: 'netsh.exe ras set tracing * disabled; Copy-Item -Path "$env:windir\\tracing\\*.log" -Destination $File' },
  { ...log('capi2-log', CAPI2), when: 'dial', start: `wevtutil.exe sl "${CAPI2}" /e:true /q:true` },
  { ...log('dns-log', DNS), when: 'dial', start: `wevtutil.exe sl "${DNS}" /e:true /q:true` },
  log('application-log', 'Application'),
  log('system-log', 'System'),
  log('security-log', 'Security'),
  log('network-profile-log', 'Microsoft-Windows-NetworkProfile/Operational'),
  log('ntlm-log', 'Microsoft-Windows-NTLM/Operational'),
  log('device-log', 'Microsoft-Windows-Kernel-PnP/Configuration'),
  log('vpn-client-log', 'Microsoft-Windows-VPN-Client/Operational'),
  log('plug-in-log', 'Windows Networking Vpn Plugin Platform/Operational'),
];

/** Record and fact names → ids of the steps that collect them, first fit. */
const BY_NEED: readonly (readonly [names: RegExp, steps: readonly string[]])[] = [
  [/^adapter\.binding$/, ['bindings']],
  [/^adapter\.device$/, ['adapters']],
  [/^adapter\.address$/, ['ipconfig']],
  [/^certificate\.machine$/, ['certificates-machine']],
  [/^certificate\.user$/, ['certificates-user']],
  [/^certificate\.root$/, ['certificates-root']],
  [/^certificate\.ca$/, ['certificates-ca', 'certificates-root']],
  [/^device-guard\./, ['device-guard']],
  [/^dns\./, ['hosts-file', 'name-rules', 'name-policy']],
  [/^hotfix\./, ['hotfixes']],
  [/^network\.interface$/, ['interfaces']],
  [/^network\.route$/, ['routes']],
  [/^network\.listener$/, ['listeners']],
  [/^program\./, ['programs', 'azure-vpn-log']],
  [/^service\.(?:state|configured)$/, ['services', 'service-starts']],
  [/^service\./, ['system-log']],
  [/^time\./, ['clock']],
  [/^vpn\.ipsec-policy$/, ['ipsec-policy-user', 'ipsec-policy-all']],
  [/^vpn\.profile/, ['phonebook-user', 'phonebook-all', 'connections-user', 'connections-all']],
  [/^vpn\.server-auth$/, ['server-auth']],
  [/^vpn\.server-ipsec$/, ['server-ipsec']],
  [/^http\.ssl-binding$/, ['http-bindings']],
  [/^sstp\.binding$/, ['sstp-certificate']],
  [/^rras\.config$/, ['ras-dump', 'ras-address', 'remote-access']],
  [/^rras\.ports$/, ['ras-dump', 'ras-ports']],
  [/^rras\.radius-server$/, ['ras-dump', 'ras-radius']],
  [/^audit\./, ['audit-policy']],
  [/^capture\./, ['packet-capture']],
  [/^capi2\./, ['capi2-log']],
  [/^dns-client\./, ['dns-log', 'system-log']],
  [/^networkprofile\./, ['network-profile-log']],
  [/^ntlm\.validated$/, ['security-log', 'audit-policy']],
  [/^ntlm\./, ['ntlm-log']],
  [/^pnp\./, ['device-log', 'setup-log']],
  [/^(?:ppp|trace)\./, ['ras-tracing']],
  [/^ras-client\./, ['application-log']],
  [/^rassstp\./, ['system-log', 'application-log']],
  [/^vpn-client\./, ['vpn-client-log']],
  [/^wfp\./, ['filtering-platform']],
  [/^windows-networking-vpn-plugin-platform\./, ['plug-in-log', 'azure-vpn-log']],
  [/^nps-log\./, ['nps-logs']],
  [/^nps\.(?:denied|granted|discarded)$/, ['security-log', 'audit-policy']],
  [/^(?:logon|security-auditing)\./, ['security-log']],
  [/^(?:kerberos-key-distribution-center|nps|rasman|rras|schannel)\./, ['system-log']],
];

const BY_ID: ReadonlyMap<string, CollectionStep> = new Map(STEPS.map((step) => [step.id, step]));

/** Steps that collect a record or fact of this name; none when nobody knows how. */
export function stepsFor(name: string): readonly CollectionStep[] {
  const registry = name.startsWith('registry.') ? registryStep(name.slice('registry.'.length)) : null;
  if (registry !== null) return [registry];
  const ids = BY_NEED.find(([names]) => names.test(name))?.[1] ?? [];
  return ids.flatMap((id) => BY_ID.get(id) ?? []);
}

const ROOTS = { SYSTEM: 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet', SOFTWARE: 'HKEY_LOCAL_MACHINE\\SOFTWARE', HKCU: 'HKEY_CURRENT_USER\\Software' } as const;

/** The key of a setting, or the line the reader knows for one that is not there. */
function registryStep(id: string): CollectionStep | null {
  const setting = REGISTRY_SETTINGS.find((each) => each.id === id);
  if (setting === undefined) return null;
  const key = `${ROOTS[setting.hive]}\\${setting.path}`;
  const run = `if (Test-Path -LiteralPath 'Registry::${key}') { reg.exe query '${key}' } else { "[WARNING] Registry Key '${key}' does not exist." }`;
  return { id: `registry-${id}`, title: `registry: ${key}`, file: `Reg_${id}.txt`, when: 'now', prints: true, run };
}
