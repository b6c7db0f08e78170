/**
 * SSTP, client and server: the errors of single connections carry the CoId, those of the listener do not.
 *
 *   1 <Data Name="CoId">{9F1C…}</Data><Data Name="ErrorMessage">No connection could be made … </Data> → rassstp.1 {co_id, error_message}
 *   4 <Data Name="HTTPResponseCode">404</Data> → rassstp.4 {co_id, http_response_code: 404}
 *   6 <Data Name="SHA1CertificateHash">ab 12 …</Data> → rassstp.6 {co_id, sha1_certificate_hash: AB12…}
 *   <Data Name="ErrorMessage">… (0x80070005)</Data> or Binary C9040780 → error, where the event has a code at all: the text is localised
 *
 * Which log has them (Application or System) differs between releases, so that their absence proves nothing.
 */
import { fieldTypes, lookUpEvent, snakeName } from '../../knowledge/events.ts';
import type { EventSource, EventView } from '../../model/source.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { clean, codeOf, firstDword, guidOf, known, MOST_FIELDS, numberOf } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { RasSstp: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 32, 33] };
const EXTRA: Readonly<Record<string, FieldType>> = { error: 'code', binary: 'string' };
const LONGEST_BINARY = 256;

export const rasSstp: EventSource = {
  id: 'rassstp',
  events: EVENTS,
  yields: yieldsFor(EVENTS).map((entry) => ({ ...entry, fields: { ...entry.fields, ...EXTRA } })),
  read(event) {
    const field = fieldsOf(event);
    const coId = guidOf(field('co_id') ?? '');
    const fields: Record<string, Value | undefined> = {
      co_id: coId === undefined ? field('co_id') : coId,
      error_message: field('error_message'),
      http_response_code: statusOf(field('http_response_code')),
      sha1_certificate_hash: hashOf(field('sha1_certificate_hash')),
      sha256_certificate_hash: hashOf(field('sha256_certificate_hash')),
      url: field('url'),
      certificate_name: field('certificate_name'),
      error: codeIn(field('error_message')) ?? (event.eventId === 3 ? undefined : firstDword(event.binary)),
      binary: event.binary.length <= LONGEST_BINARY ? event.binary : undefined,
    };
    return { name: `rassstp.${event.eventId}`, fields: known(fields) };
  },
};

/** By name; unnamed values in the order of the template when there are just as many. */
function fieldsOf(event: EventView): (name: string) => string | undefined {
  const row = lookUpEvent(event.provider, event.eventId);
  const order = row === null ? [] : Object.keys(fieldTypes(row));
  const data = event.data.slice(0, MOST_FIELDS);
  const values = new Map<string, string>();
  data.forEach((field, at) => {
    const name = field.name !== undefined ? snakeName(field.name) : data.length === order.length ? order[at] : undefined;
    if (name !== undefined && !values.has(name)) values.set(name, clean(field.value));
  });
  return (name) => values.get(name);
}

/** `404`, `0x194`, `404 Not Found`, `HTTP/1.1 404`. */
function statusOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return numberOf(text) ?? numberOf(/(?:^|\s)([1-5]\d\d)(?=\s|$)/.exec(text.slice(0, 100))?.[1]);
}

/** Upper-case hex without separators; anything else as it is. */
function hashOf(text: string | undefined): string | undefined {
  const bare = text?.replace(/[\s:-]+/g, '');
  return bare !== undefined && /^[0-9a-f]{40,64}$/i.test(bare) ? bare.toUpperCase() : text;
}

function codeIn(text: string | undefined): number | undefined {
  return codeOf(/\b0x[0-9a-f]{8}\b/i.exec(text?.slice(0, 1000) ?? '')?.[0]);
}
