/** The first record of a trace: what the session was (TRACE_LOGFILE_HEADER). */
import { filetimeToMicros } from '../../bytes/filetime.ts';
import { readI32, readU32, readU64 } from '../../bytes/integer.ts';
import { readUtf16Terminated } from '../../bytes/utf16.ts';
import type { Micros } from '../../model/time.ts';

const CIRCULAR = 0x2;
const RELOGGED = 0x10000;
const COMPRESSED = 0x04000000;

/** What the time fields of the records count. */
export type EtlClockKind = 'performance-counter' | 'system-time' | 'cpu-cycles' | 'unknown';
const CLOCKS: readonly EtlClockKind[] = ['unknown', 'performance-counter', 'system-time', 'cpu-cycles'];

export interface EtlLogHeader {
  /** Of the session; a merged file has buffers of any size below it. */
  readonly bufferSize: number;
  readonly osMajor: number;
  readonly osMinor: number;
  readonly osBuild: number;
  readonly processors: number;
  /** Of the machine. */
  readonly pointerSize: number;
  readonly clock: EtlClockKind;
  /** Ticks a second of the performance counter. */
  readonly frequency: number;
  readonly cpuMegahertz: number;
  readonly startTime: Micros | null;
  /** Null when the session was not stopped before the file was copied. */
  readonly endTime: Micros | null;
  readonly bootTime: Micros | null;
  /** Minutes to add to local time for UTC. */
  readonly biasMinutes: number;
  /** LogFileMode (evntrace.h, EVENT_TRACE_*_MODE). */
  readonly mode: number;
  readonly isCircular: boolean;
  /** Written by a merge of other traces. */
  readonly isMerged: boolean;
  readonly maximumMegabytes: number;
  readonly buffersWritten: number;
  readonly eventsLost: number;
  readonly buffersLost: number;
  readonly sessionName: string;
  /** Path on the traced machine; may hold a user's name. */
  readonly fileName: string;
  /** FILETIME of the start, in halves. */
  readonly start: readonly [low: number, high: number];
}

/** Reads the data of the record, null when they are too short. `pointerSize` is that of the record's header. */
export function readLogHeader(data: Uint8Array, pointerSize: number): EtlLogHeader | null {
  const zone = 0x38 + 2 * pointerSize;
  const boot = (zone + 0xac + 7) & ~7;
  if (data.length < boot + 0x20) return null;
  const filetime = (at: number): Micros | null => filetimeToMicros(readU32(data, at), readU32(data, at + 4));
  const mode = readU32(data, 0x20);
  const names = boot + 0x20;
  const sessionName = readUtf16Terminated(data, names, data.length - names);
  const fileNameAt = names + 2 * sessionName.length + 2;
  return {
    bufferSize: readU32(data, 0),
    osMajor: data[4] as number,
    osMinor: data[5] as number,
    osBuild: readU32(data, 0x08),
    processors: readU32(data, 0x0c),
    pointerSize: readU32(data, 0x2c),
    clock: CLOCKS[readU32(data, boot + 0x18)] ?? 'unknown',
    frequency: readU64(data, boot + 8),
    cpuMegahertz: readU32(data, 0x34),
    startTime: filetime(boot + 0x10),
    endTime: filetime(0x10),
    bootTime: filetime(boot),
    biasMinutes: readI32(data, zone),
    mode,
    isCircular: (mode & CIRCULAR) !== 0,
    isMerged: (mode & (RELOGGED | COMPRESSED)) !== 0,
    maximumMegabytes: readU32(data, 0x1c),
    buffersWritten: readU32(data, 0x24),
    eventsLost: readU32(data, 0x30),
    buffersLost: readU32(data, boot + 0x1c),
    sessionName,
    fileName: readUtf16Terminated(data, fileNameAt, Math.max(0, data.length - fileNameAt)),
    start: [readU32(data, boot + 0x10), readU32(data, boot + 0x14)],
  };
}
