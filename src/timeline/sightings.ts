/**
 * What a machine saw of a moment that other machines saw, too: the span of its own clock in which that moment lies. A server
 * judges a user between the client's "connecting" (RasClient 20222; 20224, "link up", where PPP authenticates) and its end (20225, 20227).
 */
import type { AnchorKind } from '../model/clock-offset.ts';
import type { LogRecord } from '../model/records.ts';
import type { SourceRef } from '../model/refs.ts';
import type { Micros } from '../model/time.ts';
import type { Draft } from './client-attempts.ts';
import { addressOf, coIdOf } from './server-attempts.ts';
import { accountName } from './users.ts';

export interface Sighting {
  readonly host: string;
  readonly kind: AnchorKind;
  /** Equal on all machines that saw the moment. */
  readonly key: string;
  /** The id or account, as people know it. */
  readonly value: string;
  readonly isClient: boolean;
  /** Whether it ended with a refusal or failure. */
  readonly isRefused: boolean;
  /** The moment lies between these two for certain, on the clock of `host`. */
  readonly from: Micros;
  readonly to: Micros;
  /** And usually not before this. */
  readonly likely: Micros;
  readonly address: string | null;
  readonly ref: SourceRef;
}

const SECOND: Micros = 1_000_000;
/** Lines are written a moment after what they tell, and clocks are corrected in small steps: a server's may come so long before or after its span. */
export const LATE: Micros = SECOND;
/** A session is opened, accounted and then reported (20274), while the client is already connected. */
const LATE_SESSION: Micros = 2 * SECOND;
/** An answer takes no longer to end the dial, unless somebody or something waits. */
const USUAL_ANSWER: Micros = 1.8 * SECOND;

/** What servers write of a judgement the client is waiting for. */
const JUDGEMENTS = new Set(['rras.auth-failed', 'rras.auth-failed-on-port', 'rras.auth-failed-legacy', 'rras.policy-refused', 'rras.ppp-error', 'rras.no-network-protocol', 'rras.authenticated', 'rras.connected', 'nps.denied', 'nps.granted', 'nps-log.reject', 'nps-log.accept', 'ntlm.validated', 'logon.failed']);

/** Those that let the user in. */
const GRANTS = new Set(['rras.authenticated', 'rras.connected', 'nps.granted', 'nps-log.accept']);

/** Fields whose equal values on two machines mean one exchange; `within` is how far apart both lines may be. */
const EXCHANGES: readonly { readonly kind: AnchorKind; readonly fields: readonly string[]; readonly also: readonly string[]; readonly within: Micros }[] = [
  // An accounting log may write whole seconds, and a request may be sent twice.
  { kind: 'radius-class', fields: ['class'], also: ['acct_status'], within: 2 * SECOND },
  // The initiator chooses its SPI at random (RFC 7296, 2.6); that of the responder is not known to a side that got no answer.
  { kind: 'ike-spi', fields: ['initiator_spi'], also: ['message_id', 'is_response'], within: SECOND },
];

/** Sightings with an id that only one exchange has. */
export function exactSightings(clients: readonly Draft[], records: readonly LogRecord[]): Sighting[] {
  const known = new Map<string, number>();
  for (const { correlationId } of clients) if (correlationId !== null) known.set(correlationId.toUpperCase(), (known.get(correlationId.toUpperCase()) ?? 0) + 1);
  const ofClients = clients.flatMap((client) => {
    const coId = client.correlationId?.toUpperCase();
    // A CoId used again says nothing of when.
    return coId === undefined || known.get(coId) !== 1 ? [] : sightingOfDial(client, records, 'co-id', coId, coId);
  });
  const ofServers = records.flatMap((record) => {
    const coId = JUDGEMENTS.has(record.name) ? coIdOf(record) : null;
    return coId === null || !known.has(coId) ? [] : [judged(record, 'co-id', coId, coId, record.name === 'rras.connected' ? LATE_SESSION : 0)];
  });
  return [...ofClients, ...ofServers, ...exchanges(records)];
}

/** Sightings by account: a dial of it, a judgement on it. */
export function accountSightings(clients: readonly Draft[], records: readonly LogRecord[]): Sighting[] {
  const ofClients = clients.flatMap((client) => (client.userName === null ? [] : sightingOfDial(client, records, 'user', client.userName, client.userName)));
  const ofServers = records.flatMap((record) => {
    const account = JUDGEMENTS.has(record.name) ? accountName(record.fields['user']) : null;
    return account === null ? [] : [judged(record, 'user', account, account, USUAL_ANSWER)];
  });
  return [...ofClients, ...tries(ofServers)];
}

