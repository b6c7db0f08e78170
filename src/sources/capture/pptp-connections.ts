/**
 * PPTP: control connections on TCP port 1723, their calls, and the GRE packets of each call, which name it by the receiver's id
 * (RFC 2637 4.1). GRE that comes before any packet of a control connection belongs to none: the connection says hello every minute.
 */
import { readGre } from '../../protocols/gre.ts';
import { PPTP_PORT, readPptpMessages, type PptpMessage } from '../../protocols/pptp.ts';
import { createTcpTracker, type TcpStream } from '../../protocols/tcp-stream.ts';
import { readTcp } from '../../protocols/tcp.ts';
import type { Packet } from './packet.ts';
import { isNewSession, newPppSession, seePpp, type PppRole, type PppSession } from './ppp-session.ts';
import { count, newTally, remember, type Tally } from './tally.ts';

export interface PptpConnection {
  readonly stream: TcpStream;
  readonly client: string;
  readonly server: string;
  readonly clientPort: number;
  readonly isOurs: boolean | null;
  readonly event: number;
  readonly control: { readonly client: Tally; readonly server: Tally };
  /** Last of its kind from the side that sends it. */
  startReply: PptpMessage | null;
  callReply: PptpMessage | null;
  notify: PptpMessage | null;
  stop: PptpMessage | null;
  /** Requests seen. */
  starts: Tally;
  calls: Tally;
  /** Who first asked to end the call or the connection. */
  endedBy: PppRole | null;
  /** Ids the sides gave out: packets towards a side name its own. */
  readonly ids: { readonly client: Set<number>; readonly server: Set<number> };
  readonly gre: { readonly client: Tally; readonly server: Tally };
  /** GRE between both ends that names no call of theirs, or never became whole. */
  stray: number;
  readonly sessions: PppSession[];
}

/** A server on the Internet is scanned all day; nobody needs more. */
const MOST_CONNECTIONS = 5_000;
const MOST_CALLS = 16;
const MOST_SESSIONS = 16;

const TYPE = { startReply: 2, stop: 3, call: 7, callReply: 8, clear: 12, notify: 13, start: 1 } as const;

/** A class because it has a life: it is fed, then read. */
export class PptpConnections {
  readonly #tracker = createTcpTracker({ maxStreams: MOST_CONNECTIONS, keepsPayload: () => false });
  readonly #byStream = new Map<TcpStream, PptpConnection>();
  /** By source, destination and the id that names the call. */
  readonly #byCall = new Map<string, PptpConnection>();
  /** The latest of two ends. */
  readonly #byEnds = new Map<string, PptpConnection>();

  get all(): Iterable<PptpConnection> {
    return this.#byStream.values();
  }

  seeTcp(packet: Packet): void {
    const segment = readTcp(packet.ip.payload, packet.ip.payloadLength);
    if (segment === null || (segment.sourcePort !== PPTP_PORT && segment.destinationPort !== PPTP_PORT)) return;
    const stream = this.#tracker.add(packet.ip.source, packet.ip.destination, segment, packet.time, packet.frame.number);
    if (stream === null) return;
    const connection = this.#byStream.get(stream) ?? this.#begin(stream, packet);
    if (connection === null) return;
    const by: PppRole = packet.ip.source === connection.client && segment.sourcePort === connection.clientPort ? 'client' : 'server';
    count(connection.control[by], packet);
    // Each message has a segment of its own; one that continues in the next says what is needed in its beginning.
    for (const message of readPptpMessages(segment.payload)) this.#message(connection, by, message, packet);
  }

  seeGre(packet: Packet): void {
    const { source, destination } = packet.ip;
    const gre = readGre(packet.ip.payload);
    if (gre === null || gre.version !== 1 || gre.protocol !== 0x880b || gre.callId === undefined) return;
    const named = this.#byCall.get(`${source} ${destination} ${gre.callId}`);
    const connection = named ?? this.#byEnds.get(`${source} ${destination}`) ?? this.#byEnds.get(`${destination} ${source}`);
    if (connection === undefined) return;
    const by: PppRole = source === connection.client ? 'client' : 'server';
    // Where the capture began after the call, its ids are not known.
    if (named === undefined && connection.ids[by === 'client' ? 'server' : 'client'].size > 0) {
      connection.stray++;
      return;
    }
    count(connection.gre[by], packet);
    if (gre.ppp === undefined) return;
    const latest = connection.sessions.at(-1);
    const isNew = latest === undefined || (isNewSession(latest, gre.ppp) && connection.sessions.length < MOST_SESSIONS);
    const session = isNew ? newPppSession('pptp', packet) : latest;
    if (isNew) connection.sessions.push(session);
    seePpp(session, by, gre.ppp, packet);
  }

  /** Fragments of a GRE packet that never became whole: something came, whatever call it was of. */
  seeParts(source: string, destination: string): void {
    const connection = this.#byEnds.get(`${source} ${destination}`) ?? this.#byEnds.get(`${destination} ${source}`);
    if (connection !== undefined) connection.stray++;
  }

  /** Null for a connection that only happens to come from port 1723. */
  #begin(stream: TcpStream, packet: Packet): PptpConnection | null {
    if (stream.isClientKnown && stream.server.port !== PPTP_PORT) return null;
    const [client, server] = stream.server.port === PPTP_PORT ? [stream.client, stream.server] : [stream.server, stream.client];
    const { direction, ip, frame } = packet;
    const isFromClient = ip.source === client.address;
    const connection: PptpConnection = {
      stream,
      client: client.address,
      server: server.address,
      clientPort: client.port,
      isOurs: direction === null ? null : (direction === 'out') === isFromClient,
      event: frame.event,
      control: { client: newTally(), server: newTally() },
      startReply: null, callReply: null, notify: null, stop: null,
      starts: newTally(), calls: newTally(), endedBy: null,
      ids: { client: new Set(), server: new Set() },
      gre: { client: newTally(), server: newTally() },
      stray: 0,
      sessions: [],
    };
    this.#byStream.set(stream, connection);
    this.#byEnds.set(`${client.address} ${server.address}`, connection);
    return connection;
  }

  #message(connection: PptpConnection, by: PppRole, message: PptpMessage, packet: Packet): void {
    switch (message.type) {
      case TYPE.start:
        count(connection.starts, packet);
        break;
      case TYPE.startReply:
        connection.startReply = message;
        break;
      case TYPE.call:
        count(connection.calls, packet);
        this.#call(connection, by, message.callId);
        break;
      case TYPE.callReply:
        connection.callReply = message;
        // A call that is refused has no id.
        if (message.result === 1) this.#call(connection, by, message.callId);
        break;
      case TYPE.notify:
        connection.notify = message;
        connection.endedBy ??= by;
        break;
      case TYPE.stop:
        connection.stop = message;
        connection.endedBy ??= by;
        break;
      case TYPE.clear:
        connection.endedBy ??= by;
        break;
      default:
    }
  }

  #call(connection: PptpConnection, owner: PppRole, id: number | undefined): void {
    if (id === undefined) return;
    const ids = connection.ids[owner];
    remember(ids, id, MOST_CALLS);
    if (!ids.has(id)) return;
    const { client, server } = connection;
    this.#byCall.set(owner === 'client' ? `${server} ${client} ${id}` : `${client} ${server} ${id}`, connection);
  }
}
