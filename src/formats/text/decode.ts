/**
 * Bytes of any text artifact → text and lines, whatever mixture of encodings they are in.
 * Collectors mix UTF-16LE, UTF-8, ANSI and console bytes, sometimes inside one file.
 */
import { decodeCodePage, knowsCodePage } from './code-pages.ts';
import { findSegments } from './segments.ts';

export interface DecodeOptions {
  /** Console code page of the collected host (437, 850, 932, …). */
  readonly oemCodePage?: number;
  /** ANSI code page of the collected host (1252, 1250, …). */
  readonly ansiCodePage?: number;
  /** Which of the two the single bytes are in; console output is OEM, files such as a phonebook are ANSI. */
  readonly single?: 'oem' | 'ansi';
  /** Bytes beyond this many are left out; 64 MiB unless told. */
  readonly maxBytes?: number;
}

export interface DecodedText {
  /** The lines joined by LF; NULs and byte order marks are taken out. */
  readonly text: string;
  readonly lines: readonly string[];
  /** Encodings met, in order of first appearance: `utf-16le`, `utf-16be`, `utf-8`, `ascii`, `cp850`, … */
  readonly encodings: readonly string[];
  /** What a reader of the report should know: a guessed code page, a cut. */
  readonly notes: readonly string[];
  /** True when bytes, lines or ends of lines were left out by a limit. */
  readonly truncated: boolean;
}

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_LINES = 2_000_000;
/** No tool writes longer lines; a pattern that meets one must not pay for it. */
const MAX_LINE = 16_384;

/** Text and lines of `bytes`. Never throws; undefined bytes and lone surrogates become U+FFFD. */
export function decodeText(bytes: Uint8Array, options: DecodeOptions = {}): DecodedText {
  const limit = options.maxBytes ?? MAX_BYTES;
  const notes: string[] = [];
  let truncated = bytes.length > limit;
  if (truncated) notes.push(`only the first ${limit} of ${bytes.length} bytes were read`);
  const encodings: string[] = [];
  const note = (encoding: string): void => {
    if (!encodings.includes(encoding)) encodings.push(encoding);
  };
  const raw = decodeAll(truncated ? bytes.subarray(0, limit) : bytes, options, note, notes);
  // A NUL, or a byte order mark inside the text, says nothing and breaks every pattern.
  const clean = raw.replace(/[\0\uFEFF]/g, '');
  const lines = splitLines(clean);
  const longLines = clipLines(lines);
  if (longLines > 0) {
    truncated = true;
    notes.push(`${longLines} line(s) were cut at ${MAX_LINE} letters`);
  }
  if (lines.length > MAX_LINES) {
    lines.length = MAX_LINES;
    truncated = true;
    notes.push(`only the first ${MAX_LINES} lines were read`);
  }
  return {
    get text() {
      return lines.join('\n');
    },
    lines,
    encodings,
    notes,
    truncated,
  };
}

function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r\n|\n|\r/, MAX_LINES + 2);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function clipLines(lines: string[]): number {
  let clipped = 0;
  for (const [at, line] of lines.entries()) {
    if (line.length <= MAX_LINE) continue;
    lines[at] = line.slice(0, MAX_LINE);
    clipped += 1;
  }
  return clipped;
}

function decodeAll(
  bytes: Uint8Array,
  options: DecodeOptions,
  note: (encoding: string) => void,
  notes: string[],
): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    note('utf-16be');
    return new TextDecoder('utf-16be').decode(bytes);
  }
  let text = '';
  const guess: Guess = { codePage: null };
  for (const segment of findSegments(bytes)) {
    const part = bytes.subarray(segment.from, segment.to);
    if (segment.wide) {
      note('utf-16le');
      text += new TextDecoder('utf-16le').decode(part);
    } else {
      text += decodeNarrow(part, options, note, notes, guess);
    }
  }
  return text;
}

/** The page guessed for the first segment that needs one; a file has one console. */
interface Guess {
  codePage: number | null;
}

function decodeNarrow(
  bytes: Uint8Array,
  options: DecodeOptions,
  note: (encoding: string) => void,
  notes: string[],
  guess: Guess,
): string {
  if (!bytes.some((byte) => byte >= 0x80)) {
    note('ascii');
    return new TextDecoder('utf-8').decode(bytes);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    note('utf-8');
    return text;
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    if (isDamagedUtf8(text)) {
      note('utf-8');
      notes.push('some bytes are not UTF-8');
      return text;
    }
  }
  const named = options.single === 'ansi' ? (options.ansiCodePage ?? options.oemCodePage) : options.oemCodePage;
  let codePage = named !== undefined && knowsCodePage(named) && named !== 65001 ? named : null;
  if (codePage === null) {
    if (guess.codePage === null) {
      guess.codePage = guessCodePage(bytes, options);
      notes.push(`code page ${guess.codePage} is a guess`);
    }
    codePage = guess.codePage;
  }
  note(`cp${codePage}`);
  return decodeCodePage(bytes, codePage);
}

/** A few bad bytes in much good UTF-8; text of a code page shows more bad bytes than letters beyond ASCII. */
function isDamagedUtf8(text: string): boolean {
  let bad = 0;
  let good = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd) bad += 1;
    else if (unit >= 0x80) good += 1;
  }
  return good >= 10 && bad * 10 <= good;
}

/**
 * The likeliest page of bytes that nothing describes. Kana lead bytes mean Shift-JIS; otherwise Western letters lie at
 * 0x80–0xA5 in the console pages and at 0xC0–0xFF in the ANSI ones (0xE1 is ß in the former).
 */
function guessCodePage(bytes: Uint8Array, options: DecodeOptions): number {
  let kana = 0;
  let console = 0;
  let ansi = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    const next = bytes[at + 1] ?? 0;
    if (byte === 0x82 && next >= 0x9f && next <= 0xf1) kana += 1;
    else if (byte === 0x83 && next >= 0x40 && next <= 0x96 && next !== 0x7f) kana += 1;
    if ((byte >= 0x80 && byte <= 0xa5) || byte === 0xe1) console += 1;
    else if (byte >= 0xc0) ansi += 1;
  }
  if (kana >= 3) return 932;
  return ansi > console ? (options.ansiCodePage ?? 1252) : (options.oemCodePage ?? 850);
}
