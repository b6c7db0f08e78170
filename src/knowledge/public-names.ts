/**
 * Names that belong to nobody in particular: they say nothing of a customer and are kept when a report is redacted. Accounts and authorities:
 * Microsoft Learn, "Well-known SIDs" and "Local accounts"; certification authorities: Microsoft Trusted Root Program.
 */

/** Accounts every Windows has; lower case. */
export const BUILT_IN_ACCOUNTS: ReadonlySet<string> = new Set([
  'system', 'local service', 'network service', 'localsystem', 'localservice', 'networkservice', 'anonymous logon', 'anonymous', 'administrator', 'guest', 'krbtgt', 'defaultaccount', 'wdagutilityaccount', 'public', 'default', 'all users', 'default user',
  'everyone', 'interactive', 'service', 'nobody', 'n/a', '-', '{na}', 'unknown', 'none', 'system32', 'trustedinstaller',
]);

/** Domain parts that name no domain; lower case. */
export const BUILT_IN_AUTHORITIES: ReadonlySet<string> = new Set(['nt authority', 'nt-autorität', 'autorite nt', 'autorité nt', 'builtin', 'workgroup', 'window manager', 'font driver host', 'nt service', 'iis apppool', 'nt virtual machine', 'localhost', 'host', '.', '-', 'azuread', 'microsoftaccount']);

/** Names of machines and hosts that stand in every network; lower case. */
export const COMMON_HOSTS: ReadonlySet<string> = new Set(['localhost', 'wpad', 'isatap', 'www', 'unknown', 'local', 'loopback', '-', '*', 'autodiscover', 'krbtgt', 'any', 'none', 'null', 'default', 'direct', 'localdomain']);

/** Public services of Windows and of public key infrastructures; a name is kept when it is one of these or ends in one. */
export const PUBLIC_DOMAINS: readonly string[] = [
  'microsoft.com', 'windows.com', 'windows.net', 'windowsupdate.com', 'msftconnecttest.com', 'msftncsi.com', 'microsoftonline.com', 'live.com', 'msocsp.com', 'office.com', 'office365.com', 'azure.com', 'aka.ms', 'verisign.com', 'digicert.com', 'globalsign.com', 'globalsign.net',
  'entrust.net', 'sectigo.com', 'comodoca.com', 'usertrust.com', 'lencr.org', 'letsencrypt.org', 'identrust.com', 'amazontrust.com', 'pki.goog', 'godaddy.com', 'starfieldtech.com', 'quovadisglobal.com', 'thawte.com', 'geotrust.com', 'symcb.com', 'symcd.com', 'pool.ntp.org',
  'in-addr.arpa', 'ip6.arpa',
];

/** Endings that tell nothing; others (those of countries and companies) are replaced. */
export const GENERIC_ENDINGS: ReadonlySet<string> = new Set(['com', 'net', 'org', 'local', 'lan', 'internal', 'intern', 'intra', 'corp', 'home', 'test', 'example', 'invalid', 'localhost', 'arpa', 'localdomain']);

/** Beginnings of the subject names of public certification authorities; lower case. */
export const PUBLIC_AUTHORITIES: readonly string[] = [
  'microsoft root', 'microsoft rsa', 'microsoft ecc', 'microsoft azure', 'microsoft it ', 'microsoft update', 'microsoft time', 'microsoft windows', 'microsoft code', 'microsoft intune', 'microsoft authenticode', 'digicert', 'globalsign', 'verisign', 'entrust', 'baltimore cybertrust', 'comodo', 'sectigo', 'usertrust', 'aaa certificate services',
  'isrg root', 'dst root ca', 'amazon root', 'gts root', 'go daddy', 'starfield', 'quovadis', 'thawte', 'geotrust', 'certum', 'swisssign', 't-telesec', 'd-trust', 'symantec', 'hotspot 2.0 trust', 'no liability accepted', 'copyright (c) 1997 microsoft',
];

/** Names Windows gives to adapters itself, and those of virtual switches; anything else may be a person's choice. */
export const USUAL_ADAPTER = /^(?:Ethernet|Wi-?Fi|WLAN|LAN-Verbindung\*?|Local Area Connection\*?|Connexion au réseau local\*?|Loopback Pseudo-Interface|Bluetooth Network Connection|Drahtlosnetzwerkverbindung|Wireless Network Connection|Teredo Tunneling Pseudo-Interface|Internal|Intern|Interne)[ \d*]*$/i;

/** Certificate templates of Windows; enterprises add their own. Lower case. */
export const USUAL_TEMPLATES: ReadonlySet<string> = new Set(['machine', 'computer', 'user', 'webserver', 'web server', 'domaincontroller', 'domain controller', 'kerberosauthentication', 'kerberos authentication', 'domaincontrollerauthentication', 'rasandiasserver', 'ras and ias server', 'workstation', 'workstation authentication', 'ipsec', 'ipsecintermediateonline', 'ipsecintermediateoffline', 'ca', 'subca', 'smartcardlogon', 'smartcarduser', 'clientauth']);

/** Words of programs, files and sentences: such a name of a person or machine is replaced where a field holds it, not in running text. Lower case. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  ('access account active adapter address admin admins administrator alert all and any application apps area audit auth authentication auto azure backup base bind block bridge build cache call capture cert certificate certificates certs channel check class client clients clock code collect collected command common computer computers config configuration connect connected connection console control core corp data database debug default demo dev device devices dhcp dial direct directory disabled disk dns domain domains driver drivers eap edge enabled enterprise error errors ethernet event events export external failed file files filter firewall folder for free from gateway global group groups guest head help home host hosts http https ias ike info input install installed interface internal internet intern intra intune ipsec ipv4 ipv6 issue issues kerberos key keys lab lan laptop ldap level license list listener live local log logon logs machine mail main manager manual master media message messages microsoft miniport mobile mode model monitor name names net netbios netlogon network networks new node none not nps ntlm number office offline old one online open operational option options output owner packet packets pc peer phone physical pilot policy pool port ports print printer private problem process product production profile profiles program project protocol provider proxy public query radius ras rasman read reboot record records registry remote remoteaccess repair report reports request requests result results root route router routing rras rule rules run sales sam scan schannel script secure security server servers service services session sessions set setup share site smtp software source sql ssl sstp staff standard start state static status stop storage store student support switch sync syslog system systems table target task tcp team teamviewer temp test tester testing time tls tool tools trace tracing traffic transport trust trusted tunnel type udp unknown update updates upload user username users value values version view virtual vpn wan web wifi win windows wireless wlan work workgroup workstation world write xray zone').split(' '),
);
