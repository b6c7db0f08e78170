/** Turns an event description into BinXml in one of the layouts found in real logs. */
import type { ChunkWriter } from './chunk.ts';
import type { Attribute, Content, Element, InstanceValue } from './binxml.ts';
import type { DataItem, Placed, UserDataInput } from './types.ts';
import type { EncodedValue, Scalar } from './values.ts';
import { defineTemplate, textContent, writeElement, writeFragmentHeader, writeInstance } from './binxml.ts';
import { dataItems } from './types.ts';
import { encodeValue, filetimeText, toFiletime, valueText, valueTypes } from './values.ts';

const eventNamespace = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** Collects values while a tree is built: each call stores a value and returns the slot that refers to it. */
interface Slots {
  readonly values: InstanceValue[];
  fixed(index: number, value: InstanceValue, type: number): Content;
  next(value: EncodedValue): Content & { readonly slot: number };
}

function newSlots(count: number): Slots {
  const values: InstanceValue[] = Array.from({ length: count }, () => ({ type: 0, bytes: Buffer.alloc(0) }));
  return {
    values,
    fixed(index, value, type) {
      values[index] = value;
      return { slot: index, type };
    },
    next(value) {
      values.push(value);
      return { slot: values.length - 1, type: value.type === 0 ? valueTypes.string : value.type };
    },
  };
}

const attribute = (name: string, content: Content | readonly Content[]): Attribute => ({ name, content: Array.isArray(content) ? content : [content as Content] });
const leaf = (name: string, content: Content, attributes: readonly Attribute[] = []): Element => ({
  name, children: [content], attributes, ...('slot' in content ? { dependsOn: content.slot } : {}),
});

function isClassic(event: Placed): boolean {
  return event.layout.startsWith('classic');
}

function keywordsOf(event: Placed): bigint {
  return BigInt(event.keywords ?? (isClassic(event) ? 0x80000000000000n : 0x8000000000000000n));
}

function qualifiersOf(event: Placed): number | null {
  return event.qualifiers ?? (isClassic(event) ? 0 : null);
}

/** The System element as real templates have it; slot numbers follow the log service's own template. */
function systemElement(event: Placed, slots: Slots): Element {
  const literals = event.literals ?? ['provider', 'channel', 'computer'];
  const put = (index: number, value: Scalar, type: keyof typeof valueTypes): Content => slots.fixed(index, encodeValue(value, type), valueTypes[type]);
  const constant = (what: 'provider' | 'channel' | 'computer', index: number, text: string): readonly Content[] =>
    literals.includes(what) ? textContent(text, what === 'provider') : [put(index, text, 'string')];
  const guid = event.providerGuid;
  const provider = [attribute('Name', constant('provider', 14, event.provider))];
  if (guid) provider.push(attribute('Guid', literals.includes('provider') ? textContent(guid) : put(15, guid, 'guid')));
  if (event.eventSourceName) provider.push(attribute('EventSourceName', textContent(event.eventSourceName, true)));
  return {
    name: 'System',
    children: [
      { name: 'Provider', attributes: provider },
      leaf('EventID', put(3, event.eventId, 'uint16'), [attribute('Qualifiers', put(4, qualifiersOf(event), 'uint16'))]),
      leaf('Version', put(11, event.version ?? 0, 'uint8')),
      leaf('Level', put(0, event.level ?? 4, 'uint8')),
      leaf('Task', put(2, event.task ?? 0, 'uint16')),
      leaf('Opcode', put(1, event.opcode ?? 0, 'uint8')),
      leaf('Keywords', put(5, keywordsOf(event), 'hex64')),
      { name: 'TimeCreated', attributes: [attribute('SystemTime', put(6, event.time, 'filetime'))] },
      leaf('EventRecordID', put(10, event.recordId, 'uint64')),
      {
        name: 'Correlation',
        attributes: [
          attribute('ActivityID', put(7, event.activityId ?? null, 'guid')),
          attribute('RelatedActivityID', put(18, event.relatedActivityId ?? null, 'guid')),
        ],
      },
      {
        name: 'Execution',
        attributes: [attribute('ProcessID', put(8, event.pid ?? 0, 'uint32')), attribute('ThreadID', put(9, event.tid ?? 0, 'uint32'))],
      },
      { name: 'Channel', children: constant('channel', 16, event.channel) },
      { name: 'Computer', children: constant('computer', 17, event.computer) },
      { name: 'Security', attributes: [attribute('UserID', put(12, event.userSid ?? null, 'sid'))] },
    ],
  };
}

