/** One record of an event trace log as its header states it; what its data mean is decided elsewhere. */
import type { Micros } from '../../model/time.ts';

/**
 * `system`, `compact`, `perfinfo`: kernel records. `classic`, `instance`: MOF events. `event`: manifest and TraceLogging events.
 * `message`: WPP. `other`: a header nobody documents.
 */
export type EtlHeaderKind = 'system' | 'compact' | 'perfinfo' | 'classic' | 'instance' | 'event' | 'message' | 'error' | 'other';

/** Extended data item of an `event` record (EVENT_HEADER_EXTENDED_DATA_ITEM, evntcons.h). */
export interface EtlExtendedItem {
  readonly type: number;
  readonly data: Uint8Array;
}

/** One record. Valid only while it is being visited: the reader uses one object for all; `keepEvent` makes a copy that stays. */
export interface EtlEvent {
  /** 1-based, in file order, over records of every kind. */
  readonly number: number;
  readonly kind: EtlHeaderKind;
  /** Where its buffer starts in the file. */
  readonly bufferOffset: number;
  /** Where it starts in that buffer, after decompression. */
  readonly offset: number;
  /** Of the program that wrote it; one file may hold both. */
  readonly pointerSize: 4 | 8;
  /** UTC, cut to the microsecond; null when the record has no time or the log header that places the clock could not be read. */
  readonly time: Micros | null;
  readonly processId: number;
  readonly threadId: number;
  readonly processor: number;
  /** GUID in the form of `bytes`, of the provider (`event`), the class (`classic`) or the message file (`message`); '' for kernel records. */
  readonly provider: string;
  /** Event id (`event`), hook id (kernel), message number (`message`), 0 otherwise. */
  readonly id: number;
  readonly version: number;
  /** 11 is TraceLogging. */
  readonly channel: number;
  readonly level: number;
  readonly opcode: number;
  readonly task: number;
  readonly keyword: bigint;
  /** Ties the events of one activity together (`event` only): GUID in the form of `bytes`, '' when there is none. */
  readonly activityId: string;
  /** Valid only until the next event unless copied. */
  readonly data: Uint8Array;
  readonly extended: readonly EtlExtendedItem[];
}
