/** Which attempts the diagnosis is about: those of the repro window lead, older ones are history. */
import type { Attempt, ReproWindow } from '../model/case.ts';
import type { Micros } from '../model/time.ts';

/** People often try once more just before they start the collector. */
const JUST_BEFORE: Micros = 60 * 60 * 1_000_000;

export interface Lead {
  /** Ids of the attempts a cause may be named for. */
  readonly ids: ReadonlySet<string>;
  readonly notes: readonly string[];
}

interface Chosen {
  readonly ids: ReadonlySet<string>;
  readonly note?: string;
}

/**
 * Attempts inside the window; without any, those of the hour before it; without a window, all. Where a client of the
 * case dialled among them, refusals of other people on the server are not its problem.
 */
export function leadAttempts(attempts: readonly Attempt[], window: ReproWindow | null): Lead {
  const chosen = inTime(attempts, window);
  const others = othersOnServer(attempts.filter((attempt) => chosen.ids.has(attempt.id)));
  const ids = new Set([...chosen.ids].filter((id) => !others.has(id)));
  const aside = `${others.size} attempt(s) on the server carry no correlation id and belong to no dial of the clients of the case (other people, often somebody guessing passwords): not taken as the problem.`;
  return { ids, notes: [...(chosen.note === undefined ? [] : [chosen.note]), ...(others.size > 0 ? [aside] : [])] };
}

/**
 * Server-side attempts without a CoId of accounts with which no client dialled, for time alone joins nothing; and of accounts whose
 * dials found their halves on that server: then the clocks compare, and what lies in no dial is somebody else's.
 */
function othersOnServer(attempts: readonly Attempt[]): Set<string> {
  const dials = attempts.filter((attempt) => attempt.side === 'client');
  const users = new Set(dials.map((attempt) => attempt.userName));
  if (users.size === 0 || users.has(null)) return new Set();
  const joined = new Set(dials.flatMap(({ userName, joins }) => joins.flatMap(({ kind, value, strength }) => (kind === 'server' && strength !== 'time-only' ? [`${userName}\u0000${value}`] : []))));
  const isOther = ({ userName, host }: Attempt) => userName !== null && (!users.has(userName) || joined.has(`${userName}\u0000${host}`));
  return new Set(attempts.filter((attempt) => attempt.side === 'server' && attempt.correlationId === null && isOther(attempt)).map((attempt) => attempt.id));
}

function inTime(attempts: readonly Attempt[], window: ReproWindow | null): Chosen {
  if (window === null) return { ids: new Set(attempts.map((attempt) => attempt.id)) };
  const inside = attempts.filter((attempt) => attempt.inReproWindow === true);
  const old = attempts.length - inside.length;
  if (inside.length > 0) {
    const note = old > 0 ? { note: `${old} attempt(s) outside the repro window are history and were not taken as the problem.` } : {};
    return { ids: new Set(inside.map((attempt) => attempt.id)), ...note };
  }
  const near = attempts.filter((attempt) => attempt.endedAt >= window.start - JUST_BEFORE && attempt.endedAt < window.start);
  if (near.length > 0) {
    return { ids: new Set(near.map((attempt) => attempt.id)), note: 'No attempt lies inside the repro window; the attempts of the hour before it were judged instead.' };
  }
  const note = old > 0 ? { note: `No attempt lies in or shortly before the repro window; ${old} older attempt(s) are history, not the problem that was reproduced.` } : {};
  return { ids: new Set(), ...note };
}
