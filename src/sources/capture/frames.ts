/**
 * From packet events to frames: parts joined, events brought into order of time, and the appearances of one packet at several
 * layers taken as one. A packet is the same where its bytes from the IP header on are, in the same direction, within 5 ms
 * (or where the packet monitor says so); a retransmission comes later than that.
 */
import { crc32 } from '../../bytes/crc32.ts';
import type { EtlEvent } from '../../formats/etl/index.ts';
import { readIpFrame } from '../../protocols/ip-frame.ts';
import { readCaptured, type Captured } from './captured.ts';
import type { Frame } from './frame.ts';
import { TimeOrder } from './time-order.ts';

/** How far apart the layers of one computer show one packet, in microseconds. */
const SAME_PACKET = 5_000;
/** Packets in parts: more open ones, or a longer one, are damage. */
const MOST_OPEN = 256;
const LONGEST_PACKET = 262_144;
/** Bytes of frames kept together. */
const BLOCK = 262_144;

export interface FrameSummary {
  /** Packet events seen. */
  readonly events: number;
  readonly frames: number;
  /** Appearances beyond the first. */
  readonly duplicates: number;
  /** Frames of which the capture kept only the beginning. */
  readonly cut: number;
  /** Events whose data were not what their provider writes. */
  readonly unreadable: number;
  /** Given out of order because they came too late. */
  readonly late: number;
  readonly withoutTime: number;
}

/** A packet before its place in time is known: little beside its bytes, since tens of thousands wait. */
interface Waiting {
  readonly event: number;
  readonly time: number;
  readonly processId: number;
  readonly bytes: Uint8Array;
  readonly captured: Omit<Captured, 'bytes'>;
}

interface Pending extends Omit<Frame, 'number' | 'appearances'> {
  readonly isCut: boolean;
  readonly group: string | null;
  /** Of the bytes from the IP header on. */
  readonly content: number;
  readonly contentLength: number;
}

interface Held {
  frame: Pending;
  /** Under which it is found while it is held. */
  readonly keys: readonly string[];
  appearances: number;
  dropReason: number | null;
}

/** A class because it has a life: events in, frames out, then the summary. */
export class FrameReader {
  readonly #give: (frame: Frame) => void;
  readonly #order = new TimeOrder<Waiting>((item) => this.#ordered(pendingOf(item)));
  readonly #parts = new Map<string, { pieces: Uint8Array[]; length: number }>();
  /** Frames of the last 5 ms, oldest first, and where to find them. */
  #held: Held[] = [];
  readonly #byContent = new Map<string, Held>();
  #block = new Uint8Array(0);
  #filled = 0;
  #events = 0;
  #frames = 0;
  #duplicates = 0;
  #cut = 0;
  #unreadable = 0;
  #withoutTime = 0;

  constructor(give: (frame: Frame) => void) {
    this.#give = give;
  }

  /** Takes an event for which `isPacketEvent` holds. */
  push(event: EtlEvent): void {
    this.#events++;
    const captured = readCaptured(event);
    if (captured === null) this.#unreadable++;
    else if (event.time === null) this.#withoutTime++;
    else {
      const bytes = captured.isStart && captured.isEnd ? this.#keep(captured.bytes) : this.#join(captured);
      if (bytes !== null) this.#order.push({ event: event.number, time: event.time, processId: event.processId, bytes, captured: withoutBytes(captured) });
    }
  }

  finish(): FrameSummary {
    this.#order.finish();
    this.#release(Infinity);
    return { events: this.#events, frames: this.#frames, duplicates: this.#duplicates, cut: this.#cut, unreadable: this.#unreadable, late: this.#order.late, withoutTime: this.#withoutTime };
  }

  /** A copy that outlives the event, in a block shared with its neighbours: an allocation for each frame would cost more than the copying. */
  #keep(bytes: Uint8Array): Uint8Array {
    if (bytes.length > BLOCK / 8) return bytes.slice();
    if (this.#filled + bytes.length > this.#block.length) {
      this.#block = new Uint8Array(BLOCK);
      this.#filled = 0;
    }
    const copy = this.#block.subarray(this.#filled, this.#filled + bytes.length);
    copy.set(bytes);
    this.#filled += bytes.length;
    return copy;
  }

