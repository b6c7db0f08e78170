/**
 * Puts fragmented IP datagrams together and tells of those that never became whole: whether only the first or only a later
 * fragment arrived. Bounded in datagrams, bytes and time. Sources: RFC 791 3.2, RFC 815, RFC 8200 4.5, RFC 5722 (overlaps).
 */
import { readU16Be } from '../bytes/big-endian.ts';
import type { Micros } from '../model/time.ts';
import { IP_PROTOCOL, readExtensions, type IpPacket } from './ip.ts';

/** A packet that is whole: it arrived so, or was put together. */
export interface IpDatagram {
  /** With `fragment` null; its payload ends where the capture cut a fragment. */
  readonly packet: IpPacket;
  /** Numbers of the frames it came in, in order of arrival. */
  readonly frames: readonly number[];
  /** 1 when it was never fragmented. */
  readonly fragments: number;
}

export interface IncompleteDatagram {
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly id: number;
  /** Of UDP or TCP; null without the first fragment. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** `first`: the first fragment and no other. `later`: the first is missing. `some`: the first and others, but not all. */
  readonly arrived: 'first' | 'later' | 'some';
  /** The last fragment, which ends the datagram, arrived. */
  readonly hasLast: boolean;
  readonly fragments: number;
  /** Payload bytes that arrived, as stated on the wire. */
  readonly bytes: number;
  /** Fragments left out because they overlap others or lie outside of any datagram: a sign of an attack or a broken device. */
  readonly refused: number;
  readonly frames: readonly number[];
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  /** `evicted`: more datagrams were open at once than are kept, so that later fragments may have gone unseen. */
  readonly ended: 'timeout' | 'end-of-capture' | 'evicted';
}

export interface ReassemblyLimits {
  /** Datagrams open at the same time. */
  readonly maxDatagrams?: number;
  /** Fragments of one datagram. */
  readonly maxFragments?: number;
  /** Bytes held over all datagrams. */
  readonly maxBytes?: number;
  /** Microseconds after the first fragment. */
  readonly maxAge?: Micros;
}

export interface Reassembler {
  /** Takes packets in order of time; gives a whole one back at once, and a fragmented one with the fragment that completes it. */
  add(packet: IpPacket, time: Micros, frame: number): IpDatagram | null;
  /** Datagrams given up since the last call; with `atEnd`, those still open, too. */
  takeIncomplete(atEnd: boolean): readonly IncompleteDatagram[];
}

/** 30 s: RFC 791 asks for at least 15, RFC 8200 for 60, Windows waits up to 60; what a network delivers later helps no dial. */
const DEFAULTS: Required<ReassemblyLimits> = { maxDatagrams: 1024, maxFragments: 64, maxBytes: 8 << 20, maxAge: 30_000_000 };
const MAX_LENGTH = 65_535;
/** Layers see the same packet within milliseconds; an id is not used again within a second. */
const REPEAT_SPAN: Micros = 1_000_000;

interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

interface Pending {
  /** Of the first fragment; of whichever came until that arrives. */
  head: IpPacket;
  readonly pieces: Piece[];
  readonly frames: number[];
  readonly firstTime: Micros;
  lastTime: Micros;
  /** Length of the whole payload; null until the last fragment arrives. */
  total: number | null;
  held: number;
  refused: number;
}

export function createReassembler(limits: ReassemblyLimits = {}): Reassembler {
  const { maxDatagrams, maxFragments, maxBytes, maxAge } = { ...DEFAULTS, ...limits };
  const open = new Map<string, Pending>();
  /** When a datagram became whole: its fragments may be captured once more in another layer. */
  const done = new Map<string, Micros>();
  let held = 0;
  let given: IncompleteDatagram[] = [];

  const close = (key: string, pending: Pending, ended?: IncompleteDatagram['ended']): void => {
    open.delete(key);
    held -= pending.held;
    if (ended !== undefined) given.push(describe(pending, ended));
  };
  /** The map keeps the order of first fragments, so that the oldest are in front. */
  const makeRoom = (time: Micros): void => {
    for (const [key, pending] of open) {
      if (time - pending.firstTime > maxAge) close(key, pending, 'timeout');
      else if (open.size > maxDatagrams || held > maxBytes) close(key, pending, 'evicted');
      else break;
    }
    for (const [key, since] of done) {
      if (time - since <= REPEAT_SPAN && done.size <= maxDatagrams) break;
      done.delete(key);
    }
  };

  return {
    add(packet, time, frame) {
      if (packet.fragment === null) return { packet, frames: [frame], fragments: 1 };
      const key = `${packet.source} ${packet.destination} ${packet.version === 4 ? packet.protocol : ''} ${packet.fragment.id}`;
      makeRoom(time);
      if (done.has(key)) return null;
      const pending = open.get(key) ?? start(packet, time);
      open.set(key, pending);
      const before = pending.held;
      addPiece(pending, packet, maxFragments);
      pending.lastTime = time;
      pending.frames.push(frame);
      if (pending.frames.length > maxFragments * 2) pending.frames.shift();
      held += pending.held - before;
      const whole = assemble(pending);
      if (whole === null) {
        makeRoom(time);
        return null;
      }
      close(key, pending);
      done.set(key, time);
      return { packet: whole, frames: pending.frames, fragments: pending.pieces.length };
    },
    takeIncomplete(atEnd) {
      if (atEnd) for (const [key, pending] of open) close(key, pending, 'end-of-capture');
      const taken = given;
      given = [];
      return taken;
    },
  };
}

