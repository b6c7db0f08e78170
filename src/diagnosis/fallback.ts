/** What can always be said of an attempt that failed or was lost: how far it came, what the code means, what to collect next. */
import { codeText } from '../knowledge/error-codes.ts';
import { collectFor, stageAfter, stageName } from '../knowledge/stages.ts';
import type { Attempt } from '../model/case.ts';
import type { Fallback } from '../model/diagnosis.ts';

/** Attempts with one code at one stage are one line; more lines than this help nobody. */
const MOST_LINES = 10;

/** One fallback per (code, stage, connection), newest attempt first. */
export function fallbacksOf(attempts: readonly Attempt[], isOpen: (attempt: Attempt) => boolean): Fallback[] {
  const seen = new Map<string, { attempt: Attempt; times: number }>();
  const ended = lastEnded(attempts);
  for (const attempt of [...attempts].reverse()) {
    if (!(attempt.outcome === 'failed' || isLost(attempt, ended)) || !isOpen(attempt)) continue;
    const key = [attempt.host, attempt.side, attempt.outcome, attempt.errorCode, attempt.stages.length, attempt.connection].join('\u0000');
    const known = seen.get(key);
    if (known) known.times++;
    else seen.set(key, { attempt, times: 1 });
  }
  return [...seen.values()].slice(0, MOST_LINES).map(({ attempt, times }) => toFallback(attempt, times));
}

/** Latest start of an attempt that ended, per computer and connection. */
function lastEnded(attempts: readonly Attempt[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const attempt of attempts) {
    if (attempt.side !== 'client' || attempt.outcome === 'unfinished') continue;
    last.set(connectionOf(attempt), Math.max(attempt.startedAt, last.get(connectionOf(attempt)) ?? attempt.startedAt));
  }
  return last;
}

/** A dial without an end, after which this connection was never tried again: nobody can say it went well. */
function isLost(attempt: Attempt, ended: ReadonlyMap<string, number>): boolean {
  const isDial = attempt.outcome === 'unfinished' && attempt.side === 'client' && attempt.stages.includes('dial');
  return isDial && !((ended.get(connectionOf(attempt)) ?? -Infinity) >= attempt.startedAt);
}

function connectionOf({ host, connection }: Attempt): string {
  return `${host}\u0000${connection ?? ''}`;
}

/** HRESULT and NTSTATUS codes are known by their hexadecimal form. */
function shownCode(code: number): string {
  return code > 65_535 ? `0x${code.toString(16).toUpperCase().padStart(8, '0')}` : String(code);
}

/** As people name it: by its connection, its user, or where only packets show it, by where it went. */
function subjectOf({ connection, user, server, tunnel }: Attempt): string {
  if (connection !== null) return `"${connection}"`;
  if (user !== null || server === null) return `A connection of ${user ?? 'an unknown user'}`;
  return `${tunnel ?? 'Tunnel'} connection to ${server}`;
}

function toFallback(attempt: Attempt, times: number): Fallback {
  const stage = stageAfter(attempt);
  const meaning = attempt.errorCode === null ? (attempt.outcome === 'unfinished' ? 'no end of the dial is logged' : attempt.user === null && attempt.connection === null ? 'only packets tell of it, which give no error code' : 'the log gives no error code') : codeText(attempt.errorCode);
  const subject = subjectOf(attempt);
  const place = attempt.host === '' ? '' : ` on ${attempt.host}`;
  const code = attempt.errorCode === null ? '' : ` with ${shownCode(attempt.errorCode)}`;
  const repeated = times > 1 ? ` (${times} attempts alike)` : '';
  return {
    attempt: attempt.id,
    stage,
    code: attempt.errorCode,
    meaning,
    say: attempt.outcome === 'unfinished'
      ? `${subject} was dialled${place} and came as far as the stage "${stageName(stage)}"${repeated}; how that ended stands in no log.`
      : `${subject} failed${code} at the stage "${stageName(stage)}"${place}${repeated}: ${meaning}.`,
    collect: collectFor(stage),
  };
}
