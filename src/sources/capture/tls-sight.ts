/**
 * What a connection showed of TLS: its handshake, read once from the first bytes of both directions, and what single segments tell
 * even where the capture cut the bytes before them: alerts in clear and that data flow.
 */
import type { TcpSide, TcpStream } from '../../protocols/tcp-stream.ts';
import type { TcpSegment } from '../../protocols/tcp.ts';
import { readTls, type TlsConversation } from '../../protocols/tls.ts';
import { readX509Names, type X509Names } from '../../protocols/x509-names.ts';
import { MOST_FRAMES, sightingOf, type Packet, type Sighting } from './packet.ts';

export interface SeenAlert {
  readonly from: TcpSide;
  readonly level: number;
  readonly description: number;
  readonly frame: number;
}

/** A handshake without the bytes of its certificates. */
export interface TlsHandshake extends Omit<TlsConversation, 'serverCertificates' | 'clientCertificates'> {
  readonly certificate: X509Names | null;
  readonly chainLength: number;
  readonly clientChainLength: number | null;
}

export interface TlsSight {
  /** The handshake was read: the bytes of the stream are not needed any more. */
  readonly isRead: boolean;
  readonly handshake: TlsHandshake | null;
  /** It was read without holes. */
  readonly isWhole: boolean;
  /** The first segment with payload. */
  readonly first: Sighting | null;
  readonly alerts: readonly SeenAlert[];
  /** The handshake is over, even where its bytes are missing: a client that sends data twice has finished (in TLS 1.3 its Finished is one of them). */
  readonly hasDataBothWays: boolean;
  /** Of the first segments with payload, and of alerts. */
  readonly frames: readonly number[];
  see(packet: Packet, segment: TcpSegment, from: TcpSide): void;
  read(stream: TcpStream): void;
}

const MOST_ALERTS = 8;
/** The rest is for alerts. */
const MOST_DATA_FRAMES = MOST_FRAMES - MOST_ALERTS;
const ALERT = 21;
const APPLICATION_DATA = 23;
/** Record header, level, description. */
const ALERT_LENGTH = 7;

export function createTlsSight(): TlsSight {
  const alerts: SeenAlert[] = [];
  /** Segments that begin with a record of application data. */
  const dataFrom: Record<TcpSide, number> = { client: 0, server: 0 };
  const frames: number[] = [];
  let first: Sighting | null = null;
  let handshake: TlsHandshake | null = null;
  let [isRead, isWhole] = [false, false];
  return {
    get isRead() {
      return isRead;
    },
    get handshake() {
      return handshake;
    },
    get isWhole() {
      return isWhole;
    },
    get first() {
      return first;
    },
    alerts,
    get hasDataBothWays() {
      return dataFrom.client > 1 && dataFrom.server > 0;
    },
    frames,
    see(packet, { payload, payloadLength }, from) {
      if (payloadLength === 0) return;
      first ??= sightingOf(packet);
      if (frames.length < MOST_DATA_FRAMES) frames.push(packet.frame.number);
      if (payload[1] !== 3) return;
      if (payload[0] === APPLICATION_DATA) dataFrom[from]++;
      else if (isAlert(payload) && alerts.length < MOST_ALERTS) {
        alerts.push({ from, level: payload[5] as number, description: payload[6] as number, frame: packet.frame.number });
        if (!frames.includes(packet.frame.number)) frames.push(packet.frame.number);
      }
    },
    read(stream) {
      if (isRead) return;
      isRead = true;
      isWhole = stream.fromClient.payloadEnds !== 'hole' && stream.fromServer.payloadEnds !== 'hole';
      handshake = readHandshake(stream);
    },
  };
}

/** An alert in clear that has a segment of its own, as senders do: enciphered ones are longer. */
function isAlert(payload: Uint8Array): boolean {
  return payload[0] === ALERT && payload.length >= ALERT_LENGTH && payload[3] === 0 && payload[4] === 2;
}

function readHandshake({ fromClient, fromServer }: TcpStream): TlsHandshake | null {
  const conversation = readTls(fromClient.payload, fromServer.payload);
  if (conversation === null) return null;
  const { serverCertificates, clientCertificates, ...rest } = conversation;
  const [own] = serverCertificates;
  return { ...rest, certificate: own === undefined ? null : readX509Names(own), chainLength: serverCertificates.length, clientChainLength: clientCertificates?.length ?? null };
}
