/** Attempts: client and server groups joined by CoId, numbered in order of time. */
import type { Attempt, Join, ReproWindow } from '../model/case.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { clientAttempts, type Draft } from './client-attempts.ts';
import { coIdOf, serverAttempts } from './server-attempts.ts';
import { tunnelOfStrategy } from './tunnels.ts';

/** Slack around the repro window: people press the key a little early or late. */
const SLACK: Micros = 120 * 1_000_000;

/** A server log full of password guessing would otherwise drown the attempts a person asks about. */
const MOST_SERVER_ATTEMPTS = 500;

/** An Always On client that dials every minute fills its log with thousands of alike failures; each is judged by every signature. */
const MOST_CLIENT_ATTEMPTS = 1_000;

export interface AttemptList {
  readonly attempts: readonly Attempt[];
  /** Server-side attempts left out: the oldest beyond the cap. */
  readonly omitted: number;
  /** Likewise of the clients. */
  readonly omittedClients: number;
  /** Indexes of the records of those left out. */
  readonly omittedRecords: readonly number[];
}

/** Attempts out of records sorted by time; `facts` give the profile's tunnel where no event names one. */
export function attemptsOf(records: readonly LogRecord[], facts: readonly Fact[], window: ReproWindow | null): AttemptList {
  const clients = clientAttempts(records);
  const servers = serverAttempts(records);
  const { joined, rest } = joinByCoId(clients, servers, records);
  const kept = keepImportant(rest, window, MOST_SERVER_ATTEMPTS);
  const keptClients = keepImportant(joined, window, MOST_CLIENT_ATTEMPTS);
  const drafts = [...keptClients, ...kept].sort((a, b) => a.startedAt - b.startedAt || a.endedAt - b.endedAt);
  const attempts = drafts.map((draft, index) => ({
    ...draft,
    id: `A${index + 1}`,
    tunnel: draft.tunnel ?? tunnelOfProfile(draft, facts),
    inReproWindow: window === null ? null : overlaps(draft, window),
  }));
  const listed = new Set(drafts);
  const left = [...joined, ...rest].filter((draft) => !listed.has(draft));
  return { attempts, omitted: rest.length - kept.length, omittedClients: joined.length - keptClients.length, omittedRecords: left.flatMap((draft) => draft.records) };
}

/** A client and a server group with one CoId are one attempt, told from the client's side. */
function joinByCoId(clients: readonly Draft[], servers: readonly Draft[], records: readonly LogRecord[]): { joined: Draft[]; rest: Draft[] } {
  const byCoId = new Map<string, Draft[]>();
  const rest: Draft[] = [];
  const known = new Set(clients.map((client) => client.correlationId?.toUpperCase()));
  for (const server of servers) {
    const coId = server.correlationId?.toUpperCase();
    if (coId === undefined || !known.has(coId)) rest.push(server);
    else byCoId.set(coId, [...(byCoId.get(coId) ?? []), server]);
  }
  const joined = clients.map((client) => {
    const partners = byCoId.get(client.correlationId?.toUpperCase() ?? '') ?? [];
    if (partners.length === 0) return client;
    return {
      ...client,
      records: [...client.records, ...partners.flatMap((partner) => partner.records)],
      joins: [...client.joins, ...partners.flatMap((partner) => serverJoins(partner, records))],
    };
  });
  return { joined, rest };
}

/** Each server that takes part: exact where it wrote the CoId itself; NPS writes none and is found by user, address and time. */
function serverJoins(partner: Draft, records: readonly LogRecord[]): Join[] {
  const own = partner.records.map((index) => records[index]).filter((record) => record !== undefined);
  const exact = new Set(own.filter((record) => coIdOf(record) !== null).map((record) => record.host));
  return [...new Set(own.map((record) => record.host))].map((host) => ({ kind: 'server', value: host, strength: exact.has(host) ? 'exact' : 'identifier' }));
}

/** Those in the repro window, then the newest, in their order. */
function keepImportant(drafts: readonly Draft[], window: ReproWindow | null, most: number): readonly Draft[] {
  if (drafts.length <= most) return drafts;
  const inside = window === null ? [] : drafts.filter((draft) => overlaps(draft, window)).slice(-most);
  const chosen = new Set(inside);
  for (let index = drafts.length - 1; index >= 0 && chosen.size < most; index--) {
    const draft = drafts[index];
    if (draft) chosen.add(draft);
  }
  return drafts.filter((draft) => chosen.has(draft));
}

function overlaps(draft: Draft, window: ReproWindow): boolean {
  return draft.endedAt >= window.start - SLACK && draft.startedAt <= window.end + SLACK;
}

function tunnelOfProfile(draft: Draft, facts: readonly Fact[]): string | null {
  const profile = facts.find((fact) => fact.name === 'vpn.profile' && fact.host === draft.host && fact.subject === draft.connection);
  return profile ? tunnelOfStrategy(profile.fields['strategy']) : null;
}
