/** Declares the records of event rows: fields with their types, and the channel whose coverage makes absence meaningful. */
import { watchedChannels } from '../../knowledge/audit-subcategories.ts';
import { EVENT_GROUPS, fieldTypes } from '../../knowledge/events.ts';
import type { EventGroup, EventRow } from '../../knowledge/event-rows/row.ts';
import type { Yield } from '../../model/records.ts';
import type { FieldType } from '../../model/values.ts';

interface Draft {
  fields: Record<string, FieldType>;
  /** Per row, the channels that must be watched for its absence to mean anything. */
  channels: Map<string, readonly string[]>;
}

/** One yield per record name (and channel, if several must be watched) over all rows `wanted` picks; rows that share a name share the union of their fields. */
export function yieldsOf(wanted: (group: EventGroup, row: EventRow) => boolean, extra: Readonly<Record<string, FieldType>> = {}): Yield[] {
  const drafts = new Map<string, Draft>();
  for (const group of EVENT_GROUPS) {
    for (const row of group.rows) {
      if (!wanted(group, row)) continue;
      const draft = drafts.get(row.name) ?? { fields: { ...extra }, channels: new Map() };
      Object.assign(draft.fields, fieldTypes(row));
      const channel = row.channel ?? group.channel;
      const watched = channel === undefined ? [] : watchedChannels(group.provider, row.id, channel);
      draft.channels.set(watched.join('\n'), watched);
      drafts.set(row.name, draft);
    }
  }
  return [...drafts].flatMap(([name, draft]): Yield[] => {
    const [channels = [], ...others] = draft.channels.values();
    const word = { kind: 'record', name, fields: draft.fields } as const;
    return channels.length === 0 || others.length > 0 ? [word] : channels.map((channel) => ({ ...word, channel }));
  });
}

/** Yields of the rows a source reads by provider and id. */
export function yieldsFor(events: Readonly<Record<string, readonly number[]>>): Yield[] {
  return yieldsOf((group, row) => events[group.provider]?.includes(row.id) === true);
}
