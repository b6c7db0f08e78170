/** Counting one side of a conversation, and what may be said of the other side's silence. */
import type { Micros } from '../../model/time.ts';
import { MOST_FRAMES, isSilence, type CaptureEnd, type Packet } from './packet.ts';

/** Packets one way. */
export interface Tally {
  count: number;
  /** Of the IP packets on the wire. */
  bytes: number;
  largest: number;
  mostFragments: number;
  first: Micros;
  last: Micros;
  /** The first ones. */
  readonly frames: number[];
}

export function newTally(): Tally {
  return { count: 0, bytes: 0, largest: 0, mostFragments: 0, first: Infinity, last: -Infinity, frames: [] };
}

export function count(tally: Tally, { time, ip, frames, fragments }: Packet): void {
  const size = ip.headerLength + ip.payloadLength;
  tally.count++;
  tally.bytes += size;
  tally.largest = Math.max(tally.largest, size);
  tally.mostFragments = Math.max(tally.mostFragments, fragments);
  tally.first = Math.min(tally.first, time);
  tally.last = Math.max(tally.last, time);
  for (const number of frames) if (tally.frames.length < MOST_FRAMES) tally.frames.push(number);
}

/**
 * How many came back, where that is known: some did, or what was sent at `since` has waited long enough in a capture that misses nothing.
 * Of a flow that goes on, `since` is its first packet; of a request that is repeated, the last.
 */
export function toldOf(received: Tally, since: Micros, capture: CaptureEnd): { readonly received?: number } {
  return received.count > 0 || isSilence(since, capture) ? { received: received.count } : {};
}

/** The longest time in which one side sent and nothing came; a side that sends nothing waits for nothing. */
export interface Silence {
  /** First packet sent since the last one came; null when there is none. */
  since: Micros | null;
  sent: number;
  longest: Micros;
  longestFrom: Micros | null;
  longestSent: number;
}

export function newSilence(): Silence {
  return { since: null, sent: 0, longest: 0, longestFrom: null, longestSent: 0 };
}

export function isHeard(silence: Silence): void {
  silence.since = null;
  silence.sent = 0;
}

export function isSent(silence: Silence, time: Micros): void {
  silence.since ??= time;
  silence.sent++;
  if (time - silence.since < silence.longest) return;
  silence.longest = time - silence.since;
  silence.longestFrom = silence.since;
  silence.longestSent = silence.sent;
}

/** Fields of it; none where the capture may have missed what came. */
export function silenceFields(silence: Silence, capture: CaptureEnd): { silence_seconds?: number; silence_sent?: number; silence_from?: Micros } {
  if (!capture.isComplete || silence.longestFrom === null) return {};
  return { silence_seconds: seconds(silence.longest), silence_sent: silence.longestSent, silence_from: silence.longestFrom };
}

export const SILENCE_FIELDS = { silence_seconds: 'number', silence_sent: 'number', silence_from: 'time' } as const;

/** To a tenth. */
export function seconds(span: Micros): number {
  return Math.round(span / 100_000) / 10;
}

/** A field where there is a value, nothing where there is none. */
export function known<K extends string, V>(name: K, value: V | null | undefined): { readonly [name in K]?: V } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { readonly [name in K]?: V });
}

/** Remembers what is new, up to so many. */
export function remember<T>(set: Set<T>, value: T, most: number): void {
  if (set.size < most) set.add(value);
}
