/**
 * The message as Windows rendered it, where the bundle holds it: `RenderingInfo` inside a forwarded or exported event, or the row
 * of the collector's text export of the same log. The `.MTA` files beside the logs hold the texts too, but nobody documents their
 * container, so they are not read.
 */
import { XMLParser } from 'fast-xml-parser';
import { hostOfPath } from '../bundle/names.ts';
import { recognise } from '../bundle/recognise.ts';
import type { EventView } from '../model/source.ts';
import type { Rendering } from '../model/shown.ts';
import type { Micros } from '../model/time.ts';
import { decodeText } from '../formats/text/decode.ts';
import { commonOrder, readDate, toMicros } from '../formats/text/dates.ts';
import { providerKey } from '../knowledge/providers.ts';
import { readCsv } from '../sources/csv-rows.ts';
import { channelKey, channelOfFile } from '../sources/event-csv/channels.ts';
import { csvEvents } from '../sources/event-csv/columns.ts';
import { hostName } from './names.ts';
import { bundleContext } from './show-context.ts';
import { refBeside, type Place } from './show-place.ts';

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true, processEntities: true, htmlEntities: false, removeNSPrefix: true });

/** The message in an event's own `RenderingInfo`; null without one. */
export function ownRendering(xml: string): Rendering | null {
  const start = xml.indexOf('<RenderingInfo');
  const end = xml.indexOf('</RenderingInfo>', start);
  if (start < 0 || end < 0) return null;
  try {
    const parsed: unknown = parser.parse(xml.slice(start, end + 16));
    const message = childOf(childOf(parsed, 'RenderingInfo'), 'Message');
    return typeof message === 'string' && message !== '' ? { text: message, from: 'RenderingInfo' } : null;
  } catch {
    return null;
  }
}

function childOf(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && name in node ? (node as Readonly<Record<string, unknown>>)[name] : undefined;
}

const MINUTE = 60_000_000;
/** Clocks are at most 14 hours off UTC, in quarters of an hour. */
const QUARTER = 15 * MINUTE;
const FARTHEST = 14 * 60 * MINUTE;
/** A text export larger than this is not searched. */
const MOST_TEXT = 256 << 20;

/** Rows of the log's text exports with this event's id, provider and time to the second. One message at most: two that differ are no answer. */
export async function exportedRenderings(place: Place, event: EventView): Promise<Rendering[]> {
  const { bundle } = place;
  const host = hostName(event.computer);
  const wanted = channelKey(event.channel);
  const found: Rendering[] = [];
  for (const entry of bundle.entries) {
    if (!/\.csv$/i.test(entry.path) || entry.refused !== undefined || entry.container !== undefined || entry.size > MOST_TEXT) continue;
    if (channelOfFile(entry.path).key !== wanted || ![null, host].includes(hostOfPath(entry.path))) continue;
    if ((await recognise(entry.path, () => entry.head())) !== 'csv-events') continue;
    const context = await bundleContext(bundle);
    const { text } = decodeText(await entry.bytes(), { ...context, single: 'ansi' });
    const rows = (csvEvents(readCsv(text).rows) ?? []).map((row) => ({ row, date: readDate(row.time) }));
    const order = commonOrder(rows.flatMap(({ date }) => (date === null ? [] : [date])), context.culture);
    const fitting = rows.flatMap(({ row, date }) => {
      const local = date === null ? null : toMicros(date, order);
      const isSame = row.eventId === event.eventId && providerKey(row.provider) === providerKey(event.provider) && row.message.trim() !== '';
      return isSame && local !== null && isSameSecond(local, event.time, context.utcOffsetMinutes) ? [row] : [];
    });
    const narrowed = narrow(fitting, event);
    const texts = new Set(narrowed.map((row) => row.message.trim()));
    const [row] = narrowed;
    if (row !== undefined && texts.size === 1) found.push({ text: row.message.trim(), from: refBeside(place, entry.path, { kind: 'line', line: row.line }) });
  }
  return found;
}

/** Of several events in one second, the one that names this event's CoId. */
function narrow<T extends { readonly message: string }>(rows: readonly T[], event: EventView): readonly T[] {
  if (rows.length < 2) return rows;
  const coId = event.data.map((field) => field.value).find((value) => /^\{[0-9a-f-]{36}\}$/i.test(value));
  return coId === undefined ? rows : rows.filter((row) => row.message.toLowerCase().includes(coId.toLowerCase()));
}

/** Printed times are local, cut to seconds; an hour more or less is the daylight saving of another season. */
function isSameSecond(local: Micros, time: Micros, offsetMinutes: number | undefined): boolean {
  const apart = local - Math.floor(time / 1_000_000) * 1_000_000;
  if (offsetMinutes !== undefined) return [0, 60, -60].some((shift) => apart === (offsetMinutes + shift) * MINUTE);
  return apart % QUARTER === 0 && Math.abs(apart) <= FARTHEST;
}
