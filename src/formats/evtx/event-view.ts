/** The full decode: an event's own fields, in the order of the document. */
import type { EventField, EventView } from '../../model/source.ts';
import type { EvtxRecord } from './record.ts';
import type { Fragment, Scope } from './scope.ts';
import { attribute, type Element } from './structure.ts';
import { arraySlot, contentText, forEachChild, slotTexts } from './text.ts';

interface Collected {
  readonly data: EventField[];
  binary: string;
}

/** Decodes the record. Throws ParseError. */
export function viewEvent(record: EvtxRecord): EventView {
  const { scope, activityId } = record;
  const into: Collected = { data: [], binary: '' };
  const { root } = record;
  forEachChild(scope, root, root.root.content, 0, (fragment, section, depth) => collectSection(scope, fragment, section, depth, into));
  const view: EventView & { activityId?: string } = {
    provider: record.provider,
    channel: record.channel,
    computer: record.computer,
    eventId: record.eventId,
    qualifiers: record.qualifiers,
    version: record.version,
    level: record.level,
    keywords: record.keywords,
    time: record.time ?? record.writtenAt ?? 0,
    recordId: record.recordId,
    data: into.data,
    binary: into.binary,
  };
  if (activityId !== '') view.activityId = activityId;
  return view;
}

function collectSection(scope: Scope, fragment: Fragment, section: Element, depth: number, into: Collected): void {
  switch (section.local) {
    case 'System':
    case 'RenderingInfo':
      return;
    case 'BinaryEventData':
      into.binary = contentText(scope, fragment, section.content).trim().toUpperCase();
      return;
    case 'EventData':
      forEachChild(scope, fragment, section.content, depth, (inner, child, at) => collectData(scope, inner, child, at, into));
      return;
    default:
      // UserData, ProcessingErrorData, DebugData and whatever a provider invents: its leaves are its fields.
      forEachChild(scope, fragment, section.content, depth, (inner, child, at) => collectLeaves(scope, inner, child, at, into));
  }
}

function collectData(scope: Scope, fragment: Fragment, element: Element, depth: number, into: Collected): void {
  if (element.local === 'Binary') {
    into.binary = contentText(scope, fragment, element.content).trim().toUpperCase();
    return;
  }
  const content = attribute(element, 'Name')?.content;
  const name = content && (content.literal ?? contentText(scope, fragment, content));
  if (element.content.hasElements) collectLeaves(scope, fragment, element, depth, into);
  else collectField(scope, fragment, element, depth, into, name || (element.local === 'Data' ? undefined : element.local));
}

function collectLeaves(scope: Scope, fragment: Fragment, element: Element, depth: number, into: Collected): void {
  if (element.content.hasElements) {
    forEachChild(scope, fragment, element.content, depth, (inner, child, at) => collectLeaves(scope, inner, child, at, into));
  } else collectField(scope, fragment, element, depth, into, element.local);
}

/** One field, or one per item of an array; an element that holds a nested fragment gives that fragment's leaves. */
function collectField(scope: Scope, fragment: Fragment, element: Element, depth: number, into: Collected, name: string | undefined): void {
  const { content } = element;
  const array = arraySlot(fragment, content);
  if (array >= 0) {
    for (const value of slotTexts(scope, fragment, array)) into.data.push(field(name, value));
    return;
  }
  const before = into.data.length;
  if (content.literal === null) {
    forEachChild(scope, fragment, content, depth, (inner, child, at) => collectLeaves(scope, inner, child, at, into));
  }
  if (into.data.length === before) into.data.push(field(name, contentText(scope, fragment, content)));
}

function field(name: string | undefined, value: string): EventField {
  return name === undefined ? { value } : { name, value };
}
