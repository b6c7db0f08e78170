/** Members of a zip archive as entries: names judged, sizes and places checked against each other before anything is unpacked. */
import { readDirectory } from '../../formats/zip/directory.ts';
import { FLAG_ENCRYPTED, FLAG_MASKED_HEADERS, FLAG_STRONG_ENCRYPTION, LOCAL_LENGTH, memberTime, METHOD_DEFLATED, METHOD_STORED } from '../../formats/zip/members.ts';
import type { ZipDirectory, ZipMember } from '../../formats/zip/members.ts';
import { decodeName, normaliseName, printableName, unsafeName } from '../../formats/zip/names.ts';
import { salvageMembers } from '../../formats/zip/salvage.ts';
import type { ByteSource } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import { sizeText } from '../limits.ts';
import type { Room } from '../room.ts';
import { entriesLeft } from '../room.ts';
import { isStored, zipContent } from './zip-content.ts';
import type { Content } from '../entry.ts';
import type { EntryTime } from '../types.ts';

/** A member of a container, judged, before it becomes an entry. */
export interface Member {
  readonly name: string;
  readonly size: number;
  readonly modified?: EntryTime;
  readonly refused?: string;
  readonly notes: readonly string[];
  readonly content: Content;
  /** The member's bytes as they lie in the container, when they are not packed. */
  plain?(): Promise<ByteSource>;
}

export interface Listing {
  readonly members: readonly Member[];
  /** Remarks on the container, in one line each. */
  readonly notes: readonly string[];
  readonly isCut: boolean;
}

/** DEFLATE cannot exceed 1032:1 by more than the length of a header. */
const MAX_RATIO = 1032;
const RATIO_SLACK = 4096;
/** A cut leaves one member without its size, damage a few; more are made to cost time. */
const MOST_MEASURED = 100;

/** Lists an archive, from its local headers where the directory is missing or damaged. */
export async function listZip(file: ByteSource, room: Room): Promise<Listing> {
  const limit = entriesLeft(room);
  const found = await findMembers(file, room, limit);
  const overlapping = findOverlaps(found.members);
  const members: Member[] = [];
  let measured = 0;
  for (const raw of found.members) {
    if (isFolderMember(raw)) continue;
    const hasSize = !raw.cut || raw.size > 0;
    const isUnsized = !hasSize && ++measured > MOST_MEASURED;
    const refused = isUnsized ? 'its size is not known' : refusal(file, room, raw, overlapping.has(raw));
    const member = judge(file, room, raw, refused);
    members.push(hasSize || member.refused !== undefined ? member : { ...member, size: await measure(member.content, room) });
  }
  return { members, notes: found.notes, isCut: found.isCut };
}

interface Found {
  readonly members: readonly ZipMember[];
  readonly notes: readonly string[];
  readonly isCut: boolean;
}

async function findMembers(file: ByteSource, room: Room, limit: number): Promise<Found> {
  let directory: ZipDirectory;
  try {
    directory = await room.platform.readZipDirectory(file, limit);
    if (directory.stopped && directory.members.length < limit) directory = await readDirectory(file, limit);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { members } = await salvageMembers(file, limit);
    const cut = 'the archive is cut off (its directory at the end is missing)';
    const count = members.filter((member) => !isFolderMember(member)).length;
    const found = count === 1 ? '1 entry was found by its header' : `${count} entries were found by their headers`;
    return { members, notes: [`${cut}; ${found}, later ones are lost: copy or upload it again`], isCut: true };
  }
  if (!directory.stopped) return { members: directory.members, notes: [], isCut: false };
  const stopped = `the directory names ${directory.announced} entries, ${directory.members.length} are read: ${directory.stopped}`;
  if (directory.members.length >= limit) return { members: directory.members, notes: [stopped], isCut: false };
  const known = new Set(directory.members.map((member) => member.headerOffset));
  const salvaged = (await salvageMembers(file, limit)).members.filter((member) => !known.has(member.headerOffset));
  const members = [...directory.members, ...salvaged].slice(0, limit);
  return { members, notes: [`${stopped}; ${salvaged.length} more were found by their headers`], isCut: true };
}

function isFolderMember(raw: ZipMember): boolean {
  const last = raw.rawName.at(-1);
  return raw.size === 0 && (last === 0x2f || last === 0x5c);
}

/** Members whose bytes lie inside an earlier member's: honest writers never share bytes, bombs multiply them. */
function findOverlaps(members: readonly ZipMember[]): Set<ZipMember> {
  const overlapping = new Set<ZipMember>();
  let end = -1;
  for (const member of members.toSorted((a, b) => a.headerOffset - b.headerOffset)) {
    if (member.headerOffset < end) overlapping.add(member);
    else end = member.headerOffset + LOCAL_LENGTH + member.rawName.length + member.compressedSize;
  }
  return overlapping;
}

function judge(file: ByteSource, room: Room, raw: ZipMember, reason: string | undefined): Member {
  const name = normaliseName(decodeName(raw));
  const unsafe = unsafeName(name);
  const refused = unsafe === null ? reason : `unsafe name (${unsafe}); not read`;
  const content = zipContent(file, raw, room.platform);
  const modified = memberTime(raw);
  return {
    name: unsafe === null ? name : printableName(name),
    size: raw.size,
    ...(modified ? { modified } : {}),
    ...(refused === undefined ? {} : { refused }),
    notes: raw.cut ? ['cut off with the archive'] : [],
    content,
    ...(isStored(raw) ? { plain: () => content.stored() } : {}),
  };
}

/** Why the member cannot be read, by its headers alone. */
function refusal(file: ByteSource, room: Room, raw: ZipMember, overlaps: boolean): string | undefined {
  if (raw.flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) {
    return 'protected by a password; unzip it and give the folder';
  }
  if (raw.method !== METHOD_STORED && raw.method !== METHOD_DEFLATED) {
    return `packed with ${METHODS[raw.method] ?? `method ${raw.method}`}, which is not supported; unzip it and give the folder`;
  }
  if (raw.headerOffset + LOCAL_LENGTH > file.size) return 'its data lies beyond the end of the archive';
  if (overlaps) return 'shares its bytes with another entry, as in a zip bomb; not read';
  if (raw.method === METHOD_STORED && raw.size > raw.compressedSize && !raw.cut) return 'states a size larger than its data';
  const { ratio, ratioFrom } = room.limits;
  const isImpossible = raw.size > raw.compressedSize * MAX_RATIO + RATIO_SLACK;
  if (raw.method === METHOD_DEFLATED && !raw.cut && (isImpossible || (raw.size > ratioFrom && raw.size > raw.compressedSize * ratio))) {
    const times = Math.round(raw.size / Math.max(1, raw.compressedSize));
    return `unpacks ${sizeText(raw.compressedSize)} to ${sizeText(raw.size)} (1:${times}), as a zip bomb does; the limit is 1:${ratio}`;
  }
  return undefined;
}

/** Names of methods that are met (APPNOTE 4.4.5). */
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'BZIP2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
  99: 'AES encryption',
};

/** Unpacked length of a member whose size stood behind the cut. */
async function measure(content: Content, room: Room): Promise<number> {
  let size = 0;
  try {
    for await (const piece of content.pieces()) {
      size += piece.length;
      if (size > room.limits.entryBytes) break;
    }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
  return size;
}
