/**
 * NPS decisions in the Security log: 6272 granted, 6273 denied, 6274 discarded.
 *
 *   6273 <Data Name="SubjectUserName">CONTOSO\user1</Data> … <Data Name="NetworkPolicyName">VPN users</Data> … <Data Name="ReasonCode">16</Data>
 *        → nps.denied, user CONTOSO\user1, network policy "VPN users", reason 16
 *   a field of "-" → null: the event says there is none
 *   the field Reason → never read: it is localised
 *
 * Versions 0 and 1 carry MachineInventory and version 2 does not: fields are read by name.
 */
import type { EventSource } from '../../model/source.ts';
import { byName, known, numberOf, textOrNone } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { 'Microsoft-Windows-Security-Auditing': [6272, 6273, 6274] };
const NAMES: ReadonlyMap<number, string> = new Map([[6272, 'nps.granted'], [6273, 'nps.denied'], [6274, 'nps.discarded']]);

export const nps: EventSource = {
  id: 'nps',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const name = NAMES.get(event.eventId);
    if (name === undefined) return null;
    const field = byName(event);
    const text = (key: string) => textOrNone(field(key));
    return {
      name,
      fields: known({
        user: text('SubjectUserName') ?? text('FullyQualifiedSubjectUserName'),
        domain: text('SubjectDomainName'),
        reason_code: numberOf(field('ReasonCode')),
        auth_type: text('AuthenticationType'),
        eap_type: text('EAPType'),
        network_policy: text('NetworkPolicyName'),
        connection_policy: text('ProxyPolicyName'),
        nas_ip: text('NASIPv4Address') ?? text('NASIPv6Address'),
        nas_port_type: text('NASPortType'),
        client_name: text('ClientName'),
        client_ip: text('ClientIPAddress'),
        calling_station: text('CallingStationID'),
        called_station: text('CalledStationID'),
        server: text('AuthenticationServer'),
        session_id: text('AccountSessionIdentifier'),
      }),
    };
  },
};
