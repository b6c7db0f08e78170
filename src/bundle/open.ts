/** Opens what the user gave: a zip or cabinet, a folder, or a single file. */
import { findEnd } from '../formats/zip/directory.ts';
import { ParseError } from '../model/error.ts';
import { OpenError } from '../platform/error.ts';
import { isFolder } from '../platform/types.ts';
import type { ByteFile, Folder, Platform } from '../platform/types.ts';
import { addMembers, listContainer } from './containers/members.ts';
import { HEAD, reasonOf } from './entry.ts';
import { fileMember, listFolder } from './containers/folder.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import { magicKind } from './magic.ts';
import { identify } from './recognise.ts';
import type { Room } from './room.ts';
import { openRoom } from './room.ts';
import type { Bundle } from './types.ts';

/**
 * Lists everything in `input`. Throws `OpenError`, with one line that names the file and what to do, when there is nothing
 * to analyse; a part that cannot be read is a problem of the bundle instead. The bundle owns `input` from here on.
 */
export async function openBundle(input: ByteFile | Folder, platform: Platform, limits: Partial<Limits> = {}): Promise<Bundle> {
  const room = openRoom(platform, { ...DEFAULT_LIMITS, ...limits });
  try {
    const kind = isFolder(input) ? await openAsFolder(input, room) : await openAsFile(input, room);
    return {
      name: input.name,
      kind,
      entries: room.entries,
      problems: room.problems,
      notes: room.notes,
      inflateRaw: platform.inflateRaw,
      close: () => closeRoom(room),
    };
  } catch (error) {
    await closeRoom(room);
    throw error instanceof ParseError ? new OpenError('damaged', input.name, reasonOf(error)) : error;
  }
}

async function closeRoom(room: Room): Promise<void> {
  room.cache.clear();
  for (const close of room.closers.splice(0)) await close();
}

async function openAsFolder(folder: Folder, room: Room): Promise<'folder'> {
  const members = await listFolder(folder, room);
  room.given = members.reduce((sum, member) => sum + member.size, 0);
  await addMembers(room, members, '', 0);
  if (room.entries.length === 0) {
    const unreadable = room.problems[0];
    if (unreadable) throw new OpenError('not-readable', `${folder.name}/${unreadable.path}`, unreadable.reason);
    throw new OpenError('empty-folder', folder.name, 'is an empty folder; give the folder that holds the collected files');
  }
  return 'folder';
}

async function openAsFile(file: ByteFile, room: Room): Promise<Bundle['kind']> {
  room.closers.push(() => file.close());
  room.given = file.size;
  if (file.size === 0) throw new OpenError('empty-file', file.name, 'is empty (0 bytes); copy or collect it again');
  const head = await file.read(0, HEAD);
  const kind = magicKind(head);
  if (kind === 'cab') return openArchive('cab', file, room);
  if (kind === 'zip' || (await isZipWithPrefix(file, kind))) return openArchive('zip', file, room);
  if (/\.zip$/i.test(file.name)) throw new OpenError('not-a-zip', file.name, `is not a zip archive but ${describe(kind, head)}; download or collect it again`);
  const recognised = identify(file.name, head);
  if (kind === '7z' || kind === 'rar' || (kind === 'gzip' && recognised.kind === kind)) {
    throw new OpenError('unsupported-archive', file.name, `is ${describe(kind, head)}, which cannot be read here; unpack it and give the folder`);
  }
  if (recognised.kind === 'unknown' || recognised.kind === 'text') {
    const why = recognised.note ?? `is ${describe(kind, head)}, of no kind that is known here`;
    throw new OpenError('unrecognised', file.name, `${why}; give a TSS zip, its unpacked folder or an .evtx file`);
  }
  await addMembers(room, [fileMember(file)], '', 0);
  return 'file';
}

/** A self-extracting archive, or one with something put in front. */
async function isZipWithPrefix(file: ByteFile, kind: string | null): Promise<boolean> {
  return (kind === 'program' || kind === null) && /\.(?:zip|exe)$/i.test(file.name) && (await findEnd(file)) !== null;
}

async function openArchive(kind: 'zip' | 'cab', file: ByteFile, room: Room): Promise<'zip' | 'cab'> {
  const { members, notes, isCut } = await listContainer(kind, file, room);
  room.notes.push(...notes);
  if (members.length === 0) {
    throw isCut
      ? new OpenError('cut-off', file.name, `is cut off and holds no entry that can be read (${file.size} bytes); copy or upload it again`)
      : new OpenError('empty-archive', file.name, `is an empty ${kind} archive; collect or pack it again`);
  }
  await addMembers(room, members, '', 0);
  if (members.every((member) => member.refused?.startsWith('protected by a password'))) {
    throw new OpenError('encrypted', file.name, 'is protected by a password; unzip it and give the folder');
  }
  return kind;
}

function describe(kind: string | null, head: Uint8Array): string {
  if (kind !== null) return DESCRIPTIONS[kind] ?? `a file of kind ${kind}`;
  const text = new TextDecoder('latin1').decode(head).toLowerCase();
  if (/^\s*(?:<!doctype html|<html)/.test(text)) return 'a web page (perhaps a login or error page saved in its place)';
  if (head.every((byte) => byte === 0)) return 'a file of zero bytes (a broken download or disk)';
  return head.some((byte) => byte === 0) ? 'a binary file' : 'a text file';
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  '7z': 'a 7z archive',
  rar: 'a RAR archive',
  gzip: 'a gzip file',
  evtx: 'an event log',
  'registry-hive': 'a registry hive',
  image: 'a picture',
  program: 'a program',
  document: 'a document',
};
