/** Built traces: record kinds, clocks, log headers and losses no public trace has. */
import { describe, expect, it } from 'vitest';
import { keepEvent, readEtlBytes, type EtlEvent, type EtlOptions, type EtlSummary } from '../../../src/formats/etl/index.ts';
import { buildEtl, type EtlEventInput, type EtlInput } from '../../support/etl/builder.ts';

const START = Date.UTC(2024, 4, 6, 7, 8, 9) * 1000 + 123_456;
const CAPTURE = '{2ED6006E-4729-4609-B423-3EE7BCD678EF}';
const RRAS = '{24989972-0967-4E21-A926-93854033638E}';
const IKEEXT = '{106B464D-8043-46B1-8CB8-E92A0CD7A560}';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(bytes: Uint8Array, options: Partial<EtlOptions> = {}): { events: EtlEvent[]; summary: EtlSummary } {
  const events: EtlEvent[] = [];
  const summary = readEtlBytes(bytes, (event) => events.push(keepEvent(event)), { artifact: 'capture.etl', ...options });
  return { events, summary };
}

/** The events behind the log header. */
const readBuilt = (input: Partial<EtlInput> & Pick<EtlInput, 'events'>): EtlEvent[] => read(buildEtl({ startTime: START, ...input })).events.slice(1);

/** Enough events for several buffers, told apart by their id. */
function many(count: number, more: Partial<EtlEventInput> = {}): EtlEventInput[] {
  return Array.from({ length: count }, (_, index) => ({ time: START + index * 1000, provider: CAPTURE, id: index, data: new Uint8Array(1000).fill(index), ...more }));
}

