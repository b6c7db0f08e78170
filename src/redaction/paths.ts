/** Names of bundles and artifacts: words the collector uses stay, names of the case get their pseudonyms, and anything else is replaced. */
import { ARTEFACTS } from '../knowledge/artefacts.ts';
import { RELEVANT_PROVIDERS } from '../knowledge/providers.ts';
import { COMMON_WORDS } from '../knowledge/public-names.ts';
import type { Dictionary } from './dictionary.ts';

/** Words of names that stand in the tables, and those the collector puts around them. */
const KNOWN: ReadonlySet<string> = new Set([
  ...[...ARTEFACTS.map((row) => row.pattern), ...RELEVANT_PROVIDERS].flatMap((name) => wordsOf(name.toLowerCase())),
  ...'rasphone tss tssv2 pssdp sdp xray info issues found zip cab evtx etl txt csv xml reg hiv log pbk htm html json yaml ras system32 inetsrv microsoft windows operational 4operational admin 4admin debug analytic saved savedeventlog archive mm nts pasted standard input case evidence report msdata ms data'.split(' '),
]);

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** A word that names nobody: of the collector, of the language, or a number, stamp or extension. */
function isPlain(word: string): boolean {
  const lower = word.toLowerCase();
  return KNOWN.has(lower) || COMMON_WORDS.has(lower) || /^\d{1,10}$/.test(lower) || word.length < 2;
}

/** @param sweep replaces names and identifiers in a step */
export function redactPath(path: string, dictionary: Dictionary, sweep: (step: string) => string): string {
  return path
    .split(/(!\/|[/\\])/)
    .map((step, index) => (index % 2 === 1 ? step : redactStep(step, dictionary, sweep)))
    .join('');
}

/** Host in front of a name, or behind the collector's: `HOST-System.evtx`, `TSS_HOST_240221-…`, `tss_240221-093005_HOST_psSDP_…`. */
const PLACES: readonly RegExp[] = [/^(?<before>TSS(?:v2)?_)(?<host>.+?)(?<after>_\d{6}-\d{6}.*)$/i, /^(?<before>tss_\d{6}-\d{6}_)(?<host>.+)(?<after>_psSDP_.*)$/i, /^(?<before>)(?<host>[^_]+?)(?<after>[_-].*)$/];

function redactStep(step: string, dictionary: Dictionary, sweep: (step: string) => string): string {
  for (const place of PLACES) {
    const { before, host, after } = place.exec(step)?.groups ?? {};
    if (host === undefined || !dictionary.has(host, ['host'])) continue;
    return `${before}${dictionary.pseudonym(host, 'host')}${rest(after ?? '', dictionary, sweep)}`;
  }
  return rest(step, dictionary, sweep);
}

/** Words nobody knows are replaced one by one, so that what is known beside them can still be read. */
function rest(text: string, dictionary: Dictionary, sweep: (step: string) => string): string {
  const known = new Set<string>();
  const swept = sweep(text);
  for (const word of wordsOf(swept)) if (!text.includes(word)) known.add(word);
  return swept.replace(/[\p{L}\p{N}]+/gu, (word) => (isPlain(word) || known.has(word) || /^(?:host|user|domain|connection|place|policy|adapter|name|certificate)$/i.test(word) ? word : dictionary.pseudonym(word, 'place')));
}
