import { describe, expect, it } from 'vitest';
import { eventDecoder, LayoutTable, type DecodedEvent } from '../../../../src/formats/etl/decode/index.ts';
import type { EtlEvent } from '../../../../src/formats/etl/index.ts';
import { etlEvent, guid, join, layoutEvent, type LayoutParts, mapEvent, narrow, type Property, PROVIDER, u16, u32, u64, u8, wide } from './build.ts';

function decode(parts: LayoutParts, data: Uint8Array, more: readonly EtlEvent[] = [], pointerSize: 4 | 8 = 8): DecodedEvent {
  const table = new LayoutTable();
  for (const metadata of [layoutEvent(parts), ...more]) expect(table.add(metadata)).toBe(true);
  expect(table.damaged).toBe(0);
  return eventDecoder({ table })(etlEvent({ data, pointerSize }));
}

function valuesOf(properties: readonly Property[], data: Uint8Array): string[] {
  const decoded = decode({ properties }, data);
  expect(decoded.fit).toBe('exact');
  return decoded.fields.map((field) => field.value);
}

describe('values of every type', () => {
  const cases: readonly (readonly [what: string, inType: number, data: Uint8Array, text: string])[] = [
    ['nothing', 0, u8(), ''],
    ['UTF-16', 1, wide('Zürich'), 'Zürich'],
    ['empty UTF-16', 1, wide(''), ''],
    ['ANSI in code page 1252', 2, u8(0x5a, 0xfc, 0x80, 0), 'Zü€'],
    ['i8', 3, u8(0xff), '-1'],
    ['u8', 4, u8(0xff), '255'],
    ['i16', 5, u16(0x8000), '-32768'],
    ['u16', 6, u16(0xfffe), '65534'],
    ['i32', 7, u32(0xffffffff), '-1'],
    ['u32', 8, u32(0xffffffff), '4294967295'],
    ['i64', 9, u64(0x8000000000000000n), '-9223372036854775808'],
    ['u64', 10, u64(0xffffffffffffffffn), '18446744073709551615'],
    ['float', 11, new Uint8Array(Float32Array.of(0.1).buffer), '0.1'],
    ['double', 12, new Uint8Array(Float64Array.of(-2.5).buffer), '-2.5'],
    ['boolean of four bytes', 13, u32(256), 'true'],
    ['GUID', 15, guid('{6B29FC40-CA47-1067-B31D-00DD010662DA}'), '{6B29FC40-CA47-1067-B31D-00DD010662DA}'],
    ['pointer', 16, u64(0xfffff80012345678n), '0xfffff80012345678'],
    // 2^64 ticks and calendars aside: 2020-01-01 is 132,223,104,000,000,000 ticks after 1601.
    ['FILETIME', 17, u64(132_223_104_000_000_000n), '2020-01-01T00:00:00.0000000Z'],
    ['SYSTEMTIME', 18, u16(2021, 9, 4, 9, 14, 59, 35, 799), '2021-09-09T14:59:35.799Z'],
    ['SID of LocalSystem', 19, join(u8(1, 1, 0, 0, 0, 0, 0, 5), u32(18)), 'S-1-5-18'],
    ['hex32', 20, u32(0x80090326), '0x80090326'],
    ['hex64', 21, u64(0x1234n), '0x1234'],
    ['counted UTF-16', 22, join(u16(4), u8(0x41, 0, 0x42, 0)), 'AB'],
    ['counted ANSI', 23, join(u16(2), u8(0x41, 0x42)), 'AB'],
    ['counted binary', 25, join(u16(3), u8(1, 2, 0xab)), '0102AB'],
  ];
  for (const [what, inType, data, text] of cases) {
    it(what, () => expect(valuesOf([{ name: 'a', inType }, { name: 'mark', inType: 6 }], join(data, u16(4711)))).toEqual([text, '4711']));
  }

  it('takes pointers of the program that wrote the event, not of the machine', () => {
    const decoded = decode({ properties: [{ name: 'p', inType: 16 }] }, u32(0x7ffe0000), [], 4);
    expect([decoded.fit, decoded.fields[0]?.value]).toEqual(['exact', '0x7ffe0000']);
  });
});

