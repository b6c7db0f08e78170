/**
 * One certificate of a `certutil -store` dump, short or verbose, in any language.
 * Order is the anchor: serial number, issuer, two dates, subject, then extensions and hashes.
 */
import { readDate } from '../../formats/text/dates.ts';
import type { PrintedDate } from '../../formats/text/dates.ts';
import { readExtensions } from './extensions.ts';
import type { Extensions } from './extensions.ts';
import { readPrivateKey } from './private-key.ts';

export interface Certificate {
  /** Number of its row in the dump. */
  readonly index: number;
  /** Index of the row in the block's lines. */
  readonly line: number;
  readonly serial: string;
  readonly issuer: string;
  /** '' when the certificate has an empty subject. */
  readonly subject: string;
  readonly dates: readonly [PrintedDate, PrintedDate];
  /** SHA-1, 40 upper-case hex digits; '' when the dump ends before it. */
  readonly thumbprint: string;
  readonly extensions: Extensions;
  readonly privateKey: boolean | undefined;
  /** Template a short dump prints on the line above the hash. */
  readonly shortTemplate: string | undefined;
}

export interface Row {
  readonly index: number;
  readonly word: string;
  readonly line: number;
  readonly end: number;
  /** Whether something follows it, so that nothing of it is cut off. */
  readonly isClosed: boolean;
}

const ROW = /^\s*={4,}\s*(\S.{0,60}?)\s+(\d{1,6})\s*={4,}\s*$/;
const MAX_ROW = 200;
const LABEL = /^\s{0,3}[^\s:：=][^:：=]*[:：](.*)$/;
const RDN = /^\s*(?:CN|DC|OU?|C|L|ST?|E|T|G|SN|I|STREET|SERIALNUMBER|Description|Phone|PostalCode|POBox|OID\.[\d.]+|\d+(?:\.\d+)+)=/i;
const HEX = /^(?:[0-9a-f]{2} ?){1,40}$|^[0-9a-f]{1,64}$/i;

/** What stands after the colon of a labelled line at the left edge; null when the line has no label. */
function valueOf(line: string): string | null {
  return LABEL.exec(line)?.[1]?.trim() ?? null;
}

/** Rows `================ Certificate 0 ================` with the lines under each. */
export function findRows(lines: readonly string[]): Row[] {
  const starts: { index: number; word: string; line: number }[] = [];
  let closedAt = -1;
  for (const [at, line] of lines.entries()) {
    const match = line.length <= MAX_ROW ? ROW.exec(line) : null;
    if (match) starts.push({ index: Number(match[2]), word: match[1] as string, line: at });
    else if (/^\s*CertUtil:/i.test(line) && closedAt === -1 && starts.length > 0) closedAt = at;
  }
  return starts.map((start, at) => {
    const next = starts[at + 1]?.line;
    const end = next ?? (closedAt > start.line ? closedAt : lines.length);
    return { ...start, end, isClosed: next !== undefined || closedAt > start.line };
  });
}

/** The certificate of a row, or null when the row is a revocation list, a trust list, or cut off before its dates. */
export function readCertificate(lines: readonly string[], row: Row): Certificate | null {
  if (/\b(?:CRL|CTL)\b/i.test(row.word)) return null;
  const body = lines.slice(row.line + 1, row.end);
  const dates = findDates(body);
  if (dates === null) return null;
  const before = body.slice(0, dates.at[0]);
  const after = body.slice(dates.at[1] + 1);
  const nameAt = before.findIndex((line) => RDN.test(line));
  const isVerbose = nameAt !== -1;
  const numbers = (isVerbose ? before.slice(0, nameAt) : before).map((line) => valueOf(line) ?? '').filter((value) => HEX.test(value));
  // A verbose dump prints the version above the serial number; a revocation list has the version alone.
  if (numbers.length < (isVerbose ? 2 : 1)) return null;
  const subject = readSubject(after);
  const rest = after.slice(subject.end);
  const hash = findThumbprint(rest);
  return {
    index: row.index,
    line: row.line,
    serial: (numbers.at(-1) as string).replaceAll(' ', ''),
    issuer: readIssuer(before),
    subject: subject.name,
    dates: dates.values,
    thumbprint: hash.thumbprint,
    extensions: readExtensions(rest),
    privateKey: readPrivateKey(rest.slice(hash.tailFrom), row.isClosed),
    shortTemplate: isVerbose ? undefined : templateAbove(rest, hash.tailFrom),
  };
}

