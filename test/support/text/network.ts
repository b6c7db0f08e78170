/** Network command outputs: `ipconfig /all` (English, German, French, Japanese) and `Get-NetAdapterBinding`. */
import type { Language } from './certificates.ts';

export interface AdapterInput {
  readonly kind?: 'ethernet' | 'ppp' | 'wireless' | 'tunnel';
  readonly name: string;
  readonly description: string;
  readonly mac?: string;
  /** False: only the media state is shown. Default true. */
  readonly connected?: boolean;
  /** 169.254.* is shown under the autoconfiguration label. */
  readonly ipv4?: readonly string[];
  readonly mask?: string;
  readonly ipv6?: readonly string[];
  readonly gateways?: readonly string[];
  readonly dns?: readonly string[];
  readonly dhcpServer?: string;
  readonly suffix?: string;
}

type Label = 'title' | 'host' | 'domain' | 'node' | 'routing' | 'proxy' | 'suffix' | 'description' | 'mac' | 'dhcp' | 'auto' | 'linkLocal' | 'ipv6' | 'ipv4' | 'apipa' | 'mask' | 'gateway' | 'dhcpServer' | 'dns' | 'netbios' | 'media'
  | 'yes' | 'no' | 'preferred' | 'enabled' | 'disconnected' | 'hybrid';

const words: Readonly<Record<Language, Readonly<Record<Label, string>>>> = {
  en: {
    title: 'Windows IP Configuration', host: 'Host Name', domain: 'Primary Dns Suffix ', node: 'Node Type', routing: 'IP Routing Enabled', proxy: 'WINS Proxy Enabled', suffix: 'Connection-specific DNS Suffix ',
    description: 'Description', mac: 'Physical Address', dhcp: 'DHCP Enabled', auto: 'Autoconfiguration Enabled', linkLocal: 'Link-local IPv6 Address', ipv6: 'IPv6 Address', ipv4: 'IPv4 Address', apipa: 'Autoconfiguration IPv4 Address',
    mask: 'Subnet Mask', gateway: 'Default Gateway', dhcpServer: 'DHCP Server', dns: 'DNS Servers', netbios: 'NetBIOS over Tcpip', media: 'Media State', yes: 'Yes', no: 'No', preferred: '(Preferred) ', enabled: 'Enabled',
    disconnected: 'Media disconnected', hybrid: 'Hybrid',
  },
  de: {
    title: 'Windows-IP-Konfiguration', host: 'Hostname ', domain: 'Primäres DNS-Suffix', node: 'Knotentyp', routing: 'IP-Routing aktiviert ', proxy: 'WINS-Proxy aktiviert ', suffix: 'Verbindungsspezifisches DNS-Suffix',
    description: 'Beschreibung', mac: 'Physische Adresse', dhcp: 'DHCP aktiviert', auto: 'Autokonfiguration aktiviert', linkLocal: 'Verbindungslokale IPv6-Adresse ', ipv6: 'IPv6-Adresse', ipv4: 'IPv4-Adresse ', apipa: 'IPv4-Adresse (Auto. Konfiguration)',
    mask: 'Subnetzmaske ', gateway: 'Standardgateway', dhcpServer: 'DHCP-Server', dns: 'DNS-Server ', netbios: 'NetBIOS über TCP/IP', media: 'Medienstatus', yes: 'Ja', no: 'Nein', preferred: '(Bevorzugt) ', enabled: 'Aktiviert',
    disconnected: 'Medium getrennt', hybrid: 'Hybrid',
  },
  fr: {
    title: 'Configuration IP de Windows', host: "Nom de l'hôte", domain: 'Suffixe DNS principal', node: 'Type de noeud', routing: 'Routage IP activé', proxy: 'Proxy WINS activé', suffix: 'Suffixe DNS propre à la connexion',
    description: 'Description', mac: 'Adresse physique', dhcp: 'DHCP activé', auto: 'Configuration automatique activée', linkLocal: 'Adresse IPv6 de liaison locale', ipv6: 'Adresse IPv6', ipv4: 'Adresse IPv4', apipa: "Adresse d'autoconfiguration IPv4",
    mask: 'Masque de sous-réseau', gateway: 'Passerelle par défaut', dhcpServer: 'Serveur DHCP', dns: 'Serveurs DNS', netbios: 'NetBIOS sur Tcpip', media: 'Statut du média', yes: 'Oui', no: 'Non', preferred: '(préféré) ', enabled: 'Activé',
    disconnected: 'Média déconnecté', hybrid: 'Hybride',
  },
  ja: {
    title: 'Windows IP 構成', host: 'ホスト名', domain: 'プライマリ DNS サフィックス', node: 'ノード タイプ', routing: 'IP ルーティング有効', proxy: 'WINS プロキシ有効', suffix: '接続固有の DNS サフィックス',
    description: '説明', mac: '物理アドレス', dhcp: 'DHCP 有効', auto: '自動構成有効', linkLocal: 'リンクローカル IPv6 アドレス', ipv6: 'IPv6 アドレス', ipv4: 'IPv4 アドレス', apipa: '自動構成 IPv4 アドレス',
    mask: 'サブネット マスク', gateway: 'デフォルト ゲートウェイ', dhcpServer: 'DHCP サーバー', dns: 'DNS サーバー', netbios: 'NetBIOS over TCP/IP', media: 'メディアの状態', yes: 'はい', no: 'いいえ', preferred: '(優先) ', enabled: '有効',
    disconnected: 'メディアは接続されていません', hybrid: 'ハイブリッド',
  },
};

