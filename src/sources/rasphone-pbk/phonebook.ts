/**
 * The phonebook's INI form: a section per entry, keys that repeat, and sub-blocks that start with NETCOMPONENTS=,
 * MEDIA= and DEVICE=. A sub-block's keys belong to it, not to the entry.
 */

export interface Entry {
  readonly name: string;
  /** 1-based line of the section's header. */
  readonly line: number;
  /** Keys of the entry itself, lower case; a repeated key keeps all its values in order. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly devices: readonly Device[];
}

export interface Device {
  /** `vpn`, `modem`, …, lower case. */
  readonly kind: string;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

const SECTION = /^\s*\[(.*)\]\s*$/;
const MAX_ENTRIES = 10_000;

/** Entries in file order; lines before the first section are skipped. */
export function readPhonebook(lines: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  let entry: { name: string; line: number; keys: Map<string, string[]>; devices: { kind: string; keys: Map<string, string[]> }[] } | null = null;
  let block: Map<string, string[]> | null = null;
  for (const [at, line] of lines.entries()) {
    const section = SECTION.exec(line);
    if (section) {
      if (entries.length >= MAX_ENTRIES) break;
      entry = { name: section[1] as string, line: at + 1, keys: new Map(), devices: [] };
      entries.push(entry);
      block = entry.keys;
      continue;
    }
    const equals = line.indexOf('=');
    if (entry === null || equals < 1) continue;
    const key = line.slice(0, equals).trim().toLowerCase();
    const value = line.slice(equals + 1).trim();
    // A MEDIA block has one Device= of its own, after its Port=.
    const isOfMedia = key === 'device' && block !== null && block !== entry.keys && block.has('port') && !block.has('device');
    if (key === 'netcomponents' || key === 'media') block = new Map();
    else if (isOfMedia && block !== null) append(block, key, value);
    else if (key === 'device') {
      block = new Map();
      entry.devices.push({ kind: value.toLowerCase(), keys: block });
    } else if (block !== null) append(block, key, value);
  }
  return entries;
}

function append(keys: Map<string, string[]>, key: string, value: string): void {
  const values = keys.get(key);
  if (values) values.push(value);
  else keys.set(key, [value]);
}
