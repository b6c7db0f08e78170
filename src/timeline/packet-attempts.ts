/**
 * What packets add to attempts. A conversation that this computer began during a dial, with the server dialled, belongs to that
 * dial. Where no event tells of a dial (only the capture is there), an IKEv2, PPTP or L2TP conversation this computer began is an
 * attempt of its own. HTTPS and IKEv1 alone are not: browsers use the one, IPsec between members of a domain the other.
 */
import type { Join, Stage } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import type { Value } from '../model/values.ts';
import { LADDER, type Draft } from './client-attempts.ts';

/** Packets are seen a little before the first and after the last event of a dial. */
const SLACK: Micros = 5_000_000;
/** A name may have been looked up this long before. */
const LOOKED_UP: Micros = 3_600_000_000;
/** Conversations of one attempt follow each other this closely. */
const ONE_TRY: Micros = 60_000_000;
/** Captures of servers and hostile ones show any number of conversations; these are plenty for a client. */
const MOST_OWN = 200;

/** Conversations that begin a tunnel, with the tunnel type they are of. */
const STARTS: Readonly<Record<string, string>> = { 'capture.ike-sa-init': 'IKEv2', 'capture.pptp': 'PPTP', 'capture.l2tp': 'L2TP' };
/** Those that say which server is meant even where the name is not known to resolve to it. */
const TUNNELS: ReadonlySet<string> = new Set([...Object.keys(STARTS), 'capture.ike-main-mode', 'capture.ike-auth']);

export interface WithPackets {
  readonly clients: readonly Draft[];
  /** Attempts that only packets show. */
  readonly own: readonly Draft[];
  /** Records that belong to their attempt by time alone. */
  readonly timeOnlyRecords: readonly number[];
}

/** Adds to client attempts the packet conversations of their time and server; `records` are sorted by time. */
export function joinPackets(clients: readonly Draft[], records: readonly LogRecord[]): WithPackets {
  const conversations = new Map<string, number[]>();
  records.forEach((record, index) => {
    if (record.name.startsWith('capture.')) conversations.set(record.host, [...(conversations.get(record.host) ?? []), index]);
  });
  if (conversations.size === 0) return { clients, own: [], timeOnlyRecords: [] };
  const timeOnlyRecords: number[] = [];
  const taken = new Set<number>();
  const joined = clients.map((client) => {
    const indexes = conversations.get(client.host) ?? [];
    const found = packetsOf(client, indexes.filter((index) => !taken.has(index)), records);
    if (found === null) return client;
    for (const index of found.indexes) taken.add(index);
    if (found.join.strength === 'time-only') timeOnlyRecords.push(...found.indexes);
    return withStages({ ...client, records: [...client.records, ...found.indexes], joins: [...client.joins, found.join] }, found.indexes, records);
  });
  const rest = [...conversations.values()].flat().filter((index) => !taken.has(index));
  return { clients: joined, own: ownAttempts(rest, clients, records), timeOnlyRecords };
}

interface Found {
  readonly indexes: readonly number[];
  readonly join: Join;
}

function packetsOf(client: Draft, indexes: readonly number[], records: readonly LogRecord[]): Found | null {
  const at = (index: number): LogRecord => records[index] as LogRecord;
  const during = indexes.filter((index) => at(index).time >= client.startedAt - SLACK && at(index).time <= client.endedAt + SLACK);
  const known = addressesOf(client, indexes.map(at));
  const lookups = during.filter((index) => at(index).name === 'capture.dns' && isSame(at(index).fields['query_name'], client.server));
  // Of packets Windows itself threw away, those of the server count too.
  const ours = during.filter((index) => at(index).fields['from_us'] !== false || at(index).name === 'capture.drop');
  const peers = new Set(ours.filter((index) => TUNNELS.has(at(index).name)).map((index) => peerOf(at(index))));
  // Without a known address a single tunnel peer during the dial can only be the server.
  const addresses = known.size > 0 ? known : peers.size === 1 ? peers : new Set<string | null>();
  const found = [...new Set([...lookups, ...ours.filter((index) => addresses.has(peerOf(at(index))))])].sort((a, b) => a - b);
  if (found.length === 0) return null;
  return { indexes: found, join: { kind: 'packets', value: [...addresses].filter((address) => address !== null).slice(0, 4).join(' '), strength: known.size > 0 || addresses.size === 0 ? 'identifier' : 'time-only' } };
}

