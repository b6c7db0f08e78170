/** Writes the first record of a trace (TRACE_LOGFILE_HEADER, evntrace.h, as it lies on disk). */
import type { EtlInput } from './types.ts';

const EPOCH = 11_644_473_600_000_000n;
/** Where the performance counter, or the cycle counter, stood at the start of the session. */
const COUNTER_START = 3_000_000_000_000n;
const MODE = { sequential: 1, circular: 2, relogged: 0x10000, compressed: 0x04000000 } as const;

export function filetime(micros: number): bigint {
  return (BigInt(micros) + EPOCH) * 10n;
}

export function isMerged(input: EtlInput): boolean {
  return input.merged === true || (input.compressed !== undefined && input.compressed !== false);
}

/** A UTC time in the clock of the trace: the first tick that is not before it. */
export function toTicks(input: EtlInput, micros: number): bigint {
  const since = BigInt(micros) - BigInt(input.startTime);
  switch (input.clock ?? 'performance-counter') {
    case 'system-time':
      return filetime(micros);
    case 'performance-counter':
      return COUNTER_START + ceilDivide(since * BigInt(input.frequency ?? 10_000_000), 1_000_000n);
    case 'cpu-cycles':
      return COUNTER_START + since * BigInt(input.cpuMegahertz ?? 2400);
  }
}

function ceilDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value > 0n && quotient * by !== value ? quotient + 1n : quotient;
}

function mode(input: EtlInput): number {
  const merged = isMerged(input) ? MODE.relogged : 0;
  const compressed = input.compressed ? MODE.compressed : 0;
  const circular = input.circularBuffers === undefined ? MODE.sequential : MODE.circular;
  return ((input.mode ?? 0) | merged | compressed | circular) >>> 0;
}

/** Data of the record. `buffers` is the number of those written, whether or not they were overwritten. */
export function logHeaderData(input: EtlInput, buffers: number): Uint8Array {
  const pointer = input.pointerSize ?? 8;
  const zone = 0x38 + 2 * pointer;
  const boot = (zone + 0xac + 7) & ~7;
  const data = Buffer.alloc(boot + 0x20);
  const lastTime = input.events.reduce((last, event) => Math.max(last, event.time), input.startTime);
  data.writeUInt32LE(input.compressed ? 16 << 20 : (input.bufferSize ?? 65_536), 0);
  data.writeUInt32LE(isMerged(input) ? 0x0002000a : 0x0501000a, 4);
  data.writeUInt32LE(input.osBuild ?? 20_348, 8);
  data.writeUInt32LE(input.processors ?? 4, 0x0c);
  data.writeBigUInt64LE(input.endTime === null ? 0n : filetime(input.endTime ?? lastTime), 0x10);
  data.writeUInt32LE(156_250, 0x18);
  data.writeUInt32LE(mode(input), 0x20);
  data.writeUInt32LE(buffers, 0x24);
  data.writeUInt32LE(1, 0x28);
  data.writeUInt32LE(pointer, 0x2c);
  data.writeUInt32LE(input.eventsLost ?? 0, 0x30);
  data.writeUInt32LE(input.cpuMegahertz ?? 2400, 0x34);
  // What the pointers held when the record was written means nothing.
  data.fill(0xab, 0x38, zone);
  data.writeInt32LE(input.biasMinutes ?? 0, zone);
  data.write('@tzres.dll,-322', zone + 4, 'utf16le');
  data.writeBigUInt64LE(filetime(input.startTime) - 864_000_000_000n, boot);
  data.writeBigUInt64LE(BigInt(input.frequency ?? 10_000_000), boot + 8);
  data.writeBigUInt64LE(filetime(input.startTime), boot + 0x10);
  data.writeUInt32LE({ 'performance-counter': 1, 'system-time': 2, 'cpu-cycles': 3 }[input.clock ?? 'performance-counter'], boot + 0x18);
  data.writeUInt32LE(input.buffersLost ?? 0, boot + 0x1c);
  const name = input.sessionName ?? (isMerged(input) ? 'Relogger' : 'contoso-vpn');
  return Buffer.concat([data, Buffer.from(`${name}\0${input.fileName ?? '[multiple files]'}\0`, 'utf16le')]);
}
