/**
 * Follows TCP connections: how the handshake went, who reset or ended them, what was sent again, and the first bytes of each
 * direction in order (the handshake of whatever protocol runs inside). Source: RFC 9293 sections 3.4 to 3.6.
 */
import type { Micros } from '../model/time.ts';
import { createDirection, type TcpDirection, type TcpDirectionState } from './tcp-direction.ts';
import type { TcpSegment } from './tcp.ts';

export interface TcpEndpoint {
  readonly address: string;
  readonly port: number;
}

export type TcpSide = 'client' | 'server';

export interface TcpStream {
  readonly client: TcpEndpoint;
  readonly server: TcpEndpoint;
  /** The side was told by a SYN; otherwise the lower port is taken for the server's. */
  readonly isClientKnown: boolean;
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /**
   * `none`: the capture began later. `syn`: no answer. `refused`: a reset answered. `syn-ack`: the client did not confirm.
   * `complete`: the client confirmed.
   */
  readonly handshake: 'none' | 'syn' | 'refused' | 'syn-ack' | 'complete';
  /** SYN segments of the client, repeated ones included. */
  readonly synCount: number;
  readonly establishedTime: Micros | null;
  /** Who sent the first reset. */
  readonly resetBy: TcpSide | null;
  readonly resetTime: Micros | null;
  /** Who closed first. */
  readonly finBy: TcpSide | null;
  readonly fromClient: TcpDirection;
  readonly fromServer: TcpDirection;
}

export interface TcpLimits {
  readonly maxStreams?: number;
  /** Payload kept of each direction. */
  readonly maxPayload?: number;
  /** Payload kept over all streams. */
  readonly maxBytes?: number;
  /** Whether to keep payload of this stream; all when not given. */
  readonly keepsPayload?: (client: TcpEndpoint, server: TcpEndpoint) => boolean;
}

export interface TcpTracker {
  /** Takes the segments in order of time; null when there are more streams than are followed. */
  add(source: string, destination: string, segment: TcpSegment, time: Micros, frame: number): TcpStream | null;
  /** All streams in order of their first segment; they grow as segments are added. */
  readonly streams: readonly TcpStream[];
  /** Forgets the payload of a stream once it was read, so that others may keep theirs. */
  release(stream: TcpStream): void;
  /** Segments of streams that are not followed. */
  readonly ignored: number;
}

interface StreamState {
  client: TcpEndpoint;
  server: TcpEndpoint;
  isClientKnown: boolean;
  firstTime: Micros;
  lastTime: Micros;
  firstFrame: number;
  lastFrame: number;
  handshake: TcpStream['handshake'];
  synCount: number;
  establishedTime: Micros | null;
  resetBy: TcpSide | null;
  resetTime: Micros | null;
  finBy: TcpSide | null;
  fromClient: TcpDirectionState;
  fromServer: TcpDirectionState;
}

const DEFAULTS = { maxStreams: 65_536, maxPayload: 65_536, maxBytes: 64 << 20 };

export function createTcpTracker(limits: TcpLimits = {}): TcpTracker {
  const { maxStreams, maxPayload, maxBytes } = { ...DEFAULTS, ...limits };
  const streams: StreamState[] = [];
  const states = new WeakMap<TcpStream, StreamState>();
  const current = new Map<string, StreamState>();
  let bytesLeft = maxBytes;
  let ignored = 0;

  const open = (key: string, from: TcpEndpoint, to: TcpEndpoint, segment: TcpSegment, time: Micros, frame: number): StreamState => {
    const isFromServer = segment.syn ? segment.ack : from.port < to.port;
    const [client, server] = isFromServer ? [to, from] : [from, to];
    const kept = limits.keepsPayload?.(client, server) === false ? 0 : maxPayload;
    const stream: StreamState = { client, server, isClientKnown: segment.syn, firstTime: time, lastTime: time, firstFrame: frame, lastFrame: frame, handshake: 'none', synCount: 0, establishedTime: null, resetBy: null, resetTime: null, finBy: null, fromClient: createDirection(kept), fromServer: createDirection(kept) };
    streams.push(stream);
    states.set(stream, stream);
    current.set(key, stream);
    return stream;
  };

  return {
    streams,
    get ignored() {
      return ignored;
    },
    add(source, destination, segment, time, frame) {
      const from = { address: source, port: segment.sourcePort };
      const to = { address: destination, port: segment.destinationPort };
      const key = keyOf(from, to);
      let stream = current.get(key);
      if (stream === undefined || isNewConnection(stream, from, segment)) {
        if (streams.length >= maxStreams) {
          ignored++;
          return null;
        }
        stream = open(key, from, to, segment, time, frame);
      }
      const side: TcpSide = isSame(stream.client, from) ? 'client' : 'server';
      stream.lastTime = time;
      stream.lastFrame = frame;
      follow(stream, side, segment, time);
      bytesLeft -= (side === 'client' ? stream.fromClient : stream.fromServer).add(segment, time, bytesLeft);
      return stream;
    },
    release(stream) {
      const state = states.get(stream);
      if (state !== undefined) bytesLeft += state.fromClient.release() + state.fromServer.release();
    },
  };
}

function keyOf(a: TcpEndpoint, b: TcpEndpoint): string {
  const [left, right] = [`${a.address} ${a.port}`, `${b.address} ${b.port}`];
  return left < right ? `${left} ${right}` : `${right} ${left}`;
}

function isSame(a: TcpEndpoint, b: TcpEndpoint): boolean {
  return a.port === b.port && a.address === b.address;
}

/** A SYN with another first sequence number takes the ports over for a new connection. */
function isNewConnection(stream: StreamState, from: TcpEndpoint, segment: TcpSegment): boolean {
  if (!segment.syn || segment.ack) return false;
  return !isSame(stream.client, from) || !stream.isClientKnown || (stream.synCount > 0 && stream.fromClient.firstSequence !== segment.sequence);
}

function follow(stream: StreamState, side: TcpSide, segment: TcpSegment, time: Micros): void {
  const { handshake } = stream;
  if (segment.syn && !segment.ack) {
    stream.synCount++;
    if (handshake === 'none') stream.handshake = 'syn';
  } else if (segment.syn) {
    if (handshake === 'none' || handshake === 'syn') stream.handshake = 'syn-ack';
  } else if (segment.rst) {
    if (handshake === 'syn' && side === 'server') stream.handshake = 'refused';
    if (stream.resetBy === null) {
      stream.resetBy = side;
      stream.resetTime = time;
    }
  } else if (side === 'client' && segment.ack && handshake === 'syn-ack') {
    stream.handshake = 'complete';
    stream.establishedTime = time;
  }
  if (segment.fin) stream.finBy ??= side;
}
