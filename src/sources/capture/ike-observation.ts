/** One IKE message as seen: in a captured packet, or told by the filtering platform's events 1024 and 1025 where no packet was captured. */
import type { Micros } from '../../model/time.ts';
import { IKE_PORT, NAT_PORT, readIkeDatagram } from '../../protocols/ike-datagram.ts';
import type { IkeMessage } from '../../protocols/ike-types.ts';
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { readUdp } from '../../protocols/udp.ts';
import type { Direction } from './captured.ts';
import type { Packet } from './packet.ts';

export interface IkeObservation {
  readonly time: Micros;
  /** Trace event and frame; no frame where an event told it. */
  readonly event: number;
  readonly frame: number;
  readonly frames: readonly number[];
  readonly direction: Direction | null;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly major: 1 | 2;
  /** 16 hex digits each. */
  readonly initiatorSpi: string;
  readonly responderSpi: string;
  readonly exchange: number;
  readonly messageId: number;
  /** Version 2 only. */
  readonly isResponse: boolean;
  /** Bytes of the IP packet on the wire, or of the message where only an event told it. */
  readonly size: number;
  /** IP fragments it travelled in; 0 where an event does not tell. */
  readonly fragments: number;
  /** The message itself, where its bytes were captured. */
  readonly message: IkeMessage | null;
}

/** The IKE message of a packet; null when it carries none, ESP or a keep-alive. */
export function observeIke({ ip, frame, frames, fragments, time, direction, isInner }: Packet): IkeObservation | null {
  if (ip.protocol !== IP_PROTOCOL.udp || isInner) return null;
  const udp = readUdp(ip.payload);
  if (udp === null) return null;
  const ports = [udp.sourcePort, udp.destinationPort];
  const port = ports.includes(NAT_PORT) ? NAT_PORT : ports.includes(IKE_PORT) ? IKE_PORT : null;
  const datagram = port === null ? null : readIkeDatagram(udp.payload, port);
  if (datagram?.kind !== 'ike') return null;
  const { message } = datagram;
  const { exchange, messageId } = message;
  if (exchange === undefined || messageId === undefined) return null;
  return {
    time,
    event: frame.event,
    frame: frame.number,
    frames,
    direction,
    source: ip.source,
    destination: ip.destination,
    sourcePort: udp.sourcePort,
    destinationPort: udp.destinationPort,
    major: message.major,
    initiatorSpi: message.initiatorSpi,
    responderSpi: message.responderSpi,
    exchange,
    messageId,
    isResponse: message.isResponse === true,
    size: ip.totalLength,
    fragments,
    message,
  };
}
