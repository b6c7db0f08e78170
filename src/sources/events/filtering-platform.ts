/**
 * The filtering platform's own events (manifest-based, in an event log or a converted trace): the same failures and drops its XML lists.
 *
 *   1005 <Data Name="FailureErrorCode">13805</Data><Data Name="FailurePoint">1</Data><Data Name="MmState">1</Data>… → wfp.ike-mm-failure
 *   1007, 1009 → wfp.ike-qm-failure, wfp.ike-em-failure
 *   1001 <Data Name="PacketDirection">14593</Data><Data Name="RemoteAddress">02001194C6336418…</Data> → wfp.drop {direction: out, remote_port: 4500}
 * Addresses are SOCKADDR structures; which channel carries the events differs by build, so their absence proves nothing.
 */
import { readEndpoint } from '../../formats/text/endpoints.ts';
import { IKE_FAILURE_FIELDS, ikeFailureFields, plainNumber } from '../../knowledge/ike-failures.ts';
import type { IkeMode } from '../../knowledge/ike-failures.ts';
import type { EventSource } from '../../model/source.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { byName } from './values.ts';

const MODES: ReadonlyMap<number, IkeMode> = new Map([
  [1005, 'mm'],
  [1007, 'qm'],
  [1009, 'em'],
]);
const DROP_FIELDS: Readonly<Record<string, FieldType>> = { direction: 'string', protocol: 'number', local_address: 'string', remote_address: 'string', local_port: 'number', remote_port: 'number', filter_id: 'string', layer_id: 'string' };
/** FWP_DIRECTION_IN and _OUT of the kernel (fwpsk.h). */
const DIRECTIONS: ReadonlyMap<number, string> = new Map([
  [0x3900, 'in'],
  [0x3901, 'out'],
]);

export const filteringPlatform: EventSource = {
  id: 'filtering-platform',
  events: { 'Microsoft-Windows-WFP': [1001, ...MODES.keys()] },
  yields: [
    ...[...MODES.values()].map((mode) => ({ kind: 'record' as const, name: `wfp.ike-${mode}-failure`, fields: IKE_FAILURE_FIELDS })),
    { kind: 'record', name: 'wfp.drop', fields: DROP_FIELDS },
  ],
  read(event) {
    const field = byName(event);
    const ends = endpoints(field);
    const mode = MODES.get(event.eventId);
    if (mode !== undefined) return { name: `wfp.ike-${mode}-failure`, fields: { ...ikeFailureFields(mode, field), ...ends } };
    return { name: 'wfp.drop', fields: { ...ends, ...dropFields(field) } };
  },
};

type Field = ReturnType<typeof byName>;

function endpoints(field: Field): Record<string, Value> {
  const fields: Record<string, Value> = {};
  for (const [side, name] of [['local', 'LocalAddress'], ['remote', 'RemoteAddress']] as const) {
    const end = readEndpoint(field(name) ?? '');
    if (end === null) continue;
    fields[`${side}_address`] = end.address;
    if (end.port !== undefined) fields[`${side}_port`] = end.port;
  }
  return fields;
}

function dropFields(field: Field): Record<string, Value> {
  const direction = DIRECTIONS.get(plainNumber(field('PacketDirection')) ?? -1);
  const filter = field('FilterId');
  const layer = field('LayerId');
  return { ...(direction === undefined ? {} : { direction }), ...(filter ? { filter_id: filter } : {}), ...(layer ? { layer_id: layer } : {}) };
}

