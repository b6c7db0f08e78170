/** L2TP in clear, on UDP port 1701: tunnels, what both ends said on each, and the PPP of their calls. */
import type { Micros } from '../../model/time.ts';
import { L2TP_PORT, readL2tp, type L2tp, type L2tpControl } from '../../protocols/l2tp.ts';
import type { PppFrame } from '../../protocols/ppp.ts';
import { readUdp } from '../../protocols/udp.ts';
import type { Packet } from './packet.ts';
import { isNewSession, newPppSession, seePpp, type PppRole, type PppSession } from './ppp-session.ts';
import { count, newTally, remember, type Tally } from './tally.ts';

export interface L2tpTunnel {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly isOurs: boolean | null;
  readonly time: Micros;
  readonly event: number;
  readonly frame: number;
  readonly sides: { readonly client: L2tpSide; readonly server: L2tpSide };
  /** The message that ended the tunnel or a call, the first of them. */
  end: { readonly by: PppRole; readonly message: string; readonly result: L2tpControl['result']; readonly disconnect: L2tpControl['disconnect'] } | null;
  readonly calls: L2tpCall[];
}

export interface L2tpSide {
  readonly control: Tally;
  readonly data: Tally;
  /** Names of the messages it sent, each once. */
  readonly messages: Set<string>;
}

export interface L2tpCall {
  /** Ids the sides gave it: packets towards a side name its own. */
  client: number | null;
  server: number | null;
  readonly sessions: PppSession[];
}

const MOST_TUNNELS = 5_000;
const MOST_IDS = 4 * MOST_TUNNELS;
const MOST_CALLS = 64;
const MOST_SESSIONS = 16;
const MOST_MESSAGES = 32;
const MESSAGE = { startRequest: 1, stop: 4, outgoingReply: 8, incomingReply: 11, callEnd: 14 } as const;
/** Messages only the side sends that made the tunnel; and those only the other sends. */
const OF_CLIENT: ReadonlySet<number | undefined> = new Set([1, 3, 10, 12]);
const OF_SERVER: ReadonlySet<number | undefined> = new Set([2, 11]);
/** Where one id stands for "no id yet". */
const NO_ID = 0;

/** A class because it has a life: it is fed, then read. */
export class L2tpTunnels {
  readonly all: L2tpTunnel[] = [];
  /** By source, destination, both ports, and the id that names the tunnel to the destination. */
  readonly #byId = new Map<string, L2tpTunnel>();
  /** The latest between two ends. */
  readonly #byEnds = new Map<string, L2tpTunnel>();

