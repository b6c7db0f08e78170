/** One packet of a capture, seen once however many layers showed it. */
import type { Micros } from '../../model/time.ts';
import type { IpFrame, LinkType } from '../../protocols/ip-frame.ts';
import type { Direction } from './captured.ts';

export interface Frame {
  /** 1-based, in order of time: the number it has in the pcapng export of the whole capture, too. */
  readonly number: number;
  /** Number of the trace event it was first seen in. */
  readonly event: number;
  readonly time: Micros;
  readonly link: LinkType;
  readonly direction: Direction | null;
  /** `if 12`, `wan`, `pktmon 34`. */
  readonly place: string;
  readonly processId: number;
  readonly bytes: Uint8Array;
  /** The IP packet in it, in views of `bytes`; null when it carries none. */
  readonly ip: IpFrame | null;
  /** What it had on the wire; more than `bytes` where the capture cut it. */
  readonly originalLength: number;
  /** How often it was seen at other layers. */
  readonly appearances: number;
  /** Reason number of the packet monitor when Windows dropped it. */
  readonly dropReason: number | null;
  /** Captured inside the tunnel: user of the connection. Personal. */
  readonly user: string | null;
}
