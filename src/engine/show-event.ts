/** A record of an event log in full: what it says, what we make of it, and what Windows made of it. */
import { eventXml, readEvtx, type EvtxRecord } from '../formats/evtx/index.ts';
import type { LogRecord } from '../model/records.ts';
import type { EventView } from '../model/source.ts';
import type { ShownEvent } from '../model/shown.ts';
import { recordText } from '../report/record-text.ts';
import { isoTime } from '../report/time-text.ts';
import { readEvent } from '../sources/events/index.ts';
import { readEventXml } from './event-xml.ts';
import { severityOf } from './events.ts';
import { hostName } from './names.ts';
import type { Place } from './show-place.ts';
import { exportedRenderings, ownRendering } from './show-rendering.ts';

/** Records asked for: with the offset there is one, without it several may share a number (a log put together from two). */
export interface AskedRecord {
  readonly recordId: number;
  readonly offset?: number;
}

const MOST_EVENTS = 20;

/** Ends the reading once the record was seen. */
class Seen extends Error {}

/** The records of this number in a log. Throws ParseError for what is no event log. */
export async function showRecord(place: Place, asked: AskedRecord): Promise<ShownEvent[]> {
  const found: { event: EventView; xml: string; recovered: boolean }[] = [];
  const visit = (record: EvtxRecord): void => {
    if (record.recordId !== asked.recordId || (asked.offset !== undefined && record.offset !== asked.offset)) return;
    found.push({ event: record.decode(), xml: eventXml(record), recovered: record.recovered });
    if (asked.offset !== undefined || found.length >= MOST_EVENTS) throw new Seen();
  };
  try {
    await readEvtx(place.entry.pieces(), visit, { artifact: place.entry.path, checksums: false });
  } catch (error) {
    if (!(error instanceof Seen)) throw error;
  }
  const shown: ShownEvent[] = [];
  for (const { event, xml, recovered } of found) {
    const own = ownRendering(xml);
    const renderings = [...(own === null ? [] : [own]), ...(await exportedRenderings(place, event))];
    shown.push({ ...shownEvent(event), renderings, xml, recovered });
  }
  return shown;
}

/** The events that start on a line of an XML export. */
export async function showEventsOfText(place: Place, line: number): Promise<ShownEvent[]> {
  const bytes = await place.entry.bytes();
  const found: ShownEvent[] = [];
  readEventXml(bytes, (event, at, xml) => {
    if (at !== line || found.length >= MOST_EVENTS) return;
    const own = ownRendering(xml);
    found.push({ ...shownEvent(event), renderings: own === null ? [] : [own], xml });
  });
  return found;
}

function shownEvent(event: EventView): ShownEvent {
  const known = readEvent(event);
  const record: LogRecord | null = known && {
    name: known.name,
    fields: known.fields,
    time: event.time,
    host: hostName(event.computer),
    scope: { provider: event.provider, channel: event.channel },
    code: event.eventId,
    severity: severityOf(event.level, event.keywords),
    ref: { artifact: '', at: { kind: 'whole' } },
  };
  const { provider, eventId, version, level, keywords, channel, computer, recordId, activityId, binary } = event;
  return {
    kind: 'event',
    provider,
    eventId,
    version,
    level,
    keywords,
    channel,
    computer,
    time: isoTime(event.time),
    recordId,
    activityId: activityId ?? null,
    data: event.data.map(({ name, value }) => ({ name: name ?? null, value })),
    binary,
    message: record === null ? null : recordText(record),
    record: record?.name ?? null,
    renderings: [],
    xml: null,
    recovered: false,
  };
}
