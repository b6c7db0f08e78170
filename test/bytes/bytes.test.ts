import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/bytes/crc32.ts';
import { Cursor } from '../../src/bytes/cursor.ts';
import { readF32, readF64 } from '../../src/bytes/float.ts';
import { readGuid } from '../../src/bytes/guid.ts';
import { hex32Text, hex64Text, toHex } from '../../src/bytes/hex.ts';
import { readI64Text, readU32, readU64, readU64Text } from '../../src/bytes/integer.ts';
import { readSid } from '../../src/bytes/sid.ts';
import { readUtf16, readUtf16Terminated } from '../../src/bytes/utf16.ts';
import { ParseError } from '../../src/model/error.ts';

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('crc32', () => {
  it('gives the published check value', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('continues from a seed at any split', () => {
    const all = Uint8Array.from({ length: 100 }, (_, i) => (i * 37) & 0xff);
    for (let cut = 0; cut <= 100; cut++) expect(crc32(all.subarray(cut), crc32(all.subarray(0, cut)))).toBe(crc32(all));
  });
});

describe('integers and floats', () => {
  it('keeps all 64 bits as text', () => {
    expect(readU64Text(bytes('ffffffffffffffff'), 0)).toBe('18446744073709551615');
    expect(readI64Text(bytes('ffffffffffffffff'), 0)).toBe('-1');
    expect(readI64Text(bytes('0000000000000080'), 0)).toBe('-9223372036854775808');
    expect(readU64Text(bytes('0000000000002000'), 0)).toBe('9007199254740992');
    expect(readU64(bytes('0100000001000000'), 0)).toBe(4294967297);
    expect(readU32(bytes('fffffffe'), 0)).toBe(0xfeffffff);
  });

  it('reads the IEEE 754 examples', () => {
    expect(readF32(bytes('0000c03f'), 0)).toBe(1.5);
    expect(readF64(bytes('182d4454fb210940'), 0)).toBe(Math.PI);
  });

  it('writes hex as Windows does', () => {
    expect(hex32Text(0x80092013)).toBe('0x80092013');
    expect(hex64Text(0, 0x80200000)).toBe('0x8020000000000000');
    expect(hex64Text(0, 0)).toBe('0x0');
    expect(toHex(bytes('00ab0f'))).toBe('00AB0F');
  });
});

describe('guid, sid, text', () => {
  it('reads a GUID mixed-endian', () => {
    // The well-known IUnknown-shaped example 00000000-0000-0000-C000-000000000046 and a mixed one.
    expect(readGuid(bytes('0000000000000000c000000000000046'), 0)).toBe('{00000000-0000-0000-C000-000000000046}');
    expect(readGuid(bytes('78563412cdabef0102030405060708ff'), 0)).toBe('{12345678-ABCD-01EF-0203-0405060708FF}');
    expect(readGuid(bytes('0011'), 0)).toBe('');
  });

  it('reads well-known SIDs, and the parts of a short one', () => {
    const administrators = bytes('0102 000000000005 20000000 20020000');
    expect(readSid(administrators, 0, 16)).toBe('S-1-5-32-544');
    expect(readSid(administrators, 0, 12)).toBe('S-1-5-32');
    expect(readSid(administrators, 0, 7)).toBe('');
    expect(readSid(bytes('0101 000100000000 01000000'), 0, 12)).toBe('S-1-0x000100000000-1');
  });

  it('reads UTF-16 of any length and keeps surrogates', () => {
    expect(readUtf16(bytes('5a00fc007200690063006800'), 0, 12)).toBe('Zürich');
    expect(readUtf16(bytes('3dd800de41'), 0, 5)).toBe('😀');
    expect(readUtf16Terminated(bytes('410042000000430044'), 0, 9)).toBe('AB');
    expect(readUtf16(bytes('4100'), 2, 10)).toBe('');
    const long = '日本語'.repeat(5000);
    const raw = new Uint8Array(Uint16Array.from(long, (unit) => unit.charCodeAt(0)).buffer);
    expect(readUtf16(raw, 0, raw.length)).toBe(long);
  });
});

describe('cursor', () => {
  it('walks and stops at its bound with a ParseError that says where', () => {
    const cursor = new Cursor(bytes('01 0200 03000000 ff'), { end: 7, artifact: 'x.bin' });
    expect([cursor.u8(), cursor.u16(), cursor.u32(), cursor.remaining]).toEqual([1, 2, 3, 0]);
    expect(() => cursor.u8()).toThrow(ParseError);
    expect(() => cursor.u8()).toThrow('x.bin: at offset 7: expected 1 more bytes, found 0');
    expect(() => cursor.seek(-1)).toThrow(ParseError);
    expect(() => cursor.take(Number.NaN)).toThrow(ParseError);
  });
});
