/** Places local-time records and facts on UTC with the zone the bundle states, and keeps the assumption. */
import type { Fact, LogRecord } from '../model/records.ts';
import type { ClockNote, Micros } from '../model/time.ts';
import type { Fields, Value } from '../model/values.ts';

export interface Zone {
  readonly offsetMinutes: number;
  readonly zone: 'stated' | 'assumed';
}

const MINUTE = 60_000_000;

/**
 * Zone per host out of `host.time-zone` facts (minutes east of UTC at collection).
 * A zone measured on the collector's own clock (TSS log) beats one computed from the registry.
 */
export function zonesOf(facts: readonly Fact[]): Map<string, Zone> {
  const zones = new Map<string, Zone>();
  const ranked = [...facts].filter((fact) => fact.name === 'host.time-zone').sort((a, b) => basisRank(b) - basisRank(a));
  for (const fact of ranked) {
    const offset = fact.fields['offset_minutes'];
    if (typeof offset === 'number' && Math.abs(offset) <= 14 * 60 && !zones.has(fact.host)) {
      zones.set(fact.host, { offsetMinutes: offset, zone: 'stated' });
    }
  }
  return zones;
}

/** A registry fact names its key in `ref`; the collector's log measured the clock itself. */
function basisRank(fact: Fact): number {
  return fact.ref.at.kind === 'registry' || 'standard_offset_minutes' in fact.fields ? 0 : 1;
}

/** Zone of a host: its own; else the only one the case states; else UTC, assumed. */
export function zoneOf(host: string, zones: ReadonlyMap<string, Zone>): Zone {
  const own = zones.get(host);
  if (own) return own;
  const offsets = new Set([...zones.values()].map((zone) => zone.offsetMinutes));
  const [only] = offsets;
  return { offsetMinutes: offsets.size === 1 && only !== undefined ? only : 0, zone: 'assumed' };
}

/** A record on UTC; records that state UTC come back as they are. */
export function placeRecord(record: LogRecord, zones: ReadonlyMap<string, Zone>): LogRecord {
  if (!isUnplaced(record.clock)) return record;
  const zone = zoneOf(record.host, zones);
  return { ...record, time: toUtc(record.time, zone), clock: placed(record.clock, zone) };
}

/** A fact on UTC: `observedAt` and the named time fields are moved when its clock is local. */
export function placeFact(fact: Fact, timeFields: ReadonlySet<string>, zones: ReadonlyMap<string, Zone>): Fact {
  if (!isUnplaced(fact.clock)) return fact;
  const zone = zoneOf(fact.host, zones);
  const fields: Record<string, Value> = { ...fact.fields };
  for (const name of timeFields) {
    const value = fields[name];
    if (typeof value === 'number') fields[name] = toUtc(value, zone);
  }
  const observed = fact.observedAt === undefined ? {} : { observedAt: toUtc(fact.observedAt, zone) };
  return { ...fact, ...observed, fields: fields as Fields, clock: placed(fact.clock, zone) };
}

function isUnplaced(clock: ClockNote | undefined): clock is ClockNote {
  return clock?.clock === 'local' && clock.offsetMinutes === undefined;
}

function placed(clock: ClockNote, zone: Zone): ClockNote {
  return { ...clock, offsetMinutes: zone.offsetMinutes, zone: zone.zone };
}

function toUtc(local: Micros, zone: Zone): Micros {
  return local - zone.offsetMinutes * MINUTE;
}
