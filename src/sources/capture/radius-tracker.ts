/** Follows RADIUS through a capture: of a VPN server that asks, or of the server that answers. */
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import type { IncompleteDatagram } from '../../protocols/ip-reassembly.ts';
import type { Tracker } from './packet.ts';
import { RADIUS_PORTS, RadiusExchanges } from './radius-exchanges.ts';
import { recordLoss, recordRadius, type RadiusLoss } from './radius-records.ts';

/** Datagrams that never became whole, remembered. */
const MOST_LOSSES = 2_000;

export function trackRadius(): Tracker {
  const exchanges = new RadiusExchanges();
  const losses: IncompleteDatagram[] = [];
  return {
    see(packet) {
      if (!packet.isInner && packet.ip.protocol === IP_PROTOCOL.udp) exchanges.see(packet);
    },
    lost(datagram) {
      if (datagram.protocol === IP_PROTOCOL.udp && datagram.ended !== 'evicted' && losses.length < MOST_LOSSES) losses.push(datagram);
    },
    finish(capture) {
      const ours = losses.filter((loss) => isRequest(loss, exchanges) || isReply(loss, exchanges));
      const replies = ours.filter((loss) => isReply(loss, exchanges));
      for (const exchange of exchanges.all) recordRadius(exchange, replies, capture);
      for (const loss of grouped(ours, exchanges)) recordLoss(loss, capture);
    },
  };
}

/** By its port where the first fragment tells it, else by its ends, where one was seen asking the other. */
function isRequest({ source, destination, destinationPort }: IncompleteDatagram, exchanges: RadiusExchanges): boolean {
  return destinationPort === null ? exchanges.isPair(source, destination) : RADIUS_PORTS.has(destinationPort);
}

function isReply({ source, destination, sourcePort }: IncompleteDatagram, exchanges: RadiusExchanges): boolean {
  return sourcePort === null ? exchanges.isPair(destination, source) : RADIUS_PORTS.has(sourcePort);
}

function grouped(losses: readonly IncompleteDatagram[], exchanges: RadiusExchanges): Iterable<RadiusLoss> {
  const groups = new Map<string, RadiusLoss>();
  for (const loss of losses) {
    const key = `${loss.source} ${loss.destination}`;
    const isToServer = isRequest(loss, exchanges);
    const [client, server] = isToServer ? [loss.source, loss.destination] : [loss.destination, loss.source];
    const group = groups.get(key) ?? { client, server, isRequest: isToServer, datagrams: [] };
    groups.set(key, group);
    group.datagrams.push(loss);
  }
  return groups.values();
}
