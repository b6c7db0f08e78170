/** Writes the records of a trace (evntrace.h, evntcons.h; kernel headers as measured on real files). */
import { guidBytes } from '../evtx/values.ts';
import type { EtlEventInput, ExtendedInput } from './types.ts';

const NO_GUID = '{00000000-0000-0000-0000-000000000000}';
/** Header types of 32-bit and 64-bit programs. */
const TYPES = { system: [0x01, 0x02], compact: [0x03, 0x04], perfinfo: [0x10, 0x11], classic: [0x0a, 0x14], instance: [0x0b, 0x15], event: [0x12, 0x13], error: [0x0d, 0x0d] } as const;
const MARK_TYPED = 0xc0;
const MARK_MESSAGE = 0x90;

/** The record without padding. `ticks` is its time in the clock of the trace. */
export function writeRecord(event: EtlEventInput, ticks: bigint, machinePointer: 4 | 8): Uint8Array {
  const is64 = (event.pointerSize ?? machinePointer) === 8;
  switch (event.kind ?? 'event') {
    case 'event':
      return eventRecord(event, ticks, is64);
    case 'classic':
    case 'instance':
      return classicRecord(event, ticks, is64);
    case 'message':
      return messageRecord(event, ticks, is64);
    case 'error': {
      const header = Buffer.alloc(8);
      header.writeUInt8(TYPES.error[0], 2);
      header.writeUInt8(MARK_TYPED, 3);
      return sized(Buffer.concat([header, event.data ?? Buffer.alloc(0)]), 0);
    }
    case 'system':
    case 'compact':
    case 'perfinfo':
      return kernelRecord(event, ticks, is64);
  }
}

function sized(record: Buffer, at: number): Uint8Array {
  if (record.length > 0xffff) throw new RangeError(`a record of ${record.length} bytes; 65,535 are the most`);
  record.writeUInt16LE(record.length, at);
  return record;
}

function typed(size: number, types: readonly [number, number], is64: boolean): Buffer {
  const header = Buffer.alloc(size);
  header.writeUInt8(is64 ? types[1] : types[0], 2);
  header.writeUInt8(MARK_TYPED, 3);
  return header;
}

function writeWho(header: Buffer, event: EtlEventInput, ticks: bigint): void {
  header.writeUInt32LE(event.threadId ?? 0, 8);
  header.writeUInt32LE(event.processId ?? 0, 0x0c);
  header.writeBigInt64LE(ticks, 0x10);
}

/** EVENT_HEADER: header of 0x50 bytes, extended items, data. */
function eventRecord(event: EtlEventInput, ticks: bigint, is64: boolean): Uint8Array {
  const header = typed(0x50, TYPES.event, is64);
  const items = event.extended ?? [];
  header.writeUInt16LE(items.length > 0 ? 1 : 0, 4);
  writeWho(header, event, ticks);
  header.set(guidBytes(event.provider ?? NO_GUID), 0x18);
  header.writeUInt16LE(event.id ?? 0, 0x28);
  header.writeUInt8(event.version ?? 0, 0x2a);
  header.writeUInt8(event.channel ?? 0, 0x2b);
  header.writeUInt8(event.level ?? 0, 0x2c);
  header.writeUInt8(event.opcode ?? 0, 0x2d);
  header.writeUInt16LE(event.task ?? 0, 0x2e);
  header.writeBigUInt64LE(event.keyword ?? 0n, 0x30);
  header.set(guidBytes(event.activityId ?? NO_GUID), 0x40);
  const parts = items.map((item, index) => extendedItem(item, index + 1 < items.length));
  return sized(Buffer.concat([header, ...parts, event.data ?? Buffer.alloc(0)]), 0);
}

/** Padded to 8 bytes; the header before it has a multiple of 8 as well. */
function extendedItem(item: ExtendedInput, isFollowed: boolean): Buffer {
  const bytes = Buffer.alloc((8 + item.data.length + 7) & ~7);
  bytes.writeUInt16LE(item.type, 2);
  bytes.writeUInt16LE(isFollowed ? 1 : 0, 4);
  bytes.writeUInt16LE(item.data.length, 6);
  bytes.set(item.data, 8);
  return bytes;
}

/** EVENT_TRACE_HEADER (0x30 bytes) and EVENT_INSTANCE_GUID_HEADER (0x48 bytes). */
function classicRecord(event: EtlEventInput, ticks: bigint, is64: boolean): Uint8Array {
  const isInstance = event.kind === 'instance';
  const header = typed(isInstance ? 0x48 : 0x30, isInstance ? TYPES.instance : TYPES.classic, is64);
  header.writeUInt8(event.opcode ?? 0, 4);
  header.writeUInt8(event.level ?? 0, 5);
  header.writeUInt16LE(event.version ?? 0, 6);
  writeWho(header, event, ticks);
  header.set(guidBytes(event.provider ?? NO_GUID), 0x18);
  return sized(Buffer.concat([header, event.data ?? Buffer.alloc(0)]), 0);
}

/** SYSTEM_TRACE_HEADER and its short forms: version, type, mark, size, hook id. */
function kernelRecord(event: EtlEventInput, ticks: bigint, is64: boolean): Uint8Array {
  const kind = event.kind as 'system' | 'compact' | 'perfinfo';
  const header = typed({ system: 0x20, compact: 0x18, perfinfo: 0x10 }[kind], TYPES[kind], is64);
  const extra = event.extraHeader ?? 0;
  // Bits 8..10 count the extra fields; bit 15 is one more.
  header.writeUInt16LE((event.version ?? 0) | (Math.min(extra, 7) << 8) | (extra > 7 ? 0x8000 : 0), 0);
  header.writeUInt16LE(event.id ?? 0, 6);
  if (kind === 'perfinfo') header.writeBigInt64LE(ticks, 8);
  else writeWho(header, event, ticks);
  return sized(Buffer.concat([header, Buffer.alloc(8 * extra, 0xee), event.data ?? Buffer.alloc(0)]), 4);
}

/** MESSAGE_TRACE (WPP): number, options, then the fields the options name, in their order. */
function messageRecord(event: EtlEventInput, ticks: bigint, is64: boolean): Uint8Array {
  const u32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const time = Buffer.alloc(8);
  time.writeBigInt64LE(ticks);
  const isTimed = event.noTime !== true;
  const hasSystem = event.noSystemInfo !== true;
  const hasGuid = event.provider !== undefined;
  const options = (event.sequence === undefined ? 0 : 1) | (hasGuid ? 2 : 4) | (isTimed ? 8 : 0) | (hasSystem ? 0x20 : 0) | (is64 ? 0x80 : 0x40);
  const header = Buffer.alloc(8);
  header.writeUInt8(MARK_MESSAGE, 3);
  header.writeUInt16LE(event.id ?? 0, 4);
  header.writeUInt16LE(options, 6);
  return sized(Buffer.concat([
    header,
    ...(event.sequence === undefined ? [] : [u32(event.sequence)]),
    hasGuid ? Buffer.from(guidBytes(event.provider)) : u32(7),
    ...(isTimed ? [time] : []),
    ...(hasSystem ? [u32(event.threadId ?? 0), u32(event.processId ?? 0)] : []),
    event.data ?? Buffer.alloc(0),
  ]), 0);
}
