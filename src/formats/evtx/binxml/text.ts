/** Text of content: literal runs and values of the instance, joined in order. */
import type { Fragment, Scope } from './scope.ts';
import { ELEMENT, SLOT, TEXT, type Content, type Element } from './structure.ts';
import { ARRAY, arrayTexts, FRAGMENT, NULL, valueText } from './value-text.ts';

/** Text of one value of the fragment; items of an array are joined with a space. */
export function slotText(scope: Scope, fragment: Fragment, slot: number): string {
  const { values } = fragment;
  const type = values.type(slot);
  if (type === NULL) return '';
  if (type & ARRAY) return slotTexts(scope, fragment, slot).join(' ');
  const text = valueText(values.bytes, type, values.start(slot), values.size(slot), scope.ansi);
  scope.spend(1 + text.length);
  return text;
}

/** Items of an array value of the fragment. */
export function slotTexts(scope: Scope, fragment: Fragment, slot: number): string[] {
  const { values } = fragment;
  const size = values.size(slot);
  const texts = arrayTexts(values.bytes, values.type(slot), values.start(slot), size, scope.ansi);
  scope.spend(1 + size + texts.length);
  return texts;
}

/** Whether an optional value in the content is NULL or has no bytes: it takes its element or attribute with it. */
export function isDropped(fragment: Fragment, content: Content): boolean {
  if (content.literal !== null) return false;
  const { values } = fragment;
  for (const part of content.parts) {
    if (part.kind === SLOT && part.optional && (values.type(part.slot) === NULL || values.size(part.slot) === 0)) return true;
  }
  return false;
}

/** Text of content as it stands, without what child elements and nested fragments hold. */
export function contentText(scope: Scope, fragment: Fragment, content: Content): string {
  if (content.literal !== null) return content.literal;
  if (content.slot >= 0) return slotText(scope, fragment, content.slot);
  let text = '';
  for (const part of content.parts) {
    if (part.kind === TEXT) text += part.text;
    else if (part.kind === SLOT) text += slotText(scope, fragment, part.slot);
  }
  scope.spend(content.parts.length + text.length);
  return text;
}

/** Slot of the array value in the content, -1 when there is none: its element is repeated once per item. */
export function arraySlot(fragment: Fragment, content: Content): number {
  if (content.literal !== null) return -1;
  for (const part of content.parts) {
    if (part.kind === SLOT && fragment.values.type(part.slot) & ARRAY) return part.slot;
  }
  return -1;
}

/** Calls `visit` for every element below the content, those of nested fragments included. */
export function forEachChild(
  scope: Scope,
  fragment: Fragment,
  content: Content,
  depth: number,
  visit: (fragment: Fragment, element: Element, depth: number) => void,
): void {
  if (content.literal !== null) return;
  for (const part of content.parts) {
    if (part.kind === ELEMENT) {
      scope.spend(1);
      visit(fragment, part.element, depth);
    } else if (part.kind === SLOT && fragment.values.type(part.slot) === FRAGMENT && fragment.values.size(part.slot) > 0) {
      scope.spend(1);
      const start = fragment.values.start(part.slot);
      const nested = scope.open(start, start + fragment.values.size(part.slot), depth + 1);
      visit(nested, nested.root, depth + 1);
    }
  }
}
