/** Lines of a TSS log, each with the local clock of the message it belongs to. */
import type { Micros } from '../../model/time.ts';

export interface LogLine {
  /** 1-based. */
  readonly line: number;
  /** Text without prefix. */
  readonly text: string;
  /** Local time of the message, as if it were UTC; null before the first stamped line. */
  readonly local: Micros | null;
  /** Whether the stamp stands on this very line: only then do stamp and text belong to one instant. */
  readonly stamped: boolean;
}

const STAMP = /^\uFEFF?\s*(\d{4})(\d\d)(\d\d)[ _](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?\s+/;
const PLACE = /^(?:\[[^\]]{0,200}\]\s*)?(?:(?:INFO|WARNING|WARN|ERROR|DEBUG|EXCEPTION)\s*:\s?)?/i;
const UTC_TEXT = /(\d{4})-(\d\d)-(\d\d)_(\d\d):(\d\d):(\d\d)/;

/** Every line; a line without stamp continues the message above it. */
export function* readLogLines(lines: readonly string[]): Generator<LogLine> {
  let local: Micros | null = null;
  for (const [index, raw] of lines.entries()) {
    // A marker fits in the first thousand letters; a longer line is somebody's output.
    const text = raw.length > 4000 ? raw.slice(0, 4000) : raw;
    const stamp = STAMP.exec(text);
    if (stamp !== null) local = toMicros(stamp) + Number((stamp[7] ?? '').padEnd(6, '0'));
    const rest = stamp === null ? text : text.slice(stamp[0].length);
    yield { line: index + 1, text: rest.replace(PLACE, ''), local, stamped: stamp !== null };
  }
}

/** The first `yyyy-MM-dd_HH:mm:ss` of a text, which TSS writes for UTC only. */
export function readUtc(text: string): Micros | null {
  const stamp = UTC_TEXT.exec(text);
  return stamp === null ? null : toMicros(stamp);
}

function toMicros(stamp: RegExpExecArray): Micros {
  const part = (at: number): number => Number(stamp[at]);
  return Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6)) * 1000;
}
