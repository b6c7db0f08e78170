/**
 * PPP in a tunnel, from the first LCP request to data. The client is the side that made the tunnel. What both agreed on is told by
 * acknowledgements; a capture that begins later knows the earlier phases by the packets of the later ones.
 */
import type { Micros } from '../../model/time.ts';
import type { Eap } from '../../protocols/eap.ts';
import type { PppBody, PppFrame } from '../../protocols/ppp.ts';
import { FIRST_CONTROL } from '../../protocols/ppp-numbers.ts';
import type { PppOption } from '../../protocols/ppp-options.ts';
import type { Packet } from './packet.ts';
import { count, newTally, remember, type Tally } from './tally.ts';

export type PppRole = 'client' | 'server';

export interface PppSide {
  readonly control: Tally;
  readonly data: Tally;
  /** Protocols whose options it asked for, and those of which the other agreed to. */
  readonly asked: Set<string>;
  readonly agreed: Set<string>;
  /** Protocols of the other it does not know or want. */
  readonly rejected: Set<string>;
  authentications: number;
  last: string | null;
}

export interface PppEnd {
  readonly by: PppRole;
  readonly frame: number;
  /** Error number of Windows. */
  readonly code: number | null;
  readonly text: string | null;
}

export interface PppSession {
  readonly over: 'pptp' | 'l2tp';
  readonly time: Micros;
  readonly event: number;
  readonly frame: number;
  last: Micros;
  readonly client: PppSide;
  readonly server: PppSide;
  /** Ways to prove oneself: asked for by the server, agreed on, wanted instead by the client. */
  readonly wanted: Set<string>;
  readonly instead: Set<string>;
  isAuthenticationRefused: boolean;
  agreed: string | null;
  lastAuthentication: { readonly by: PppRole; readonly time: Micros } | null;
  result: 'success' | 'failure' | null;
  failure: PppEnd | null;
  isRetryAllowed: boolean | null;
  user: string | null;
  readonly eapTypes: Set<number>;
  readonly eapWanted: Set<number>;
  /** The first request to end the link, and to end a protocol on it. */
  end: PppEnd | null;
  networkEnd: PppEnd | null;
  readonly closed: Set<string>;
  address: string | null;
  encryption: readonly string[] | null;
  hasNetwork: boolean;
}

const MOST_NAMES = 16;
const AUTHENTICATION: ReadonlySet<string> = new Set(['pap', 'chap', 'eap']);

export function newPppSession(over: PppSession['over'], { time, frame }: Packet): PppSession {
  return {
    over, time, event: frame.event, frame: frame.number, last: time,
    client: newSide(), server: newSide(),
    wanted: new Set(), instead: new Set(), isAuthenticationRefused: false, agreed: null, lastAuthentication: null,
    result: null, failure: null, isRetryAllowed: null, user: null, eapTypes: new Set(), eapWanted: new Set(),
    end: null, networkEnd: null, closed: new Set(), address: null, encryption: null, hasNetwork: false,
  };
}

function newSide(): PppSide {
  return { control: newTally(), data: newTally(), asked: new Set(), agreed: new Set(), rejected: new Set(), authentications: 0, last: null };
}

/** A request to set up the link after one to end it begins another session. */
export function isNewSession(session: PppSession, frame: PppFrame): boolean {
  return session.end !== null && frame.name === 'lcp' && frame.packet?.code === 1;
}

export function seePpp(session: PppSession, by: PppRole, frame: PppFrame, packet: Packet): void {
  const side = session[by];
  session.last = packet.time;
  if (frame.protocol < FIRST_CONTROL) {
    count(side.data, packet);
    return;
  }
  count(side.control, packet);
  const { name, packet: control } = frame;
  if (name === undefined || control === undefined) return;
  side.last = `${name} ${control.codeName ?? control.code}`;
  if (name === 'ipcp' || name === 'ipv6cp' || name === 'ccp') session.hasNetwork = true;
  if (AUTHENTICATION.has(name)) {
    side.authentications++;
    session.lastAuthentication = { by, time: packet.time };
  }
  if (control.body !== undefined) seeBody(session, by, name, control.code, control.body, packet);
}

