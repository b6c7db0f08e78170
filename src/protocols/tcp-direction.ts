/** One direction of a TCP connection: counts, repeats, and its first bytes put in order. Source: RFC 9293 3.4 (sequence numbers). */
import type { Micros } from '../model/time.ts';
import { createPayload } from './tcp-payload.ts';
import type { TcpSegment } from './tcp.ts';

export interface TcpDirection {
  readonly segments: number;
  /** Payload on the wire, repeats not counted. */
  readonly bytes: number;
  /** Segments with payload, SYN or FIN that were seen before. */
  readonly retransmissions: number;
  /** As the SYN states it; null without one. */
  readonly maximumSegmentSize: number | null;
  readonly firstTime: Micros | null;
  readonly firstDataTime: Micros | null;
  readonly lastTime: Micros | null;
  /** The payload in order, from the start up to the cap or the first hole. */
  readonly payload: Uint8Array;
  /** Why `payload` ends before the stream does; null when it does not. */
  readonly payloadEnds: 'cap' | 'hole' | null;
}

export interface TcpDirectionState extends TcpDirection {
  /** Sequence number of the first segment seen; null before it. */
  readonly firstSequence: number | null;
  /** Takes a segment; gives how many bytes of its payload are kept, at most `budget`. */
  add(segment: TcpSegment, time: Micros, budget: number): number;
  /** Forgets the payload and keeps no more; gives how many bytes were kept. */
  release(): number;
}

/** Holes remembered; what fills a forgotten one counts as repeated. */
const MAX_HOLES = 64;

/** A direction that keeps at most `cap` bytes of payload. */
export function createDirection(cap: number): TcpDirectionState {
  const payload = createPayload(cap);
  const seen = createSeenBytes();
  const state = { segments: 0, retransmissions: 0, isFinished: false };
  const told: { sequence: number | null; base: number | null; mss: number | null; first: Micros | null; data: Micros | null; last: Micros | null } = { sequence: null, base: null, mss: null, first: null, data: null, last: null };

  const addFlags = (segment: TcpSegment): void => {
    if ((segment.syn && told.sequence === segment.sequence) || (segment.fin && state.isFinished)) state.retransmissions++;
    if (segment.syn) told.mss ??= segment.maximumSegmentSize;
    state.isFinished ||= segment.fin;
    told.sequence ??= segment.sequence;
  };

  return {
    get segments() {
      return state.segments;
    },
    get bytes() {
      return seen.count;
    },
    get retransmissions() {
      return state.retransmissions;
    },
    get maximumSegmentSize() {
      return told.mss;
    },
    get firstTime() {
      return told.first;
    },
    get firstDataTime() {
      return told.data;
    },
    get lastTime() {
      return told.last;
    },
    get payload() {
      return payload.bytes;
    },
    get payloadEnds() {
      if (payload.isCapped) return 'cap';
      return seen.end > payload.bytes.length ? 'hole' : null;
    },
    get firstSequence() {
      return told.sequence;
    },
    add(segment, time, budget) {
      state.segments++;
      told.first ??= time;
      told.last = time;
      if (segment.rst) return 0;
      addFlags(segment);
      const sequence = segment.sequence + (segment.syn ? 1 : 0);
      told.base ??= sequence;
      if (segment.payloadLength === 0) return 0;
      told.data ??= time;
      // Sequence numbers wrap at 2^32; near the highest seen their difference does not.
      const at = seen.end + ((sequence - told.base - seen.end) | 0);
      if (!seen.add(at, at + segment.payloadLength)) state.retransmissions++;
      return payload.add(Math.max(at, 0), at < 0 ? segment.payload.subarray(-at) : segment.payload, budget);
    },
    release: () => payload.release(),
  };
}

interface SeenBytes {
  /** Behind the last byte seen. */
  readonly end: number;
  readonly count: number;
  /** Whether the span brings anything new, or is a probe that only asks for an answer. */
  add(from: number, to: number): boolean;
}

function createSeenBytes(): SeenBytes {
  let end = 0;
  let count = 0;
  let holes: readonly { readonly from: number; readonly to: number }[] = [];
  return {
    get end() {
      return end;
    },
    get count() {
      return count;
    },
    add(from, to) {
      // What begins behind all that was seen fills nothing.
      const filled = from >= end ? 0 : holes.reduce((sum, hole) => sum + Math.max(0, Math.min(to, hole.to) - Math.max(from, hole.from)), 0);
      if (filled > 0) holes = holes.flatMap((hole) => [{ from: hole.from, to: Math.min(hole.to, Math.max(hole.from, from)) }, { from: Math.max(hole.from, Math.min(hole.to, to)), to: hole.to }]).filter((hole) => hole.to > hole.from).slice(0, MAX_HOLES);
      // One byte below the next is a keep-alive probe (RFC 9293 3.8.4).
      const isProbe = to - from === 1 && to === end;
      if (from > end && holes.length < MAX_HOLES) holes = [...holes, { from: end, to: from }];
      count += filled + Math.max(0, to - Math.max(from, end));
      const isNew = to > end || filled > 0;
      end = Math.max(end, to);
      return isNew || isProbe;
    },
  };
}
