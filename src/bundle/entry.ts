/** An entry with every promise kept: limits, checksum, notes instead of exceptions where something can still be read. */
import type { Inflated } from '../model/byte-source.ts';
import { ParseError } from '../model/error.ts';
import { OpenError } from '../platform/error.ts';
import { sizeText } from './limits.ts';
import type { Room } from './room.ts';
import type { Entry, EntryTime } from './types.ts';

/** Above this size an entry is unpacked in pieces: one call would hold up everything else, and twice the memory. */
const ONE_CALL = 32 << 20;
export const HEAD = 512;

/** Where an entry's bytes come from. May throw `ParseError`, or `OpenError` when the file itself fails. */
export interface Content {
  /** The first bytes, about `HEAD` of them or fewer. */
  head(): Promise<Uint8Array>;
  /** All bytes in order; throws `ParseError` where they end too early. */
  pieces(): AsyncIterable<Uint8Array>;
  /** All bytes in one call, at most `maxSize`; not offered where pieces are as good. */
  whole?(maxSize: number): Promise<Inflated>;
  /** CRC-32 of all bytes, where the container states it. */
  readonly crc?: number;
  /** What unpacking met that is no error; asked for after the last byte. */
  remark?(): string | undefined;
}

export interface EntryInput {
  readonly path: string;
  readonly size: number;
  readonly depth: number;
  readonly modified?: EntryTime;
  readonly refused?: string;
  readonly notes?: readonly string[];
  readonly content: Content;
}

/** The entry of a container member. `path` must be unique already. */
export function makeEntry(room: Room, input: EntryInput): Entry {
  const { path, size, depth, modified, content } = input;
  const refused = input.refused ?? overLimit(room, size);
  const notes = [...(input.notes ?? [])];
  const note = (text: string): void => {
    if (!notes.includes(text)) notes.push(text);
  };
  const reading: Reading = { room, path, size, content, note };
  const refuse = (): void => {
    if (refused !== undefined) throw new OpenError('refused', path, refused);
  };
  let head: Promise<Uint8Array> | undefined;
  return {
    path,
    size,
    depth,
    ...(modified ? { modified } : {}),
    ...(refused === undefined ? {} : { refused }),
    notes,
    head: () => (head ??= refused === undefined ? readHead(reading) : Promise.resolve(new Uint8Array(0))),
    bytes: async () => {
      refuse();
      return readAll(reading);
    },
    pieces: async function* (options) {
      refuse();
      if (size <= ONE_CALL && content.whole) yield await readAll(reading);
      else yield* readPieces(reading, options?.hasOwnChecksums !== true);
    },
  };
}

function overLimit(room: Room, size: number): string | undefined {
  const { entryBytes } = room.limits;
  return size > entryBytes ? `unpacks to ${sizeText(size)}; the limit is ${sizeText(entryBytes)} for one entry` : undefined;
}

interface Reading {
  readonly room: Room;
  readonly path: string;
  readonly size: number;
  readonly content: Content;
  note(text: string): void;
}

async function readHead({ content, note }: Reading): Promise<Uint8Array> {
  try {
    // A copy: a view would keep the piece it came from alive.
    return (await content.head()).slice(0, HEAD);
  } catch (error) {
    note(reasonOf(error));
    return new Uint8Array(0);
  }
}

async function readAll(reading: Reading): Promise<Uint8Array> {
  const { room, path, size, content, note } = reading;
  if (size > room.limits.memoryBytes) {
    throw new OpenError('over-limit', path, `unpacks to ${sizeText(size)}; the limit is ${sizeText(room.limits.memoryBytes)} in memory`);
  }
  if (room.unpacked + size > room.limits.totalBytes) throw totalReached(reading);
  if (!content.whole || size > ONE_CALL) return gather(reading);
  try {
    const { bytes, ended } = await content.whole(size);
    room.unpacked += bytes.length;
    if (bytes.length === 0 && size > 0) throw unreadable(path, ended === 'corrupt' ? REASONS['inflate-corrupt'] : 'cut off: none of its data is there');
    if (ended === 'corrupt') note(`damaged: ${bytes.length} of ${size} bytes can be read`);
    else if (ended === 'too-long') note(LONGER);
    else checkEnd(reading, bytes.length, room.platform.crc32(bytes));
    return bytes;
  } catch (error) {
    throw unreadable(path, reasonOf(error));
  }
}

/** Nothing of it can be had: an empty file would tell the reader something that is not true. */
function unreadable(path: string, reason = 'cannot be read'): OpenError {
  return new OpenError('damaged', path, reason);
}

const LONGER = 'holds more bytes than its header states; the rest is not read';

/**
 * All pieces in one array of the stated size, which the headers were checked to allow; memory the pieces do not reach is
 * never touched, so a size that lies costs nothing.
 */
async function gather(reading: Reading): Promise<Uint8Array> {
  const bytes = new Uint8Array(reading.size);
  let done = 0;
  for await (const piece of readPieces(reading)) {
    bytes.set(piece, done);
    done += piece.length;
  }
  return bytes.subarray(0, done);
}

async function* readPieces(reading: Reading, isChecked = true): AsyncGenerator<Uint8Array> {
  const { room, size, content, note } = reading;
  let done = 0;
  let crc = 0;
  try {
    for await (const piece of content.pieces()) {
      const kept = piece.length > size - done ? piece.subarray(0, size - done) : piece;
      room.unpacked += kept.length;
      if (room.unpacked > room.limits.totalBytes) throw totalReached(reading);
      if (isChecked && content.crc !== undefined) crc = room.platform.crc32(kept, crc);
      done += kept.length;
      if (kept.length > 0) yield kept;
      if (kept.length < piece.length) {
        note(LONGER);
        return;
      }
    }
  } catch (error) {
    if (!(error instanceof ParseError) && !(error instanceof OpenError)) throw error;
    if (done === 0) throw unreadable(reading.path, reasonOf(error));
    note(`${reasonOf(error)}; ${done} of ${size} bytes can be read`);
    return;
  }
  if (done === 0 && size > 0) throw unreadable(reading.path, 'cut off: none of its data is there');
  checkEnd(reading, done, isChecked ? crc : content.crc);
}

function checkEnd({ size, content, note }: Reading, done: number, crc: number | undefined): void {
  const remark = content.remark?.();
  if (remark !== undefined) note(remark);
  if (done < size) note(`cut off: ${done} of ${size} bytes are there`);
  else if (content.crc !== undefined && content.crc !== crc) note('checksum (CRC-32) differs from the one stated: content is damaged or was changed');
}

function totalReached({ room, path }: Reading): OpenError {
  return new OpenError('over-limit', path, `not read further: ${sizeText(room.limits.totalBytes)} of the bundle are unpacked, which is the limit in all`);
}

const REASONS: Readonly<Record<string, string>> = {
  'inflate-cut-off': 'cut off',
  'inflate-corrupt': 'compressed data is damaged',
};

/** One line without the path, for notes and problems. */
export function reasonOf(error: unknown): string {
  if (error instanceof OpenError) return error.reason;
  if (error instanceof ParseError) return REASONS[error.code] ?? error.message;
  throw error;
}
