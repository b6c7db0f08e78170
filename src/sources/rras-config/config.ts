/** What a server's remote access settings add up to, whatever output they came from. */
import { ipv4Ranges } from '../../formats/text/ip-address.ts';
import type { OpenFields } from '../block-facts.ts';
import type { ScriptCommand } from './script.ts';

export interface Place {
  readonly line: number;
  readonly block: number;
}

export interface Port extends Place {
  readonly device: string;
  readonly count?: number;
  readonly inbound?: boolean;
}

export interface RadiusServer extends Place {
  readonly address: string;
  readonly port?: number;
  readonly score?: number;
}

/** Filled by the readers; a part nobody mentioned stays undefined. */
export interface Config {
  authProvider?: string | undefined;
  accountingProvider?: string | undefined;
  authTypes?: Set<string>;
  assignment?: 'pool' | 'dhcp' | undefined;
  readonly ranges: Map<string, number>;
  access?: boolean;
  readonly negotiation: { ip?: boolean | undefined; ipv6?: boolean | undefined };
  rasType?: 'ipv4' | 'ipv6' | 'both' | 'none' | undefined;
  readonly ports: Map<string, Port>;
  readonly radius: Map<string, RadiusServer>;
  /** First line that said anything. */
  place?: Place;
}

export function newConfig(): Config {
  return { ranges: new Map(), negotiation: {}, ports: new Map(), radius: new Map() };
}

/** Names of authentication types as netsh writes and reads them (netsh ras add authtype). */
const AUTH_TYPES: Readonly<Record<string, string>> = { pap: 'PAP', spap: 'SPAP', md5chap: 'CHAP', chap: 'CHAP', mschap: 'MSCHAP', mschapv2: 'MSCHAPv2', eap: 'EAP', cert: 'CERT' };

export function authTypeOf(token: string): string | undefined {
  return AUTH_TYPES[token.toLowerCase()];
}

/** Takes one command of a dump. */
export function applyCommand(command: ScriptCommand, config: Config, block: number): void {
  const { noun, verb, values, line } = command;
  const first = (name: string): string => (values.get(name) ?? values.get('1') ?? '').toLowerCase();
  const place = { line, block };
  let isOwn = true;
  if (noun === 'authtype') applyAuthType(verb, first('type'), config);
  else if (noun === 'type') config.rasType = oneOf(first('rastype'), ['ipv4', 'ipv6', 'both', 'none']) ?? config.rasType;
  else if (noun === 'wanports') applyPorts(values, config, place);
  else if (noun === 'negotiation') config.negotiation[ipVersionOf(command, config)] = allowed(first('mode'));
  else if (noun === 'access') setAccess(first('mode'), command.context, config);
  else if (noun === 'addrassign') config.assignment = ({ pool: 'pool', auto: 'dhcp' } as const)[first('method')] ?? config.assignment;
  else if (noun === 'range') applyRange(verb, values, config);
  else if (noun === 'pool' && verb === 'delete') config.ranges.clear();
  else if (noun === 'authentication') config.authProvider = providerOf(first('provider')) ?? config.authProvider;
  else if (noun === 'accounting') config.accountingProvider = providerOf(first('provider')) ?? config.accountingProvider;
  else if (noun === 'authserver') applyRadius(verb, values, config, place);
  else isOwn = false;
  if (isOwn) config.place ??= place;
}

function applyAuthType(verb: string, token: string, config: Config): void {
  const type = authTypeOf(token);
  if (type === undefined) return;
  config.authTypes ??= new Set();
  if (verb === 'add') config.authTypes.add(type);
  else if (verb === 'delete') config.authTypes.delete(type);
}

function applyPorts(values: ReadonlyMap<string, string>, config: Config, place: Place): void {
  const device = values.get('device') ?? values.get('1');
  if (device === undefined) return;
  const count = Number(values.get('maxports'));
  const inbound = [values.get('rasinonly'), values.get('ddinout')].filter((value) => value !== undefined).map((value) => value.toLowerCase());
  // A device whose only line says "outgoing" (PPPoE) takes no calls.
  const takesCalls = inbound.length > 0 ? inbound.includes('enabled') : values.get('ddoutonly')?.toLowerCase() === 'enabled' ? false : undefined;
  config.ports.set(device, {
    ...place,
    device,
    ...(Number.isInteger(count) && values.has('maxports') ? { count } : {}),
    ...(takesCalls === undefined ? {} : { inbound: takesCalls }),
  });
}

