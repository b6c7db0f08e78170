/** Unpacks a cabinet folder block by block. Sources: [MS-CAB] 2.5 and 3.1, [MS-MCI] for MSZIP. */
import { readU16, readU32 } from '../../bytes/integer.ts';
import type { ByteSource, Inflate } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import type { CabFile, CabFolder } from './cabinet.ts';
import { LzxDecoder } from './lzx.ts';

const BLOCK_HEADER = 8;
/** Largest unpacked block, and the reach of MSZIP's history. */
const MAX_UNPACKED = 32_768;
/** A packed block may be a little larger than what it unpacks to. */
const MAX_PACKED = MAX_UNPACKED + 6144;
const WINDOW = 1 << 20;

export interface CabNotes {
  checksumErrors: number;
}

type Unpack = (data: Uint8Array, size: number) => Promise<Uint8Array>;

/** Pieces of one file, in order. Throws `ParseError` after the last good piece when the folder is damaged or ends too early. */
export async function* cabFilePieces(
  source: ByteSource,
  file: CabFile,
  inflate: Inflate,
  notes: CabNotes = { checksumErrors: 0 },
): AsyncGenerator<Uint8Array> {
  if (!file.folder) {
    throw new ParseError({ code: 'cab-continued', offset: 0, expected: 'a file within one cabinet', found: 'a part of a cabinet set' });
  }
  const end = file.offset + file.size;
  let at = 0;
  if (file.size === 0) return;
  for await (const block of cabFolderPieces(source, file.folder, inflate, notes)) {
    const from = Math.max(0, file.offset - at);
    const to = Math.min(block.length, end - at);
    if (from < to) yield block.subarray(from, to);
    at += block.length;
    if (at >= end) return;
  }
  throw new ParseError({ code: 'cab-short', offset: at, expected: `${end} bytes in the folder`, found: String(at) });
}

/** Unpacked blocks of a folder. */
export async function* cabFolderPieces(
  source: ByteSource,
  folder: CabFolder,
  inflate: Inflate,
  notes: CabNotes,
): AsyncGenerator<Uint8Array> {
  const unpack = unpackerFor(folder, inflate);
  let window: Uint8Array = new Uint8Array(0);
  let windowStart = 0;
  let at = folder.dataOffset;
  const header = BLOCK_HEADER + folder.reserve;
  for (let block = 0; block < folder.blocks; block++) {
    if (at + header + MAX_PACKED > windowStart + window.length && windowStart + window.length < source.size) {
      window = await source.read(at, WINDOW);
      windowStart = at;
    }
    const base = at - windowStart;
    const length = readU16(window, base + 4);
    const size = readU16(window, base + 6);
    if (base + header + length > window.length) throw blockError('cab-cut-off', at, `a block of ${length} bytes`, 'the end');
    if (length > MAX_PACKED || size > MAX_UNPACKED) throw blockError('cab-block-size', at, 'at most 32 KB', `${length} and ${size}`);
    if (size === 0) throw blockError('cab-continued', at, 'a block within one cabinet', 'one that goes on in the next');
    const data = window.subarray(base + header, base + header + length);
    const stated = readU32(window, base);
    if (stated !== 0 && stated !== checksum(data, length | (size << 16))) notes.checksumErrors++;
    yield await unpack(data, size);
    at += header + length;
  }
}

function unpackerFor(folder: CabFolder, inflate: Inflate): Unpack {
  if (folder.method === 'stored') return async (data) => data;
  if (folder.method === 'mszip') return mszip(inflate);
  if (folder.method === 'lzx') {
    const decoder = new LzxDecoder(folder.windowBits);
    return async (data, size) => decoder.decode(data, size);
  }
  throw blockError('cab-quantum', folder.dataOffset, 'stored, MSZIP or LZX data', 'Quantum, which is not supported');
}

/** MSZIP: each block is `CK` and a DEFLATE stream of its own that may reach back into the 32 KB before it. */
function mszip(inflate: Inflate): Unpack {
  let history: Uint8Array = new Uint8Array(0);
  return async (data, size) => {
    if (data[0] !== 0x43 || data[1] !== 0x4b) throw blockError('cab-mszip', 0, "'CK'", `${data[0]} ${data[1]}`);
    const { bytes, ended } = await inflate.inflateRaw(withHistory(history, data), history.length + size);
    if (ended !== 'end' || bytes.length !== history.length + size) {
      throw blockError('cab-mszip', 0, `${size} bytes`, `${bytes.length - history.length} (${ended})`);
    }
    const block = bytes.subarray(history.length);
    history = bytes.subarray(Math.max(0, bytes.length - MAX_UNPACKED));
    return block;
  };
}

/** The history as a stored DEFLATE block before the data: works with any inflater, also where a preset dictionary cannot be given. */
function withHistory(history: Uint8Array, data: Uint8Array): Uint8Array {
  if (history.length === 0) return data.subarray(2);
  const joined = new Uint8Array(5 + history.length + data.length - 2);
  const { length } = history;
  joined.set([0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255]);
  joined.set(history, 5);
  joined.set(data.subarray(2), 5 + length);
  return joined;
}

/** Checksum of a block: exclusive or of little-endian words; up to three bytes at the end count from the other side. */
function checksum(data: Uint8Array, sizes: number): number {
  let sum = 0;
  const whole = data.length & ~3;
  for (let at = 0; at < whole; at += 4) sum ^= readU32(data, at);
  let rest = 0;
  for (let at = whole; at < data.length; at++) rest = (rest << 8) | (data[at] as number);
  return (sum ^ rest ^ sizes) >>> 0;
}

function blockError(code: string, offset: number, expected: string, found: string): ParseError {
  return new ParseError({ code, offset, expected, found });
}
