/**
 * What a zip holds, walked by its local headers (PKWARE APPNOTE 4.3.7), so that two zips can be compared although their bytes differ:
 * deflate may pack the same content differently on another processor. Knows only what the builders write; nothing of the readers
 * in `src/` is used.
 */
import { inflateRawSync } from 'node:zlib';

/** Entry name → content, nested zips walked too. An entry the zip broke off in, and a cabinet (deflate again), count by name only. */
export function zipContent(zip: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(zip);
  const content = new Map<string, Buffer>();
  let at = 0;
  while (at + 30 <= bytes.length && bytes.readUInt32LE(at) === 0x0403_4b50) {
    const isDeflated = bytes.readUInt16LE(at + 8) === 8;
    const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
    const name = bytes.toString('latin1', at + 30, nameEnd);
    const start = nameEnd + bytes.readUInt16LE(at + 28);
    const end = start + bytes.readUInt32LE(at + 18);
    const body = bytes.subarray(start, end);
    at = end;
    if (end > bytes.length || /\.cab$/i.test(name)) content.set(name, Buffer.alloc(0));
    else addEntry(content, name, isDeflated ? inflateRawSync(body) : body);
  }
  return content;
}

function addEntry(content: Map<string, Buffer>, name: string, body: Buffer): void {
  if (!/\.zip$/i.test(name)) content.set(name, body);
  else for (const [inner, bytes] of zipContent(body)) content.set(`${name}/${inner}`, bytes);
}

/** Names of entries that only one of the two has, or that differ. */
export function differingEntries(one: Uint8Array, other: Uint8Array): string[] {
  const [left, right] = [zipContent(one), zipContent(other)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name)?.equals(right.get(name) ?? Buffer.from('\0')) !== true);
}
