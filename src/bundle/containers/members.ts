/** Turns members into entries and opens the containers among them, to the depth allowed. */
import type { ByteSource } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import { OpenError } from '../../platform/error.ts';
import { listCab } from './cab.ts';
import { makeEntry, reasonOf } from '../entry.ts';
import { sizeText } from '../limits.ts';
import { containerKind } from '../magic.ts';
import type { Room } from '../room.ts';
import { entriesLeft, uniquePath } from '../room.ts';
import type { Entry } from '../types.ts';
import { listZip } from './zip.ts';
import type { Listing, Member } from './zip.ts';

/** Smallest container: an empty cabinet's header. */
const MIN_CONTAINER = 36;

/** Archives hardly shrink when they are packed again: all of them together are about as large as what was given. */
const CONTAINER_RATIO = 8;
const CONTAINER_SLACK = 256 << 20;

export async function listContainer(kind: 'zip' | 'cab', file: ByteSource, room: Room): Promise<Listing> {
  room.containers++;
  return kind === 'zip' ? listZip(file, room) : listCab(file, room);
}

/** Adds entries for `members`, and for the members of every container among them. */
export async function addMembers(room: Room, members: readonly Member[], prefix: string, depth: number): Promise<void> {
  for (const member of members) {
    if (entriesLeft(room) === 0) {
      const reason = `more than ${room.limits.entries} entries in all; the rest is not read`;
      if (room.problems.at(-1)?.reason !== reason) room.problems.push({ path: prefix + member.name, reason });
      return;
    }
    await addMember(room, member, prefix, depth);
  }
}

async function addMember(room: Room, member: Member, prefix: string, depth: number): Promise<void> {
  const path = uniquePath(room, prefix + member.name);
  const base = makeEntry(room, { ...member, path, depth });
  const at = room.entries.push(base) - 1;
  if (base.refused !== undefined) {
    room.problems.push({ path, reason: base.refused });
    return;
  }
  const kind = base.size >= MIN_CONTAINER || base.size === 22 ? containerKind(path, await base.head()) : null;
  if (kind === null) return;
  const reason = notOpened(room, base, depth, member.plain !== undefined);
  if (reason !== null) {
    room.problems.push({ path, reason });
    room.entries[at] = withNote(base, reason);
    return;
  }
  if (member.plain === undefined) room.containerBytes += base.size;
  try {
    const source = member.plain ? await member.plain() : room.cache.source(base.size, () => base.bytes());
    const listing = await listContainer(kind, source, room);
    for (const note of listing.notes) room.problems.push({ path, reason: note });
    const listed: Entry = { ...base, container: kind };
    room.entries[at] = listing.notes.length === 0 ? listed : withNote(listed, listing.notes.join('; '));
    await addMembers(room, listing.members, `${path}!/`, depth + 1);
  } catch (error) {
    if (!(error instanceof ParseError) && !(error instanceof OpenError)) throw error;
    const why = `cannot be opened as ${kind}: ${reasonOf(error)}`;
    room.problems.push({ path, reason: why });
    room.entries[at] = withNote(base, why);
  }
}

/** Why a container among the entries is not opened, or null. */
function notOpened(room: Room, entry: Entry, depth: number, isPlain: boolean): string | null {
  const { limits } = room;
  if (depth >= limits.depth) return `lies ${depth} containers deep, which is the limit; not opened`;
  if (room.containers >= limits.containers) return `more than ${limits.containers} containers; not opened`;
  if (!isPlain && entry.size > limits.memoryBytes) {
    return `a packed container of ${sizeText(entry.size)}; the limit is ${sizeText(limits.memoryBytes)}: unpack it and give the folder`;
  }
  const most = room.given * CONTAINER_RATIO + CONTAINER_SLACK;
  if (!isPlain && room.containerBytes + entry.size > most) return `containers unpack to more than ${sizeText(most)} in all; not opened`;
  return null;
}

/** The entry with a note more; notes keep growing in the original, so they are looked up there. */
function withNote(entry: Entry, note: string): Entry {
  return {
    ...entry,
    get notes() {
      return entry.notes.includes(note) ? entry.notes : [note, ...entry.notes];
    },
  };
}
