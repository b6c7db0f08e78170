/**
 * Start and stop of the computer: gaps in every other log, and attempts that met a server that was down.
 *
 *   Kernel-General 12 <Data Name="StartTime">2019-07-24T13:07:18.4999957Z</Data>, EventLog 6005 → system.started
 *   Kernel-General 13, EventLog 6006 → system.stopped
 *   EventLog 6008, Kernel-Power 41 <Data Name="BugcheckCode">0</Data> → system.unexpected-stop (written at the next start)
 *
 * Each boot writes two of them; `source` tells which.
 */
import { providerSlug } from '../../knowledge/providers.ts';
import type { EventSource } from '../../model/source.ts';
import { byName, known, numberOf } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { 'Microsoft-Windows-Kernel-General': [12, 13], EventLog: [6005, 6006, 6008], 'Microsoft-Windows-Kernel-Power': [41] };
const NAMES: ReadonlyMap<number, string> = new Map([
  [12, 'system.started'],
  [6005, 'system.started'],
  [13, 'system.stopped'],
  [6006, 'system.stopped'],
  [6008, 'system.unexpected-stop'],
  [41, 'system.unexpected-stop'],
]);

export const systemState: EventSource = {
  id: 'system-state',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const name = NAMES.get(event.eventId);
    if (name === undefined) return null;
    const field = byName(event);
    return { name, fields: known({ source: providerSlug(event.provider), start_time: field('StartTime'), bugcheck_code: numberOf(field('BugcheckCode')) }) };
  },
};
