/** What a reader must know of the machines of a case: clocks nothing compares, bundles that may not belong together, a missing side. */
import type { Host } from '../model/case.ts';
import type { ClockOffset } from '../model/clock-offset.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { doubtBetween } from '../timeline/clock-offsets.ts';
import { originalTime } from '../timeline/shift.ts';
import { sharedBy } from './kinship.ts';

export interface ClockNotesInput {
  /** Machines whose bundles were given. */
  readonly collected: readonly string[];
  readonly hosts: readonly Host[];
  readonly reference: string;
  readonly offsets: readonly ClockOffset[];
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
}

const DAY: Micros = 86_400_000_000;
/** Bundles of one problem are collected within days. */
const FAR_APART: Micros = 7 * DAY;

export function clockNotes(input: ClockNotesInput): string[] {
  const { collected, hosts, reference, offsets, records } = input;
  const others = [...new Set(collected)].filter((host) => host !== '' && host !== reference);
  const writes = new Set(records.map(({ host }) => host));
  const notes = others.filter((host) => writes.has(host) && writes.has(reference)).flatMap((host) => notesOn(host, input));
  for (const { host, relativeTo, seconds } of offsets) {
    if (Math.abs(seconds) * 1_000_000 > DAY) notes.push(`The clock of ${host} is ${daysOf(seconds * 1_000_000)} days ${seconds > 0 ? 'ahead of' : 'behind'} that of ${relativeTo}: what depends on the time (certificates, Kerberos) fails with such a clock.`);
  }
  const serves = hosts.some(({ roles }) => roles.includes('vpn-server') || roles.includes('nps'));
  if (serves && !hosts.some(({ roles }) => roles.includes('client'))) notes.push('No bundle of a client is in the case: attempts are told from the server side only, and those that never reached a server are not seen.');
  return notes;
}

function notesOn(host: string, input: ClockNotesInput): string[] {
  const { reference, offsets } = input;
  if (doubtBetween(host, reference, offsets) !== null) return [];
  const apart = Math.abs(collectedAt(host, input) - collectedAt(reference, input));
  return [
    `No common identifier settles how far the clocks of ${reference} and ${host} are apart: they were not aligned, times of each stand as it wrote them, and a cause that rests on both is less certain.`,
    ...(apart > FAR_APART ? [`By their own clocks ${reference} and ${host} were collected ${daysOf(apart)} days apart: they are of different times, or one of the clocks is wrong.`] : []),
    ...(sharedBy(reference, host, input) === null ? [`Nothing shows that ${reference} and ${host} belong to one problem: they share no correlation id, account, server name, address or domain.`] : []),
  ];
}

/** The end of the repro, else the newest record, as the machine's own clock showed it. */
function collectedAt(host: string, { facts, records, offsets }: ClockNotesInput): Micros {
  const shift = offsets.find((offset) => offset.host === host && offset.applied)?.seconds ?? 0;
  const ends = facts.flatMap((fact) => (fact.name === 'tss.repro-window' && fact.host === host && typeof fact.fields['end'] === 'number' ? [fact.fields['end'] + shift * 1_000_000] : []));
  if (ends.length > 0) return Math.max(...ends);
  return records.reduce((newest, record) => (record.host === host ? Math.max(newest, originalTime(record)) : newest), 0);
}

function daysOf(micros: Micros): string {
  return String(Math.round(Math.abs(micros) / DAY));
}
