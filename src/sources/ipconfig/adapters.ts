/**
 * `ipconfig /all` by structure: adapters stand at the left edge and end in a colon, their values are indented
 * `label . . . : value` lines, further values of a label stand far to the right. Labels are localised; what a value is
 * follows from its shape and from the fixed order: description, physical address, addresses with their masks, lease,
 * gateway, DHCP server, DNS servers.
 */

export interface Adapter {
  /** The whole title without its colon: localised type, then the alias. */
  readonly title: string;
  readonly alias: string;
  readonly description: string | undefined;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly gateways: readonly string[];
  readonly dnsServers: readonly string[];
  /** Index of the title's line. */
  readonly line: number;
}

interface Item {
  readonly values: string[];
}

const LABELLED = /^\s{1,11}[^\s:：][^:：]*[:：](.*)$/;
const CONTINUED = /^\s{12,}(\S.*)$/;
const MAC = /^[0-9A-F]{2}(?:-[0-9A-F]{2}){3,31}$/i;
/** An address with its state fits; longer values are somebody's text. */
const MAX_VALUE = 200;
/** More than any machine has. */
const MAX_ADAPTERS = 5000;
const DATE_LIKE = /\d{1,2}:\d{2}|\d{4}/;

/** Adapters in output order. */
export function readAdapters(lines: readonly string[]): Adapter[] {
  const adapters: Adapter[] = [];
  let at = 0;
  while (at < lines.length && adapters.length < MAX_ADAPTERS) {
    const title = titleOf(lines[at] as string);
    if (title === null) {
      at += 1;
      continue;
    }
    const from = at;
    const items: Item[] = [];
    for (at += 1; at < lines.length && !/^\S/.test(lines[at] as string); at += 1) readItem(lines[at] as string, items);
    if (items.length > 0) adapters.push(toAdapter(title, items, from));
  }
  return adapters;
}

/** A line at the left edge that ends in a colon. */
function titleOf(line: string): string | null {
  if (!/^\S/.test(line)) return null;
  const text = line.trimEnd();
  return /[:：]$/.test(text) ? text.slice(0, -1).trim() : null;
}

function readItem(line: string, items: Item[]): void {
  const labelled = LABELLED.exec(line);
  if (labelled) {
    const value = (labelled[1] as string).trim();
    items.push({ values: value === '' ? [] : [value] });
    return;
  }
  const continued = CONTINUED.exec(line);
  if (continued) items.at(-1)?.values.push((continued[1] as string).trim());
}

function toAdapter(title: string, items: readonly Item[], line: number): Adapter {
  const description = descriptionOf(items);
  const found = { ipv4: [] as string[], ipv6: [] as string[] };
  const after = takeAddresses(items, found);
  const rest = items.slice(after);
  const hasLease = rest.slice(0, 2).some((item) => isDate(item));
  const gatewayAt = rest.findIndex((item) => !isDate(item));
  const gateways = gatewayAt === -1 ? [] : addressesOf(rest[gatewayAt] as Item);
  const servers = rest.slice(gatewayAt + 1).filter((item) => addressesOf(item).length > 0);
  // With a lease, the first of the remaining servers is the DHCP server.
  const dns = servers[hasLease ? 1 : 0];
  return {
    title,
    alias: aliasOf(title, description),
    description,
    ...found,
    gateways: gateways.filter((gateway) => gateway !== '0.0.0.0' && gateway !== '::'),
    dnsServers: dns === undefined ? [] : addressesOf(dns),
    line,
  };
}

/** The line above the physical address; an adapter without one shows suffix, then description, then an empty address. */
function descriptionOf(items: readonly Item[]): string | undefined {
  const mac = items.findIndex((item) => item.values.length === 1 && MAC.test(item.values[0] as string));
  const item = mac > 0 ? items[mac - 1] : items.length >= 5 ? items[1] : undefined;
  return item?.values[0];
}

/** Collects addresses and returns the index of the first item after them and their masks. */
function takeAddresses(items: readonly Item[], found: { ipv4: string[]; ipv6: string[] }): number {
  let after = items.length;
  for (let at = 0; at < items.length; at += 1) {
    const value = items[at]?.values[0] ?? '';
    const address = plainAddress(value);
    if (address === null) continue;
    const mask = plainAddress(items[at + 1]?.values[0] ?? '');
    // Own addresses carry their state in brackets, or have a mask under them.
    if (address.includes(':') ? /\(.+\)\s*$/.test(value) : mask !== null && isMask(mask)) {
      (address.includes(':') ? found.ipv6 : found.ipv4).push(address);
      at += address.includes(':') ? 0 : 1;
      after = at + 1;
    } else if (after < items.length) {
      break;
    } else if (address.includes(':') && found.ipv6.length === 0) {
      // The short form prints no state.
      found.ipv6.push(address);
      after = at + 1;
    } else {
      break;
    }
  }
  return after;
}

function isDate(item: Item): boolean {
  const value = item.values[0] ?? '';
  return value !== '' && plainAddress(value) === null && DATE_LIKE.test(value);
}

function addressesOf(item: Item): string[] {
  return item.values.map(plainAddress).filter((address) => address !== null);
}

/** `192.0.2.7(Preferred)`, `fe80::1%5(bevorzugt)` → the address without state and zone; null when it is none. */
function plainAddress(value: string): string | null {
  if (value.length > MAX_VALUE) return null;
  const text = value.replace(/\s*\([^)]*\)?\s*$/, '').replace(/%\d+$/, '').trim();
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return text;
  return text.length <= 45 && /^[0-9a-f:]*(?::\d{1,3}(?:\.\d{1,3}){3})?$/i.test(text) && (text.match(/:/g)?.length ?? 0) >= 2 ? text.toLowerCase() : null;
}

function isMask(address: string): boolean {
  const bits = address.split('.').map(Number).reduce((sum, part) => sum * 256 + part, 0) >>> 0;
  return bits !== 0 && (~bits & (~bits + 1)) >>> 0 === 0;
}

/** Words for "adapter" with the type before them, as the languages of Windows write them. */
const TYPE_PREFIXES = [
  /^.*?\badapter\s+(?=\S)/i,
  /^.*?adapter\s+(?=\S)/i,
  /^Carte (?:Ethernet|PPP|Tunnel|inconnue|réseau sans fil|r.{1,3}seau sans fil|réseau)\s+/i,
  /^.*?アダプター?\s+/,
  /^Adaptador (?:de Ethernet|Ethernet|PPP|de túnel|de LAN inalámbrica)\s+/i,
  /^Scheda (?:Ethernet|PPP|Tunnel|LAN wireless)\s+/i,
  /^.*?适配器\s+/,
  /^.*?어댑터\s+/,
];

/** The alias is what follows the localised type; a dialled connection repeats it as its description. */
function aliasOf(title: string, description: string | undefined): string {
  if (description !== undefined && description !== '' && title.endsWith(description)) return description;
  for (const prefix of TYPE_PREFIXES) {
    const match = prefix.exec(title);
    if (match) return title.slice(match[0].length).trim();
  }
  return title.replace(/^PPP\s+/, '').trim();
}
