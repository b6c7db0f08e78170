/** Files of a folder, or one file alone, as members. A file is opened when it is read and closed after it. */
import type { ByteSource } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import type { ByteFile, Folder, FolderFile } from '../../platform/types.ts';
import type { Content } from '../entry.ts';
import { HEAD } from '../entry.ts';
import { sizeText } from '../limits.ts';
import type { Room } from '../room.ts';
import type { Member } from './zip.ts';

const PIECE = 1 << 20;

/** All files of the folder; what cannot be listed is a problem of the room. Throws `OpenError` when the folder itself cannot. */
export async function listFolder(folder: Folder, room: Room): Promise<Member[]> {
  const { files, problems } = await folder.list(room.limits.entries);
  room.problems.push(...problems);
  return files.map((file) => folderMember(file, room));
}

function folderMember(file: FolderFile, room: Room): Member {
  return {
    name: file.path,
    size: file.size,
    ...(file.modified === undefined ? {} : { modified: { time: file.modified, clock: 'utc' as const } }),
    notes: [],
    content: fileContent(file.size, () => file.open()),
    plain: async () => {
      const opened = await file.open();
      room.closers.push(() => opened.close());
      return opened;
    },
  };
}

/** The given file as its bundle's only member; it stays open until the bundle is closed. */
export function fileMember(file: ByteFile): Member {
  return {
    name: file.name,
    size: file.size,
    ...(file.modified === undefined ? {} : { modified: { time: file.modified, clock: 'utc' as const } }),
    notes: [],
    content: fileContent(file.size, async () => ({ ...file, close: async () => undefined })),
    plain: async () => file,
  };
}

function fileContent(size: number, open: () => Promise<ByteFile>): Content {
  const using = async <T>(use: (source: ByteSource) => Promise<T>): Promise<T> => {
    const file = await open();
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  };
  return {
    head: () => using((source) => source.read(0, HEAD)),
    whole: (maxSize) => using(async (source) => ({ bytes: await source.read(0, maxSize), ended: 'end' })),
    pieces: async function* () {
      const file = await open();
      try {
        for (let at = 0; at < size; ) {
          const piece = await file.read(at, PIECE);
          if (piece.length === 0) {
            throw new ParseError({ code: 'file-shorter', offset: at, expected: sizeText(size), found: 'a file that became shorter' });
          }
          at += piece.length;
          yield piece;
        }
      } finally {
        await file.close();
      }
    },
  };
}