describe('kinds of records', () => {
  const common = { time: START + 5_000_001, processId: 4242, threadId: 77, data: utf8('payload') };
  const place = { number: 2, processor: 0, bufferOffset: 65_536, offset: 0x48, time: START + 5_000_001, pointerSize: 8, processId: 4242, threadId: 77, data: utf8('payload'), extended: [], provider: '', id: 0, version: 0, channel: 0, level: 0, opcode: 0, task: 0, keyword: 0n, activityId: '' };
  const cases: readonly (readonly [string, EtlEventInput, Partial<EtlEvent>])[] = [
    ['event', { ...common, kind: 'event', provider: CAPTURE, id: 1001, version: 3, channel: 16, level: 4, opcode: 9, task: 0x1234, keyword: 0x8000_0001_4000_0001n, activityId: '{01020304-0506-0708-090A-0B0C0D0E0F10}' }, { kind: 'event', provider: CAPTURE, id: 1001, version: 3, channel: 16, level: 4, opcode: 9, task: 0x1234, keyword: 0x8000_0001_4000_0001n, activityId: '{01020304-0506-0708-090A-0B0C0D0E0F10}' }],
    ['event of a 32-bit program', { ...common, provider: RRAS, id: 5000, pointerSize: 4 }, { kind: 'event', provider: RRAS, id: 5000, pointerSize: 4 }],
    ['classic', { ...common, kind: 'classic', provider: RRAS, version: 0x0102, level: 2, opcode: 0x20 }, { kind: 'classic', provider: RRAS, version: 0x0102, level: 2, opcode: 0x20 }],
    ['instance', { ...common, kind: 'instance', provider: RRAS, opcode: 1, pointerSize: 4 }, { kind: 'instance', provider: RRAS, opcode: 1, pointerSize: 4 }],
    ['system', { ...common, kind: 'system', id: 0x0342, version: 2 }, { kind: 'system', id: 0x0342, version: 2, opcode: 0x42 }],
    ['compact with two extra fields', { ...common, kind: 'compact', id: 0x0524, extraHeader: 2 }, { kind: 'compact', id: 0x0524, opcode: 0x24 }],
    ['perfinfo', { ...common, kind: 'perfinfo', id: 0x0f2e }, { kind: 'perfinfo', id: 0x0f2e, opcode: 0x2e, processId: 0, threadId: 0 }],
    ['perfinfo with eight extra fields', { ...common, kind: 'perfinfo', id: 0x0f2e, extraHeader: 8 }, { kind: 'perfinfo', id: 0x0f2e, opcode: 0x2e, processId: 0, threadId: 0 }],
    ['WPP message', { ...common, kind: 'message', provider: IKEEXT, id: 17 }, { kind: 'message', provider: IKEEXT, id: 17 }],
    ['WPP message with a sequence number, of a 32-bit program', { ...common, kind: 'message', provider: IKEEXT, id: 17, sequence: 99, pointerSize: 4 }, { kind: 'message', provider: IKEEXT, id: 17, pointerSize: 4 }],
    ['WPP message of a component, without time, thread and process', { ...common, kind: 'message', id: 18, noTime: true, noSystemInfo: true }, { kind: 'message', id: 18, time: null, processId: 0, threadId: 0 }],
  ];

  it.each(cases)('%s', (_, input, expected) => {
    const [event] = readBuilt({ events: [input] });
    expect(event).toEqual({ ...place, ...expected });
  });

  it('an error record and a header nobody documents are shown and passed over by their size', () => {
    const bytes = buildEtl({ startTime: START, events: [{ time: START, kind: 'error', data: utf8('12345') }, { ...common, kind: 'error' }, { ...common, provider: RRAS, id: 7 }] });
    bytes[65_536 + 0x48 + 16 + 2] = 0x77;
    const { events, summary } = read(bytes);
    expect(events.map(({ kind, id, time }) => [kind, id, time])).toEqual([['system', 0, START], ['error', 0, null], ['other', 0, null], ['event', 7, START + 5_000_001]]);
    expect(summary.kinds).toEqual({ system: 1, error: 1, other: 1, event: 1 });
    expect(summary.damagedBuffers).toBe(0);
  });

  it('extended items: all of them, each with its own bytes, and the data behind', () => {
    const extended = [{ type: 1, data: new Uint8Array(16).fill(1) }, { type: 0x0c, data: utf8('\u0005\u0000ab\u0000') }, { type: 0x0b, data: new Uint8Array(0) }, { type: 0x0d, data: new Uint8Array(8).fill(2) }];
    const [event, bare] = readBuilt({ events: [{ ...common, extended }, { ...common, extended: extended.slice(0, 2), data: new Uint8Array(0) }] });
    expect(event?.extended).toEqual(extended);
    expect(event?.data).toEqual(utf8('payload'));
    expect(bare?.extended).toEqual(extended.slice(0, 2));
    expect(bare?.data.length).toBe(0);
  });

  it('an event whose extended items do not fit into it is counted as damaged and not shown', () => {
    const bytes = buildEtl({ startTime: START, events: [{ ...common, extended: [{ type: 1, data: new Uint8Array(16) }] }, { ...common, id: 5 }] });
    bytes[65_536 + 0x48 + 0x50 + 6] = 200;
    const { events, summary } = read(bytes);
    expect(events.map(({ id }) => id)).toEqual([0, 5]);
    expect(summary).toMatchObject({ records: 3, damagedRecords: 1, damagedBuffers: 0 });
  });
});

