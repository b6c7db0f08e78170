/** Where everything the sources find is kept: bounded however large the logs are, each thing once. */
import type { Span } from '../model/time.ts';
import type { Emit } from '../model/source.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from '../model/records.ts';
import { watchedChannels } from '../knowledge/audit-subcategories.ts';
import type { ReproWindow } from '../model/case.ts';

/** Newest records kept of one name and host; older ones are counted, and a gap says so. */
const KEPT_PER_NAME = 5_000;
/** Records near the repro window are kept beyond that, up to this many of one name and host. */
const KEPT_IN_WINDOW = 20_000;
const NEAR_WINDOW = 60 * 60 * 1_000_000;
/** Facts of one name and host: no real machine has more certificates, bindings or services. */
const KEPT_FACTS = 20_000;

interface Bucket {
  /** Ring of the newest records. */
  ring: LogRecord[];
  next: number;
  near: LogRecord[];
  dropped: number;
  droppedSpan: { from: number; to: number } | null;
  channels: readonly string[];
}

export class Collector implements Emit {
  readonly facts: Fact[] = [];
  readonly listings: Listing[] = [];
  readonly watches: Watch[] = [];
  readonly gaps: Gap[] = [];
  #buckets = new Map<string, Bucket>();
  #seen = new Set<string>();
  #factCounts = new Map<string, number>();
  #window: ReproWindow | null = null;
  /** Records and facts taken so far; the difference around one artifact is what it gave. */
  taken = 0;

  /** Records near this window are never crowded out by newer ones. */
  set window(window: ReproWindow | null) {
    this.#window = window;
  }

  record(record: LogRecord): void {
    const key = identity(record);
    if (this.#seen.has(key)) return;
    this.taken++;
    const bucketKey = `${record.host}\u0000${record.name}`;
    const bucket = this.#buckets.get(bucketKey) ?? { ring: [], next: 0, near: [], dropped: 0, droppedSpan: null, channels: watchedChannels(record.scope.provider, record.code, record.scope.channel ?? '') };
    this.#buckets.set(bucketKey, bucket);
    if (this.#isNear(record) && bucket.near.length < KEPT_IN_WINDOW) {
      bucket.near.push(record);
      this.#seen.add(key);
      return;
    }
    if (bucket.ring.length < KEPT_PER_NAME) {
      bucket.ring.push(record);
      this.#seen.add(key);
      return;
    }
    this.#replaceOldest(bucket, record, key);
  }

  /** Logs are written oldest first, so the slot after the newest holds the oldest. */
  #replaceOldest(bucket: Bucket, record: LogRecord, key: string): void {
    const oldest = bucket.ring[bucket.next];
    if (oldest && oldest.time > record.time) {
      drop(bucket, record);
      return;
    }
    if (oldest) {
      drop(bucket, oldest);
      this.#seen.delete(identity(oldest));
    }
    bucket.ring[bucket.next] = record;
    bucket.next = (bucket.next + 1) % KEPT_PER_NAME;
    this.#seen.add(key);
  }

  #isNear(record: LogRecord): boolean {
    const window = this.#window;
    return window !== null && record.time >= window.start - NEAR_WINDOW && record.time <= window.end + NEAR_WINDOW;
  }

  fact(fact: Fact): void {
    const key = `${fact.host}\u0000${fact.name}`;
    const count = (this.#factCounts.get(key) ?? 0) + 1;
    this.#factCounts.set(key, count);
    if (count > KEPT_FACTS) return;
    this.taken++;
    this.facts.push(fact);
  }

  listing(listing: Listing): void {
    this.listings.push(listing);
  }

  watch(watch: Watch): void {
    this.watches.push(watch);
  }

  gap(gap: Gap): void {
    this.gaps.push(gap);
  }

  /** Everything kept, and a note and a gap for each kind of record of which older ones were let go. */
  finish(): { records: LogRecord[]; notes: string[]; gaps: Gap[] } {
    const records: LogRecord[] = [];
    const notes: string[] = [];
    const gaps = [...this.gaps];
    for (const [key, bucket] of this.#buckets) {
      for (const record of bucket.near) records.push(record);
      for (const record of bucket.ring) records.push(record);
      const [sample] = bucket.ring;
      if (bucket.dropped === 0 || bucket.droppedSpan === null || !sample) continue;
      const host = key.slice(0, key.indexOf('\u0000'));
      const reason = `${bucket.dropped} older ${sample.name} records were counted, not kept`;
      notes.push(`${host}: ${reason}.`);
      for (const channel of bucket.channels) gaps.push({ host, channel, span: bucket.droppedSpan as Span, reason, ref: sample.ref });
    }
    for (const [key, count] of this.#factCounts) {
      if (count > KEPT_FACTS) notes.push(`${key.replace('\u0000', ': ')}: ${count - KEPT_FACTS} facts beyond the cap of ${KEPT_FACTS} were not kept.`);
    }
    return { records, notes, gaps };
  }
}

function drop(bucket: Bucket, record: LogRecord): void {
  bucket.dropped++;
  const span = bucket.droppedSpan;
  bucket.droppedSpan = span === null ? { from: record.time, to: record.time } : { from: Math.min(span.from, record.time), to: Math.max(span.to, record.time) };
}

/** One event exported twice (BasicLog, SavedEventLog, SDP) is one record. */
function identity(record: LogRecord): string {
  const at = record.ref.at;
  // The collector and its nested diagnostics both copy the tracing folder.
  if (at.kind === 'line' && record.scope.channel?.startsWith('tracing/') === true) return `${record.host}|${record.scope.channel}|${at.line}|${record.time}|${record.name}`;
  // Net events stand in up to three files of one bundle: the dump, the capture's cabinet and the nested diagnostics.
  if (record.scope.channel === 'wfp-net-events') return `${record.host}|${record.name}|${record.time}|${JSON.stringify(record.fields)}`;
  if (at.kind !== 'evtx') return `${record.ref.bundle ?? ''}|${record.ref.artifact}|${JSON.stringify(at)}|${record.name}`;
  return `${record.host}|${record.scope.channel ?? ''}|${at.recordId}|${record.time}|${record.code}`;
}
