/** A small tolerant XML reader for comparing two renderings of one event; it is no validator. */

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  text: string;
}

const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/[^>]*>|<([^\s/>]+)((?:\s+[^\s=>]+="[^"]*")*)\s*(\/?)>|[^<]+/g;
const ATTRIBUTE = /([^\s=]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the first element of `xml`. */
export function parseXml(xml: string): XmlNode {
  const top: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  for (const [token, cdata, name, attributes, slash] of xml.matchAll(TOKEN)) {
    const parent = open.at(-1) as XmlNode;
    if (cdata !== undefined) parent.text += cdata;
    else if (name !== undefined) {
      const node: XmlNode = { name, attributes: readAttributes(attributes ?? ''), children: [], text: '' };
      parent.children.push(node);
      if (slash === '') open.push(node);
    } else if (token.startsWith('</')) open.pop();
    else if (!token.startsWith('<?')) parent.text += unescapeXml(token);
  }
  return top.children[0] ?? top;
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, unescapeXml(value as string)]));
}

function unescapeXml(text: string): string {
  return text.replaceAll(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name] ?? whole;
  });
}

/** Child with the name, of the event's root usually. */
export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}
