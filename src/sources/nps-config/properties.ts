/**
 * Items of an NPS configuration: each has a name and properties. XML of `netsh nps export` (and `ias.xml`), read as a stream.
 * Shared secrets stand in it in plain text: properties that are not asked for are never kept.
 */
import { SaxesParser } from 'saxes';

export interface Item {
  /** Name of the folder of items: `NetworkPolicy`, `RadiusProfiles`, `Proxy_Policies`, `Clients`, … */
  readonly section: string;
  readonly name: string;
  /** 1-based line of its element. */
  readonly line: number;
  /** Values by property name, in file order; a property may repeat. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
}

interface Node {
  readonly tag: string;
  readonly name: string | undefined;
  readonly line: number;
  readonly properties: Map<string, string[]>;
}

const MOST_DEPTH = 64;
const MOST_ITEMS = 20_000;
const MOST_VALUES = 500;
/** Letters of one value: EAP configurations are hex of some hundred bytes. */
const MOST_TEXT = 16_384;

/** Visits every item of the `sections`, with the properties of `wanted`; returns why reading ended early, or null. */
export function readItems(xml: string, sections: ReadonlySet<string>, wanted: ReadonlySet<string>, visit: (item: Item) => void): string | null {
  const parser = new SaxesParser();
  const path: Node[] = [];
  let text = '';
  let items = 0;
  let problem: string | null = null;
  parser.on('error', (error) => {
    problem ??= error.message;
  });
  parser.on('opentag', ({ name, attributes }) => {
    text = '';
    if (path.length > MOST_DEPTH) problem ??= 'elements lie too deep';
    else path.push({ tag: name, name: attributes['name'], line: parser.line, properties: new Map() });
  });
  parser.on('text', (part) => {
    if (text.length < MOST_TEXT) text += part;
  });
  parser.on('closetag', () => {
    const node = path.pop();
    if (node === undefined) return;
    keepProperty(node, path, wanted, text);
    text = '';
    const section = path.findLast((parent) => parent.tag !== 'Children' && parent.tag !== 'Properties');
    const isItem = path.at(-1)?.tag === 'Children' && section !== undefined && sections.has(section.tag);
    if (isItem && items++ < MOST_ITEMS) visit({ section: section.tag, name: node.name ?? node.tag, line: node.line, properties: node.properties });
  });
  feed(parser, xml, () => problem !== null);
  return problem;
}

/** An element inside `Properties` is a property of the item around. */
function keepProperty(node: Node, path: readonly Node[], wanted: ReadonlySet<string>, text: string): void {
  const owner = path.at(-2);
  if (path.at(-1)?.tag !== 'Properties' || owner === undefined || !wanted.has(node.tag)) return;
  const values = owner.properties.get(node.tag) ?? [];
  if (values.length < MOST_VALUES) values.push(text.trim());
  owner.properties.set(node.tag, values);
}

/** In pieces, so that broken XML costs no more than what stands in front of the break. */
function feed(parser: SaxesParser, xml: string, isOver: () => boolean): void {
  for (let at = 0; at < xml.length && !isOver(); at += 4_096) parser.write(xml.slice(at, at + 4_096));
  if (!isOver()) parser.close();
}
