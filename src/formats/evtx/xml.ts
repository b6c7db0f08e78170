/** An event as XML text, for showing it and for comparing with other readers. */
import { ParseError } from '../../model/error.ts';
import type { EvtxRecord } from './record.ts';
import type { Fragment, Scope } from './binxml/scope.ts';
import { ELEMENT, INSTRUCTION, TEXT, type Attribute, type Content, type Element } from './binxml/structure.ts';
import { arraySlot, contentText, isDropped, slotText, slotTexts } from './binxml/text.ts';
import { FRAGMENT } from './binxml/value-text.ts';

/** The whole event on one line; the values are written as Windows writes them. Throws ParseError, which the reader counts. */
export function eventXml(record: EvtxRecord): string {
  try {
    const { root } = record;
    return elementXml(record.scope, root, root.root, 0);
  } catch (error) {
    if (error instanceof ParseError) record.failure = error;
    throw error;
  }
}

/** An element, or one per item when its content is an array. */
function elementXml(scope: Scope, fragment: Fragment, element: Element, depth: number): string {
  scope.spend(1 + element.name.length);
  if (isDropped(fragment, element.content)) return '';
  let start = `<${element.name}`;
  for (const attribute of element.attributes) start += attributeXml(scope, fragment, attribute);
  const array = arraySlot(fragment, element.content);
  if (array < 0) return wrap(start, element.name, contentXml(scope, fragment, element.content, depth, ''));
  let text = '';
  for (const item of slotTexts(scope, fragment, array)) {
    scope.spend(start.length);
    text += wrap(start, element.name, contentXml(scope, fragment, element.content, depth, item));
  }
  return text;
}

function wrap(start: string, name: string, content: string): string {
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** ` name="value"`, or '' when an optional value is empty. */
function attributeXml(scope: Scope, fragment: Fragment, { name, content }: Attribute): string {
  if (isDropped(fragment, content)) return '';
  scope.spend(1 + name.length);
  return ` ${name}="${escapeXml(contentText(scope, fragment, content))}"`;
}

function contentXml(scope: Scope, fragment: Fragment, content: Content, depth: number, arrayItem: string): string {
  let text = '';
  for (const part of content.parts) {
    if (part.kind === TEXT) text += escapeXml(part.text);
    else if (part.kind === ELEMENT) text += elementXml(scope, fragment, part.element, depth);
    else if (part.kind === INSTRUCTION) text += `<?${part.target} ${part.data}?>`;
    else text += slotXml(scope, fragment, part.slot, depth, arrayItem);
  }
  return text;
}

function slotXml(scope: Scope, fragment: Fragment, slot: number, depth: number, arrayItem: string): string {
  const { values } = fragment;
  const type = values.type(slot);
  if (type & 0x80) return escapeXml(arrayItem);
  if (type !== FRAGMENT) return escapeXml(slotText(scope, fragment, slot));
  if (values.size(slot) === 0) return '';
  const start = values.start(slot);
  const nested = scope.open(start, start + values.size(slot), depth + 1);
  return elementXml(scope, nested, nested.root, depth + 1);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return /[&<>"]/.test(text) ? text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] as string) : text;
}