const headings: Readonly<Record<Language, (kind: string, name: string) => string>> = {
  en: (kind, name) => `${{ ethernet: 'Ethernet', ppp: 'PPP', wireless: 'Wireless LAN', tunnel: 'Tunnel' }[kind]} adapter ${name}:`,
  de: (kind, name) => `${{ ethernet: 'Ethernet-Adapter', ppp: 'PPP-Adapter', wireless: 'Drahtlos-LAN-Adapter', tunnel: 'Tunneladapter' }[kind]} ${name}:`,
  fr: (kind, name) => `Carte ${{ ethernet: 'Ethernet', ppp: 'PPP', wireless: 'réseau sans fil', tunnel: 'Tunnel' }[kind]} ${name} :`,
  ja: (kind, name) => `${{ ethernet: 'イーサネット アダプター', ppp: 'PPP アダプター', wireless: 'Wireless LAN adapter', tunnel: 'Tunnel adapter' }[kind]} ${name}:`,
};

/** Columns of a text on the console: letters of East Asia take two. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! >= 0x1100 ? 2 : 1), 0);
}

/** Label padded with dots at even columns up to the colon. French and Japanese output has a wider column. */
function dotted(label: string, value: string, width: number): string {
  let text = label;
  for (let column = columnsOf(label); column < width; column++) text += column % 2 === 0 ? '.' : ' ';
  return `   ${text}: ${value}`;
}

/** Output of `ipconfig /all`. */
export function ipconfigAll(host: string, domain: string, adapters: readonly AdapterInput[], language: Language = 'en'): string {
  const w = words[language];
  const narrow = language === 'ja' ? 37 : 34;
  const row = (label: Label, value: string, width = narrow): string => dotted(w[label], value, width);
  const wide = language === 'fr' ? 39 : narrow;
  const list = (label: Label, values: readonly string[]): string[] => values.map((value, i) => (i === 0 ? row(label, value, wide) : `${' '.repeat(wide + 5)}${value}`));
  const lines = ['', w.title, '', row('host', host), row('domain', domain), row('node', w.hybrid), row('routing', w.no), row('proxy', w.no), ''];
  for (const adapter of adapters) {
    const kind = adapter.kind ?? 'ethernet';
    lines.push(headings[language](kind, adapter.name), '');
    if (adapter.connected === false) lines.push(row('media', w.disconnected, wide));
    lines.push(row('suffix', adapter.suffix ?? '', wide), row('description', adapter.description, wide), row('mac', adapter.mac ?? (kind === 'ppp' ? '' : '00-15-5D-00-00-01'), wide));
    lines.push(row('dhcp', adapter.dhcpServer ? w.yes : w.no, wide), row('auto', w.yes, wide));
    for (const address of adapter.ipv6 ?? []) lines.push(row(address.toLowerCase().startsWith('fe80') ? 'linkLocal' : 'ipv6', `${address}${w.preferred}`, wide));
    for (const address of adapter.ipv4 ?? []) {
      lines.push(row(address.startsWith('169.254.') ? 'apipa' : 'ipv4', `${address}${w.preferred}`, wide), row('mask', adapter.mask ?? (kind === 'ppp' ? '255.255.255.255' : '255.255.255.0'), wide));
    }
    if (adapter.connected !== false) lines.push(...list('gateway', adapter.gateways?.length ? adapter.gateways : ['']));
    if (adapter.dhcpServer) lines.push(row('dhcpServer', adapter.dhcpServer, wide));
    lines.push(...list('dns', adapter.dns ?? []));
    if (adapter.connected !== false) lines.push(row('netbios', w.enabled, wide));
    lines.push('');
  }
  return lines.join('\n');
}

