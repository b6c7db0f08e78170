/**
 * The text of a RasClient event as people paste it: `CoId={GUID}: The user … The error code returned on failure is 809.`
 * The GUID and the number at the end are the same in every language; the names between are taken from the English text only.
 */
import type { LogRecord } from '../model/records.ts';
import { decodeText } from '../formats/text/decode.ts';
import { normaliseCode } from '../knowledge/error-codes.ts';

/** What a pasted message says; time and host are for the caller to add. */
export interface PastedMessage {
  readonly line: number;
  readonly fields: LogRecord['fields'];
}

const MOST = 1_000;

/** Failures in pasted text, in order. */
export function readEventMessages(bytes: Uint8Array): PastedMessage[] {
  const { lines } = decodeText(bytes);
  const found: PastedMessage[] = [];
  for (let index = 0; index < lines.length && found.length < MOST; index++) {
    const line = (lines[index] ?? '').slice(0, 4_096);
    const [, guid] = /\bCo[Ii][Dd]\s*=\s*(\{[0-9A-Fa-f-]{36}\})/.exec(line) ?? [];
    if (guid === undefined) continue;
    const rest = `${line.slice(line.indexOf(guid) + guid.length)} ${(lines[index + 1] ?? '').slice(0, 400)}`;
    const [, digits] = /(-?\d{2,10})\s*[.。]?\s*$/.exec(line) ?? /(-?\d{3,10})\s*[.。]?\s*$/.exec(rest) ?? [];
    const error = digits === undefined ? null : normaliseCode(digits);
    if (error === null) continue;
    const [, user, connection] = /The user (.{1,200}?) (?:has )?dialed a connection named (.{1,200}?) which has failed/.exec(rest) ?? [];
    found.push({ line: index + 1, fields: { co_id: guid.toUpperCase(), error, ...(user === undefined ? {} : { user }), ...(connection === undefined ? {} : { connection }) } });
  }
  return found;
}
