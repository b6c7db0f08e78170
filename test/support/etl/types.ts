/** What a trace to be built consists of. */
import type { Micros } from '../../../src/model/time.ts';

export type BuiltKind = 'event' | 'classic' | 'instance' | 'message' | 'system' | 'compact' | 'perfinfo' | 'error';

export interface ExtendedInput {
  readonly type: number;
  readonly data: Uint8Array;
}

/** One record. Fields a kind does not have are ignored. */
export interface EtlEventInput {
  /** UTC. */
  readonly time: Micros;
  /** Default `event` (EVENT_HEADER). */
  readonly kind?: BuiltKind;
  /** GUID text of the provider (`event`), event class (`classic`, `instance`) or message file (`message`; without one a component id is written). */
  readonly provider?: string;
  /** Event id (`event`), message number (`message`), hook id (kernel records). Default 0. */
  readonly id?: number;
  readonly version?: number;
  /** Default 0; TraceLogging writes 11. */
  readonly channel?: number;
  readonly level?: number;
  readonly opcode?: number;
  readonly task?: number;
  readonly keyword?: bigint;
  readonly activityId?: string;
  readonly processId?: number;
  readonly threadId?: number;
  /** Whose buffer takes it (default 0); file order is that in which buffers fill up. */
  readonly processor?: number;
  /** Of the program that wrote it; default that of the machine. */
  readonly pointerSize?: 4 | 8;
  readonly data?: Uint8Array;
  /** Extended items (`event`). */
  readonly extended?: readonly ExtendedInput[];
  /** Extra 8-byte fields in the header of a kernel record, 0..8. */
  readonly extraHeader?: number;
  /** Sequence number (`message`); without it the field is not there. */
  readonly sequence?: number;
  /** Leave the time out (`message`). */
  readonly noTime?: boolean;
  /** Leave thread and process out (`message`). */
  readonly noSystemInfo?: boolean;
}

export interface EtlInput {
  /** Start of the session, UTC. */
  readonly startTime: Micros;
  /** In any order; each is written to the buffer of its processor in the order given. */
  readonly events: readonly EtlEventInput[];
  /** Default `performance-counter`. */
  readonly clock?: 'performance-counter' | 'system-time' | 'cpu-cycles';
  /** Of the performance counter (default 10 MHz); below 1 MHz microseconds are not kept exactly. */
  readonly frequency?: number;
  /** Frequency of the `cpu-cycles` clock (default 2400). */
  readonly cpuMegahertz?: number;
  /** Of the machine and its log header (default 8). */
  readonly pointerSize?: 4 | 8;
  /** A merged file whose buffers are XPRESS: with matches (`true`), or of literals only. */
  readonly compressed?: boolean | 'literal';
  /** Written by a merge: session name `Relogger`, header buffer of 1 KB. Implied by `compressed`. */
  readonly merged?: boolean;
  /** End of the session; `null` leaves it open (EndTime 0). Default: time of the last event. */
  readonly endTime?: Micros | null;
  readonly sessionName?: string;
  readonly fileName?: string;
  /** Default 20348. */
  readonly osBuild?: number;
  /** Default 4. */
  readonly processors?: number;
  /** Bytes of a buffer (default 65,536), before compression. */
  readonly bufferSize?: number;
  /** Further LogFileMode bits (evntrace.h). Circular and relogged are set by the options that imply them. */
  readonly mode?: number;
  /** Minutes to add to local time for UTC. */
  readonly biasMinutes?: number;
  readonly eventsLost?: number;
  readonly buffersLost?: number;
  /** Room for so many buffers behind the first (circular mode): later ones overwrite the earliest, in their places. */
  readonly circularBuffers?: number;
  /** Further flags of a buffer by its sequence number: 2 events lost, 4 buffers lost. */
  readonly bufferFlags?: Readonly<Record<number, number>>;
  /** Sequence numbers of buffers that never reached the file. */
  readonly missing?: readonly number[];
  /** Zero bytes behind the last buffer, as preallocated files have. */
  readonly zeroTail?: number;
  /** Processor numbers in the 8-bit form of Windows 7, flag 0x20 clear. */
  readonly narrowProcessor?: boolean;
}
