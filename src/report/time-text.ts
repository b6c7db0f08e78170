/** Times as text. */
import type { Micros } from '../model/time.ts';

/** Date's own range; hostile records carry times far outside it. */
const MOST = 8.64e18;

/**
 * ISO 8601 with `Z` and as many fractional digits as are needed (0, 3 or 6). Input: integer microseconds since 1970 UTC.
 * A time a date cannot express comes back as `invalid-time`.
 */
export function isoTime(time: Micros): string {
  if (!Number.isFinite(time) || Math.abs(time) > MOST) return 'invalid-time';
  const millis = Math.floor(time / 1_000);
  const rest = time - millis * 1_000;
  const iso = new Date(millis).toISOString();
  if (rest !== 0) return `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
  return iso.replace('.000Z', 'Z');
}

/** `2024-02-21 08:33:12Z`, for people. */
export function shortTime(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ').replace('Z', '')}Z`;
}
