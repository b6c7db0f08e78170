import { describe, expect, it } from 'vitest';
import { parseEvtxFile } from 'winevtx';
import { buildEvtx, chunkOffset } from './evtx-builder.ts';
import type { EventInput, EvtxOptions, Layout } from './evtx-builder.ts';
import { nameHash } from './evtx/chunk.ts';
import { encodeValue } from './evtx/values.ts';
import { hasTool, runTool } from './tools.ts';

const evtxexport = hasTool('evtxexport', ['-V']);

/** The events of a log as libevtx renders them, each as one XML text. */
function exported(events: readonly EventInput[], options?: EvtxOptions): string[] {
  const result = runTool('evtxexport', ['-f', 'xml', '{log.evtx}'], { 'log.evtx': buildEvtx(events, options) });
  expect(result.stderr).toBe('');
  return result.stdout.toString().split(/(?=<Event xmlns)/).slice(1);
}

const dataOf = (xml: string): string[] => [...xml.matchAll(/<Data(?: Name="([^"]*)")?(?:\/>|>([^<]*)<\/Data>)/g)].map((m) => (m[1] ? `${m[1]}=${m[2] ?? ''}` : (m[2] ?? '')));

const coId = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';
const dialFailed: EventInput = {
  provider: 'RasClient', eventId: 20227, level: 2, time: '2024-05-06T07:08:09.1234567Z', channel: 'Application', computer: 'client01.contoso.com',
  data: [coId, 'CONTOSO\\user1', 'Contoso & Sons VPN', '809'],
};
const serviceState: EventInput = {
  provider: 'Service Control Manager', providerGuid: '{555908d1-a6d7-4695-8e1e-26931d2012f4}', eventSourceName: 'Service Control Manager',
  eventId: 7036, qualifiers: 16384, keywords: '0x8080000000000000', time: '2024-05-06T07:00:00Z', pid: 580, tid: 6460, channel: 'System', computer: 'client01',
  data: [{ name: 'param1', value: 'Remote Access Connection Manager' }, { name: 'param2', value: 'running' }], binary: '5200610073004D0061006E002F0034000000',
};

describe('evtx builder', () => {
  it('hashes names as real logs do', () => {
    // Read from real chunks: Event, xmlns, Name, EventData.
    const hash = (text: string): number => nameHash([...text].map((c) => c.charCodeAt(0)));
    expect(['Event', 'xmlns', 'Name', 'EventData'].map(hash)).toEqual([0x0cba, 0x0fbc, 0x954b, 0x8244]);
  });

  it('is the same bytes every time', () => {
    expect(buildEvtx([dialFailed])).toEqual(buildEvtx([dialFailed]));
  });

  it('continues in a further chunk and at the stated offsets', () => {
    const file = buildEvtx(Array.from({ length: 2000 }, () => serviceState));
    expect(file.length).toBeGreaterThan(chunkOffset(3));
    expect((file.length - 4096) % 65536).toBe(0);
    expect(Buffer.from(file.subarray(chunkOffset(1), chunkOffset(1) + 8)).toString('latin1')).toBe('ElfChnk\0');
  });

  it('refuses an event that fits no chunk', () => {
    expect(() => buildEvtx([{ ...dialFailed, data: ['x'.repeat(32_000)] }])).toThrow(/larger than a chunk/);
  });
});

describe.runIf(evtxexport)('evtx builder against libevtx', () => {
  it('renders a classic event with unnamed data', () => {
    const [xml = ''] = exported([dialFailed]);
    expect(xml).toContain('<Provider Name="RasClient"/>');
    expect(xml).toContain('<EventID Qualifiers="0">20227</EventID>');
    expect(xml).toContain('<Level>2</Level>');
    expect(xml).toContain('<Keywords>0x0080000000000000</Keywords>');
    expect(xml).toContain('<TimeCreated SystemTime="2024-05-06T07:08:09.123456700Z"/>');
    expect(xml).toContain('<EventRecordID>1</EventRecordID>');
    expect(xml).toContain('<Channel>Application</Channel>');
    expect(xml).toContain('<Computer>client01.contoso.com</Computer>');
    expect(dataOf(xml)).toEqual([coId, 'CONTOSO\\user1', 'Contoso &amp; Sons VPN', '809']);
  });

  it('renders named data, qualifiers and binary', () => {
    const [xml = ''] = exported([serviceState]);
    expect(xml).toContain('<Provider Name="Service Control Manager" Guid="{555908d1-a6d7-4695-8e1e-26931d2012f4}" EventSourceName="Service Control Manager"/>');
    expect(xml).toContain('<EventID Qualifiers="16384">7036</EventID>');
    expect(xml).toContain('<Keywords>0x8080000000000000</Keywords>');
    expect(xml).toContain('<Execution ProcessID="580" ThreadID="6460"/>');
    expect(dataOf(xml)).toEqual(['param1=Remote Access Connection Manager', 'param2=running']);
    expect(xml).toContain('<Binary>5200610073004D0061006E002F0034000000</Binary>');
  });

  const layouts: Layout[] = ['modern', 'classic-separate', 'flat'];
  it.each(layouts)('layout %s gives the same fields', (layout) => {
    const [first = '', second = ''] = exported([{ ...dialFailed, layout }, { ...serviceState, layout }]);
    expect(dataOf(first)).toEqual([coId, 'CONTOSO\\user1', 'Contoso &amp; Sons VPN', '809']);
    expect(dataOf(second)).toEqual(['param1=Remote Access Connection Manager', 'param2=running']);
    expect(second).toContain('<Binary>5200610073004D0061006E002F0034000000</Binary>');
  });

  it('renders System constants that are values instead of literals', () => {
    const activityId = '{6F8E6A3B-0001-0002-0003-0123456789AB}';
    const [xml = ''] = exported([{ ...serviceState, literals: [], activityId, userSid: 'S-1-5-21-1-2-3-1104', nestedHeader: false }]);
    expect(xml).toContain('Provider Name="Service Control Manager" Guid="{555908D1-A6D7-4695-8E1E-26931D2012F4}"');
    expect(xml).toContain('<Channel>System</Channel>');
    expect(xml).toContain('<Computer>client01</Computer>');
    expect(xml.toUpperCase()).toContain(`<CORRELATION ACTIVITYID="${activityId}"/>`);
    expect(xml).toContain('<Security UserID="S-1-5-21-1-2-3-1104"/>');
    expect(dataOf(xml)).toHaveLength(2);
  });

  it('writes markup characters of literals as entity references', () => {
    const [xml = ''] = exported([{ ...serviceState, channel: 'R&D <VPN>' }]);
    expect(xml).toMatch(/<Channel>R&amp;D (&lt;|<)VPN(&gt;|>)</);
  });

  it('renders user data', () => {
    const [xml = ''] = exported([{ ...serviceState, data: [], userData: { element: 'EventXML', xmlns: 'Contoso_NS', data: { Reason: 'test', Code: 809 } } }]);
    expect(xml.replaceAll(/>\s+</g, '><')).toContain('<UserData><EventXML xmlns="Contoso_NS"><Reason>test</Reason><Code>809</Code></EventXML></UserData>');
  });

  it('renders every value type libevtx knows', () => {
    const typed = [
      { name: 'string', value: 'Grüße 日本', type: 'string' }, { name: 'ansi', value: 'plain', type: 'ansi' },
      { name: 'uint8', value: 250, type: 'uint8' },
      { name: 'uint16', value: 65_000, type: 'uint16' },
      { name: 'uint32', value: 4_000_000_000, type: 'uint32' },
      { name: 'uint64', value: 18_000_000_000_000_000_000n, type: 'uint64' },
      { name: 'bool', value: true, type: 'bool' }, { name: 'binary', value: 'B3020000', type: 'binary' },
      { name: 'guid', value: coId, type: 'guid' }, { name: 'sid', value: 'S-1-5-18', type: 'sid' },
      { name: 'filetime', value: '2024-01-02T03:04:05.6Z', type: 'filetime' },
      { name: 'hex32', value: 0x800b0101, type: 'hex32' }, { name: 'hex64', value: 0x10n, type: 'hex64' },
    ] as const;
    const [xml = ''] = exported([{ ...serviceState, data: typed }]);
    expect(dataOf(xml).map((line) => line.replace(/=\{.*/, (guid) => guid.toUpperCase()))).toEqual([
      'string=Grüße 日本', 'ansi=plain', 'uint8=250', 'uint16=65000', 'uint32=4000000000',
      'uint64=18000000000000000000', 'bool=true', 'binary=B3020000', `guid=${coId}`, 'sid=S-1-5-18',
      'filetime=2024-01-02T03:04:05.600000000Z', 'hex32=0x800b0101', 'hex64=0x0000000000000010',
    ]);
  });

  it('lists every record over several chunks, with templates and names defined anew in each', () => {
    const events = Array.from({ length: 700 }, (_, i): EventInput =>
      (i % 2 === 0 ? { ...dialFailed, data: [coId, `user${i}`, 'Contoso VPN', '809'] } : { ...serviceState, pid: i }));
    const xml = exported(events, { firstRecordId: 5000, padding: 0x41, minorVersion: 2, emptySlots: [] });
    expect(xml).toHaveLength(700);
    expect(xml.every((text, i) => text.includes(`<EventRecordID>${5000 + i}</EventRecordID>`))).toBe(true);
    expect(dataOf(xml[698] ?? '')[1]).toBe('user698');
    expect(xml[699]).toContain('ProcessID="699"');
  });

  it('keeps EventRecordID when record headers are renumbered', () => {
    const xml = exported([{ ...dialFailed, recordId: 77 }, { ...dialFailed, recordId: 90 }], { recordHeaders: 'renumbered' });
    expect(xml.map((text) => /<EventRecordID>(\d+)/.exec(text)?.[1])).toEqual(['77', '90']);
  });

  it('is read clean by evtxinfo, and dirty when asked', () => {
    if (!hasTool('evtxinfo', ['-V'])) return;
    const info = (options: EvtxOptions): string => runTool('evtxinfo', ['{log.evtx}'], { 'log.evtx': buildEvtx([dialFailed, serviceState], options) }).stdout.toString();
    expect(info({})).toMatch(/Number of records\s*:\s*2/);
    expect(info({})).not.toMatch(/dirty|corrupt/i);
    expect(info({ dirty: true })).toMatch(/dirty/i);
  });
});

describe('evtx builder against winevtx, where libevtx cannot render', () => {
  const eventData = (event: EventInput): unknown => {
    const [record] = [...parseEvtxFile(Buffer.from(buildEvtx([event])))];
    expect(record).toBeDefined();
    return (record!.event as { Event: { EventData: unknown } }).Event.EventData;
  };

  it('reads signed numbers, floats and SYSTEMTIME', () => {
    // libevtx 20181227 shows negative numbers as minus the low bits.
    const data = [
      { name: 'int32', value: -2146762495 }, { name: 'int64', value: -9_000_000_000n, type: 'int64' }, { name: 'float', value: 1.5, type: 'float' },
      { name: 'double', value: 2.25 }, { name: 'systemtime', value: '2024-01-02T03:04:05.6Z', type: 'systemtime' }, { name: 'list', value: ['x', 'y'] },
    ] as const;
    expect(eventData({ ...serviceState, data })).toMatchObject(
      { int32: -2146762495, int64: -9_000_000_000, float: 1.5, double: 2.25, systemtime: '2024-01-02T03:04:05.600Z', list: ['x', 'y'] });
  });

  it.each(['nested-plain', 'text'] as const)('reads layout %s', (layout) => {
    // No markup characters: winevtx stops at entity references.
    const data = [coId, 'CONTOSO\\user1', 'Contoso VPN', '809'];
    expect(eventData({ ...dialFailed, data, layout })).toEqual({ Data: data });
  });

  it('writes template-less records as text, level and time included', () => {
    const file = buildEvtx([{ ...dialFailed, data: ['a'], layout: 'text', rendering: { culture: 'en-US', message: 'The user dialed' } }]);
    const [record] = [...parseEvtxFile(Buffer.from(file))];
    expect(record?.event).toMatchObject({ Event: {
      System: { EventID: '20227', Level: '2', TimeCreated: { SystemTime: '2024-05-06T07:08:09.123456700Z' } },
      RenderingInfo: { Culture: 'en-US', Message: 'The user dialed' },
    } });
    // Fragment header, then an element with attributes and no dependency id: its length follows at once.
    expect(Buffer.from(file.subarray(chunkOffset(0) + 512 + 24, chunkOffset(0) + 512 + 29)).toString('hex')).toBe('0f01010041');
  });
});

describe('value bytes', () => {
  it.each([
    [-5, 'int8', '03fb'], [-300, 'int16', '05d4fe'], [true, 'bool', '0d01000000'], [8, 'bool', '0d08000000'], [null, 'uint32', '00'],
    ['S-1-5-32-544', 'sid', '1301020000000000052000000020020000'], [coId, 'guid', '0f522b1c9f5e0b6e4c9a0f3c7a1d2e4f60'],
    ['2024-01-01T00:00:00Z', 'filetime', '1100c08976453cda01'], [['a', 'b'], 'string[]', '81610000006200' + '0000'], [[1, 2], 'uint16[]', '8601000200'],
    [0x800b0101, 'hex32', '1401010b80'],
  ] as const)('%j as %s', (value, type, hex) => {
    const encoded = encodeValue(value as never, type);
    expect(Buffer.from([encoded.type, ...encoded.bytes]).toString('hex')).toBe(hex);
  });

  it('pads to a declared size', () => {
    expect(encodeValue(7, 'size_t', 4).bytes.toString('hex')).toBe('07000000');
    expect(encodeValue(null, 'string', 6).bytes).toHaveLength(6);
  });
});
