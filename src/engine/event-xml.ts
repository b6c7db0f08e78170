/**
 * Events exported or copied as XML (Event Viewer, `wevtutil qe /f:xml`): each `<Event>` is read on its own, so that a broken one
 * costs only itself. Schema: http://schemas.microsoft.com/win/2004/08/events/event.
 */
import { XMLParser } from 'fast-xml-parser';
import { isoToMicros } from '../formats/evtx/time-text.ts';
import { decodeText } from '../formats/text/decode.ts';
import type { EventField, EventView, ReadResult } from '../model/source.ts';

const MOST_EVENTS = 200_000;
const LONGEST_EVENT = 1 << 20;

/** A node of the parser's ordered output: one element name with its children, and `:@` with its attributes. */
type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false, processEntities: true, htmlEntities: false, removeNSPrefix: true });

/** Calls `visit` for every readable event with the 1-based line it starts at and its XML. */
export function readEventXml(bytes: Uint8Array, visit: (event: EventView, line: number, xml: string) => void): ReadResult {
  const { text } = decodeText(bytes);
  let at = 0;
  let line = 1;
  let counted = 0;
  let read = 0;
  let broken = 0;
  for (let start = nextEvent(text, at); start >= 0 && counted < MOST_EVENTS; start = nextEvent(text, at)) {
    counted++;
    line += lineBreaks(text, at, start);
    const end = text.indexOf('</Event>', start);
    const stop = end < 0 ? text.length : end + 8;
    const event = end < 0 || stop - start > LONGEST_EVENT ? null : eventOf(text.slice(start, stop));
    if (event === null) broken++;
    else {
      read++;
      visit(event, line, text.slice(start, stop));
    }
    line += lineBreaks(text, start, stop);
    at = stop;
  }
  if (read === 0) return { outcome: 'failed', reason: counted === 0 ? 'holds no <Event>' : 'none of its events can be read' };
  return broken > 0 ? { outcome: 'partial', reason: `${broken} event(s) could not be read` } : { outcome: 'read' };
}

/** `<Event>` or `<Event …>`, not `<EventData>` or `<Events>`. */
function nextEvent(text: string, from: number): number {
  for (let at = text.indexOf('<Event', from); at >= 0; at = text.indexOf('<Event', at + 6)) {
    if (/[\s>]/.test(text[at + 6] ?? '')) return at;
  }
  return -1;
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function eventOf(xml: string): EventView | null {
  let root: readonly Node[];
  try {
    root = childrenOf(parser.parse(xml) as readonly Node[], 'Event');
  } catch {
    return null;
  }
  const system = childrenOf(root, 'System');
  const time = isoToMicros(attribute(system, 'TimeCreated', 'SystemTime'));
  const provider = attribute(system, 'Provider', 'Name') || attribute(system, 'Provider', 'EventSourceName');
  if (provider === '' || time === null) return null;
  const [data, binary] = dataOf(root);
  const activityId = attribute(system, 'Correlation', 'ActivityID');
  return {
    provider,
    channel: textOf(childrenOf(system, 'Channel')),
    computer: textOf(childrenOf(system, 'Computer')),
    eventId: numberOf(textOf(childrenOf(system, 'EventID'))),
    qualifiers: numberOf(attribute(system, 'EventID', 'Qualifiers')),
    version: numberOf(textOf(childrenOf(system, 'Version'))),
    level: numberOf(textOf(childrenOf(system, 'Level'))),
    keywords: textOf(childrenOf(system, 'Keywords')) || '0x0',
    time,
    recordId: numberOf(textOf(childrenOf(system, 'EventRecordID'))),
    ...(activityId === '' ? {} : { activityId }),
    data,
    binary,
  };
}

function dataOf(root: readonly Node[]): [EventField[], string] {
  const data: EventField[] = [];
  let binary = '';
  for (const node of childrenOf(root, 'EventData')) {
    const name = nameOf(node);
    if (name === 'Binary') binary = textOf(children(node)).replace(/\s+/g, '').toUpperCase();
    else if (name === 'Data' || name === 'ComplexData') data.push(field(attributesOf(node)['Name'], textOf(children(node))));
  }
  for (const node of childrenOf(root, 'UserData')) leaves(node, data, 0);
  return [data, binary];
}

/** Leaf elements by local name, attributes as `Element@attribute`: the same fields the event log reader gives. */
function leaves(node: Node, data: EventField[], depth: number): void {
  const name = nameOf(node);
  if (name === null || depth > 32) return;
  for (const [key, value] of Object.entries(attributesOf(node))) if (!key.startsWith('xmlns')) data.push(field(`${name}@${key}`, value));
  const inner = children(node).filter((child) => nameOf(child) !== null);
  if (inner.length === 0) data.push(field(name, textOf(children(node))));
  else for (const child of inner) leaves(child, data, depth + 1);
}

function field(name: string | undefined, value: string): EventField {
  return name === undefined || name === '' ? { value } : { name, value };
}

function nameOf(node: Node): string | null {
  return Object.keys(node).find((key) => key !== ':@' && key !== '#text' && !key.startsWith('?')) ?? null;
}

function children(node: Node): readonly Node[] {
  const name = nameOf(node);
  const inner = name === null ? undefined : node[name];
  return Array.isArray(inner) ? (inner as readonly Node[]) : [];
}

function childrenOf(nodes: readonly Node[], name: string): readonly Node[] {
  const node = nodes.find((candidate) => nameOf(candidate) === name);
  return node === undefined ? [] : children(node);
}

function attributesOf(node: Node): Readonly<Record<string, string>> {
  const attributes = node[':@'];
  return typeof attributes === 'object' && attributes !== null ? (attributes as Readonly<Record<string, string>>) : {};
}

function attribute(nodes: readonly Node[], element: string, name: string): string {
  const node = nodes.find((candidate) => nameOf(candidate) === element);
  return node === undefined ? '' : (attributesOf(node)[name] ?? '');
}

function textOf(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node['#text'] === 'string' || typeof node['#text'] === 'number' ? String(node['#text']) : '')).join('').trim();
}

function numberOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
