/** Replaces in running text what has the form of an identifier, then every name the case knows. */
import { GENERIC_ENDINGS } from '../knowledge/public-names.ts';
import { redactGuid, redactHex, redactMac, redactSid } from './identifiers.ts';
import { redactAddress, redactDnsName, redactHost, redactUrl, redactUser, type Each, type Names } from './names.ts';

/** Forms in order of strength; each is a group of `FORMS` by its name. Repetitions are bounded, or the form cannot start in the middle of its own run: any text is swept in linear time. */
const FORMS = new RegExp(
  [
    String.raw`(?<url>\b[a-z][a-z0-9+.-]{1,20}://[^\s"'<>|)]+)`,
    String.raw`(?<sid>\bS-1-\d{1,14}(?:-\d{1,14}){1,14}\b)`,
    String.raw`(?<guid>(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z]))`,
    String.raw`(?<mail>[\w.+%$-]{1,64}@[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){1,20})`,
    // Folders of profiles: drive letter or not, either slash.
    String.raw`(?<profile>(?:[\\/]|%5C|%2F)(?:Users|Documents and Settings|Benutzer|Utilisateurs)(?:\\{1,2}|/|%5C|%2F))(?<owner>[^\\/:*?"<>|%\r\n]{1,64})`,
    String.raw`(?<account>(?<![\w\\.$-])[\w.-]{2,64}\\{1,2}[\w.$-]{2,64})`,
    String.raw`(?<mac>(?<![0-9a-z-])[0-9a-f]{2}(?<by>[-:])(?:[0-9a-f]{2}\k<by>){4}[0-9a-f]{2}(?![0-9a-z]|[-:]{1,2}[0-9a-f]|::))`,
    String.raw`(?<six>(?<![0-9a-z:.])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})(?:%[\w.-]+)?(?:/\d{1,3})?(?![0-9a-z:]))`,
    String.raw`(?<four>(?<![0-9.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![0-9]|\.\d))`,
    String.raw`(?<spaced>(?<![0-9a-z])(?:[0-9a-f]{2}[ :-]){7,}[0-9a-f]{2}(?![0-9a-z]))`,
    String.raw`(?<hex>(?<![0-9a-z])(?:0x)?[0-9a-f]{16,}(?![0-9a-z]))`,
    String.raw`(?<name>(?<![\w.@-])(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62})){1,40}(?![\w@]))`,
    String.raw`(?<base64>(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2})`,
  ].join('|'),
  'gi',
);

/** Endings of names in the DNS that are met in files; two letters are a country. Those that are also endings of files are missing. */
const OTHER_ENDINGS: ReadonlySet<string> = new Set(['edu', 'gov', 'mil', 'int', 'biz', 'eu', 'dev', 'app', 'cloud', 'online', 'tech', 'company', 'group', 'global', 'world', 'bank', 'shop', 'site', 'gmbh', 'berlin', 'wien', 'bayern', 'swiss', 'paris', 'london', 'tokyo', 'amsterdam', 'xyz', 'ads', 'ad', 'dom', 'domain', 'prod', 'priv', 'private', 'loc', 'dmz', 'vpn']);
const FILE_ENDINGS: ReadonlySet<string> = new Set(['cs', 'ps', 'pl', 'py', 'so', 'md', 'sh', 'db', 'gz', 'js', 'ts', 'rs', 'cc', 'hh', 'vb', 'id', 'nt', 'to', 'is', 'in']);

export interface Sweep {
  readonly names: Names;
  readonly each: Each;
  readonly isKnownGuid: (guid: string) => boolean;
}

