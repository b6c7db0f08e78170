import { describe, expect, it } from 'vitest';
import { decodeCodePage } from '../../../src/formats/text/code-pages.ts';
import { decodeText } from '../../../src/formats/text/decode.ts';

const utf16 = (text: string, bom = false): Uint8Array =>
  new Uint8Array(Buffer.concat([bom ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0), Buffer.from(text, 'utf16le')]));
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('code pages', () => {
  // Values from the Unicode Consortium's mapping files, one hand-picked row per page.
  it.each([
    [437, 0x81, 'ü'],
    [437, 0xe1, 'ß'],
    [437, 0xc4, '─'],
    [437, 0x9b, '¢'],
    [850, 0x9b, 'ø'],
    [850, 0xd5, 'ı'],
    [858, 0xd5, '€'],
    [850, 0xb5, 'Á'],
    [852, 0xe6, 'Š'],
    [852, 0x9f, 'č'],
    [866, 0x80, 'А'],
    [1252, 0x80, '€'],
    [1250, 0xe8, 'č'],
    [1251, 0xc0, 'А'],
    [857, 0x98, 'İ'],
    [855, 0xe0, 'Я'],
    [720, 0xe0, 'ض'],
  ])('cp%i %i', (page, byte, letter) => {
    expect(decodeCodePage(bytes(byte), page)).toBe(letter);
  });
  it('reads Shift-JIS', () => {
    expect(decodeCodePage(bytes(0x8f, 0xd8, 0x96, 0xbe, 0x8f, 0x91), 932)).toBe('証明書');
  });
  it('knows every table as 128 letters', () => {
    const upper = Uint8Array.from({ length: 128 }, (_, at) => at + 128);
    for (const page of [437, 737, 775, 850, 852, 857, 858, 860, 861, 862, 863, 865, 720, 855, 1252]) {
      expect([...decodeCodePage(upper, page)]).toHaveLength(128);
    }
  });
});

describe('whole-file encodings', () => {
  it('UTF-16LE with and without byte order mark', () => {
    for (const bom of [true, false]) {
      const decoded = decodeText(utf16('Zeile ä\r\nzwei\r\n', bom));
      expect(decoded.lines).toEqual(['Zeile ä', 'zwei']);
      expect(decoded.encodings).toEqual(['utf-16le']);
    }
  });
  it('UTF-16LE of East Asian letters only', () => {
    const text = '証明書\r\n以上\r\n上上上上\r\n一丁\r\nこの上です\r\n';
    for (const bom of [true, false]) expect(decodeText(utf16(text, bom)).lines).toEqual(['証明書', '以上', '上上上上', '一丁', 'この上です']);
  });
  it('UTF-16BE by its mark', () => {
    const swapped = utf16('aé\r\n', true).slice();
    for (let at = 0; at + 1 < swapped.length; at += 2) {
      const low = swapped[at] as number;
      swapped[at] = swapped[at + 1] as number;
      swapped[at + 1] = low;
    }
    expect(decodeText(swapped).lines).toEqual(['aé']);
  });
  it('UTF-8 with and without mark', () => {
    expect(decodeText(new Uint8Array(Buffer.from('\uFEFFü\nß', 'utf8'))).lines).toEqual(['ü', 'ß']);
    expect(decodeText(new Uint8Array(Buffer.from('証明書', 'utf8'))).encodings).toEqual(['utf-8']);
  });
  it('UTF-8 with a bad byte in it', () => {
    const damaged = join(new Uint8Array(Buffer.from('Schlüssel äöü '.repeat(20), 'utf8')), bytes(0xff), ascii('\r\n'));
    const decoded = decodeText(damaged, { oemCodePage: 850 });
    expect(decoded.text.startsWith('Schlüssel äöü')).toBe(true);
    expect(decoded.notes).toEqual(['some bytes are not UTF-8']);
  });
  it('console bytes in the page the host states', () => {
    // "Schlüssel" in the German console page, the same word in the ANSI page.
    const oem = bytes(0x53, 0x63, 0x68, 0x6c, 0x81, 0x73, 0x73, 0x65, 0x6c);
    const ansi = bytes(0x53, 0x63, 0x68, 0x6c, 0xfc, 0x73, 0x73, 0x65, 0x6c);
    expect(decodeText(oem, { oemCodePage: 850 }).text).toBe('Schlüssel');
    expect(decodeText(ansi, { oemCodePage: 850, ansiCodePage: 1252, single: 'ansi' }).text).toBe('Schlüssel');
    expect(decodeText(oem).text).toBe('Schlüssel');
    expect(decodeText(ansi).text).toBe('Schlüssel');
    expect(decodeText(oem).notes).toHaveLength(1);
    expect(decodeText(oem, { oemCodePage: 850 }).notes).toEqual([]);
  });
  it('guesses Shift-JIS by its kana', () => {
    const kana = bytes(0x83, 0x57, 0x83, 0x8a, 0x83, 0x41, 0x83, 0x8b, 0x94, 0xd4, 0x8d, 0x86);
    expect(decodeText(kana).text).toBe('ジリアル番号');
  });
});

