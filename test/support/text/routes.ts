/** Outputs about routes, interfaces and sockets: `route print`, `netsh interface ipv4 show …`, `netstat -ano`. */

export interface RouteInput {
  readonly destination: string;
  readonly mask: string;
  /** Absent: on the link. */
  readonly gateway?: string;
  readonly interface: string;
  readonly metric: number;
}

const words = {
  en: { list: 'Interface List', v4: 'IPv4 Route Table', v6: 'IPv6 Route Table', active: 'Active Routes:', persistent: 'Persistent Routes:', none: '  None', link: 'On-link', head4: 'Network Destination        Netmask          Gateway       Interface  Metric', head6: ' If Metric Network Destination      Gateway' },
  de: { list: 'Schnittstellenliste', v4: 'IPv4-Routentabelle', v6: 'IPv6-Routentabelle', active: 'Aktive Routen:', persistent: 'Ständige Routen:', none: '  Keine', link: 'Auf Verbindung', head4: '     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik', head6: ' If Metrik Netzwerkziel             Gateway' },
  fr: { list: "Liste d'Interfaces", v4: 'IPv4 Table de routage', v6: 'IPv6 Table de routage', active: 'Itinéraires actifs :', persistent: 'Itinéraires persistants :', none: '  Aucun', link: 'On-link', head4: 'Destination réseau    Masque réseau  Adr. passerelle   Adr. interface Métrique', head6: ' If Metric Network Destination      Gateway' },
  ja: { list: 'インターフェイス一覧', v4: 'IPv4 ルート テーブル', v6: 'IPv6 ルート テーブル', active: 'アクティブ ルート:', persistent: '固定ルート:', none: '  なし', link: 'リンク上', head4: 'ネットワーク宛先        ネットマスク          ゲートウェイ       インターフェイス  メトリック', head6: ' If メトリック ネットワーク宛先      ゲートウェイ' },
} as const;

/** Output of `route print`. Persistent routes have four columns. `tunnelIpv6`: the VPN carries a network of IPv6. */
export function routePrint(routes: readonly RouteInput[], language: keyof typeof words = 'en', persistent: readonly RouteInput[] = [], tunnelIpv6 = true): string {
  const w = words[language];
  const rule = '='.repeat(75);
  const row = (route: RouteInput): string => `${route.destination.padStart(17)}${route.mask.padStart(17)}${(route.gateway ?? w.link).padStart(17)}${route.interface.padStart(17)}${String(route.metric).padStart(7)}`;
  const kept = persistent.length === 0 ? [w.none] : persistent.map((route) => `${route.destination.padStart(17)}${route.mask.padStart(17)}${(route.gateway ?? '').padStart(17)}${String(route.metric).padStart(8)}`);
  return [
    rule, w.list, ' 12...00 15 5d 00 00 01 ......Microsoft Hyper-V Network Adapter', ' 25...........................Contoso VPN', '  1...........................Software Loopback Interface 1', rule,
    '', w.v4, rule, w.active, w.head4, ...routes.map(row), rule, w.persistent, ...kept,
    '', w.v6, rule, w.active, w.head6, '  1    331 ::1/128                  ' + w.link, ...(tunnelIpv6 ? [' 25     26 2001:db8:1::/48          2001:db8:1::1'] : []), ' 12    281 fe80::1111:2222:3333:4444/128', `                                    ${w.link}`, rule, w.persistent, w.none, '',
  ].join('\n');
}

export interface InterfaceInput {
  readonly name: string;
  readonly index: number;
  readonly metric: number;
  readonly mtu?: number;
  /** Default true. */
  readonly connected?: boolean;
}

const linkStates = { en: ['connected', 'disconnected'], de: ['verbunden', 'getrennt'], fr: ['connected', 'disconnected'], ja: ['接続', '切断'] } as const;

/** Output of `netsh interface ipv4 show interfaces`; the heading stays English on other systems, as public outputs show. */
export function interfaceTable(interfaces: readonly InterfaceInput[], language: keyof typeof linkStates = 'en'): string {
  const row = ({ name, index, metric, mtu = 1500, connected = true }: InterfaceInput): string =>
    `${String(index).padStart(3)}  ${String(metric).padStart(10)}  ${String(mtu).padStart(10)}  ${linkStates[language][connected ? 0 : 1].padEnd(12)}  ${name}`;
  return ['', 'Idx     Met         MTU          State                Name', '---  ----------  ----------  ------------  ---------------------------', '  1          75  4294967295  ' + linkStates[language][0].padEnd(12) + '  Loopback Pseudo-Interface 1', ...interfaces.map(row), ''].join('\n');
}

export interface SocketInput {
  readonly protocol: 'TCP' | 'UDP';
  readonly local: string;
  readonly remote?: string;
  readonly pid: number;
  /** Names `-b` prints under the row: a component and a program. */
  readonly owner?: readonly string[];
  readonly state?: string;
}

const states = { en: 'LISTENING', de: 'ABHÖREN', fr: 'LISTENING', ja: 'LISTENING' } as const;

/** Output of `netstat -ano`, with owners as of `-anob`. */
export function netstat(sockets: readonly SocketInput[], language: keyof typeof states = 'en'): string {
  const heads = { en: ['Active Connections', 'Proto  Local Address          Foreign Address        State           PID'], de: ['Aktive Verbindungen', 'Proto  Lokale Adresse         Remoteadresse          Status           PID'], fr: ['Connexions actives', 'Proto  Adresse locale         Adresse distante       État'], ja: ['アクティブな接続', 'プロトコル  ローカル アドレス          外部アドレス        状態           PID'] }[language];
  const row = (one: SocketInput): string[] => [
    `  ${one.protocol}    ${one.local.padEnd(22)} ${(one.remote ?? (one.protocol === 'TCP' ? '0.0.0.0:0' : '*:*')).padEnd(22)} ${(one.protocol === 'TCP' ? (one.state ?? states[language]) : '').padEnd(15)} ${one.pid}`,
    ...(one.owner ?? []).map((name) => ` ${name}`),
  ];
  return ['', heads[0], '', `  ${heads[1]}`, ...sockets.flatMap(row), ''].join('\n');
}
