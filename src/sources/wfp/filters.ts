/** Providers (whose firewall) and block filters that stand in the way of a VPN. Structures FWPM_PROVIDER0 and FWPM_FILTER0 (fwpmtypes.h). */
import { plainNumber } from '../../knowledge/ike-failures.ts';
import type { Value } from '../../model/values.ts';
import type { Item } from './xml-items.ts';

/** Providers Windows brings along that have no symbol of fwpmu.h (microsoft/WfpDiagnostics: firewall service, policy agent, Teredo, NDU). */
const WINDOWS_PROVIDERS: ReadonlySet<string> = new Set([
  '{10AD9216-CCDE-456C-8B16-E9F04E60A90B}',
  '{3C6C05A9-C05C-4BB9-8338-2327814CE8BF}',
  '{896AA19E-9A34-4BCB-AE79-BEB9127C84B9}',
  '{76CFCD30-3394-432D-BED3-441AE50E63C3}',
  '{4B153735-1049-4480-AAB4-D1B9BDC03710}',
  '{DECC16CA-3F33-4346-BE1E-8FB4AE0F3D62}',
  '{A90296F7-46B8-4457-8F84-B05E05D3C622}',
  '{D0718FF9-44DA-4F50-9DC2-C963A4247613}',
  '{1BEBC969-61A5-4732-A177-847A0817862A}',
  '{AA6A7D87-7F8F-4D2A-BE53-FDA555CD5FE3}',
  '{893A4F22-9BBA-49B7-8C66-3D40929C8FD5}',
  '{8E44982A-F477-11DF-85CE-78E7D1810190}',
]);
const WINDOWS_SERVICES: ReadonlySet<string> = new Set(['BFE', 'MPSSVC', 'IKEEXT', 'POLICYAGENT', 'IPHLPSVC', 'RASMAN', 'REMOTEACCESS', 'WDNISSVC', 'WINDEFEND', 'SENSE', 'TERMSERVICE', 'DNSCACHE', 'NDU', 'TCPIP', 'HNS', 'SHAREDACCESS']);

/** Text of the leaf at a path (lower case); undefined when it is missing or empty. */
function leaf(item: Item, path: string): string | undefined {
  return item.leaves.find(([at]) => at === path)?.[1] || undefined;
}

/** Key of a provider or filter: a GUID in braces and upper case, or a symbol as printed. */
export function keyOf(text: string | undefined): string | undefined {
  const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text ?? '')?.[1];
  return guid === undefined ? text : `{${guid.toUpperCase()}}`;
}

export interface Provider {
  readonly key: string;
  readonly fields: Readonly<Record<string, Value>>;
}

export function readProvider(item: Item): Provider | null {
  const key = keyOf(leaf(item, 'providerkey'));
  if (key === undefined) return null;
  const name = leaf(item, 'displaydata/name');
  const service = leaf(item, 'servicename')?.toUpperCase();
  const isWindows = key.startsWith('FWPM_PROVIDER_') || WINDOWS_PROVIDERS.has(key) || (service !== undefined && WINDOWS_SERVICES.has(service)) || /^(?:Microsoft|Windows)\b/i.test(name ?? '');
  return { key, fields: { ...(name === undefined ? {} : { name }), third_party: !isWindows } };
}

export interface BlockFilter {
  readonly id: string;
  readonly fields: Readonly<Record<string, Value>>;
}

const TCP = 6;
const UDP = 17;
/** Ports a tunnel needs, by protocol: IKE, NAT traversal, L2TP; SSTP, PPTP. */
const PORTS: Readonly<Record<number, readonly number[]>> = { [UDP]: [500, 4500, 1701], [TCP]: [443, 1723] };
/** GRE and ESP have no ports. */
const BARE_PROTOCOLS: readonly number[] = [47, 50];
/** FWP_ACTION_BLOCK is 1 with the terminating flag 0x1000. */
const ACTION_BLOCK = 0x1001;

interface Condition {
  field: string;
  match: string;
  values: number[];
  type: string;
}

/**
 * A filter that blocks what a VPN needs, or null. One without any condition on protocol or port (a firewall's default) is none:
 * it says nothing about VPNs. `ports` are the VPN's ports it covers; `conditions` names what else must hold (program, address, …).
 */
