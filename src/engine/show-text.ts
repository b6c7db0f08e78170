/** Lines of a text artifact around a place, numbered as the sources number them. */
import type { ShownLines } from '../model/shown.ts';
import { decodeText, type DecodedText } from '../formats/text/decode.ts';
import { bundleContext } from './show-context.ts';
import type { Place } from './show-place.ts';

/** A certificate takes some hundred lines; more of one citation are of no use on a screen. */
const MOST_CITED = 400;
/** Kinds written by programs with windows; console output is in the console's code page. */
const ANSI_KINDS: ReadonlySet<string> = new Set(['rasphone-pbk', 'csv-events', 'tss-log', 'nps-log', 'firewall-log', 'hosts-file', 'ras-trace', 'azure-vpn-log']);

/** The text as the sources see it; what the machine says of its code pages is asked only where it matters. */
export async function decodeArtifact({ bundle, entry, artifactKind }: Place): Promise<DecodedText> {
  const bytes = await entry.bytes();
  const single = ANSI_KINDS.has(artifactKind) ? ('ansi' as const) : ('oem' as const);
  const decoded = decodeText(bytes, { single });
  return decoded.encodings.some((encoding) => encoding.startsWith('cp')) ? decodeText(bytes, { ...(await bundleContext(bundle)), single }) : decoded;
}

/** Lines `from` to `to` (1-based) with `context` lines on each side. */
export async function showLines(place: Place, from: number, to: number, context: number): Promise<ShownLines> {
  const decoded = await decodeArtifact(place);
  return excerpt(decoded, from, Math.min(to, decoded.lines.length), context);
}

/** A `[section]` of an ini-like file up to the next one; `line` tells apart sections of one name. */
export async function showSection(place: Place, section: string, line: number | undefined): Promise<ShownLines> {
  const decoded = await decodeArtifact(place);
  const { lines } = decoded;
  const isHead = (text: string | undefined) => text?.trim().startsWith('[') === true;
  const stated = line !== undefined && isHead(lines[line - 1]) ? line - 1 : -1;
  const start = stated >= 0 ? stated : lines.findIndex((text) => text.trim() === `[${section}]`);
  if (start < 0) return excerpt(decoded, 1, 0, 0);
  let end = start + 1;
  while (end < lines.length && !isHead(lines[end])) end++;
  return excerpt(decoded, start + 1, end, 0);
}

export function excerpt(decoded: DecodedText, from: number, to: number, context: number): ShownLines {
  const lastCited = Math.min(to, from + MOST_CITED - 1);
  const first = Math.max(1, from - context);
  const last = Math.min(decoded.lines.length, lastCited + context);
  const numbers = to < from ? [] : Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return {
    kind: 'lines',
    encodings: decoded.encodings,
    total: decoded.lines.length,
    lines: numbers.map((number) => ({ number, text: decoded.lines[number - 1] ?? '', cited: number >= from && number <= lastCited })),
    omitted: Math.max(0, to - lastCited),
  };
}
