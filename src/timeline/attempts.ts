/** Attempts: client and server groups joined, numbered in order of time. */
import type { Attempt, ReproWindow } from '../model/case.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { clientAttempts, type Draft } from './client-attempts.ts';
import { joinPackets } from './packet-attempts.ts';
import { joinIke } from './ike-joins.ts';
import { serverAttempts } from './server-attempts.ts';
import { joinServers, type JoinContext } from './server-joins.ts';
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
  /** Indexes of records that belong to their attempt by time and role alone. */
  readonly timeOnlyRecords: readonly number[];
}

/**
 * Attempts out of records sorted by time; `facts` give the profile's tunnel where no event names one. `doubtBetween` tells how far
 * times of two machines may differ, in seconds; without it clocks are not compared and time joins nothing.
 */
export function attemptsOf(records: readonly LogRecord[], facts: readonly Fact[], window: ReproWindow | null, doubtBetween: JoinContext['doubtBetween'] = () => null): AttemptList {
  const packets = joinPackets(clientAttempts(records).sort((a, b) => a.startedAt - b.startedAt), records);
  const clients = joinIke([...packets.clients, ...packets.own].sort((a, b) => a.startedAt - b.startedAt), records);
  const servers = serverAttempts(records);
  const { joined, rest, timeOnlyRecords } = joinServers(clients, servers, { records, doubtBetween, addressesOf: (host) => addressesOf(host, facts) });
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
  return { attempts, omitted: rest.length - kept.length, omittedClients: joined.length - keptClients.length, omittedRecords: left.flatMap((draft) => draft.records), timeOnlyRecords: [...timeOnlyRecords, ...packets.timeOnlyRecords] };
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

function addressesOf(host: string, facts: readonly Fact[]): ReadonlySet<string> {
  const own = facts.filter((fact) => fact.name === 'adapter.address' && fact.host === host);
  return new Set(own.flatMap(({ fields }) => [fields['ipv4'], fields['ipv6']].flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]).map(String) : []))));
}

function tunnelOfProfile(draft: Draft, facts: readonly Fact[]): string | null {
  const profile = facts.find((fact) => fact.name === 'vpn.profile' && fact.host === draft.host && fact.subject === draft.connection);
  return profile ? tunnelOfStrategy(profile.fields['strategy']) : null;
}
