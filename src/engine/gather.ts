/** Reads the artifacts of one bundle: first those that say whose it is and on which clock, then the rest. */
import { hostOfBundleName, hostOfPath } from '../bundle/names.ts';
import { recognise } from '../bundle/recognise.ts';
import type { Bundle, Entry } from '../bundle/types.ts';
import type { Coverage, ReproWindow } from '../model/case.ts';
import type { Fact } from '../model/records.ts';
import { reproWindowOf } from './window.ts';
import { contextOf, type BundleContext } from './context.ts';
import type { Collector } from './collector.ts';
import { hostName } from './names.ts';
import { HELD_BY_LOG, isHeldByLog } from '../sources/event-csv/channels.ts';
import { readEventLogs } from './read-event-logs.ts';
import { readArtifact, type Item, type ReadOptions } from './read-artifact.ts';

export interface GatherOptions extends Omit<ReadOptions, 'window'> {
  /** The machine, where names inside the bundle state it better than the bundle's own. */
  readonly host: string | null;
  /** What other bundles say of that machine: its culture and code pages hold for this one too. */
  readonly known?: readonly Fact[];
  readonly onProgress: (text: string) => void;
}

export interface Gathered {
  readonly context: BundleContext;
  readonly coverage: readonly Coverage[];
  readonly notes: readonly string[];
}

/** Kinds that state host, clock and code pages; the SYSTEM hive also settles what other text means. */
const FIRST: readonly string[] = ['tss-log', 'registry-hive'];

/** Text exports of event logs: used only where the log itself is missing or broken, so they come after all logs. */
const LAST = 'csv-events';

/** Reads everything any source asks for and accounts for every entry. Never throws for what is in the bundle. */
export async function gather(bundle: Bundle, collector: Collector, options: GatherOptions): Promise<Gathered> {
  const since = options.stopwatch.now();
  const items: Item[] = [];
  for (const entry of bundle.entries) items.push({ entry, kind: await kindOf(entry) });
  options.stopwatch.add('recognise', since);
  const factsBefore = collector.facts.length;
  const nameHost = options.host ?? hostOfBundleName(bundle.name) ?? commonHost(bundle.entries) ?? '';
  const coverage: Coverage[] = [];
  let done = 0;
  let window: ReproWindow | null = null;
  const read = async (item: Item, context: BundleContext) => {
    options.onProgress(`${bundle.name}: ${++done} of ${items.length}: ${item.entry.path}`);
    coverage.push(await readArtifact(item, context, collector, { ...options, window }));
  };
  const start = contextOf(bundle.name, hostName(nameHost), options.known ?? []);
  for (const kind of FIRST) for (const item of items) if (item.kind === kind) await read(item, start);
  const context = contextOf(bundle.name, hostName(nameHost), [...collector.facts.slice(factsBefore), ...(options.known ?? [])]);
  window = windowOfBundle(reproWindowOf(collector.facts), reproWindowOf(collector.facts.slice(factsBefore)));
  collector.window = window;
  for (const item of items) if (!FIRST.includes(item.kind) && item.kind !== LAST) await read(item, context);
  for (const item of items) {
    if (item.kind !== LAST) continue;
    const eventLogs = readEventLogs(bundle.name, collector);
    const isHeld = item.entry.refused === undefined && isHeldByLog(item.entry.path, eventLogs);
    if (isHeld) coverage.push({ artifact: item.entry.path, bundle: bundle.name, kind: LAST, outcome: 'ignored', records: 0, reason: HELD_BY_LOG });
    else await read(item, { ...context, known: { ...context.known, eventLogs } });
  }
  const told = new Set(coverage.map((known) => known.artifact));
  for (const problem of bundle.problems) {
    if (told.has(problem.path)) continue;
    told.add(problem.path);
    coverage.push({ artifact: problem.path, bundle: bundle.name, kind: 'unknown', outcome: 'failed', records: 0, reason: problem.reason });
  }
  return { context, coverage, notes: bundle.notes.map((note) => `${bundle.name}: ${note}`) };
}

/** Bundles of one problem are collected within weeks; further away, the clock of the machine is off by years and only its own window means anything. */
const OTHER_TIMES = 30 * 86_400_000_000;

function windowOfBundle(ofCase: ReproWindow | null, own: ReproWindow | null): ReproWindow | null {
  const isFar = ofCase !== null && own !== null && Math.abs(ofCase.start - own.start) > OTHER_TIMES;
  return isFar ? own : ofCase;
}

async function kindOf(entry: Entry): Promise<string> {
  return entry.refused === undefined && entry.container === undefined ? recognise(entry.path, () => entry.head()) : (entry.container ?? 'unknown');
}

/** The host most file names state: a renamed bundle still holds files named after their machine. */
function commonHost(entries: readonly Entry[]): string | null {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const host = hostOfPath(entry.path);
    if (host !== null) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? null;
}
