/** The platform of a browser page. */
import { crc32 } from '../../bytes/crc32.ts';
import { readDirectory } from '../../formats/zip/directory.ts';
import type { Platform } from '../types.ts';
import { inflateHead, inflatePieces, inflateRaw } from './inflate.ts';

export { openBlob, openPickedFolder } from './file.ts';

export const browserPlatform: Platform = { inflateRaw, inflateHead, inflatePieces, crc32, readZipDirectory: readDirectory };