describe('lengths and counts', () => {
  it('takes the length of binary and text from a number or from another field', () => {
    const properties: Property[] = [
      { name: 'size', inType: 6 },
      { name: 'mac', inType: 14, length: 6, flags: 0x10 },
      { name: 'bytes', inType: 14, length: 0, flags: 2 },
      { name: 'text', inType: 1, length: 0, flags: 2 },
      { name: 'ansi', inType: 2, length: 2, flags: 0x10 },
    ];
    const data = join(u16(3), u8(0, 0x15, 0x5d, 1, 2, 3), u8(0xde, 0xad, 0xbe), u8(0x56, 0, 0x50, 0, 0x4e, 0), u8(0x6f, 0x6b));
    expect(valuesOf(properties, data)).toEqual(['3', '00155D010203', 'DEADBE', 'VPN', 'ok']);
  });

  it('repeats a field as often as another one says, and not at all for none', () => {
    const properties: Property[] = [{ name: 'n', inType: 8 }, { name: 'port', inType: 6, count: 0, flags: 4 }, { name: 'name', inType: 1, count: 2, flags: 0x20 }];
    expect(valuesOf(properties, join(u32(3), u16(500, 4500, 1701), wide('a'), wide('b')))).toEqual(['3', '500', '4500', '1701', 'a', 'b']);
    expect(valuesOf(properties, join(u32(0), wide('a'), wide('b')))).toEqual(['0', 'a', 'b']);
  });

  it('reads arrays of structures whose members have lengths of their own', () => {
    const properties: Property[] = [{ name: 'count', inType: 4 }, { name: 'item', members: [2, 2], count: 0, flags: 4 }, { name: 'size', inType: 4 }, { name: 'blob', inType: 14, length: 2, flags: 2 }];
    const decoded = decode({ properties, top: 2 }, u8(2, 1, 0xaa, 2, 0xbb, 0xcc));
    expect(decoded.fit).toBe('exact');
    expect(decoded.fields.map(({ name, value }) => `${name}=${value}`)).toEqual(['count=2', 'item.size=1', 'item.blob=AA', 'item.size=2', 'item.blob=BBCC']);
  });

  it('gives an IPv6 address without a length its sixteen bytes, and other binary the rest', () => {
    const address = u8(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    const decoded = decode({ properties: [{ name: 'ip', inType: 14, outType: 24 }, { name: 'rest', inType: 14 }] }, join(address, u8(1, 2)));
    expect(decoded.fields).toEqual([{ name: 'ip', value: '20010DB8000000000000000000000001', shown: '2001:db8::1' }, { name: 'rest', value: '0102' }]);
  });
});

describe('output types', () => {
  const shown = (inType: number, outType: number, data: Uint8Array) => decode({ properties: [{ name: 'a', inType, outType, length: data.length, flags: 0x10 }] }, data).fields[0];

  it('write hexadecimal and truth values as such', () => {
    expect(shown(8, 18, u32(0x80070005))).toEqual({ name: 'a', value: '0x80070005' });
    expect(shown(4, 16, u8(0x0a))).toEqual({ name: 'a', value: '0xa' });
    expect(shown(10, 19, u64(0xffffffffffn))).toEqual({ name: 'a', value: '0xffffffffff' });
    expect(shown(4, 13, u8(1))).toEqual({ name: 'a', value: 'true' });
  });

  it('keep what an event log would write and add what it means', () => {
    expect(shown(8, 23, u8(192, 0, 2, 1))).toEqual({ name: 'a', value: '16908480', shown: '192.0.2.1' });
    expect(shown(6, 22, u8(0x11, 0x94))).toEqual({ name: 'a', value: '37905', shown: '4500' });
    expect(shown(14, 25, join(u16(2), u8(0x01, 0xf4, 198, 51, 100, 7), new Uint8Array(8)))?.shown).toBe('198.51.100.7:500');
    expect(shown(14, 25, join(u16(23), u8(0x11, 0x94), u32(0), u8(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9), u32(0)))?.shown).toBe('[2001:db8::9]:4500');
    expect(shown(14, 25, u8(1, 2, 3))?.shown).toBeUndefined();
  });

  it('look numbers up in value maps, bit by bit where the map is of bits', () => {
    const properties: Property[] = [{ name: 'state', inType: 6, map: 'State' }, { name: 'flags', inType: 8, map: 'Flags' }, { name: 'other', inType: 6, map: 'State' }];
    const decoded = decode({ properties }, join(u16(2), u32(5), u16(9)), [mapEvent('State', { 1: 'Verbunden', 2: 'Getrennt' }), mapEvent('Flags', { 1: 'one', 2: 'two', 4: 'four' }, 2)]);
    expect(decoded.fields).toEqual([{ name: 'state', value: '2', shown: 'Getrennt' }, { name: 'flags', value: '5', shown: 'one, four' }, { name: 'other', value: '9' }]);
  });
});

describe('data that do not fit their layout', () => {
  const properties: Property[] = [{ name: 'n', inType: 8 }, { name: 'text', inType: 1 }];

  it('may lack the last NUL', () => {
    const decoded = decode({ properties }, join(u32(7), wide('switch').subarray(0, 12)));
    expect([decoded.fit, decoded.left, decoded.fields[1]?.value]).toEqual(['unterminated', 0, 'switch']);
  });

  it('may have bytes behind it', () => {
    const decoded = decode({ properties }, join(u32(7), wide('a'), u8(1, 2, 3)));
    expect([decoded.fit, decoded.left, decoded.fields.length]).toEqual(['left-over', 3, 2]);
  });

  it('may end inside a field: those before it stand', () => {
    expect(decode({ properties }, u8(1, 2))).toMatchObject({ by: 'embedded', fit: 'short', left: 2, fields: [] });
    const sized = decode({ properties: [{ name: 'n', inType: 8 }, { name: 'b', inType: 14, length: 0, flags: 2 }] }, join(u32(0xffffffff), u8(1)));
    expect([sized.fit, sized.fields.length]).toEqual(['short', 1]);
    const unknownLength = decode({ properties: [{ name: 'b', inType: 14, length: 1, flags: 2 }, { name: 'n', inType: 8 }] }, u32(1));
    expect([unknownLength.fit, unknownLength.fields.length]).toEqual(['short', 0]);
  });

  it('may hold a type nobody documents', () => {
    expect(decode({ properties: [{ name: 'n', inType: 4 }, { name: 'x', inType: 99 }, { name: 'm', inType: 4 }] }, u8(1, 2, 3))).toMatchObject({ fit: 'unknown-type', left: 2, fields: [{ name: 'n', value: '1' }] });
  });

  it('come to an end however often something without width is repeated', () => {
    const nested: Property[] = [{ name: 'n', inType: 6 }, { name: 's', members: [2, 1], count: 0, flags: 4 }, { name: 'e', inType: 0, count: 0, flags: 4 }];
    expect(decode({ properties: nested, top: 2 }, u16(65_535)).fit).toBe('too-many');
  });
});

describe('the table of layouts', () => {
  it('keeps names, channel and message, and tells versions apart', () => {
    const parts = { channel: 'Contoso/Operational', message: 'Verbindung %1 getrennt', properties: [{ name: 'n', inType: 4 }] };
    expect(decode(parts, u8(1))).toMatchObject({ providerName: 'Contoso-Test', channel: 'Contoso/Operational', message: 'Verbindung %1 getrennt' });
    const table = new LayoutTable();
    table.add(layoutEvent({ id: 7, version: 1, properties: [] }));
    expect([table.layout(PROVIDER, 7, 1)?.fields, table.layout(PROVIDER, 7, 0)]).toEqual([[], null]);
  });

  it('leaves layouts of classic providers aside', () => {
    const table = new LayoutTable();
    expect(table.add(layoutEvent({ source: 1, properties: [] }))).toBe(true);
    expect([table.layouts, table.damaged]).toEqual([0, 0]);
  });

  it('counts damaged ones and goes on', () => {
    const table = new LayoutTable();
    const good = layoutEvent({ properties: [{ name: 's', members: [1, 1] }, { name: 'n', inType: 4 }], top: 1 });
    const loop = layoutEvent({ properties: [{ name: 's', members: [0, 2] }, { name: 'n', inType: 4 }], top: 1 });
    const cut = { ...good, data: good.data.subarray(0, 0x80) };
    const huge = { ...good, data: Uint8Array.from(good.data).fill(0xff, 0x64, 0x6c) };
    const map = mapEvent('M', { 1: 'a' });
    const hugeMap = { ...map, data: Uint8Array.from(map.data).fill(0xff, 0x18, 0x1c) };
    for (const event of [loop, cut, huge, hugeMap, { ...map, data: u8(1) }, good, map]) expect(table.add(event)).toBe(true);
    expect([table.damaged, table.layouts, table.maps]).toEqual([5, 1, 1]);
  });

  it('does not let structures that share members grow without end', () => {
    // Each structure holds all that stand behind it: 2^30 fields when unfolded.
    const properties = Array.from({ length: 30 }, (_, index): Property => (index < 29 ? { name: `s${index}`, members: [index + 1, 29 - index] } : { name: 'n', inType: 4 }));
    const table = new LayoutTable();
    table.add(layoutEvent({ properties, top: 30 }));
    expect([table.damaged, table.layouts]).toEqual([1, 0]);
  });

  it('takes no event for metadata', () => {
    expect(new LayoutTable().add(etlEvent({ data: narrow('x') }))).toBe(false);
  });
});
