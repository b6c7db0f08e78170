/** Files of the local disk, read at random. Nothing is ever written. */
import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { OpenError } from '../error.ts';
import type { ByteFile } from '../types.ts';

/** Opens one file for reading. `shownAs` is the name in messages. Throws `OpenError`. */
export async function openFile(path: string, shownAs = basename(resolve(path))): Promise<ByteFile> {
  try {
    const handle = await open(path, 'r');
    const { size, mtimeMs } = await handle.stat();
    return {
      name: shownAs,
      size,
      modified: Math.round(mtimeMs * 1000),
      read: async (offset, length) => {
        const wanted = Math.max(0, Math.min(length, size - offset));
        if (wanted === 0 || offset < 0) return new Uint8Array(0);
        const bytes = Buffer.allocUnsafeSlow(wanted);
        let done = 0;
        while (done < wanted) {
          const { bytesRead } = await handle.read(bytes, done, wanted - done, offset + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return new Uint8Array(bytes.buffer, 0, done);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    throw asOpenError(error, path);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder; check the path',
  ENOTDIR: 'no such file or folder; check the path',
  EACCES: 'may not be read; check its permissions',
  EPERM: 'may not be read; check its permissions',
  EBUSY: 'is in use by another program; close that and try again',
  ELOOP: 'is a link that leads nowhere',
  ENAMETOOLONG: 'path is too long for this system',
  EMFILE: 'cannot be opened: too many files are open',
};

/** Turns an error of the file system into one line. */
export function asOpenError(error: unknown, path: string): OpenError {
  if (error instanceof OpenError) return error;
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  return new OpenError(isMissing ? 'not-found' : 'not-readable', path, REASONS[code] ?? `cannot be read (${code || String(error)})`);
}
