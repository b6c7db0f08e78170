/** An event of a trace: its header, its fields where the layout is known, and its bytes. */
import { toHex } from '../bytes/hex.ts';
import { TraceDecoder } from '../formats/etl/decode/index.ts';
import { keepEvent, readEtl, type EtlEvent } from '../formats/etl/index.ts';
import type { ShownTraceEvent } from '../model/shown.ts';
import { isoTime } from '../report/time-text.ts';
import { builtInLayouts } from '../sources/trace-events/built-in.ts';
import type { Place } from './show-place.ts';

/** A packet is seldom longer. */
const MOST_BYTES = 2_048;

/** The event of this number (1-based, file order); none when the trace has fewer. Throws ParseError for what is no trace. */
export async function showTraceEvent({ entry }: Place, number: number, frame: number | undefined): Promise<ShownTraceEvent[]> {
  const found: { event?: EtlEvent; decoded?: ShownTraceEvent['decoded'] } = {};
  const decoder = new TraceDecoder({
    wants: (event) => event.number === number,
    builtIn: builtInLayouts,
    emit(event, decoded) {
      if (event.number === number) found.decoded = { name: decoded.name, provider: decoded.providerName, fields: decoded.fields.map(({ name, value }) => ({ name, value })) };
    },
  });
  // Layouts may stand behind the event: the trace is read to its end.
  await readEtl(
    entry.pieces(),
    (event) => {
      if (event.number === number) found.event = keepEvent(event);
      decoder.push(event);
    },
    { artifact: entry.path },
  );
  decoder.finish();
  const { event } = found;
  if (event === undefined) return [];
  return [{ kind: 'trace-event', number, frame: frame ?? null, header: headerOf(event), decoded: found.decoded ?? null, size: event.data.length, data: toHex(event.data.subarray(0, MOST_BYTES)) }];
}

function headerOf(event: EtlEvent): ShownTraceEvent['header'] {
  const { kind, time, provider, id, version, level, opcode, task, keyword, processId, threadId, processor, activityId } = event;
  return [
    ['time', time === null ? 'not known' : isoTime(time)],
    ['kind', kind],
    ...(provider === '' ? [] : [['provider', provider] as const]),
    ['event', `${id}, version ${version}, level ${level}, opcode ${opcode}, task ${task}, keywords 0x${keyword.toString(16)}`],
    ['process', `${processId}, thread ${threadId}, processor ${processor}`],
    ...(activityId === '' ? [] : [['activity', activityId] as const]),
  ];
}
