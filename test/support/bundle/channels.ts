/** Which event channels a run exports: the scenario's own lists (see the collector's modules), and what explicit switches add. */
import type { BundleRecipe, Generation } from './types.ts';

const common = ['System', 'Application', 'Microsoft-Windows-WFP/Operational', 'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall'];
const vpnClient = ['Security', 'Microsoft-Windows-RasAgileVpn/Operational', 'Microsoft-Windows-RasAgileVpn/Debug', 'Windows Networking Vpn Plugin Platform/Operational',
  'Windows Networking Vpn Plugin Platform/OperationalVerbose', 'Microsoft-Windows-DNS-Client/Operational'];
const rasSwitch = ['Security', 'Microsoft-Windows-VPN-Client/Operational', 'Microsoft-Windows-RemoteAccess-MgmtClient/Operational', 'Microsoft-Windows-RemoteAccess-MgmtClientPerf/Operational',
  'Microsoft-Windows-RemoteAccess-RemoteAccessServer/Admin', 'Microsoft-Windows-RemoteAccess-RemoteAccessServer/Operational'];
const capi2 = 'Microsoft-Windows-CAPI2/Operational';

/** Channels in the bundle. */
export function collectedChannels(recipe: BundleRecipe, generation: Generation): string[] {
  const list = [...common, ...(recipe.scenario === 'NET_VPN' ? vpnClient : [])];
  if (recipe.scenario === 'NET_RAS' || generation !== 2022) list.push(capi2);
  if (recipe.switches?.includes('NET_RAS')) list.push(...rasSwitch);
  list.push(...(recipe.extraChannels ?? []));
  return [...new Set(list)].filter((channel) => !recipe.withoutChannels?.includes(channel));
}

/** File name of a channel: `/` and blanks become dashes. */
export function channelFile(host: string, channel: string): string {
  return `${host}-${channel.replaceAll(/[/ ]/g, '-')}.evtx`;
}

/** Short name of a channel in the support diagnostics' file names: no `Microsoft-Windows-`, no dashes but the last. */
export function sdpChannel(channel: string): string {
  const parts = channel.replace(/^Microsoft-Windows-/, '').replace('/', '-').split('-');
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join('')}-${parts.at(-1)}`;
}
