/** Settings that stand in several subkeys: address pools, EAP methods, WAN Miniport ports. */
import type { FieldType } from '../../model/values.ts';
import { numberAt, textAt } from './view.ts';
import type { Looked, RegistryView } from './view.ts';

export interface DerivedSetting {
  readonly id: string;
  readonly type: FieldType;
  read(view: RegistryView): Looked;
}

const POOLS = 'Services\\RemoteAccess\\Parameters\\Ip\\StaticAddressPool';
const EAP_METHODS = 'Services\\RasMan\\PPP\\EAP';
const NETWORK_CLASS = 'Control\\Class\\{4d36e972-e325-11ce-bfc1-08002be10318}';
/** A key with more subkeys than this is no list of pools or adapters. */
const MAX_SUBKEYS = 4096;

export const DERIVED_SETTINGS: readonly DerivedSetting[] = [
  { id: 'ras-static-address-pool', type: 'strings', read: readPools },
  { id: 'eap-methods', type: 'strings', read: readEapMethods },
  ...['sstp', 'agilevpn', 'l2tp', 'pptp'].map((tunnel): DerivedSetting => ({
    id: `wan-ports-${tunnel === 'agilevpn' ? 'ikev2' : tunnel}`,
    type: 'number',
    read: (view) => readPorts(view, `ms_${tunnel}miniport`),
  })),
];

/**
 * `10.0.0.1-10.0.0.50` of each range: subkeys 0, 1, … with From and To as DWORDs.
 * Source: [MS-RRASM] 2.2.3.4.15 StaticAddressPool.
 */
function readPools(view: RegistryView): Looked {
  return readSubkeys(view, POOLS, (path) => {
    const from = numberAt(view, path, 'From');
    const to = numberAt(view, path, 'To');
    return from === undefined || to === undefined ? null : `${dotted(from)}-${dotted(to)}`;
  });
}

/** EAP type numbers that have a key, as text. Source: Microsoft Learn, Routing and Remote Access Registry Layout. */
function readEapMethods(view: RegistryView): Looked {
  return readSubkeys(view, EAP_METHODS, (_, name) => (/^\d{1,3}$/.test(name) ? name : null));
}

function readSubkeys(view: RegistryView, path: string, read: (path: string, name: string) => string | null): Looked {
  const list = view.subkeys(path);
  if (list === null) {
    const looked = view.value(path, '');
    return looked.state === 'missing' ? looked : { state: 'unknown' };
  }
  if (!list.complete) return { state: 'unknown' };
  const data = list.names.slice(0, MAX_SUBKEYS).flatMap((name) => read(`${path}\\${name}`, name) ?? []);
  return data.length > 0 ? { state: 'found', data, at: list.at } : { state: 'missing', keyPresent: true, at: list.at };
}

/** Ports of the WAN Miniport with that device id: `WanEndpoints` of its driver key. */
function readPorts(view: RegistryView, device: string): Looked {
  const list = view.subkeys(NETWORK_CLASS);
  if (list === null || !list.complete) return { state: 'unknown' };
  for (const name of list.names.slice(0, MAX_SUBKEYS)) {
    const path = `${NETWORK_CLASS}\\${name}`;
    if (textAt(view, path, 'MatchingDeviceId')?.toLowerCase() === device) return view.value(path, 'WanEndpoints');
  }
  return { state: 'missing', keyPresent: false, at: list.at };
}

/** The first octet is the most significant byte. */
function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
