/** Declares the records of event rows: fields with their types, and the channel whose coverage makes absence meaningful. */
import { watchedChannel } from '../../knowledge/audit-subcategories.ts';
import { EVENT_GROUPS, fieldTypes } from '../../knowledge/events.ts';
import type { EventGroup, EventRow } from '../../knowledge/event-rows/row.ts';
import type { Yield } from '../../model/records.ts';
import type { FieldType } from '../../model/values.ts';

interface Draft {
  fields: Record<string, FieldType>;
  channels: Set<string | undefined>;
}

/** One yield per record name over all rows `wanted` picks; rows that share a name share the union of their fields. */
export function yieldsOf(wanted: (group: EventGroup, row: EventRow) => boolean, extra: Readonly<Record<string, FieldType>> = {}): Yield[] {
  const drafts = new Map<string, Draft>();
  for (const group of EVENT_GROUPS) {
    for (const row of group.rows) {
      if (!wanted(group, row)) continue;
      const draft = drafts.get(row.name) ?? { fields: { ...extra }, channels: new Set() };
      Object.assign(draft.fields, fieldTypes(row));
      const channel = row.channel ?? group.channel;
      draft.channels.add(channel === undefined ? undefined : watchedChannel(group.provider, row.id, channel));
      drafts.set(row.name, draft);
    }
  }
  return [...drafts].map(([name, draft]) => {
    const [channel, ...others] = draft.channels;
    return { kind: 'record', name, fields: draft.fields, ...(channel !== undefined && others.length === 0 ? { channel } : {}) };
  });
}

/** Yields of the rows a source reads by provider and id. */
export function yieldsFor(events: Readonly<Record<string, readonly number[]>>): Yield[] {
  return yieldsOf((group, row) => events[group.provider]?.includes(row.id) === true);
}
