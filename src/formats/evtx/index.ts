/** Windows event logs (EVTX): streams a log of any size in bounded memory and shows its records one by one. */
import { LogReader, type EvtxOptions, type EvtxVisitor } from './log-reader.ts';
import { SlotCutter } from './slots.ts';
import type { EvtxSummary } from './summary.ts';

export type { EvtxOptions, EvtxVisitor } from './log-reader.ts';
export type { EvtxRecord } from './record.ts';
export type { EvtxSummary } from './summary.ts';
export { eventXml } from './xml.ts';

/** Reads a log piece by piece (any sizes). Throws ParseError for what is no event log; an error of `visit` passes through. */
export async function readEvtx(pieces: AsyncIterable<Uint8Array>, visit: EvtxVisitor, options: EvtxOptions = {}): Promise<EvtxSummary> {
  const reader = new LogReader(visit, options);
  const cutter = new SlotCutter(reader);
  for await (const piece of pieces) cutter.push(piece);
  return reader.finish(cutter.finish());
}

/** Reads a log that lies in memory. Throws as `readEvtx`. */
export function readEvtxBytes(bytes: Uint8Array, visit: EvtxVisitor, options: EvtxOptions = {}): EvtxSummary {
  const reader = new LogReader(visit, options);
  const cutter = new SlotCutter(reader);
  cutter.push(bytes);
  return reader.finish(cutter.finish());
}
