/** Names in DNS messages, with compression. Sources: RFC 1035 3.1 and 4.1.4; RFC 4343 2.1 (escapes). */
import { readU16Be } from '../bytes/big-endian.ts';

/** Octets of a name on the wire, length bytes and root included. */
const MAX_LENGTH = 255;

/**
 * The name at `offset` without its last dot ('' is the root) and where the next field starts; null when it is cut, too long or
 * points forward. Octets that are no letter, digit, hyphen or underscore are written as `\DDD`, a dot in a label as `\.`.
 */
export function readDnsName(bytes: Uint8Array, offset: number): { readonly text: string; readonly end: number } | null {
  const labels: string[] = [];
  let end: number | null = null;
  let at = offset;
  // A pointer must go back before where this part of the name began, and labels add up to 255: either ends the loop.
  let partStart = offset;
  let length = 1;
  for (;;) {
    if (at >= bytes.length) return null;
    const size = bytes[at] as number;
    if (size === 0) return { text: labels.join('.'), end: end ?? at + 1 };
    if (size >= 0xc0) {
      const target = at + 2 > bytes.length ? partStart : readU16Be(bytes, at) & 0x3fff;
      if (target >= partStart) return null;
      end ??= at + 2;
      at = target;
      partStart = target;
      continue;
    }
    length += size + 1;
    if (size > 63 || length > MAX_LENGTH || at + 1 + size > bytes.length) return null;
    labels.push(labelText(bytes.subarray(at + 1, at + 1 + size)));
    at += 1 + size;
  }
}

function labelText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (/[\w-]/.test(character)) text += character;
    else text += byte === 0x2e ? '\\.' : `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
