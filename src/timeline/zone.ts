/** Places local-time records and facts on UTC with the zone the bundle states, and keeps the assumption. */
import type { Fact, LogRecord } from '../model/records.ts';
import type { ClockNote, Micros } from '../model/time.ts';
import type { Fields, Value } from '../model/values.ts';
import { offsetsAt, rulesOf, type DaylightRules } from './daylight.ts';

export interface Zone {
  /** At collection. */
  readonly offsetMinutes: number;
  readonly zone: 'stated' | 'assumed';
  /** When the offset changes, where the registry tells. */
  readonly rules?: DaylightRules;
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
      zones.set(fact.host, { offsetMinutes: offset, zone: 'stated', ...rulesFor(fact.host, offset, ranked) });
    }
  }
  return zones;
}

/** Rules that do not know the offset measured are of another zone, or outdated. */
function rulesFor(host: string, offset: number, facts: readonly Fact[]): { readonly rules?: DaylightRules } {
  for (const fact of facts) {
    const rules = fact.host === host ? rulesOf(fact) : null;
    if (rules !== null && (offset === rules.standardMinutes || offset === rules.daylightMinutes)) return { rules };
  }
  return {};
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
  // One zone, if its offset is the only one: then with its rules.
  const [shared] = zones.values();
  const rules = offsets.size === 1 && shared?.rules !== undefined ? { rules: shared.rules } : {};
  return { offsetMinutes: offsets.size === 1 && only !== undefined ? only : 0, zone: 'assumed', ...rules };
}

/** A record on UTC; records that state UTC come back as they are. */
export function placeRecord(record: LogRecord, zones: ReadonlyMap<string, Zone>): LogRecord {
  if (!isUnplaced(record.clock)) return record;
  const at = offsetAt(record.time, zoneOf(record.host, zones));
  return { ...record, time: toUtc(record.time, at), clock: placed(record.clock, at) };
}

/** A fact on UTC: `observedAt` and the named time fields are moved when its clock is local. */
export function placeFact(fact: Fact, timeFields: ReadonlySet<string>, zones: ReadonlyMap<string, Zone>): Fact {
  if (!isUnplaced(fact.clock)) return fact;
  const zone = zoneOf(fact.host, zones);
  const fields: Record<string, Value> = { ...fact.fields };
  for (const name of timeFields) {
    const value = fields[name];
    if (typeof value === 'number') fields[name] = toUtc(value, offsetAt(value, zone));
  }
  const observed = fact.observedAt === undefined ? {} : { observedAt: toUtc(fact.observedAt, offsetAt(fact.observedAt, zone)) };
  return { ...fact, ...observed, fields: fields as Fields, clock: placed(fact.clock, offsetAt(fact.observedAt, zone)) };
}

function isUnplaced(clock: ClockNote | undefined): clock is ClockNote {
  return clock?.clock === 'local' && clock.offsetMinutes === undefined;
}

function placed(clock: ClockNote, zone: Zone): ClockNote {
  return { ...clock, offsetMinutes: zone.offsetMinutes, zone: zone.zone };
}

/** The zone with the offset of that moment. A time the clock showed twice is taken as of the collection, and that is an assumption. */
function offsetAt(local: Micros | undefined, zone: Zone): Zone {
  const offsets = zone.rules === undefined || local === undefined ? null : offsetsAt(local, zone.rules);
  const [first, second] = offsets ?? [];
  if (first === undefined) return zone;
  return second === undefined ? { ...zone, offsetMinutes: first } : { ...zone, zone: 'assumed' };
}

function toUtc(local: Micros, zone: Zone): Micros {
  return local - zone.offsetMinutes * MINUTE;
}
