/**
 * DNS: who was asked for and what came back, one record for each name, type and id.
 *   A? vpn.contoso.com id 7, answer 203.0.113.5          → capture.dns {query_name: vpn.contoso.com, answered: true, rcode: 0, addresses: [203.0.113.5]}
 *   A? vpn.contoso.com id 8, answer "no such name"       → capture.dns {answered: true, rcode: 3, addresses: []}
 *   A? vpn.contoso.com id 9, three times, nothing back   → capture.dns {answered: false, sent: 3}
 * Answers to other questions than for addresses and services are left out unless they failed.
 */
import { DNS_TYPE, readDns, readDnsOverTcp, type DnsMessage } from '../../protocols/dns.ts';
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { readTcp } from '../../protocols/tcp.ts';
import { readUdp } from '../../protocols/udp.ts';
import { recordQuery, type DnsQuery } from './dns-records.ts';
import { MOST_FRAMES, sightingOf, type Packet, type Tracker } from './packet.ts';
import { portsOf } from './tcp-ports.ts';

const PORT = 53;
/** A server answers thousands a minute: then the oldest that went well are forgotten first. */
const MOST_QUERIES = 4_000;
const MOST_SERVERS = 8;
/** Oldest entries looked at for one that went well. */
const LOOKED_AT = 64;
const KEPT_TYPES: ReadonlySet<number> = new Set([DNS_TYPE.a, DNS_TYPE.aaaa, DNS_TYPE.srv]);

export function trackDns(): Tracker {
  const queries = new Map<string, DnsQuery>();
  return {
    see(packet) {
      const ports = portsOf(packet.ip);
      if (ports === null || (ports.source !== PORT && ports.destination !== PORT)) return;
      const message = messageOf(packet);
      const question = message?.questions[0];
      if (message === null || question === undefined || message.opcode !== 0) return;
      const { ip } = packet;
      const [client, server] = message.isResponse ? [ip.destination, ip.source] : [ip.source, ip.destination];
      const key = `${packet.isInner} ${client} ${message.id} ${question.type} ${question.name.toLowerCase()}`;
      let query = queries.get(key);
      if (query === undefined) {
        if (queries.size >= MOST_QUERIES) makeRoom(queries);
        query = { name: question.name, type: question.type, id: message.id, client, first: sightingOf(packet), isOurs: packet.direction === null ? null : (packet.direction === 'out') !== message.isResponse, servers: [], sent: 0, lastSent: null, answer: null, frames: [] };
        queries.set(key, query);
      }
      take(query, packet, message, server);
      if (isDone(query) && !KEPT_TYPES.has(query.type)) queries.delete(key);
    },
    finish(capture) {
      for (const query of queries.values()) recordQuery(query, capture);
    },
  };
}

function messageOf({ ip }: Packet): DnsMessage | null {
  if (ip.protocol === IP_PROTOCOL.udp) {
    const udp = readUdp(ip.payload);
    return udp === null ? null : readDns(udp.payload);
  }
  const segment = readTcp(ip.payload, ip.payloadLength);
  return segment === null ? null : readDnsOverTcp(segment.payload);
}

function take(query: DnsQuery, packet: Packet, message: DnsMessage, server: string): void {
  if (query.frames.length < MOST_FRAMES) query.frames.push(packet.frame.number);
  if (!query.servers.includes(server) && query.servers.length < MOST_SERVERS) query.servers.push(server);
  if (!message.isResponse) {
    query.sent++;
    query.lastSent = packet.time;
    return;
  }
  // A shortened answer is asked for again over TCP; of several servers the first that knows the name counts.
  const isBetter = query.answer === null || query.answer.message.isShortened || (query.answer.message.responseCode !== 0 && message.responseCode === 0);
  if (isBetter) query.answer = { message, server, time: packet.time };
}

function isDone({ answer }: DnsQuery): boolean {
  return answer !== null && answer.message.responseCode === 0 && !answer.message.isShortened;
}

/** Forgets the oldest query that went well, or simply the oldest. */
function makeRoom(queries: Map<string, DnsQuery>): void {
  let looked = 0;
  for (const [key, query] of queries) {
    if (++looked > LOOKED_AT) break;
    if (isDone(query)) {
      queries.delete(key);
      return;
    }
  }
  const [oldest] = queries.keys();
  if (oldest !== undefined) queries.delete(oldest);
}
