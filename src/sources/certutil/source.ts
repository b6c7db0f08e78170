/**
 * Certificates of the machine and its stores, as `certutil -store` dumps them.
 *
 *   ================ Zertifikat 0 ================
 *   Seriennummer: 5e00000012a4
 *    Nicht vor: 31.01.2026 01:00
 *     → certificate.machine {index: 0, serial, not_before (local time of the machine), …}
 * Words are localised; the anchors are the row of `=`, the order of serial number, issuer, dates and subject, OIDs,
 * the shape of hashes, and property ids. A store is listed completely when certutil's closing line carries no code.
 */
import { commonOrder, toMicros } from '../../formats/text/dates.ts';
import type { DateOrder } from '../../formats/text/dates.ts';
import type { CommandBlock, CommandSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { findRows, readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { readAlternativeNames, readTemplate, readUsages } from './extensions.ts';
import { isStoreCommand, isStoreFile, storeOf } from './store.ts';
import type { Store } from './store.ts';

const FIELDS: Readonly<Record<string, FieldType>> = {
  index: 'number',
  subject: 'string',
  subject_cn: 'string',
  issuer: 'string',
  issuer_cn: 'string',
  serial: 'string',
  thumbprint: 'string',
  not_before: 'time',
  not_after: 'time',
  eku: 'strings',
  san_dns: 'strings',
  san_ip: 'strings',
  san_upn: 'strings',
  private_key: 'boolean',
  template: 'string',
  wildcard: 'boolean',
  self_signed: 'boolean',
  store: 'string',
};

export const certutil: CommandSource = {
  id: 'certutil',
  matches(command, path) {
    return command === '' ? isStoreFile(path) : isStoreCommand(command);
  },
  yields: ['machine', 'user', 'root', 'ca', 'ntauth'].map((kind) => ({ kind: 'fact', name: `certificate.${kind}`, fields: FIELDS })),
  parse(artifact, blocks, emit, context): ReadResult {
    const reasons: string[] = [];
    let isRead = false;
    for (const block of blocks) {
      const reason = readStore(block, storeOf(block.command, artifact.path, block.lines), artifact.host, emit, context);
      if (reason === null) continue;
      isRead = true;
      if (reason !== '') reasons.push(reason);
    }
    if (!isRead) return { outcome: 'ignored', reason: 'no certificate store in it' };
    return reasons.length === 0 ? { outcome: 'read' } : { outcome: 'partial', reason: [...new Set(reasons)].join('; ') };
  },
};

/** Emits one store; returns what is wanting, '' when nothing is, null when the block is no store listing. */
function readStore(block: CommandBlock, store: Store, host: string, emit: Emit, context: SourceContext): string | null {
  const rows = findRows(block.lines);
  const closing = readClosing(block.lines);
  const certificates = rows.map((row) => readCertificate(block.lines, row)).filter((certificate) => certificate !== null);
  // A file without headers is known by its name alone, which may be the computer's.
  const isListing = certificates.length > 0 || closing.isStore || isStoreCommand(block.command);
  if (!isListing || store.fact === null) return null;
  const order = commonOrder(certificates.flatMap((certificate) => certificate.dates), context.culture);
  const unreadable = rows.filter((row) => !/\b(?:CRL|CTL)\b/i.test(row.word)).length - certificates.length;
  for (const certificate of certificates) emitCertificate(certificate, { block, store, order, host }, emit, context);
  const reason = closing.reason || store.partial || (unreadable > 0 ? `${unreadable} certificate(s) could not be read` : '');
  emit.listing({
    fact: store.fact,
    host,
    complete: reason === '',
    count: certificates.length,
    ...(reason === '' ? {} : { reason }),
    ref: context.ref({ kind: 'line', line: block.firstLine }),
  });
  const hasOpenDates = certificates.some((certificate) => certificate.dates.some((date) => toMicros(date, order) === null));
  return [reason, hasOpenDates ? 'day and month of some dates cannot be told apart' : ''].filter((text) => text !== '').join('; ');
}

/** certutil ends with a line that names its verb, and names an error code when it failed. */
function readClosing(lines: readonly string[]): { isStore: boolean; reason: string } {
  const own = lines.filter((line) => /^\s*CertUtil:/i.test(line));
  const code = own.map((line) => /0x[0-9a-f]{1,8}\b/i.exec(line)?.[0]).find((found) => found !== undefined);
  const isStore = own.some((line) => /-(?:view)?store/i.test(line));
  if (code !== undefined) return { isStore, reason: `certutil failed with ${code.toLowerCase()}` };
  return { isStore, reason: isStore ? '' : 'the listing has no end' };
}

interface Place {
  readonly block: CommandBlock;
  readonly store: Store;
  readonly order: DateOrder | null;
  readonly host: string;
}

function emitCertificate(certificate: Certificate, place: Place, emit: Emit, context: SourceContext): void {
  const { block, store, order, host } = place;
  const fields: Record<string, Value> = {
    index: certificate.index,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: certificate.serial,
    store: store.name,
  };
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined && value !== '') fields[name] = value;
  };
  const commonName = commonNameOf(certificate.subject);
  const names = readAlternativeNames(certificate.extensions);
  fields['subject_cn'] = commonName ?? null;
  fields['issuer_cn'] = commonNameOf(certificate.issuer) ?? null;
  put('thumbprint', certificate.thumbprint);
  put('not_before', toMicros(certificate.dates[0], order) ?? undefined);
  put('not_after', toMicros(certificate.dates[1], order) ?? undefined);
  put('eku', readUsages(certificate.extensions));
  put('san_dns', names?.dns);
  put('san_ip', names?.ip);
  put('san_upn', names?.upn);
  put('private_key', certificate.privateKey);
  put('template', readTemplate(certificate.extensions) ?? certificate.shortTemplate);
  const isWildcard = [commonName ?? '', ...(names?.dns ?? [])].some((name) => name.startsWith('*.'));
  // A short dump shows no alternative names: only a wildcard in the subject is certain.
  if (isWildcard || names !== undefined) fields['wildcard'] = isWildcard;
  if (certificate.subject !== '') fields['self_signed'] = certificate.subject === certificate.issuer;
  const isUtc = certificate.dates.every((date) => date.isUtc);
  emit.fact({
    name: store.fact as string,
    host,
    subject: certificate.thumbprint || certificate.serial,
    fields,
    ...(block.localTime === undefined || isUtc ? {} : { observedAt: block.localTime }),
    ...(isUtc ? {} : { clock: { clock: 'local', precision: 'minute' } }),
    ref: context.ref({ kind: 'line', line: block.firstLine + certificate.line, toLine: block.firstLine + endOf(certificate, block) }),
  });
}

function endOf(certificate: Certificate, block: CommandBlock): number {
  const row = findEnd(block.lines, certificate.line + 1);
  return Math.max(certificate.line, row - 1);
}

function findEnd(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !/^\s*(?:={4,}|CertUtil:)/i.test(lines[at] as string)) at += 1;
  return at;
}

/** `CN=` of a name in one line or several, quotes undone. */
function commonNameOf(name: string): string | undefined {
  const match = /(?:^|,\s*|\+\s*)CN="((?:[^"]|"")*)"|(?:^|,\s*|\+\s*)CN=([^,+]*)/i.exec(name);
  const value = match?.[1]?.replaceAll('""', '"') ?? match?.[2]?.trim();
  return value === '' ? undefined : value;
}
