/**
 * TCP connections worth a record: all on the ports of SSTP and PPTP, those that begin with TLS wherever they lead, and elsewhere
 * only attempts of the captured computer that were not answered. Everything else is passed over by its ports and flags.
 */
import { readU16Be } from '../../bytes/big-endian.ts';
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { createTcpTracker, type TcpStream } from '../../protocols/tcp-stream.ts';
import { readTcp, type TcpSegment } from '../../protocols/tcp.ts';
import { MOST_FRAMES, sightingOf, type Packet, type Sighting } from './packet.ts';
import { portsOf, type Ports } from './tcp-ports.ts';
import { createTlsSight, type TlsSight } from './tls-sight.ts';

export const HTTPS_PORT = 443;
export const PPTP_PORT = 1723;

export interface Connection {
  readonly stream: TcpStream;
  readonly first: Sighting;
  /** The captured computer is the client; null when the direction is not told. */
  readonly isOurs: boolean | null;
  /** Of SYN, FIN and reset. */
  readonly frames: number[];
  readonly tls: TlsSight | null;
}

const MOST_CONNECTIONS = 16_384;
const MOST_PAYLOAD = 32_768;
const MOST_BYTES = 48 << 20;
/** Other ports: attempts waiting for an answer, answered ones that may yet begin TLS, those that did. */
const MOST_WAITING = 2_048;
const MOST_OPENED = 1_024;
const MOST_OTHERS = 2_000;
/** Windows sends a SYN three to five times. */
const MOST_SEGMENTS = 8;

const FLAG = { syn: 2, rst: 4, ack: 16 } as const;

/** A class because it has a life: it is fed, then read. */
export class Connections {
  readonly #tracker = createTcpTracker({ maxStreams: MOST_CONNECTIONS, maxPayload: MOST_PAYLOAD, maxBytes: MOST_BYTES, keepsPayload: (client, server) => client.port !== PPTP_PORT && server.port !== PPTP_PORT });
  readonly #connections = new Map<TcpStream, Connection>();
  readonly #waiting = new Map<string, Packet[]>();
  readonly #opened = new Map<string, Packet[]>();
  readonly #others = new Set<string>();
  /** Ports of `#others`, so that packets of all other ports need no further look. */
  readonly #otherPorts = new Set<number>();

  see(packet: Packet): void {
    if (packet.ip.protocol !== IP_PROTOCOL.tcp || packet.isInner) return;
    const ports = portsOf(packet.ip);
    if (ports === null) return;
    if (isMain(ports) || this.#isFollowed(packet, ports) || this.#isTlsBegin(packet, ports)) this.#follow(packet);
    else this.#seeElsewhere(packet, ports);
  }

  /** All connections once the capture ended. */
  finish(): readonly Connection[] {
    for (const packets of this.#waiting.values()) for (const packet of packets) this.#follow(packet);
    this.#waiting.clear();
    for (const { stream, tls } of this.#connections.values()) tls?.read(stream);
    return [...this.#connections.values()];
  }

  #follow(packet: Packet): void {
    const { ip, time, frame } = packet;
    const segment = readTcp(ip.payload, ip.payloadLength);
    const stream = segment === null ? null : this.#tracker.add(ip.source, ip.destination, segment, time, frame.number);
    if (segment === null || stream === null) return;
    const isFromClient = stream.client.port === segment.sourcePort && stream.client.address === ip.source;
    let connection = this.#connections.get(stream);
    if (connection === undefined) {
      const isOurs = packet.direction === null ? null : (packet.direction === 'out') === isFromClient;
      connection = { stream, first: sightingOf(packet), isOurs, frames: [], tls: stream.server.port === PPTP_PORT ? null : createTlsSight() };
      this.#connections.set(stream, connection);
      // Of a conversation the capture joined in the middle nothing can be read.
      if (!segment.syn && !isClientHello(ip.payload)) this.#tracker.release(stream);
    }
    if ((segment.syn || segment.rst || segment.fin) && connection.frames.length < MOST_FRAMES) connection.frames.push(frame.number);
    this.#seeTls(connection, packet, segment, isFromClient);
  }

  /** Handshakes are read once they are over, so that what is kept of them can go. */
  #seeTls({ stream, tls }: Connection, packet: Packet, segment: TcpSegment, isFromClient: boolean): void {
    if (tls === null) return;
    tls.see(packet, segment, isFromClient ? 'client' : 'server');
    const isOver = segment.fin || segment.rst || tls.hasDataBothWays || stream.fromServer.bytes > MOST_PAYLOAD || stream.fromClient.bytes > MOST_PAYLOAD;
    if (tls.isRead || !isOver) return;
    tls.read(stream);
    this.#tracker.release(stream);
  }

  #isFollowed({ ip }: Packet, ports: Ports): boolean {
    return (this.#otherPorts.has(ports.source) || this.#otherPorts.has(ports.destination)) && this.#others.has(keyOf(ip.source, ports.source, ip.destination, ports.destination));
  }

  #isTlsBegin(packet: Packet, ports: Ports): boolean {
    const { ip } = packet;
    if (!isClientHello(ip.payload) || this.#others.size >= MOST_OTHERS) return false;
    const key = keyOf(ip.source, ports.source, ip.destination, ports.destination);
    this.#others.add(key);
    this.#otherPorts.add(ports.destination);
    for (const earlier of this.#opened.get(key) ?? []) this.#follow(earlier);
    this.#opened.delete(key);
    return true;
  }

  #seeElsewhere(packet: Packet, ports: Ports): void {
    const { ip, direction } = packet;
    const flags = ip.payload[13] ?? 0;
    if ((flags & (FLAG.syn | FLAG.rst)) === 0) return;
    const key = keyOf(ip.source, ports.source, ip.destination, ports.destination);
    const waiting = this.#waiting.get(key);
    if ((flags & FLAG.syn) !== 0 && (flags & FLAG.ack) !== 0) {
      if (waiting === undefined) return;
      this.#waiting.delete(key);
      this.#opened.set(key, [...waiting, packet]);
      const [oldest] = this.#opened.keys();
      if (this.#opened.size > MOST_OPENED && oldest !== undefined) this.#opened.delete(oldest);
    } else if (waiting !== undefined) {
      if (waiting.length < MOST_SEGMENTS) waiting.push(packet);
    } else if ((flags & FLAG.syn) !== 0 && direction !== 'in' && this.#waiting.size < MOST_WAITING) this.#waiting.set(key, [packet]);
  }
}

function isMain({ source, destination }: Ports): boolean {
  return source === HTTPS_PORT || destination === HTTPS_PORT || source === PPTP_PORT || destination === PPTP_PORT;
}

/** A handshake record that holds a ClientHello, version 3.x (RFC 8446 5.1). */
function isClientHello(segment: Uint8Array): boolean {
  const at = ((segment[12] ?? 0) >> 4) * 4;
  return at >= 20 && at + 6 <= segment.length && segment[at] === 22 && segment[at + 5] === 1 && readU16Be(segment, at + 1) >> 8 === 3;
}

/** The same for both directions. */
function keyOf(source: string, sourcePort: number, destination: string, destinationPort: number): string {
  const [left, right] = [`${source} ${sourcePort}`, `${destination} ${destinationPort}`];
  return left < right ? `${left} ${right}` : `${right} ${left}`;
}
