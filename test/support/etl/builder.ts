/**
 * Builds valid event trace logs (ETL) from event descriptions. Written from published headers (evntrace.h, evntcons.h), [MS-XCA] and
 * measurements on real traces, never from the reader in `src/`: what it writes is the counter-proof of what that reads.
 *
 *   buildEtl({
 *     startTime: Date.UTC(2024, 4, 6) * 1000,
 *     events: [{ time: Date.UTC(2024, 4, 6, 0, 0, 1) * 1000, provider: '{2ED6006E-4729-4609-B423-3EE7BCD678EF}', id: 1001, data: packet }],
 *   })
 *
 * The file begins with a buffer that holds the log header; then come the buffers of the processors in the order in which they filled
 * up. Options (types.ts) give the other forms: 32-bit, clock types, compressed merges, circular files that ran full, lost buffers.
 */
import { isMerged, logHeaderData, toTicks } from './log-header.ts';
import { writeRecord } from './record.ts';
import type { EtlInput } from './types.ts';
import { compressXpress } from './xpress.ts';

export { compressXpress } from './xpress.ts';
export type { BuiltKind, EtlEventInput, EtlInput, ExtendedInput } from './types.ts';

const HEADER = 0x48;
const MERGED_HEADER_BUFFER = 0x400;
const TYPE_HEADER = 4;
const FLAG = { flushMarker: 1, wideProcessor: 0x20, compressed: 0x40 } as const;
const STATE_FLUSH = 3;

/** A buffer before it is laid out: padded records and whose they are. */
interface Filled {
  readonly processor: number;
  readonly parts: Uint8Array[];
  length: number;
  /** Last of its processor, flushed when the session stopped. */
  isLast: boolean;
  lastTicks: bigint;
}

/** The file. @throws RangeError for a record that fits no buffer. */
export function buildEtl(input: EtlInput): Uint8Array {
  const filled = fillBuffers(input);
  const buffers = filled.map((buffer, index) => ({ sequence: index + 1, bytes: layOut(buffer, index + 1, input) }));
  const present = ring(buffers, input.circularBuffers).filter(({ sequence }) => !(input.missing ?? []).includes(sequence));
  return new Uint8Array(Buffer.concat([headerBuffer(input, buffers.length + 1), ...present.map(({ bytes }) => bytes), Buffer.alloc(input.zeroTail ?? 0)]));
}

/** Distributes the events over buffers, in the order in which these fill up. */
function fillBuffers(input: EtlInput): Filled[] {
  const room = (input.bufferSize ?? 65_536) - HEADER;
  const open = new Map<number, Filled>();
  const done: Filled[] = [];
  for (const event of input.events) {
    const ticks = toTicks(input, event.time);
    const record = padded(writeRecord(event, ticks, input.pointerSize ?? 8));
    if (record.length > room) throw new RangeError(`a record of ${record.length} bytes in buffers of ${room}`);
    const processor = event.processor ?? 0;
    let buffer = open.get(processor);
    if (buffer && buffer.length + record.length > room) {
      done.push(buffer);
      buffer = undefined;
    }
    buffer ??= { processor, parts: [], length: 0, isLast: false, lastTicks: 0n };
    open.set(processor, buffer);
    buffer.parts.push(record);
    buffer.length += record.length;
    buffer.lastTicks = ticks;
  }
  for (const buffer of open.values()) done.push({ ...buffer, isLast: true });
  return done;
}

/** A circular file: buffer n lies in place (n - 1) mod `places`, where it replaced an older one. */
function ring<T>(buffers: readonly T[], places: number | undefined): readonly T[] {
  if (places === undefined) return buffers;
  const file: T[] = [];
  buffers.forEach((buffer, index) => (file[index % places] = buffer));
  return file;
}

function padded(record: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((record.length + 7) & ~7);
  bytes.set(record);
  return bytes;
}

function layOut(buffer: Filled, sequence: number, input: EtlInput): Uint8Array {
  const payload = Buffer.concat(buffer.parts);
  const stored = input.compressed ? compressXpress(payload, input.compressed === 'literal') : payload;
  const size = input.compressed ? HEADER + stored.length : (input.bufferSize ?? 65_536);
  const flags = (buffer.isLast ? FLAG.flushMarker : 0) | (input.narrowProcessor ? 0 : FLAG.wideProcessor) | (input.compressed ? FLAG.compressed : 0);
  return bufferBytes({ size, stored, filled: HEADER + payload.length, sequence, flags: flags | (input.bufferFlags?.[sequence] ?? 0), processor: buffer.processor, type: 0, ticks: buffer.lastTicks, input });
}

function headerBuffer(input: EtlInput, buffers: number): Uint8Array {
  const { startTime, pointerSize = 8 } = input;
  const record = padded(writeRecord({ time: startTime, kind: 'system', version: 2, data: logHeaderData(input, buffers) }, toTicks(input, startTime), pointerSize));
  const size = isMerged(input) ? Math.max(MERGED_HEADER_BUFFER, HEADER + record.length) : (input.bufferSize ?? 65_536);
  return bufferBytes({ size, stored: record, filled: HEADER + record.length, sequence: 0, flags: FLAG.flushMarker, processor: 0, type: TYPE_HEADER, ticks: 0n, input });
}

interface Parts {
  readonly size: number;
  readonly stored: Uint8Array;
  readonly filled: number;
  readonly sequence: number;
  readonly flags: number;
  readonly processor: number;
  readonly type: number;
  readonly ticks: bigint;
  readonly input: EtlInput;
}

/** WMI_BUFFER_HEADER and what it heads; old bytes follow up to the end of a buffer, here 0xFF. */
function bufferBytes({ size, stored, filled, sequence, flags, processor, type, ticks, input }: Parts): Uint8Array {
  const bytes = Buffer.alloc(size, 0xff);
  bytes.fill(0, 0, HEADER);
  bytes.writeUInt32LE(size, 0);
  // The two fields Windows 7 left at 0 or stale.
  bytes.writeUInt32LE(type === TYPE_HEADER ? 0 : filled, 4);
  bytes.writeUInt32LE(size + 8, 8);
  bytes.writeBigUInt64LE(ticks, 0x10);
  bytes.writeBigUInt64LE(BigInt(sequence), 0x18);
  if (flags & FLAG.wideProcessor) bytes.writeUInt16LE(processor, 0x28);
  else {
    bytes.writeUInt8(processor, 0x28);
    bytes.writeUInt8(8, 0x29);
  }
  bytes.writeUInt16LE(isMerged(input) ? 0 : 12, 0x2a);
  bytes.writeUInt32LE(STATE_FLUSH, 0x2c);
  bytes.writeUInt32LE(filled, 0x30);
  bytes.writeUInt16LE(flags, 0x34);
  bytes.writeUInt16LE(type, 0x36);
  bytes.set(stored, HEADER);
  return bytes;
}