function seeBody(session: PppSession, by: PppRole, name: string, code: number, body: PppBody, packet: Packet): void {
  switch (body.kind) {
    case 'options':
      seeOptions(session, by, name, code, body.options);
      break;
    case 'terminate':
      if (code === 5) seeEnd(session, name, { by, frame: packet.frame.number, code: body.reason ?? null, text: body.text ?? null });
      break;
    case 'protocol-reject':
      if (body.rejected !== undefined) remember(session[by].rejected, body.rejectedName ?? `0x${body.rejected.toString(16)}`, MOST_NAMES);
      break;
    case 'chap-value':
      if (code === 2) session.user ??= body.name?.personal ?? null;
      break;
    case 'pap-request':
      session.user ??= body.user?.personal ?? null;
      break;
    case 'chap-success':
      session.result = 'success';
      break;
    case 'chap-failure':
      fail(session, by, packet, body.failure.error ?? null, body.failure.message ?? null, body.failure.retry);
      break;
    case 'pap-reply':
      if (code === 2) session.result = 'success';
      else fail(session, by, packet, null, body.message ?? null);
      break;
    case 'eap':
      seeEap(session, by, body.eap, packet);
      break;
    default:
  }
}

function seeOptions(session: PppSession, by: PppRole, name: string, code: number, options: readonly PppOption[]): void {
  const other = session[by === 'client' ? 'server' : 'client'];
  const authentication = name === 'lcp' ? options.find((option) => option.name === 'authentication') : undefined;
  const way = authentication === undefined ? null : wayOf(authentication);
  if (code === 1) {
    session[by].asked.add(name);
    if (way !== null) remember(session.wanted, way, MOST_NAMES);
  } else if (code === 2) {
    other.agreed.add(name);
    session.agreed = way ?? session.agreed;
    if (name === 'ipcp' && by === 'server') session.address = options.find((option) => option.name === 'address')?.text ?? session.address;
    if (name === 'ccp') session.encryption = options.find((option) => option.name === 'mppe')?.flags ?? session.encryption;
  } else if (way !== null) {
    session.isAuthenticationRefused = true;
    if (code === 3) remember(session.instead, way, MOST_NAMES);
  }
}

function wayOf({ text, data }: PppOption): string {
  return text ?? `0x${[...data.subarray(0, 2)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function seeEnd(session: PppSession, name: string, end: PppEnd): void {
  if (name === 'lcp') {
    session.end ??= end;
    return;
  }
  session.networkEnd ??= end;
  session.closed.add(name);
}

function seeEap(session: PppSession, by: PppRole, eap: Eap, packet: Packet): void {
  if (eap.code === 1 && eap.type !== undefined && eap.type >= 4) remember(session.eapTypes, eap.type, MOST_NAMES);
  for (const type of eap.wanted ?? []) remember(session.eapWanted, type, MOST_NAMES);
  session.user ??= eap.identity?.personal ?? null;
  const inner = eap.mschap?.failure;
  if (inner !== undefined) fail(session, by, packet, inner.error ?? null, inner.message ?? null, inner.retry);
  if (eap.code === 3) session.result = 'success';
  // What failed is said before; EAP itself only says that it did.
  if (eap.code === 4 && session.result !== 'failure') fail(session, by, packet, null, null);
}

function fail(session: PppSession, by: PppRole, { frame }: Packet, code: number | null, text: string | null, isRetryAllowed?: boolean): void {
  session.result = 'failure';
  session.failure = { by, frame: frame.number, code, text };
  session.isRetryAllowed = isRetryAllowed ?? session.isRetryAllowed;
}
