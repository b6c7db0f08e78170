/** What BinXml compiles to: elements with literal text and numbered slots, free of offsets into a chunk. */

export const TEXT = 0;
export const SLOT = 1;
export const ELEMENT = 2;
export const INSTRUCTION = 3;

export type Part =
  | { readonly kind: typeof TEXT; readonly text: string }
  /** A value of the instance; `optional` ones take their attribute or element with them when they are empty. */
  | { readonly kind: typeof SLOT; readonly slot: number; readonly optional: boolean }
  | { readonly kind: typeof ELEMENT; readonly element: Element }
  | { readonly kind: typeof INSTRUCTION; readonly target: string; readonly data: string };

/** A run of parts, with the two common shapes worked out once. */
export interface Content {
  readonly parts: readonly Part[];
  /** The whole text when there is nothing but text, else null. */
  readonly literal: string | null;
  /** The slot number when there is exactly one slot and nothing else, else -1. */
  readonly slot: number;
  readonly hasElements: boolean;
}

export interface Attribute {
  readonly name: string;
  readonly content: Content;
}

export interface Element {
  /** Name as stored, prefix included. */
  readonly name: string;
  /** Name without its prefix. */
  readonly local: string;
  readonly attributes: readonly Attribute[];
  readonly content: Content;
}

export function contentOf(parts: readonly Part[]): Content {
  const first = parts[0];
  const isSingle = parts.length === 1;
  return {
    parts,
    literal: first === undefined ? '' : isSingle && first.kind === TEXT ? first.text : null,
    slot: isSingle && first?.kind === SLOT ? first.slot : -1,
    hasElements: hasElements(parts),
  };
}

function hasElements(parts: readonly Part[]): boolean {
  for (const part of parts) if (part.kind === ELEMENT) return true;
  return false;
}

export function elementOf(name: string, attributes: readonly Attribute[], parts: readonly Part[]): Element {
  return { name, local: name.slice(name.lastIndexOf(':') + 1), attributes, content: contentOf(parts) };
}

export function attribute(element: Element, name: string): Attribute | undefined {
  for (const candidate of element.attributes) if (candidate.name === name) return candidate;
  return undefined;
}
