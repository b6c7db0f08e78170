/** A folder of the local disk: all files below it, without following links out of it. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { OpenError } from '../error.ts';
import type { Folder, FolderFile, FolderProblem } from '../types.ts';
import { asOpenError, openFile } from './file.ts';

const MAX_LEVELS = 64;

/** The folder at `path`. Nothing is read before `list`. */
export function openFolder(path: string): Folder {
  return {
    name: basename(resolve(path)),
    list: async (limit) => {
      const walk: Walk = { root: '', limit, files: [], problems: [], seen: new Set() };
      try {
        walk.root = await realpath(path);
        await walkFolder(walk, walk.root, '', await readdir(walk.root, { withFileTypes: true }), 0);
      } catch (error) {
        throw asOpenError(error, path);
      }
      walk.files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
      return walk;
    },
  };
}

interface Walk {
  root: string;
  readonly limit: number;
  readonly files: FolderFile[];
  readonly problems: FolderProblem[];
  /** Folders entered, by real path: a link to a parent would never end. */
  readonly seen: Set<string>;
}

async function walkFolder(walk: Walk, folder: string, shown: string, items: readonly Dirent[], level: number): Promise<void> {
  walk.seen.add(folder);
  for (const item of items) {
    if (walk.files.length >= walk.limit) {
      if (walk.problems.at(-1)?.reason !== tooMany(walk)) walk.problems.push({ path: shown || '.', reason: tooMany(walk) });
      return;
    }
    const path = shown === '' ? item.name : `${shown}/${item.name}`;
    try {
      await walkItem(walk, join(folder, item.name), path, level);
    } catch (error) {
      walk.problems.push({ path, reason: asOpenError(error, path).reason });
    }
  }
}

function tooMany(walk: Walk): string {
  return `more than ${walk.limit} files; the rest is not read`;
}

async function walkItem(walk: Walk, full: string, path: string, level: number): Promise<void> {
  const real = await realpath(full);
  if (real !== walk.root && !real.startsWith(walk.root.endsWith(sep) ? walk.root : walk.root + sep)) {
    walk.problems.push({ path, reason: 'is a link that leads out of the folder; not followed' });
    return;
  }
  const found = await stat(real);
  if (found.isDirectory()) {
    if (walk.seen.has(real)) return;
    if (level >= MAX_LEVELS) throw new OpenError('over-limit', path, `lies more than ${MAX_LEVELS} folders deep; not read`);
    await walkFolder(walk, real, path, await readdir(real, { withFileTypes: true }), level + 1);
  } else if (found.isFile()) {
    walk.files.push({ path, size: found.size, modified: Math.round(found.mtimeMs * 1000), open: () => openFile(real, path) });
  } else {
    walk.problems.push({ path, reason: 'is neither a file nor a folder; not read' });
  }
}
