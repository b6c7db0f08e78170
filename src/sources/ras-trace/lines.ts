/**
 * One line of a RAS trace: what stands in front of the text. The forms differ by build, so each part is optional, and a line
 * that fits none is text without a stamp.
 *
 *   [1472] 05-06 07:08:09:123: text                                          process, month-day, local time
 *   [1472] 07:08:09:123: text                                                the same without a date
 *   [0]0368.03A4::02/02/2017-17:36:01.496 [ikeext] 3038|198.51.100.24|text   formatted trace log: processor, process.thread, session, peer
 *    5-06: 07:08:09:123:4a8 text                                             oakley.log, thread behind the time
 */
import type { Micros } from '../../model/time.ts';

/** A point on the wall clock; the date may lack its year or be missing. */
export interface Stamp {
  readonly year?: number;
  /** 1 to 12. */
  readonly month?: number;
  readonly day?: number;
  /** Since midnight. */
  readonly timeOfDay: Micros;
}

export interface TraceLine {
  readonly text: string;
  readonly stamp?: Stamp;
  /** Process, thread or session the line belongs to: lines of several run through each other. */
  readonly owner: string;
  /** Component in brackets of a formatted trace log. */
  readonly component?: string;
  readonly peer?: string;
}

const CLOCK = String.raw`(\d\d):(\d\d):(\d\d)(?:[:.,](\d{1,6}))?`;
const PREFIXED = new RegExp(String.raw`^\s{0,8}\[([^\]\s]{1,32})\]\s{0,4}(?:(?:(\d{4})[-/])?(\d\d)[-/](\d\d)(?:[-/](\d{4}))?[ T,-]\s{0,3})?${CLOCK}\s?:\s?`);
const FORMATTED = new RegExp(String.raw`^\s{0,4}(?:\[[0-9A-Fa-f]{1,4}\])?([0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8})::(\d\d)[/-](\d\d)[/-](\d{4})[- ]${CLOCK}\s{0,4}(?:\[([^\]]{1,60})\])?\s?`);
const OAKLEY = new RegExp(String.raw`^\s{0,2}(\d{1,2})-(\d\d):\s${CLOCK}:([0-9A-Fa-f]{1,8})\s`);
/** `session|peer|` of the IKE component. */
const SESSION = /^([0-9A-Za-z]{0,16})\|([0-9A-Fa-f.:%]{0,60})\|/;

export function readLine(raw: string): TraceLine {
  // Tracing lines are short; somebody's blob must not cost more than one.
  const line = raw.length > 4000 ? raw.slice(0, 4000) : raw;
  const prefixed = PREFIXED.exec(line);
  if (prefixed !== null) {
    const stamp = stampOf(prefixed[2] ?? prefixed[5], prefixed[3], prefixed[4], prefixed.slice(6, 10));
    return { text: line.slice(prefixed[0].length), owner: prefixed[1] as string, ...(stamp === null ? {} : { stamp }) };
  }
  const formatted = FORMATTED.exec(line);
  if (formatted !== null) return readFormatted(line, formatted);
  const oakley = OAKLEY.exec(line);
  if (oakley !== null) {
    const stamp = stampOf(undefined, oakley[1], oakley[2], oakley.slice(3, 7));
    return { text: line.slice(oakley[0].length), owner: oakley[7] as string, ...(stamp === null ? {} : { stamp }) };
  }
  return { text: line, owner: '' };
}

function readFormatted(line: string, match: RegExpExecArray): TraceLine {
  const stamp = stampOf(match[4], match[2], match[3], match.slice(5, 9));
  const rest = line.slice(match[0].length);
  const session = SESSION.exec(rest);
  return {
    text: session === null ? rest : rest.slice(session[0].length),
    owner: `${match[1]}|${session?.[1] ?? ''}|${session?.[2] ?? ''}`,
    ...(stamp === null ? {} : { stamp }),
    ...(match[9] === undefined ? {} : { component: match[9] }),
    ...(session === null || session[2] === '' ? {} : { peer: session[2] as string }),
  };
}

/** The parts as numbers; null when they are no date and time. Headers of trace logs carry 1601, which is none. */
export function stampOf(year: string | undefined, month: string | undefined, day: string | undefined, clock: readonly (string | undefined)[]): Stamp | null {
  const [hour, minute, second] = clock.slice(0, 3).map(Number) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 60) return null;
  const timeOfDay = ((hour * 60 + minute) * 60 + second) * 1_000_000 + Number((clock[3] ?? '').padEnd(6, '0'));
  if (month === undefined || day === undefined) return { timeOfDay };
  const date = { month: Number(month), day: Number(day) };
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return null;
  if (year === undefined) return { ...date, timeOfDay };
  return Number(year) < 1980 ? null : { year: Number(year), ...date, timeOfDay };
}
