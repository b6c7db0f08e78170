/**
 * CAPI2 Operational: what Windows found when it built or checked a certificate chain, and which lists it could not fetch.
 *
 *   30 <Certificate fileRef="8D68….cer" subjectName="vpn.contoso.com"/> … <EventAuxInfo ProcessName="svchost.exe"/> … <Result value="800B0109">…</Result>
 *      → capi2.30 {subject: vpn.contoso.com, thumbprint: 8D68…, process: svchost.exe, result: 0x800B0109}
 *   53 <URL scheme="http">http://crl.contoso.com/ca.crl</URL><Object type="CONTEXT_OID_CRL" constant="2"/> … <Header>HTTP/1.1 404 Not Found</Header> … <Result value="80190194"/>
 *      → capi2.53 {url, object: CONTEXT_OID_CRL, http_status: 404, result}
 *   11 <TrustStatus><ErrorStatus value="10020" CERT_TRUST_IS_UNTRUSTED_ROOT="true" …/> → chain_error 0x10020, chain_errors [CERT_TRUST_IS_UNTRUSTED_ROOT, …]
 *   <Result …>The revocation function …</Result> → the text is localised and never read
 *
 * The log arrives as `Element@attribute` fields; a few tools keep it as one XML text. Numbers are hexadecimal without 0x.
 * The result stands last, behind more fields than other events have, so that all of them are looked at.
 */
import { SaxesParser } from 'saxes';
import type { EventField, EventSource, EventView } from '../../model/source.ts';
import type { FieldType } from '../../model/values.ts';
import { clean, codeOf, known, numberOf } from './values.ts';
import { yieldsFor } from './yields.ts';

const PROVIDER = 'Microsoft-Windows-CAPI2';
const LISTED = { [PROVIDER]: [10, 11, 20, 30, 40, 41, 42, 50, 53, 60, 70, 71, 80, 81, 82, 90] };
/** Cache look-ups: in no catalogue, seen in real logs. */
const UNLISTED = [51, 52];
const FIELDS: Readonly<Record<string, FieldType>> = {
  result: 'code',
  subject: 'string',
  subjects: 'strings',
  thumbprint: 'string',
  issuer: 'string',
  url: 'string',
  object: 'string',
  http_status: 'number',
  process: 'string',
  policy: 'string',
  auth_type: 'string',
  server_name: 'string',
  context: 'string',
  chain_error: 'number',
  chain_errors: 'strings',
  revocation_error: 'code',
  task_id: 'string',
};

/** A chain of six certificates has some 400 fields, the objects of event 90 three times as many. */
const MOST_PAIRS = 4096;
const LONGEST_XML = 512 * 1024;
const MOST_SUBJECTS = 16;

export const capi2: EventSource = {
  id: 'capi2',
  events: { [PROVIDER]: [...LISTED[PROVIDER], ...UNLISTED] },
  yields: [
    ...yieldsFor(LISTED).map((entry) => ({ ...entry, fields: { ...entry.fields, ...FIELDS } })),
    ...UNLISTED.map((id) => ({ kind: 'record' as const, name: `capi2.${id}`, fields: FIELDS, channel: `${PROVIDER}/Operational` })),
  ],
  read(event) {
    const pairs = pairsOf(event);
    const first = (name: string) => pairs.find((pair) => pair.name === name)?.value;
    const last = (name: string) => pairs.findLast((pair) => pair.name === name)?.value;
    const subjects = all(pairs, 'certificate@subjectname');
    // The objects of event 90 stand in no order: none of them is the one it is about.
    const isAboutOne = event.eventId !== 90;
    const file = first('subjectcertificate@fileref') ?? first('certificate@fileref');
    return {
      name: `capi2.${event.eventId}`,
      fields: known({
        result: hexOf(last('result@value')) ?? codeOf(last('result')),
        subject: isAboutOne ? (first('subjectcertificate@subjectname') ?? subjects[0]) : undefined,
        subjects: subjects.length > 0 ? [...new Set(subjects)].slice(0, MOST_SUBJECTS) : undefined,
        thumbprint: isAboutOne ? /^[0-9a-f]{40}/i.exec(file ?? '')?.[0].toUpperCase() : undefined,
        issuer: first('issuercertificate@subjectname'),
        url: first('url') ?? first('certificaterevocationlist@url') ?? first('ocspresponse@url'),
        object: first('object@type'),
        http_status: httpStatus(pairs),
        process: first('eventauxinfo@processname'),
        policy: first('policy@type'),
        auth_type: first('ssladditionalpolicyinfo@authtype'),
        server_name: first('ssladditionalpolicyinfo@servername'),
        context: first('chainengineinfo@context'),
        chain_error: hexOf(first('errorstatus@value')),
        chain_errors: chainErrors(pairs),
        revocation_error: hexOf(first('revocationstatus@error')),
        task_id: first('correlationauxinfo@taskid'),
      }),
    };
  },
};

interface Pair {
  /** `element` or `element@attribute`, lower case. */
  readonly name: string;
  readonly value: string;
  /** As written, for attributes that are names of flags. */
  readonly written: string;
}

function pairsOf(event: EventView): readonly Pair[] {
  const xml = event.data.find((field) => field.value.length <= LONGEST_XML && field.value.trimStart().startsWith('<'));
  const fields = xml === undefined ? event.data : flatten(xml.value);
  return fields.slice(0, MOST_PAIRS).flatMap((field) => (field.name === undefined ? [] : [{ name: field.name.toLowerCase(), value: clean(field.value), written: field.name }]));
}

/** The XML of `EventWriteData` in the form the event log gives it; what is not well-formed is read as far as it goes. */
function flatten(xml: string): readonly EventField[] {
  const fields: EventField[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', () => undefined);
  parser.on('opentag', (tag) => {
    texts.push('');
    if (fields.length >= MOST_PAIRS) return;
    for (const [name, value] of Object.entries(tag.attributes)) fields.push({ name: `${localName(tag.name)}@${name}`, value });
  });
  parser.on('text', (text) => {
    const at = texts.length - 1;
    if (at >= 0) texts[at] = (texts[at] ?? '') + text;
  });
  parser.on('closetag', (tag) => {
    const text = texts.pop()?.trim() ?? '';
    if (text !== '' && fields.length < MOST_PAIRS) fields.push({ name: localName(tag.name), value: text });
  });
  try {
    parser.write(xml).close();
  } catch {
    // Broken text: what was read before stands.
  }
  return fields;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function all(pairs: readonly Pair[], name: string): readonly string[] {
  return pairs.filter((pair) => pair.name === name && pair.value !== '').map((pair) => pair.value);
}

/** `800B0109` and `2EE7` are hexadecimal; a sign or 0x in front says so itself. */
function hexOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  return /^[0-9a-f]{1,8}$/i.test(value) ? Number.parseInt(value, 16) : codeOf(value);
}

/** Flags of the chain and its elements; an empty list when the status is there and says 0. */
function chainErrors(pairs: readonly Pair[]): readonly string[] | undefined {
  const statuses = pairs.filter((pair) => pair.name.startsWith('errorstatus@'));
  if (statuses.length === 0) return undefined;
  return [...new Set(statuses.flatMap((pair) => /@(CERT_TRUST_[A-Z_]{1,60})$/.exec(pair.written)?.[1] ?? []))];
}

/** Of the answer that came last: a proxy may answer before the server does. */
function httpStatus(pairs: readonly Pair[]): number | undefined {
  const lines = all(pairs, 'header').flatMap((line) => /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(line)?.[1] ?? []);
  return numberOf(lines.at(-1));
}
