/**
 * Which server-side attempts are the other half of a client's: by CoId, else by account, address and time on a common clock, else
 * by time and role alone where nothing else could be meant. Every join says how strong it is.
 */
import type { Attempt, Join, JoinStrength, Stage } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { LADDER, type Draft } from './client-attempts.ts';
import { addressOf, coIdOf } from './server-attempts.ts';

export interface JoinContext {
  readonly records: readonly LogRecord[];
  /** Seconds by which times of two machines may differ; null when nothing compares their clocks, and then time joins nothing. */
  readonly doubtBetween: (host: string, other: string) => number | null;
  /** Addresses a client's adapters have. */
  readonly addressesOf: (host: string) => ReadonlySet<string>;
}

export interface Joined {
  readonly joined: readonly Draft[];
  readonly rest: readonly Draft[];
  /** Records that belong to their attempt by time and role alone. */
  readonly timeOnlyRecords: readonly number[];
}

/** Servers write their line within moments of what they tell. */
const SLACK: Micros = 2_000_000;

/** Client attempts with their server halves, and the server-side attempts of others. */
export function joinServers(clients: readonly Draft[], servers: readonly Draft[], context: JoinContext): Joined {
  const partners = new Map<Draft, Partner[]>();
  const add = (client: Draft, draft: Draft, strength: JoinStrength) => partners.set(client, [...(partners.get(client) ?? []), { draft, strength }]);
  let rest = joinByCoId(clients, servers, add);
  rest = joinByAccount(clients, rest, context, partners, add);
  const strangers = joinByTime(clients, rest, context, partners, add);
  const joined = clients.map((client) => withPartners(client, partners.get(client) ?? [], context.records));
  const timeOnly = [...partners.values()].flat().filter(({ strength }) => strength === 'time-only');
  return { joined, rest: strangers, timeOnlyRecords: timeOnly.flatMap(({ draft }) => draft.records) };
}

interface Partner {
  readonly draft: Draft;
  readonly strength: JoinStrength;
}

type Add = (client: Draft, draft: Draft, strength: JoinStrength) => void;

/** One CoId on both sides; of several uses of it, the one nearest in time. */
function joinByCoId(clients: readonly Draft[], servers: readonly Draft[], add: Add): Draft[] {
  const byCoId = groupBy(clients, (client) => client.correlationId?.toUpperCase() ?? null);
  return servers.filter((server) => {
    const users = byCoId.get(server.correlationId?.toUpperCase() ?? '') ?? [];
    const [nearest] = users.toSorted((a, b) => distance(a, server) - distance(b, server));
    if (nearest === undefined) return true;
    add(nearest, server, 'exact');
    return false;
  });
}

function distance(client: Draft, server: Draft): Micros {
  return Math.max(0, client.startedAt - server.endedAt, server.startedAt - client.endedAt);
}

/** A server-side attempt without a CoId during one dial of its account; where they come from several addresses, only the client's own. */
function joinByAccount(clients: readonly Draft[], servers: readonly Draft[], context: JoinContext, partners: ReadonlyMap<Draft, readonly Partner[]>, add: Add): Draft[] {
  const byUser = groupBy(clients, (client) => client.userName);
  const found = new Map<Draft, Draft[]>();
  for (const server of servers) {
    if (server.correlationId !== null || server.userName === null) continue;
    const during = duringWhich(byUser.get(server.userName) ?? [], server, context);
    const [only] = during;
    if (only !== undefined && during.length === 1) found.set(only, [...(found.get(only) ?? []), server]);
  }
  const joined = new Set<Draft>();
  for (const [client, drafts] of found) {
    const known = (partners.get(client) ?? []).map(({ draft }) => draft);
    for (const draft of fromOneAddress(client, drafts, known, context)) {
      add(client, draft, 'identifier');
      joined.add(draft);
    }
  }
  return servers.filter((server) => !joined.has(server));
}

/** The drafts whose address is the client's, or is known from an exact join, or is the only one. */
function fromOneAddress(client: Draft, drafts: readonly Draft[], known: readonly Draft[], context: JoinContext): readonly Draft[] {
  const of = (draft: Draft) => draftAddress(draft, context.records);
  const addresses = new Set([...known, ...drafts].flatMap((draft) => of(draft) ?? []));
  if (addresses.size <= 1) return drafts;
  const own = new Set([...known.flatMap((draft) => of(draft) ?? []), ...context.addressesOf(client.host)]);
  return drafts.filter((draft) => own.has(of(draft) ?? ''));
}

function draftAddress(draft: Draft, records: readonly LogRecord[]): string | null {
  for (const index of draft.records) {
    const record = records[index];
    const address = record === undefined ? null : addressOf(record);
    if (address !== null) return address;
  }
  return null;
}

