/**
 * People zip the bundles of a case once more, unpack them into one folder, or attach a log of the domain controller:
 * each machine's files are then read as a bundle of their own, on its own clock.
 */
import { hostOfBundleName, hostOfPath } from '../bundle/names.ts';
import type { Bundle } from '../bundle/types.ts';

export interface Part {
  /** The files of one machine; paths are those of the whole. */
  readonly bundle: Bundle;
  /** Machine the names state; null when the bundle is whole or nothing states it. */
  readonly host: string | null;
  /** What to call it: the bundle's name, with the path inside where there are several. */
  readonly name: string;
}

/** More machines than any case has: names made to cost time. */
const MOST_PARTS = 64;

/** Folders are looked for this far up; paths deeper than that are made to cost time. */
const MOST_STEPS = 64;

/** Files that mark the folder they stand in as that of a machine: logs of the collector, hives, the main event logs. */
const MARK = /_\d{6}-\d{6}_(?:_Log|RegHive_)|-(?:System|Application|Security)\.evtx$/i;

/** The bundle itself, or one part per machine when its folders and containers hold several. */
export function partsOf(bundle: Bundle): Part[] {
  const roots = rootsOf(bundle);
  const hosts = [...new Set(roots.values())];
  if (hosts.length < 2 || hosts.length > MOST_PARTS) return [{ bundle, host: null, name: bundle.name }];
  const outer = hostOfBundleName(bundle.name);
  const fallback = outer !== null && hosts.includes(outer) ? outer : null;
  const hostAt = finder(roots, fallback);
  const hasLoose = bundle.entries.some((entry) => entry.container === undefined && hostAt(entry.path) === null);
  const ownerOf = (path: string) => hostAt(path) ?? (hasLoose ? null : (hosts[0] ?? null));
  return [...hosts, ...(hasLoose ? [null] : [])].map((host, index) => ({
    host,
    name: host === null || host === fallback ? bundle.name : nameOf(bundle.name, roots, host),
    bundle: {
      ...bundle,
      entries: bundle.entries.filter((entry) => ownerOf(entry.path) === host),
      problems: bundle.problems.filter((problem) => ownerOf(problem.path) === host),
      notes: index === 0 ? bundle.notes : [],
    },
  }));
}

/** Folders and containers (as path prefixes) that are one machine's, with the machine most of their marks name. */
function rootsOf(bundle: Bundle): Map<string, string> {
  const marks = new Map<string, Map<string, number>>();
  for (const { path } of bundle.entries) {
    const prefix = prefixOf(path);
    const file = path.slice(prefix.length);
    const host = MARK.test(file) ? hostOfPath(file) : null;
    if (host === null) continue;
    const counts = marks.get(prefix) ?? new Map<string, number>();
    counts.set(host, (counts.get(host) ?? 0) + 1);
    marks.set(prefix, counts);
  }
  return new Map([...marks].map(([prefix, counts]) => [prefix, [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']));
}

function prefixOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Host of a path: of the nearest marked folder or container around it. */
function finder(roots: ReadonlyMap<string, string>, fallback: string | null): (path: string) => string | null {
  const known = new Map<string, string | null>();
  const ofPrefix = (prefix: string): string | null => {
    const steps: string[] = [];
    let host: string | null | undefined;
    for (let at = prefix; host === undefined; at = prefixOf(at.slice(0, -1))) {
      host = known.get(at) ?? roots.get(at) ?? (at === '' || steps.length >= MOST_STEPS ? fallback : undefined);
      steps.push(at);
    }
    for (const step of steps) known.set(step, host);
    return host;
  };
  // A container belongs to what is in it.
  return (path) => roots.get(`${path}!/`) ?? ofPrefix(prefixOf(path));
}

function nameOf(bundle: string, roots: ReadonlyMap<string, string>, host: string): string {
  const own = [...roots].filter(([, name]) => name === host).map(([prefix]) => prefix);
  const [shortest = ''] = own.sort((a, b) => a.length - b.length);
  const inner = shortest.replace(/!?\/$/, '');
  return inner === '' ? bundle : `${bundle}!/${inner}`;
}
