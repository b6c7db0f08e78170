/** Writes gzip (RFC 1952) that depends on the content alone: no time, no name, no operating system in the header. */
import { crc32, deflateRawSync } from 'node:zlib';

const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

export function gzip(bytes: Uint8Array): Uint8Array {
  const deflated = deflateRawSync(bytes, { level: 9 });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return new Uint8Array(Buffer.concat([HEADER, deflated, trailer]));
}
