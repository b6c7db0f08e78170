/** ESP between two addresses: a summary of what went out and came in, since the packets themselves tell nothing. */
import type { Micros } from '../../model/time.ts';
import type { Esp } from '../../protocols/esp.ts';
import type { Packet } from './packet.ts';
import { count, isHeard, isSent, newSilence, newTally, remember, type Silence, type Tally } from './tally.ts';

export interface EspPair {
  readonly local: string;
  readonly remote: string;
  readonly time: Micros;
  readonly event: number;
  readonly frame: number;
  readonly out: EspSide;
  readonly in: EspSide;
  readonly silence: Silence;
  /** Seen in UDP, and as a protocol of its own. */
  isInUdp: boolean;
  isRaw: boolean;
}

export interface EspSide {
  readonly packets: Tally;
  readonly spis: Set<number>;
  keepAlives: number;
  /** Datagrams of which not all fragments came. */
  incomplete: number;
}

/** A gateway has thousands of clients. */
const MOST_PAIRS = 20_000;
const MOST_SPIS = 64;

/** A class because it has a life: it is fed, then read. */
export class EspPairs {
  readonly #pairs = new Map<string, EspPair>();

  get all(): Iterable<EspPair> {
    return this.#pairs.values();
  }

  /** An ESP packet, or null for a keep-alive. Packets whose direction is not told say nothing about silence and are passed over. */
  see(packet: Packet, esp: Esp | null, isInUdp: boolean): void {
    const { direction, ip } = packet;
    if (direction === null) return;
    const [local, remote] = direction === 'out' ? [ip.source, ip.destination] : [ip.destination, ip.source];
    const pair = this.#pairs.get(`${local} ${remote}`) ?? this.#begin(local, remote, packet);
    if (pair === null) return;
    const side = pair[direction];
    if (esp === null) {
      side.keepAlives++;
      return;
    }
    count(side.packets, packet);
    remember(side.spis, esp.spi, MOST_SPIS);
    if (isInUdp) pair.isInUdp = true;
    else pair.isRaw = true;
    if (direction === 'in') isHeard(pair.silence);
    else isSent(pair.silence, packet.time);
  }

  seeParts(source: string, destination: string): void {
    const incoming = this.#pairs.get(`${destination} ${source}`);
    if (incoming !== undefined) incoming.in.incomplete++;
    const outgoing = this.#pairs.get(`${source} ${destination}`);
    if (outgoing !== undefined) outgoing.out.incomplete++;
  }

  #begin(local: string, remote: string, { time, frame }: Packet): EspPair | null {
    if (this.#pairs.size >= MOST_PAIRS) return null;
    const side = (): EspSide => ({ packets: newTally(), spis: new Set(), keepAlives: 0, incomplete: 0 });
    const pair: EspPair = { local, remote, time, event: frame.event, frame: frame.number, out: side(), in: side(), silence: newSilence(), isInUdp: false, isRaw: false };
    this.#pairs.set(`${local} ${remote}`, pair);
    return pair;
  }
}
