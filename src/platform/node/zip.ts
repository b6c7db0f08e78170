/** Writes small zip archives (PKWARE APPNOTE 6.3.10) that depend on their content alone: every entry has the date 1980-01-01. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** ASCII, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const DATE = 0x21;
const LOCAL = 30;
const CENTRAL = 46;
const END = 22;

export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const label = Buffer.from(name, 'latin1');
    const deflated = deflateRawSync(bytes, { level: 9 });
    const local = Buffer.alloc(LOCAL);
    local.writeUInt32LE(0x04034b50, 0);
    const central = Buffer.alloc(CENTRAL);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    for (const [header, at] of [[local, 4], [central, 6]] as const) {
      header.writeUInt16LE(20, at);
      header.writeUInt16LE(8, at + 4);
      header.writeUInt16LE(DATE, at + 8);
      header.writeUInt32LE(crc32(bytes), at + 10);
      header.writeUInt32LE(deflated.length, at + 14);
      header.writeUInt32LE(bytes.length, at + 18);
      header.writeUInt16LE(label.length, at + 22);
    }
    central.writeUInt32LE(offset, 42);
    bodies.push(local, label, deflated);
    directory.push(central, label);
    offset += LOCAL + label.length + deflated.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(END);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, ...directory, end]));
}
