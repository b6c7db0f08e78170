/**
 * Routing tables and interfaces of a machine.
 *
 *           0.0.0.0          0.0.0.0   Auf Verbindung      192.0.2.80     26
 *     → network.route {destination: 0.0.0.0, prefix_length: 0, gateway: null, interface: 192.0.2.80, metric: 26, ip_version: 4}
 *    25          25        1400  connected     Contoso VPN
 *     → network.interface {name: Contoso VPN, index: 25, metric: 25, mtu: 1400, connected: true}
 * `metric` of a route is what Windows compares: route and interface together. Where an output prints the route's share
 * alone, there is none.
 */
import { isAddress } from '../../formats/text/ip-address.ts';
import { readObjects } from '../../formats/text/objects.ts';
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts } from '../block-facts.ts';
import { readIpInterfaces, readNetshInterfaces, readNetshSubinterfaces } from './interfaces.ts';
import type { Interface } from './interfaces.ts';
import { readNetshRoutes, readRoutePrint } from './route-table.ts';
import type { Route } from './route-table.ts';

const ROUTE_PRINT = /\broute(?:\.exe)?\s+(?:-[46]\s+)?print\b|\bnetstat(?:\.exe)?\s+-\w*r\w*\b/i;
const NETSH = /\bnetsh(?:\.exe)?\s+int(?:erface)?\s+(ip|ipv4|ipv6)\s+show\s+(route|sub|int)/i;
const CMDLET = /(?:^|[^\w-])Get-Net(Route|IPInterface)(?![A-Za-z])/i;

interface Found {
  readonly routes: Map<string, { route: Route; block: CommandBlock }>;
  readonly interfaces: Map<string, { shown: Interface; block: CommandBlock }>;
  /** Blocks that promise a list, and why it is not whole ('' when it is). */
  readonly lists: { fact: 'network.route' | 'network.interface'; reason: string; block: CommandBlock }[];
}

export const routes: CommandSource = {
  id: 'routes',
  matches(command) {
    return ROUTE_PRINT.test(command) || NETSH.test(command) || CMDLET.test(command);
  },
  yields: [
    {
      kind: 'fact',
      name: 'network.route',
      fields: { destination: 'string', prefix_length: 'number', gateway: 'string', interface: 'string', metric: 'number', ip_version: 'number' },
    },
    {
      kind: 'fact',
      name: 'network.interface',
      fields: { name: 'string', index: 'number', mtu: 'number', metric: 'number', connected: 'boolean', ip_version: 'number' },
    },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    const found: Found = { routes: new Map(), interfaces: new Map(), lists: [] };
    for (const block of blocks) readBlock(block, found);
    for (const { route, block } of found.routes.values()) {
      const { destination, prefixLength, gateway, metric, ipVersion, line } = route;
      facts.fact('network.route', destination, { destination, prefix_length: prefixLength, gateway, interface: route.interface, metric, ip_version: ipVersion }, block, line);
    }
    for (const { shown, block } of found.interfaces.values()) {
      const { name, index, mtu, metric, connected, ipVersion } = shown;
      facts.fact('network.interface', name, { name, index, mtu, metric, connected, ip_version: ipVersion }, block, shown.line);
    }
    for (const fact of ['network.route', 'network.interface'] as const) {
      const own = found.lists.filter((list) => list.fact === fact);
      const best = own.find((list) => list.reason === '') ?? own[0];
      if (best) facts.listing(fact, fact === 'network.route' ? found.routes.size : found.interfaces.size, best.reason, best.block);
    }
    const open = found.lists.find((list) => list.reason !== '');
    return open && !found.lists.some((list) => list.reason === '' && list.fact === open.fact) ? { outcome: 'partial', reason: open.reason } : { outcome: 'read' };
  },
};

function readBlock(block: CommandBlock, found: Found): void {
  const { command, lines } = block;
  const netsh = NETSH.exec(command);
  if (netsh !== null) return readNetsh(netsh, block, found);
  const cmdlet = CMDLET.exec(command)?.[1]?.toLowerCase();
  if (cmdlet === 'ipinterface') return addInterfaces(readIpInterfaces(lines), block, found);
  if (cmdlet === 'route') return addRoutes(readNetRoutes(lines), '', block, found);
  const table = readRoutePrint(lines);
  const named = table.routes.map((route) => ({ ...route, interface: table.interfaces.get(route.interface) ?? route.interface }));
  addRoutes(named, table.closed ? '' : 'the table is cut off', block, found);
}

function readNetsh(netsh: RegExpExecArray, block: CommandBlock, found: Found): void {
  const ipVersion = netsh[1]?.toLowerCase() === 'ipv6' ? 6 : 4;
  const what = (netsh[2] as string).toLowerCase();
  if (what === 'route') addRoutes(readNetshRoutes(block.lines), 'the table shows one version of IP', block, found);
  else if (what === 'sub') for (const shown of readNetshSubinterfaces(block.lines, ipVersion)) addInterface(shown, block, found);
  else addInterfaces(readNetshInterfaces(block.lines, ipVersion), block, found);
}

function addRoutes(list: readonly Route[], reason: string, block: CommandBlock, found: Found): void {
  found.lists.push({ fact: 'network.route', reason: list.length === 0 ? 'the command printed no routes' : reason, block });
  for (const route of list) {
    const key = `${route.destination}/${route.prefixLength}|${route.gateway ?? ''}|${route.interface}`.toLowerCase();
    if (!found.routes.has(key)) found.routes.set(key, { route, block });
  }
}

function addInterfaces(list: readonly Interface[], block: CommandBlock, found: Found): void {
  found.lists.push({ fact: 'network.interface', reason: list.length === 0 ? 'the command printed no interfaces' : '', block });
  for (const shown of list) addInterface(shown, block, found);
}

/** A later output adds what an earlier one does not print. */
function addInterface(shown: Interface, block: CommandBlock, found: Found): void {
  const key = `${shown.name}|${shown.ipVersion ?? ''}`.toLowerCase();
  const known = found.interfaces.get(key);
  found.interfaces.set(key, known ? { shown: { ...shown, ...known.shown }, block: known.block } : { shown, block });
}

/** `Get-NetRoute`: a table with interface indexes, or lists with aliases. */
function readNetRoutes(lines: readonly string[]): Route[] {
  return readObjects(lines).objects.flatMap(({ properties, line }) => {
    const [destination, length] = (properties.get('destinationprefix') ?? '').split('/');
    if (destination === undefined || !isAddress(destination) || !/^\d{1,3}$/.test(length ?? '')) return [];
    const hop = properties.get('nexthop') ?? '';
    const [own, added] = [properties.get('routemetric') ?? '', properties.get('ifmetric') || properties.get('interfacemetric') || ''];
    const isKnown = /^\d{1,10}$/.test(own) && /^\d{1,10}$/.test(added);
    return [{
      destination,
      prefixLength: Number(length),
      gateway: hop === '' || hop === '0.0.0.0' || hop === '::' || !isAddress(hop) ? null : hop,
      interface: properties.get('interfacealias') || properties.get('ifindex') || properties.get('interfaceindex') || '',
      ipVersion: destination.includes(':') ? (6 as const) : (4 as const),
      line,
      ...(isKnown ? { metric: Number(own) + Number(added) } : {}),
    }];
  });
}
