/** What a single artifact does not say of its machine: code pages, culture and the offset of its clock. */
import { hostOfBundleName } from '../bundle/names.ts';
import { recognise } from '../bundle/recognise.ts';
import type { Bundle } from '../bundle/types.ts';
import type { SourceContext } from '../model/source.ts';
import { Collector } from './collector.ts';
import { contextOf } from './context.ts';
import { readArtifact } from './read-artifact.ts';
import { startStopwatch } from './timing.ts';

/** Kinds that state it. */
const TELLING: readonly string[] = ['tss-log', 'registry-hive'];

/** Reads only the artifacts of a bundle that say on which machine and clock it was made. Never throws for what is in them. */
export async function bundleContext(bundle: Bundle): Promise<Omit<SourceContext, 'ref'>> {
  const collector = new Collector();
  const host = hostOfBundleName(bundle.name) ?? '';
  const empty = contextOf(bundle.name, host, []);
  for (const entry of bundle.entries) {
    if (entry.refused !== undefined || entry.container !== undefined) continue;
    const kind = await recognise(entry.path, () => entry.head());
    if (TELLING.includes(kind)) await readArtifact({ entry, kind }, empty, collector, { window: null, stopwatch: startStopwatch() });
  }
  return contextOf(bundle.name, host, collector.facts).known;
}
