/**
 * A small tree of a small XML text, strict: whether the text is well-formed is itself evidence (a profile with a bare `&` is refused by
 * Windows). Entities beyond XML's own five are faults, a document type is refused, size, depth and number of elements are capped.
 */
import { SaxesParser } from 'saxes';

export interface XmlNode {
  /** Name without its prefix: profiles differ in the prefixes they choose. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlNode[];
  /** Text and CDATA of the element itself, trimmed. */
  text: string;
}

export interface XmlTree {
  /** Null when not even the root was opened. */
  readonly root: XmlNode | null;
  /** First fault with its line; absent for well-formed text. */
  readonly fault?: string;
}

/** A profile with all its rules has some tens of kilobytes. */
export const MAX_XML = 1 << 20;
const MAX_DEPTH = 48;
const MAX_NODES = 20_000;

export function readXmlTree(text: string): XmlTree {
  const parser = new SaxesParser({ position: true });
  const stack: XmlNode[] = [];
  let root: XmlNode | null = null;
  let fault: string | undefined;
  let nodes = 0;
  // The first fault ends the reading: what follows is not the profile Windows would see.
  const refuse = (why: string): never => {
    throw new Fault(`line ${parser.line}: ${why}`);
  };
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '').slice(0, 120)));
  parser.on('doctype', () => refuse('a document type'));
  parser.on('opentag', (tag) => {
    if (stack.length >= MAX_DEPTH || ++nodes > MAX_NODES) refuse('too many or too deep elements');
    const node: XmlNode = { name: bare(tag.name), attributes: new Map(Object.entries(tag.attributes).map(([name, value]) => [bare(name), String(value)])), children: [], text: '' };
    const parent = stack.at(-1);
    if (parent) parent.children.push(node);
    else root ??= node;
    stack.push(node);
  });
  const addText = (part: string): void => {
    const node = stack.at(-1);
    if (node) node.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const node = stack.pop();
    if (node) node.text = node.text.trim();
  });
  try {
    parser.write(text.slice(0, MAX_XML)).close();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error.message;
  }
  if (text.length > MAX_XML) fault ??= 'the text is too long';
  return { root, ...(fault === undefined ? {} : { fault }) };
}

class Fault extends Error {}

function bare(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/** First element at a path of names below `node`, whatever their case. */
export function find(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let at = node;
  for (const name of path) at = at?.children.find((child) => child.name.toLowerCase() === name.toLowerCase());
  return at;
}

/** All children of that name. */
export function all(node: XmlNode | undefined, name: string): XmlNode[] {
  return (node?.children ?? []).filter((child) => child.name.toLowerCase() === name.toLowerCase());
}

/** The nearest element of that name, the node itself or below, in document order; `within` stops the search at other elements. */
export function search(node: XmlNode | undefined, name: string, within: (node: XmlNode) => boolean = () => true): XmlNode | undefined {
  if (node === undefined) return undefined;
  if (node.name.toLowerCase() === name.toLowerCase()) return node;
  for (const child of node.children) {
    const found = within(child) ? search(child, name, within) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** `true` and `1`, `false` and `0`, whatever the case; undefined for anything else. */
export function flag(node: XmlNode | undefined): boolean | undefined {
  const text = node?.text.toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}