/** Addresses of the server dialled: itself where it was dialled by address, else what its name was seen to resolve to. */
function addressesOf({ server, startedAt, endedAt }: Draft, records: readonly LogRecord[]): ReadonlySet<string | null> {
  if (server === null) return new Set();
  const found = new Set<string | null>(/^[\d.]+$|:/.test(server) ? [server.toLowerCase()] : []);
  for (const { name, time, fields } of records) {
    if (time < startedAt - LOOKED_UP || time > endedAt + SLACK) continue;
    if (name === 'capture.dns' && isSame(fields['query_name'], server) && Array.isArray(fields['addresses'])) for (const address of fields['addresses'] as readonly string[]) found.add(address);
    if (name === 'capture.tls' && isSame(fields['sni'], server)) found.add(peerOf({ name, fields }));
  }
  return found;
}

function isSame(value: Value | undefined, name: string | null): boolean {
  return typeof value === 'string' && name !== null && value.toLowerCase().replace(/\.$/, '') === name.toLowerCase().replace(/\.$/, '');
}

/** Address of the other side. */
function peerOf({ name, fields }: Pick<LogRecord, 'name' | 'fields'>): string | null {
  // A server that is asked for a name is no peer of the tunnel.
  const server = fields['query_name'] === undefined ? fields['server_address'] : undefined;
  const dropped = name !== 'capture.drop' ? undefined : fields[fields['direction'] === 'in' ? 'source_address' : 'destination_address'];
  const peer = fields['responder'] ?? fields['server'] ?? fields['remote_address'] ?? fields['quoted_destination_address'] ?? dropped ?? server;
  return typeof peer === 'string' ? peer : null;
}

/** Stages that packets prove: an answer means that the server was reached. */
function withStages(draft: Draft, indexes: readonly number[], records: readonly LogRecord[]): Draft {
  const evidence: Partial<Record<Stage, number>> = { ...draft.stageEvidence };
  for (const index of indexes) for (const stage of stagesOf(records[index] as LogRecord)) evidence[stage] ??= index;
  return { ...draft, stageEvidence: evidence, stages: LADDER.filter((stage) => evidence[stage] !== undefined) };
}

function stagesOf({ name, fields }: LogRecord): readonly Stage[] {
  const isAnswered = typeof fields['received'] === 'number' && fields['received'] > 0;
  switch (name) {
    case 'capture.dns':
      return fields['answered'] === false ? ['dial'] : ['dial', 'resolve'];
    case 'capture.ike-sa-init':
    case 'capture.ike-main-mode':
    case 'capture.l2tp':
      return isAnswered ? ['dial', 'resolve', 'reach-server', 'tunnel'] : ['dial', 'resolve', 'reach-server'];
    case 'capture.ike-auth':
      return isAnswered ? ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'] : ['dial', 'resolve', 'reach-server', 'tunnel'];
    case 'capture.pptp':
      return ['dial', 'resolve', 'reach-server', ...(fields['control'] === 'up' ? (['tunnel'] as const) : [])];
    default:
      return [];
  }
}

/** Attempts of which no event tells. */
function ownAttempts(indexes: readonly number[], clients: readonly Draft[], records: readonly LogRecord[]): Draft[] {
  const groups: number[][] = [];
  const names = namesOf(records);
  for (const index of indexes) {
    const record = records[index] as LogRecord;
    if (record.fields['from_us'] === false) continue;
    const group = groups.findLast((other) => belongs(record, records[other.at(-1) ?? -1], names));
    if (group !== undefined) group.push(index);
    else if (STARTS[record.name] !== undefined && record.fields['from_us'] === true && !isDialled(record, clients) && groups.length < MOST_OWN) groups.push([index]);
  }
  return groups.map((group) => withStages(ownDraft(group.map((index) => records[index] as LogRecord), group), group, records));
}

function belongs(record: LogRecord, last: LogRecord | undefined, names: Names): boolean {
  return last !== undefined && last.host === record.host && (peerOf(last) === peerOf(record) || (TUNNELS.has(record.name) && TUNNELS.has(last.name) && isOneServer(peerOf(last), peerOf(record), names))) && record.time - last.time <= ONE_TRY;
}

