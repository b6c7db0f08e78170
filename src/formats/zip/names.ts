/** Names of archive members: decoding (APPNOTE appendix D), one separator, and the judgement whether a name is safe. */
import { crc32 } from '../../bytes/crc32.ts';
import { readU32 } from '../../bytes/integer.ts';
import { decodeCodePage } from '../text/code-pages.ts';
import { extraField, FLAG_UTF8 } from './members.ts';
import type { ZipMember } from './members.ts';

const UNICODE_PATH_EXTRA = 0x7075;

/** Name as text: UTF-8 by flag or Info-ZIP's Unicode path; UTF-8 without the flag when it can be nothing else; else CP437. */
export function decodeName(member: Pick<ZipMember, 'rawName' | 'extra' | 'flags'>): string {
  const raw = member.rawName;
  if (member.flags & FLAG_UTF8) return utf8(raw) ?? decodeCodePage(raw, 437);
  const unicode = extraField(member.extra, UNICODE_PATH_EXTRA);
  // Version 1, then the CRC of the name it replaces: a renamed entry keeps the stale field (APPNOTE 4.6.9).
  if (unicode && unicode.length > 5 && unicode[0] === 1 && readU32(unicode, 1) === crc32(raw)) {
    return utf8(unicode.subarray(5)) ?? decodeCodePage(raw, 437);
  }
  // Writers outside Windows leave the flag out; text in CP437 is almost never valid UTF-8 with high bytes in it.
  return utf8(raw) ?? decodeCodePage(raw, 437);
}

function utf8(raw: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}

/** `/` for both separators, without empty and `.` steps inside. A leading separator stays, so that it can be judged. */
export function normaliseName(name: string): string {
  const slashed = name.replaceAll('\\', '/');
  const lead = slashed.startsWith('//') ? '//' : slashed.startsWith('/') ? '/' : '';
  return lead + slashed.split('/').filter((step) => step !== '' && step !== '.').join('/');
}

// Reserved device names of Windows, with or without an extension; the superscript digits count too.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])[ ]*(?:[.:]|$)/i;
const MAX_NAME = 4096;

/** Why a normalised name is unsafe, or null. Nothing is ever written; such a name says that the archive is not to be trusted. */
export function unsafeName(name: string): string | null {
  if (name === '') return 'empty name';
  if (name.length > MAX_NAME) return `name of ${name.length} characters`;
  if (hasControl(name)) return 'control character in the name';
  if (name.startsWith('//')) return 'network path as a name';
  if (name.startsWith('/')) return 'absolute path as a name';
  if (/^[a-z]:/i.test(name)) return 'drive letter in the name';
  for (const step of name.split('/')) {
    if (/^\.\.[. ]*$/.test(step)) return "'..' in the name";
    if (DEVICE.test(step)) return `device name '${step}'`;
  }
  return null;
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return true;
  }
  return false;
}

/** A name that can be printed: control characters become `?`. */
export function printableName(name: string): string {
  let text = '';
  for (const char of name.slice(0, 300)) text += hasControl(char) ? '?' : char;
  return text || '(no name)';
}
