/** Expands a connection attempt into the RasClient events Windows writes for it. Field order: fixed by the provider, unnamed. */
import { createHash } from 'node:crypto';
import type { BundleFrame, DialRecipe, EventRecipe } from './types.ts';

const steps = ['started', 'connecting', 'link-found', 'link-up', 'connected'] as const;

/** CoId of a dial that states none: the same for the same host, time and name. */
export function coIdOf(host: string, dial: DialRecipe): string {
  if (dial.coId) return dial.coId;
  const hex = createHash('md5').update(`${host} ${dial.at} ${dial.connection}`).digest('hex').toUpperCase();
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20)}}`;
}

const later = (iso: string, seconds: number): string => new Date(Date.parse(iso) + seconds * 1000).toISOString();

function settingsBlock(dial: DialRecipe): string {
  return [
    'Dial-in User = ', `VpnStrategy = ${dial.tunnel ?? 'IKEv2'}`, 'DataEncryption = Requested', 'PrerequisiteEntry = ', `AutoLogon = ${dial.autoLogon === true ? 'Yes' : 'No'}`, 'UseRasCredentials = Yes', 'Authentication Type = EAP ',
    'Ipv4DefaultGateway = Yes', 'Ipv4AddressAssignment = By Server', 'Ipv4DNSServerAssignment = By Server', 'Ipv6DefaultGateway = Yes', 'Ipv6AddressAssignment = By Server', 'Ipv6DNSServerAssignment = By Server',
    'IpDnsFlags = ', 'IpNBTEnabled = Yes', 'UseFlags = Private Connection', 'ConnectOnWinlogon = No',
  ].join('\r\n');
}

function linkBlock(dial: DialRecipe): string {
  const tunnel = dial.tunnel === 'Automatic' || dial.tunnel === undefined ? 'IKEv2' : dial.tunnel;
  return [`Server address/Phone Number = ${dial.server}`, `Device = ${dial.device ?? `WAN Miniport (${tunnel})`}`, 'Port = VPN2-1', 'MediaType = VPN'].join('\r\n');
}

/** The events of one attempt, in order. */
export function dialEvents(dial: DialRecipe, frame: BundleFrame): EventRecipe[] {
  const start = frame.when(dial.at);
  const coId = coIdOf(frame.recipe.host, dial);
  const reached = dial.reached ?? (dial.error === undefined ? 'connected' : 'connecting');
  const depth = steps.indexOf(reached);
  const event = (id: number, at: string, last: string | null, level = 4): EventRecipe =>
    ({ at, provider: 'RasClient', id, level, data: [coId, dial.user, dial.connection, ...(last === null ? [] : [last])] });
  const events = [
    event(20221, start, settingsBlock(dial)), event(20222, later(start, 0.15), linkBlock(dial)), event(20223, later(start, 0.9), linkBlock(dial)), event(20224, later(start, 0.95), null),
    event(20225, later(start, 2.4), `TunnelIpAddress = ${dial.address ?? '192.0.2.200'}\r\nTunnelIpv6Address = None\r\nDial-in User = ${dial.user}`),
  ].slice(0, depth + 1);
  if (dial.error !== undefined) events.push(event(20227, later(start, dial.failsAfter ?? 3), String(dial.error | 0), 2));
  if (dial.disconnected) events.push(event(20226, frame.when(dial.disconnected.at), String(dial.disconnected.reason)));
  return events;
}
