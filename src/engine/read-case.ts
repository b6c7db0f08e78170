/** Reads the bundles of a case into evidence. */
import type { Bundle } from '../bundle/types.ts';
import type { EvtxOptions } from '../formats/evtx/index.ts';
import type { CaseEvidence } from '../model/case-evidence.ts';
import { Collector } from './collector.ts';
import { joinEvidence, takeStored } from './stored-evidence.ts';
import { gather, type Gathered } from './gather.ts';
import { ikeFromEvents } from './ike-events.ts';
import { ownerOf, readingOrder, type Owner } from './loose-files.ts';
import { partsOf } from './parts.ts';
import type { Stopwatch } from './timing.ts';
import { withoutTraceCopies } from './trace-copies.ts';

export interface ReadCaseOptions {
  readonly stopwatch: Stopwatch;
  readonly onProgress?: (text: string) => void;
  readonly crc32?: EvtxOptions['crc32'];
}

/** Everything any source finds in the bundles, and evidence stored before. Never throws for what is in them. */
export async function readCase(given: readonly Bundle[], options: ReadCaseOptions): Promise<CaseEvidence> {
  const { bundles, evidence, failed } = await takeStored(given);
  if (evidence.length === 0 && failed.length === 0) return readBundles(bundles, options);
  const read = bundles.length === 0 ? [] : [await readBundles(bundles, options)];
  return joinEvidence([...read, ...evidence], failed);
}

async function readBundles(bundles: readonly Bundle[], options: ReadCaseOptions): Promise<CaseEvidence> {
  const { stopwatch } = options;
  const collector = new Collector();
  const parts = bundles.flatMap(partsOf);
  const gathered: Gathered[] = [];
  const ownerNotes: string[] = [];
  for (const { part, index, isLoose } of readingOrder(parts)) {
    const owner: Owner = isLoose ? ownerOf(part.bundle.name, hostsOfBundles(gathered)) : { host: part.host };
    const before = collector.facts.length + collector.listings.length;
    const known = isLoose ? collector.facts.filter((fact) => fact.host === owner.host && MACHINE_FACTS.has(fact.name)) : [];
    gathered[index] = await gather(part.bundle, collector, { host: owner.host, known, stopwatch, onProgress: options.onProgress ?? (() => {}), ...(options.crc32 === undefined ? {} : { crc32: options.crc32 }) });
    if (owner.note !== undefined && collector.facts.length + collector.listings.length > before) ownerNotes.push(owner.note);
  }
  const since = stopwatch.now();
  const kept = collector.finish();
  const records = withoutTraceCopies(kept.records);
  stopwatch.add('timeline', since);
  const coverage = gathered.flatMap((part) => part.coverage);
  return {
    parts: parts.map((part, index) => ({ name: part.name, bundle: part.bundle.name, host: gathered[index]?.context.host ?? '', isShared: part.host !== null })),
    isSingle: bundles.length <= 1,
    coverage,
    notes: [...gathered.flatMap((part) => part.notes), ...ownerNotes, ...kept.notes],
    records: [...records, ...ikeFromEvents(records, coverage)],
    facts: collector.facts,
    listings: collector.listings,
    watches: collector.watches,
    gaps: kept.gaps,
  };
}

/** Facts about a machine that hold for every text it printed. */
const MACHINE_FACTS: ReadonlySet<string> = new Set(['host.identity', 'host.code-pages', 'host.time-zone']);

/** Leaves out places that are not read yet. */
function hostsOfBundles(gathered: readonly Gathered[]): string[] {
  return [...new Set(gathered.filter((part) => part !== undefined).map((part) => part.context.host))].filter((host) => host !== '');
}
