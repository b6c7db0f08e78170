/** Texts and times in certificates. Sources: RFC 5280 4.1.2.4 and 4.1.2.5, ITU-T X.690 8.23. */
import { readU16Be } from '../bytes/big-endian.ts';
import type { Micros } from '../model/time.ts';
import { DER, type DerValue } from './der.ts';

const decoder = new TextDecoder('utf-8');

/** The text of a string of any of the types names use; null for other types. */
export function derText(value: DerValue): string | null {
  const { tag, content } = value;
  if (tag === DER.utf8) return decoder.decode(content);
  if (tag === DER.bmp) return Array.from({ length: content.length >> 1 }, (_, index) => String.fromCharCode(readU16Be(content, index * 2))).join('');
  return tag === DER.printable || tag === DER.ia5 || tag === DER.teletex ? Array.from(content, (byte) => String.fromCharCode(byte)).join('') : null;
}

/** UTCTime (years 1950 to 2049) or GeneralizedTime, in the one form RFC 5280 allows; null when it is neither or no date. */
export function derTime(value: DerValue): Micros | null {
  const text = String.fromCharCode(...value.content.subarray(0, 16));
  const shape = value.tag === DER.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : value.tag === DER.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : null;
  const parts = shape?.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(value.tag === DER.generalizedTime ? year : year + (year < 50 ? 2000 : 1900), month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60 ? date.getTime() * 1000 : null;
}
