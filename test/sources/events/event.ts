/** An EventView as a log would give it, from the fields a test cares about. */
import type { EventField, EventView } from '../../../src/model/source.ts';

/** `data`: unnamed values as strings, named ones as [name, value]. */
export function event(provider: string, eventId: number, data: readonly (string | readonly [string, string])[], more: Partial<EventView> = {}): EventView {
  return {
    provider,
    channel: 'System',
    computer: 'HOST1',
    eventId,
    qualifiers: 0,
    version: 0,
    level: 4,
    keywords: '0x80000000000000',
    time: 1_714_979_289_000_000,
    recordId: 101,
    binary: '',
    ...more,
    data: data.map((value): EventField => (typeof value === 'string' ? { value } : { name: value[0], value: value[1] })),
  };
}
