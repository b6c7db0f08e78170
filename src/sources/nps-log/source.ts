/**
 * NPS accounting logs (`IN*.log`): what RADIUS asked and what NPS answered.
 *
 *   "NPS01","IAS",03/07/2024,13:04:33,1,"CONTOSO\user1",…,"311 1 10.10.10.11 03/07/2024 20:04:30 1",…   → nps-log.request {user, class}
 *   "NPS01","IAS",03/07/2024,13:04:33,3,,"contoso.com/Users/User One",…,16,"311 1 10.10.10.11 …"        → nps-log.reject {reason_code: 16, user of the request with that class}
 *   <Event><Timestamp data_type="4">05/19/2024 15:21:44.024</Timestamp>…<Packet-Type data_type="0">11</Packet-Type>…  → nps-log.challenge
 *
 * Local time of the server, English numbers and dates on every machine. The log has no header and often another name (attachments),
 * so it is known by its lines. An answer may lack the user: it is the one of the request it belongs to.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { Severity, Yield } from '../../model/records.ts';
import type { ArtifactInfo, ArtifactSource, ReadResult } from '../../model/source.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { AUTHENTICATION_TYPES, PACKETS, PORT_TYPES } from './attributes.ts';
import { readEntries } from './forms.ts';
import type { Entry } from './forms.ts';
import { Requests } from './requests.ts';

const FIELDS: Readonly<Record<string, FieldType>> = {
  user: 'string',
  user_from: 'string',
  reason_code: 'number',
  auth_type: 'string',
  eap_type: 'string',
  network_policy: 'string',
  connection_policy: 'string',
  client_ip: 'string',
  client_name: 'string',
  nas_ip: 'string',
  calling_station: 'string',
  called_station: 'string',
  nas_port_type: 'string',
  class: 'string',
  session_id: 'string',
  framed_ip: 'string',
  server: 'string',
  error: 'code',
  acct_status: 'number',
  terminate_cause: 'number',
};
const CHANNEL = 'nps-log';
const NAMES = ['request', 'accept', 'reject', 'challenge', 'accounting'] as const;
const SEVERITY: Readonly<Record<(typeof NAMES)[number], Severity>> = { request: 'info', accept: 'info', reject: 'error', challenge: 'verbose', accounting: 'info' };
const MINUTE = 60_000_000;

export const npsLog: ArtifactSource = {
  id: 'nps-log',
  reads: ['nps-log'],
  yields: NAMES.map((name): Yield => ({ kind: 'record', name: `nps-log.${name}`, fields: FIELDS, channel: CHANNEL })),
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    const requests = new Requests();
    let host = artifact.host;
    let span: { from: number; to: number } | null = null;
    let entries = 0;
    let other = 0;
    const unknown = readEntries(decoded.lines, (entry) => {
      const packet = PACKETS[entry.attributes.get('packet-type') ?? ''];
      if (packet === undefined) {
        other += 1;
        return;
      }
      entries += 1;
      host = serverOf(entry, artifact);
      span = span === null ? { from: entry.local, to: entry.local } : { from: Math.min(span.from, entry.local), to: Math.max(span.to, entry.local) };
      emit.record({
        name: `nps-log.${packet}`,
        time: entry.local,
        clock: { clock: 'local', precision: entry.precision },
        host,
        scope: { provider: 'NPS', channel: CHANNEL },
        code: Number(entry.attributes.get('packet-type')),
        severity: SEVERITY[packet],
        fields: fieldsOf(entry, requests.userOf(entry, packet)),
        ref: context.ref({ kind: 'line', line: entry.line }),
      });
    });
    if (entries === 0) return { outcome: 'ignored', reason: 'no line of it is an entry of NPS accounting' };
    const utc = spanOf(span, context.utcOffsetMinutes);
    if (utc !== undefined && !decoded.truncated) emit.watch({ host, channel: CHANNEL, span: utc, ref: context.ref({ kind: 'whole' }) });
    const reasons = [...(decoded.truncated ? decoded.notes : []), ...(unknown + other > 0 ? [`${unknown + other} line(s) of no known form or cut off`] : [])];
    return { outcome: reasons.length > 0 ? 'partial' : 'read', ...(reasons.length > 0 ? { reason: reasons.join('; ') } : {}), ...(utc === undefined ? {} : { span: utc }) };
  },
};

function spanOf(span: { from: number; to: number } | null, offsetMinutes: number | undefined): { from: number; to: number } | undefined {
  if (span === null || offsetMinutes === undefined) return undefined;
  return { from: span.from - offsetMinutes * MINUTE, to: span.to - offsetMinutes * MINUTE };
}

/** The log may have come from another server than the bundle: its entries name theirs. */
function serverOf(entry: Entry, artifact: ArtifactInfo): string {
  const name = entry.attributes.get('computer-name')?.split('.')[0]?.toUpperCase();
  return name === undefined || name === '' ? artifact.host : name;
}

function fieldsOf({ attributes }: Entry, user: { readonly name: string; readonly from?: string } | null): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  const text = (name: string): string | undefined => attributes.get(name);
  put('user', user?.name);
  put('user_from', user?.from);
  put('reason_code', numberIn(text('reason-code')));
  put('auth_type', AUTHENTICATION_TYPES[text('authentication-type') ?? ''] ?? text('authentication-type'));
  put('eap_type', text('eap-friendly-name'));
  put('network_policy', text('np-policy-name'));
  put('connection_policy', text('proxy-policy-name'));
  put('client_ip', text('client-ip-address'));
  put('client_name', text('client-friendly-name'));
  put('nas_ip', text('nas-ip-address'));
  put('calling_station', text('calling-station-id') ?? text('tunnel-client-endpt'));
  put('called_station', text('called-station-id'));
  put('nas_port_type', PORT_TYPES[text('nas-port-type') ?? ''] ?? text('nas-port-type'));
  put('class', text('class'));
  put('session_id', text('acct-session-id'));
  put('framed_ip', text('framed-ip-address'));
  put('server', text('computer-name'));
  put('error', chapError(text('ms-chap-error')));
  put('acct_status', numberIn(text('acct-status-type')));
  put('terminate_cause', numberIn(text('acct-terminate-cause')));
  return fields;
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** MS-CHAP-Error is `E=691 R=0 V=3`: the number is the RAS error. */
function chapError(text: string | undefined): number | undefined {
  return numberIn(/\bE=(\d{1,10})\b/.exec(text ?? '')?.[1]);
}