/** How a data item gets its content: as text or as a numbered value. */
type Filler = (item: DataItem) => Content;

function dataElements(items: readonly DataItem[], fill: Filler): Element[] {
  return items.map((item) => leaf('Data', fill(item), item.name === undefined ? [] : [attribute('Name', textContent(item.name, true))]));
}

function eventDataElement(event: Placed, fill: Filler): Element {
  const children = dataElements(dataItems(event.data), fill);
  if (event.binary !== undefined) children.push(leaf('Binary', fill({ value: event.binary, type: 'binary' })));
  return { name: 'EventData', children, attributes: event.dataName ? [attribute('Name', textContent(event.dataName, true))] : [] };
}

/** Elements below `UserData`; `Element@attribute` makes an attribute, and neighbours of the same element share it until one repeats. */
function userDataElement(user: UserDataInput, fill: Filler): Element {
  const children: Element[] = [];
  for (const [i, item] of dataItems(user.data).entries()) {
    const [name, key] = (item.name ?? `Param${i + 1}`).split('@') as [string, string?];
    if (key === undefined) {
      children.push(leaf(name, fill(item)));
      continue;
    }
    const before = children.at(-1);
    const isMore = before?.name === name && before.attributes?.every((one) => one.name !== key) === true;
    const made = attribute(key, [fill(item)]);
    if (isMore) children.splice(-1, 1, { ...before, attributes: [...(before.attributes ?? []), made] });
    else children.push({ name, attributes: [made], children: [] });
  }
  const attributes = user.xmlns ? [attribute('xmlns', textContent(user.xmlns, true))] : [];
  return { name: 'UserData', children: [{ name: user.element, attributes, children }] };
}

/** EventData of ReportEvent: one string array and the binary; slot 1 is a number no element refers to, as in real logs. */
function classicArray(event: Placed, slots: Slots): Element {
  const strings = dataItems(event.data).map((item) => valueText(item.value, item.type));
  slots.next(strings.length > 0 ? encodeValue(strings, 'string[]') : encodeValue(null));
  slots.next(encodeValue((event.binary?.length ?? 0) / 2, 'uint32'));
  slots.next(event.binary ? encodeValue(event.binary, 'binary') : encodeValue(null));
  return {
    name: 'EventData',
    children: [leaf('Data', { slot: 0, type: 0x81 }), leaf('Binary', { slot: 2, type: valueTypes.binary })],
  };
}

function payloadElement(event: Placed, slots: Slots): Element | null {
  const fill: Filler = (item) => slots.next(encodeValue(item.value, item.type, item.size));
  if (event.userData) return userDataElement(event.userData, fill);
  if (event.data === null) return null;
  return event.layout === 'classic' ? classicArray(event, slots) : eventDataElement(event, fill);
}

/** As text, an array is what its repeated element would show: one item each. */
function repeated(items: readonly DataItem[]): DataItem[] {
  return items.flatMap((item) => (Array.isArray(item.value) ? item.value.map((value: Scalar) => ({ ...item, value })) : [item]));
}

const asText: Filler = (item) => ({ text: item.type === 'binary' ? String(item.value).toUpperCase() : valueText(item.value, item.type) });

function plainPayload(event: Placed): Element | null {
  if (event.userData) return userDataElement({ ...event.userData, data: repeated(dataItems(event.userData.data)) }, asText);
  return event.data === null ? null : eventDataElement({ ...event, data: repeated(dataItems(event.data)) }, asText);
}