/** IPv4 and IPv6 have the same command; a script without contexts lists IPv4 first. */
function ipVersionOf({ context }: ScriptCommand, { negotiation }: Config): 'ip' | 'ipv6' {
  if (context === 'ip' || context === 'ipv6') return context;
  return negotiation.ip === undefined ? 'ip' : 'ipv6';
}

function setAccess(mode: string, context: string | null, config: Config): void {
  // Where IPv6 follows without a context, the IPv4 line came first.
  if (context === 'ipv6' || (context !== 'ip' && config.access !== undefined)) return;
  if (mode === 'all') config.access = true;
  else if (mode === 'serveronly') config.access = false;
}

function applyRange(verb: string, values: ReadonlyMap<string, string>, config: Config): void {
  for (const range of ipv4Ranges(`${values.get('from') ?? values.get('1') ?? ''} ${values.get('to') ?? values.get('2') ?? ''}`)) {
    if (verb === 'add') config.ranges.set(range.text, range.size);
    else if (verb === 'delete') config.ranges.delete(range.text);
  }
}

function applyRadius(verb: string, values: ReadonlyMap<string, string>, config: Config, place: Place): void {
  const address = values.get('name') ?? values.get('1');
  if (address === undefined) return;
  if (verb === 'delete') {
    if (address === '*') config.radius.clear();
    else config.radius.delete(address.toLowerCase());
    return;
  }
  const [port, score] = [Number(values.get('port')), Number(values.get('init-score'))];
  config.radius.set(address.toLowerCase(), { ...place, address, ...(port > 0 ? { port } : {}), ...(score > 0 ? { score } : {}) });
}

export function providerOf(token: string): string | undefined {
  return oneOf(token.toLowerCase(), ['windows', 'radius', 'none']);
}

function allowed(mode: string): boolean | undefined {
  return mode === 'allow' ? true : mode === 'deny' ? false : undefined;
}

function oneOf<T extends string>(value: string, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}

/** Fields of `rras.config`. */
export function configFields(config: Config): OpenFields {
  const { rasType, negotiation, ranges } = config;
  const isPool = config.assignment === 'pool' || (config.assignment === undefined && ranges.size > 0);
  return {
    auth_provider: config.authProvider,
    accounting_provider: config.accountingProvider,
    auth_types: config.authTypes === undefined ? undefined : [...config.authTypes],
    address_assignment: isPool ? 'pool' : config.assignment,
    pool_ranges: ranges.size > 0 ? [...ranges.keys()] : undefined,
    pool_size: ranges.size > 0 ? [...ranges.values()].reduce((sum, size) => sum + size, 0) : undefined,
    network_access: config.access,
    ipv4_enabled: isEnabled(rasType, 'ipv4', negotiation.ip),
    ipv6_enabled: isEnabled(rasType, 'ipv6', negotiation.ipv6),
    remote_access: rasType === undefined ? undefined : rasType !== 'none',
  };
}

/** An IP version needs the server to route it and PPP to negotiate it. */
function isEnabled(type: Config['rasType'], version: 'ipv4' | 'ipv6', negotiated: boolean | undefined): boolean | undefined {
  if (type !== undefined && type !== 'both' && type !== version) return false;
  return negotiated;
}

/** Tunnel protocol a WAN miniport device is for; the names in brackets are not localised. */
export function tunnelOf(device: string): string | undefined {
  const name = /\((SSTP|IKEv2|PPTP|L2TP|PPPOE|GRE)\)/i.exec(device)?.[1]?.toLowerCase();
  return name === undefined ? undefined : ({ sstp: 'SSTP', ikev2: 'IKEv2', pptp: 'PPTP', l2tp: 'L2TP', pppoe: 'PPPoE', gre: 'GRE' } as Readonly<Record<string, string>>)[name];
}
