/** Cabinets: directory, stored and MSZIP data, checksums, damage. Real writer: gcab; independent builder: test/support. */
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bundle/byte-files.ts';
import { readCabinet } from '../../../src/formats/cab/cabinet.ts';
import { cabFilePieces } from '../../../src/formats/cab/folder.ts';
import { ParseError } from '../../../src/model/error.ts';
import { browserPlatform } from '../../../src/platform/browser/platform.ts';
import { nodePlatform } from '../../../src/platform/node/platform.ts';
import { buildCab } from '../../support/cab-builder.ts';
import { gather, seeded } from '../../support/pieces.ts';
import { hasTool, runTool } from '../../support/tools.ts';

const random = seeded(1);
const words = Array.from({ length: 50 }, () => `line ${random() % 1000}\r\n`);
const long = Array.from({ length: 12_000 }, () => words[random() % 50]).join('');

async function contents(cab: Uint8Array, platform = nodePlatform): Promise<Record<string, string>> {
  const source = memorySource(cab);
  const found: Record<string, string> = {};
  for (const file of (await readCabinet(source)).files) {
    found[file.name] = Buffer.from(await gather(cabFilePieces(source, file, platform))).toString();
  }
  return found;
}

describe('cabinet', () => {
  it('reads a stored cabinet written byte by byte from [MS-CAB]', async () => {
    // Header 36, one folder 8, one file 16 + "hi.txt\0", one block 8 + "hello".
    const bytes = Buffer.concat([
      Buffer.from('MSCF\0\0\0\0', 'latin1'),
      Buffer.from('50000000' + '00000000' + '2c000000' + '00000000' + '0301' + '0100' + '0100' + '0000' + '3930' + '0000', 'hex'),
      Buffer.from('43000000' + '0100' + '0000', 'hex'),
      Buffer.from('05000000' + '00000000' + '0000' + '5558' + '4a4c' + '2000', 'hex'),
      Buffer.from('hi.txt\0'),
      Buffer.from('00000000' + '0500' + '0500', 'hex'),
      Buffer.from('hello'),
    ]);
    const { files } = await readCabinet(memorySource(bytes));
    expect(files[0]).toMatchObject({ name: 'hi.txt', size: 5, modified: Date.UTC(2024, 1, 21, 9, 34, 20) * 1000 });
    expect(await contents(bytes)).toEqual({ 'hi.txt': 'hello' });
  });

  it('unpacks MSZIP with history over blocks and reserved bytes, on both platforms', async () => {
    const cab = buildCab([{ method: 'mszip', files: [{ name: 'a.txt', data: long }, { name: 'sub\\b.txt', data: 'second' }] }], {
      reserve: { header: 20, folder: 4, data: 8 },
    });
    const expected = { 'a.txt': long, 'sub\\b.txt': 'second' };
    expect(await contents(cab)).toEqual(expected);
    expect(await contents(cab, browserPlatform)).toEqual(expected);
  });

  it.runIf(hasTool('gcab'))('unpacks what gcab packs', async () => {
    for (const mode of ['-c', '-cz']) {
      // gcab writes the cabinet beside its inputs; the shell hands it over.
      const made = runTool('sh', ['-c', `gcab ${mode} out.cab a.txt b.bin >/dev/null && cat out.cab`], { 'a.txt': Buffer.from(long), 'b.bin': Buffer.from('ElfFile\0') });
      expect(await contents(new Uint8Array(made.stdout))).toEqual({ 'a.txt': long, 'b.bin': 'ElfFile\0' });
    }
  });

  it('counts blocks whose checksum differs, and still unpacks them', async () => {
    const cab = buildCab([{ method: 'store', files: [{ name: 'a.txt', data: 'hello world' }] }]);
    const damaged = cab.slice();
    damaged[damaged.length - 1]! ^= 1;
    const notes = { checksumErrors: 0 };
    const source = memorySource(damaged);
    const [file] = (await readCabinet(source)).files;
    const bytes = await gather(cabFilePieces(source, file!, nodePlatform, notes));
    expect(Buffer.from(bytes).toString()).toBe('hello worle');
    expect(notes.checksumErrors).toBe(1);
    const clean = { checksumErrors: 0 };
    await gather(cabFilePieces(memorySource(cab), file!, nodePlatform, clean));
    expect(clean.checksumErrors).toBe(0);
  });

  it('gives what lies before a cut, then says that it is one', async () => {
    const cab = buildCab([{ method: 'store', files: [{ name: 'a.txt', data: long }] }]);
    const source = memorySource(cab.subarray(0, 70_000));
    const { files, isCut } = await readCabinet(source);
    expect(isCut).toBe(true);
    let read = 0;
    const reading = (async () => {
      for await (const piece of cabFilePieces(source, files[0]!, nodePlatform)) read += piece.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cab-cut-off' });
    expect(read).toBe(65_536);
  });

  it('refuses what is no cabinet with a ParseError', async () => {
    await expect(readCabinet(memorySource(new Uint8Array(100)))).rejects.toBeInstanceOf(ParseError);
    await expect(readCabinet(memorySource(new Uint8Array(0)))).rejects.toBeInstanceOf(ParseError);
  });
});