/** One refusal that names nobody during one failed dial that no server explains, and no other of either. */
function joinByTime(clients: readonly Draft[], servers: readonly Draft[], context: JoinContext, partners: ReadonlyMap<Draft, readonly Partner[]>, add: Add): Draft[] {
  const nameless = servers.filter((server) => server.correlationId === null && server.userName === null && server.outcome === 'failed');
  const found = new Map<Draft, Draft[]>();
  for (const server of nameless) {
    const during = duringWhich(clients, server, context);
    const [only] = during;
    const isOpen = only !== undefined && during.length === 1 && only.outcome === 'failed' && !partners.has(only);
    if (isOpen) found.set(only, [...(found.get(only) ?? []), server]);
  }
  const joined = new Set<Draft>();
  for (const [client, [only, another]] of found) {
    if (only === undefined || another !== undefined) continue;
    add(client, only, 'time-only');
    joined.add(only);
  }
  return servers.filter((server) => !joined.has(server));
}

/** The dials (by time) in which a server-side attempt lies. */
function duringWhich(clients: readonly Draft[], server: Draft, { doubtBetween, records }: JoinContext): Draft[] {
  return near(clients, server.startedAt).filter((client) => {
    const doubt = client.host === server.host ? 0 : doubtBetween(client.host, server.host);
    if (doubt === null) return false;
    const slack = doubt * 1_000_000 + SLACK;
    return server.startedAt >= client.startedAt - slack && server.startedAt <= dialEnd(client, records) + slack;
  });
}

/** The session after a dial may last for hours, and the account dial again from elsewhere. */
function dialEnd(client: Draft, records: readonly LogRecord[]): Micros {
  const connected = client.records.find((index) => records[index]?.name === 'ras-client.connected');
  return (connected === undefined ? undefined : records[connected]?.time) ?? client.endedAt;
}

/** Dials further away than this are no candidates: no doubt about clocks is as large, no dial as long. */
const FAR: Micros = 3_600_000_000;

/** `clients` are sorted by their start. */
function near(clients: readonly Draft[], time: Micros): readonly Draft[] {
  let [low, high] = [0, clients.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clients[middle]?.startedAt ?? 0) < time - FAR) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < clients.length && (clients[end]?.startedAt ?? 0) <= time + FAR) end++;
  return clients.slice(low, end);
}

function withPartners(client: Draft, partners: readonly Partner[], records: readonly LogRecord[]): Draft {
  if (partners.length === 0) return client;
  const proving = partners.filter(({ strength }) => strength !== 'time-only').map(({ draft }) => draft.stageEvidence);
  const stageEvidence = [client.stageEvidence, ...proving].reduce<Attempt['stageEvidence']>((all, each) => ({ ...each, ...all }), {});
  const has = (stage: Stage) => stageEvidence[stage] !== undefined;
  const radius = partners.flatMap(({ draft }) => draft.joins.filter(({ kind }) => kind === 'radius-class'));
  return {
    ...client,
    stages: LADDER.filter(has),
    stageEvidence,
    records: [...client.records, ...partners.flatMap(({ draft }) => draft.records)],
    joins: uniqueJoins([...client.joins, ...partners.flatMap((partner) => serverJoins(partner, records)), ...radius]),
  };
}

/** Each server that takes part: exact where it wrote the CoId itself; NPS writes none and is found by user, address and time. */
function serverJoins({ draft, strength }: Partner, records: readonly LogRecord[]): Join[] {
  const own = draft.records.flatMap((index) => records[index] ?? []);
  const exact = new Set(own.filter((record) => coIdOf(record) !== null).map((record) => record.host));
  return [...new Set(own.map((record) => record.host))].map((host) => ({ kind: 'server', value: host, strength: strength !== 'exact' ? strength : exact.has(host) ? 'exact' : 'identifier' }));
}

const STRENGTHS: readonly JoinStrength[] = ['exact', 'identifier', 'time-only'];

/** One line for each server, its strongest. */
function uniqueJoins(joins: readonly Join[]): Join[] {
  const best = new Map<string, Join>();
  for (const join of joins) {
    const known = best.get(`${join.kind}\u0000${join.value}`);
    if (known === undefined || STRENGTHS.indexOf(join.strength) < STRENGTHS.indexOf(known.strength)) best.set(`${join.kind}\u0000${join.value}`, join);
  }
  return [...best.values()];
}

function groupBy(drafts: readonly Draft[], keyOf: (draft: Draft) => string | null): Map<string, Draft[]> {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = keyOf(draft);
    if (key === null) continue;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [draft]);
    else known.push(draft);
  }
  return groups;
}
