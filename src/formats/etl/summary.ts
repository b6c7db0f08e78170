/** What became of a trace as a whole. */
import type { Micros } from '../../model/time.ts';
import type { BufferHeader } from './buffers/header.ts';
import { ticksToMicros, type TraceClock } from './clock.ts';
import type { EtlHeaderKind } from './event.ts';
import type { EtlLogHeader } from './log-header.ts';
import type { ProviderEntry } from './provider-table.ts';

const MAX_NOTES = 20;
/** A buffer every microsecond for twelve days: a higher sequence number is damage. */
const MAX_SEQUENCE = 2 ** 40;

/** Records of one kind from one writer. */
export interface EtlProviderTotal {
  readonly kind: EtlHeaderKind;
  /** GUID in the form of `bytes`; '' for kernel records and for writers beyond the first 4096. */
  readonly provider: string;
  /** Group of kernel records (upper byte of the hook id); null for others. */
  readonly group: number | null;
  readonly records: number;
  readonly firstTime: Micros | null;
  readonly lastTime: Micros | null;
}

export interface EtlSummary {
  /** Null when the first buffer could not be read: then no record has a time. */
  readonly header: EtlLogHeader | null;
  readonly bytes: number;
  readonly records: number;
  /** Records by kind of header; kinds that do not occur are absent. */
  readonly kinds: Readonly<Partial<Record<EtlHeaderKind, number>>>;
  /** Most records first. */
  readonly providers: readonly EtlProviderTotal[];
  readonly buffers: number;
  readonly compressedBuffers: number;
  /** Buffers of which records were lost to damage, and stretches between buffers that are neither buffers nor zeros. */
  readonly damagedBuffers: number;
  /** Records whose header does not fit into them; they are counted in `records` but not visited. */
  readonly damagedRecords: number;
  /** The session had no free buffer for so many events (log header). */
  readonly eventsLost: number;
  /** The session could not write so many buffers (log header). */
  readonly buffersLost: number;
  /** Buffers whose flags say that events, or buffers, were lost around them. */
  readonly lossyBuffers: number;
  /** Sequence numbers between the lowest and the highest that no buffer has; 0 for a merged file, whose buffers come from several sessions. */
  readonly missingBuffers: number;
  /** Buffers the session wrote that are not in the file, though it did not run full: the file was cut off between two, or never filled. 0 while the session is open. */
  readonly absentBuffers: number;
  /** A circular file that ran full: what came before `firstTime` of its events was overwritten. */
  readonly wrapped: boolean;
  /** The session was not stopped before the file was copied: its last events are missing. */
  readonly open: boolean;
  /** The file ends inside a buffer. */
  readonly truncated: boolean;
  /** Earliest and latest time of any record, the log header's included. */
  readonly firstTime: Micros | null;
  readonly lastTime: Micros | null;
  /** What a reader of the report should know, in plain words; at most 21. */
  readonly notes: readonly string[];
}

/** The summary while it grows. */
export class Tally {
  header: EtlLogHeader | null = null;
  records = 0;
  buffers = 0;
  compressedBuffers = 0;
  damagedBuffers = 0;
  damagedRecords = 0;
  lossyBuffers = 0;
  truncated = false;
  readonly #notes: string[] = [];
  #unsaid = 0;
  /** Sequence numbers of the buffers behind the first, which holds the log header. */
  #numbered = 0;
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;

  note(text: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(text);
    else this.#unsaid++;
  }

  /** Counts a buffer or stretch of which something was lost. */
  damage(text: string): void {
    this.damagedBuffers++;
    this.note(text);
  }

  truncate(text: string): void {
    this.truncated = true;
    this.note(text);
  }

  countBuffer(buffer: BufferHeader): void {
    this.buffers++;
    if (buffer.isCompressed) this.compressedBuffers++;
    if (buffer.hasLostEvents || buffer.hasLostBuffers) this.lossyBuffers++;
    if (this.buffers === 1 || buffer.sequence > MAX_SEQUENCE) return;
    this.#numbered++;
    this.#lowest = Math.min(this.#lowest, buffer.sequence);
    this.#highest = Math.max(this.#highest, buffer.sequence);
  }

  /** A merged file has buffers of several sessions, each of which counts its own. */
  #missingBuffers(): number {
    return this.header === null || this.header.isMerged || this.#numbered === 0 ? 0 : Math.max(0, this.#highest - this.#lowest + 1 - this.#numbered);
  }

  /** The first buffers are gone: a file that only lacks buffers at its end still has them. */
  #isWrapped(): boolean {
    const { header } = this;
    return header !== null && header.isCircular && !header.isMerged && this.#numbered > 0 && this.#lowest > 1;
  }

  /** The count in the header is that of the end: an open session has none yet. It counts in merged files, too. */
  #absentBuffers(): number {
    const { header } = this;
    return header === null || header.endTime === null || this.#isWrapped() ? 0 : Math.max(0, header.buffersWritten - this.buffers);
  }

  summary(bytes: number, entries: readonly ProviderEntry[], clock: TraceClock | null): EtlSummary {
    if (this.header === null) this.note('the file does not begin with a log header: its records have no time');
    const { header, records, buffers, compressedBuffers, damagedBuffers, damagedRecords, lossyBuffers, truncated } = this;
    const place = (ticks: number): Micros | null => (clock === null || !Number.isFinite(ticks) ? null : ticksToMicros(clock, ticks));
    const kinds: Partial<Record<EtlHeaderKind, number>> = {};
    for (const { kind, records: count } of entries) kinds[kind] = (kinds[kind] ?? 0) + count;
    const providers = entries.map((entry): EtlProviderTotal => ({
      kind: entry.kind,
      provider: entry.provider,
      group: entry.group < 0 ? null : entry.group,
      records: entry.records,
      firstTime: place(entry.first),
      lastTime: place(entry.last),
    }));
    return {
      header, bytes, records, kinds, buffers, compressedBuffers, damagedBuffers, damagedRecords, lossyBuffers, truncated,
      missingBuffers: this.#missingBuffers(),
      absentBuffers: this.#absentBuffers(),
      wrapped: this.#isWrapped(),
      providers: providers.sort((a, b) => b.records - a.records),
      eventsLost: header?.eventsLost ?? 0,
      buffersLost: header?.buffersLost ?? 0,
      open: header !== null && header.endTime === null,
      firstTime: place(entries.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY)),
      lastTime: place(entries.reduce((most, { last }) => Math.max(most, last), Number.NEGATIVE_INFINITY)),
      notes: this.#unsaid > 0 ? [...this.#notes, `${this.#unsaid} more remarks of this kind`] : [...this.#notes],
    };
  }
}
