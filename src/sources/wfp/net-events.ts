/** One `netEvents` item → a record: an IKE failure or a dropped packet. Structures FWPM_NET_EVENT and FWPM_NET_EVENT_HEADER0 to 3 (fwpmtypes.h). */
import { readAddress } from '../../formats/text/endpoints.ts';
import { enumNumber, ikeFailureFields, plainNumber } from '../../knowledge/ike-failures.ts';
import type { IkeMode } from '../../knowledge/ike-failures.ts';
import type { Severity } from '../../model/records.ts';
import type { Micros } from '../../model/time.ts';
import type { Value } from '../../model/values.ts';
import type { Item } from './xml-items.ts';

export interface NetEvent {
  /** Null for events of no interest (allowed packets, capabilities). */
  readonly name: string | null;
  readonly time: Micros | null;
  /** Number of FWPM_NET_EVENT_TYPE; −1 when it is none known. */
  readonly type: number;
  readonly severity: Severity;
  readonly fields: Readonly<Record<string, Value>>;
}

const MODES: Readonly<Record<number, IkeMode>> = { 0: 'mm', 1: 'qm', 2: 'em' };
/** Types of drops: by a filter, by the IPsec driver, by its protection against floods, by an app's capabilities, at the MAC layer. */
const DROPS: ReadonlySet<number> = new Set([3, 4, 5, 7, 9]);
/** Name of the element that holds a type's own members, where the type itself is missing or unknown. */
const BODIES: readonly (readonly [body: string, type: number])[] = [
  ['ikeMmFailure', 0],
  ['ikeQmFailure', 1],
  ['ikeEmFailure', 2],
  ['classifyDrop', 3],
  ['ipsecDrop', 4],
  ['idpDrop', 5],
  ['classifyAllow', 6],
  ['capabilityDrop', 7],
  ['capabilityAllow', 8],
  ['classifyDropMac', 9],
];

export function readNetEvent(item: Item): NetEvent {
  const type = typeOf(item);
  const header = (name: string): string | undefined => leaf(item, `header/${name}`);
  const time = readTime(header('timeStamp'));
  const mode = MODES[type];
  const ends = endpoints(item);
  if (mode !== undefined) {
    const fields = { ...ikeFailureFields(mode, (name) => memberOf(item, name)), ...ends };
    return { name: `wfp.ike-${mode}-failure`, time, type, severity: fields['benign'] === true ? 'info' : 'error', fields };
  }
  if (!DROPS.has(type)) return { name: null, time, type, severity: 'info', fields: {} };
  const fields: Record<string, Value> = { ...ends };
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  put('direction', directionOf(memberOf(item, 'msFwpDirection'), memberOf(item, 'direction')));
  put('protocol', hasFlag(item, 'IP_PROTOCOL_SET', 1) ? plainNumber(header('ipProtocol')) : undefined);
  put('filter_id', memberOf(item, 'filterId'));
  put('layer_id', memberOf(item, 'layerId'));
  return { name: 'wfp.drop', time, type, severity: 'warning', fields };
}

/** `FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE`, `…_TYPE_PUBLIC_CLASSIFY_DROP` of newer builds, or the number. */
function typeOf(item: Item): number {
  const text = leaf(item, 'type')?.replace(/_TYPE_PUBLIC_/i, '_TYPE_');
  const number = enumNumber('FWPM_NET_EVENT_TYPE', text);
  if (number !== undefined) return number;
  for (const [body, type] of BODIES) if (item.leaves.some(([path]) => path.toLowerCase().startsWith(`${body.toLowerCase()}/`))) return type;
  return -1;
}

/** Text of the leaf at a path, whatever its case. */
export function leaf(item: Item, path: string): string | undefined {
  const wanted = path.toLowerCase();
  return item.leaves.find(([at]) => at.toLowerCase() === wanted)?.[1];
}

/** Member of the event's own structure: any `body/name` but the header's. Flags come as a list of items or as a number. */
function memberOf(item: Item, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [path, text] of item.leaves) {
    const steps = path.toLowerCase().split('/');
    if (steps[0] === 'header' || steps[0] === 'internalfields' || steps.length < 2) continue;
    if (steps[1] === wanted) values.push(text);
  }
  if (values.length > 0) return values.join(' ');
  // `<flags/>`: no flag is set.
  return [...item.empty].some((path) => path.toLowerCase().endsWith(`/${wanted}`) && !/^(?:header|internalfields)\//i.test(path)) ? '' : undefined;
}

/** Unused members are zero: the header's flags say which count. Without flags everything that is there counts. */
function hasFlag(item: Item, name: string, bit: number): boolean {
  const flags = item.leaves.filter(([path]) => /^header\/flags(?:\/item)?$/i.test(path)).map(([, text]) => text);
  if (flags.length === 0) return true;
  const number = plainNumber(flags[0]);
  return number === undefined ? flags.some((flag) => flag.toUpperCase().includes(name)) : (number & bit) !== 0;
}

function endpoints(item: Item): Record<string, Value> {
  const fields: Record<string, Value> = {};
  for (const [side, addressBit, portBit] of [['local', 2, 8], ['remote', 4, 16]] as const) {
    const flag = side.toUpperCase();
    const address = hasFlag(item, `${flag}_ADDR_SET`, addressBit) ? addressOf(item, side) : null;
    if (address !== null) fields[`${side}_address`] = address;
    const port = hasFlag(item, `${flag}_PORT_SET`, portBit) ? plainNumber(leaf(item, `header/${side}Port`)) : undefined;
    if (port !== undefined && port <= 0xffff) fields[`${side}_port`] = port;
  }
  return fields;
}

/** `localAddrV4`, `localAddrV6.byteArray16`, or that member as an element of its own. */
function addressOf(item: Item, side: 'local' | 'remote'): string | null {
  const pattern = new RegExp(`^header/${side}Addr(?:V4|V6)(?:[./]byteArray16)?$`, 'i');
  const text = item.leaves.find(([path]) => pattern.test(path))?.[1];
  return text === undefined ? null : readAddress(text);
}

/** Directions of the kernel's own numbering (fwpsk.h: 0x3900 in, 0x3901 out) and of FWP_DIRECTION (0 out, 1 in). */
export function directionOf(kernel: string | undefined, plain?: string): string | undefined {
  const text = kernel ?? plain ?? '';
  if (/_IN(?:BOUND)?$/i.test(text)) return 'in';
  if (/_OUT(?:BOUND)?$/i.test(text)) return 'out';
  const number = plainNumber(text);
  if (number === 0x3900) return 'in';
  if (number === 0x3901) return 'out';
  if (kernel !== undefined) return undefined;
  return number === 1 ? 'in' : number === 0 ? 'out' : undefined;
}

/** ISO 8601 with Z (any fraction), or a FILETIME as a number; null for anything else and for years before 1970. */
export function readTime(text: string | undefined): Micros | null {
  const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text?.trim() ?? '');
  if (iso) {
    const whole = Date.parse(`${iso[1]}${iso[3] ?? 'Z'}`);
    return Number.isFinite(whole) && whole > 0 ? whole * 1000 + Number((iso[2] ?? '0').padEnd(6, '0').slice(0, 6)) : null;
  }
  if (text === undefined || !/^\d{17,19}$/.test(text)) return null;
  const micros = Number(BigInt(text) / 10n) - 11_644_473_600_000_000;
  return micros > 0 ? micros : null;
}
