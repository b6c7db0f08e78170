/**
 * TCP connections as records.
 *   SYN to 203.0.113.5:443 at 0, 1, 3 s, nothing back  → capture.tcp {outcome: no-answer, syn_sent: 3, from_us: true}
 *   SYN to port 1723, reset back                       → capture.tcp {outcome: refused, server_port: 1723}
 *   SYN, answer, data, reset by the server             → capture.tcp {outcome: reset, reset_by: server, after_bytes: 512}
 */
import type { Yield } from '../../model/records.ts';
import type { Fields } from '../../model/values.ts';
import type { TcpStream } from '../../protocols/tcp-stream.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd } from './packet.ts';
import type { Connection } from './tcp-connections.ts';

export const TCP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.tcp',
    fields: {
      client_address: 'string',
      client_port: 'number',
      server_address: 'string',
      server_port: 'number',
      from_us: 'boolean',
      // established, no-answer, refused, unreachable (an ICMP error answered), unconfirmed (the client let the answer lie), reset; left out when not known.
      outcome: 'string',
      // The capture shows its first SYN: otherwise it began earlier.
      from_start: 'boolean',
      reset_by: 'string',
      // Payload of both sides until the end, where a reset ended it.
      after_bytes: 'number',
      client_bytes: 'number',
      server_bytes: 'number',
      syn_sent: 'number',
      // Of both sides, repeated SYN included; and of the server alone.
      retransmissions: 'number',
      server_retransmissions: 'number',
      // Segment size each side can take, as its SYN says.
      mss: 'number',
      server_mss: 'number',
      seconds: 'number',
      icmp_meaning: 'string',
      icmp_router_address: 'string',
      icmp_mtu: 'number',
      frames: 'numbers',
    },
    channel: CHANNEL,
  },
];

/** An ICMP error about a packet of the connection. */
export interface QuotedError {
  readonly meaning: string;
  readonly mtu: number | null;
  readonly router: string;
  readonly frame: number;
}

export type TcpOutcome = 'established' | 'no-answer' | 'refused' | 'unreachable' | 'unconfirmed' | 'reset';

/** How a connection went; null when the capture does not tell. */
export function outcomeOf(stream: TcpStream, error: QuotedError | undefined, capture: CaptureEnd): TcpOutcome | null {
  const { handshake, fromClient, fromServer, synCount, resetBy, finBy } = stream;
  if (handshake === 'syn') {
    if (fromServer.segments > 0) return null;
    if (error?.meaning.startsWith('unreachable') === true) return 'unreachable';
    return synCount > 1 && isSilence(fromClient.lastTime ?? stream.lastTime, capture) ? 'no-answer' : null;
  }
  if (handshake === 'refused' && fromServer.bytes === 0) return 'refused';
  if (handshake === 'syn-ack' && resetBy === null) return isSilence(stream.lastTime, capture) ? 'unconfirmed' : null;
  // After one side closed, a reset is a way to end quickly.
  if (resetBy !== null && finBy === null) return handshake === 'none' && fromClient.bytes + fromServer.bytes === 0 ? null : 'reset';
  return handshake === 'none' && (fromClient.segments === 0 || fromServer.segments === 0) ? null : 'established';
}

export function recordConnection({ stream, first, isOurs, frames }: Connection, outcome: TcpOutcome | null, error: QuotedError | undefined, capture: CaptureEnd): void {
  const { client, server, fromClient, fromServer, resetBy } = stream;
  const fields: Fields = {
    client_address: client.address,
    client_port: client.port,
    server_address: server.address,
    server_port: server.port,
    ...(isOurs === null ? {} : { from_us: isOurs }),
    ...(outcome === null ? {} : { outcome }),
    from_start: stream.synCount > 0,
    ...(resetBy === null ? {} : { reset_by: resetBy }),
    ...(outcome === 'reset' ? { after_bytes: fromClient.bytes + fromServer.bytes } : {}),
    client_bytes: fromClient.bytes,
    server_bytes: fromServer.bytes,
    syn_sent: stream.synCount,
    retransmissions: fromClient.retransmissions + fromServer.retransmissions,
    server_retransmissions: fromServer.retransmissions,
    ...(fromClient.maximumSegmentSize === null ? {} : { mss: fromClient.maximumSegmentSize }),
    ...(fromServer.maximumSegmentSize === null ? {} : { server_mss: fromServer.maximumSegmentSize }),
    seconds: Math.round((stream.lastTime - stream.firstTime) / 100_000) / 10,
    ...(error === undefined ? {} : { icmp_meaning: error.meaning, icmp_router_address: error.router, ...(error.mtu === null ? {} : { icmp_mtu: error.mtu }) }),
    frames: error === undefined ? frames : [...frames, error.frame],
  };
  const isFine = outcome === null || outcome === 'established';
  capture.record({ name: 'capture.tcp', time: first.time, code: 0, severity: isFine ? 'info' : 'warning', fields, event: first.event, frame: first.frame });
}
