import { describe, expect, it } from 'vitest';
import { bombEntry, buildZip } from './zip-builder.ts';
import { encodeCodePage } from './text/code-pages.ts';
import { hasTool, runTool } from './tools.ts';

const long = 'The quick brown fox. '.repeat(500);

function test(zip: Uint8Array, ...more: string[]): { status: number; out: string } {
  const result = runTool('unzip', ['-t', ...more, '{a.zip}'], { 'a.zip': zip });
  return { status: result.status, out: result.stdout.toString() + result.stderr };
}

function listed(zip: Uint8Array): string[] {
  return JSON.parse(python('import zipfile,json\nz=zipfile.ZipFile("a.zip")\nassert z.testzip() is None\nprint(json.dumps([[i.filename,i.file_size,i.compress_type] for i in z.infolist()]))', zip)) as string[];
}

function python(code: string, zip: Uint8Array): string {
  const result = runTool('python3', ['-c', code], { 'a.zip': zip });
  expect(result.stderr).toBe('');
  return result.stdout.toString();
}

describe.runIf(hasTool('unzip', ['-v']))('zip builder against unzip', () => {
  it('stores, deflates, streams and forces zip64', () => {
    const zip = buildZip([
      { name: 'stored.txt', data: 'abc', method: 'store' }, { name: 'deep/er/file.txt', data: long }, { name: 'empty/' },
      { name: 'streamed.txt', data: long, streamed: true }, { name: 'big.txt', data: long, zip64: true },
      { name: 'both.txt', data: long, zip64: true, streamed: true, comment: 'note' },
    ], { zip64End: true, comment: 'whole' });
    expect(test(zip)).toMatchObject({ status: 0, out: expect.stringContaining('No errors detected') as string });
  });

  it('encrypts so that the password opens it', () => {
    const zip = buildZip([{ name: 'a.txt', data: long, password: 'secret' }, { name: 'b.txt', data: long, password: 'secret', streamed: true }]);
    expect(test(zip, '-P', 'secret').out).toContain('No errors detected');
    expect(test(zip, '-P', 'wrong').status).not.toBe(0);
  });

  it('is wrong where wrong is asked', () => {
    expect(test(buildZip([{ name: 'a.txt', data: long, declaredCrc: 1 }])).out).toContain('bad CRC');
    expect(test(buildZip([{ name: 'a.txt', data: long }], { cutAt: 60 })).status).not.toBe(0);
  });

  it('makes a bomb small', () => {
    const zip = buildZip([bombEntry('zeros.bin', 20_000_000)]);
    expect(zip.length).toBeLessThan(25_000);
    expect(test(zip).out).toContain('No errors detected');
  });
});

describe.runIf(hasTool('python3', ['-V']))('zip builder against python', () => {
  it('keeps names: separators, code page 437 and UTF-8', () => {
    const zip = buildZip([{ name: 'a\\b.txt', data: 'x' }, { name: 'Größe.txt', data: 'x' }, { name: '接続.txt', data: 'x' }, { name: 'ü.txt', data: 'x', utf8: true }, { name: '../up.txt', data: 'x' }]);
    expect(listed(zip)).toEqual([['a\\b.txt', 1, 8], ['Größe.txt', 1, 8], ['接続.txt', 1, 8], ['ü.txt', 1, 8], ['../up.txt', 1, 8]]);
  });

  it('nests', () => {
    const inner = buildZip([{ name: 'in.txt', data: 'inner' }]);
    const out = python('import zipfile,io\nz=zipfile.ZipFile("a.zip")\nprint(zipfile.ZipFile(io.BytesIO(z.read("i.zip"))).read("in.txt").decode())', buildZip([{ name: 'i.zip', data: inner, method: 'store' }], { prefix: Buffer.from('MZ stub') }));
    expect(out.trim()).toBe('inner');
  });

  it.each([[437, 'ÄÖÜäöüß é░╬¢'], [850, 'ÄÖÜäöüß é×Ø'], [1252, '€ „Größe“ é'], [932, '日本語カナ ｶﾅ ー表']] as const)('encodes code page %i', (page, text) => {
    const bytes = encodeCodePage(text, page);
    const out = python(`print(ascii(open("a.zip","rb").read().decode("cp${page}")))`, bytes);
    expect(out.trim().slice(1, -1)).toBe([...text].map((c) => (c.charCodeAt(0) < 128 ? c : c.charCodeAt(0) < 256 ? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)).join(''));
  });
});
