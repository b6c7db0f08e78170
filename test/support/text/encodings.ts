/** Turns text into the byte forms collectors and Windows tools write. All builders here take `\n` and write CRLF. */
import type { CodePage } from './code-pages.ts';
import { encodeCodePage } from './code-pages.ts';

const crlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');

/** PowerShell 5.1 `Out-File`: UTF-16LE with byte order mark. */
export function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), utf16Appended(text)]);
}

/** `Out-File -Append` to a file that is there already: no byte order mark. */
export function utf16Appended(text: string): Buffer {
  return Buffer.from(crlf(text), 'utf16le');
}

export function utf8(text: string, bom = false): Buffer {
  return Buffer.from((bom ? '\uFEFF' : '') + crlf(text));
}

/** `Out-File -Encoding ascii`: everything else becomes `?`. */
export function ascii(text: string): Buffer {
  return Buffer.from([...crlf(text)].map((char) => (char.codePointAt(0)! < 128 ? char : '?')).join(''), 'latin1');
}

/** Console or ANSI bytes of a code page. */
export function oem(text: string, codePage: CodePage): Buffer {
  return encodeCodePage(crlf(text), codePage);
}

/** Minutes east of UTC applied to an ISO UTC time: parts of the local wall clock. */
export function localParts(utc: string, offsetMinutes: number): { date: Date; year: string; month: string; day: string; hour: string; minute: string; second: string; milli: string } {
  const parsed = Date.parse(/[zZ]$/.test(utc) ? utc : `${utc}Z`);
  if (Number.isNaN(parsed)) throw new Error(`not an ISO UTC time: ${utc}`);
  const date = new Date(parsed + offsetMinutes * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    date, year: String(date.getUTCFullYear()), month: two(date.getUTCMonth() + 1), day: two(date.getUTCDate()), hour: two(date.getUTCHours()),
    minute: two(date.getUTCMinutes()), second: two(date.getUTCSeconds()), milli: String(date.getUTCMilliseconds()).padStart(3, '0'),
  };
}

/** `yyMMdd-HHmmss`, the stamp in collector file names. */
export function fileStamp(utc: string, offsetMinutes: number): string {
  const p = localParts(utc, offsetMinutes);
  return `${p.year.slice(2)}${p.month}${p.day}-${p.hour}${p.minute}${p.second}`;
}

/** `yyyyMMdd HH:mm:ss.fff`, the stamp of collector log lines and command headers. */
export function logStamp(utc: string, offsetMinutes: number): string {
  const p = localParts(utc, offsetMinutes);
  return `${p.year}${p.month}${p.day} ${p.hour}:${p.minute}:${p.second}.${p.milli}`;
}

/** Cultures whose short date and time the builders know. */
export type Culture = 'en-US' | 'en-GB' | 'de-DE' | 'fr-FR' | 'ja-JP';

/** Date and time to the minute as certutil shows it in a culture. */
export function cultureTime(utc: string, offsetMinutes: number, culture: Culture): string {
  const p = localParts(utc, offsetMinutes);
  const hour = p.date.getUTCHours();
  switch (culture) {
    case 'en-US': return `${Number(p.month)}/${Number(p.day)}/${p.year} ${hour % 12 === 0 ? 12 : hour % 12}:${p.minute} ${hour < 12 ? 'AM' : 'PM'}`;
    case 'de-DE': return `${p.day}.${p.month}.${p.year} ${p.hour}:${p.minute}`;
    case 'ja-JP': return `${p.year}/${p.month}/${p.day} ${hour}:${p.minute}`;
    default: return `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}`;
  }
}
