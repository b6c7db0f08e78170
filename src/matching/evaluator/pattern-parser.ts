/** Reads a pattern into a tree; refuses what cannot run in linear time or would grow without bound. */

/** Whether a UTF-16 code unit belongs to the set. */
export type CharSet = (code: number) => boolean;

export type PatternNode =
  | { readonly kind: 'char'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly assert: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number };

interface State {
  readonly source: string;
  at: number;
  depth: number;
}

const MAX_LENGTH = 500;
const MAX_DEPTH = 20;
const MAX_REPEAT = 100;

class PatternError extends Error {}

/** The tree of a pattern, or the reason why it is refused. */
export function parsePattern(source: string): PatternNode | string {
  if (source.length > MAX_LENGTH) return `pattern is longer than ${MAX_LENGTH} characters`;
  const state: State = { source, at: 0, depth: 0 };
  try {
    const node = parseChoice(state);
    return state.at < source.length ? `unmatched ) at ${state.at + 1}` : node;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

function parseChoice(state: State): PatternNode {
  if (++state.depth > MAX_DEPTH) throw new PatternError(`groups nested deeper than ${MAX_DEPTH}`);
  const items = [parseSequence(state)];
  while (state.source[state.at] === '|') {
    state.at++;
    items.push(parseSequence(state));
  }
  state.depth--;
  return items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'choice', items };
}

function parseSequence(state: State): PatternNode {
  const items: PatternNode[] = [];
  while (state.at < state.source.length && state.source[state.at] !== '|' && state.source[state.at] !== ')') {
    items.push(parseQuantified(state));
  }
  return { kind: 'sequence', items };
}

function parseQuantified(state: State): PatternNode {
  const item = parseAtom(state);
  const bounds = parseQuantifier(state);
  if (bounds === null) return item;
  if (item.kind === 'assert') throw new PatternError('a quantifier has nothing to repeat');
  if (bounds.max > 1 && hasUnboundedRepeat(item)) throw new PatternError('nested quantifiers are not allowed');
  if (state.source[state.at] === '?') state.at++;
  if (parseQuantifier(state) !== null) throw new PatternError('nested quantifiers are not allowed');
  return { kind: 'repeat', item, ...bounds };
}

function parseQuantifier(state: State): { min: number; max: number } | null {
  const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[state.source[state.at] ?? ''];
  if (simple !== undefined) {
    state.at++;
    return { min: simple[0] ?? 0, max: simple[1] ?? 0 };
  }
  const braces = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(state.source.slice(state.at, state.at + 12));
  if (braces === null) return null;
  state.at += braces[0].length;
  const min = Number(braces[1]);
  const max = braces[2] === '' ? min : braces[3] === '' ? Infinity : Number(braces[3]);
  if (min > MAX_REPEAT || (max !== Infinity && (max > MAX_REPEAT || max < min))) {
    throw new PatternError(`repetition ${braces[0]} is out of order or above ${MAX_REPEAT}`);
  }
  return { min, max };
}

/** An unbounded repeat inside another is what makes other engines slow; `(\d{1,3}\.){3}` stays allowed. */
function hasUnboundedRepeat(node: PatternNode): boolean {
  if (node.kind === 'repeat') return node.max === Infinity || hasUnboundedRepeat(node.item);
  return (node.kind === 'sequence' || node.kind === 'choice') && node.items.some(hasUnboundedRepeat);
}

function parseAtom(state: State): PatternNode {
  const char = state.source[state.at++] ?? '';
  if (char === '(') return parseGroup(state);
  if (char === '[') return { kind: 'char', set: parseClass(state) };
  if (char === '.') return { kind: 'char', set: (code) => code !== 10 && code !== 13 };
  if (char === '^') return { kind: 'assert', assert: 'start' };
  if (char === '$') return { kind: 'assert', assert: 'end' };
  if (char === '*' || char === '+' || char === '?') throw new PatternError('a quantifier has nothing to repeat');
  if (char !== '\\') return { kind: 'char', set: single(char.charCodeAt(0)) };
  if (state.source[state.at] === 'b') return assertion(state, 'boundary');
  if (state.source[state.at] === 'B') return assertion(state, 'no-boundary');
  const escaped = parseEscape(state);
  return { kind: 'char', set: typeof escaped === 'number' ? single(escaped) : escaped };
}

function assertion(state: State, assert: 'boundary' | 'no-boundary'): PatternNode {
  state.at++;
  return { kind: 'assert', assert };
}

function parseGroup(state: State): PatternNode {
  if (state.source[state.at] === '?') {
    if (state.source[state.at + 1] !== ':') throw new PatternError('lookaround and named groups are not allowed');
    state.at += 2;
  }
  const node = parseChoice(state);
  if (state.source[state.at] !== ')') throw new PatternError('missing )');
  state.at++;
  return node;
}

/** After a backslash: a code unit, or a set for \d \w \s and their opposites. */
function parseEscape(state: State): number | CharSet {
  const char = state.source[state.at++];
  if (char === undefined) throw new PatternError('the pattern ends in a backslash');
  if (/[1-9k]/.test(char)) throw new PatternError('backreferences are not allowed');
  const set = SETS[char];
  if (set !== undefined) return set;
  const control = CONTROLS[char];
  if (control !== undefined) return control;
  if (char === 'x' || char === 'u') return parseHex(state, char === 'x' ? 2 : 4);
  if (/[A-Za-z0]/.test(char)) throw new PatternError(`unknown escape \\${char}`);
  return char.charCodeAt(0);
}

function parseHex(state: State, digits: number): number {
  const text = state.source.slice(state.at, state.at + digits);
  if (text.length < digits || !/^[0-9A-Fa-f]+$/.test(text)) throw new PatternError(`expected ${digits} hex digits`);
  state.at += digits;
  return Number.parseInt(text, 16);
}

function parseClass(state: State): CharSet {
  const isNegated = state.source[state.at] === '^';
  if (isNegated) state.at++;
  const sets: CharSet[] = [];
  for (let char = state.source[state.at]; char !== ']'; char = state.source[state.at]) {
    if (char === undefined) throw new PatternError('missing ]');
    const low = parseClassItem(state);
    if (typeof low !== 'number') sets.push(low);
    else if (state.source[state.at] !== '-' || state.source[state.at + 1] === ']') sets.push(single(low));
    else {
      state.at++;
      const high = parseClassItem(state);
      if (typeof high !== 'number' || high < low) throw new PatternError('a character range is out of order');
      sets.push((code) => otherCases(code).some((each) => each >= low && each <= high));
    }
  }
  state.at++;
  return (code) => sets.some((set) => set(code)) !== isNegated;
}

function parseClassItem(state: State): number | CharSet {
  const char = state.source[state.at++];
  if (char === undefined) throw new PatternError('missing ]');
  return char === '\\' ? parseEscape(state) : char.charCodeAt(0);
}

function single(wanted: number): CharSet {
  const cases = otherCases(wanted);
  return (code) => cases.includes(code);
}

/** The code unit with its upper- and lower-case forms, where these are single code units. */
function otherCases(code: number): number[] {
  const char = String.fromCharCode(code);
  const forms = [char, char.toLowerCase(), char.toUpperCase()].filter((form) => form.length === 1);
  return [...new Set(forms.map((form) => form.charCodeAt(0)))];
}

const isDigit: CharSet = (code) => code >= 48 && code <= 57;
const isWordChar: CharSet = (code) => /\w/.test(String.fromCharCode(code));
const isSpace: CharSet = (code) => /\s/.test(String.fromCharCode(code));

const SETS: Readonly<Record<string, CharSet>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWordChar,
  W: (code) => !isWordChar(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 };
