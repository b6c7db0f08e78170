/** Finds profile and EAP XML inside any text: a file of its own, a script that holds one, escaped in another XML, wrapped by a console. */

export interface Fragment {
  readonly root: 'VPNProfile' | 'EapHostConfig';
  readonly text: string;
  /** Index of the line, from 0, on which it starts. */
  readonly line: number;
  /** Whether its closing tag is there. */
  readonly isClosed: boolean;
}

const OPENING = /<(?:[A-Za-z_][\w.-]{0,30}:)?(VPNProfile|EapHostConfig)(?=[\s>/])/g;
const ESCAPED = /&lt;(?:VPNProfile|EapHostConfig)\b/;
const MAX_FRAGMENTS = 50;
/** Openings looked at, kept or not. */
const MAX_OPENINGS = 1_000;
const MAX_TEXT = 8 << 20;

/** Whether a text can hold a fragment at all; cheap. */
export function mayHold(text: string): boolean {
  return text.includes('VPNProfile') || text.includes('EapHostConfig');
}

/** Outermost fragments in order: the EAP configuration inside a profile is the profile's. Wireless and wired profiles are left out. */
export function findFragments(text: string): Fragment[] {
  const raw = text.slice(0, MAX_TEXT);
  const found = fragmentsOf(raw);
  // Only where no markup stands as itself: an escaped part of a profile is the profile's own affair.
  return found.length > 0 || !ESCAPED.test(raw) ? found : fragmentsOf(unescapeOnce(raw));
}

function fragmentsOf(whole: string): Fragment[] {
  const fragments: Fragment[] = [];
  let from = 0;
  let openings = 0;
  for (const match of whole.matchAll(OPENING)) {
    if (++openings > MAX_OPENINGS) break;
    if (match.index < from || fragments.length >= MAX_FRAGMENTS) continue;
    const root = match[1] as Fragment['root'];
    const closing = new RegExp(`</(?:[\\w.-]{1,31}:)?${root}\\s{0,20}>`, 'g');
    closing.lastIndex = match.index;
    const end = closing.exec(whole);
    const to = end === null ? whole.length : end.index + end[0].length;
    from = to;
    if (root === 'EapHostConfig' && isOfOtherNetwork(whole, match.index)) continue;
    fragments.push({ root, text: whole.slice(match.index, to), line: linesBefore(whole, match.index), isClosed: end !== null });
  }
  return fragments;
}

/** Management reports carry the profile with its markup escaped. */
function unescapeOnce(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}

function isOfOtherNetwork(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 20_000), at);
  const opened = Math.max(before.lastIndexOf('<WLANProfile'), before.lastIndexOf('<LANProfile'));
  return opened > Math.max(before.lastIndexOf('</WLANProfile'), before.lastIndexOf('</LANProfile'));
}

function linesBefore(text: string, at: number): number {
  let lines = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) lines++;
  return lines;
}

/** A console cuts at its width, inside words too, and indents what follows. */
export function unwrap(text: string): string {
  return text.replaceAll(/\r?\n[ \t]*/g, '');
}
