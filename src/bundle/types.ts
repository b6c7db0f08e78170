/** The bundle as the rest of the engine sees it: entries that can be read, and a reason for each that cannot. */
import type { Inflate } from '../model/byte-source.ts';
import type { Micros } from '../model/time.ts';

export interface EntryTime {
  readonly time: Micros;
  /** `local`: wall-clock time of the machine that packed it, written as if it were UTC. */
  readonly clock: 'utc' | 'local';
}

export interface Entry {
  /** Path in the bundle with `/`; nested containers joined with `!/` (`sdp.zip!/HOST_x.txt`). Unique in the bundle. */
  readonly path: string;
  /** Unpacked length as the container states it, or as found where it states none. */
  readonly size: number;
  readonly modified?: EntryTime;
  /** Number of containers around it, the bundle itself not counted. */
  readonly depth: number;
  /** Set when the entry is a container whose members are entries too. */
  readonly container?: 'zip' | 'cab';
  /** Why it cannot be read at all. */
  readonly refused?: string;
  /** What is not as it should be although it can be read (cut off, checksum differs). Complete only after a full read. */
  readonly notes: readonly string[];
  /** The first bytes, at most 512; empty when there are none. Never throws. */
  head(): Promise<Uint8Array>;
  /** The whole content, or what there is of it (then `notes` say so). Throws `OpenError` when refused, over a limit, or nothing can be read. */
  bytes(): Promise<Uint8Array>;
  /**
   * The same in pieces of at most some megabytes, memory bounded. Ends early with a note where the content ends early.
   * `hasOwnChecksums`: the format checks itself, so that the container's CRC-32 of a large entry is not worth another pass.
   */
  pieces(options?: { readonly hasOwnChecksums?: boolean }): AsyncIterable<Uint8Array>;
}

/** A part of the bundle that could not be opened or read, in one line. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

export interface Bundle {
  readonly name: string;
  readonly kind: 'zip' | 'cab' | 'folder' | 'file';
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  /** Remarks on the bundle as a whole, such as an archive that was cut off. */
  readonly notes: readonly string[];
  /** Lent by the platform for files that are packed inside; absent for pasted text. */
  readonly inflateRaw?: Inflate['inflateRaw'];
  close(): Promise<void>;
}
