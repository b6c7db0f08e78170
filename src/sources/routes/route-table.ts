/** Routing tables of `route print` and `netsh interface … show route`, by columns: words in them are localised. */
import { isAddress, isIpv4, isIpv6, prefixOfMask } from '../../formats/text/ip-address.ts';

export interface Route {
  readonly destination: string;
  readonly prefixLength: number;
  /** Null: the destination is on the link itself. */
  readonly gateway: string | null;
  /** Address of the interface, its index (`12`) or its name: what the output prints. */
  readonly interface: string;
  /** Route and interface metric together, as Windows compares them. */
  readonly metric?: number;
  readonly ipVersion: 4 | 6;
  /** 0-based. */
  readonly line: number;
}

export interface RouteTable {
  readonly routes: readonly Route[];
  /** Interface descriptions by index, from the list above the tables. */
  readonly interfaces: ReadonlyMap<string, string>;
  /** Whether the table's last line was followed by anything: a cut one is not. */
  readonly closed: boolean;
}

/** Index, hardware address or dots, description: ` 12...00 15 5d 00 00 01 ......Microsoft Hyper-V Network Adapter`. */
const INTERFACE = /^\s{0,4}(\d{1,6})\.{3}[0-9a-f .]*?\.{2,}\s?([^.\s].*)$/i;
const RULE = /^\s*={20,}\s*$/;
const MAX_LINE = 400;

/** The active routes of `route print` or `netstat -r`; the persistent ones have four columns and are passed over. */
export function readRoutePrint(lines: readonly string[]): RouteTable {
  const routes: Route[] = [];
  const interfaces = new Map<string, string>();
  let lastRule = -1;
  for (const [at, raw] of lines.entries()) {
    const line = raw.slice(0, MAX_LINE);
    if (RULE.test(line)) lastRule = at;
    const named = INTERFACE.exec(line);
    if (named) interfaces.set(named[1] as string, (named[2] as string).trim());
    const route = readIpv4Row(line, at) ?? readIpv6Row(line, lines[at + 1] ?? '', at);
    if (route !== null) routes.push(route);
  }
  return { routes, interfaces, closed: routes.length > 0 && lastRule > (routes.at(-1) as Route).line };
}

/** Destination, mask, gateway or words for "on the link", interface, metric. */
function readIpv4Row(line: string, at: number): Route | null {
  const cells = line.trim().split(/\s+/);
  const [destination, mask] = cells as [string, string?];
  const [own, metric] = cells.slice(-2) as [string, string?];
  if (cells.length < 5 || !isIpv4(destination) || !isIpv4(own) || !isNumber(metric)) return null;
  const prefixLength = prefixOfMask(mask ?? '');
  const gateway = cells[2] as string;
  if (prefixLength === null) return null;
  return { destination, prefixLength, gateway: isIpv4(gateway) ? gateway : null, interface: own, metric: Number(metric), ipVersion: 4, line: at };
}

/** Interface index, metric, prefix, then a gateway or words; a long prefix leaves those to the next line. */
function readIpv6Row(line: string, next: string, at: number): Route | null {
  const [index, metric, prefix, ...words] = line.trim().split(/\s+/);
  const target = readPrefix(prefix);
  if (!isNumber(index) || !isNumber(metric) || target?.ipVersion !== 6) return null;
  const gateway = words[0] ?? next.trim();
  return { ...target, gateway: isIpv6(gateway) ? gateway : null, interface: index, metric: Number(metric), line: at };
}

/** `netsh interface ipv4|ipv6 show route`: two words, route metric, prefix, index, gateway or interface name. */
export function readNetshRoutes(lines: readonly string[]): Route[] {
  const routes: Route[] = [];
  for (const [at, raw] of lines.entries()) {
    const cells = raw.slice(0, MAX_LINE).trim().split(/\s+/);
    const prefixAt = cells.findIndex((cell, column) => column > 0 && isNumber(cells[column - 1]) && isNumber(cells[column + 1]) && readPrefix(cell) !== null);
    const target = readPrefix(cells[prefixAt]);
    if (target === null) continue;
    const gateway = cells[prefixAt + 2] ?? '';
    // Without a metric: this one lacks the interface's share.
    routes.push({ ...target, gateway: isAddress(gateway) ? gateway : null, interface: cells[prefixAt + 1] as string, line: at });
  }
  return routes;
}

function readPrefix(text: string | undefined): Pick<Route, 'destination' | 'prefixLength' | 'ipVersion'> | null {
  const [destination, length, more] = (text ?? '').split('/');
  if (destination === undefined || !isAddress(destination) || more !== undefined || !/^\d{1,3}$/.test(length ?? '')) return null;
  const ipVersion = destination.includes(':') ? 6 : 4;
  return Number(length) > (ipVersion === 4 ? 32 : 128) ? null : { destination, prefixLength: Number(length), ipVersion };
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
