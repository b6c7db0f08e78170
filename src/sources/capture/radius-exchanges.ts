/**
 * RADIUS requests with their answers. A reply belongs to the request of the same addresses, ports and identifier (RFC 2865 2.5);
 * a request that is repeated has the same identifier, and often the same authenticator.
 */
import type { Micros } from '../../model/time.ts';
import type { RadiusPacket } from '../../protocols/radius.ts';
import { readRadius } from '../../protocols/radius.ts';
import { readUdp } from '../../protocols/udp.ts';
import type { Packet } from './packet.ts';
import { count, newTally, remember, type Tally } from './tally.ts';

export interface RadiusExchange {
  readonly client: string;
  readonly server: string;
  readonly clientPort: number;
  readonly port: number;
  readonly id: number;
  readonly isOurs: boolean | null;
  readonly time: Micros;
  readonly event: number;
  readonly frame: number;
  readonly requests: Tally;
  readonly replies: Tally;
  readonly authenticators: Set<string>;
  request: RadiusMessage | null;
  reply: RadiusMessage | null;
  /** Other addresses that answered this identifier: the client drops what the server it asked did not send (RFC 2865 3). */
  readonly strangers: Set<string>;
}

/** What is kept of a packet: no views of captured bytes. */
export type RadiusMessage = Omit<RadiusPacket, 'eap'> & { readonly eapCode: number | null; readonly eapType: number | null; readonly eapWanted: readonly number[] };

/** 1812 and 1813 of the RFCs, 1645 and 1646 of before; NPS listens on all four. */
export const RADIUS_PORTS: ReadonlySet<number> = new Set([1812, 1813, 1645, 1646]);

/** Each sign-in takes a dozen; a server sees many. */
const MOST_EXCHANGES = 20_000;
const MOST_AUTHENTICATORS = 16;
const LONGEST_TEXT = 1_000;
/** An identifier that waits for an answer is not given to another request before all others were. */
const SAME_BURST: Micros = 60 * 1_000_000;
const REQUESTS: ReadonlySet<number> = new Set([1, 4, 12]);
const REPLIES: ReadonlySet<number> = new Set([2, 3, 5, 11]);

/** A class because it has a life: it is fed, then read. */
export class RadiusExchanges {
  readonly all: RadiusExchange[] = [];
  /** The latest by addresses, ports and identifier. */
  readonly #current = new Map<string, RadiusExchange>();
  /** The latest request of a client by ports and identifier, whatever server it asked. */
  readonly #asked = new Map<string, RadiusExchange>();
  /** Pairs of client and server. */
  readonly #pairs = new Set<string>();

  see(packet: Packet): void {
    const udp = readUdp(packet.ip.payload);
    if (udp === null) return;
    const isToServer = RADIUS_PORTS.has(udp.destinationPort);
    if (!isToServer && !RADIUS_PORTS.has(udp.sourcePort)) return;
    const radius = readRadius(udp.payload);
    if (radius === null) return;
    if (isToServer && REQUESTS.has(radius.code)) this.#request(packet, radius, udp.sourcePort, udp.destinationPort);
    else if (RADIUS_PORTS.has(udp.sourcePort) && REPLIES.has(radius.code)) this.#reply(packet, radius, udp.sourcePort, udp.destinationPort);
  }

  /** Whether one of the addresses was seen asking the other. */
  isPair(client: string, server: string): boolean {
    return this.#pairs.has(`${client} ${server}`);
  }

  #request(packet: Packet, radius: RadiusPacket, clientPort: number, port: number): void {
    const { source, destination } = packet.ip;
    const key = `${source} ${clientPort} ${destination} ${port} ${radius.id}`;
    const current = this.#current.get(key);
    const exchange = current !== undefined && isRepeat(current, radius, packet.time) ? current : this.#begin(key, packet, source, destination, clientPort, port, radius.id, 'out');
    if (exchange === null) return;
    count(exchange.requests, packet);
    this.#asked.set(`${source} ${clientPort} ${port} ${radius.id}`, exchange);
    remember(exchange.authenticators, radius.authenticator, MOST_AUTHENTICATORS);
    exchange.request ??= messageOf(radius);
  }

  #reply(packet: Packet, radius: RadiusPacket, port: number, clientPort: number): void {
    const { source, destination } = packet.ip;
    const key = `${destination} ${clientPort} ${source} ${port} ${radius.id}`;
    const asked = this.#current.has(key) ? undefined : this.#asked.get(`${destination} ${clientPort} ${port} ${radius.id}`);
    if (asked !== undefined && asked.reply === null && packet.time - asked.requests.last < SAME_BURST) {
      remember(asked.strangers, source, MOST_AUTHENTICATORS);
      return;
    }
    // A reply without a request: the capture began between them.
    const exchange = this.#current.get(key) ?? this.#begin(key, packet, destination, source, clientPort, port, radius.id, 'in');
    if (exchange === null) return;
    count(exchange.replies, packet);
    exchange.reply ??= messageOf(radius);
  }

  #begin(key: string, { direction, time, frame }: Packet, client: string, server: string, clientPort: number, port: number, id: number, ours: 'in' | 'out'): RadiusExchange | null {
    if (this.all.length >= MOST_EXCHANGES) {
      // What was under this key is answered: what comes now belongs to none.
      this.#current.delete(key);
      return null;
    }
    const exchange: RadiusExchange = { client, server, clientPort, port, id, isOurs: direction === null ? null : direction === ours, time, event: frame.event, frame: frame.number, requests: newTally(), replies: newTally(), authenticators: new Set(), request: null, reply: null, strangers: new Set() };
    this.all.push(exchange);
    this.#current.set(key, exchange);
    this.#pairs.add(`${client} ${server}`);
    return exchange;
  }
}

function isRepeat({ authenticators, replies, requests, request }: RadiusExchange, radius: RadiusPacket, time: Micros): boolean {
  if (authenticators.has(radius.authenticator)) return true;
  const isSameUser = request?.code === radius.code && request.userName?.personal === radius.userName?.personal;
  return replies.count === 0 && isSameUser && time - requests.last < SAME_BURST;
}

function messageOf({ eap, ...rest }: RadiusPacket): RadiusMessage {
  return { ...rest, attributeTypes: [], replyMessage: rest.replyMessage?.slice(0, LONGEST_TEXT) ?? null, eapCode: eap?.code ?? null, eapType: eap?.type ?? null, eapWanted: eap?.wanted ?? [] };
}
