import { describe, expect, it } from 'vitest';
import { type BuiltInLayouts, printableTexts, toEventFields, TraceDecoder, type DecodedEvent, type TraceDecoderOptions, UNSAID } from '../../../../src/formats/etl/decode/index.ts';
import type { EtlEvent } from '../../../../src/formats/etl/index.ts';
import { etlEvent, join, layoutEvent, narrow, PROVIDER, selfDescribed, u16, u32, u8, wide } from './build.ts';

const OTHER = '{99999999-2222-3333-4444-555555555555}';

/** Version 0 of event 2 is one 32-bit number, in the published manifest. */
const BUILT_IN: BuiltInLayouts = {
  layout: (provider, id) =>
    provider !== PROVIDER || id !== 2
      ? null
      : { provider, id, version: 0, providerName: 'Contoso-Test', channel: '', name: '', message: '', fields: [{ name: 'published', index: 0, inType: 8, outType: 0, map: '', count: UNSAID, length: UNSAID, members: null }] },
  name: (provider) => (provider === OTHER ? 'Contoso-Other' : ''),
};

function trace(events: readonly EtlEvent[], options: Partial<TraceDecoderOptions> = {}) {
  const said: string[] = [];
  const decoder = new TraceDecoder({
    wants: () => true,
    emit: (event, decoded) => said.push(`${event.number} ${decoded.by} ${decoded.fields.map(({ name, value }) => `${name}=${value}`).join(' ')}`),
    ...options,
  });
  for (const event of events) decoder.push(event);
  const result = decoder.finish();
  return { said, result };
}

const LAYOUT = layoutEvent({ properties: [{ name: 'n', inType: 8 }] });
const number = (at: number, parts: Partial<EtlEvent> = {}) => etlEvent({ number: at, data: u32(at * 10), ...parts });

describe('decoding a trace while it streams by', () => {
  it('holds events until their layout comes, and copies what the reader will overwrite', () => {
    const data = u32(10);
    const said: string[] = [];
    const decoder = new TraceDecoder({ wants: () => true, emit: (event, decoded) => said.push(`${event.number}=${decoded.fields[0]?.value}`) });
    decoder.push(etlEvent({ number: 1, data }));
    data.fill(0xff);
    decoder.push({ ...LAYOUT, number: 2 });
    expect(said).toEqual([]);
    decoder.push(number(3));
    expect(said).toEqual(['3=30']);
    expect(decoder.finish()).toMatchObject({ layouts: 1, late: 0, undecoded: 0, again: null, notes: [] });
    expect(said).toEqual(['3=30', '1=10']);
  });

  it('prefers the layout of the trace to the published one, and takes that when none comes', () => {
    const two = (at: number) => number(at, { id: 2 });
    expect(trace([two(1)], { builtIn: BUILT_IN }).said).toEqual(['1 built-in published=10']);
    expect(trace([two(1), layoutEvent({ id: 2, properties: [{ name: 'own', inType: 8 }] })], { builtIn: BUILT_IN }).said).toEqual(['1 embedded own=10']);
  });

  it('does not lend published names to data they do not fit', () => {
    const { said, result } = trace([number(1, { id: 2, data: u8(1, 2) }), number(2, { id: 2, data: u8(1, 0, 0, 0, 5) })], { builtIn: BUILT_IN });
    expect(said).toEqual(['2 built-in published=1']);
    expect(result.shares).toMatchObject([{ name: 'Contoso-Test', total: 2, builtIn: 1, undecoded: 1, fits: { 'left-over': 1 } }]);
  });

  it('decodes at once what it has no room to hold, and offers a second reading for what came too early', () => {
    const events = [number(1), number(2), number(3), number(4, { id: 2 }), { ...LAYOUT, number: 5 }, number(6), number(7, { id: 3 })];
    const { said, result } = trace(events, { builtIn: BUILT_IN, budget: 500 });
    expect(said).toEqual(['4 built-in published=40', '6 embedded n=60', '1 embedded n=10']);
    expect(result).toMatchObject({ undecoded: 3, late: 2, notes: ['2 event(s) passed by before their layout came'] });
    const first = said.length;
    for (const event of events) result.again?.(event);
    expect(said.slice(first)).toEqual(['2 embedded n=20', '3 embedded n=30']);
  });

  it('holds nothing nobody wants', () => {
    const { said, result } = trace([number(1), number(2, { id: 9 }), LAYOUT], { wants: (event) => event.id === 9 });
    expect(said).toEqual([]);
    expect(result.undecoded).toBe(1);
    expect(result.shares).toMatchObject([{ total: 2, embedded: 1, undecoded: 1 }]);
  });
});