describe('what is wanted', () => {
  const events: EtlEventInput[] = [
    { time: START + 1, provider: CAPTURE, id: 1001 }, { time: START + 2, provider: RRAS, id: 1001 }, { time: START + 3, kind: 'classic', provider: CAPTURE, opcode: 3 },
    { time: START + 4, provider: CAPTURE, id: 1002 }, { time: START + 5, kind: 'message', provider: IKEEXT, id: 1001 }, { time: START + 6, provider: CAPTURE, id: 1001 },
  ];

  it('only that is visited, with its place among all; all are counted', () => {
    const asked: string[] = [];
    const { events: visited, summary } = read(buildEtl({ startTime: START, events }), {
      wants: (kind, provider, id) => {
        asked.push(`${kind} ${provider} ${id}`);
        return kind === 'event' && provider === CAPTURE && id === 1001;
      },
    });
    expect(visited.map(({ number, time }) => [number, time])).toEqual([[2, START + 1], [7, START + 6]]);
    expect(asked).toEqual(['system  0', `event ${CAPTURE} 1001`, `event ${RRAS} 1001`, `classic ${CAPTURE} 0`, `event ${CAPTURE} 1002`, `message ${IKEEXT} 1001`, `event ${CAPTURE} 1001`]);
    expect(summary.records).toBe(7);
    expect(summary.kinds).toEqual({ system: 1, event: 4, classic: 1, message: 1 });
    expect(summary.providers[0]).toEqual({ kind: 'event', provider: CAPTURE, group: null, records: 3, firstTime: START + 1, lastTime: START + 6 });
    expect(summary.providers).toContainEqual({ kind: 'system', provider: '', group: 0, records: 1, firstTime: START, lastTime: START });
  });

  it('more providers than are kept apart are counted together and still shown by name', () => {
    const guid = (index: number): string => `{${index.toString(16).toUpperCase().padStart(8, '0')}-0000-0000-0000-000000000001}`;
    const { events: visited, summary } = read(buildEtl({ startTime: START, events: Array.from({ length: 5000 }, (_, index) => ({ time: START + index, provider: guid(index) })) }));
    expect(visited.slice(1).map(({ provider }) => provider)).toEqual(Array.from({ length: 5000 }, (_, index) => guid(index)));
    expect(summary.providers.length).toBeLessThanOrEqual(4097);
    expect(summary.kinds['event']).toBe(5000);
  });
});

describe('clocks', () => {
  const times = [0, 1, 999_999, 1_000_000, 3_599_999_999, 86_400_000_001, 30 * 86_400_000_000 + 7].map((since) => START + since);
  const inClock = (input: Partial<EtlInput>): (number | null)[] => readBuilt({ events: times.map((time) => ({ time })), ...input }).map(({ time }) => time);

  it.each([
    ['performance counter of 10 MHz', { clock: 'performance-counter' }],
    ['performance counter of an odd frequency', { clock: 'performance-counter', frequency: 2_994_853 }],
    ['performance counter of 3 GHz', { clock: 'performance-counter', frequency: 2_999_999_923 }],
    ['system time', { clock: 'system-time' }],
    ['CPU cycles', { clock: 'cpu-cycles', cpuMegahertz: 2_893 }],
    ['CPU cycles in a 32-bit trace', { clock: 'cpu-cycles', pointerSize: 4 }],
  ] as const)('%s: exact to the microsecond over a month', (_, input) => {
    expect(inClock(input)).toEqual(times);
  });

  it('times before the start of the session', () => {
    expect(inClock({ startTime: START + 60_000_000 })).toEqual(times);
  });

  it('without a clock type there are no times, and a remark', () => {
    const bytes = buildEtl({ startTime: START, events: [{ time: START }] });
    // Offset of ReservedFlags: buffer header, record header, then 0x38 + 16 + 0xAC and padding, three times 8.
    bytes[0x48 + 0x20 + 0xf8 + 0x18] = 9;
    const { events, summary } = read(bytes);
    expect(events.map(({ time }) => time)).toEqual([null, null]);
    expect(summary).toMatchObject({ firstTime: null, lastTime: null, notes: [expect.stringContaining('clock')] });
    expect(summary.header?.clock).toBe('unknown');
  });
});

