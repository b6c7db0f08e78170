/** ISO 8601 text, as records without a template carry their time. */

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)?$/;

/** Microseconds since 1970 UTC (no zone means UTC); null when the text is no such time. */
export function isoToMicros(text: string): number | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  if (Number.isNaN(ms)) return null;
  return ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}
