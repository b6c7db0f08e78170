/** Which known failure rests on which sources of evidence, and which sample shows it. */
import { UNDETECTABLE } from '../knowledge/failure-rows.ts';
import { eventSources } from '../sources/events/index.ts';
import { artifactSources, commandSources, traceSources } from '../sources/index.ts';
import type { Signature } from '../model/signature.ts';

export interface CoverageRow {
  readonly id: string;
  /** Status of the signature, `alias` of another row, or `no evidence`. */
  readonly status: string;
  /** Ids of the sources whose records or facts its clauses ask for. */
  readonly sources: readonly string[];
  /** Names of the samples whose truth it is. */
  readonly samples: readonly string[];
  /** Why there is no signature, or whose alias it is. */
  readonly reason: string;
}

/** One row per failure, signatures first; `truths` are sample names with the root cause each states. */
export function signatureCoverage(signatures: readonly Signature[], truths: readonly { readonly sample: string; readonly rootCause: string }[]): CoverageRow[] {
  const sourcesOf = sourcesByName();
  const rows = signatures.map((signature) => {
    const names = namesIn([signature.applies_when, signature.match.all]);
    const sources = new Set([...names].flatMap((name) => sourcesOf.get(name) ?? []));
    const samples = truths.filter((truth) => truth.rootCause === signature.id).map((truth) => truth.sample);
    return { id: signature.id, status: signature.status, sources: [...sources].sort(), samples, reason: '' };
  });
  const rest = UNDETECTABLE.map(({ id, reason, alias }) => ({ id, status: alias === undefined ? 'no evidence' : 'alias', sources: [], samples: [], reason: alias === undefined ? reason : `${alias}: ${reason}` }));
  return [...rows.sort(byId), ...rest.sort(byId)];
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function sourcesByName(): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const source of [...eventSources, ...artifactSources, ...commandSources, ...traceSources]) {
    for (const { name } of source.yields) {
      const known = sources.get(name) ?? [];
      if (!known.includes(source.id)) sources.set(name, [...known, source.id]);
    }
  }
  return sources;
}

/** Every record and fact name a signature's conditions mention. */
function namesIn(value: unknown, names: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, names);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'record' || key === 'fact') for (const name of [item].flat()) names.add(String(name));
      else namesIn(item, names);
    }
  }
  return names;
}
