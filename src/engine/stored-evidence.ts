/** Finds stored evidence among what the user gave, and puts it together with what is read from bundles. */
import { recognise } from '../bundle/recognise.ts';
import type { Bundle, Entry } from '../bundle/types.ts';
import type { Coverage } from '../model/case.ts';
import type { CaseEvidence } from '../model/case-evidence.ts';
import { ParseError } from '../model/error.ts';
import { CASE_KIND, readCaseFile } from './case-file.ts';

export interface Stored {
  /** Bundles that hold artifacts. */
  readonly bundles: readonly Bundle[];
  readonly evidence: readonly CaseEvidence[];
  /** Case files that cannot be read. */
  readonly failed: readonly Coverage[];
}

/** Files that may lie beside the evidence in an extracted case. */
const BESIDE = /(?:^|\/)(?:case\.yaml|report\.json)$/i;

/**
 * A case file counts where it is all there is: given by its name, or in the zip `rasalyze extract` makes. One that lies among the
 * bundles it was made of would double them.
 */
export async function takeStored(bundles: readonly Bundle[]): Promise<Stored> {
  const rest: Bundle[] = [];
  const evidence: CaseEvidence[] = [];
  const failed: Coverage[] = [];
  for (const bundle of bundles) {
    const files = bundle.entries.filter((entry) => !BESIDE.test(entry.path));
    const cases = await casesAmong(files);
    if (cases.length === 0 || cases.length < files.length) {
      rest.push(bundle);
      continue;
    }
    for (const entry of cases) {
      try {
        evidence.push(await read(bundle, entry));
      } catch (error) {
        failed.push({ artifact: entry.path, bundle: bundle.name, kind: CASE_KIND, outcome: 'failed', records: 0, reason: reasonOf(error) });
      }
    }
  }
  return { bundles: rest, evidence, failed };
}

async function casesAmong(files: readonly Entry[]): Promise<Entry[]> {
  if (!files.every((entry) => /\.ras$/i.test(entry.path))) return [];
  const kinds = await Promise.all(files.map((entry) => recognise(entry.path, () => entry.head())));
  return files.filter((_, index) => kinds[index] === CASE_KIND);
}

async function read(bundle: Bundle, entry: Entry): Promise<CaseEvidence> {
  if (bundle.inflateRaw === undefined) throw new ParseError({ code: 'no-inflate', artifact: entry.path, offset: 0, expected: 'a platform that unpacks', found: 'none' });
  return readCaseFile(await entry.bytes(), entry.path, bundle.inflateRaw);
}

function reasonOf(error: unknown): string {
  if (error instanceof ParseError) return `expected ${error.expected}, found ${error.found}`;
  if (error instanceof Error && error.name === 'OpenError' && 'reason' in error) return String(error.reason);
  throw error;
}

/** Several parts of one case as one. A case file alone stays exactly what was stored. */
export function joinEvidence(parts: readonly CaseEvidence[], failed: readonly Coverage[]): CaseEvidence {
  const [first] = parts;
  if (first !== undefined && parts.length === 1 && failed.length === 0) return first;
  return {
    parts: parts.flatMap((part) => part.parts),
    isSingle: parts.length + failed.length <= 1,
    coverage: [...parts.flatMap((part) => part.coverage), ...failed],
    notes: parts.flatMap((part) => part.notes),
    records: parts.flatMap((part) => part.records),
    facts: parts.flatMap((part) => part.facts),
    listings: parts.flatMap((part) => part.listings),
    watches: parts.flatMap((part) => part.watches),
    gaps: parts.flatMap((part) => part.gaps),
  };
}
