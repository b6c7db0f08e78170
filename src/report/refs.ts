/** References as text: `<artifact>#<locator>`, the form every output writes and `show` reads. */
import type { Locator, SourceRef } from '../model/refs.ts';

/**
 * `HOST-Application.evtx#record=101@4608`, `x.txt#line=12-14`, `x.hiv#key=Control\Lsa;value=LmCompatibilityLevel`, `x.pbk#section=Contoso VPN`,
 * `x.etl#event=17;frame=3`. With a bundle name in front (`bundle.zip!/artifact`) when the case holds several.
 * A `#` in a name is written `%23`, a `;` in a key or section `%3B`: two places never have one text.
 */
export function refText(ref: SourceRef): string {
  const artifact = escaped(ref.bundle === undefined ? ref.artifact : `${ref.bundle}!/${ref.artifact}`, '#');
  const at = locatorText(ref.at);
  return at === '' ? artifact : `${artifact}#${at}`;
}

function locatorText(at: Locator): string {
  switch (at.kind) {
    case 'evtx':
      return `record=${at.recordId}@${at.offset}`;
    case 'line':
      return at.toLine === undefined || at.toLine === at.line ? `line=${at.line}` : `line=${at.line}-${at.toLine}`;
    case 'registry':
      return at.value === undefined ? `key=${escaped(at.key, ';')}` : `key=${escaped(at.key, ';')};value=${at.value}`;
    case 'section':
      return at.line === undefined ? `section=${escaped(at.section, ';')}` : `section=${escaped(at.section, ';')};line=${at.line}`;
    case 'etl':
      return at.frame === undefined ? `event=${at.event}` : `event=${at.event};frame=${at.frame}`;
    case 'whole':
      return '';
  }
}

const CODES = { '#': '23', ';': '3B' } as const;

/** Writes a mark of the reference's own as `%` and its code, and `%` as `%25` only where it would be read as one of these. */
function escaped(text: string, mark: '#' | ';'): string {
  return text.replace(/%(?=23|25|3B)/g, '%25').replaceAll(mark, `%${CODES[mark]}`);
}

function unescaped(text: string): string {
  return text.replace(/%(23|25|3B)/g, (_, code: string) => (code === '25' ? '%' : code === '23' ? '#' : ';'));
}

/** A reference as it was written; whose artifact the path names is for `findArtifact` to say. */
export interface ParsedRef {
  /** Artifact, perhaps with a bundle in front. */
  readonly path: string;
  /** `record=101` without its offset is good, too. */
  readonly at: Locator | { readonly kind: 'record'; readonly recordId: number };
}

/** Reads what `refText` writes; null when what stands behind `#` is no place. */
export function parseRef(text: string): ParsedRef | null {
  const mark = text.indexOf('#');
  if (mark < 0) return text === '' ? null : { path: unescaped(text), at: { kind: 'whole' } };
  const at = parseLocator(text.slice(mark + 1));
  return at === null || mark === 0 ? null : { path: unescaped(text.slice(0, mark)), at };
}

const NUMBER = '(\\d{1,15})';
const EVTX = new RegExp(`^record=(\\d{1,16})(?:@${NUMBER})?$`);
const LINE = new RegExp(`^line=${NUMBER}(?:-${NUMBER})?$`);
const ETL = new RegExp(`^event=${NUMBER}(?:;frame=${NUMBER})?$`);
const KEY = /^key=([^;]*)(?:;value=(.*))?$/s;
const SECTION = new RegExp(`^section=([^;]*)(?:;line=${NUMBER})?$`, 's');

function parseLocator(text: string): ParsedRef['at'] | null {
  const evtx = EVTX.exec(text);
  if (evtx !== null) return evtx[2] === undefined ? { kind: 'record', recordId: Number(evtx[1]) } : { kind: 'evtx', recordId: Number(evtx[1]), offset: Number(evtx[2]) };
  const line = LINE.exec(text);
  if (line !== null && Number(line[1]) === 0) return null;
  if (line !== null) return { kind: 'line', line: Number(line[1]), ...(line[2] === undefined ? {} : { toLine: Number(line[2]) }) };
  const etl = ETL.exec(text);
  if (etl !== null) return { kind: 'etl', event: Number(etl[1]), ...(etl[2] === undefined ? {} : { frame: Number(etl[2]) }) };
  const key = KEY.exec(text);
  if (key !== null) return { kind: 'registry', key: unescaped(key[1] ?? ''), ...(key[2] === undefined ? {} : { value: key[2] }) };
  const section = SECTION.exec(text);
  if (section !== null) return { kind: 'section', section: unescaped(section[1] ?? ''), ...(section[2] === undefined ? {} : { line: Number(section[2]) }) };
  return null;
}

export interface ArtifactPlace {
  readonly bundle: string;
  readonly artifact: string;
}

/**
 * The artifacts a path may name, of those there are: as written, with its bundle in front or not; else whatever the case of its
 * letters and the direction of its slashes; else those whose path ends in it. One is an answer, several are a question to the user.
 */
export function findArtifact(path: string, places: readonly ArtifactPlace[]): readonly ArtifactPlace[] {
  const forms = (place: ArtifactPlace): readonly string[] => [`${place.bundle}!/${place.artifact}`, place.artifact];
  const exact = places.filter((place) => forms(place)[0] === path);
  if (exact.length > 0) return exact.slice(0, 1);
  const bare = places.filter((place) => place.artifact === path);
  if (bare.length > 0) return bare;
  const wanted = folded(path);
  const alike = places.filter((place) => forms(place).some((form) => folded(form) === wanted));
  if (alike.length > 0) return alike;
  return places.filter((place) => folded(place.artifact).endsWith(`/${wanted}`));
}

function folded(path: string): string {
  return path.replaceAll('\\', '/').toLowerCase();
}