function start(head: IpPacket, time: Micros): Pending {
  return { head, pieces: [], frames: [], firstTime: time, lastTime: time, total: null, held: 0, refused: 0 };
}

/** Puts the fragment in its place; what came first stays when two overlap, and a repeated fragment changes nothing. */
function addPiece(pending: Pending, packet: IpPacket, maxFragments: number): void {
  const { offset = 0, more = false } = packet.fragment ?? {};
  const length = packet.payloadLength;
  const { pieces } = pending;
  if (pieces.some((piece) => piece.offset === offset && piece.length === length)) return;
  const end = offset + length;
  const ends = more ? null : end;
  const isOutside = length === 0 || end > MAX_LENGTH || (more && length % 8 !== 0) || end > (pending.total ?? MAX_LENGTH) || pieces.some((piece) => ends !== null && piece.offset + piece.length > ends);
  if (isOutside || (ends !== null && pending.total !== null) || pieces.length >= maxFragments || pieces.some((piece) => offset < piece.offset + piece.length && piece.offset < end)) {
    pending.refused++;
    return;
  }
  pending.total = ends ?? pending.total;
  if (offset === 0) pending.head = packet;
  // Captured bytes are valid only until the next event of a trace.
  pieces.push({ offset, length, bytes: packet.payload.slice() });
  pending.held += packet.payload.length;
}

/** The whole packet when every byte up to the end was on the wire; else null. */
function assemble(pending: Pending): IpPacket | null {
  const { total, pieces } = pending;
  if (total === null || pieces.reduce((sum, piece) => sum + piece.length, 0) < total) return null;
  const payload = new Uint8Array(total);
  let present = 0;
  for (const piece of [...pieces].sort((a, b) => a.offset - b.offset)) {
    payload.set(piece.bytes, piece.offset);
    present = piece.offset + piece.bytes.length;
    if (piece.bytes.length < piece.length) break;
  }
  return whole(pending.head, payload.subarray(0, present), total);
}

/** The packet as it was before it was cut into fragments. */
function whole(first: IpPacket, payload: Uint8Array, total: number): IpPacket {
  // In IPv6 further extension headers may stand in front of the payload proper (RFC 8200 4.5).
  const chain = first.version === 6 ? readExtensions(payload, first.protocol) : null;
  const inner = Math.min(chain?.length ?? 0, payload.length);
  return {
    ...first,
    protocol: chain?.protocol ?? first.protocol,
    headerLength: first.headerLength + inner,
    totalLength: first.headerLength + total,
    payloadLength: total - inner,
    extensions: [...first.extensions, ...(chain?.extensions ?? [])],
    fragment: null,
    payload: payload.subarray(inner),
    truncated: payload.length < total,
  };
}

function describe(pending: Pending, ended: IncompleteDatagram['ended']): IncompleteDatagram {
  const { head: packet, pieces } = pending;
  const head = pieces.find((piece) => piece.offset === 0);
  const hasPorts = head !== undefined && head.bytes.length >= 4 && (packet.protocol === IP_PROTOCOL.udp || packet.protocol === IP_PROTOCOL.tcp);
  return {
    version: packet.version,
    source: packet.source,
    destination: packet.destination,
    protocol: packet.protocol,
    id: packet.fragment?.id ?? 0,
    sourcePort: hasPorts ? readU16Be(head.bytes, 0) : null,
    destinationPort: hasPorts ? readU16Be(head.bytes, 2) : null,
    arrived: head === undefined ? 'later' : pieces.length === 1 ? 'first' : 'some',
    hasLast: pending.total !== null,
    fragments: pieces.length,
    bytes: pieces.reduce((sum, piece) => sum + piece.length, 0),
    refused: pending.refused,
    frames: pending.frames,
    firstTime: pending.firstTime,
    lastTime: pending.lastTime,
    ended,
  };
}
