/** A decoded event in the form event log sources read, so that a trace and a log of the same provider give the same records. */
import type { EventView } from '../../../model/source.ts';
import type { EtlEvent } from '../event.ts';
import type { DecodedEvent } from './decode-event.ts';

/**
 * The event as an event log would hold it; null when it is no decoded manifest event, or has no time or no provider name.
 * `channel` is the log channel the layout names ('' without one), `recordId` the number of the record in the trace;
 * a trace names no computer. Values are those of the log; what maps and output types show is left out, because it is localised.
 */
export function toEventFields(event: EtlEvent, decoded: DecodedEvent): EventView | null {
  if (event.kind !== 'event' || decoded.by === 'undecoded' || decoded.by === 'tracelogging' || event.time === null || decoded.providerName === '') return null;
  return {
    provider: decoded.providerName,
    channel: decoded.channel,
    computer: '',
    eventId: event.id,
    qualifiers: 0,
    version: event.version,
    level: event.level,
    keywords: `0x${event.keyword.toString(16)}`,
    time: event.time,
    recordId: event.number,
    data: decoded.fields.map(({ name, value }) => ({ name, value })),
    binary: '',
    ...(event.activityId === '' ? {} : { activityId: event.activityId }),
  };
}
