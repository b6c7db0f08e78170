import { describe, expect, it } from 'vitest';
import { EVENT_GROUPS, fieldTypes } from '../../src/knowledge/events.ts';
import { providerKey } from '../../src/knowledge/providers.ts';
import { lookUpTraceProvider, TRACE_PROVIDERS, traceProviderName } from '../../src/knowledge/trace-providers/index.ts';
import { PROVIDER_NAMES } from '../../src/knowledge/trace-providers/names.ts';

const GUID = /^\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/;
const rows = TRACE_PROVIDERS.flatMap((provider) => provider.events.flatMap((event) => event.ids.map((id) => ({ provider, event, id }))));

describe('layouts of trace providers', () => {
  it('has each provider once, in the form GUIDs are read in', () => {
    const guids = [...TRACE_PROVIDERS.map((provider) => provider.guid), ...Object.keys(PROVIDER_NAMES)];
    expect(guids.filter((guid) => !GUID.test(guid))).toEqual([]);
    expect(new Set(guids).size).toBe(guids.length);
    expect(lookUpTraceProvider('{24989972-0967-4E21-A926-93854033638E}')?.name).toBe('Microsoft-Windows-RRAS');
    expect([traceProviderName('{106B464D-8043-46B1-8CB8-E92A0CD7A560}'), traceProviderName('{00000000-0000-0000-0000-000000000000}')]).toEqual(['IKEEXT', '']);
  });

  it('has each event of a version once', () => {
    const keys = rows.map(({ provider, event, id }) => `${provider.name} ${id} version ${event.version}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    // 84 events of RRAS as published; the rest as read.
    expect(rows.filter(({ provider }) => provider.name === 'Microsoft-Windows-RRAS')).toHaveLength(84);
  });

  it('takes lengths and counts from fields that stand before', () => {
    const wrong: string[] = [];
    for (const { provider, event, id } of rows) {
      event.fields.forEach((field, index) => {
        const of = /\((\w+)\)|\*(\w+)/.exec(field);
        const other = of?.[1] ?? of?.[2] ?? '';
        if (other === '' || /^\d+$/.test(other)) return;
        if (!event.fields.slice(0, index).some((before) => before.startsWith(`${other}:u`))) wrong.push(`${provider.name} ${id}: ${field}`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('names fields once an event, and binary only with a length', () => {
    const wrong = rows.filter(({ event }) => {
      const names = event.fields.map((field) => field.split(':')[0]);
      return new Set(names).size !== names.length || event.fields.some((field) => field.endsWith(':binary'));
    });
    expect(wrong.map(({ provider, id }) => `${provider.name} ${id}`)).toEqual([]);
  });

  it('calls the fields as the event tables do', () => {
    const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const known = new Map(EVENT_GROUPS.flatMap((group) => group.rows.map((row) => [`${providerKey(group.provider)}/${row.id}/${row.version ?? 0}`, row.data ?? Object.keys(fieldTypes(row))] as const)));
    const differing: string[] = [];
    let compared = 0;
    for (const { provider, event, id } of rows) {
      const expected = known.get(`${providerKey(provider.name)}/${id}/${event.version}`);
      // CAPI2 logs one XML text, whose contents its records are made of; a table may leave out lengths.
      if (expected === undefined || provider.name === 'Microsoft-Windows-CAPI2') continue;
      compared++;
      const names = event.fields.map((field) => plain(field.split(':')[0] ?? ''));
      const foreign = expected.filter((name) => !names.includes(plain(name)));
      if (foreign.length > 0) differing.push(`${provider.name} ${id}/${event.version}: ${foreign.join(', ')}`);
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(200);
  });
});
