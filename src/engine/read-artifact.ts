/** Reads one artifact with the sources that ask for its kind, and says what became of it. */
import type { Entry } from '../bundle/types.ts';
import { ParseError } from '../model/error.ts';
import type { Coverage, ReproWindow } from '../model/case.ts';
import type { ArtifactInfo, ReadResult } from '../model/source.ts';
import { artifactSources } from '../sources/index.ts';
import type { Collector } from './collector.ts';
import { sourceContext, type BundleContext } from './context.ts';
import { readEventLog } from './events.ts';
import type { EvtxOptions } from '../formats/evtx/index.ts';
import type { Stopwatch } from './timing.ts';
import { readPasted } from './pasted.ts';
import { mergeResults } from './results.ts';
import { readCommandBlocks } from './text-artifact.ts';
import { readTrace } from './traces.ts';

export interface Item {
  readonly entry: Entry;
  readonly kind: string;
}

export interface ReadOptions {
  /** The repro window once it is known. */
  readonly window: ReproWindow | null;
  readonly stopwatch: Stopwatch;
  readonly crc32?: EvtxOptions['crc32'];
}

/** Kinds whose blocks are handed to command sources. */
const COMMAND_KINDS: ReadonlySet<string> = new Set(['command-blocks', 'sdp-text', 'certutil', 'text']);
/** Text larger than this is no command output. */
const MOST_TEXT = 64 << 20;

/** Never throws: whatever goes wrong with an artifact is its coverage, a bug of ours included. */
export async function readArtifact(item: Item, context: BundleContext, collector: Collector, options: ReadOptions): Promise<Coverage> {
  const { entry, kind } = item;
  const base = { artifact: entry.path, bundle: context.bundle, kind };
  if (entry.refused !== undefined) return { ...base, outcome: 'failed', records: 0, reason: entry.refused };
  if (entry.container !== undefined) return { ...base, outcome: entry.notes.length > 0 ? 'partial' : 'read', records: 0, reason: joined(['container; its members are listed on their own', ...entry.notes]) };
  const since = options.stopwatch.now();
  const before = collector.taken;
  let result: ReadResult;
  try {
    result = await read(item, context, collector, options);
  } catch (error) {
    result = { outcome: 'failed', reason: failureText(error) };
  }
  options.stopwatch.add(result.outcome === 'ignored' ? 'ignored' : kind, since, result.outcome === 'ignored' ? 0 : entry.size);
  const records = collector.taken - before;
  const reason = joined([...(result.reason === undefined ? [] : [result.reason]), ...entry.notes]);
  const outcome = result.outcome === 'read' && entry.notes.length > 0 ? 'partial' : result.outcome === 'failed' && records > 0 ? 'partial' : result.outcome;
  return { ...base, outcome, records, ...(reason === '' ? {} : { reason }), ...(result.span === undefined ? {} : { span: result.span }) };
}

async function read({ entry, kind }: Item, context: BundleContext, collector: Collector, options: ReadOptions): Promise<ReadResult> {
  if (entry.size === 0 && kind === 'unknown') return { outcome: 'ignored', reason: 'the file is empty' };
  if (kind === 'evtx') {
    if (entry.size === 0) return { outcome: 'failed', reason: 'the event log is empty (0 bytes)' };
    const { ansiCodePage } = context.known;
    const reading = { ...(options.crc32 === undefined ? {} : { crc32: options.crc32 }), ...(ansiCodePage === undefined ? {} : { ansiCodePage }) };
    return readEventLog({ path: entry.path, bundle: context.bundle, host: context.host, pieces: entry.pieces({ hasOwnChecksums: true }), reading, window: options.window }, collector);
  }
  if (kind === 'etl') {
    if (entry.size === 0) return { outcome: 'failed', reason: 'the trace is empty (0 bytes)' };
    return readTrace({ artifact: infoOf(entry, kind, context), context: sourceContext(context, entry.path), pieces: entry.pieces() }, collector);
  }
  if (kind === 'event-xml' || kind === 'event-message') return readPasted(kind, await entry.bytes(), entry, context, collector);
  const readers = artifactSources.filter((source) => source.reads.includes(kind));
  const isText = COMMAND_KINDS.has(kind) && entry.size <= MOST_TEXT;
  if (readers.length === 0 && !isText) return { outcome: 'ignored', reason: ignoredReason(kind) };
  const bytes = await entry.bytes();
  const info = infoOf(entry, kind, context);
  const known = sourceContext(context, entry.path);
  const results: ReadResult[] = readers.map((source) => source.parse(info, bytes, collector, known));
  if (isText && !results.some((result) => result.outcome === 'read' || result.outcome === 'partial')) {
    const blocks = readCommandBlocks(info, bytes, collector, known);
    if (blocks !== null) return blocks;
    if (results.length === 0) return { outcome: 'ignored', reason: 'no source reads these commands' };
  }
  return mergeResults(results);
}

function infoOf(entry: Entry, kind: string, context: BundleContext): ArtifactInfo {
  return { path: entry.path, bundle: context.bundle, kind, host: context.host, size: entry.size, ...(entry.modified === undefined ? {} : { modified: entry.modified.time }) };
}

function ignoredReason(kind: string): string {
  return kind === 'unknown' ? 'not recognised' : `recognised as ${kind}; no source reads it`;
}

function failureText(error: unknown): string {
  if (error instanceof ParseError) return `at offset ${error.offset}: expected ${error.expected}, found ${error.found}`;
  if (error instanceof Error && error.name === 'OpenError' && 'reason' in error) return String(error.reason);
  return `error in rasalyze, please report it: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

function joined(parts: readonly string[]): string {
  return [...new Set(parts)].join('; ');
}
