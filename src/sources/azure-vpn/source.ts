/**
 * Logs of the Azure VPN client (folder `AzureVpn_log`, copied from the app's LogFiles; `AzureVpnCxn.log` and others).
 *
 *   [3/23/2020 1:28:14 PM] PId:[00025864] TId:[00024864] [Contoso Azure] [{CD712A18-…}] [Verbose] Received option: route 10.0.0.0 255.255.0.0
 *     → nothing: it reports no error
 *   [3/23/2020 1:28:20 PM] PId:[00025864] TId:[00024864] [Contoso Azure] [{CD712A18-…}] [Error] Connect failed, error 0x800704c7
 *     → azure-vpn.error {error: 2147943623, connection: Contoso Azure, level: error, text: Connect failed, error 0x800704c7}
 * Only verbose lines of that form are public; lines that fail are inferred. So any line counts that has a date (in the user's culture, local
 * time) and either the level of an error or a code behind a key word. Others are counted, never refused.
 */
import { commonOrder, readDate, toMicros } from '../../formats/text/dates.ts';
import type { DateOrder, PrintedDate } from '../../formats/text/dates.ts';
import { decodeText } from '../../formats/text/decode.ts';
import { normaliseCode } from '../../knowledge/error-codes.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Micros } from '../../model/time.ts';

const CHANNEL = 'azure-vpn';
const MINUTE = 60_000_000;
const MAX_TEXT = 300;
/** Dates looked at to learn the order of day and month. */
const MAX_DATES = 20_000;

/** A line's start: a date within its first letters, with or without brackets. */
const HEAD = /^\s*\[?\s*(\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}[T ,][^\]]{0,40})/;
/** What follows in public lines: process, thread, connection, an id, the level. */
const PARTS = /^\s*\[[^\]]{1,60}\]\s*(?:PId:\[\w{1,12}\]\s*)?(?:TId:\[\w{1,12}\]\s*)?(?:\[([^\]{}]{1,120})\]\s*)?(?:\[\{[0-9A-Fa-f-]{36}\}\]\s*)?\[(\w{1,20})\]\s*/;
const ERROR_LEVEL = /^(?:error|err|critical|fatal)$/i;
const LEVEL_WORD = /\b(?:ERROR|FATAL|CRITICAL)\b/;
/** `error 0x800704c7`, `ErrorCode: -2147023673`, `HRESULT = 0x…`, `(1460)` right behind the word. */
const KEYED_CODE = /\b(?:error(?:\s?code)?|hresult|hr|win32(?:\s?error)?|code|exit\s?code)\b["']?\s{0,3}[:=#(]{0,2}\s{0,3}(0x[0-9a-f]{1,16}|-?\d{1,10})(?![\w.-])/i;
/** A failing HRESULT or NTSTATUS needs no key word. */
const FAILED_HEX = /\b0x[89c-e][0-9a-f]{7}\b/i;

export const azureVpn: ArtifactSource = {
  id: 'azure-vpn',
  reads: ['azure-vpn-log'],
  yields: [{ kind: 'record', name: 'azure-vpn.error', fields: { error: 'code', text: 'string', connection: 'string', level: 'string' }, channel: CHANNEL }],
  parse(artifact, bytes, emit, context): ReadResult {
    if (bytes.length === 0) return { outcome: 'failed', reason: 'the file is empty' };
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    const dates = datesOf(decoded.lines);
    if (dates.length === 0) return { outcome: 'ignored', reason: 'no line of it starts with a date' };
    const order = commonOrder(dates, context.culture);
    const span = readLines(decoded.lines, order, artifact, emit, context);
    if (span === null) return { outcome: 'partial', reason: 'the order of day and month is open' };
    const offset = context.utcOffsetMinutes;
    return {
      outcome: decoded.truncated ? 'partial' : 'read',
      ...(decoded.truncated ? { reason: decoded.notes.join('; ') } : {}),
      ...(offset === undefined ? {} : { span: { from: span.from - offset * MINUTE, to: span.to - offset * MINUTE } }),
    };
  },
};

function dateOf(line: string): PrintedDate | null {
  const head = HEAD.exec(line)?.[1];
  return head === undefined ? null : readDate(head.replace('T', ' '));
}

function datesOf(lines: readonly string[]): PrintedDate[] {
  const dates: PrintedDate[] = [];
  for (const line of lines) {
    const date = dateOf(line);
    if (date !== null) dates.push(date);
    if (dates.length >= MAX_DATES) break;
  }
  return dates;
}

/** Emits what fails; the span of all lines with a date, as if local time were UTC. Null when no date can be placed. */
function readLines(lines: readonly string[], order: DateOrder | null, artifact: ArtifactInfo, emit: Emit, context: SourceContext): { from: Micros; to: Micros } | null {
  let from: Micros | null = null;
  let to: Micros | null = null;
  let time: Micros | null = null;
  let isUtc = false;
  for (const [at, line] of lines.entries()) {
    const date = dateOf(line);
    if (date !== null) {
      time = toMicros(date, order);
      isUtc = date.isUtc || /^\s*\[?[\dT:.,+-]{19,30}Z/.test(line);
      if (time !== null) {
        from = Math.min(from ?? time, time);
        to = Math.max(to ?? time, time);
      }
    }
    // A line without a date goes on with what the one before it began (a stack of exceptions).
    if (time === null) continue;
    const fields = fieldsOf(line);
    if (fields === null) continue;
    emit.record({
      name: 'azure-vpn.error',
      time,
      clock: { clock: isUtc ? 'utc' : 'local', precision: 'second' },
      host: artifact.host,
      scope: { provider: 'Azure VPN client', channel: CHANNEL },
      code: fields.error ?? 0,
      severity: 'error',
      fields,
      ref: context.ref({ kind: 'line', line: at + 1 }),
    });
  }
  return from === null || to === null ? null : { from, to };
}

interface Failure extends Record<string, string | number> {
  text: string;
}

function fieldsOf(line: string): (Failure & { error?: number }) | null {
  const short = line.slice(0, 2_000);
  const parts = PARTS.exec(short);
  const text = (parts === null ? short.replace(/^\s*\[[^\]]{1,60}\]\s*/, '') : short.slice(parts[0].length)).trim();
  const level = parts?.[2]?.toLowerCase() ?? (LEVEL_WORD.test(short) ? 'error' : undefined);
  const error = codeOf(text);
  if (error === undefined && !(level !== undefined && ERROR_LEVEL.test(level))) return null;
  const connection = parts?.[1]?.trim();
  return { ...(error === undefined ? {} : { error }), text: text.slice(0, MAX_TEXT), ...(connection ? { connection } : {}), ...(level === undefined ? {} : { level }) };
}

/** A code that says failure: 0 and 1 (S_FALSE) are none, and neither are the tenant's own AADSTS numbers. */
function codeOf(text: string): number | undefined {
  const keyed = KEYED_CODE.exec(text)?.[1];
  const code = normaliseCode(keyed ?? FAILED_HEX.exec(text)?.[0] ?? '');
  return code === null || code <= 1 ? undefined : code;
}
