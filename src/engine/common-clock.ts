/** Puts everything several machines recorded on the clock of the one the case is about. */
import type { Host } from '../model/case.ts';
import type { ClockOffset } from '../model/clock-offset.ts';
import type { Fact, Gap, LogRecord, Watch } from '../model/records.ts';
import { clientAttempts } from '../timeline/client-attempts.ts';
import { clockOffsets, shiftsOf } from '../timeline/clock-offsets.ts';
import { shiftFact, shiftRecord, shiftSpan, type Shifts } from '../timeline/shift.ts';
import { reproWindowOf } from './window.ts';

export interface Timed {
  /** Placed on UTC, sorted by time. */
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
  readonly watches: readonly Watch[];
  readonly gaps: readonly Gap[];
}

export interface OnCommonClock extends Timed {
  /** The machine whose clock it is; '' when the case speaks of none. */
  readonly reference: string;
  readonly offsets: readonly ClockOffset[];
  readonly shifts: Shifts;
}

/** `compare` orders records of equal time. A case of one machine comes back as it is. */
export function onCommonClock(timed: Timed, hosts: readonly Host[], compare: (a: LogRecord, b: LogRecord) => number): OnCommonClock {
  const ordered = byImportance(hosts, timed);
  const offsets = clockOffsets({ records: timed.records, facts: timed.facts, hosts: ordered });
  const shifts = shiftsOf(offsets);
  const reference = ordered[0] ?? '';
  if (shifts.size === 0) return { ...timed, reference, offsets, shifts };
  return {
    records: timed.records.map((record) => shiftRecord(record, shifts)).sort(compare),
    facts: timed.facts.map((fact) => shiftFact(fact, shifts)),
    watches: timed.watches.map((watch) => shiftSpan(watch, shifts)),
    gaps: timed.gaps.map((gap) => shiftSpan(gap, shifts)),
    reference,
    offsets,
    shifts,
  };
}

/** Clients that failed in their repro window, that failed, other clients; then servers: the first gives the clock. */
function byImportance(hosts: readonly Host[], { records, facts }: Timed): string[] {
  const failed = clientAttempts(records).filter((attempt) => attempt.outcome === 'failed');
  const rank = ({ name, roles }: Host): number => {
    const own = failed.filter((attempt) => attempt.host === name);
    const window = own.length === 0 ? null : reproWindowOf(facts.filter((fact) => fact.host === name));
    if (window !== null && own.some((attempt) => attempt.endedAt >= window.start && attempt.startedAt <= window.end)) return 0;
    if (own.length > 0) return 1;
    const at = (['client', 'vpn-server', 'nps', 'dc'] as const).findIndex((role) => roles.includes(role));
    return at < 0 ? 6 : 2 + at;
  };
  const ranked = hosts.filter((host) => host.name !== '').map((host) => ({ name: host.name, rank: rank(host) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ name }) => name);
}