export function readBlockFilter(item: Item): BlockFilter | null {
  const action = leaf(item, 'action/type') ?? leaf(item, 'action');
  if (action === undefined || !(/_BLOCK$/i.test(action) || plainNumber(action) === ACTION_BLOCK)) return null;
  const id = leaf(item, 'filterid');
  if (id === undefined) return null;
  if (item.leaves.some(([path, text]) => /^flags(?:\/item)?$/.test(path) && /_DISABLED$/i.test(text))) return null;
  const conditions = conditionsOf(item);
  const protocols = conditions.filter(({ field }) => field === 'IP_PROTOCOL');
  const ports = conditions.filter(({ field }) => /^IP_(?:LOCAL|REMOTE)_PORT$/.test(field));
  if (protocols.length === 0 && ports.length === 0) return null;
  const hits = [UDP, TCP, ...BARE_PROTOCOLS].filter((protocol) => matches(protocols, protocol)).map((protocol) => ({ protocol, ports: coveredPorts(protocol, ports) }));
  const blocked = hits.filter((hit) => (BARE_PROTOCOLS.includes(hit.protocol) ? protocols.length > 0 && ports.length === 0 : hit.ports.length > 0));
  const [first] = blocked;
  if (!first) return null;
  const name = leaf(item, 'displaydata/name');
  const layer = leaf(item, 'layerkey');
  const provider = keyOf(leaf(item, 'providerkey'));
  const others = [...new Set(conditions.map(({ field }) => field).filter((field) => !/^IP_(?:PROTOCOL|LOCAL_PORT|REMOTE_PORT)$/.test(field)))];
  return {
    id,
    fields: {
      ...(name === undefined ? {} : { name }),
      ...(layer === undefined ? {} : { layer: keyOf(layer) as string }),
      ports: blocked.flatMap((hit) => hit.ports.map(String)),
      ...(protocols.length > 0 && blocked.length === 1 ? { protocol: first.protocol } : {}),
      ...(provider === undefined ? {} : { provider }),
      conditions: others.map((field) => field.toLowerCase().replaceAll('_', '-')),
    },
  };
}

function coveredPorts(protocol: number, conditions: readonly Condition[]): number[] {
  return (PORTS[protocol] ?? []).filter((port) => matches(conditions, port));
}

/** Conditions on one field are alternatives, as the engine takes them; without any, everything matches. */
function matches(conditions: readonly Condition[], value: number): boolean {
  return conditions.length === 0 || conditions.some((condition) => holds(condition, value));
}

function holds({ match, values, type }: Condition, value: number): boolean {
  const [low = Number.NaN, high] = values;
  const isRange = /RANGE/i.test(match) || /RANGE/i.test(type);
  if (/NOT_EQUAL$/i.test(match)) return value !== low;
  if (isRange && high !== undefined) return value >= low && value <= high;
  if (/GREATER_OR_EQUAL$/i.test(match)) return value >= low;
  if (/LESS_OR_EQUAL$/i.test(match)) return value <= low;
  if (/GREATER$/i.test(match)) return value > low;
  if (/LESS$/i.test(match)) return value < low;
  return value === low;
}

const CONDITION = /^filterconditions?\/item\//;

/** Leaves of the condition list, split at each `fieldKey`: it comes first in every condition. */
function conditionsOf(item: Item): Condition[] {
  const conditions: Condition[] = [];
  for (const [path, text] of item.leaves) {
    if (!CONDITION.test(path)) continue;
    const rest = path.replace(CONDITION, '');
    if (rest === 'fieldkey') conditions.push({ field: text.replace(/^FWPM_CONDITION_/i, '').toUpperCase(), match: '', values: [], type: '' });
    const last = conditions.at(-1);
    if (last === undefined || rest === 'fieldkey') continue;
    if (rest === 'matchtype') last.match = text;
    else if (rest === 'conditionvalue/type') last.type = text;
    else {
      const number = /^conditionvalue\/(?:rangevalue\/value(?:low|high)\/)?uint(?:8|16|32|64)$/.test(rest) ? plainNumber(text) : undefined;
      if (number !== undefined && last.values.length < 2) last.values.push(number);
    }
  }
  return conditions;
}

/** Security associations of the state: keys of a negotiation as facts. Structure IKEEXT_SA_DETAILS (iketypes.h). */
export function readSpis(item: Item): { readonly initiator: string; readonly responder: string } | null {
  const value = (name: string): string | undefined => item.leaves.find(([path]) => path.endsWith(`cookiepair/${name}`))?.[1];
  const [initiator, responder] = [spiText(value('initiator')), spiText(value('responder'))];
  return initiator === undefined || responder === undefined ? null : { initiator, responder };
}

/** 64-bit number in decimal or hexadecimal → sixteen upper-case digits. */
function spiText(text: string | undefined): string | undefined {
  if (text === undefined || !/^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text)) return undefined;
  const hex = BigInt(text).toString(16).toUpperCase();
  return hex.length > 16 ? undefined : hex.padStart(16, '0');
}