export interface BindingInput {
  readonly adapter: string;
  readonly description?: string;
  readonly componentId: string;
  readonly displayName: string;
  readonly enabled: boolean;
}

const capital = (value: boolean): string => (value ? 'True' : 'False');

/** `Get-NetAdapterBinding` as PowerShell's table; values too long for their column end in an ellipsis of three dots. */
export function bindingTable(bindings: readonly BindingInput[]): string {
  const widths = [30, 50, 20, 12];
  const row = (...cells: string[]): string => cells.map((cell, i) => (cell.length > widths[i]! ? `${cell.slice(0, widths[i]! - 3)}...` : cell).padEnd(widths[i]!)).join(' ');
  return ['', row('Name', 'DisplayName', 'ComponentID', 'Enabled'), row('----', '-----------', '-----------', '-------'),
    ...bindings.map((one) => row(one.adapter, one.displayName, one.componentId, capital(one.enabled))), '', ''].join('\n');
}

/** `Get-NetAdapterBinding | Format-List`. */
export function bindingList(bindings: readonly BindingInput[]): string {
  const block = (one: BindingInput): string[] => {
    const rows: [string, string][] = [['Name', one.adapter], ['InterfaceDescription', one.description ?? ''], ['DisplayName', one.displayName], ['ComponentID', one.componentId], ['Enabled', capital(one.enabled)]];
    return [...rows.map(([key, value]) => `${key.padEnd(20)} : ${value}`), ''];
  };
  return ['', ...bindings.flatMap(block), ''].join('\n');
}

export interface DeviceInput {
  readonly name: string;
  readonly description: string;
  readonly status: string;
  readonly hidden?: boolean;
}

/** PowerShell `Format-Table -AutoSize`: columns as wide as their content, the last one not padded away. */
export function autoSizeTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [columns, columns.map((name) => '-'.repeat(name.length)), ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return ['', ...all.map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join(' ')), '', ''].join('\n');
}

/** `Get-NetAdapterBinding … | select Name, InterfaceDescription, DisplayName, ComponentID, Enabled` as a table that cuts nothing off. */
export function bindingTableWide(bindings: readonly BindingInput[]): string {
  return autoSizeTable(['Name', 'InterfaceDescription', 'DisplayName', 'ComponentID', 'Enabled'],
    bindings.map((one) => [one.adapter, one.description ?? '', one.displayName, one.componentId, capital(one.enabled).padStart(7)]));
}

/** `Get-NetAdapter` as a table. */
export function adapterTable(devices: readonly DeviceInput[]): string {
  return autoSizeTable(['Name', 'InterfaceDescription', 'ifIndex', 'Status', 'MacAddress', 'LinkSpeed'],
    devices.map((one, i) => [one.name, one.description, String(i + 3).padStart(7), one.status, one.hidden ? '' : '00-15-5D-00-00-01', one.hidden ? '0 bps' : '1 Gbps']));
}

/** `Get-NetAdapter | fl *`, reduced to the properties that name and place a device. */
export function adapterList(devices: readonly DeviceInput[]): string {
  const block = (one: DeviceInput): string[] =>
    [['Name', one.name], ['InterfaceDescription', one.description], ['Status', one.status], ['Hidden', capital(one.hidden ?? false)]].map(([key, value]) => `${key!.padEnd(26)} : ${value}`);
  return ['', ...devices.flatMap((one) => [...block(one), '']), ''].join('\n');
}
