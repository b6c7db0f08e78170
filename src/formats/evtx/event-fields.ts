/** What an event says of its own, in the order of the document: EventData, UserData and their kin. */
import type { EventField } from '../../model/source.ts';
import type { Fragment, Scope } from './binxml/scope.ts';
import { attribute, type Element } from './binxml/structure.ts';
import { arraySlot, contentText, forEachChild, isDropped, slotTexts } from './binxml/text.ts';

export interface EventFields {
  readonly data: EventField[];
  /** `Binary` or `BinaryEventData` as upper-case hex, '' without any. */
  binary: string;
}

/** Fields of the event whose root fragment is given. Throws ParseError. */
export function collectFields(scope: Scope, root: Fragment): EventFields {
  const into: EventFields = { data: [], binary: '' };
  forEachChild(scope, root, root.root.content, 0, (fragment, section, depth) => collectSection(scope, fragment, section, depth, into));
  return into;
}

function collectSection(scope: Scope, fragment: Fragment, section: Element, depth: number, into: EventFields): void {
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

function collectData(scope: Scope, fragment: Fragment, element: Element, depth: number, into: EventFields): void {
  if (element.local === 'Binary') {
    into.binary = contentText(scope, fragment, element.content).trim().toUpperCase();
    return;
  }
  const content = attribute(element, 'Name')?.content;
  const name = content && (content.literal ?? contentText(scope, fragment, content));
  if (element.content.hasElements) collectLeaves(scope, fragment, element, depth, into);
  else collectField(scope, fragment, element, depth, into, name || (element.local === 'Data' ? undefined : element.local));
}

/** Leaves by local name; attributes, where some providers (CAPI2) keep all they have to say, as `Element@attribute`. */
function collectLeaves(scope: Scope, fragment: Fragment, element: Element, depth: number, into: EventFields): void {
  if (!element.content.hasElements) collectField(scope, fragment, element, depth, into, element.local);
  for (const { name, content } of element.attributes) {
    if (name === 'xmlns' || name.startsWith('xmlns:') || isDropped(fragment, content)) continue;
    into.data.push({ name: `${element.local}@${name}`, value: contentText(scope, fragment, content) });
  }
  if (!element.content.hasElements) return;
  forEachChild(scope, fragment, element.content, depth, (inner, child, at) => collectLeaves(scope, inner, child, at, into));
}

/** One field, or one per item of an array; an element that holds a nested fragment gives that fragment's leaves. */
function collectField(scope: Scope, fragment: Fragment, element: Element, depth: number, into: EventFields, name: string | undefined): void {
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
