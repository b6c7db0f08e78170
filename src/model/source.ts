/** What a source of evidence is: its raw items in, records and facts out. */
import type { Fact, Gap, Listing, LogRecord, Watch, Yield } from './records.ts';
import type { SourceRef } from './refs.ts';
import type { Outcome } from './case.ts';
import type { Micros, Span } from './time.ts';

/** Where a source puts what it finds. */
export interface Emit {
  record(record: LogRecord): void;
  fact(fact: Fact): void;
  listing(listing: Listing): void;
  watch(watch: Watch): void;
  gap(gap: Gap): void;
}

/** What a source may know of the file it reads. */
export interface ArtifactInfo {
  readonly path: string;
  readonly bundle: string;
  /** Kind given by recognition (`evtx`, `registry-hive`, `command-blocks`, `rasphone-pbk`, …). */
  readonly kind: string;
  /** Computer name from the artifact's name or the bundle, upper case; '' when unknown. */
  readonly host: string;
  /** Length in bytes as the container declares it. */
  readonly size: number;
  /** When the file was last written, as its container says: good to a day, because archives keep wall-clock time of another machine. */
  readonly modified?: Micros;
}

/** The source's own account of what it read; the engine adds counts and names. */
export interface ReadResult {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly span?: Span;
}

/** A source that reads one whole file. */
export interface ArtifactSource {
  readonly id: string;
  /** Artifact kinds it reads. */
  readonly reads: readonly string[];
  readonly yields: readonly Yield[];
  /** `bytes` is the whole artifact. Throws nothing but `ParseError`. */
  parse(artifact: ArtifactInfo, bytes: Uint8Array, emit: Emit, context: SourceContext): ReadResult;
}

/** One command and its output, out of a file of such blocks. */
export interface CommandBlock {
  /** The command as the collector wrote it, trimmed. */
  readonly command: string;
  /** LOCAL time of the block as if it were UTC, when its header has one. */
  readonly localTime?: Micros;
  /** 1-based line number of the first body line in the decoded file. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** A source that reads one kind of command output, whatever file it stands in. */
export interface CommandSource {
  readonly id: string;
  /** Whether the block's command line is one this source reads (command names are not localised). */
  matches(command: string, path: string): boolean;
  readonly yields: readonly Yield[];
  /** `blocks` are all matching blocks of one file, in file order: one may explain another (alias → description). */
  parse(artifact: ArtifactInfo, blocks: readonly CommandBlock[], emit: Emit, context: SourceContext): ReadResult;
}

/** A decoded event of a Windows event log, as event sources see it. */
export interface EventView {
  readonly provider: string;
  readonly channel: string;
  readonly computer: string;
  readonly eventId: number;
  readonly qualifiers: number;
  readonly version: number;
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 "always". */
  readonly level: number;
  /** Audit success (0x0020…) and failure (0x0010…) bits live here; 64-bit, as 0x text. */
  readonly keywords: string;
  readonly time: Micros;
  readonly recordId: number;
  readonly activityId?: string;
  /** EventData or UserData fields in document order; unnamed ones have no name. */
  readonly data: readonly EventField[];
  /** `Binary` of EventData as upper-case hex, '' when there is none. */
  readonly binary: string;
}

export interface EventField {
  readonly name?: string;
  /** Text as Windows writes it: integers in decimal, hex types as 0x…, GUIDs in braces, SIDs as S-1-…. */
  readonly value: string;
}

/** A source that turns events of some providers into records. */
export interface EventSource {
  readonly id: string;
  /** Provider name → event ids it reads. */
  readonly events: Readonly<Record<string, readonly number[]>>;
  readonly yields: readonly Yield[];
  /** Name and fields of the record, or null when the event says nothing (a benign state change). */
  read(event: EventView): { readonly name: string; readonly fields: LogRecord['fields'] } | null;
}

/** Knowledge of the bundle that a source may need and cannot find in its own file. */
export interface SourceContext {
  /** OEM code page of the collected host (437, 850, 932, …); undefined when nothing states it. */
  readonly oemCodePage?: number;
  /** ANSI code page of the collected host. */
  readonly ansiCodePage?: number;
  /** Minutes east of UTC at collection; places the local times that text output prints. */
  readonly utcOffsetMinutes?: number;
  /** Culture of the collected host (`de-DE`): the order of day and month in printed dates. */
  readonly culture?: string;
  /** LOCAL time of the collection as if it were UTC: the year of stamps that have none. */
  readonly collectedAt?: Micros;
  /** Event logs of the bundle that were read before this artifact; only text exports of logs are told. */
  readonly eventLogs?: readonly ReadEventLog[];
  ref(at: SourceRef['at']): SourceRef;
}

/** An event log that was read, as far as a text export of the same log must know. */
export interface ReadEventLog {
  readonly channel: string;
  readonly span: Span;
  /** Nothing of it was lost, and it is no older copy. */
  readonly whole: boolean;
}
