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
const BODIES: ReadonlyMap<string, number> = new Map([
  ['ikemmfailure', 0],
  ['ikeqmfailure', 1],
  ['ikeemfailure', 2],
  ['classifydrop', 3],
  ['ipsecdrop', 4],
  ['idpdrop', 5],
  ['classifyallow', 6],
  ['capabilitydrop', 7],
  ['capabilityallow', 8],
  ['classifydropmac', 9],
]);

export function readNetEvent(item: Item): NetEvent {
  const parts = partsOf(item);
  const type = typeOf(parts);
  const time = readTime(parts.header.get('timestamp'));
  const mode = MODES[type];
  if (mode !== undefined) {
    const fields = { ...ikeFailureFields(mode, (name) => parts.members.get(name.toLowerCase())), ...endpoints(parts) };
    return { name: `wfp.ike-${mode}-failure`, time, type, severity: fields['benign'] === true ? 'info' : 'error', fields };
  }
  if (!DROPS.has(type)) return { name: null, time, type, severity: 'info', fields: {} };
  const fields: Record<string, Value> = endpoints(parts);
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined && value !== '') fields[name] = value;
  };
  put('direction', directionOf(parts.members.get('msfwpdirection'), parts.members.get('direction')));
  put('protocol', hasFlag(parts, 'IP_PROTOCOL_SET', 1) ? plainNumber(parts.header.get('ipprotocol')) : undefined);
  put('filter_id', parts.members.get('filterid'));
  put('layer_id', parts.members.get('layerid'));
  return { name: 'wfp.drop', time, type, severity: 'warning', fields };
}

/** An event taken apart once. Names in lower case; items of a list (`flags/item`) joined by blanks. */
interface Parts {
  readonly header: ReadonlyMap<string, string>;
  /** Members of the type's own structure. */
  readonly members: ReadonlyMap<string, string>;
  /** Name of that structure. */
  readonly body: string;
  readonly type: string | undefined;
}

function partsOf(item: Item): Parts {
  const header = new Map<string, string>();
  const members = new Map<string, string>();
  let body = '';
  let type: string | undefined;
  for (const [path, text] of item.leaves) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      if (path === 'type') type = text;
      continue;
    }
    const first = path.slice(0, slash);
    if (first === 'internalfields') continue;
    if (first !== 'header') body ||= first;
    const end = path.indexOf('/', slash + 1);
    const name = end < 0 ? path.slice(slash + 1) : path.slice(slash + 1, end);
    const group = first === 'header' ? header : members;
    const known = group.get(name);
    group.set(name, known === undefined ? text : `${known} ${text}`);
  }
  return { header, members, body, type };
}

/** `FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE`, `…_TYPE_PUBLIC_CLASSIFY_DROP` of newer builds, or the number. */
function typeOf({ type, body }: Parts): number {
  const number = type === undefined ? undefined : typeNumber(type);
  return number ?? BODIES.get(body) ?? -1;
}

const typeNumbers = new Map<string, number | undefined>();

function typeNumber(text: string): number | undefined {
  if (typeNumbers.has(text)) return typeNumbers.get(text);
  const number = enumNumber('FWPM_NET_EVENT_TYPE', text.replace(/_TYPE_PUBLIC_/i, '_TYPE_'));
  if (typeNumbers.size < 64) typeNumbers.set(text, number);
  return number;
}

/** Unused members are zero: the header's flags say which count. Without flags everything that is not zero counts. */
function hasFlag({ header }: Parts, name: string, bit: number): boolean {
  const flags = header.get('flags');
  if (flags === undefined || flags === '') return true;
  const number = plainNumber(flags);
  return number === undefined ? flags.toUpperCase().includes(name) : (number & bit) !== 0;
}

const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const SIDES = [
  { side: 'local', flag: 'LOCAL', addressBit: 2, portBit: 8 },
  { side: 'remote', flag: 'REMOTE', addressBit: 4, portBit: 16 },
] as const;

function endpoints(parts: Parts): Record<string, Value> {
  const fields: Record<string, Value> = {};
  for (const { side, flag, addressBit, portBit } of SIDES) {
    const { header } = parts;
    // `<remoteAddrV6.byteArray16>` is how netsh prints it; the member may also be an element of its own.
    const text = header.get(`${side}addrv4`) ?? header.get(`${side}addrv6.bytearray16`) ?? header.get(`${side}addrv6`);
    const address = text === undefined || !hasFlag(parts, `${flag}_ADDR_SET`, addressBit) ? null : readAddress(text);
    const isSaid = header.get('flags') !== undefined && header.get('flags') !== '';
    if (address !== null && (isSaid || !UNSPECIFIED.has(address))) fields[`${side}_address`] = address;
    const port = hasFlag(parts, `${flag}_PORT_SET`, portBit) ? plainNumber(header.get(`${side}port`)) : undefined;
    if (port !== undefined && port <= 0xffff && (isSaid || port > 0)) fields[`${side}_port`] = port;
  }
  return fields;
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
