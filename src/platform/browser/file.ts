/** Files that the user dropped on the page or picked: read slice by slice, uploaded nowhere. */
import type { ByteFile, Folder } from '../types.ts';
import { OpenError } from '../error.ts';

/** A dropped or picked file. */
export function openBlob(blob: Blob, name: string, lastModified?: number): ByteFile {
  return {
    name,
    size: blob.size,
    ...(lastModified === undefined ? {} : { modified: lastModified * 1000 }),
    read: async (offset, length) => {
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch {
        throw new OpenError('not-readable', name, 'changed or went away since it was picked; pick it again');
      }
    },
    close: async () => undefined,
  };
}

/** The files of a picked folder (`webkitRelativePath` starts with the folder's own name). */
export function openPickedFolder(files: readonly File[]): Folder {
  const name = files[0]?.webkitRelativePath.split('/')[0] || 'folder';
  return {
    name,
    list: async (limit) => {
      const listed = files.slice(0, limit).map((file) => {
        const path = file.webkitRelativePath.split('/').slice(1).join('/') || file.name;
        return { path, size: file.size, modified: file.lastModified * 1000, open: async () => openBlob(file, path, file.lastModified) };
      });
      listed.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
      const problems = files.length > limit ? [{ path: '.', reason: `more than ${limit} files; the rest is not read` }] : [];
      return { files: listed, problems };
    },
  };
}
