/** Where most intervals agree (K. Marzullo's interval intersection, as NTP selects among servers; RFC 5905, 11.2.1), each pair of sightings counting once. */
import type { ClockAnchor } from '../model/clock-offset.ts';
import type { Micros } from '../model/time.ts';
import { LATE, type Sighting } from './sightings.ts';

/** Two machines saw one moment: the second's clock minus the first's lies between `from` and `to`. */
export interface Pairing {
  readonly first: Sighting;
  readonly second: Sighting;
  readonly from: Micros;
  readonly to: Micros;
  /** Where it lies unless somebody waited. */
  readonly likelyFrom: Micros;
  readonly likelyTo: Micros;
}

export interface Region {
  readonly from: Micros;
  readonly to: Micros;
  /** Distinct moments of the machine that has fewer of them in it. */
  readonly votes: number;
}

export interface Estimate {
  readonly from: Micros;
  readonly to: Micros;
  readonly point: Micros;
  readonly used: readonly Pairing[];
  readonly outliers: readonly Pairing[];
}

export function pair(first: Sighting, second: Sighting): Pairing {
  return {
    first,
    second,
    from: second.from - first.to,
    to: second.to - first.from,
    likelyFrom: second.likely - likelyEnd(first),
    likelyTo: likelyEnd(second) - first.likely,
  };
}

/** A dial's moment usually lies between `likely` and its end; a line of a log is its moment. */
function likelyEnd({ isClient, likely, to }: Sighting): Micros {
  return isClient ? Math.max(likely, to - LATE) : likely;
}

/** The part most pairs have in common; of equals, the one with the newest pair. `apartFrom`: leave out what overlaps this region. */
export function bestRegion(pairings: readonly Pairing[], apartFrom?: Region): Region | null {
  const edges = pairings.flatMap((pairing) => [
    { at: pairing.from, isStart: true, pairing },
    { at: pairing.to, isStart: false, pairing },
  ]);
  edges.sort((a, b) => a.at - b.at || Number(b.isStart) - Number(a.isStart));
  const [firsts, seconds] = [new Counter(), new Counter()];
  let best: { region: Region; newest: Micros } | null = null;
  edges.forEach(({ at, isStart, pairing }, index) => {
    firsts.add(pairing.first, isStart ? 1 : -1);
    seconds.add(pairing.second, isStart ? 1 : -1);
    const to = edges[index + 1]?.at;
    if (!isStart || to === undefined) return;
    const region = { from: at, to, votes: Math.min(firsts.size, seconds.size) };
    if (apartFrom !== undefined && region.from <= apartFrom.to && region.to >= apartFrom.from) return;
    const isBetter = best === null || region.votes > best.region.votes || (region.votes === best.region.votes && pairing.first.to > best.newest);
    if (isBetter) best = { region, newest: pairing.first.to };
  });
  return (best as { region: Region } | null)?.region ?? null;
}

class Counter {
  readonly #counts = new Map<Sighting, number>();

  get size(): number {
    return this.#counts.size;
  }

  add(key: Sighting, by: number): void {
    const count = (this.#counts.get(key) ?? 0) + by;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}

/** Bounds and the best guess out of the pairs that agree in `region`; the others are outliers. */
export function estimateIn(region: Region, pairings: readonly Pairing[]): Estimate {
  const fits = (each: Pairing): boolean => each.from <= region.from && each.to >= region.to;
  const used = pairings.filter(fits);
  const from = Math.max(...used.map((each) => each.from));
  const to = Math.min(...used.map((each) => each.to));
  const likelyFrom = Math.max(from, ...used.map((each) => each.likelyFrom));
  const likelyTo = Math.min(to, ...used.map((each) => each.likelyTo));
  // What is usual need not agree: then the median of the pairs has it, within what is certain.
  const point = likelyFrom <= likelyTo ? (likelyFrom + likelyTo) / 2 : Math.min(to, Math.max(from, median(used.map(pointOf))));
  return { from, to, point: Math.round(point), used, outliers: pairings.filter((each) => !fits(each)) };
}

export function pointOf(pairing: Pairing): Micros {
  return (pairing.likelyFrom + pairing.likelyTo) / 2;
}

export function anchorOf(pairing: Pairing): ClockAnchor {
  const { first, second } = pairing;
  return { kind: second.kind, value: second.value, seconds: toSeconds(pointOf(pairing)), refs: [second.ref, first.ref] };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Milliseconds are finer than any anchor. */
export function toSeconds(micros: Micros): number {
  return Math.round(micros / 1_000) / 1_000;
}
