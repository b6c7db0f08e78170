/** CRC-32 with the reflected polynomial 0xEDB88320 (zlib, zip, PNG, EVTX), sixteen bytes a step. */
import { viewOf, viewU32 } from './view.ts';

const TABLES = buildTables();

/** CRC of `bytes`, continuing from `seed` (the CRC of what came before). Unsigned. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  const view = viewOf(bytes);
  let crc = ~seed;
  let at = 0;
  for (const end = bytes.length - 15; at < end; at += 16) {
    crc =
      advance(crc ^ viewU32(view, at), 0xc00) ^
      advance(viewU32(view, at + 4), 0x800) ^
      advance(viewU32(view, at + 8), 0x400) ^
      advance(viewU32(view, at + 12), 0);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ (TABLES[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

/** What four bytes do to the CRC, `table` / 256 bytes before the end of the step. */
function advance(word: number, table: number): number {
  const t = TABLES;
  return (
    (t[table + 0x300 + (word & 0xff)] as number) ^
    (t[table + 0x200 + ((word >>> 8) & 0xff)] as number) ^
    (t[table + 0x100 + ((word >>> 16) & 0xff)] as number) ^
    (t[table + (word >>> 24)] as number)
  );
}

/** Sixteen tables of 256 in one array: table k gives the effect of a byte that k bytes follow. */
function buildTables(): Int32Array {
  const tables = new Int32Array(16 * 256);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    tables[i] = value;
  }
  for (let i = 256; i < tables.length; i++) {
    const previous = tables[i - 256] as number;
    tables[i] = (previous >>> 8) ^ (tables[previous & 0xff] as number);
  }
  return tables;
}
