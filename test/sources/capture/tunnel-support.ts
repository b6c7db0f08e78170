/** Packets of tunnels between the captured computer and the server. */
import type { LogRecord } from '../../../src/model/records.ts';
import type { PacketInput } from '../../support/etl/capture.ts';
import { pptpGre } from '../../support/packets/gre.ts';
import { ethernet, ipv4, join, tcp, TCP, type Part } from '../../support/packets/ip.ts';
import { outgoingCall, outgoingReply, startConnection, startReply } from '../../support/packets/pptp.ts';
import { SERVER, US, type Read } from './support.ts';

export type Way = 'in' | 'out';

/** Fields of the records of one name. */
export function fieldsOf(read: Read, name: string): LogRecord['fields'][] {
  return read.records.filter((record) => record.name === name).map((record) => record.fields);
}

export function packet(at: number, direction: Way, protocol: number, payload: Part, ends: readonly [string, string] = [US, SERVER]): PacketInput {
  const [source, destination] = direction === 'out' ? ends : [ends[1], ends[0]];
  return { at, direction, frame: ethernet(0x0800, ipv4(source, destination, protocol, payload)) };
}

export const CLIENT_PORT = 49_700;

/** One TCP connection to port 1723 of the side that is not `client`; counts sequence numbers. */
export function controlConnection(client: 'us' | 'them' = 'us', port = CLIENT_PORT): (at: number, from: 'client' | 'server', flags: number, payload?: Part) => PacketInput {
  const next = { client: 1_000, server: 5_000 };
  return (at, from, flags, payload = []) => {
    const size = join(payload).length;
    const [source, destination] = from === 'client' ? [port, 1723] : [1723, port];
    const segment = tcp(source, destination, { flags, sequence: next[from], acknowledgement: next[from === 'client' ? 'server' : 'client'] }, payload);
    next[from] += size + ((flags & TCP.syn) !== 0 ? 1 : 0);
    return packet(at, (from === 'client') === (client === 'us') ? 'out' : 'in', 6, segment);
  };
}

export const DATA = TCP.ack | TCP.psh;
/** Ids both sides gave the call. */
export const CALL = { client: 0x5100, server: 0x22 } as const;

/** Connection and call until GRE may flow, 0.1 s long. */
export function established(send: ReturnType<typeof controlConnection>, at = 0): PacketInput[] {
  return [
    send(at, 'client', TCP.syn),
    send(at + 0.02, 'server', TCP.syn | TCP.ack),
    send(at + 0.03, 'client', TCP.ack),
    send(at + 0.04, 'client', DATA, startConnection('client7')),
    send(at + 0.06, 'server', DATA, startReply(1, 0, 'server7')),
    send(at + 0.07, 'client', DATA, outgoingCall(CALL.client, 1)),
    send(at + 0.1, 'server', DATA, outgoingReply(CALL.server, CALL.client, 1, 0, 0)),
  ];
}

/** GRE from the client names the server's id, and the other way round. */
export function gre(at: number, direction: Way, frame: Part, id: number = direction === 'out' ? CALL.server : CALL.client): PacketInput {
  return packet(at, direction, 47, pptpGre({ callId: id, sequence: Math.round(at * 100) }, frame));
}
