/**
 * How far the clocks of the machines of a case are apart. The reference is the client the case is about; machines that share nothing
 * with it are reached through others (client, VPN server, NPS, domain controller), or compared among themselves.
 */
import type { ClockOffset } from '../model/clock-offset.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { anchorOf, toSeconds } from './agreement.ts';
import { clientAttempts } from './client-attempts.ts';
import { accountOffset, exactOffset, timeServiceOffset, type PairOffset } from './pair-offsets.ts';
import { accountSightings, exactSightings, type Sighting } from './sightings.ts';

/** Records sorted by time and placed on UTC, each on its own machine's clock. */
export interface ClockEvidence {
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
  /** All machines of the case; the reference first, then in the order in which groups of their own are to be named. */
  readonly hosts: readonly string[];
}

/** More machines than this are compared with the first ones only. */
const MOST_HOSTS = 16;

/** Offsets of the machines whose clocks can be compared with another's. Never throws. */
export function clockOffsets({ records, facts, hosts }: ClockEvidence): ClockOffset[] {
  const known = hosts.filter((host) => host !== '').slice(0, MOST_HOSTS);
  if (known.length < 2) return [];
  return chain(known, pairOffsets(known, records, facts));
}

function pairOffsets(hosts: readonly string[], records: readonly LogRecord[], facts: readonly Fact[]): PairOffset[] {
  const clients = clientAttempts(records);
  const exact = byHost(exactSightings(clients, records));
  const accounts = byHost(accountSightings(clients, records));
  return hosts.flatMap((first, index) =>
    hosts.slice(index + 1).flatMap((second): PairOffset[] => {
      const of = (sightings: ReadonlyMap<string, readonly Sighting[]>) => [sightings.get(first) ?? [], sightings.get(second) ?? []] as const;
      const byId = exactOffset(...of(exact));
      if (byId !== null) return [{ first, second, basis: 'exact', estimate: byId }];
      const byAccount = accountOffset(...of(accounts));
      if (byAccount !== null) return [{ first, second, basis: 'identifier', estimate: byAccount }];
      const byTime = timeServiceOffset(first, second, facts);
      return byTime === null ? [] : [{ first, second, basis: 'time-service', estimate: byTime }];
    }),
  );
}

function byHost(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const hosts = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const known = hosts.get(sighting.host);
    if (known === undefined) hosts.set(sighting.host, [sighting]);
    else known.push(sighting);
  }
  return hosts;
}

const RANK = { exact: 0, identifier: 1, 'time-service': 2 } as const;
const RANKED = ['exact', 'identifier', 'time-service'] as const;

/** A link seen from its known end; `sign` turns it round. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly sign: 1 | -1;
  readonly link: PairOffset;
}

/** Spanning trees, the surest links first, each from the first machine not yet reached. */
function chain(hosts: readonly string[], links: readonly PairOffset[]): ClockOffset[] {
  const offsets = new Map<string, ClockOffset>();
  const reached = new Map<string, string>();
  for (const root of hosts) {
    if (reached.has(root)) continue;
    reached.set(root, root);
    for (let next = bestStep(links, root, reached, offsets); next !== null; next = bestStep(links, root, reached, offsets)) {
      reached.set(next.to, root);
      offsets.set(next.to, through(next, root, offsets.get(next.from)));
    }
  }
  return hosts.flatMap((host) => offsets.get(host) ?? []);
}

function bestStep(links: readonly PairOffset[], root: string, reached: ReadonlyMap<string, string>, offsets: ReadonlyMap<string, ClockOffset>): Step | null {
  const steps = links.flatMap((link): Step[] => [
    ...(reached.get(link.first) === root && !reached.has(link.second) ? [{ from: link.first, to: link.second, sign: 1 as const, link }] : []),
    ...(reached.get(link.second) === root && !reached.has(link.first) ? [{ from: link.second, to: link.first, sign: -1 as const, link }] : []),
  ]);
  const width = ({ from, link }: Step) => link.estimate.to - link.estimate.from + (offsets.get(from)?.uncertaintySeconds ?? 0) * 2_000_000;
  return steps.sort((a, b) => RANK[a.link.basis] - RANK[b.link.basis] || width(a) - width(b))[0] ?? null;
}

function through({ to, sign, link: { basis, estimate } }: Step, root: string, before: ClockOffset | undefined): ClockOffset {
  const [from, until] = sign === 1 ? [estimate.from, estimate.to] : [-estimate.to, -estimate.from];
  const bounds = { from: toSeconds(from) + (before?.bounds.from ?? 0), to: toSeconds(until) + (before?.bounds.to ?? 0) };
  const seconds = toSeconds(sign * estimate.point) + (before?.seconds ?? 0);
  const anchors = estimate.used.map(anchorOf).map((anchor) => (sign === 1 ? anchor : { ...anchor, seconds: -anchor.seconds, refs: anchor.refs.toReversed() }));
  const outliers = estimate.outliers.map(anchorOf);
  return {
    host: to,
    relativeTo: root,
    seconds: rounded(seconds),
    uncertaintySeconds: rounded(Math.max(bounds.to - seconds, seconds - bounds.from)),
    bounds: { from: rounded(bounds.from), to: rounded(bounds.to) },
    basis: RANKED[Math.max(RANK[basis], RANK[before?.basis ?? 'exact'])] ?? basis,
    anchors: [...(before?.anchors ?? []), ...anchors],
    outliers: [...(before?.outliers ?? []), ...outliers],
    applied: !(bounds.from <= 0 && bounds.to >= 0),
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

/** Microseconds each machine's times are moved by to stand on the common clock: subtracted. */
export function shiftsOf(offsets: readonly ClockOffset[]): ReadonlyMap<string, Micros> {
  return new Map(offsets.filter((offset) => offset.applied).map((offset) => [offset.host, Math.round(offset.seconds * 1_000_000)]));
}

/** Seconds by which times of two machines may still differ once moved; null when nothing compares their clocks. */
export function doubtBetween(first: string, second: string, offsets: readonly ClockOffset[]): number | null {
  if (first === second) return 0;
  const group = (host: string) => offsets.find((offset) => offset.host === host)?.relativeTo ?? host;
  if (group(first) !== group(second)) return null;
  const doubt = (host: string) => {
    const offset = offsets.find((each) => each.host === host);
    if (offset === undefined) return 0;
    return offset.applied ? offset.uncertaintySeconds : Math.max(Math.abs(offset.bounds.from), Math.abs(offset.bounds.to));
  };
  return doubt(first) + doubt(second);
}
