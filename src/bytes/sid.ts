/** Security identifiers (MS-DTYP 2.4.2): revision, count, 48-bit big-endian authority, then 32-bit little-endian parts. */
import { readU32 } from './integer.ts';

/**
 * The SID in `length` bytes at `offset` as `S-1-5-…`. A SID cut short gives the parts that are there
 * (such ones occur in real logs); fewer than 8 bytes give ''.
 */
export function readSid(bytes: Uint8Array, offset: number, length: number): string {
  const end = Math.min(offset + length, bytes.length);
  if (offset < 0 || end - offset < 8) return '';
  const count = bytes[offset + 1] as number;
  let authority = 0;
  for (let i = 2; i < 8; i++) authority = authority * 256 + (bytes[offset + i] as number);
  // Authorities of 2^32 and above are written in hexadecimal (MS-DTYP 2.4.2.1).
  const authorityText = authority < 4294967296 ? String(authority) : `0x${authority.toString(16).padStart(12, '0')}`;
  let text = `S-${bytes[offset]}-${authorityText}`;
  for (let i = 0, at = offset + 8; i < count && at + 4 <= end; i++, at += 4) text += `-${readU32(bytes, at)}`;
  return text;
}