/** @param isOurs the text is a sentence of our own around names of the case, not a text of the bundle */
export function sweepText(text: string, isOurs: boolean, sweep: Sweep): string {
  const { dictionary } = sweep.names;
  // UTF-16 read as bytes has a NUL after each letter.
  const source = text.includes('\0') ? text.replaceAll('\0', '') : text;
  let out = '';
  let done = 0;
  const forms = new RegExp(FORMS);
  for (let match = forms.exec(source); match !== null; match = forms.exec(source)) {
    const replaced = replacement(match, sweep);
    if (replaced === null) {
      // What it is not may hold what is.
      forms.lastIndex = match.index + 1;
      continue;
    }
    out += dictionary.sweep(source.slice(done, match.index), isOurs) + replaced;
    done = match.index + match[0].length;
  }
  return out + dictionary.sweep(source.slice(done), isOurs);
}

/** Null when it only looks like one. */
function replacement(match: RegExpExecArray, sweep: Sweep): string | null {
  const { names, each } = sweep;
  const { secret, dictionary } = names;
  const groups = match.groups ?? {};
  const [whole] = match;
  // The path of a file may lead into somebody's folder.
  if (groups['url'] !== undefined) return /^file:/i.test(whole) ? null : redactUrl(whole, names, each);
  if (groups['sid'] !== undefined) return redactSid(whole, secret);
  if (groups['guid'] !== undefined) return redactGuid(whole, secret, sweep.isKnownGuid);
  if (groups['mail'] !== undefined) return redactUser(whole, names, each);
  if (groups['profile'] !== undefined) return `${groups['profile']}${each(groups['owner'] ?? '', 'user')}`;
  if (groups['account'] !== undefined) {
    const [domain = '', user = ''] = whole.split(/\\+/);
    const isDomain = dictionary.has(domain, ['domain', 'host']) || (domain.includes('.') && isDnsName(domain, sweep));
    return isDomain ? `${domain.includes('.') ? redactDnsName(domain, each) : each(domain, 'domain')}${whole.slice(domain.length, -user.length)}${redactUser(user, names, each)}` : null;
  }
  if (groups['six'] !== undefined || groups['four'] !== undefined) return redactAddress(whole, secret);
  if (groups['mac'] !== undefined) return redactMac(whole, secret);
  if (groups['spaced'] !== undefined) return redactHex(whole, secret);
  if (groups['hex'] !== undefined) return isNumber(whole) ? null : redactHex(whole, secret);
  if (groups['name'] !== undefined) return isDnsName(whole, sweep) ? redactHost(whole, names, each) : null;
  return hides(whole, sweep) ? `[${whole.length} characters removed]` : null;
}

/** A 64-bit number: keywords and flags are written so. */
function isNumber(text: string): boolean {
  return /^0x[0-9a-f]{1,16}$/i.test(text) || /^\d{1,20}$/.test(text);
}

function isDnsName(text: string, { names: { dictionary } }: Sweep): boolean {
  const labels = text.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length > 1 && labels.slice(0, -1).some((part) => dictionary.has(part, ['domain']))) return true;
  if (/_/.test(labels.at(-2) ?? '')) return false;
  if (GENERIC_ENDINGS.has(last) || OTHER_ENDINGS.has(last)) return labels.length > 1;
  return /^[a-z]{2}$/.test(last) && !FILE_ENDINGS.has(last);
}

/** Whether what Base64 holds (RFC 4648) names something of the case, in bytes or in UTF-16; long runs are not trusted at all. */
function hides(text: string, sweep: Sweep): boolean {
  if (text.length >= 64 && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text)) return true;
  const letters = text.replace(/=+$/, '');
  let bytes = '';
  let bits = 0;
  let count = 0;
  for (const letter of letters) {
    bits = ((bits << 6) | DIGITS.indexOf(letter)) & 0xffff;
    count += 6;
    if (count >= 8) bytes += String.fromCharCode((bits >> (count -= 8)) & 0xff);
  }
  const plain = bytes.replaceAll('\0', '');
  return plain !== sweep.names.dictionary.sweep(plain, false) || /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|S-1-\d-\d|[\w.-]{2,}@[\w-]{2,}\./.test(plain);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
