/** Files of a cabinet as entries. A cabinet's folder is one stream, so a small one is unpacked once and kept. */
import { readCabinet } from '../../formats/cab/cabinet.ts';
import type { CabFile, CabFolder } from '../../formats/cab/cabinet.ts';
import { cabFilePieces } from '../../formats/cab/folder.ts';
import type { CabNotes } from '../../formats/cab/folder.ts';
import { normaliseName, printableName, unsafeName } from '../../formats/zip/names.ts';
import type { ByteSource } from '../../model/byte-source.ts';
import { sizeText } from '../limits.ts';
import type { Content } from '../entry.ts';
import { HEAD } from '../entry.ts';
import type { Room } from '../room.ts';
import { entriesLeft } from '../room.ts';
import type { Listing, Member } from './zip.ts';

/** Unpacked folders up to this size are kept, so that each of many small files does not unpack them again. */
const KEPT_FOLDER = 64 << 20;

/** Lists a cabinet. Throws `ParseError` when its directory cannot be read. */
export async function listCab(file: ByteSource, room: Room): Promise<Listing> {
  const cabinet = await readCabinet(file, entriesLeft(room));
  const kept = new Map<CabFolder, ByteSource>();
  const notes = new Map<CabFolder, CabNotes>(cabinet.folders.map((folder) => [folder, { checksumErrors: 0 }]));
  for (const folder of cabinet.folders) {
    const own = cabinet.files.filter((member) => member.folder === folder);
    const size = own.reduce((end, member) => Math.max(end, member.offset + member.size), 0);
    if (own.length > 1 && size <= KEPT_FOLDER) kept.set(folder, room.cache.source(size, () => unpackFolder(file, folder, size, room, notes.get(folder))));
  }
  const members = cabinet.files.map((member) => judge(file, member, { kept, notes }, room));
  const remarks = cabinet.isCut ? ['the cabinet is cut off (it is shorter than its header states)'] : [];
  return { members, notes: remarks, isCut: cabinet.isCut };
}

interface Folders {
  readonly kept: ReadonlyMap<CabFolder, ByteSource>;
  readonly notes: ReadonlyMap<CabFolder, CabNotes>;
}

function judge(file: ByteSource, member: CabFile, folders: Folders, room: Room): Member {
  const name = normaliseName(member.name);
  const unsafe = unsafeName(name);
  const refused = unsafe === null ? refusal(file, member, room) : `unsafe name (${unsafe}); not read`;
  return {
    name: unsafe === null ? name : printableName(name),
    size: member.size,
    ...(member.modified === undefined ? {} : { modified: { time: member.modified, clock: 'local' as const } }),
    ...(refused === undefined ? {} : { refused }),
    notes: [],
    content: cabContent(file, member, folders, room),
  };
}

function refusal(file: ByteSource, member: CabFile, room: Room): string | undefined {
  const { folder } = member;
  if (!folder) return 'a part of it lies in another cabinet of the set';
  if (folder.method === 'quantum') return 'packed with Quantum, which is not supported; unpack it and give the folder';
  if (folder.dataOffset >= file.size) return 'its data lies beyond the end of the cabinet';
  if (member.offset + member.size > folder.blocks * 32_768) return 'states a size larger than its data';
  const end = member.offset + member.size;
  if (end > room.limits.ratioFrom && end > file.size * room.limits.ratio) {
    return `unpacks to ${sizeText(end)} from a cabinet of ${sizeText(file.size)}, as a bomb does; the limit is 1:${room.limits.ratio}`;
  }
  return undefined;
}

function cabContent(file: ByteSource, member: CabFile, folders: Folders, room: Room): Content {
  const kept = member.folder ? folders.kept.get(member.folder) : undefined;
  const notes = member.folder ? folders.notes.get(member.folder) : undefined;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    const whole = kept ? await kept.read(member.offset, member.size) : new Uint8Array(0);
    if (whole.length === member.size) yield whole;
    else yield* cabFilePieces(file, member, room.platform, notes);
  };
  return {
    pieces,
    // Blocks belong to all files of the folder, so the remark cannot say whether it is this one's that differ.
    remark: () => (notes && notes.checksumErrors > 0 ? 'a checksum in its cabinet folder differs: content may be damaged' : undefined),
    head: async () => {
      for await (const piece of pieces()) return piece.subarray(0, HEAD);
      return new Uint8Array(0);
    },
  };
}

/** The folder up to `size`, or what can be unpacked of it. Its damage is met, and told, by the file it lies in. */
async function unpackFolder(file: ByteSource, folder: CabFolder, size: number, room: Room, notes: CabNotes | undefined): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let done = 0;
  const whole: CabFile = { name: '', size, offset: 0, folder };
  try {
    for await (const piece of cabFilePieces(file, whole, room.platform, notes)) {
      bytes.set(piece, done);
      done += piece.length;
    }
  } catch {
    return bytes.subarray(0, done);
  }
  return bytes;
}
