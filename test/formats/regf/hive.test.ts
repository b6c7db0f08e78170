import { describe, expect, it } from 'vitest';
import { openHive } from '../../../src/formats/regf/hive.ts';
import { ParseError } from '../../../src/model/error.ts';
import { BIG, sampleHive } from './sample.ts';
import { le, makeHive, text, dword, writeChecksum } from './hive-maker.ts';

describe('openHive', () => {
  const hive = openHive(sampleHive());

  it('reads the base block', () => {
    expect(hive.version).toEqual({ major: 1, minor: 5 });
    expect(hive).toMatchObject({ dirty: false, checksumValid: true, truncated: false, fileName: '\\tmp\\test.hiv' });
    expect(hive.lastWritten).toBe(Date.UTC(2024, 1, 21) * 1000);
  });

  it('finds keys below every kind of list, whatever the case', () => {
    for (const [path, value] of [['Leaves\\Leaf6', 6], ['fast\\FAST8', 8], ['HASHED\\hash29', 29], ['Split\\Part20', 20], ['\\Split\\\\part0\\', 0]] as const) {
      expect(hive.key(path)?.value('index')?.data(), path).toBe(value);
    }
    expect(hive.key('Split')?.subkeys()).toHaveLength(21);
    expect(hive.key('Split\\Part20')?.path).toBe('Split\\Part20');
    expect(hive.key('Split')?.lastWritten).toBe(Date.UTC(2024, 1, 21) * 1000);
  });

  it('reads compressed and UTF-16 names', () => {
    expect(hive.key('ZÜRICH')?.value('GRÖSSE')).toBeNull();
    expect(hive.key('ZÜRICH')?.value('größe')?.data()).toBe('Straße 1');
    expect(hive.key('日本語')?.value('名前')?.data()).toBe('東京');
  });

  it('decodes every type', () => {
    const types = Object.fromEntries((hive.key('Types')?.values() ?? []).map((value) => [value.name, [value.typeName, value.data()]]));
    expect(types).toEqual({
      '': ['REG_SZ', 'default'],
      None: ['REG_NONE', new Uint8Array(0)],
      Expand: ['REG_EXPAND_SZ', '%SystemRoot%\\system32'],
      Unterminated: ['REG_SZ', 'no nul'],
      Trailing: ['REG_SZ', 'kept'],
      Bytes: ['REG_BINARY', Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 1)],
      Short: ['REG_BINARY', Uint8Array.of(1, 2, 3)],
      BigEndian: ['REG_DWORD_BIG_ENDIAN', 258],
      Multi: ['REG_MULTI_SZ', ['one', 'zwei', '三']],
      Quad: ['REG_QWORD', 4294967298],
      Huge: ['REG_QWORD', '18446744073709551615'],
      Odd: ['REG_DWORD', Uint8Array.of(1, 2, 3)],
      Big: ['REG_BINARY', BIG],
    });
    expect(hive.notes).toEqual([]);
  });

  it('gives data of one piece as a view, not a copy', () => {
    const bytes = sampleHive();
    const view = openHive(bytes).key('Types')?.value('Bytes')?.bytes();
    expect(view?.buffer).toBe(bytes.buffer);
  });

  it('tells missing from there', () => {
    expect(hive.findKey('Select\\Nothing')).toEqual({ state: 'missing' });
    expect(hive.findKey('Nothing\\Below')).toEqual({ state: 'missing' });
    expect(hive.key('Select')?.findValue('Nothing')).toEqual({ state: 'missing' });
    expect(hive.key('Select')?.findValue('CURRENT').state).toBe('found');
  });
});

