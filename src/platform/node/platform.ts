/** The platform of Node: what the CLI and the server hand to the engine. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import type { Platform } from '../types.ts';
import { inflateHead, inflatePieces, inflateRaw } from './inflate.ts';
import { readZipDirectory } from './zip-directory.ts';

export { openPath } from './path.ts';

export const nodePlatform: Platform = {
  inflateRaw,
  inflateHead,
  inflatePieces: (compressed) => inflatePieces(compressed),
  crc32: (bytes, seed) => zlibCrc32(bytes, seed),
  readZipDirectory,
};