describe('shares of what was decoded', () => {
  it('counts every event by provider, wanted or not, metadata aside', () => {
    const events = [
      number(1), LAYOUT, number(3), number(4, { id: 8 }), selfDescribed('E', [], u8()),
      etlEvent({ kind: 'message', provider: OTHER, id: 37 }), etlEvent({ kind: 'message', provider: OTHER, id: 38 }), etlEvent({ kind: 'event', provider: OTHER, id: 1 }),
      etlEvent({ kind: 'system', provider: '', id: 1 }), etlEvent({ kind: 'perfinfo', provider: '', id: 2 }),
    ];
    const { result } = trace(events, { wants: () => false, builtIn: BUILT_IN });
    expect(result.shares).toEqual([
      { provider: PROVIDER, name: 'Contoso-Test', total: 4, embedded: 2, traceLogging: 1, builtIn: 0, undecoded: 1, messages: 0, fits: {} },
      { provider: OTHER, name: 'Contoso-Other', total: 3, embedded: 0, traceLogging: 0, builtIn: 0, undecoded: 3, messages: 2, fits: {} },
      { provider: '', name: '', total: 2, embedded: 0, traceLogging: 0, builtIn: 0, undecoded: 2, messages: 0, fits: {} },
    ]);
  });
});

describe('messages without their texts', () => {
  it('show texts inside, and never become fields', () => {
    const data = join(u32(7), wide('vpn.contoso.com'), u16(0), narrow('Contoso VPN'), u8(1, 2), narrow('short'));
    expect(printableTexts(data)).toEqual(['vpn.contoso.com', 'Contoso VPN']);
    expect(printableTexts(new Uint8Array(5000).fill(0x41)).map((text) => text.length)).toEqual([256]);
    expect(printableTexts(join(...Array.from({ length: 40 }, () => narrow('repeated'))))).toHaveLength(16);
    expect(trace([etlEvent({ kind: 'message', data })]).said).toEqual([]);
  });
});

describe('events as event logs hold them', () => {
  const decoded: DecodedEvent = { by: 'embedded', fit: 'exact', left: 0, providerName: 'Contoso-Test', channel: 'Contoso/Operational', name: '', message: 'Fehler %1', fields: [{ name: 'Code', value: '809', shown: 'Zeit abgelaufen' }] };

  it('keep ids, level, keywords and values, and leave out what is localised', () => {
    const event = etlEvent({ number: 42, id: 10_002, version: 1, level: 2, keyword: 0x8000000000000010n, activityId: PROVIDER });
    expect(toEventFields(event, decoded)).toEqual({
      provider: 'Contoso-Test', channel: 'Contoso/Operational', computer: '', eventId: 10_002, qualifiers: 0, version: 1, level: 2, keywords: '0x8000000000000010', time: 1_700_000_000_000_000, recordId: 42,
      activityId: PROVIDER, data: [{ name: 'Code', value: '809' }], binary: '',
    });
  });

  it('are not made of what has no time, no provider name, or no layout of a manifest', () => {
    expect(toEventFields(etlEvent({ time: null }), decoded)).toBeNull();
    expect(toEventFields(etlEvent({}), { ...decoded, providerName: '' })).toBeNull();
    expect(toEventFields(etlEvent({}), { ...decoded, by: 'undecoded' })).toBeNull();
    expect(toEventFields(etlEvent({}), { ...decoded, by: 'tracelogging' })).toBeNull();
    expect(toEventFields(etlEvent({ kind: 'classic' }), decoded)).toBeNull();
  });
});
