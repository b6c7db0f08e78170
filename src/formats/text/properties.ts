/**
 * `Name : value` lists of PowerShell for objects with values over several lines, names with units (`SALifeTime(s)`) and
 * blank lines between properties or inside values (certificates print as bracketed titles with lines under them).
 */

export interface Property {
  /** Text behind the colon. */
  readonly value: string;
  /** Indented lines under it, trimmed; blank ones left out. */
  readonly more: readonly string[];
  /** 0-based. */
  readonly line: number;
}

export interface PropertyList {
  /** By lower-case name. */
  readonly properties: ReadonlyMap<string, Property>;
  readonly line: number;
}

const PROPERTY = /^([A-Za-z_][\w.-]{0,60}(?:\([A-Za-z]{1,6}\))?)\s{0,80}:(?:\s(.*))?$/;
const MAX_LINE = 20_000;
const MAX_LISTS = 20_000;

/** One list per object: a name that comes again begins the next one. */
export function readPropertyLists(lines: readonly string[]): PropertyList[] {
  const lists: { properties: Map<string, Property & { more: string[] }>; line: number }[] = [];
  let last: { more: string[] } | undefined;
  for (const [at, raw] of lines.entries()) {
    const line = raw.slice(0, MAX_LINE);
    const found = PROPERTY.exec(line);
    if (found === null) {
      if (/^\s+\S/.test(line)) last?.more.push(line.trim());
      else if (line.trim() !== '') last = undefined;
      continue;
    }
    const name = (found[1] as string).toLowerCase();
    if (lists.length === 0 || lists.at(-1)?.properties.has(name)) {
      if (lists.length >= MAX_LISTS) break;
      lists.push({ properties: new Map(), line: at });
    }
    last = { value: (found[2] ?? '').trim(), more: [], line: at } as Property & { more: string[] };
    lists.at(-1)?.properties.set(name, last as Property & { more: string[] });
  }
  return lists;
}

/** The value with its wrapped lines; undefined when the property is not printed. */
export function propertyText(list: PropertyList, name: string): string | undefined {
  const property = list.properties.get(name.toLowerCase());
  return property === undefined ? undefined : [property.value, ...property.more].join('').trim();
}

/** Items of `{a, b}` or of a single value; `cut` when PowerShell printed only the first ones. */
export function propertyItems(text: string): { readonly items: readonly string[]; readonly cut: boolean } {
  const inner = text.replace(/^\{/, '').replace(/\}$/, '');
  const items = inner.split(',').map((item) => item.trim());
  const cut = /(?:\.\.\.|…)$/.test(inner.trim());
  return { items: items.map((item) => item.replace(/(?:\.\.\.|…)$/, '').trim()).filter((item) => item !== ''), cut };
}

/** `True` and `False` are not localised. */
export function propertyFlag(text: string | undefined): boolean | undefined {
  return text === 'True' ? true : text === 'False' ? false : undefined;
}
