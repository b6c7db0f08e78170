/**
 * YAML text to signature. A signature may come from a user, so nothing here throws: every problem is a value with
 * file and line, and the signature that has one is skipped while the others load.
 */
import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Signature } from '../model/signature.ts';
import { signatureSchema } from './schema.ts';
import { validate, type Path } from './validate.ts';

export interface SignatureFile {
  readonly path: string;
  readonly text: string;
}

export interface Problem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Where a check puts what it finds: keys of the place, and the message. */
export type Report = (path: Path, message: string) => void;

export interface LoadedSignature {
  readonly file: string;
  readonly signature: Signature;
  /** Line of the value at a path of keys; of the nearest enclosing value when there is none. */
  lineOf(at: Path): number;
}

export type ParsedFile =
  | { readonly loaded: LoadedSignature; readonly problems: readonly [] }
  | { readonly loaded: null; readonly problems: readonly Problem[] };

/** A signature is some 10 KB; the YAML library is quadratic in places, so more is not tried. */
const MAX_LENGTH = 64 * 1024;
const MAX_NODES = 20_000;
const MAX_PROBLEMS = 50;

/** Read one file: YAML 1.2 without aliases or tags of its own, then the schema. */
export function parseSignatureFile(file: SignatureFile): ParsedFile {
  try {
    return parse(file);
  } catch (error) {
    // The YAML library is not ours: whatever it does with hostile text stays a problem of this file.
    const message = error instanceof Error ? error.message : String(error);
    return { loaded: null, problems: [{ file: file.path, line: 1, message: `cannot be read: ${message}` }] };
  }
}

function parse(file: SignatureFile): ParsedFile {
  const fail = (line: number, message: string): ParsedFile => ({ loaded: null, problems: [{ file: file.path, line, message }] });
  if (file.text.length > MAX_LENGTH) return fail(1, `is ${file.text.length} characters long; at most ${MAX_LENGTH} are read`);
  const deep = nestingLine(file.text);
  if (deep !== null) return fail(deep, 'is nested too deep');
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false, schema: 'core', version: '1.2', logLevel: 'error' });
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) return fail(lineAt(lines, broken.pos[0]), firstLine(broken.message));
  const refused = refusedNode(document);
  if (refused !== null) return fail(lineAt(lines, refused.offset), refused.message);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const lineOf = (at: Path): number => lineOfPath(document, lines, at);
  const problems = validate(value, signatureSchema)
    .slice(0, MAX_PROBLEMS)
    .map((error) => ({ file: file.path, line: lineOf(error.path), message: `${pathText(error.path)} ${error.message}` }));
  if (problems.length > 0) return { loaded: null, problems };
  return { loaded: { file: file.path, signature: value as Signature, lineOf }, problems: [] };
}

const MAX_INDENT = 200;
const MAX_OPEN = 60;

/** The YAML library recurses into collections: refuse depth before it does. Counts brackets even inside quotes. */
function nestingLine(text: string): number | null {
  let open = 0;
  let line = 1;
  let isIndent = true;
  let indent = 0;
  for (const char of text) {
    if (char === '\n') {
      line++;
      isIndent = true;
      indent = 0;
      continue;
    }
    // "- - - -" nests block lists on one line.
    if (isIndent && (char === ' ' || char === '-' || char === '?' || char === '\t')) indent++;
    else isIndent = false;
    if (char === '[' || char === '{') open++;
    else if ((char === ']' || char === '}') && open > 0) open--;
    if (indent > MAX_INDENT || open > MAX_OPEN) return line;
  }
  return null;
}

/** Aliases can multiply and tags can name types: neither is needed, so neither is read. */
function refusedNode(document: Document.Parsed): { readonly offset: number; readonly message: string } | null {
  let refused: { offset: number; message: string } | null = null;
  let count = 0;
  visit(document, {
    Node(_key, node) {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) refused = { offset, message: 'aliases are not allowed' };
      else if (node.anchor !== undefined) refused = { offset, message: 'anchors are not allowed' };
      else if (node.tag !== undefined) refused = { offset, message: 'tags are not allowed' };
      else if (++count > MAX_NODES) refused = { offset, message: `has more than ${MAX_NODES} values` };
      return refused === null ? undefined : visit.BREAK;
    },
  });
  return refused;
}

function lineOfPath(document: Document.Parsed, lines: LineCounter, at: Path): number {
  for (let length = at.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(at.slice(0, length - 1), true);
    const key = at[length - 1];
    // The line of the key, not of the value: a folded value begins a line later.
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node: unknown = pair?.key ?? document.getIn(at.slice(0, length), true);
    if (isNode(node) && node.range) return lineAt(lines, node.range[0]);
  }
  return 1;
}

function lineAt(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

function pathText(path: Path): string {
  return path.length === 0 ? 'the signature' : path.join('.');
}
