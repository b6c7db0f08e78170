/**
 * Every other event of the tables, and unknown ids of the providers that always concern us: no code per event, a row is enough.
 *
 *   Schannel 36870 <Data Name="Type">server</Data><Data Name="ErrorCode">0x8009030d</Data> → schannel.36870 {type: server, error_code: 2148074253}
 *   NPS 13 <Data>203.0.113.9</Data> → nps.13 {data_0: 203.0.113.9}
 *   RasClient 20299 (not in the tables) → rasclient.20299 with its fields as they are
 */
import { EVENT_GROUPS, fieldTypes, lookUpEvent, snakeName, type EventKnowledge } from '../../knowledge/events.ts';
import { providerSlug } from '../../knowledge/providers.ts';
import type { EventSource, EventView } from '../../model/source.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { clean, codeOf, MOST_FIELDS, numberOf } from './values.ts';
import { yieldsOf } from './yields.ts';

/** Binary longer than this (hex digits) is a blob, not a value. */
const LONGEST_BINARY = 256;

/** The generic source for all rows that `isTaken` does not give to another source. */
export function catalogueSource(isTaken: (provider: string, id: number) => boolean): EventSource {
  const events: Record<string, number[]> = {};
  for (const { provider, rows } of EVENT_GROUPS) {
    const ids = [...new Set(rows.map((row) => row.id))].filter((id) => !isTaken(provider, id));
    if (ids.length > 0) events[provider] = [...(events[provider] ?? []), ...ids];
  }
  return {
    id: 'catalogue',
    events,
    yields: yieldsOf((group, row) => !isTaken(group.provider, row.id), { binary: 'string' }),
    read: readAny,
  };
}

function readAny(event: EventView): { name: string; fields: Record<string, Value> } {
  const row = lookUpEvent(event.provider, event.eventId, event.version);
  const fields: Record<string, Value> = {};
  const types = row ? fieldTypes(row) : {};
  const order = Object.keys(types);
  const data = event.data.slice(0, MOST_FIELDS);
  const inOrder = order.length >= data.length && !order.includes('data_0');
  data.forEach((field, at) => {
    const own = field.name === undefined ? '' : snakeName(field.name);
    if (own === 'bin_length') return;
    const name = free(fields, own !== '' ? own : (inOrder ? order[at] : undefined) ?? `data_${at}`);
    const value = typed(clean(field.value), types[name]);
    if (value !== undefined) fields[name] = value;
  });
  if (event.binary !== '' && event.binary.length <= LONGEST_BINARY) fields['binary'] = event.binary;
  return { name: nameOf(row, event), fields };
}

function nameOf(row: EventKnowledge | null, event: EventView): string {
  return row?.name ?? `${providerSlug(event.provider)}.${event.eventId}`;
}

/** A name not used yet: flattened XML repeats element names. */
function free(fields: Readonly<Record<string, Value>>, name: string): string {
  if (!Object.hasOwn(fields, name)) return name;
  let count = 2;
  while (Object.hasOwn(fields, `${name}_${count}`)) count++;
  return `${name}_${count}`;
}

/** A value that is not what its type says is unknown, not text in a number's place. */
function typed(value: string, type: FieldType | undefined): Value | undefined {
  switch (type) {
    case 'number':
      return numberOf(value);
    case 'code':
      return codeOf(value);
    case 'boolean':
      return /^(?:true|1)$/i.test(value) ? true : /^(?:false|0)$/i.test(value) ? false : undefined;
    default:
      return value;
  }
}
