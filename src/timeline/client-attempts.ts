/**
 * Client attempts: RasClient events grouped by their CoId.
 * The last event before the failure tells the stage (RasClient 20221 start, 20222 reaching the server, 20223 device reached,
 * 20224 link up, 20225 connected; Microsoft TechNet, RasClient events by failure stage).
 */
import type { Attempt, AttemptPart, Stage } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { accountName } from './users.ts';
import { tunnelOfDevice } from './tunnels.ts';

/** An attempt before it has its number. `records` are indexes into the timeline. */
export type Draft = Omit<Attempt, 'id' | 'inReproWindow'>;

/** Events of one CoId further apart than this are two uses of the same value (a reused or empty CoId). */
const LONGEST_SILENCE: Micros = 30 * 60 * 1_000_000;

/** Stages an event shows to have been entered. */
const STAGES_OF: Readonly<Record<string, readonly Stage[]>> = {
  'ras-client.dial-started': ['dial'],
  'ras-client.connecting': ['dial', 'resolve', 'reach-server'],
  'ras-client.link-found': ['dial', 'resolve', 'reach-server', 'tunnel'],
  'ras-client.link-up': ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'],
  'ras-client.connected': ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address', 'route', 'connected'],
};
export const LADDER: readonly Stage[] = ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address', 'route', 'connected'];

/** Groups the RasClient records of `records` (sorted by time) into drafts. */
export function clientAttempts(records: readonly LogRecord[]): Draft[] {
  const open = new Map<string, number[]>();
  const groups: number[][] = [];
  records.forEach((record, index) => {
    if (!record.name.startsWith('ras-client.')) return;
    const key = groupKey(record);
    const group = open.get(key);
    const last = group === undefined ? undefined : records[group[group.length - 1] ?? -1];
    if (group && last && continues(last, record)) {
      group.push(index);
      return;
    }
    const fresh = [index];
    open.set(key, fresh);
    groups.push(fresh);
  });
  return groups.map((group) => draft(records, group)).filter((attempt) => attempt !== null);
}

/** Without a CoId (older systems, damaged field) the user and connection have to do. */
function groupKey(record: LogRecord): string {
  const coId = record.fields['co_id'];
  const known = typeof coId === 'string' && coId !== '' && !/^\{NA\}$/i.test(coId);
  return `${record.host}\u0000${known ? coId : `${record.fields['user'] ?? ''}\u0000${record.fields['connection'] ?? ''}`}`;
}

/** A disconnect belongs to its session however long that lasted; a new dial after an end opens a new attempt. */
function continues(last: LogRecord, next: LogRecord): boolean {
  if (next.name === 'ras-client.disconnected') return last.name === 'ras-client.connected' || last.name === 'ras-client.disconnected';
  const ended = last.name === 'ras-client.failed' || last.name === 'ras-client.disconnected' || last.name === 'ras-client.connected';
  if (ended && next.name === 'ras-client.dial-started') return false;
  return next.time - last.time <= LONGEST_SILENCE;
}

function draft(records: readonly LogRecord[], group: readonly number[]): Draft | null {
  const events = group.map((index) => records[index]).filter((record) => record !== undefined);
  const [first] = events;
  const last = events[events.length - 1];
  if (!first || !last) return null;
  if (events.every((event) => event.name === 'ras-client.disconnected')) return null;
  const end = [...events].reverse().find((event) => event.name === 'ras-client.failed' || event.name === 'ras-client.connected');
  const coId = text(events, 'co_id');
  const user = text(events, 'dial_in_user') ?? text(events, 'user');
  const stageEvidence = stagesOf(group, records, (name) => STAGES_OF[name] ?? []);
  return {
    host: first.host,
    side: 'client',
    correlationId: coId !== null && !/^\{NA\}$/i.test(coId) ? coId : null,
    user,
    userName: accountName(user),
    connection: text(events, 'connection'),
    tunnel: tunnelOf(events),
    server: text(events, 'server'),
    startedAt: first.time,
    endedAt: last.time,
    outcome: end === undefined ? 'unfinished' : end.name === 'ras-client.connected' ? 'connected' : 'failed',
    errorCode: end?.name === 'ras-client.failed' && typeof end.fields['error'] === 'number' ? end.fields['error'] : null,
    stages: LADDER.filter((stage) => stageEvidence[stage] !== undefined),
    stageEvidence,
    parts: partsOf(events),
    joins: coId !== null && !/^\{NA\}$/i.test(coId) ? [{ kind: 'co-id', value: coId, strength: 'exact' }] : [],
    records: group,
  };
}

/** For each stage the first record that shows it. */
export function stagesOf(group: readonly number[], records: readonly LogRecord[], shownBy: (name: string) => readonly Stage[]): Attempt['stageEvidence'] {
  const evidence: Partial<Record<Stage, number>> = {};
  for (const index of group) for (const stage of shownBy(records[index]?.name ?? '')) evidence[stage] ??= index;
  return evidence;
}

/** An automatic tunnel type writes "connecting" (20222) once for each device it tries, under one CoId. */
function partsOf(events: readonly LogRecord[]): AttemptPart[] {
  const starts = events.flatMap(({ name }, index) => (name === 'ras-client.connecting' ? [index] : []));
  if (starts.length < 2) return [];
  return starts.map((start, number) => partOf(events.slice(number === 0 ? 0 : start, starts[number + 1]), number === starts.length - 1));
}

function partOf(events: readonly LogRecord[], isLast: boolean): AttemptPart {
  const end = events.findLast(({ name }) => name === 'ras-client.failed' || name === 'ras-client.connected');
  const stages = new Set(events.flatMap((event) => STAGES_OF[event.name] ?? []));
  const error = end?.fields['error'];
  const outcome = end?.name === 'ras-client.connected' ? 'connected' : end !== undefined || !isLast ? 'failed' : 'unfinished';
  return { tunnel: tunnelOf(events), startedAt: events[0]?.time ?? 0, endedAt: events.at(-1)?.time ?? 0, outcome, errorCode: typeof error === 'number' ? error : null, stages: LADDER.filter((stage) => stages.has(stage)) };
}

function text(events: readonly LogRecord[], field: string): string | null {
  for (const event of events) {
    const value = event.fields[field];
    if (typeof value === 'string' && value !== '' && value !== '-') return value;
  }
  return null;
}

/** The last device tried: an automatic type tries several under one CoId. */
function tunnelOf(events: readonly LogRecord[]): string | null {
  for (const event of [...events].reverse()) {
    const tunnel = tunnelOfDevice(event.fields['device']) ?? tunnelOfDevice(event.fields['port']);
    if (tunnel) return tunnel;
  }
  return null;
}
