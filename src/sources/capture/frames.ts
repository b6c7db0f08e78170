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
/** Frames given out are forgotten so many at a time. */
const MOST_GIVEN = 1_024;
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
  readonly captured: Captured;
}

interface Pending extends Omit<Frame, 'number' | 'appearances'> {
  readonly isCut: boolean;
  readonly group: string | null;
  /** Equal for equal bytes from the IP header on. */
  readonly key: number;
  readonly contentLength: number;
}

interface Held {
  frame: Pending;
  /** Under which it is found while it is held. */
  readonly key: number;
  readonly group: string | null;
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
  /** How many of these are given out already. */
  #given = 0;
  readonly #byContent = new Map<number, Held>();
  readonly #byGroup = new Map<string, Held>();
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
      const { at, length } = captured;
      const bytes = captured.isStart && captured.isEnd ? this.#keep(event.data, at, length) : this.#join(captured, event.data.slice(at, at + length));
      if (bytes !== null) this.#order.push({ event: event.number, time: event.time, processId: event.processId, bytes, captured: captured });
    }
  }

  finish(): FrameSummary {
    this.#order.finish();
    this.#release(Infinity);
    return { events: this.#events, frames: this.#frames, duplicates: this.#duplicates, cut: this.#cut, unreadable: this.#unreadable, late: this.#order.late, withoutTime: this.#withoutTime };
  }

  /** A copy that outlives the event, in a block shared with its neighbours: an allocation for each frame would cost more than the copying. */
  #keep(data: Uint8Array, at: number, length: number): Uint8Array {
    if (length > BLOCK / 8) return data.slice(at, at + length);
    if (this.#filled + length > this.#block.length) {
      this.#block = new Uint8Array(BLOCK);
      this.#filled = 0;
    }
    const from = this.#filled;
    this.#block.set(data.subarray(at, at + length), from);
    this.#filled += length;
    return this.#block.subarray(from, from + length);
  }

  /** The whole packet once its last part is there. */
  #join({ partKey, isStart, isEnd }: Captured, bytes: Uint8Array): Uint8Array | null {
    // A provider that marks neither end writes whole packets; between a start and an end it is a part in the middle.
    if (!isStart && !isEnd && !this.#parts.has(partKey)) return bytes;
    const open = isStart ? { pieces: [], length: 0 } : this.#parts.get(partKey);
    if (open === undefined || open.length + bytes.length > LONGEST_PACKET || (isStart && this.#parts.size >= MOST_OPEN)) {
      this.#unreadable++;
      this.#parts.delete(partKey);
      return null;
    }
    open.pieces.push(bytes);
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
    const known = this.#known(item);
    if (known !== undefined) {
      this.#duplicates++;
      known.appearances++;
      known.dropReason ??= item.dropReason;
      if (isWorthMore(item, known.frame)) known.frame = { ...item, event: known.frame.event, time: known.frame.time };
      return;
    }
    const held: Held = { frame: item, key: item.key, group: item.group, appearances: 1, dropReason: item.dropReason };
    this.#held.push(held);
    this.#byContent.set(held.key, held);
    if (held.group !== null) this.#byGroup.set(held.group, held);
  }

  #known({ key, contentLength, group }: Pending): Held | undefined {
    const same = this.#byContent.get(key);
    if (same !== undefined && same.frame.contentLength === contentLength) return same;
    return group === null ? undefined : this.#byGroup.get(group);
  }

  /** Gives out the frames seen before `time`. */
  #release(time: number): void {
    for (let held = this.#held[this.#given]; held !== undefined && held.frame.time < time; held = this.#held[this.#given]) {
      this.#given++;
      this.#giveOut(held);
    }
    if (this.#given < MOST_GIVEN) return;
    this.#held = this.#held.slice(this.#given);
    this.#given = 0;
  }

  #giveOut(held: Held): void {
    if (this.#byContent.get(held.key) === held) this.#byContent.delete(held.key);
    if (held.group !== null && this.#byGroup.get(held.group) === held) this.#byGroup.delete(held.group);
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

/** Content and direction as one number; packets inside the tunnel are other packets than those that carry them. */
function keyOf(content: number, { direction, place }: Captured): number {
  return content * 8 + (place === 'wan' ? 4 : 0) + (direction === 'out' ? 1 : direction === 'in' ? 2 : 0);
}

function pendingOf({ event, time, processId, bytes, captured }: Waiting): Pending {
  const ip = readIpFrame(captured.link, bytes);
  const from = ip?.link?.headerLength ?? 0;
  const content = bytes.subarray(from, ip === null ? bytes.length : from + ip.ip.totalLength);
  const originalLength = Math.max(captured.originalLength ?? 0, ip?.originalLength ?? 0, bytes.length);
  const { link, direction, place, group, dropReason, user } = captured;
  return { event, time, link, direction, place, processId, bytes, ip, originalLength, dropReason, user, isCut: captured.isCut || originalLength > bytes.length, group, key: keyOf(crc32(content), captured), contentLength: content.length };
}
