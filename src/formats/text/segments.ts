/**
 * Finds where a text file changes between UTF-16LE and single bytes.
 * The SDP part of a bundle writes titles with PowerShell's Out-File (UTF-16LE) and appends command output with
 * `cmd /c … >> file` (console bytes); other files have a UTF-16LE header over an ASCII body. The borders lie at
 * line ends, at any byte alignment. The NUL pattern tells them apart: a UTF-16LE line ends in 0A 00, a single-byte
 * line holds no NUL at all.
 */

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly wide: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;

/** A file of this many changes of encoding is not text; the rest is taken as it stands. */
const MAX_SEGMENTS = 100_000;

interface Line {
  /** Where the line, or the part of it in one encoding, ends. */
  readonly end: number;
  readonly wide: boolean;
}

/** Segments of `bytes` in order, without gaps; a UTF-16LE byte order mark belongs to its segment. */
export function findSegments(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  let at = 0;
  let wide = startsWide(bytes);
  while (at < bytes.length) {
    const line: Line = wide ? readWideLine(bytes, at) : readNarrowLine(bytes, at);
    if (line.wide !== wide || line.end <= at) {
      if (at > from) segments.push({ from, to: at, wide });
      from = at;
      wide = line.wide;
    }
    at = Math.max(line.end, at + 1);
    if (segments.length >= MAX_SEGMENTS) break;
  }
  if (bytes.length > from) segments.push({ from, to: bytes.length, wide });
  return segments;
}

function startsWide(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return true;
  return readNarrowLine(bytes, 0).wide;
}

/** One line of a UTF-16LE segment, or the news that it is over. One pass, whatever the bytes. */
function readWideLine(bytes: Uint8Array, start: number): Line {
  // Bytes since the last NUL: only those can be single-byte text.
  let sinceNul = start;
  let beforeNul = start;
  let plain = true;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0) {
      beforeNul = sinceNul;
      sinceNul = at + 1;
      plain = true;
    } else if (byte === LF) {
      const isNewline = bytes[at + 1] === 0;
      if (isNewline && (at - start) % 2 === 0) return { end: at + 2, wide: true };
      // CR 00 LF 00 out of step (it would be the unassigned U+0A00): single bytes without a newline came before it.
      if (isNewline && bytes[at - 1] === 0 && bytes[at - 2] === CR && at - 2 > start) return endWide(start, beforeNul, at - 2);
      const isNarrow = bytes[at - 1] === CR || (plain && at - sinceNul >= 2 && !isKana(bytes, sinceNul, at));
      if (isNarrow && at > sinceNul) return endWide(start, sinceNul, at + 1);
      plain = false;
    } else if (!isPlain(byte)) {
      plain = false;
    }
  }
  if (plain && bytes.length - sinceNul >= 2 && !isKana(bytes, sinceNul, bytes.length)) return endWide(start, sinceNul, bytes.length);
  return { end: bytes.length, wide: true };
}

/** Kana are printable ASCII bytes too, but every other byte is 0x30. */
function isKana(bytes: Uint8Array, from: number, to: number): boolean {
  let kana = 0;
  for (let at = from + 1; at < to; at += 2) if (bytes[at] === 0x30) kana += 1;
  return kana * 5 >= to - from;
}

/** The wide part of a line that turns narrow half-way, or the whole narrow line. */
function endWide(start: number, narrowFrom: number, lineEnd: number): Line {
  if (narrowFrom === start) return { end: lineEnd, wide: false };
  // A NUL as the low byte of a letter (U+4E00) is no border.
  return (narrowFrom - start) % 2 === 0 ? { end: narrowFrom, wide: true } : { end: lineEnd, wide: true };
}

/** One line of a single-byte segment, or the news that UTF-16LE begins. */
function readNarrowLine(bytes: Uint8Array, start: number): Line {
  if (bytes[start] === 0xff && bytes[start + 1] === 0xfe) return { end: start + 2, wide: true };
  const newline = bytes.indexOf(LF, start);
  const end = newline === -1 ? bytes.length : newline + 1;
  const nul = bytes.subarray(start, Math.min(bytes.length, end + 1)).indexOf(0);
  if (nul === -1) return { end, wide: false };
  const isWideNewline = newline !== -1 && bytes[newline + 1] === 0;
  // A line of East Asian letters holds its first NUL late; its newline says it was wide from the start.
  if (isWideNewline && (newline - start) % 2 === 0 && nul % 2 === 1 && !isPlainSpan(bytes, start, start + nul - 1)) {
    return { end: newline + 2, wide: true };
  }
  const wideFrom = start + nul - 1;
  const isWide = wideFrom >= start && (isLatinPair(bytes, wideFrom) || (isWideNewline && (newline - wideFrom) % 2 === 0));
  // The NULs of hostile bytes are not UTF-16 letters: leave them where they are.
  if (!isWide) return { end, wide: false };
  return wideFrom === start ? { end: Math.min(bytes.length, start + 2), wide: true } : { end: wideFrom, wide: false };
}

/** Two UTF-16LE letters below U+0100, or one at the very end of the file. */
function isLatinPair(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === 0 || bytes[at + 1] !== 0) return false;
  return at + 2 >= bytes.length || (bytes[at + 2] !== 0 && bytes[at + 3] === 0);
}

function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === TAB || byte === CR;
}

function isPlainSpan(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isPlain(bytes[at] as number)) return false;
  return to > from;
}
