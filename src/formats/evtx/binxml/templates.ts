/**
 * Template definitions: each is compiled once per file, though every chunk repeats it. A later definition shares
 * the compiled form only after its bytes have been compared, all but the name offsets, which differ per chunk, and
 * the names they lead to. So two templates that carry the same GUID by malice or by a careless writer stay apart.
 */
import { viewOf, viewU16, viewU32, viewU8, type View } from '../../../bytes/view.ts';
import { ParseError } from '../../../model/error.ts';
import { compileElement, nameUnits, skipInstruction, type Compilation, type NameUse } from './compiler.ts';
import { StringPool } from './string-pool.ts';
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
  readonly data: View;
  /** Positions relative to `data`. */
  readonly uses: readonly NameUse[];
}

/** Compiled templates of one file. */
export class TemplateStore {
  readonly names = new StringPool();
  readonly #shared = new Map<number, Shared[]>();
  #count = 0;

  /** The template whose definition stands at `offset` of the chunk. Throws ParseError. */
  find(bytes: Uint8Array, view: View, offset: number, budget: { left: number }): Template {
    if (offset + 24 > bytes.length) throw outside(offset);
    const size = viewU32(view, offset + 20);
    const start = offset + 24;
    if (size > bytes.length - start) throw outside(offset);
    const id = viewU32(view, offset + 4);
    const key = (id ^ Math.imul(size, 0x9e3779b1)) | 0;
    const variants = this.#shared.get(key);
    if (variants) for (const shared of variants) if (isSame(shared, id, view, start)) return shared.template;
    const { shared, template } = this.#compile(bytes, view, start, size, id, budget);
    if (!variants && this.#count < MAX_SHARED) {
      this.#shared.set(key, [shared]);
      this.#count++;
    } else if (variants && variants.length < MAX_VARIANTS) variants.push(shared);
    return template;
  }

  #compile(bytes: Uint8Array, view: View, start: number, size: number, id: number, budget: { left: number }): { shared: Shared; template: Template } {
    let failure: unknown;
    for (const hasDependencyIds of [true, false]) {
      try {
        const compilation: Compilation = { bytes, view, base: start, at: start, end: start + size, hasDependencyIds, uses: [], names: this.names, budget };
        skipPreamble(compilation);
        const root = compileElement(compilation);
        const template = { root, plan: planSystem(root), id };
        return { template, shared: { template, data: viewOf(bytes.slice(start, compilation.at)), uses: compilation.uses } };
      } catch (error) {
        // The first reading is the documented one, so its message is the one to keep.
        failure ??= error;
      }
    }
    throw failure;
  }
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
function isSame(shared: Shared, id: number, view: View, start: number): boolean {
  const { data } = shared;
  if (shared.template.id !== id || start + data.byteLength > view.byteLength) return false;
  let from = 0;
  for (const use of shared.uses) {
    if (!isEqual(data, view, start, from, use.at)) return false;
    const offset = viewU32(view, start + use.at);
    if ((offset === start + use.at + 4) !== use.isInline || !isName(view, offset, use.name)) return false;
    from = use.at + 4 + (use.isInline ? 10 + use.name.length * 2 : 0);
  }
  return isEqual(data, view, start, from, data.byteLength);
}

function isEqual(data: View, view: View, start: number, from: number, to: number): boolean {
  let at = from;
  for (; at + 4 <= to; at += 4) if (viewU32(data, at) !== viewU32(view, start + at)) return false;
  for (; at < to; at++) if (viewU8(data, at) !== viewU8(view, start + at)) return false;
  return true;
}

function isName(view: View, offset: number, name: string): boolean {
  if (nameUnits(view, offset) !== name.length) return false;
  for (let i = 0, at = offset + 8; i < name.length; i++, at += 2) if (name.charCodeAt(i) !== viewU16(view, at)) return false;
  return true;
}

function outside(offset: number): ParseError {
  return new ParseError({ code: 'evtx-template', offset, expected: 'a template definition inside the chunk', found: 'one that ends outside' });
}