describe('log header', () => {
  const input: EtlInput = { startTime: START, events: many(3), sessionName: 'NetTrace-contoso', fileName: 'C:\\traces\\vpn.etl', osBuild: 26_100, processors: 12, biasMinutes: -60, eventsLost: 5, buffersLost: 2, endTime: START + 9_000_000, frequency: 2_435_000, cpuMegahertz: 2_901 };
  const expected = { sessionName: 'NetTrace-contoso', fileName: 'C:\\traces\\vpn.etl', osMajor: 10, osMinor: 0, osBuild: 26_100, processors: 12, biasMinutes: -60, eventsLost: 5, buffersLost: 2, startTime: START, endTime: START + 9_000_000, frequency: 2_435_000, cpuMegahertz: 2_901, bufferSize: 65_536, buffersWritten: 2, isCircular: false, isMerged: false };

  it.each([8, 4] as const)('of a machine with pointers of %i bytes', (pointerSize) => {
    const { events, summary } = read(buildEtl({ ...input, pointerSize }));
    expect(summary.header).toMatchObject({ ...expected, pointerSize });
    expect(summary).toMatchObject({ eventsLost: 5, buffersLost: 2, open: false, wrapped: false, missingBuffers: 0 });
    expect(events.map((event) => event.pointerSize)).toEqual([pointerSize, pointerSize, pointerSize, pointerSize]);
  });

  it('of a session that still ran', () => {
    const { summary } = read(buildEtl({ ...input, endTime: null }));
    expect(summary.open).toBe(true);
    expect(summary.header?.endTime).toBeNull();
  });
});

describe('compressed traces', () => {
  it.each([['with matches', true], ['of literals only', 'literal']] as const)('%s hold what plain ones hold', (_, compressed) => {
    const events = many(400, { provider: RRAS });
    const plain = readBuilt({ events });
    const { events: all, summary } = read(buildEtl({ startTime: START, events, compressed }));
    const strip = (event: EtlEvent): EtlEvent => ({ ...event, bufferOffset: 0 });
    expect(all.slice(1).map(strip)).toEqual(plain.map(strip));
    expect(summary).toMatchObject({ buffers: 8, compressedBuffers: 7, damagedBuffers: 0, missingBuffers: 0, notes: [] });
    expect(summary.header).toMatchObject({ isMerged: true, sessionName: 'Relogger' });
  });
});

describe('order and losses', () => {
  it('takes the processor of each buffer, in the wide and the narrow form', () => {
    const events = many(6).map((event, index) => ({ ...event, processor: index % 3 === 0 ? 1 : 7 }));
    for (const narrowProcessor of [false, true]) {
      expect(readBuilt({ events, narrowProcessor }).map(({ id, processor }) => [id, processor])).toEqual([[0, 1], [3, 1], [1, 7], [2, 7], [4, 7], [5, 7]]);
    }
    expect(readBuilt({ events: many(1, { processor: 300 }) })[0]?.processor).toBe(300);
  });

  it('a circular trace that ran full: the latest buffers, in the order of the file', () => {
    const input: EtlInput = { startTime: START, events: many(600), circularBuffers: 4 };
    const { events, summary } = read(buildEtl(input));
    const perBuffer = Math.floor((65_536 - 0x48) / 1080);
    const buffers = Math.ceil(600 / perBuffer);
    expect(buffers).toBe(10);
    // Buffers 9, 10, 7, 8 lie in places 1 to 4.
    const ids = [9, 10, 7, 8].flatMap((buffer) => Array.from({ length: Math.min(perBuffer, 600 - (buffer - 1) * perBuffer) }, (_, index) => (buffer - 1) * perBuffer + index));
    expect(events.slice(1).map(({ id }) => id)).toEqual(ids);
    expect(summary).toMatchObject({ wrapped: true, missingBuffers: 0, buffers: 5, firstTime: START, lastTime: START + 599_000 });
    expect(summary.header).toMatchObject({ isCircular: true, buffersWritten: 11 });
    expect(read(buildEtl({ ...input, endTime: null })).summary).toMatchObject({ wrapped: true, open: true });
    expect(read(buildEtl({ ...input, circularBuffers: 40 })).summary).toMatchObject({ wrapped: false, missingBuffers: 0 });
  });

  it('buffers that are missing or say that something was lost', () => {
    const { summary } = read(buildEtl({ startTime: START, events: many(600), missing: [3, 4, 7], bufferFlags: { 2: 2, 5: 4, 6: 6 } }));
    expect(summary).toMatchObject({ missingBuffers: 3, lossyBuffers: 3, damagedBuffers: 0, wrapped: false });
  });
});
