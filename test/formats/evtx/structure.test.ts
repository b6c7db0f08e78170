import { describe, expect, it } from 'vitest';
import { eventXml, readEvtxBytes, type EvtxRecord, type EvtxSummary } from '../../../src/formats/evtx/index.ts';
import type { EventView } from '../../../src/model/source.ts';
import { chunk, eventDefinition, fragment, instance, log, systemElement, type Body } from './byte-log.ts';

interface Read {
  readonly summary: EvtxSummary;
  readonly events: readonly EventView[];
  readonly xml: readonly string[];
}

function read(...bodies: Body[]): Read {
  return readLog(log([chunk(bodies)]));
}

function readLog(bytes: Uint8Array): Read {
  const events: EventView[] = [];
  const xml: string[] = [];
  const summary = readEvtxBytes(bytes, (record) => {
    xml.push(eventXml(record));
    events.push(record.decode());
  });
  return { summary, events, xml };
}

const utf16 = (text: string): number[] => [...text].flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8]);

describe('content', () => {
  it('joins text, CDATA, character and entity references, and keeps processing instructions out of it', () => {
    const definition = eventDefinition((into) => {
      into.open('Data', { hasAttributes: true }).u8(0x46).name('Name').text('a').u8(0x49).name('amp').u8(0x05, 1).u16(1).utf16('b').u8(0x02);
      into.u8(0x45, 1).u16(2).utf16('x ');
      into.u8(0x47).u16(3).utf16('<y>');
      into.u8(0x48).u16(0x20ac).u8(0x08).u16(0x41);
      for (const entity of ['lt', 'gt', 'quot', 'apos', 'nbsp']) into.u8(0x49).name(entity);
      into.u8(0x4a).name('target').u8(0x0b).u16(4).utf16('data');
      into.slot(0, 0x08).u8(0x04);
    });
    const { events, xml } = read((into) => instance(into, [{ type: 0x08, bytes: [5, 0, 0, 0] }], definition));
    expect(events[0]?.data).toEqual([{ name: 'a&b', value: 'x <y>€A<>"\'&nbsp;5' }]);
    expect(xml[0]).toContain('<Data Name="a&amp;b">x &lt;y&gt;€A&lt;&gt;&quot;\'&amp;nbsp;<?target data?>5</Data>');
  });

  it('drops an attribute whose optional value is NULL and keeps one whose plain value is', () => {
    const definition = eventDefinition((into) => {
      into.open('Data', { hasAttributes: true });
      into.attribute('Gone').slot(0, 0x01, true).attribute('Kept').slot(0, 0x01).attribute('Name').slot(1, 0x01, true).u8(0x03);
    });
    const { events, xml } = read((into) => instance(into, [{ type: 0x00, bytes: [] }, { type: 0x01, bytes: utf16('n') }], definition));
    expect(xml[0]).toContain('<Data Kept="" Name="n"/>');
    expect(events[0]?.data).toEqual([{ name: 'n', value: '' }]);
  });
});

describe('sections', () => {
  const event = (section: Body): Body => (into) => {
    into.open('Event').u8(0x02);
    systemElement(into);
    section(into);
    into.u8(0x04);
  };
  const readSection = (section: Body): EventView => {
    const { events, summary } = read((into) => instance(into, [], event(section)));
    expect(summary.undecodable).toBe(0);
    return events[0] as EventView;
  };

  it('gives EventData and Binary', () => {
    const view = readSection((into) => {
      into.open('EventData', { hasAttributes: true }).attribute('Name').text('Template').u8(0x02);
      into.leaf('Data', 'one').leaf('Data', 'two').leaf('Binary', '0a1b').u8(0x04);
    });
    expect(view).toMatchObject({ data: [{ value: 'one' }, { value: 'two' }], binary: '0A1B' });
  });

  it('gives the leaves of UserData without their prefixes, in order', () => {
    const view = readSection((into) => {
      into.open('UserData').u8(0x02).open('auto-ns2:EventXML').u8(0x02);
      into.leaf('auto-ns2:First', '1').open('Group').u8(0x02).leaf('Second', '2').u8(0x04).open('Third').u8(0x03).u8(0x04, 0x04);
    });
    expect(view.data).toEqual([{ name: 'First', value: '1' }, { name: 'Second', value: '2' }, { name: 'Third', value: '' }]);
  });

  it('gives attributes inside UserData, but no namespaces and no optional ones that are NULL', () => {
    const { events } = read((into) =>
      instance(
        into,
        [{ type: 0x00, bytes: [] }],
        event((inner) => {
          inner.open('UserData').u8(0x02).open('Chain', { hasAttributes: true }).attribute('xmlns').text('urn:x').attribute('id').text('7').u8(0x02);
          inner.open('Result', { hasAttributes: true }).attribute('value').text('800B0109').attribute('gone').slot(0, 0x01, true).u8(0x02).text('untrusted').u8(0x04, 0x04, 0x04);
        }),
      ),
    );
    expect(events[0]?.data).toEqual([
      { name: 'Chain@id', value: '7' },
      { name: 'Result', value: 'untrusted' },
      { name: 'Result@value', value: '800B0109' },
    ]);
  });

  it('gives ProcessingErrorData and DebugData as leaves, BinaryEventData as binary, and RenderingInfo not at all', () => {
    expect(readSection((into) => into.open('ProcessingErrorData').u8(0x02).leaf('ErrorCode', '15003').leaf('EventPayload', '00').u8(0x04)).data).toEqual([
      { name: 'ErrorCode', value: '15003' },
      { name: 'EventPayload', value: '00' },
    ]);
    expect(readSection((into) => into.open('DebugData').u8(0x02).leaf('Message', 'm').u8(0x04)).data).toEqual([{ name: 'Message', value: 'm' }]);
    expect(readSection((into) => into.leaf('BinaryEventData', 'ff00'))).toMatchObject({ data: [], binary: 'FF00' });
    expect(readSection((into) => into.open('RenderingInfo').u8(0x02).leaf('Message', 'text').u8(0x04)).data).toEqual([]);
  });
});

