/**
 * RemoteAccess and RasMan events of the System log: the server's side.
 *
 *   20271 <Data>{NA}</Data><Data>user1</Data><Data>203.0.113.7</Data><Data>localised reason</Data><Data>0x10</Data><Binary>B3020000</Binary>
 *         → rras.auth-failed, client 203.0.113.7, NPS reason 16, error 691 (the Binary is a little-endian DWORD)
 *   20250 <Data>{00000000-…}</Data><Data>{9F1C2B52-…}</Data><Data>CONTOSO\user1</Data><Data>VPN2-127</Data> → rras.authenticated
 *   20111 <Data>{00000000-…}</Data><Data>Branch</Data><Data>VPN2-1</Data><Data>localised text</Data><Binary>29030000</Binary> → rras.demand-dial-failed, error 809
 *
 * Newer servers put a RoutingDomainID in front of the CoId, so the leading GUIDs are taken off by their shape and the rest is read by
 * shape (port, address) and order. The localised texts are never read.
 */
import type { EventSource, EventView } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { codeOf, firstDword, guidOf, isAddress, isPort, known, numberOf, texts } from './values.ts';
import { yieldsFor } from './yields.ts';

/** What is left after the leading GUIDs. */
interface Body {
  readonly coId: string | null | undefined;
  readonly rest: readonly string[];
  readonly error: number | undefined;
}

type Reader = (body: Body) => Record<string, Value | undefined>;

const userAndPort: Reader = ({ coId, rest, error }) => {
  const at = rest.findIndex(isPort);
  const before = at < 0 ? rest.slice(0, 1) : rest.slice(0, at);
  return { co_id: coId, user: before.filter((text) => text !== '').pop(), port: at < 0 ? undefined : rest[at], error };
};

const READERS: ReadonlyMap<number, readonly [string, Reader]> = new Map<number, readonly [string, Reader]>([
  [20049, ['rras.auth-timeout', userAndPort]],
  [20063, ['rras.ppp-init-failed', ({ rest, error }) => ({ error: error ?? codeOf(rest[0]) })]],
  [20070, ['rras.engine-init-failed', ({ rest, error }) => ({ error: error ?? codeOf(rest[0]) })]],
  [20071, ['rras.ppp-module-failed', ({ rest, error }) => ({ module: rest[0], error: error ?? codeOf(rest[1]) })]],
  [20073, ['rras.ppp-port-error', ({ rest, error }) => ({ port: rest.find(isPort) ?? rest[0], error })]],
  [20091, ['rras.dhcp-no-address', ({ error }) => ({ error })]],
  [20103, ['rras.library-load-failed', ({ rest, error }) => ({ library: rest[0], error: error ?? codeOf(rest[1]) })]],
  [20111, ['rras.demand-dial-failed', ({ rest, error }) => ({ interface: rest[0], port: rest.slice(1).find(isPort), error })]],
  [20165, ['rras.no-address', ({ error }) => ({ error })]],
  [20166, ['rras.no-address', ({ error }) => ({ error })]],
  [20167, ['rras.no-address', ({ error }) => ({ error })]],
  [20169, ['rras.dhcp-unreachable', ({ rest }) => ({ address: rest.find(isAddress) })]],
  [20189, ['rras.auth-failed-legacy', ({ rest, error }) => ({ user: rest[0], address: rest.slice(1).find(isAddress), error })]],
  [20192, ['rras.l2tp-no-certificate', ({ error }) => ({ error })]],
  [20209, ['rasman.gre-blocked', ({ rest }) => ({ server_address: rest.filter(isAddress)[0], client_address: rest.filter(isAddress)[1] })]],
  [20249, ['rras.auth-failed-on-port', userAndPort]],
  [20250, ['rras.authenticated', (body) => without(userAndPort(body), 'error')]],
  [20253, ['rras.no-network-protocol', userAndPort]],
  [20255, ['rras.ppp-error', pppError]],
  [20271, ['rras.auth-failed', authFailed]],
  [20272, ['rras.session-ended', (body) => without(userAndPort(body), 'error')]],
  [20274, ['rras.connected', (body) => ({ ...without(userAndPort(body), 'error'), address: body.rest.slice(1).find(isAddress) })]],
  [20275, ['rras.disconnected', ({ coId, rest }) => ({ co_id: coId, user: rest[0], address: rest.slice(1).find(isAddress) })]],
  [20276, ['rras.policy-refused', ({ coId, rest, error }) => ({ co_id: coId, user: rest[0], error })]],
]);

/** Which of the two service names an event is logged under differs between releases. */
const EVENTS = { RemoteAccess: [...READERS.keys()], RasMan: [...READERS.keys()] };

export const remoteAccess: EventSource = {
  id: 'remote-access',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const reader = READERS.get(event.eventId);
    return reader ? { name: reader[0], fields: known(reader[1](bodyOf(event))) } : null;
  },
};

/** Two leading GUIDs are RoutingDomainID and CoId; of one, all zeros are the default routing domain and anything else is the CoId. */
function bodyOf(event: EventView): Body {
  const all = texts(event);
  const ids: (string | null)[] = [];
  for (const text of all.slice(0, 2)) {
    const id = guidOf(text);
    if (id === undefined) break;
    ids.push(id);
  }
  const last = ids[ids.length - 1];
  const isDomain = last !== undefined && last !== null && /^\{0{8}-(?:0{4}-){3}0{12}\}$/.test(last);
  const coId = isDomain ? (ids.length > 1 ? null : undefined) : last;
  return { coId, rest: all.slice(ids.length), error: firstDword(event.binary) };
}

function without(fields: Record<string, Value | undefined>, name: string): Record<string, Value | undefined> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

/** Port first, then the user. */
function pppError({ coId, rest, error }: Body): Record<string, Value | undefined> {
  const at = rest.slice(0, 2).findIndex(isPort);
  const user = at === 0 ? rest[1] : at === 1 ? rest[0] : undefined;
  return { co_id: coId, user, port: at < 0 ? undefined : rest[at], error };
}

/** User first, then the address, the localised reason and the NPS reason in hexadecimal; the last may be missing. */
function authFailed({ coId, rest, error }: Body): Record<string, Value | undefined> {
  const [user, ...after] = rest;
  const reason = after.length > 1 ? after[after.length - 1] : undefined;
  return { co_id: coId, user, client_ip: after.find(isAddress), nps_reason: numberOf(reason), error };
}
