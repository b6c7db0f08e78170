/** Follows TCP, with what ICMP errors say of its packets, and TLS inside it. */
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import type { TcpEndpoint } from '../../protocols/tcp-stream.ts';
import { readIcmpError } from './icmp-errors.ts';
import type { CaptureEnd, Tracker } from './packet.ts';
import { Connections, HTTPS_PORT, PPTP_PORT, type Connection } from './tcp-connections.ts';
import { outcomeOf, recordConnection, type QuotedError } from './tcp-records.ts';
import { recordTls } from './tls-records.ts';

const MOST_ERRORS = 2_000;
/** A browser opens thousands; failures are told apart from them, so that neither crowds the other out. */
const MOST_FINE = 4_000;
const MOST_FAILED = 4_000;

export function trackTcp(): Tracker {
  const connections = new Connections();
  const errors = new Map<string, QuotedError>();
  return {
    see(packet) {
      connections.see(packet);
      const error = readIcmpError(packet);
      if (error === null || error.quoted.protocol !== IP_PROTOCOL.tcp || errors.size >= MOST_ERRORS) return;
      const { source, destination, sourcePort, destinationPort } = error.quoted;
      const key = `${source} ${sourcePort} ${destination} ${destinationPort}`;
      if (!errors.has(key)) errors.set(key, { meaning: error.meaning, mtu: error.mtu, router: packet.ip.source, frame: packet.frame.number });
    },
    finish(capture) {
      recordAll(connections.finish(), (from, to) => errors.get(`${from.address} ${from.port} ${to.address} ${to.port}`), capture);
    },
  };
}

function recordAll(connections: readonly Connection[], errorOf: (from: TcpEndpoint, to: TcpEndpoint) => QuotedError | undefined, capture: CaptureEnd): void {
  let [fine, failed] = [0, 0];
  for (const connection of connections) {
    const { client, server } = connection.stream;
    const error = errorOf(client, server) ?? errorOf(server, client);
    const outcome = outcomeOf(connection.stream, error, capture);
    const isFailure = outcome !== null && outcome !== 'established';
    if (isFailure ? failed++ >= MOST_FAILED : fine++ >= MOST_FINE) continue;
    const isMain = [HTTPS_PORT, PPTP_PORT].includes(server.port);
    if (isMain || isFailure) recordConnection(connection, outcome, error, capture);
    recordTls(connection, capture);
  }
}