describe('mixed files', () => {
  const title = '-------------\r\nnetsh ras ...\r\n-------------\r\n';
  it.each([
    ['even', 'Der Befehl wurde\r\n\x81ber\r\n'],
    ['odd', 'Der Befehl wurde\r\n\x81ber \r\n'],
    ['without a newline at its end', 'Der Befehl \x81ber'],
    ['of one letter', 'x'],
    ['with bare line feeds', 'eins\nzwei\n'],
  ])('UTF-16LE titles over console bytes, body %s', (_, body) => {
    const file = join(utf16(title, true), ascii(body), utf16(`\r\n${title}`), ascii(body), utf16('\r\nEnde\r\n'));
    const decoded = decodeText(file, { oemCodePage: 850 });
    const expected = `${title}${body.replace('\x81', 'ü')}\r\n${title}${body.replace('\x81', 'ü')}\r\nEnde`;
    expect(decoded.lines).toEqual(expected.split(/\r\n|\n/).filter((line, at, all) => line !== '' || at < all.length - 1));
  });
  it('UTF-16LE header over an ASCII body', () => {
    const decoded = decodeText(join(utf16('====\r\n20240221 09:31:07.512 : x\r\n====\r\n', true), ascii('a\r\nAvailable : {1, 2}\r\n')));
    expect(decoded.lines).toEqual(['====', '20240221 09:31:07.512 : x', '====', 'a', 'Available : {1, 2}']);
    expect(decoded.encodings).toEqual(['utf-16le', 'ascii']);
  });
  it('a console file to which UTF-16LE is appended', () => {
    expect(decodeText(join(ascii('abc\r\n'), utf16('title ä\r\n'))).lines).toEqual(['abc', 'title ä']);
    expect(decodeText(join(ascii('ab\r\n'), bytes(0xff, 0xfe), utf16('証明書\r\n'))).lines).toEqual(['ab', '証明書']);
  });
  it('Shift-JIS bytes under a UTF-16LE title', () => {
    const body = bytes(0x8f, 0xd8, 0x96, 0xbe, 0x8f, 0x91, 0x0d, 0x0a);
    const decoded = decodeText(join(utf16(title, true), body, utf16('証明書 1\r\n')), { oemCodePage: 932 });
    expect(decoded.lines.slice(3)).toEqual(['証明書', '証明書 1']);
  });
});

describe('hostile text', () => {
  it('empty, one byte, only NULs, only a mark', () => {
    expect(decodeText(bytes()).lines).toEqual([]);
    expect(decodeText(bytes(0x41)).lines).toEqual(['A']);
    expect(decodeText(new Uint8Array(1000)).text).toBe('');
    expect(decodeText(bytes(0xff, 0xfe)).lines).toEqual([]);
  });
  it('lone surrogates and an odd last byte become U+FFFD', () => {
    const decoded = decodeText(join(bytes(0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8, 0x42, 0x00), bytes(0x0d)));
    expect(decoded.text.startsWith('A\uFFFDB')).toBe(true);
    expect(decoded.text.isWellFormed()).toBe(true);
  });
  it('keeps a single-byte line with a stray NUL narrow', () => {
    expect(decodeText(ascii('ab\0cd\r\nef\r\n')).lines).toEqual(['abcd', 'ef']);
  });
  it('cuts at its limit and says so', () => {
    const decoded = decodeText(ascii('0123456789'), { maxBytes: 4 });
    expect([decoded.text, decoded.truncated]).toEqual(['0123', true]);
    expect(decoded.notes[0]).toContain('4 of 10');
  });
  it('stays linear on newlines that never end a wide line', () => {
    const hostile = new Uint8Array(4_000_000);
    for (let at = 0; at < hostile.length; at += 2) hostile.set([0x0a, 0x4e], at);
    const wide = join(bytes(0xff, 0xfe), hostile);
    const started = performance.now();
    decodeText(wide);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
