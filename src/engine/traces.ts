/** Reads one trace: packets become conversations, events go the way of those of an event log; the rest is counted. */
import { lossesOf, readEtl, type EtlSummary } from '../formats/etl/index.ts';
import type { DecodeResult } from '../formats/etl/decode/index.ts';
import type { ArtifactInfo, Emit, ReadResult, SourceContext } from '../model/source.ts';
import type { FrameSummary } from '../sources/capture/frames.ts';
import { CaptureSession, openTraceEvents } from '../sources/index.ts';
import { emitEvent } from './events.ts';

export interface TraceInput {
  readonly artifact: ArtifactInfo;
  readonly context: SourceContext;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Reads a trace of any size in bounded memory. Throws ParseError for what is none. */
export async function readTrace({ artifact, context, pieces }: TraceInput, emit: Emit): Promise<ReadResult> {
  const capture = new CaptureSession(artifact, emit, context);
  const events = openTraceEvents({ artifact, context, emit, onEvent: (view, ref) => emitEvent(view, ref, artifact.host, emit) });
  const trace = await readEtl(
    pieces,
    (event) => {
      capture.event(event);
      events.push(event);
    },
    { artifact: artifact.path },
  );
  const decoded = events.finish();
  const packets = capture.finish(trace);
  const losses = lossesOf(trace);
  return {
    outcome: losses.length > 0 ? 'partial' : 'read',
    reason: [contents(trace, decoded, packets?.frames ?? null), ...losses, ...(trace.wrapped ? ['a circular file that ran full: what came before its first event was overwritten'] : []), ...trace.notes, ...(packets?.notes ?? []), ...decoded.notes].join('; '),
    ...(trace.firstTime === null ? {} : { span: { from: trace.firstTime, ...(trace.lastTime === null ? {} : { to: trace.lastTime }) } }),
  };
}

/** `467 record(s), 114 packet event(s) are 38 frame(s), 12 WPP message(s), whose text is not public, undecoded, 404 of 443 event(s) decoded`. */
function contents(trace: EtlSummary, decoded: DecodeResult, frames: FrameSummary | null): string {
  const sum = (of: (share: DecodeResult['shares'][number]) => number) => decoded.shares.reduce((total, share) => total + of(share), 0);
  const messages = sum((share) => share.messages);
  // Kernel records, the log header among them, have no provider and no layout anybody would want.
  const events = sum((share) => (share.provider === '' ? 0 : share.total - share.messages));
  const undecoded = sum((share) => (share.provider === '' ? 0 : share.undecoded - share.messages));
  return [
    `${trace.records} record(s)`,
    ...(frames === null ? [] : [`${frames.events} packet event(s) are ${frames.frames} frame(s)`]),
    ...(messages > 0 ? [`${messages} WPP message(s), whose text is not public, undecoded`] : []),
    ...(events > 0 ? [`${events - undecoded} of ${events} event(s) decoded`] : []),
  ].join(', ');
}
