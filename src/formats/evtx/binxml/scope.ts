/** The chunk being read: its bytes, its templates, what its decoding may still cost. One per file, turned from chunk to chunk. */
import { viewOf, viewU32, type View } from '../../../bytes/view.ts';
import { ParseError } from '../../../model/error.ts';
import { compileElement, type Compilation } from './compiler.ts';
import type { Element } from './structure.ts';
import { planSystem, type SystemPlan } from './system-plan.ts';
import { skipPreamble, TemplateStore, type Template } from './templates.ts';
import type { AnsiDecoder } from './value-text.ts';
import { ValueTable } from './value-table.ts';

/** Nested fragments are one level deep in every known log. */
const MAX_FRAGMENTS = 64;
/** Depth at which a System element of its own is kept, so that decoding the rest does not displace it. */
export const SYSTEM_DEPTH = MAX_FRAGMENTS;
/** Bytes compiled per chunk, characters written per record and per chunk; sound ones need a small part of each. */
const MAX_COMPILED = 4 << 20;
const MAX_RECORD_WORK = 4 << 20;
const MAX_CHUNK_WORK = 16 << 20;
/** What opening a nested fragment costs, in characters. */
const FRAGMENT_WORK = 64;

/** An element with the values that fill its slots. */
export interface Fragment {
  root: Element;
  plan: SystemPlan | null;
  readonly values: ValueTable;
}

export class Scope {
  bytes: Uint8Array = new Uint8Array(0);
  view: View = viewOf(this.bytes);
  readonly ansi: AnsiDecoder;
  /** Recovery reads only instances whose template id fits the definition: others decode into wrong fields. */
  isStrict = false;
  readonly #store = new TemplateStore();
  readonly #templates = new Map<number, Template | ParseError>();
  readonly #fragments: Fragment[] = [];
  readonly #budget = { left: 0 };
  #chunkWork = 0;
  #recordWork = 0;

  constructor(ansi: AnsiDecoder) {
    this.ansi = ansi;
  }

  /** Turns to the next chunk. */
  turn(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.#templates.clear();
    this.#budget.left = MAX_COMPILED;
    this.#chunkWork = MAX_CHUNK_WORK;
    this.#recordWork = 0;
  }

  /** Turns to the next record of the chunk: a hostile one must not eat up what its neighbours may cost. */
  turnRecord(): void {
    this.#chunkWork -= this.#recordWork;
    this.#recordWork = 0;
  }

  /** Charges decoding work. Throws ParseError when it is more than a sound record could need. */
  spend(amount: number): void {
    this.#recordWork += amount;
    if (this.#recordWork > MAX_RECORD_WORK || this.#recordWork > this.#chunkWork) throw new ParseError({ code: 'evtx-budget', offset: 0, expected: 'text of a sane total size', found: 'more' });
  }

  /**
   * Opens the fragment (a record's, or a nested value's) in the bytes from `at` to `end`. `depth` is 0 for a record;
   * the fragment is valid until another one of the same depth is opened. Throws ParseError.
   */
  open(at: number, end: number, depth: number): Fragment {
    const { bytes, view } = this;
    const fragment = this.#fragment(depth, at);
    if (depth > 0) this.spend(FRAGMENT_WORK);
    let from = at;
    if (bytes[from] === 0x0f) from += 4;
    if (bytes[from] !== 0x0c || from + 14 > end) return this.#openDirect(fragment, at, end, depth);
    const definition = viewU32(view, from + 6);
    const template = this.#template(definition);
    if (this.isStrict && viewU32(view, from + 2) !== template.id) {
      throw new ParseError({ code: 'evtx-template', offset: from, expected: 'a template id that fits its definition', found: 'another' });
    }
    from += 10;
    if (definition === from) from += from + 24 <= end ? 24 + viewU32(view, from + 20) : 24;
    if (from + 4 > end) throw cutOff(from);
    fragment.root = template.root;
    fragment.plan = template.plan;
    fragment.values.open(bytes, view, from + 4, viewU32(view, from), end);
    return fragment;
  }

  /** An element written without a template, or one behind a processing instruction or further headers. */
  #openDirect(fragment: Fragment, at: number, end: number, depth: number): Fragment {
    const { bytes, view } = this;
    const start: Compilation = { bytes, view, base: at, at, end, hasDependencyIds: false, uses: [], names: this.#store.names, budget: this.#budget };
    skipPreamble(start);
    if (start.at >= end) throw cutOff(at);
    if (bytes[start.at] === 0x0c && start.at > at + 4) return this.open(start.at, end, depth);
    fragment.values.clear();
    fragment.plan = null;
    try {
      fragment.root = compileElement({ ...start });
    } catch (error) {
      // Some writers keep the dependency id; if that reading fails too, the first error says more.
      try {
        fragment.root = compileElement({ ...start, hasDependencyIds: true });
      } catch {
        throw error;
      }
    }
    return fragment;
  }

  /** The plan for System fields of a fragment; worked out on demand for elements without a template. */
  plan(fragment: Fragment): SystemPlan {
    return (fragment.plan ??= planSystem(fragment.root));
  }

  #template(offset: number): Template {
    let template = this.#templates.get(offset);
    if (template === undefined) {
      try {
        template = this.#store.find(this.bytes, this.view, offset, this.#budget);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        template = error;
      }
      this.#templates.set(offset, template);
    }
    if (template instanceof ParseError) throw template;
    return template;
  }

  #fragment(depth: number, at: number): Fragment {
    if (depth > MAX_FRAGMENTS) {
      throw new ParseError({ code: 'evtx-depth', offset: at, expected: `at most ${MAX_FRAGMENTS} nested fragments`, found: 'more' });
    }
    return (this.#fragments[depth] ??= { root: NOTHING, plan: null, values: new ValueTable() });
  }
}

const NOTHING: Element = { name: '', local: '', attributes: [], content: { parts: [], literal: '', slot: -1, hasElements: false } };

function cutOff(offset: number): ParseError {
  return new ParseError({ code: 'evtx-binxml', offset, expected: 'a template instance or an element', found: 'the end of the data' });
}
