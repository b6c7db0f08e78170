/**
 * Good against bad: a failed attempt beside the last one of the same connection that went well, step by step up to where
 * their ways part. What an expert does first with two traces, and it works where no signature fits.
 */
import type { Attempt } from '../model/case.ts';
import type { Comparison, ComparisonStep, FieldDifference } from '../model/diagnosis.ts';
import type { LogRecord } from '../model/records.ts';
import type { Value } from '../model/values.ts';

/** More pairs than these repeat each other. */
const MOST = 3;

/** Records of one attempt that are looked at: an automatic type with its retries writes a few dozen. */
const MOST_STEPS = 50;

/** Fields that differ between any two attempts, or repeat another field. */
const FLEETING: ReadonlySet<string> = new Set(['co_id', 'user_name', 'tunnel_ipv4', 'tunnel_ipv6', 'binary', 'address', 'duration', 'process_id']);

/** Failed attempts of `lead` (one for each connection and code, the newest) with the last good one before them, or else the first after. */
export function compareWithGood(attempts: readonly Attempt[], records: readonly LogRecord[], lead: ReadonlySet<string>): Comparison[] {
  const seen = new Set<string>();
  const found: Comparison[] = [];
  for (const bad of [...attempts].reverse()) {
    if (found.length >= MOST) break;
    if (bad.outcome !== 'failed' || !lead.has(bad.id) || bad.connection === null) continue;
    const key = [bad.host, bad.side, bad.connection.toLowerCase(), bad.errorCode].join('\u0000');
    if (seen.has(key)) continue;
    seen.add(key);
    const good = goodFor(bad, attempts);
    if (good !== undefined) found.push({ bad: bad.id, good: good.id, connection: bad.connection, steps: stepsOf(ownRecords(good, records), ownRecords(bad, records)) });
  }
  return found;
}

function goodFor(bad: Attempt, attempts: readonly Attempt[]): Attempt | undefined {
  const good = attempts.filter((attempt) => attempt.outcome === 'connected' && attempt.host === bad.host && attempt.side === bad.side && attempt.connection?.toLowerCase() === bad.connection?.toLowerCase());
  return [...good].reverse().find((attempt) => attempt.startedAt <= bad.startedAt) ?? good[0];
}

/** What the attempt's own computer wrote; another one's events come and go with its bundle. */
function ownRecords(attempt: Attempt, records: readonly LogRecord[]): LogRecord[] {
  const own = attempt.records.flatMap((index) => records[index] ?? []).filter((record) => record.host === attempt.host && record.severity !== 'verbose');
  return own.slice(0, MOST_STEPS);
}

/** Pairs in order, to the first step that is not the same kind of event on both sides. */
function stepsOf(good: readonly LogRecord[], bad: readonly LogRecord[]): ComparisonStep[] {
  const steps: ComparisonStep[] = [];
  for (let index = 0; index < Math.max(good.length, bad.length); index++) {
    const [left, right] = [good[index] ?? null, bad[index] ?? null];
    const isSameKind = left !== null && right !== null && left.name === right.name;
    steps.push({ good: left, bad: right, isSameKind, differs: isSameKind ? differences(left, right) : [] });
    if (!isSameKind) break;
  }
  return steps;
}

function differences(good: LogRecord, bad: LogRecord): FieldDifference[] {
  const names = [...new Set([...Object.keys(good.fields), ...Object.keys(bad.fields)])].filter((name) => !FLEETING.has(name));
  return names.flatMap((field) => {
    const [left, right] = [lasting(field, good.fields[field]), lasting(field, bad.fields[field])];
    if (JSON.stringify(left) === JSON.stringify(right)) return [];
    // Of a list (the block of dial settings) only what differs is worth reading.
    if (Array.isArray(left) && Array.isArray(right)) return [{ field, good: left.filter((item) => !right.includes(item)).join('; '), bad: right.filter((item) => !left.includes(item)).join('; ') }];
    return [{ field, good: textOf(left), bad: textOf(right) }];
  });
}

/** `VPN2-1` and `VPN2-3` are ports of the same kind. */
function lasting(field: string, value: Value | undefined): Value | undefined {
  return field === 'port' && typeof value === 'string' ? value.replace(/-\d+$/, '') : value;
}

function textOf(value: Value | undefined): string {
  if (value === undefined) return '(not told)';
  if (value === null) return 'none';
  return typeof value === 'object' ? value.join('; ') : String(value);
}