describe('a damaged hive', () => {
  const spec = { keys: { A: { values: { One: dword(1), Two: text('two words') } }, B: { values: { Three: dword(3) } } } };

  it('throws ParseError when it is none', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(5000), makeHive(spec).subarray(0, 600)]) {
      expect(() => openHive(bytes)).toThrow(ParseError);
    }
    const log = makeHive(spec);
    log.set(le(1, 4), 28);
    expect(() => openHive(log)).toThrow(/primary/);
  });

  it('notes differing sequence numbers and a wrong checksum, and reads on', () => {
    const bytes = makeHive(spec);
    bytes.set(le(8, 4), 4);
    const hive = openHive(bytes);
    expect(hive).toMatchObject({ dirty: true, checksumValid: false });
    expect(hive.notes.map((note) => note.code)).toEqual(['dirty', 'checksum']);
    expect(hive.key('B')?.value('Three')?.data()).toBe(3);
  });

  it('finds the root at its usual place when the header points elsewhere', () => {
    const bytes = makeHive({});
    // The maker puts a security cell first; move the root there by copying.
    const root = new DataView(bytes.buffer).getUint32(36, true);
    bytes.copyWithin(4096 + 32, 4096 + root, 4096 + root + 88);
    bytes.set(le(0x0ffffff0, 4), 36);
    writeChecksum(bytes);
    expect(openHive(bytes).root.name).toBe('ROOT');
  });

  it('loses only the key whose cell is broken, and says that more may be hidden', () => {
    const bytes = makeHive(spec);
    breakCell(bytes, 'nk', 'A');
    const hive = openHive(bytes);
    expect(hive.key('B')?.value('Three')?.data()).toBe(3);
    expect(hive.findKey('A')).toEqual({ state: 'unreadable' });
    expect(hive.findKey('C')).toEqual({ state: 'unreadable' });
    expect(hive.root.subkeysComplete).toBe(false);
    expect(hive.notes.map((note) => note.code)).toEqual(['cell-kind']);
  });

  it('loses only the value whose cell is broken', () => {
    const bytes = makeHive(spec);
    breakCell(bytes, 'vk', 'One');
    const key = openHive(bytes).key('A');
    expect(key?.value('Two')?.data()).toBe('two words');
    expect(key?.findValue('One')).toEqual({ state: 'unreadable' });
    expect(openHive(bytes).key('B')?.findValue('One')).toEqual({ state: 'missing' });
  });

  it('treats data outside the file as unreadable, not as absent', () => {
    const bytes = makeHive(spec);
    const at = findCell(bytes, 'vk', 'Two');
    bytes.set(le(0x7ffffff0, 4), at + 8);
    const hive = openHive(bytes);
    const found = hive.key('A')?.findValue('Two');
    expect(found?.state).toBe('found');
    expect(hive.key('A')?.value('Two')?.data()).toBeNull();
    expect(hive.notes.map((note) => note.code)).toEqual(['cell-outside']);
  });

  it('does not follow a key into itself', () => {
    const bytes = makeHive({ keys: { A: { keys: { B: {} } } } });
    const view = new DataView(bytes.buffer);
    const b = findCell(bytes, 'nk', 'B');
    const a = findCell(bytes, 'nk', 'A');
    view.setUint32(b + 20, 1, true);
    view.setUint32(b + 28, view.getUint32(4096 + view.getUint32(36, true) + 4 + 28, true), true);
    const hive = openHive(bytes);
    expect(hive.key('A\\B')?.subkeys()).toEqual([]);
    expect(hive.notes).toMatchObject([{ code: 'key-cycle', offset: a }]);
  });

  it('stops at lists that point at themselves', () => {
    const bytes = makeHive({ list: 'ri', keys: { A: {}, B: {} } });
    const view = new DataView(bytes.buffer);
    const list = view.getUint32(4096 + view.getUint32(36, true) + 4 + 28, true);
    view.setUint32(4096 + list + 4 + 4, list, true);
    const hive = openHive(bytes);
    expect(hive.key('B')?.name).toBe('B');
    expect(hive.notes.map((note) => note.code)).toEqual(['list-cycle', 'subkeys-count']);
  });

  it('reads what is left of a cut file', () => {
    const bytes = sampleHive();
    const hive = openHive(bytes.subarray(0, bytes.length - 30_000));
    expect(hive.truncated).toBe(true);
    // The root's list of subkeys stood in the lost part: nothing below it may be called missing.
    expect(hive.findKey('Select')).toEqual({ state: 'unreadable' });
    expect(hive.notes.map((note) => note.code)).toContain('truncated');
  });
});

/** File offset of the content of the cell of that kind and name. */
function findCell(bytes: Uint8Array, kind: 'nk' | 'vk', name: string): number {
  const header = kind === 'nk' ? 76 : 20;
  for (let at = 4096; at < bytes.length - header; at += 4) {
    const is = (offset: number, letters: string) => [...letters].every((letter, i) => bytes[offset + i] === letter.charCodeAt(0));
    if (is(at, kind) && is(at + header, name)) return at;
  }
  throw new Error(`no ${kind} ${name}`);
}

function breakCell(bytes: Uint8Array, kind: 'nk' | 'vk', name: string): void {
  bytes[findCell(bytes, kind, name)] = 0x3f;
}
