/** The corpus of real traces, where it is present, with what an independent reader found in each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS, hasCorpus } from '../../support/tools.ts';

export interface CorpusTrace {
  readonly name: string;
  readonly path: string;
  readonly buffers: number;
  readonly compressedBuffers: number;
  readonly records: number;
  readonly eventsLost: number;
  readonly buffersLost: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly build: number;
  readonly processors: number;
  readonly frequency: number;
  readonly mode: number;
  readonly biasMinutes: number;
  /** Microseconds since 1970; right to one microsecond. */
  readonly startTime: number;
  readonly firstTime: number;
  readonly lastTime: number;
  /** The largest ones: kind, GUID or `kernel:` and its group, records. */
  readonly providers: readonly { readonly kind: string; readonly provider: string; readonly records: number }[];
  /** Count by event id, where it is listed. */
  readonly eventIds: Readonly<Record<string, number>>;
}

const ROOT = join(CORPUS, 'etl');

/** All traces; null (and a printed line) where there is no corpus. */
export function corpusTraces(test: string): readonly CorpusTrace[] | null {
  if (!hasCorpus()) {
    console.log(`SKIPPED ${test}`);
    return null;
  }
  const index = readFileSync(join(ROOT, 'INDEX.md'), 'utf8').split('\n### ');
  const rows = readFileSync(join(ROOT, 'expected-counts.csv'), 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [name = '', buffers, compressedBuffers, records, eventsLost, buffersLost, start = ''] = row.split(',');
    const facts = index.find((section) => section.startsWith(`${name}\n`)) ?? '';
    return {
      name, path: join(ROOT, name),
      buffers: Number(buffers), compressedBuffers: Number(compressedBuffers), records: Number(records), eventsLost: Number(eventsLost), buffersLost: Number(buffersLost),
      startTime: micros(start),
      kinds: Object.fromEntries([...one(facts, /records \d+: (.*)/).matchAll(/([A-Z]+) (\d+)/g)].map(([, kind = '', count]) => [kind.toLowerCase(), Number(count)])),
      build: Number(one(facts, /header: build (\d+)/)),
      processors: Number(one(facts, /, (\d+) processors/)),
      frequency: Number(one(facts, /freq (\d+)/)),
      mode: Number(one(facts, /mode (0x[0-9a-f]+)/)),
      biasMinutes: Number(one(facts, /bias (-?\d+) min/)),
      firstTime: micros(one(facts, /first\/last record (\S+)/)),
      lastTime: micros(one(facts, /first\/last record \S+ \/ (\S+)/)),
      providers: [...one(facts, /by provider: (.*)/).matchAll(/([A-Z]+) `([^`]+)`[^;`]*? (\d+)(?=;| …|$)/g)].map(([, kind = '', provider = '', count]) => ({ kind: kind.toLowerCase(), provider, records: Number(count) })),
      eventIds: Object.fromEntries([...(/event ids: (.*)/.exec(facts)?.[1] ?? '').matchAll(/(\d+)×(\d+)/g)].map(([, id = '', count]) => [id, Number(count)])),
    };
  });
}

function one(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`the index of the corpus lacks ${pattern}`);
  return found;
}

/** ISO time with six digits and no zone, meaning UTC. */
function micros(text: string): number {
  return Date.parse(`${text.slice(0, 19)}Z`) * 1000 + Number(text.slice(20));
}