describe('fragments', () => {
  it.each([
    ['with a header', true],
    ['without a header', false],
  ])('reads a nested fragment with a template, %s', (_what, hasHeader) => {
    const nested = fragment((into) => {
      if (hasHeader) into.u8(0x0f, 1, 1, 0);
      instance(into, [{ type: 0x01, bytes: utf16('deep') }], (inner) => {
        inner.open('EventData').u8(0x02).open('Data', { hasAttributes: true }).attribute('Name').text('Key').u8(0x02);
        inner.slot(0, 0x01).u8(0x04, 0x04);
      }, 0x55667788);
      into.u8(0x00);
    });
    const { events, xml } = read((into) =>
      instance(into, [nested], (inner) => {
        inner.open('Event').u8(0x02);
        systemElement(inner);
        inner.slot(0, 0x21).u8(0x04);
      }),
    );
    expect(events[0]).toMatchObject({ provider: 'Test', eventId: 7, data: [{ name: 'Key', value: 'deep' }] });
    expect(xml[0]).toContain('</System><EventData><Data Name="Key">deep</Data></EventData></Event>');
  });

  it('reads a nested fragment without a template, where elements have no dependency id', () => {
    const nested = fragment((into) => {
      into.open('UserData', { dependency: false }).u8(0x02).leaf('Status', 'ok', false).u8(0x04, 0x00);
    });
    const { events } = read((into) =>
      instance(into, [nested], (inner) => {
        inner.open('Event').u8(0x02);
        systemElement(inner);
        inner.slot(0, 0x21, true).u8(0x04);
      }),
    );
    expect(events[0]?.data).toEqual([{ name: 'Status', value: 'ok' }]);
  });

  it('reads a System element that is a nested fragment itself', () => {
    const system = fragment((into) => instance(into, [], (inner) => systemElement(inner), 0x99));
    const data = fragment((into) => instance(into, [], (inner) => inner.open('EventData').u8(0x02).leaf('Data', 'd').u8(0x04), 0x98));
    const { events } = read((into) => instance(into, [system, data], (inner) => inner.open('Event').u8(0x02).slot(0, 0x21).slot(1, 0x21).u8(0x04)));
    expect(events[0]).toMatchObject({ provider: 'Test', eventId: 7, computer: 'HOST1.contoso.com', data: [{ value: 'd' }] });
  });

  it.each([
    ['without dependency ids, as documented', false],
    ['with dependency ids, as some writers have it', true],
  ])('reads a record without a template, all values text, %s', (_what, dependency) => {
    const { events, summary } = read((into) => {
      into.open('Event', { hasAttributes: true, dependency }).attribute('xmlns').text('urn:x').u8(0x02);
      systemElement(into, dependency);
      into.open('EventData', { dependency }).u8(0x02).leaf('Data', 'plain', dependency).u8(0x04, 0x04);
    });
    expect(summary).toMatchObject({ records: 1, undecodable: 0 });
    expect(events[0]).toMatchObject({ provider: 'Test', eventId: 7, level: 4, channel: 'Application', data: [{ value: 'plain' }] });
    // 2024-02-29T12:34:56Z is 1709210096 in Unix time.
    expect(events[0]?.time).toBe(1709210096123456);
  });

  it('reads a record whose event stands behind a processing instruction', () => {
    const { events } = read((into) => {
      into.u8(0x0a).name('pi').u8(0x0b).u16(1).utf16('x');
      instance(into, [], eventDefinition((inner) => inner.leaf('Data', 'v')));
    });
    expect(events[0]?.data).toEqual([{ value: 'v' }]);
  });
});

