/** BinXml tokens (MS-EVEN6 2.2.12, in the offsets a log file uses) to the structure in structure.ts. */
import { readU16, readU32 } from '../../../bytes/integer.ts';
import { readUtf16 } from '../../../bytes/utf16.ts';
import { viewU16, type View } from '../../../bytes/view.ts';
import { ParseError } from '../../../model/error.ts';
import type { StringPool } from './string-pool.ts';
import { contentOf, ELEMENT, elementOf, INSTRUCTION, SLOT, TEXT, type Attribute, type Element, type Part } from './structure.ts';

/** Far deeper than any real event; a bound for what a hostile one costs. */
const MAX_DEPTH = 64;
const MAX_NAME_UNITS = 4096;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** One use of a name: where its offset stands, counted from `Compilation.base`, and what it led to. */
export interface NameUse {
  readonly at: number;
  readonly isInline: boolean;
  readonly name: string;
}

/** A place in a chunk from which an element is compiled; `at` ends behind the element. */
export interface Compilation {
  readonly bytes: Uint8Array;
  readonly view: View;
  readonly base: number;
  at: number;
  readonly end: number;
  /** Elements of template definitions carry a dependency id, elements written directly do not. */
  readonly hasDependencyIds: boolean;
  readonly uses: NameUse[];
  /** Names repeat from template to template. */
  readonly names: StringPool;
  /** Work left for the chunk; compiling stops when it runs out. */
  readonly budget: { left: number };
}

/** Compiles the element whose open token stands at `compilation.at`. Throws ParseError. */
export function compileElement(compilation: Compilation, depth = 0): Element {
  const token = next(compilation);
  if ((token & 0xbf) !== 0x01) throw failure(compilation, 'an element', `token 0x${token.toString(16)}`);
  if (depth >= MAX_DEPTH) throw failure(compilation, `at most ${MAX_DEPTH} nested elements`, 'more');
  step(compilation, compilation.hasDependencyIds ? 6 : 4);
  const name = nameAt(compilation);
  if (token & 0x40) step(compilation, 4);
  const attributes: Attribute[] = [];
  const isEmpty = compileAttributes(compilation, attributes);
  const parts: Part[] = [];
  if (!isEmpty) {
    while ((peek(compilation) & 0xbf) !== 0x04) append(parts, compilePart(compilation, depth));
    step(compilation, 1);
  }
  return elementOf(name, attributes, parts);
}

/** Attributes up to the end of the start tag; true when the element is empty. */
function compileAttributes(compilation: Compilation, attributes: Attribute[]): boolean {
  for (;;) {
    const token = next(compilation) & 0xbf;
    if (token === 0x02) return false;
    if (token === 0x03) return true;
    if (token !== 0x06) throw failure(compilation, 'an attribute or the end of a start tag', `token 0x${token.toString(16)}`);
    const name = nameAt(compilation);
    const parts: Part[] = [];
    for (let peeked = peek(compilation) & 0xbf; peeked !== 0x02 && peeked !== 0x03 && peeked !== 0x06; ) {
      if (peeked === 0x01 || peeked === 0x0a) throw failure(compilation, 'attribute text', `token 0x${peeked.toString(16)}`);
      append(parts, compilePart(compilation, MAX_DEPTH));
      peeked = peek(compilation) & 0xbf;
    }
    attributes.push({ name, content: contentOf(parts) });
  }
}

function compilePart(compilation: Compilation, depth: number): Part {
  const token = peek(compilation);
  if ((token & 0xbf) === 0x01) return { kind: ELEMENT, element: compileElement(compilation, depth + 1) };
  step(compilation, 1);
  switch (token & 0xbf) {
    case 0x05: {
      const type = next(compilation);
      if (type !== 0x01) throw failure(compilation, 'literal text of type 1', `type ${type}`);
      return { kind: TEXT, text: countedText(compilation) };
    }
    case 0x07:
      return { kind: TEXT, text: countedText(compilation) };
    case 0x08:
      return { kind: TEXT, text: String.fromCharCode(readU16(compilation.bytes, step(compilation, 2))) };
    case 0x09: {
      const name = nameAt(compilation);
      return { kind: TEXT, text: ENTITIES[name] ?? `&${name};` };
    }
    case 0x0a:
      return { kind: INSTRUCTION, target: nameAt(compilation), data: instructionData(compilation) };
    case 0x0d:
    case 0x0e: {
      // The type byte of the token is only a hint: the instance's own descriptor decides.
      const slot = readU16(compilation.bytes, step(compilation, 3));
      return { kind: SLOT, slot, optional: (token & 0xbf) === 0x0e };
    }
    default:
      throw failure(compilation, 'content of an element', `token 0x${token.toString(16)}`);
  }
}

/** Steps over a processing instruction in front of the root element. */
export function skipInstruction(compilation: Compilation): void {
  step(compilation, 1);
  nameAt(compilation);
  instructionData(compilation);
}

function instructionData(compilation: Compilation): string {
  if ((peek(compilation) & 0xbf) !== 0x0b) return '';
  step(compilation, 1);
  return countedText(compilation);
}

function countedText(compilation: Compilation): string {
  const length = readU16(compilation.bytes, step(compilation, 2)) * 2;
  return readUtf16(compilation.bytes, step(compilation, length), length);
}

/** Reads a name through its chunk-relative offset and steps over the entry when it is stored right here. */
function nameAt(compilation: Compilation): string {
  const { bytes } = compilation;
  const at = step(compilation, 4);
  const offset = readU32(bytes, at);
  const units = nameUnits(compilation.view, offset);
  if (units < 0) throw failure(compilation, 'the offset of a name in the chunk', String(offset));
  spend(compilation, units);
  const isInline = offset === at + 4;
  if (isInline) step(compilation, 10 + units * 2);
  const name = compilation.names.read(bytes, compilation.view, offset + 8, units * 2);
  compilation.uses.push({ at: at - compilation.base, isInline, name });
  return name;
}

/** Length of the name entry at `offset` in UTF-16 units, -1 when there is none. */
export function nameUnits(view: View, offset: number): number {
  if (offset + 10 > view.byteLength) return -1;
  const units = viewU16(view, offset + 6);
  return units >= 1 && units <= MAX_NAME_UNITS && offset + 10 + units * 2 <= view.byteLength ? units : -1;
}

/** Joins neighbouring runs of text: a text with an entity in it is stored as three parts. */
function append(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (part.kind === TEXT && last?.kind === TEXT) parts[parts.length - 1] = { kind: TEXT, text: last.text + part.text };
  else parts.push(part);
}

function peek(compilation: Compilation): number {
  if (compilation.at >= compilation.end) throw failure(compilation, 'a token', 'the end of the data');
  return compilation.bytes[compilation.at] as number;
}

function next(compilation: Compilation): number {
  return compilation.bytes[step(compilation, 1)] as number;
}

function step(compilation: Compilation, count: number): number {
  const { at } = compilation;
  if (count > compilation.end - at) throw failure(compilation, `${count} more bytes`, String(compilation.end - at));
  compilation.at = at + count;
  spend(compilation, count);
  return at;
}

function spend(compilation: Compilation, amount: number): void {
  compilation.budget.left -= amount;
  if (compilation.budget.left < 0) throw failure(compilation, 'templates of a sane total size', 'more');
}

function failure(compilation: Compilation, expected: string, found: string): ParseError {
  return new ParseError({ code: 'evtx-binxml', offset: compilation.at, expected, found });
}
