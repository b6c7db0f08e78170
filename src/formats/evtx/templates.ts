/**
 * Template definitions: each is compiled once per file, though every chunk repeats it. A later definition shares
 * the compiled form only after its bytes have been compared, all but the name offsets, which differ per chunk, and
 * the names they lead to. So two templates that carry the same GUID by malice or by a careless writer stay apart.
 */
import { readU32 } from '../../bytes/integer.ts';
import { ParseError } from '../../model/error.ts';
import { compileElement, nameUnits, skipInstruction, type Compilation, type NameUse } from './compiler.ts';
import type { Element } from './structure.ts';
import { planSystem, type SystemPlan } from './system-plan.ts';

const MAX_SHARED = 4096;
const MAX_VARIANTS = 8;

export interface Template {
  readonly root: Element;
  readonly plan: SystemPlan;
  /** First four bytes of the GUID; the template id of every sound instance equals it. */
  readonly id: number;
}

interface Shared {
  readonly template: Template;
  /** Definition data up to the end of the root element, as first seen. */
  readonly data: Uint8Array;
  /** Positions relative to `data`. */
  readonly uses: readonly NameUse[];
}

/** Compiled templates of one file. */
export class TemplateStore {
  readonly #shared = new Map<number, Shared[]>();
  #count = 0;

  /** The template whose definition stands at `offset` of the chunk. Throws ParseError. */
  find(bytes: Uint8Array, offset: number, budget: { left: number }): Template {
    if (offset + 24 > bytes.length) throw outside(offset);
    const size = readU32(bytes, offset + 20);
    const start = offset + 24;
    if (size > bytes.length - start) throw outside(offset);
    const id = readU32(bytes, offset + 4);
    const key = (id ^ Math.imul(size, 0x9e3779b1)) | 0;
    const variants = this.#shared.get(key);
    if (variants) for (const shared of variants) if (isSame(shared, id, bytes, start)) return shared.template;
    const { shared, template } = compile(bytes, start, size, id, budget);
    if (!variants && this.#count < MAX_SHARED) {
      this.#shared.set(key, [shared]);
      this.#count++;
    } else if (variants && variants.length < MAX_VARIANTS) variants.push(shared);
    return template;
  }
}

function compile(bytes: Uint8Array, start: number, size: number, id: number, budget: { left: number }): { shared: Shared; template: Template } {
  let failure: unknown;
  for (const hasDependencyIds of [true, false]) {
    try {
      const compilation: Compilation = { bytes, at: start, end: start + size, hasDependencyIds, uses: [], budget };
      skipPreamble(compilation);
      const root = compileElement(compilation);
      const template = { root, plan: planSystem(root), id };
      const uses = compilation.uses.map((use) => ({ ...use, at: use.at - start }));
      return { template, shared: { template, data: bytes.slice(start, compilation.at), uses } };
    } catch (error) {
      // The first reading is the documented one, so its message is the one to keep.
      failure ??= error;
    }
  }
  throw failure;
}

/** Steps over fragment headers and processing instructions in front of the root element. */
export function skipPreamble(compilation: Compilation): void {
  const { bytes, end } = compilation;
  for (;;) {
    if (bytes[compilation.at] === 0x0f && compilation.at + 4 < end) compilation.at += 4;
    else if (bytes[compilation.at] === 0x0a && compilation.at + 4 < end) skipInstruction(compilation);
    else return;
  }
}

/** Whether the definition data at `start` is the shared one but for where its names are stored. */
function isSame(shared: Shared, id: number, bytes: Uint8Array, start: number): boolean {
  const { data } = shared;
  if (shared.template.id !== id || start + data.length > bytes.length) return false;
  let from = 0;
  for (const use of shared.uses) {
    if (!isEqual(data, bytes, start, from, use.at)) return false;
    const offset = readU32(bytes, start + use.at);
    if ((offset === start + use.at + 4) !== use.isInline || !isName(bytes, offset, use.name)) return false;
    from = use.at + 4 + (use.isInline ? 10 + use.name.length * 2 : 0);
  }
  return isEqual(data, bytes, start, from, data.length);
}

function isEqual(data: Uint8Array, bytes: Uint8Array, start: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (data[i] !== bytes[start + i]) return false;
  return true;
}

function isName(bytes: Uint8Array, offset: number, name: string): boolean {
  if (nameUnits(bytes, offset) !== name.length) return false;
  for (let i = 0, at = offset + 8; i < name.length; i++, at += 2) {
    if (name.charCodeAt(i) !== ((bytes[at] as number) | ((bytes[at + 1] as number) << 8))) return false;
  }
  return true;
}

function outside(offset: number): ParseError {
  return new ParseError({ code: 'evtx-template', offset, expected: 'a template definition inside the chunk', found: 'one that ends outside' });
}