  see(packet: Packet): void {
    const udp = readUdp(packet.ip.payload);
    if (udp === null || (udp.sourcePort !== L2TP_PORT && udp.destinationPort !== L2TP_PORT)) return;
    const l2tp = readL2tp(udp.payload);
    if (l2tp === null) return;
    const there = `${packet.ip.source} ${udp.sourcePort} ${packet.ip.destination} ${udp.destinationPort}`;
    const back = `${packet.ip.destination} ${udp.destinationPort} ${packet.ip.source} ${udp.sourcePort}`;
    const tunnel = this.#find(l2tp, there, back) ?? this.#begin(l2tp, packet, udp.sourcePort, udp.destinationPort);
    if (tunnel === null) return;
    this.#byEnds.set(there, tunnel);
    this.#byEnds.set(back, tunnel);
    // An id is given by the sender, and named by what comes back.
    if (l2tp.kind === 'control' && l2tp.assignedTunnelId !== undefined && this.#byId.size < MOST_IDS) this.#byId.set(`${back} ${l2tp.assignedTunnelId}`, tunnel);
    take(tunnel, packet.ip.source === tunnel.client ? 'client' : 'server', l2tp, packet);
  }

  /** A request with an id of its own begins another tunnel; a repeated one has the same id. */
  #find(l2tp: L2tp, there: string, back: string): L2tpTunnel | null {
    if (l2tp.kind === 'control' && l2tp.message === MESSAGE.startRequest) return l2tp.assignedTunnelId === undefined ? (this.#byEnds.get(there) ?? null) : (this.#byId.get(`${back} ${l2tp.assignedTunnelId}`) ?? null);
    return (l2tp.tunnelId === NO_ID ? undefined : this.#byId.get(`${there} ${l2tp.tunnelId}`)) ?? this.#byEnds.get(there) ?? null;
  }

  #begin(l2tp: L2tp, packet: Packet, sourcePort: number, destinationPort: number): L2tpTunnel | null {
    if (this.all.length >= MOST_TUNNELS) return null;
    const { ip, direction, frame } = packet;
    const message = l2tp.kind === 'control' ? l2tp.message : undefined;
    const isTold = OF_CLIENT.has(message) || OF_SERVER.has(message);
    // Behind an address translator, the client's port is another.
    const isFromServer = isTold ? OF_SERVER.has(message) : sourcePort === L2TP_PORT && destinationPort !== L2TP_PORT;
    const [client, server] = isFromServer ? [ip.destination, ip.source] : [ip.source, ip.destination];
    const isKnown = isTold || sourcePort !== destinationPort;
    const side = (): L2tpSide => ({ control: newTally(), data: newTally(), messages: new Set() });
    const tunnel: L2tpTunnel = { client, server, port: isFromServer ? destinationPort : sourcePort, isOurs: direction === null || !isKnown ? null : (direction === 'out') !== isFromServer, time: packet.time, event: frame.event, frame: frame.number, sides: { client: side(), server: side() }, end: null, calls: [] };
    this.all.push(tunnel);
    return tunnel;
  }
}

function take(tunnel: L2tpTunnel, by: PppRole, l2tp: L2tp, packet: Packet): void {
  const side = tunnel.sides[by];
  const other: PppRole = by === 'client' ? 'server' : 'client';
  if (l2tp.kind === 'data') {
    count(side.data, packet);
    if (l2tp.ppp !== undefined) takePpp(callOf(tunnel, other, l2tp.sessionId), by, l2tp.ppp, packet);
    return;
  }
  count(side.control, packet);
  const { message, messageName, result, disconnect, assignedSessionId } = l2tp;
  // A bare acknowledgement has no name.
  remember(side.messages, message === undefined ? 'ACK' : (messageName ?? String(message)), MOST_MESSAGES);
  if (message === MESSAGE.stop || message === MESSAGE.callEnd) tunnel.end ??= { by, message: messageName ?? '', result, disconnect };
  if (assignedSessionId === undefined) return;
  const isReply = message === MESSAGE.incomingReply || message === MESSAGE.outgoingReply;
  // A reply names the call by the id of the request.
  const call = isReply ? callOf(tunnel, other, l2tp.sessionId) : callOf(tunnel, by, assignedSessionId);
  if (call !== null) call[by] = assignedSessionId;
}

/** The call of a packet to `receiver`; one whose id was not announced is the one that still lacks it. */
function callOf(tunnel: L2tpTunnel, receiver: PppRole, id: number): L2tpCall | null {
  const known = tunnel.calls.find((call) => call[receiver] === id) ?? tunnel.calls.find((call) => call[receiver] === null && call.sessions.length > 0);
  if (known !== undefined) {
    known[receiver] = id;
    return known;
  }
  if (tunnel.calls.length >= MOST_CALLS) return null;
  const call: L2tpCall = { client: null, server: null, sessions: [] };
  call[receiver] = id;
  tunnel.calls.push(call);
  return call;
}

function takePpp(call: L2tpCall | null, by: PppRole, frame: PppFrame, packet: Packet): void {
  if (call === null) return;
  const latest = call.sessions.at(-1);
  const isNew = latest === undefined || (isNewSession(latest, frame) && call.sessions.length < MOST_SESSIONS);
  const session = isNew ? newPppSession('l2tp', packet) : latest;
  if (isNew) call.sessions.push(session);
  seePpp(session, by, frame, packet);
}