  /** The whole packet once its last part is there. */
  #join({ partKey, isStart, isEnd, bytes }: Captured): Uint8Array | null {
    // A provider that marks neither end writes whole packets; between a start and an end it is a part in the middle.
    if (!isStart && !isEnd && !this.#parts.has(partKey)) return bytes.slice();
    const open = isStart ? { pieces: [], length: 0 } : this.#parts.get(partKey);
    if (open === undefined || open.length + bytes.length > LONGEST_PACKET || (isStart && this.#parts.size >= MOST_OPEN)) {
      this.#unreadable++;
      this.#parts.delete(partKey);
      return null;
    }
    open.pieces.push(bytes.slice());
    open.length += bytes.length;
    this.#parts.set(partKey, open);
    if (!isEnd) return null;
    this.#parts.delete(partKey);
    const whole = new Uint8Array(open.length);
    let at = 0;
    for (const piece of open.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  #ordered(item: Pending): void {
    this.#release(item.time - SAME_PACKET);
    const keys = keysOf(item);
    const known = keys.map((key) => this.#byContent.get(key)).find((held) => held !== undefined);
    if (known !== undefined) {
      this.#duplicates++;
      known.appearances++;
      known.dropReason ??= item.dropReason;
      if (isWorthMore(item, known.frame)) known.frame = { ...item, event: known.frame.event, time: known.frame.time };
      return;
    }
    const held: Held = { frame: item, keys, appearances: 1, dropReason: item.dropReason };
    this.#held.push(held);
    for (const key of keys) this.#byContent.set(key, held);
  }

  /** Gives out the frames seen before `time`. */
  #release(time: number): void {
    let count = 0;
    for (const held of this.#held) {
      if (held.frame.time >= time) break;
      count++;
      this.#giveOut(held);
    }
    if (count > 0) this.#held = this.#held.slice(count);
  }

  #giveOut(held: Held): void {
    for (const key of held.keys) if (this.#byContent.get(key) === held) this.#byContent.delete(key);
    const { event, time, link, direction, place, processId, bytes, ip, originalLength, user, isCut } = held.frame;
    if (isCut) this.#cut++;
    this.#give({ number: ++this.#frames, event, time, link, direction, place, processId, bytes, ip, originalLength, appearances: held.appearances, dropReason: held.dropReason, user });
  }
}

/** Link headers by their worth: the wire's form before none, and the radio's last, as it may look enciphered. */
const WORTH = { ethernet: 2, ip: 1, wifi: 0 } as const;

/** More of the packet itself is worth more than fewer of it; where both hold the same, the link header counts. */
function isWorthMore(item: Pending, than: Pending): boolean {
  if (item.contentLength !== than.contentLength) return item.contentLength > than.contentLength;
  return WORTH[item.link] > WORTH[than.link];
}

function keysOf({ group, content, contentLength, direction, place }: Pending): string[] {
  // Packets inside the tunnel are other packets than those that carry them.
  const key = `${place === 'wan' ? 'w' : ''}${direction ?? ''}/${contentLength}/${content}`;
  return group === null ? [key] : [key, `g${group}`];
}

function withoutBytes({ bytes: _, ...rest }: Captured): Omit<Captured, 'bytes'> {
  return rest;
}

function pendingOf({ event, time, processId, bytes, captured }: Waiting): Pending {
  const ip = readIpFrame(captured.link, bytes);
  const from = ip?.link?.headerLength ?? 0;
  const content = bytes.subarray(from, ip === null ? bytes.length : from + ip.ip.totalLength);
  const originalLength = Math.max(captured.originalLength ?? 0, ip?.originalLength ?? 0, bytes.length);
  const { link, direction, place, group, dropReason, user } = captured;
  return { event, time, link, direction, place, processId, bytes, ip, originalLength, dropReason, user, isCut: captured.isCut || originalLength > bytes.length, group, content: crc32(content), contentLength: content.length };
}
