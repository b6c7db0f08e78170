/** What the trackers of protocols see: whole IP packets with their direction, and what every tracker tells when the capture ends. */
import type { Emit } from '../../model/source.ts';
import type { SourceRef } from '../../model/refs.ts';
import type { LogRecord } from '../../model/records.ts';
import type { Micros } from '../../model/time.ts';
import type { IncompleteDatagram } from '../../protocols/ip-reassembly.ts';
import type { IpPacket } from '../../protocols/ip.ts';
import type { Direction } from './captured.ts';
import type { Frame } from './frame.ts';

export interface Packet {
  /** The frame that completed it. */
  readonly frame: Frame;
  /** Numbers of all frames it came in. */
  readonly frames: readonly number[];
  readonly fragments: number;
  readonly time: Micros;
  readonly direction: Direction | null;
  /** Captured inside the tunnel. */
  readonly isInner: boolean;
  readonly ip: IpPacket;
}

/** What to remember of a packet: its bytes would add up. */
export interface Sighting {
  readonly time: Micros;
  readonly event: number;
  readonly frame: number;
  readonly direction: Direction | null;
  readonly isInner: boolean;
  readonly source: string;
  readonly destination: string;
}

export function sightingOf({ frame, time, direction, isInner, ip }: Packet): Sighting {
  return { time, event: frame.event, frame: frame.number, direction, isInner, source: ip.source, destination: ip.destination };
}

/** Follows one protocol. Sees packets in order of time; tells what it saw when the capture ends. */
export interface Tracker {
  see(packet: Packet): void;
  /** Datagrams of which not all fragments came. */
  lost?(datagram: IncompleteDatagram): void;
  finish(capture: CaptureEnd): void;
}

/** What a tracker needs to turn conversations into records. */
export interface CaptureEnd {
  readonly first: Micros;
  readonly last: Micros;
  /** Whether "no answer was seen" means that none came: both directions were captured, nothing was lost. */
  readonly isComplete: boolean;
  /** Addresses of the captured computer, as far as packets tell. */
  readonly local: ReadonlySet<string>;
  /** The trace event of a frame that was an IP fragment: datagrams that never became whole know their frames only. */
  eventOf?(frame: number): number | null;
  record(record: CaptureRecord): void;
  readonly emit: Emit;
  readonly ref: (event: number, frame?: number) => SourceRef;
}

export interface CaptureRecord {
  readonly name: string;
  readonly time: Micros;
  /** IKE exchange type, TLS alert, DNS response code …; 0 where there is none. */
  readonly code: number;
  readonly severity: LogRecord['severity'];
  readonly fields: LogRecord['fields'];
  readonly event: number;
  readonly frame: number;
}

/** How long after a request silence means something: an answer takes less, a client gives up later. */
export const PATIENCE: Micros = 10 * 1_000_000;

/** Whether silence since `time` proves that no answer came. */
export function isSilence(time: Micros, capture: CaptureEnd): boolean {
  return capture.isComplete && capture.last - time >= PATIENCE;
}

/** Frame numbers to cite: the first ones say enough. */
export const MOST_FRAMES = 24;
