/**
 * Streams the XML of the filtering platform (2 to 60 MB) and hands out one list member at a time: never a tree of the whole.
 * Lists are elements such as `netEvents`, `providers`, `filters`, wherever they stand; each child of one is an item. Files may have
 * several roots (`wfpstate` then `firewallState`), hence the fragment mode. Entities beyond XML's own five are not expanded.
 */
import { SaxesParser } from 'saxes';

/** One member of a list: texts of its leaves by path below it (`header/localPort`), in document order. */
export interface Item {
  /** Name of the list, lower case. */
  readonly list: string;
  /** 1-based line of its opening tag. */
  readonly line: number;
  /** Path (lower case) and text of each leaf in document order; '' where an element was there without text: `<flags/>` says "none". */
  readonly leaves: readonly (readonly [path: string, text: string])[];
}

export interface XmlOutcome {
  readonly roots: readonly string[];
  /** Lists met, lower case, with the number of their items. */
  readonly lists: ReadonlyMap<string, number>;
  /** Text of `timeStamp` directly below a root. */
  readonly timeStamp?: string;
  /** First fault of the XML, with its line. */
  readonly fault?: string;
  /** Whether every root was closed. */
  readonly isWhole: boolean;
}

const CHUNK = 1 << 16;
const MAX_DEPTH = 64;
/** A real net event or filter has well below a hundred leaves; certificates inside associations are long. */
const MAX_LEAVES = 400;
const MAX_TEXT = 512;
const MAX_FAULTS = 1_000;

interface Open {
  readonly list: string;
  readonly line: number;
  readonly depth: number;
  readonly leaves: (readonly [string, string])[];
}

/** Reads the whole of `bytes` in pieces. `isList` gets lower-case element names. Throws nothing for bad XML: the outcome tells. */
export function readXmlItems(bytes: Uint8Array, isList: (name: string) => boolean, visit: (item: Item) => void): XmlOutcome {
  const parser = new SaxesParser({ fragment: true, position: true });
  /** Names in lower case, and for each the path from the open item to it. */
  const stack: string[] = [];
  const paths: string[] = [];
  const lower = lowerCaser();
  const roots: string[] = [];
  const lists = new Map<string, number>();
  let open: Open | null = null;
  let text = '';
  let hasChild = false;
  let fault: string | undefined;
  let faults = 0;
  let timeStamp: string | undefined;

  parser.on('error', (error) => {
    // Each fault costs more than the letters it is about: a file full of them is not read to its end.
    if (++faults > MAX_FAULTS) throw new Unreadable(parser.line, 'too many faults');
    fault ??= `line ${parser.line}: ${error.message.replace(/^[^:]*:\d+:\d+: /, '').slice(0, 120)}`;
  });
  parser.on('opentag', ({ name }) => {
    text = '';
    hasChild = false;
    if (stack.length === 0 && roots.length < 16) roots.push(name);
    if (stack.length >= MAX_DEPTH) throw new Unreadable(parser.line, `elements nested deeper than ${MAX_DEPTH}`);
    const plain = lower(name);
    const list = open === null ? listOf(plain, stack, isList) : null;
    stack.push(plain);
    if (open !== null) paths.push(paths.length === 0 ? plain : `${paths.at(-1)}/${plain}`);
    if (list !== null) {
      lists.set(list, (lists.get(list) ?? 0) + 1);
      paths.length = 0;
      open = { list, line: parser.line, depth: stack.length, leaves: [] };
    } else if (open === null && isList(plain) && !lists.has(plain)) lists.set(plain, 0);
  });
  parser.on('text', (part) => {
    if (text.length < MAX_TEXT && (open !== null || stack.length === 2)) text = (text + part).slice(0, MAX_TEXT);
  });
  parser.on('closetag', () => {
    if (open !== null) {
      if (stack.length === open.depth) {
        const { list, line, leaves } = open;
        open = null;
        visit({ list, line, leaves });
      } else {
        if (!hasChild && open.leaves.length < MAX_LEAVES) open.leaves.push([paths.at(-1) ?? '', text.trim()]);
        paths.pop();
      }
    } else if (stack.length === 2 && stack[1] === 'timestamp') timeStamp ??= text.trim();
    hasChild = true;
    text = '';
    stack.pop();
  });
  try {
    feed(bytes, (piece) => parser.write(piece));
    parser.close();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    fault = `line ${error.line}: ${error.message}`;
  }
  return { roots, lists, isWhole: stack.length === 0 && fault === undefined, ...(fault === undefined ? {} : { fault }), ...(timeStamp === undefined ? {} : { timeStamp }) };
}

/** The list an element is a member of; a lone `netEvent` needs no list around it. */
function listOf(name: string, stack: readonly string[], isList: (name: string) => boolean): string | null {
  const parent = stack.at(-1);
  if (parent !== undefined && isList(parent)) return parent;
  return name === 'netevent' ? 'netevents' : null;
}

/** A file has some hundred element names in millions of elements. */
function lowerCaser(): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    let plain = known.get(name);
    if (plain === undefined) {
      plain = name.toLowerCase();
      if (known.size < 4096) known.set(name, plain);
    }
    return plain;
  };
}

class Unreadable extends Error {
  readonly line: number;

  constructor(line: number, why: string) {
    super(why);
    this.line = line;
  }
}

/** Decodes by byte order mark or zero pattern, UTF-8 otherwise, and leaves the XML declaration out: a fragment has none. */
function feed(bytes: Uint8Array, write: (piece: string) => void): void {
  const decoder = new TextDecoder(encodingOf(bytes));
  let isFirst = true;
  for (let at = 0; at < bytes.length; at += CHUNK) {
    let piece = decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
    if (isFirst) {
      // Blanked, not cut, so that line numbers stay true.
      piece = piece.replace(/^\s*<\?xml\b[^>]{0,200}\?>/, (declaration) => declaration.replaceAll(/[^\n]/g, ' '));
      isFirst = false;
    }
    write(piece);
  }
  write(decoder.decode());
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && fourth === 0 && first !== 0) return 'utf-16le';
  return first === 0 && third === 0 ? 'utf-16be' : 'utf-8';
}