describe('templates', () => {
  it('keeps two templates apart that carry the same GUID and size', () => {
    const named = (name: string): Body => eventDefinition((into) => into.open('Data', { hasAttributes: true }).attribute('Name').text(name).u8(0x02).slot(0, 0x01).u8(0x04));
    const body = (name: string): Body => (into) => instance(into, [{ type: 0x01, bytes: utf16('v') }], named(name));
    const { events } = readLog(log([chunk([body('aa'), body('bb')]), chunk([body('bb'), body('aa')], 3)]));
    expect(events.map((event) => event.data[0]?.name)).toEqual(['aa', 'bb', 'bb', 'aa']);
  });

  it('reads a later instance that refers back to a definition', () => {
    let definition = 0;
    const { events } = read(
      (into) => {
        definition = into.at + 10;
        instance(into, [{ type: 0x04, bytes: [1] }], eventDefinition((inner) => inner.open('Data').u8(0x02).slot(0, 0x04).u8(0x04)));
      },
      (into) => into.u8(0x0c, 1).u32(0x11223344).u32(definition).u32(1).u16(1).u8(0x04, 0, 2),
    );
    expect(events.map((event) => event.data[0]?.value)).toEqual(['1', '2']);
  });
});

describe('System fields', () => {
  /** System as Windows writes it: nearly everything is a value. */
  const definition: Body = (into) => {
    into.open('Event').u8(0x02).open('System').u8(0x02);
    into.open('Provider', { hasAttributes: true }).attribute('Name').slot(0, 0x01).attribute('Guid').slot(1, 0x0f, true).u8(0x03);
    into.open('EventID', { hasAttributes: true }).attribute('Qualifiers').slot(2, 0x06, true).u8(0x02).slot(3, 0x06).u8(0x04);
    into.open('Version').u8(0x02).slot(4, 0x04).u8(0x04).open('Level').u8(0x02).slot(5, 0x04).u8(0x04);
    into.open('Keywords').u8(0x02).slot(6, 0x15).u8(0x04);
    into.open('TimeCreated', { hasAttributes: true }).attribute('SystemTime').slot(7, 0x11).u8(0x03);
    into.open('Correlation', { hasAttributes: true }).attribute('ActivityID').slot(8, 0x0f, true).u8(0x03);
    into.open('Execution', { hasAttributes: true }).attribute('ProcessID').slot(9, 0x08).u8(0x03);
    into.open('Channel').u8(0x02).slot(10, 0x01).u8(0x04).open('Computer').u8(0x02).slot(11, 0x01).u8(0x04);
    into.u8(0x04, 0x04);
  };
  const values = [
    { type: 0x01, bytes: utf16('RemoteAccess\0') },
    { type: 0x00, bytes: [9, 9, 9] },
    { type: 0x06, bytes: [0x00, 0xc0] },
    { type: 0x06, bytes: [0x2f, 0x4f] },
    { type: 0x04, bytes: [2] },
    { type: 0x04, bytes: [3] },
    { type: 0x15, bytes: [0, 0, 0, 0, 0, 0, 0x80, 0] },
    { type: 0x11, bytes: [0x07, 0x00, 0xcd, 0x66, 0x6b, 0x6b, 0xda, 0x01] },
    { type: 0x0f, bytes: [0x78, 0x56, 0x34, 0x12, 0xcd, 0xab, 0xef, 0x01, 2, 3, 4, 5, 6, 7, 8, 0xff] },
    { type: 0x08, bytes: [0x04, 0x03, 0, 0] },
    { type: 0x01, bytes: utf16('System') },
    { type: 0x01, bytes: utf16('RRAS1') },
  ];

  it('reads them without decoding the rest', () => {
    const seen: unknown[] = [];
    const look = ({ recordId, offset, provider, eventId, qualifiers, version, level, keywords, time, channel, computer, processId, activityId, recovered }: EvtxRecord): void => {
      seen.push({ recordId, offset, provider, eventId, qualifiers, version, level, keywords, time, channel, computer, processId, activityId, recovered });
    };
    const summary = readEvtxBytes(log([chunk([(into) => instance(into, values, definition)], 42)]), look);
    expect(seen).toEqual([
      {
        recordId: 42, offset: 4096 + 512, provider: 'RemoteAccess', eventId: 20271, qualifiers: 0xc000, version: 2, level: 3,
        keywords: '0x80000000000000', time: 1709251199123456, channel: 'System', computer: 'RRAS1', processId: 772,
        activityId: '{12345678-ABCD-01EF-0203-0405060708FF}', recovered: false,
      },
    ]);
    expect(summary).toMatchObject({
      firstTime: 1709251199123456, lastTime: 1709251199123456, firstRecordId: 42, lastRecordId: 42, channel: 'System', computer: 'RRAS1',
    });
  });

  it('visits only wanted records and counts all', () => {
    let visited = 0;
    const body: Body = (into) => instance(into, values, definition);
    const summary = readEvtxBytes(log([chunk([body, body])]), () => visited++, { wants: (provider, id) => provider === 'RasMan' && id === 1 });
    expect([visited, summary.records, summary.firstRecordId, summary.lastRecordId]).toEqual([0, 2, 1, 2]);
  });

  it('lets an error of the visitor through', () => {
    const bytes = log([chunk([(into) => instance(into, values, definition)])]);
    expect(() =>
      readEvtxBytes(bytes, () => {
        throw new TypeError('mine');
      }),
    ).toThrow('mine');
  });
});
