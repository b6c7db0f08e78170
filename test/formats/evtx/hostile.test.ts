/** Logs made to hurt: each costs its own record, a bounded time, and nothing else. */
import { describe, expect, it } from 'vitest';
import { eventXml, readEvtxBytes, type EvtxSummary } from '../../../src/formats/evtx/index.ts';
import { chunk, eventDefinition, fragment, instance, log, systemElement, type Assembler, type Body } from './byte-log.ts';

const good: Body = (into) => instance(into, [], eventDefinition((inner) => inner.leaf('Data', 'good')));

/** Reads the hostile record with a good one behind it; the good one must come out. */
function read(hostile: Body): { summary: EvtxSummary; messages: string[] } {
  let goodOnes = 0;
  const summary = readEvtxBytes(log([chunk([hostile, good])]), (record) => {
    eventXml(record);
    if (record.decode().data[0]?.value === 'good') goodOnes++;
  });
  expect(goodOnes).toBe(1);
  return { summary, messages: summary.notes.map((note) => note.replace(/^.*expected /, '')) };
}

const nest = (into: Assembler, levels: number): void => {
  for (let i = 0; i < levels; i++) into.open('n').u8(0x02);
  for (let i = 0; i < levels; i++) into.u8(0x04);
};

describe('hostile records', () => {
  it('stops at elements nested too deep', () => {
    const { summary, messages } = read((into) => instance(into, [], eventDefinition((inner) => nest(inner, 500))));
    expect(summary).toMatchObject({ records: 2, undecodable: 1 });
    expect(messages).toEqual(['at most 64 nested elements, found more']);
  });

  it('stops at fragments nested too deep', () => {
    let value = fragment((into) => instance(into, [], (inner) => inner.leaf('Leaf', 'x'), 1));
    for (let i = 0; i < 100; i++) {
      const inside = value;
      value = fragment((into) => instance(into, [inside], (inner) => inner.open('Box').u8(0x02).slot(0, 0x21).u8(0x04), 2));
    }
    const { messages } = read((into) =>
      instance(into, [value], (inner) => {
        inner.open('Event').u8(0x02);
        systemElement(inner);
        inner.slot(0, 0x21).u8(0x04);
      }),
    );
    expect(messages).toEqual(['at most 64 nested fragments, found more']);
  });

  it('stops a value that is shown over and over', () => {
    const long = { type: 0x01, bytes: Array.from({ length: 30_000 }, () => 0x41) };
    const definition = eventDefinition((inner) => {
      inner.open('Data').u8(0x02);
      for (let i = 0; i < 4000; i++) inner.slot(0, 0x01);
      inner.u8(0x04);
    });
    const { messages, summary } = read((into) => instance(into, [long], definition));
    expect(messages).toContain('text of a sane total size, found more');
    expect(summary.undecodable).toBe(1);
  });

  it('stops fragments that double at every level', () => {
    let value = fragment((into) => instance(into, [], (inner) => inner.leaf('Leaf', 'x'), 1));
    for (let i = 0; i < 40; i++) {
      const inside = value;
      value = fragment((into) => instance(into, [inside], (inner) => inner.open('Box').u8(0x02).slot(0, 0x21).slot(0, 0x21).u8(0x04), 2));
    }
    const { messages } = read((into) =>
      instance(into, [value], (inner) => {
        inner.open('Event').u8(0x02);
        systemElement(inner);
        inner.slot(0, 0x21).u8(0x04);
      }),
    );
    expect(messages).toContain('text of a sane total size, found more');
  });

  it.each<[string, Body, string]>([
    ['a template outside the chunk', (into) => into.u8(0x0c, 1).u32(1).u32(0xffff_fff0).u32(0), 'a template definition inside the chunk, found one that ends outside'],
    ['a template that is its own instance', (into) => into.u8(0x0c, 1).u32(1).u32(into.at - 6).u32(0), 'an element, found token'],
    ['a count of values beyond the record', (into) => {
      instance(into, [], eventDefinition(() => {}));
      into.out.splice(-4, 4, 0xff, 0xff, 0xff, 0x7f);
    }, '2147483647 values by offset'],
    ['a value longer than the record', (into) => {
      instance(into, [{ type: 0x01, bytes: [65, 0] }], eventDefinition(() => {}));
      into.out.splice(-6, 2, 0xff, 0xff);
    }, 'values that end by offset'],
    ['a name outside the chunk', (into) => into.u8(0x01).u32(0).u32(0xffff_ffff).u8(0x03), 'the offset of a name in the chunk, found 4294967295'],
    ['an element without an end', (into) => into.open('Event', { dependency: false }).u8(0x02), 'content of an element, found token 0x0'],
    ['text longer than the record', (into) => into.open('Event', { dependency: false }).u8(0x02, 0x05, 1).u16(0xffff), '131070 more bytes'],
    ['no event at all', (into) => into.open('Other', { dependency: false }).u8(0x03), 'an event with a System element, found <Other>'],
    ['nothing', () => {}, 'an element, found token 0x0'],
  ])('refuses %s', (_what, body, message) => {
    const { summary, messages } = read(body);
    expect(summary).toMatchObject({ records: 2, undecodable: 1 });
    expect(messages[0]).toContain(message);
  });
});
