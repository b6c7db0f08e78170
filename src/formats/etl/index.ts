/** Event trace logs (ETL): streams a trace of any size in bounded memory and shows its records one by one, in the order of the file. */
import { BufferCutter } from './buffers/cutter.ts';
import type { EtlSummary } from './summary.ts';
import { TraceReader, type EtlOptions, type EtlVisitor } from './trace-reader.ts';

export type { EtlEvent, EtlExtendedItem, EtlHeaderKind } from './event.ts';
export type { EtlClockKind, EtlLogHeader } from './log-header.ts';
export { lossesOf } from './losses.ts';
export { keepEvent } from './record.ts';
export type { EtlProviderTotal, EtlSummary } from './summary.ts';
export type { EtlOptions, EtlVisitor } from './trace-reader.ts';

/**
 * Reads a trace piece by piece (any sizes). Order is that of the file, which is not that of time: buffers belong to processors.
 * Throws ParseError for what is no trace; an error of `visit` passes through.
 */
export async function readEtl(pieces: AsyncIterable<Uint8Array>, visit: EtlVisitor, options: EtlOptions): Promise<EtlSummary> {
  const reader = new TraceReader(visit, options);
  const cutter = new BufferCutter(reader);
  for await (const piece of pieces) cutter.push(piece);
  return reader.finish(cutter.finish());
}

/** Reads a trace that lies in memory. Throws as `readEtl`. */
export function readEtlBytes(bytes: Uint8Array, visit: EtlVisitor, options: EtlOptions): EtlSummary {
  const reader = new TraceReader(visit, options);
  const cutter = new BufferCutter(reader);
  cutter.push(bytes);
  return reader.finish(cutter.finish());
}
