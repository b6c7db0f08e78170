/**
 * Builds valid Windows event log files (EVTX) from event descriptions.
 * Written from the format documents ([MS-EVEN6], libyal EVTX notes) and from measurements on real logs, never from the readers
 * in `src/`: what it writes is the counter-proof of what they read.
 */
import { crc32 } from 'node:zlib';
import type { EventInput, Layout } from './evtx/types.ts';
import { ChunkWriter, chunkSize } from './evtx/chunk.ts';
import { writeEvent } from './evtx/event.ts';
import { toFiletime } from './evtx/values.ts';

export type { DataInput, DataItem, EventInput, Layout, UserDataInput } from './evtx/types.ts';
export type { Scalar, ValueType } from './evtx/values.ts';
export { filetimeText, guidBytes, sidBytes, toFiletime } from './evtx/values.ts';

export interface EvtxOptions {
  /** Layout of events that state none. Default: `classic` for unnamed data, else `modern`. */
  readonly layout?: Layout;
  /** Id of the first record whose event states none (default 1). */
  readonly firstRecordId?: number;
  /** `renumbered`: record headers count from 1 while EventRecordID keeps its value, as exports of a filtered log do. */
  readonly recordHeaders?: 'event' | 'renumbered';
  /** Start a new chunk after this many records, even when there is room. */
  readonly recordsPerChunk?: number;
  /** Positions (chunk slots, from 0) left all zero. */
  readonly emptySlots?: readonly number[];
  readonly dirty?: boolean;
  readonly full?: boolean;
  /** Write no checksums and say so (flag 4). */
  readonly noCrc?: boolean;
  /** Header of a log copied while the service runs: chunk count, last chunk and next record id lag behind. */
  readonly staleHeader?: boolean;
  readonly minorVersion?: 1 | 2;
  /** Byte that fills the 0..7 bytes behind a record's end token; real logs leave old bytes there. Default 0. */
  readonly padding?: number;
}

function layoutOf(event: EventInput, options: EvtxOptions): Layout {
  if (event.layout) return event.layout;
  if (options.layout) return options.layout;
  const unnamed = Array.isArray(event.data) && event.data.length > 0
    && event.data.every((item: unknown) => typeof item === 'string' || (typeof item === 'object' && item !== null && !('name' in item) && !('type' in item)));
  return unnamed && !event.userData ? 'classic' : 'modern';
}

function fileHeader(chunks: number, nextRecord: bigint, options: EvtxOptions): Buffer {
  const header = Buffer.alloc(4096);
  const count = options.staleHeader ? Math.min(chunks, 1) : chunks;
  header.write('ElfFile\0', 0, 'latin1');
  header.writeBigUInt64LE(BigInt(Math.max(count - 1, 0)), 16);
  header.writeBigUInt64LE(options.staleHeader ? 1n : nextRecord, 24);
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(options.minorVersion ?? 1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(count & 0xffff, 42);
  header.writeUInt32LE((options.dirty ? 1 : 0) | (options.full ? 2 : 0) | (options.noCrc ? 4 : 0), 120);
  if (!options.noCrc) header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return header;
}

/** Spreads the events over chunks, in the order given. */
function fillChunks(events: readonly EventInput[], options: EvtxOptions): { chunks: Buffer[]; nextRecord: bigint } {
  const chunks: Buffer[] = [];
  let chunk = new ChunkWriter();
  let done = 0;
  let nextId = options.firstRecordId ?? 1;
  let nextHeader = 1n;
  const close = (): void => {
    chunks.push(chunk.finish(done + 1, { noCrc: options.noCrc ?? false }));
    done += chunk.records;
    chunk = new ChunkWriter();
  };
  for (const event of events) {
    const recordId = event.recordId ?? nextId;
    nextId = recordId + 1;
    const headerId = options.recordHeaders === 'renumbered' ? nextHeader : BigInt(recordId);
    nextHeader = headerId + 1n;
    const placed = { ...event, recordId, layout: layoutOf(event, options) };
    const write = (): boolean => chunk.tryRecord(headerId, toFiletime(event.writtenAt ?? event.time), options.padding ?? 0, (into) => writeEvent(into, placed));
    if (chunk.records === options.recordsPerChunk) close();
    if (write()) continue;
    if (chunk.isEmpty) throw new Error(`event ${event.provider}/${event.eventId} is larger than a chunk`);
    close();
    if (!write()) throw new Error(`event ${event.provider}/${event.eventId} is larger than a chunk`);
  }
  if (!chunk.isEmpty || chunks.length === 0) close();
  return { chunks, nextRecord: nextHeader };
}

/**
 * Builds a log file.
 * @param events in the order they are written; record ids follow on unless stated.
 * @throws Error when one event is larger than a chunk, or a value does not fit its type.
 */
export function buildEvtx(events: readonly EventInput[], options: EvtxOptions = {}): Uint8Array {
  const { chunks, nextRecord } = fillChunks(events, options);
  for (const slot of [...(options.emptySlots ?? [])].sort((a, b) => a - b)) chunks.splice(slot, 0, Buffer.alloc(chunkSize));
  const file = Buffer.concat([fileHeader(chunks.length, nextRecord, options), ...chunks]);
  return new Uint8Array(file.buffer, file.byteOffset, file.length);
}

/** Offset in the file of the chunk in slot `index` (from 0). */
export function chunkOffset(index: number): number {
  return 4096 + index * chunkSize;
}