/** Lines of one account and address this close are of one try. */
const ONE_TRY: Micros = 5 * SECOND;

/** Several lines of one try (6273, then 20271, 4625 without an address) are one sighting. */
function tries(sightings: readonly Sighting[]): Sighting[] {
  const open = new Map<string, number>();
  const merged: Sighting[] = [];
  for (const sighting of sightings) {
    const key = `${sighting.host}\u0000${sighting.key}`;
    const at = open.get(key);
    const last = at === undefined ? undefined : merged[at];
    const isSame = last !== undefined && sighting.to - last.to <= ONE_TRY && (last.address === null || sighting.address === null || last.address === sighting.address);
    if (at !== undefined && isSame) merged[at] = { ...last, to: Math.max(last.to, sighting.to), address: last.address ?? sighting.address };
    else open.set(key, merged.push(sighting) - 1);
  }
  return merged;
}

function sightingOfDial(client: Draft, records: readonly LogRecord[], kind: AnchorKind, key: string, value: string): Sighting[] {
  const events = client.records.flatMap((index) => records[index] ?? []);
  const end = events.findLast(({ name }) => name === 'ras-client.failed' || name === 'ras-client.connected');
  if (end === undefined) return [];
  const start = lastBeforeJudgement(events, client.tunnel);
  if (start === undefined || start.time > end.time) return [];
  return [{ host: client.host, kind, key, value, isClient: true, isRefused: end.name === 'ras-client.failed', from: start.time - LATE, to: end.time + LATE, likely: Math.max(start.time, end.time - USUAL_ANSWER), address: null, ref: end.ref }];
}

/** IKEv2 authenticates before the link is reported; an automatic type may have been refused at its first try. */
function lastBeforeJudgement(events: readonly LogRecord[], tunnel: string | null): LogRecord | undefined {
  const connecting = events.filter(({ name }) => name === 'ras-client.connecting');
  const isPpp = tunnel !== null && tunnel !== 'IKEv2' && connecting.length === 1;
  const linkUp = isPpp ? events.find(({ name }) => name === 'ras-client.link-up') : undefined;
  return linkUp ?? connecting[0] ?? events[0];
}

/** `before`: how long before its line a judgement may have been passed. */
function judged(record: LogRecord, kind: AnchorKind, key: string, value: string, before: Micros): Sighting {
  return { host: record.host, kind, key, value, isClient: false, isRefused: isRefusal(record), from: record.time - before, to: record.time + unitOf(record) + (kind === 'user' ? LATE : 0), likely: record.time + unitOf(record) / 2, address: addressOf(record), ref: record.ref };
}

function isRefusal({ name, fields }: LogRecord): boolean {
  return name === 'ntlm.validated' ? fields['status'] !== 0 : !GRANTS.has(name);
}

function exchanges(records: readonly LogRecord[]): Sighting[] {
  const seen = new Set<string>();
  return records.flatMap((record) =>
    EXCHANGES.flatMap(({ kind, fields, also, within }) => {
      const ids = fields.map((field) => record.fields[field]);
      if (ids.some((id) => typeof id !== 'string' || /^(?:0x)?0*$/.test(id))) return [];
      const key = [kind, ...ids, record.name, ...also.map((field) => record.fields[field] ?? '')].join('\u0000').toUpperCase();
      if (seen.has(`${record.host}\u0000${key}`)) return [];
      seen.add(`${record.host}\u0000${key}`);
      // An exchange lasts while its messages are sent again, and which of them arrived first is not known.
      const lasted = typeof record.fields['seconds'] === 'number' ? Math.max(0, record.fields['seconds']) * SECOND : 0;
      return [{ host: record.host, kind, key, value: ids.join(' '), isClient: false, isRefused: false, from: record.time - within / 2, to: record.time + lasted + within / 2 + unitOf(record), likely: record.time + unitOf(record) / 2, address: null, ref: record.ref }];
    }),
  );
}

/** A source that writes whole seconds means any moment of them. */
function unitOf({ clock }: LogRecord): Micros {
  return clock?.precision === 'second' ? SECOND : clock?.precision === 'minute' ? 60 * SECOND : clock?.precision === 'day' ? 86_400 * SECOND : 0;
}
