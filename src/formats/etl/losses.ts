/** What a trace misses, in plain words: whoever concludes from what is not in it must know. */
import type { EtlSummary } from './summary.ts';

/** Why events may be missing from the span the trace covers; empty when nothing says so. A wrapped file misses only what lies before that span. */
export function lossesOf(trace: EtlSummary): string[] {
  const told = (holds: boolean, text: string) => (holds ? [text] : []);
  const { eventsLost, buffersLost, lossyBuffers, damagedBuffers, damagedRecords, absentBuffers } = trace;
  const isCounted = eventsLost > 0 || buffersLost > 0;
  return [
    ...told(isCounted, `the trace lost ${eventsLost} event(s) and ${buffersLost} buffer(s)`),
    ...told(!isCounted && lossyBuffers > 0, `${lossyBuffers} buffer(s) say that events around them were lost`),
    ...told(damagedBuffers > 0, `${damagedBuffers} buffer(s) of the trace are damaged`),
    ...told(damagedRecords > 0, `${damagedRecords} record(s) of the trace are damaged`),
    ...told(trace.truncated, 'the trace is cut off'),
    ...told(!trace.truncated && absentBuffers > 0, `${absentBuffers} of ${absentBuffers + trace.buffers} buffers the session wrote are not in the file`),
    ...told(trace.open, 'the session was not stopped before the file was copied: its last events are missing'),
  ];
}
