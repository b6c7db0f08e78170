/** What can always be said of a failed attempt: how far it came, what the code means, what to collect next. */
import { codeText } from '../knowledge/error-codes.ts';
import { collectFor, stageAfter, stageName } from '../knowledge/stages.ts';
import type { Attempt } from '../model/case.ts';
import type { Fallback } from '../model/diagnosis.ts';

/** Attempts with one code at one stage are one line; more lines than this help nobody. */
const MOST_LINES = 10;

/** One fallback per (code, stage, connection), newest attempt first. */
export function fallbacksOf(attempts: readonly Attempt[], isOpen: (attempt: Attempt) => boolean): Fallback[] {
  const seen = new Map<string, { attempt: Attempt; times: number }>();
  for (const attempt of [...attempts].reverse()) {
    if (attempt.outcome !== 'failed' || !isOpen(attempt)) continue;
    const key = [attempt.host, attempt.side, attempt.errorCode, attempt.stages.length, attempt.connection].join('\u0000');
    const known = seen.get(key);
    if (known) known.times++;
    else seen.set(key, { attempt, times: 1 });
  }
  return [...seen.values()].slice(0, MOST_LINES).map(({ attempt, times }) => toFallback(attempt, times));
}

/** HRESULT and NTSTATUS codes are known by their hexadecimal form. */
function shownCode(code: number): string {
  return code > 65_535 ? `0x${code.toString(16).toUpperCase().padStart(8, '0')}` : String(code);
}

function toFallback(attempt: Attempt, times: number): Fallback {
  const stage = stageAfter(attempt);
  const meaning = attempt.errorCode === null ? 'the log gives no error code' : codeText(attempt.errorCode);
  const subject = attempt.connection === null ? `A connection of ${attempt.user ?? 'an unknown user'}` : `"${attempt.connection}"`;
  const code = attempt.errorCode === null ? '' : ` with ${shownCode(attempt.errorCode)}`;
  const repeated = times > 1 ? ` (${times} attempts alike)` : '';
  return {
    attempt: attempt.id,
    stage,
    code: attempt.errorCode,
    meaning,
    say: `${subject} failed${code} at the stage "${stageName(stage)}" on ${attempt.host}${repeated}: ${meaning}.`,
    collect: collectFor(stage),
  };
}
