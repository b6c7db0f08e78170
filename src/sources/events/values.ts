/** Reading single values out of event fields: shapes, numbers, and the two things `Binary` holds. Nothing here throws. */
import { normaliseCode } from '../../knowledge/error-codes.ts';
import { eventVersions, lookUpEvent } from '../../knowledge/events.ts';
import type { EventView } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';

/** Longer values are cut: no field of these events means more after this. */
const LONGEST = 4096;
/** Most fields of one event that are looked at. */
export const MOST_FIELDS = 64;

/** Text without padding: NUL ends it, as in the C strings the services write. */
export function clean(value: string): string {
  const end = value.indexOf('\u0000');
  return (end >= 0 ? value.slice(0, Math.min(end, LONGEST)) : value.slice(0, LONGEST)).trim();
}

/** All fields in order, cleaned. */
export function texts(event: EventView): string[] {
  return event.data.slice(0, MOST_FIELDS).map((field) => clean(field.value));
}

/** Reads fields by name whatever their case; unnamed data is read in the order the catalogue gives for the event's version. */
export function byName(event: EventView): (name: string) => string | undefined {
  const values = new Map<string, string>();
  const data = event.data.slice(0, MOST_FIELDS);
  for (const field of data) {
    const name = field.name?.toLowerCase();
    if (name !== undefined && name !== '' && !values.has(name)) values.set(name, clean(field.value));
  }
  if (values.size === 0) {
    const order = orderFor(event, data.length);
    data.forEach((field, at) => {
      const name = order[at];
      if (name !== undefined) values.set(name.toLowerCase(), clean(field.value));
    });
  }
  return (name) => values.get(name.toLowerCase());
}

/** Field names of the version that has exactly as many fields; guessing another order would put words into the log's mouth. */
function orderFor(event: EventView, count: number): readonly string[] {
  const exact = lookUpEvent(event.provider, event.eventId, event.version)?.data;
  if (exact?.length === count) return exact;
  return eventVersions(event.provider, event.eventId).find((row) => row.data?.length === count)?.data ?? [];
}

/** `-` and nothing are how the audit events say "none". */
export function textOrNone(value: string | undefined): string | null | undefined {
  return value === '' || value === '-' ? null : value;
}

/** Decimal or 0x… number; undefined for anything else. */
export function numberOf(value: string | undefined): number | undefined {
  if (value === undefined || !/^(0x[0-9a-f]{1,8}|-?\d{1,15})$/i.test(value)) return undefined;
  return Number(value);
}

/** Error code in any spelling, also `%%1068` and `31 (0x1f)`. */
export function codeOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const first = /^\S{1,64}(?=$|\s*\()/.exec(value)?.[0] ?? value;
  return normaliseCode(first) ?? undefined;
}

const HEX = /^(?:[0-9a-f]{2})+$/i;

/** First little-endian DWORD of `Binary` (`B3020000` is 691); undefined when there are not four bytes. */
export function firstDword(binary: string): number | undefined {
  const hex = binary.slice(0, 32).replace(/\s+/g, '').slice(0, 8);
  if (hex.length < 8 || !HEX.test(hex)) return undefined;
  const [a, b, c, d] = [0, 2, 4, 6].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return ((a ?? 0) | ((b ?? 0) << 8) | ((c ?? 0) << 16) | ((d ?? 0) << 24)) >>> 0;
}

/** UTF-16 text in `Binary`, up to its NUL; '' when the bytes are no such text. */
export function utf16OfBinary(binary: string): string {
  const hex = binary.slice(0, 2048).replace(/\s+/g, '');
  if (hex.length < 4 || hex.length % 4 !== 0 || !HEX.test(hex)) return '';
  let text = '';
  for (let at = 0; at + 4 <= hex.length; at += 4) {
    const unit = Number.parseInt(hex.slice(at, at + 2), 16) | (Number.parseInt(hex.slice(at + 2, at + 4), 16) << 8);
    if (unit === 0) return text;
    text += String.fromCharCode(unit);
  }
  return text;
}

const GUID = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

/** GUID in braces, upper case; null for `{NA}`; undefined when the text has neither shape. Accepts the labels messages print before it. */
export function guidOf(value: string): string | null | undefined {
  const bare = value.slice(0, 80).replace(/^(?:RoutingDomainID|CoId)\s*[-=:]\s*/i, '').replace(/:$/, '').trim();
  if (/^\{NA\}$/i.test(bare)) return null;
  const guid = GUID.exec(bare)?.[1];
  return guid === undefined ? undefined : `{${guid.toUpperCase()}}`;
}

/** Whether a text is an IPv4 or IPv6 address (a zone is allowed). */
export function isAddress(value: string): boolean {
  return isIpv4(value) || isIpv6(value);
}

export function isIpv4(value: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value);
}

/** Eight groups, or fewer with `::`: a time of day is not an address. */
export function isIpv6(value: string): boolean {
  if (value.length > 64 || !/^[0-9a-f:.]+(?:%\w+)?$/i.test(value)) return false;
  const colons = value.split(':').length - 1;
  return colons >= 2 && colons <= 8 && (value.includes('::') || colons === 7);
}

/** Names of RAS ports are the device type and numbers in every language: VPN2-1, PPPoE3-0, COM3. */
export function isPort(value: string): boolean {
  return /^(?:VPN|PPPOE|PPTP|L2TP|SSTP|IKEV2|GRE|ISDN|COM|LPT|MODEM)[A-Z]{0,8}\d{1,5}(?:-\d{1,5})?$/i.test(value);
}

/** Builds fields without the unknown ones; an empty text says nothing. */
export function known(fields: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const record: Record<string, Value> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== '') record[name] = value;
  }
  return record;
}
