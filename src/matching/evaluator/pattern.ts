/**
 * Patterns of signatures: regular expressions in the strict sense, run in time linear in the input.
 * A signature may be written by a user and the input comes from the bundle, so JavaScript's backtracking RegExp
 * is not used: the pattern becomes a small program whose threads all advance together (R. Cox, "Regular
 * Expression Matching: the Virtual Machine Approach"). Patterns are searched anywhere in the value, without case.
 */
import { parsePattern, type CharSet, type PatternNode } from './pattern-parser.ts';

type Instruction =
  | { readonly op: 'char'; readonly set: CharSet }
  | { readonly op: 'assert'; readonly kind: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'match' };

export interface Pattern {
  /** Whether the pattern occurs in the text; null when the text is longer than is examined. */
  test(text: string): boolean | null;
}

const MAX_PROGRAM = 2000;
export const MAX_PATTERN_INPUT = 16_384;

/** Compile a pattern. Returns the reason as a string when it is not in the subset. */
export function compilePattern(source: string): Pattern | string {
  const parsed = parsePattern(source);
  if (typeof parsed === 'string') return parsed;
  const program: Instruction[] = [];
  if (!emit(parsed, program)) return `pattern is too large (more than ${MAX_PROGRAM} steps)`;
  program.push({ op: 'match' });
  return { test: (text) => (text.length > MAX_PATTERN_INPUT ? null : run(program, text)) };
}

function emit(node: PatternNode, program: Instruction[]): boolean {
  if (program.length > MAX_PROGRAM) return false;
  if (node.kind === 'char') program.push({ op: 'char', set: node.set });
  else if (node.kind === 'assert') program.push({ op: 'assert', kind: node.assert });
  else if (node.kind === 'sequence') return node.items.every((item) => emit(item, program));
  else if (node.kind === 'choice') return emitChoice(node.items, program);
  else return emitRepeat(node, program);
  return true;
}

function emitChoice(items: readonly PatternNode[], program: Instruction[]): boolean {
  const leaves: { op: 'split'; first: number; second: number }[] = [];
  for (const [index, item] of items.entries()) {
    const isLast = index === items.length - 1;
    const split = { op: 'split' as const, first: program.length + 1, second: -1 };
    if (!isLast) program.push(split);
    if (!emit(item, program)) return false;
    if (isLast) break;
    const leave = { op: 'split' as const, first: -1, second: -1 };
    leaves.push(leave);
    program.push(leave);
    split.second = program.length;
  }
  for (const leave of leaves) leave.first = leave.second = program.length;
  return true;
}

function emitRepeat(node: Extract<PatternNode, { kind: 'repeat' }>, program: Instruction[]): boolean {
  for (let count = 0; count < node.min; count++) if (!emit(node.item, program)) return false;
  if (node.max === Infinity) {
    const split = { op: 'split' as const, first: program.length + 1, second: -1 };
    const start = program.length;
    program.push(split);
    if (!emit(node.item, program)) return false;
    program.push({ op: 'split', first: start, second: start });
    split.second = program.length;
    return true;
  }
  const splits: { op: 'split'; first: number; second: number }[] = [];
  for (let count = node.min; count < node.max; count++) {
    const split = { op: 'split' as const, first: program.length + 1, second: -1 };
    splits.push(split);
    program.push(split);
    if (!emit(node.item, program)) return false;
  }
  for (const split of splits) split.second = program.length;
  return program.length <= MAX_PROGRAM;
}

function run(program: readonly Instruction[], text: string): boolean {
  const seenAt = new Int32Array(program.length).fill(-1);
  let threads: number[] = [];
  for (let at = 0; at <= text.length; at++) {
    const ready: number[] = [];
    for (const thread of threads) if (follow(program, thread, text, at, seenAt, ready)) return true;
    if (follow(program, 0, text, at, seenAt, ready)) return true;
    threads = [];
    if (at === text.length) break;
    const code = text.charCodeAt(at);
    for (const thread of ready) {
      const instruction = program[thread];
      if (instruction?.op === 'char' && instruction.set(code)) threads.push(thread + 1);
    }
  }
  return false;
}

/** Walk from one instruction to all `char` instructions reachable without input. True when `match` is reached. */
function follow(
  program: readonly Instruction[],
  from: number,
  text: string,
  at: number,
  seenAt: Int32Array,
  ready: number[],
): boolean {
  const stack = [from];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seenAt[next] === at) continue;
    seenAt[next] = at;
    const instruction = program[next];
    if (instruction === undefined) continue;
    if (instruction.op === 'match') return true;
    if (instruction.op === 'char') ready.push(next);
    else if (instruction.op === 'split') stack.push(instruction.second, instruction.first);
    else if (holds(instruction.kind, text, at)) stack.push(next + 1);
  }
  return false;
}

function holds(kind: 'start' | 'end' | 'boundary' | 'no-boundary', text: string, at: number): boolean {
  if (kind === 'start') return at === 0;
  if (kind === 'end') return at === text.length;
  const isBoundary = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
  return kind === 'boundary' ? isBoundary : !isBoundary;
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}
