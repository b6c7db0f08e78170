/** Start and stop of the computer. 6005, 6006, Kernel-General 12 and 13 were seen in public sample logs; sources are indexes into ../references.ts. */
import type { EventGroup } from './row.ts';

export const START_AND_STOP_EVENTS: readonly EventGroup[] = [
  {
    provider: 'Microsoft-Windows-Kernel-General',
    channel: 'System',
    rows: [
      { id: 12, version: 0, level: 'information', name: 'system.started', text: 'operating system started', fields: ['source', 'start_time'], data: ['MajorVersion', 'MinorVersion', 'BuildVersion', 'QfeVersion', 'ServiceVersion', 'BootMode', 'StartTime'], side: 'client|server|npsdc', basis: 'documented', sources: [92, 94] },
      { id: 13, version: 0, level: 'information', name: 'system.stopped', text: 'operating system shut down', fields: ['source'], data: ['StopTime'], side: 'client|server|npsdc', basis: 'documented', sources: [92, 94] },
    ],
  },
  {
    provider: 'EventLog',
    channel: 'System',
    rows: [
      { id: 6005, level: 'information', name: 'system.started', text: 'operating system started', fields: ['source'], side: 'client|server|npsdc', basis: 'documented', note: 'start of the event log service', sources: [92] },
      { id: 6006, level: 'information', name: 'system.stopped', text: 'operating system shut down', fields: ['source'], side: 'client|server|npsdc', basis: 'documented', note: 'clean stop of the event log service', sources: [92] },
      { id: 6008, level: 'error', name: 'system.unexpected-stop', text: 'the previous shutdown was unexpected', fields: ['source'], about: { data_0: 'time of day of the shutdown, localised', data_1: 'date of the shutdown, localised' }, side: 'client|server|npsdc', basis: 'documented', note: 'written at the next start', sources: [92] },
    ],
  },
  {
    provider: 'Microsoft-Windows-Kernel-Power',
    channel: 'System',
    rows: [
      { id: 41, level: 'critical', name: 'system.unexpected-stop', text: 'the previous shutdown was unexpected', fields: ['source', 'bugcheck_code:number'], about: { BugcheckCode: 'stop code in decimal, 0 when none was recorded' }, side: 'client|server|npsdc', basis: 'documented', note: 'written at the next start; the field list grew with the versions, read by name', sources: [93, 95] },
    ],
  },
];
