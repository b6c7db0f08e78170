/** What a path on the command line names: a file or a folder. */
import { stat } from 'node:fs/promises';
import { OpenError } from '../error.ts';
import type { ByteFile, Folder } from '../types.ts';
import { asOpenError, openFile } from './file.ts';
import { openFolder } from './folder.ts';

/** Opens what a path names. Throws `OpenError` with one line for a missing, unreadable or special file. */
export async function openPath(path: string): Promise<ByteFile | Folder> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return openFolder(path);
    if (!found.isFile()) throw new OpenError('not-readable', path, 'is neither a file nor a folder');
    return await openFile(path);
  } catch (error) {
    throw asOpenError(error, path);
  }
}