/** Names by the addresses they were seen to resolve to. */
type Names = ReadonlyMap<string, ReadonlySet<string>>;

function namesOf(records: readonly LogRecord[]): Names {
  const names = new Map<string, Set<string>>();
  for (const { name, fields } of records) {
    const { query_name: queried, addresses } = fields;
    if (name !== 'capture.dns' || typeof queried !== 'string' || !Array.isArray(addresses)) continue;
    for (const address of addresses as readonly string[]) names.set(address, (names.get(address) ?? new Set()).add(queried.toLowerCase().replace(/\.$/, '')));
  }
  return names;
}

/** A client tries the addresses of a name in turn, those of IPv6 first. Of the two families one try follows the other even where no capture shows the name. */
function isOneServer(one: string | null, other: string | null, names: Names): boolean {
  if (one === null || other === null) return false;
  return one.includes(':') !== other.includes(':') || [...(names.get(one) ?? [])].some((name) => names.get(other)?.has(name) === true);
}

/**
 * Events tell of this time: of a dial, though it could not be proved to be this conversation, or of dials before and after. Then the
 * log was kept in between, and a conversation it does not tell is that of another program, or of IPsec between machines.
 */
function isDialled({ host, time }: LogRecord, clients: readonly Draft[]): boolean {
  const own = clients.filter((client) => client.host === host);
  return own.some((client) => client.startedAt - SLACK <= time) && own.some((client) => time <= client.endedAt + SLACK);
}

function ownDraft(own: readonly LogRecord[], group: readonly number[]): Draft {
  const [first] = own as [LogRecord];
  const endedAt = Math.max(...own.map(({ time, fields }) => time + (typeof fields['seconds'] === 'number' ? fields['seconds'] * 1_000_000 : 0)));
  return {
    host: first.host,
    side: 'client',
    correlationId: null,
    user: null,
    userName: null,
    connection: null,
    tunnel: STARTS[first.name] ?? null,
    server: peerOf(first),
    startedAt: first.time,
    endedAt,
    outcome: outcomeOf(own),
    errorCode: errorOf(own),
    stages: [],
    stageEvidence: {},
    parts: [],
    joins: [{ kind: 'packets', value: peerOf(first) ?? '', strength: 'identifier' }],
    records: group,
  };
}

/** Traffic both ways is a connection; a conversation that was refused or never answered failed; of the rest packets do not tell. */
function outcomeOf(own: readonly LogRecord[]): Draft['outcome'] {
  const isOpen = ({ name, fields }: LogRecord) => (name === 'capture.esp' && Number(fields['sent']) > 0 && Number(fields['received']) > 0) || (name === 'capture.ppp' && fields['stage'] === 'open');
  if (own.some(isOpen)) return 'connected';
  if (errorOf(own) !== null) return 'failed';
  const isRefused = ({ fields }: LogRecord) => fields['received'] === 0 || fields['gre_received'] === 0 || REFUSALS.has(fields['control']) || (Array.isArray(fields['errors']) && fields['errors'].some((error) => error !== RETRY_WITH_GROUP));
  // Of an address that was silent before another answered the attempt does not fail.
  const answering = own.findLast(({ name, fields }) => STARTS[name] !== undefined && Number(fields['received']) > 0);
  const counts = (record: LogRecord) => answering === undefined || peerOf(record) === peerOf(answering);
  return own.some((record) => isRefused(record) && TUNNELS.has(record.name) && counts(record)) ? 'failed' : 'unfinished';
}

/** What a PPTP server did instead of taking the connection. */
const REFUSALS: ReadonlySet<Value | undefined> = new Set(['refused', 'no-answer', 'silent', 'rejected']);

/** The error PPP told on the wire. */
function errorOf(own: readonly LogRecord[]): number | null {
  const told = own.map(({ name, fields }) => (name === 'capture.ppp' ? fields['failed'] : undefined)).find((code) => typeof code === 'number');
  return typeof told === 'number' ? told : null;
}

/** INVALID_KE_PAYLOAD asks for another group; the next message has it (RFC 7296 1.2). */
const RETRY_WITH_GROUP = 17;