function renderingElement(event: Placed): Element[] {
  const { rendering } = event;
  if (!rendering) return [];
  const children: Element[] = [{ name: 'Message', children: textContent(rendering.message) }];
  if (rendering.level) children.push({ name: 'Level', children: textContent(rendering.level) });
  return [{ name: 'RenderingInfo', attributes: [attribute('Culture', textContent(rendering.culture, true))], children }];
}

function eventElement(children: readonly (Element | Content)[], dependsOn?: number): Element {
  return { name: 'Event', attributes: [attribute('xmlns', textContent(eventNamespace))], children, ...(dependsOn === undefined ? {} : { dependsOn }) };
}

/** Elements written directly, every value as text. */
function writeTextEvent(chunk: ChunkWriter, event: Placed): void {
  const slots = newSlots(20);
  const system = systemElement({ ...event, literals: ['provider', 'channel', 'computer'] }, slots);
  const texts: Record<number, string | null> = {
    0: String(event.level ?? 4), 1: String(event.opcode ?? 0), 2: String(event.task ?? 0), 3: String(event.eventId),
    4: qualifiersOf(event) === null ? null : String(qualifiersOf(event)), 5: `0x${keywordsOf(event).toString(16)}`,
    6: filetimeText(toFiletime(event.time)), 7: event.activityId ?? null, 8: String(event.pid ?? 0), 9: String(event.tid ?? 0),
    10: String(event.recordId), 11: String(event.version ?? 0), 12: event.userSid ?? null, 18: event.relatedActivityId ?? null,
  };
  const payload = plainPayload(event);
  writeElement(chunk, resolve(eventElement([system, ...(payload ? [payload] : []), ...renderingElement(event)]), texts), false);
}

/** Replaces slots by text; attributes without a value go. */
function resolve(element: Element, texts: Readonly<Record<number, string | null>>): Element {
  const replace = (content: readonly Content[]): Content[] =>
    content.flatMap((one) => ('slot' in one ? textContent(texts[one.slot] ?? '') : 'text' in one ? textContent(one.text) : [one]));
  const attributes = (element.attributes ?? []).map((one) => ({ name: one.name, content: replace(one.content) })).filter((one) => one.content.length > 0);
  const children = (element.children ?? []).flatMap((child): (Element | Content)[] => ('name' in child ? [resolve(child, texts)] : replace([child])));
  return { name: element.name, attributes, children };
}

function nestedWriter(event: Placed): ((chunk: ChunkWriter) => void) | null {
  const slots = newSlots(0);
  const payload = event.layout === 'nested-plain' ? plainPayload(event) : payloadElement(event, slots);
  if (!payload) return null;
  return (chunk) => {
    if (event.nestedHeader !== false) writeFragmentHeader(chunk);
    if (event.layout === 'nested-plain') writeElement(chunk, resolve(payload, {}), false);
    else writeInstance(chunk, defineTemplate(payload), slots.values);
    chunk.u8(0x00);
  };
}

/** Writes the BinXml of one record at the chunk's position, end token included. */
export function writeEvent(chunk: ChunkWriter, event: Placed): void {
  writeFragmentHeader(chunk);
  if (event.layout === 'text') {
    writeTextEvent(chunk, event);
  } else {
    const slots = newSlots(20);
    const system = systemElement(event, slots);
    if (event.layout === 'flat') {
      const payload = payloadElement(event, slots);
      writeInstance(chunk, defineTemplate(eventElement([system, ...(payload ? [payload] : []), ...renderingElement(event)])), slots.values);
    } else {
      const nested = nestedWriter(event);
      const children = nested ? [system, slots.fixed(19, { nested }, valueTypes.binxml)] : [system];
      writeInstance(chunk, defineTemplate(eventElement([...children, ...renderingElement(event)], nested ? 19 : undefined)), slots.values);
    }
  }
  chunk.u8(0x00);
}

