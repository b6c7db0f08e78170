/**
 * Builds Microsoft cabinet files, stored or MSZIP. Format: [MS-CAB] and [MS-MCI]; the readers in `src/` were not looked at.
 */
import { deflateRawSync } from 'node:zlib';
import { dosStamp } from './zip-builder.ts';

export interface CabFileInput {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** Local time, `yyyy-MM-ddTHH:mm:ss`. */
  readonly modified?: string;
}

export interface CabFolderInput {
  readonly method?: 'store' | 'mszip';
  readonly files: readonly CabFileInput[];
}

export interface CabOptions {
  /** Uncompressed bytes per data block, at most 32768. */
  readonly blockSize?: number;
  /** Blocks refer back into the block before, as makecab's do (default true). */
  readonly history?: boolean;
  /** Bytes reserved per header, folder and data block (flag 4). */
  readonly reserve?: { readonly header: number; readonly folder: number; readonly data: number };
  /** Checksums left 0, which [MS-CAB] allows. */
  readonly noChecksums?: boolean;
  readonly cutAt?: number;
}

const fileBytes = (file: CabFileInput): Buffer => (typeof file.data === 'string' ? Buffer.from(file.data) : Buffer.from(file.data));

/** Checksum of [MS-CAB] 3.1: exclusive or of 32-bit words, the tail most significant byte first. */
function checksum(bytes: Uint8Array, seed: number): number {
  let sum = seed;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  let tail = 0;
  for (; at < bytes.length; at++) tail = (tail << 8) | bytes[at]!;
  return (sum ^ tail) >>> 0;
}

function packBlock(block: Buffer, before: Buffer, method: 'store' | 'mszip', history: boolean): Buffer {
  if (method === 'store') return block;
  const dictionary = history && before.length > 0 ? { dictionary: before } : {};
  const packed = deflateRawSync(block, dictionary);
  const safe = packed.length <= 32_768 + 10 ? packed : deflateRawSync(block, { level: 0 });
  return Buffer.concat([Buffer.from('CK'), safe]);
}

function dataBlocks(folder: CabFolderInput, options: CabOptions): Buffer[] {
  const all = Buffer.concat(folder.files.map(fileBytes));
  const size = Math.min(options.blockSize ?? 32_768, 32_768);
  const blocks: Buffer[] = [];
  for (let at = 0; at < all.length; at += size) {
    const block = all.subarray(at, at + size);
    const packed = packBlock(block, all.subarray(Math.max(0, at - 32_768), at), folder.method ?? 'mszip', options.history !== false);
    const header = Buffer.alloc(8 + (options.reserve?.data ?? 0));
    header.writeUInt16LE(packed.length, 4);
    header.writeUInt16LE(block.length, 6);
    if (!options.noChecksums) header.writeUInt32LE(checksum(header.subarray(4), checksum(packed, 0)), 0);
    blocks.push(Buffer.concat([header, packed]));
  }
  return blocks;
}

function fileHeaders(folders: readonly CabFolderInput[]): Buffer[] {
  return folders.flatMap((folder, index) => {
    let offset = 0;
    return folder.files.map((file) => {
      const ascii = [...file.name].every((char) => char.charCodeAt(0) < 128);
      const name = Buffer.from(`${file.name}\0`);
      const stamp = dosStamp(file.modified ?? '2024-01-01T00:00:00');
      const { length } = fileBytes(file);
      const header = Buffer.alloc(16);
      header.writeUInt32LE(length, 0);
      header.writeUInt32LE(offset, 4);
      [index, stamp.date, stamp.time, 0x20 | (ascii ? 0 : 0x80)].forEach((field, i) => header.writeUInt16LE(field, 8 + 2 * i));
      offset += length;
      return Buffer.concat([header, name]);
    });
  });
}

/** Builds a cabinet; each folder is one compressed stream that holds its files one after the other. */
export function buildCab(folders: readonly CabFolderInput[], options: CabOptions = {}): Uint8Array {
  const { reserve } = options;
  const blocks = folders.map((folder) => dataBlocks(folder, options));
  const files = fileHeaders(folders);
  const filesAt = 36 + (reserve ? 4 + reserve.header : 0) + folders.length * (8 + (reserve?.folder ?? 0));
  let dataAt = filesAt + files.reduce((sum, header) => sum + header.length, 0);
  const folderHeaders = folders.map((folder, i) => {
    const header = Buffer.alloc(8 + (reserve?.folder ?? 0));
    header.writeUInt32LE(dataAt, 0);
    header.writeUInt16LE(blocks[i]!.length, 4);
    header.writeUInt16LE((folder.method ?? 'mszip') === 'mszip' ? 1 : 0, 6);
    dataAt += blocks[i]!.reduce((sum, block) => sum + block.length, 0);
    return header;
  });
  const head = Buffer.alloc(36 + (reserve ? 4 + reserve.header : 0));
  head.write('MSCF', 0, 'latin1');
  head.writeUInt32LE(dataAt, 8);
  head.writeUInt32LE(filesAt, 16);
  head.writeUInt16LE(0x0103, 24);
  [folders.length, files.length, reserve ? 4 : 0, 0x1234].forEach((field, i) => head.writeUInt16LE(field, 26 + 2 * i));
  if (reserve) head.set([reserve.header & 0xff, reserve.header >> 8, reserve.folder, reserve.data], 36);
  const file = Buffer.concat([head, ...folderHeaders, ...files, ...blocks.flat()]);
  return new Uint8Array(file.subarray(0, options.cutAt ?? file.length));
}
