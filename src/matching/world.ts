/**
 * What matching may see of a case: records, facts, attempts, and how complete they are. No bytes, files or
 * sources, so stored facts can be judged again by newer signatures.
 */
import type { Attempt, ReproWindow, Role } from '../model/case.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from '../model/records.ts';

export interface WorldHost {
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface WorldData {
  /** Sorted by time; `Attempt.records` are indexes into it. */
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
  readonly listings: readonly Listing[];
  readonly watches: readonly Watch[];
  readonly gaps: readonly Gap[];
  readonly attempts: readonly Attempt[];
  /** Indexes of records that belong to attempts which are not listed. */
  readonly omittedRecords?: readonly number[];
  readonly hosts: readonly WorldHost[];
  readonly reproWindow: ReproWindow | null;
}

/** The data with its indexes; each index is built when first asked for. */
export interface World extends WorldData {
  /** Records of one name on one host, by time. */
  recordsOf(name: string, host: string): readonly LogRecord[];
  /** Records joined to an attempt, by name. */
  joined(attempt: Attempt): ReadonlyMap<string, readonly LogRecord[]>;
  /** Those of `recordsOf` that belong to no attempt. */
  unjoinedOf(name: string, host: string): readonly LogRecord[];
  /** Facts of one name on one host; the same thing read twice is there once. */
  factsOf(name: string, host: string): readonly Fact[];
  listingsOf(fact: string, host: string): readonly Listing[];
  watchesOf(channel: string, host: string): readonly Watch[];
  gapsOf(channel: string, host: string): readonly Gap[];
  hostsWith(role: Role): readonly string[];
}

const NONE: readonly never[] = [];

/** Wrap the data of a case with lazily built indexes. The data is not copied. */
export function createWorld(data: WorldData): World {
  const records = lazy(() => indexBy(data.records, (item) => key(item.name, item.host), byTime));
  const facts = lazy(() => mergedFacts(data.facts));
  const listings = lazy(() => indexBy(data.listings, (item) => key(item.fact, item.host)));
  const watches = lazy(() => indexBy(data.watches, (item) => channelKey(item.channel, item.host)));
  const gaps = lazy(() => indexBy(data.gaps, (item) => channelKey(item.channel, item.host)));
  const unjoined = lazy(() => indexBy(unjoinedRecords(data), (item) => key(item.name, item.host), byTime));
  const joined = new Map<Attempt, ReadonlyMap<string, readonly LogRecord[]>>();
  return {
    ...data,
    recordsOf: (name, host) => records().get(key(name, host)) ?? NONE,
    factsOf: (name, host) => facts().get(key(name, host)) ?? NONE,
    listingsOf: (fact, host) => listings().get(key(fact, host)) ?? NONE,
    watchesOf: (channel, host) => watches().get(channelKey(channel, host)) ?? NONE,
    gapsOf: (channel, host) => gaps().get(channelKey(channel, host)) ?? NONE,
    hostsWith: (role) => data.hosts.filter((host) => host.roles.includes(role)).map((host) => host.name),
    unjoinedOf: (name, host) => unjoined().get(key(name, host)) ?? NONE,
    joined(attempt) {
      let index = joined.get(attempt);
      if (index === undefined) {
        index = indexBy(recordsOfAttempt(data, attempt), (item) => item.name);
        joined.set(attempt, index);
      }
      return index;
    },
  };
}

function recordsOfAttempt(data: WorldData, attempt: Attempt): LogRecord[] {
  const found: LogRecord[] = [];
  for (const index of attempt.records) {
    const record = data.records[index];
    if (record !== undefined) found.push(record);
  }
  return found;
}

function unjoinedRecords(data: WorldData): LogRecord[] {
  const owned = new Set([...data.attempts.flatMap((attempt) => attempt.records), ...(data.omittedRecords ?? [])]);
  return data.records.filter((_, index) => !owned.has(index));
}

function byTime(left: LogRecord, right: LogRecord): number {
  return left.time - right.time;
}

function key(name: string, host: string): string {
  return `${name}\n${host.toUpperCase()}`;
}

/** Channel names are compared as Windows does: without case. */
function channelKey(channel: string, host: string): string {
  return key(channel.toLowerCase(), host);
}

function indexBy<T>(items: readonly T[], keyOf: (item: T) => string, order?: (a: T, b: T) => number): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    const bucketKey = keyOf(item);
    const bucket = index.get(bucketKey);
    if (bucket === undefined) index.set(bucketKey, [item]);
    else bucket.push(item);
  }
  if (order !== undefined) for (const bucket of index.values()) bucket.sort(order);
  return index;
}

/** Where a thing stands in a list differs between two lists of the same things. */
const PLACE_FIELDS: readonly string[] = ['index', 'store'];

/**
 * A bundle may list the same certificate or service in two files, one in more detail. Facts of one subject that do
 * not contradict each other are one fact with the fields of all, cited where most of it stands; otherwise they are
 * different things of the same name (profiles of two users) and stay apart.
 */
function mergedFacts(facts: readonly Fact[]): Map<string, Fact[]> {
  const index = indexBy(facts, (item) => key(item.name, item.host));
  for (const [name, bucket] of index) {
    const bySubject = indexBy(bucket, (fact) => (fact.subject === '' ? '' : fact.subject.toLowerCase()));
    if (bySubject.size === bucket.length) continue;
    index.set(name, [...bySubject].flatMap(([subject, same]) => (subject === '' ? same : mergeSame(same))));
  }
  return index;
}

function mergeSame(facts: readonly Fact[]): Fact[] {
  const richFirst = [...facts].sort((left, right) => Object.keys(right.fields).length - Object.keys(left.fields).length);
  const merged: Fact[] = [];
  for (const fact of richFirst) {
    const at = merged.findIndex((other) => agree(other, fact));
    const other = merged[at];
    if (other === undefined) merged.push(fact);
    else merged[at] = { ...other, ...latest(other, fact), fields: { ...fact.fields, ...other.fields } };
  }
  return merged;
}

/** Seen twice, before and after the repro: the later look counts. */
function latest(left: Fact, right: Fact): { readonly observedAt?: number } {
  const times = [left.observedAt, right.observedAt].filter((time) => time !== undefined);
  return times.length === 0 ? {} : { observedAt: Math.max(...times) };
}

function agree(left: Fact, right: Fact): boolean {
  return Object.entries(right.fields).every(([field, value]) => {
    const other = left.fields[field];
    return other === undefined || PLACE_FIELDS.includes(field) || JSON.stringify(other) === JSON.stringify(value);
  });
}

function lazy<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => (built ??= { value: build() }).value;
}