interface Dates {
  readonly at: readonly [number, number];
  readonly values: readonly [PrintedDate, PrintedDate];
}

/** The first two labelled dates: not before, not after. */
function findDates(body: readonly string[]): Dates | null {
  let first: { at: number; value: PrintedDate } | null = null;
  for (const [at, line] of body.entries()) {
    const value = valueOf(line) ?? '';
    const date = value === '' || HEX.test(value) ? null : readDate(value);
    if (date === null) continue;
    if (first !== null) return { at: [first.at, at], values: [first.value, date] };
    first = { at, value: date };
  }
  return null;
}

function readIssuer(before: readonly string[]): string {
  const names = before.filter((line) => RDN.test(line)).map((line) => line.trim());
  if (names.length > 0) return names.join(', ');
  return before.map((line) => valueOf(line) ?? '').findLast((value) => RDN.test(value)) ?? '';
}

/** The first label after the dates, with its name beside it or under it; an empty subject prints no name. */
function readSubject(after: readonly string[]): { name: string; end: number } {
  const at = after.findIndex((line) => line.trim() !== '');
  if (at === -1) return { name: '', end: after.length };
  const inline = valueOf(after[at] as string);
  if (inline === null) return { name: '', end: at };
  if (inline !== '') return { name: RDN.test(inline) ? inline : '', end: at + 1 };
  const names: string[] = [];
  let end = at + 1;
  for (; end < after.length; end += 1) {
    const line = after[end] as string;
    if (RDN.test(line)) names.push(line.trim());
    else if (line.trim() !== '' && !/^\s/.test(line)) break;
    else if (names.length > 0 && line.trim() === '') break;
  }
  return { name: names.join(', '), end };
}

/** The SHA-1 property, else the last `(sha1)` hash: those of the names and of the key stand above the certificate's. */
function findThumbprint(lines: readonly string[]): { thumbprint: string; tailFrom: number } {
  let thumbprint = '';
  let tailFrom = lines.length;
  for (const [at, line] of lines.entries()) {
    const hex = /\(sha1\)[\s\u00a0]*[:：](.*)$/i.exec(line)?.[1]?.replaceAll(/\s/g, '') ?? '';
    if (!/^[0-9a-f]{40}$/i.test(hex)) continue;
    thumbprint = hex.toUpperCase();
    tailFrom = at + 1;
  }
  const property = lines.findIndex((line) => /SHA1_HASH_PROP_ID|_PROP_ID\(3\)/.test(line));
  const value = property === -1 ? '' : (lines[property + 1] ?? '').replaceAll(/\s/g, '');
  if (/^[0-9a-f]{40}$/i.test(value)) thumbprint = value.toUpperCase();
  return { thumbprint, tailFrom: Math.min(tailFrom, firstProperty(lines)) };
}

function firstProperty(lines: readonly string[]): number {
  const at = lines.findIndex((line) => /_PROP_ID\(/.test(line));
  return at === -1 ? lines.length : at;
}

/** `Template: Machine, Computer` under a line without a colon that says it is no root certificate. */
function templateAbove(lines: readonly string[], hashAt: number): string | undefined {
  const above = lines.slice(0, Math.max(0, hashAt - 1)).filter((line) => line.trim() !== '');
  const value = valueOf(above.at(-1) ?? '');
  const isUnderRootLine = above.length >= 2 && !/[:：]/.test(above.at(-2) as string);
  const name = value?.split(',')[0]?.trim();
  return isUnderRootLine && name ? name : undefined;
}
