/** Which WAN miniport an adapter is; the distinguishing part of its name is a protocol token in brackets. */

export type WanMiniport = 'ip' | 'ipv6' | 'network-monitor';

/**
 * The miniport a description or alias names, null when it names another adapter.
 * "WAN Miniport (IP)", "WAN-Miniport (IP)", "Miniport WAN (IP)": the words move with the language, WAN and (IP) do not.
 * Cut text (`WAN Miniport (Network Mon...`) still counts.
 */
export function wanMiniportOf(text: string): WanMiniport | null {
  const compact = text.slice(0, 200).replaceAll(/\s+/g, ' ').trim();
  if (!/wan/i.test(compact)) return null;
  if (/\(\s*IP\s*\)/i.test(compact)) return 'ip';
  if (/\(\s*IPv6/i.test(compact)) return 'ipv6';
  // Network Monitor, Netzwerkmonitor, Moniteur réseau, Monitor de red, ネットワーク モニター, 网络监视器, Сетевой монитор
  return /\([^)]*(?:monit|network mon|монитор|モニタ|监视|監視|모니터)/i.test(compact) ? 'network-monitor' : null;
}

/**
 * The miniport a component or device id names: `ms_ndiswanip`, `SWD\MSRRAS\MS_NDISWANIPV6`, `ms_ndiswanbh`, the id of
 * the Network Monitor one. Null for other ids.
 */
export function wanMiniportById(id: string): WanMiniport | null {
  const name = /ms_ndiswan(ipv6|ip|bh)(?![a-z0-9])/i.exec(id)?.[1]?.toLowerCase();
  if (name === undefined) return null;
  return name === 'bh' ? 'network-monitor' : (name as WanMiniport);
}

/** The miniport to which only this component binds: the Remote Access ARP drivers. */
export function wanMiniportByComponents(components: Iterable<string>): WanMiniport | null {
  const ids = new Set([...components].map((id) => id.toLowerCase()));
  const isIp = ids.has('ms_wanarp');
  const isIpv6 = ids.has('ms_wanarpv6');
  if (isIp === isIpv6) return null;
  return isIp ? 'ip' : 'ipv6';
}
