import { describe, expect, it } from 'vitest';
import { eventXml, readEvtxBytes } from '../../../src/formats/evtx/index.ts';
import type { EventField } from '../../../src/model/source.ts';
import { chunk, eventDefinition, instance, log, type Value } from './byte-log.ts';

const hex = (text: string): number[] => (text.replaceAll(' ', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

/** One event with a Data element per value, decoded. */
function decode(values: readonly Value[], optional = false): { data: readonly EventField[]; xml: string } {
  const definition = eventDefinition((into) => {
    values.forEach((value, index) => into.open('Data').u8(0x02).slot(index, value.type, optional).u8(0x04));
  });
  let result: { data: readonly EventField[]; xml: string } | undefined;
  const summary = readEvtxBytes(log([chunk([(into) => instance(into, values, definition)])]), (record) => {
    result = { data: record.decode().data, xml: eventXml(record) };
  });
  expect(summary).toMatchObject({ records: 1, undecodable: 0, crcMismatches: 0, damagedChunks: 0 });
  return result as { data: readonly EventField[]; xml: string };
}

// Type, bytes, the text Windows writes. Layouts: MS-EVEN6 2.2.12, MS-DTYP.
const SINGLE: readonly (readonly [what: string, type: number, bytes: string, text: string])[] = [
  ['null with bytes to skip', 0x00, 'ffffffff', ''],
  ['string', 0x01, '4100e400', 'Aä'],
  ['string with terminator', 0x01, '41000000', 'A'],
  ['string of no length', 0x01, '', ''],
  ['ansi string', 0x02, '80e441 00', '€äA'],
  ['i8', 0x03, '80', '-128'],
  ['u8', 0x04, 'ff', '255'],
  ['i16', 0x05, 'feff', '-2'],
  ['u16', 0x06, 'feff', '65534'],
  ['i32', 0x07, '13200980', '-2146885613'],
  ['u32', 0x08, '13200980', '2148081683'],
  ['i64', 0x09, 'ffffffffffffff7f', '9223372036854775807'],
  ['i64 negative', 0x09, 'feffffffffffffff', '-2'],
  ['u64', 0x0a, 'ffffffffffffffff', '18446744073709551615'],
  ['float', 0x0b, 'cdcccc3d', '0.1'],
  ['double', 0x0c, '000000000000f8bf', '-1.5'],
  ['bool true by any bit', 0x0d, '00000100', 'true'],
  ['bool false', 0x0d, '00000000', 'false'],
  ['binary', 0x0e, '00abcdef', '00ABCDEF'],
  ['guid', 0x0f, '78563412cdabef0102030405060708ff', '{12345678-ABCD-01EF-0203-0405060708FF}'],
  ['size_t of 4', 0x10, '4c020000', '0x24c'],
  ['size_t of 8', 0x10, '0000000001000000', '0x100000000'],
  ['filetime', 0x11, '0700cd666b6bda01', '2024-02-29T23:59:59.1234567Z'],
  ['filetime none', 0x11, '0000000000000000', '1601-01-01T00:00:00.0000000Z'],
  ['systemtime', 0x12, 'e807 0200 0400 1d00 0c00 2200 3800 7b00', '2024-02-29T12:34:56.123Z'],
  ['sid', 0x13, '0102000000000005 20000000 20020000', 'S-1-5-32-544'],
  ['sid cut short', 0x13, '0102000000000005 20000000', 'S-1-5-32'],
  ['hex32', 0x14, '13200980', '0x80092013'],
  ['hex64', 0x15, '0000000000002080', '0x8020000000000000'],
  ['handle of 4', 0x20, '1c000000', '0x1c'],
  ['handle of 8', 0x20, '1c00000001000000', '0x10000001c'],
  ['event xml', 0x23, '3c0061002f003e00', '<a/>'],
  ['an integer shorter than its type', 0x08, '0102', ''],
  ['a type nobody documents', 0x36, '0102', '0102'],
];

const ARRAYS: readonly (readonly [what: string, type: number, bytes: string, texts: readonly string[]])[] = [
  ['strings', 0x81, '41000000 0000 42004300 0000', ['A', '', 'BC']],
  ['strings, last one without terminator', 0x81, '41000000 4200', ['A', 'B']],
  ['no strings', 0x81, '', []],
  ['ansi strings', 0x82, '4100 8000', ['A', '€']],
  ['i8', 0x83, 'ff01', ['-1', '1']],
  ['u8', 0x84, 'ff01', ['255', '1']],
  ['i16', 0x85, 'ffff0100', ['-1', '1']],
  ['u16', 0x86, 'ffff0100', ['65535', '1']],
  ['i32', 0x87, 'ffffffff01000000', ['-1', '1']],
  ['u32', 0x88, 'ffffffff01000000', ['4294967295', '1']],
  ['i64', 0x89, 'ffffffffffffffff 0100000000000000', ['-1', '1']],
  ['u64', 0x8a, 'ffffffffffffffff', ['18446744073709551615']],
  ['float', 0x8b, '0000c03f 000080bf', ['1.5', '-1']],
  ['double', 0x8c, '000000000000f83f', ['1.5']],
  ['bool', 0x8d, '01000000 00000000', ['true', 'false']],
  ['binary', 0x8e, '0102', ['0102']],
  ['guid', 0x8f, '78563412cdabef0102030405060708ff'.repeat(2), Array.from({ length: 2 }, () => '{12345678-ABCD-01EF-0203-0405060708FF}')],
  ['size_t', 0x90, '0100000000000000 0200000000000000', ['0x1', '0x2']],
  ['filetime', 0x91, '0700cd666b6bda01', ['2024-02-29T23:59:59.1234567Z']],
  ['systemtime', 0x92, 'e807020004001d000c00220038007b00', ['2024-02-29T12:34:56.123Z']],
  ['sids of different length', 0x93, '0101000000000005 12000000 0102000000000005 20000000 20020000', ['S-1-5-18', 'S-1-5-32-544']],
  ['hex32', 0x94, '01000000 13200980', ['0x1', '0x80092013']],
  ['hex64', 0x95, '0100000000000000', ['0x1']],
  ['u32 with half an item at the end', 0x88, '010000000200', ['1', '']],
];

describe('values', () => {
  it.each(SINGLE)('%s', (_what, type, bytes, text) => {
    const { data } = decode([{ type, bytes: hex(bytes) }]);
    expect(data).toEqual([{ value: text }]);
  });

  it('always advances by the declared size', () => {
    const { data } = decode(SINGLE.map(([, type, bytes]) => ({ type, bytes: hex(bytes) })));
    expect(data.map((field) => field.value)).toEqual(SINGLE.map(([, , , text]) => text));
  });

  it.each(ARRAYS)('array of %s repeats its element', (_what, type, bytes, texts) => {
    const { data, xml } = decode([{ type, bytes: hex(bytes) }]);
    expect(data.map((field) => field.value)).toEqual(texts);
    const escaped = texts.map((text) => (text === '' ? '<Data/>' : `<Data>${text}</Data>`)).join('');
    expect(xml).toContain(texts.length > 0 ? `<EventData>${escaped}</EventData>` : '<EventData/>');
  });

  it('drops the element of an optional value that is NULL from XML, and keeps its place among the fields', () => {
    const { data, xml } = decode([{ type: 0x00, bytes: [] }, { type: 0x04, bytes: [5] }], true);
    expect(xml).toContain('<EventData><Data>5</Data></EventData>');
    expect(data).toEqual([{ value: '' }, { value: '5' }]);
  });

  it('takes values the instance does not have as NULL', () => {
    let fields: readonly EventField[] = [];
    const definition = eventDefinition((into) => into.open('Data').u8(0x02).slot(9, 0x01).u8(0x04));
    readEvtxBytes(log([chunk([(into) => instance(into, [], definition)])]), (record) => {
      fields = record.decode().data;
    });
    expect(fields).toEqual([{ value: '' }]);
  });

  it('decodes ANSI values in the code page of the machine', () => {
    const definition = eventDefinition((into) => into.open('Data').u8(0x02).slot(0, 0x02).u8(0x04));
    const bytes = log([chunk([(into) => instance(into, [{ type: 0x02, bytes: [0x93, 0xfa, 0x96, 0x7b] }], definition)])]);
    let text = '';
    readEvtxBytes(bytes, (record) => (text = record.decode().data[0]?.value ?? ''), { ansiCodePage: 932 });
    expect(text).toBe('日本');
  });
});
