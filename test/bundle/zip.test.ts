/** Zip bundles: names, nesting, limits, damage. Archives come from the independent builder, zip, 7z and python3. */
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import type { Limits } from '../../src/bundle/limits.ts';
import type { Bundle, Entry } from '../../src/bundle/types.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import { buildCab } from '../support/cab-builder.ts';
import { gather, memoryFile } from '../support/pieces.ts';
import { hasTool, runTool } from '../support/tools.ts';
import { bombEntry, buildZip } from '../support/zip-builder.ts';

const open = (bytes: Uint8Array, limits: Partial<Limits> = {}, name = 'b.zip'): Promise<Bundle> =>
  openBundle(memoryFile(name, bytes), nodePlatform, limits);
const text = async (entry: Entry | undefined): Promise<string> => Buffer.from(await entry!.bytes()).toString();
const byPath = (bundle: Bundle, path: string): Entry | undefined => bundle.entries.find((entry) => entry.path === path);
const paths = (bundle: Bundle): string[] => bundle.entries.map((entry) => entry.path);
/** Above the size up to which one call unpacks an entry. */
const LARGE = 1_900_000;
const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i} ${(i * 7919) % 104729}\r\n`).join('');

describe('names', () => {
  it('takes both separators, a top folder, CP437 and UTF-8, and leaves folders out', async () => {
    const bundle = await open(
      buildZip([
        { name: 'TSS_LAP042_240221-093005/' },
        { name: 'TSS_LAP042_240221-093005\\tracing\\RASMAN.LOG', data: 'a' },
        { name: 'Prüfung.txt', data: 'b', utf8: false },
        { name: '接続.txt', data: 'c' },
        { name: './x//y.txt', data: 'd' },
      ]),
    );
    expect(paths(bundle)).toEqual(['TSS_LAP042_240221-093005/tracing/RASMAN.LOG', 'Prüfung.txt', '接続.txt', 'x/y.txt']);
    expect(bundle).toMatchObject({ kind: 'zip', name: 'b.zip', problems: [], notes: [] });
    expect(await text(bundle.entries[1])).toBe('b');
  });

  it.each(['../x', 'a/../../x', '..\\x', '/etc/x', '\\\\server\\share\\x', 'C:\\x', 'c:x', 'CON', 'a/nul.txt', 'COM1.log', 'lpt9', 'a\0b', 'a\x1bb', '...'])(
    'refuses %j and reads the rest',
    async (name) => {
      const bundle = await open(buildZip([{ name, data: 'evil' }, { name: 'good.txt', data: 'good' }]));
      expect(bundle.problems).toHaveLength(1);
      expect(bundle.entries[0]?.refused).toMatch(/unsafe name/);
      await expect(bundle.entries[0]!.bytes()).rejects.toMatchObject({ name: 'OpenError', code: 'refused' });
      expect(await text(byPath(bundle, 'good.txt'))).toBe('good');
      expect(bundle.entries.every((entry) => [...entry.path].every((char) => char >= ' '))).toBe(true);
    },
  );

  it.each(['CONFIG.txt', 'console.log', 'a..b', 'nullable', 'com10.txt', 'ConProgramData/Pbk/rasphone.pbk'])('takes %j', async (name) => {
    expect(paths(await open(buildZip([{ name, data: 'x' }])))).toEqual([name]);
  });

  it('keeps both of two entries with one name', async () => {
    const bundle = await open(buildZip([{ name: 'a.txt', data: '1' }, { name: 'a.txt', data: '2' }]));
    expect(paths(bundle)).toEqual(['a.txt', 'a.txt (2)']);
    expect(await Promise.all(bundle.entries.map(text))).toEqual(['1', '2']);
  });
});

describe('content', () => {
  it('reads only what is wanted', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * i * 31 + (i >> 7)) & 255));
    const file = memoryFile('b.zip', buildZip([{ name: 'big.bin', data: noise, method: 'store' }, { name: 'small.txt', data: 'hello' }]));
    const bundle = await openBundle(file, nodePlatform);
    const before = file.reads.bytes;
    // The tail that holds the directory, and a head of each entry.
    expect(before).toBeLessThan(200_000);
    expect(await text(byPath(bundle, 'small.txt'))).toBe('hello');
    expect(file.reads.bytes - before).toBeLessThan(100);
    await bundle.close();
    expect(file.reads.closed).toBe(true);
  });

  it('streams a large entry in bounded pieces, equal to the whole', async () => {
    const data = Buffer.from(lines(LARGE));
    expect(data.length).toBeGreaterThan(33 << 20);
    const bundle = await open(buildZip([{ name: 'big.txt', data }, { name: 'stored.txt', data, method: 'store' }]));
    for (const entry of bundle.entries) {
      let largest = 0;
      const all: Uint8Array[] = [];
      for await (const piece of entry.pieces()) {
        largest = Math.max(largest, piece.length);
        all.push(piece);
      }
      expect(largest).toBeLessThanOrEqual(4 << 20);
      expect(Buffer.compare(Buffer.concat(all), data)).toBe(0);
      expect(Buffer.compare(await entry.bytes(), data)).toBe(0);
      expect(entry.notes).toEqual([]);
    }
  });

  it('lets a reader stop early', async () => {
    const bundle = await open(buildZip([{ name: 'big.txt', data: lines(LARGE) }]));
    for await (const piece of bundle.entries[0]!.pieces()) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect((await bundle.entries[0]!.bytes()).length).toBe(bundle.entries[0]!.size);
  });

  it('reads zip64, streamed and commented archives with bytes before and behind', async () => {
    const entries = [
      { name: 'a.txt', data: lines(10), zip64: true },
      { name: 'b.txt', data: lines(20), streamed: true },
      { name: 'c.txt', data: '', streamed: true },
    ];
    const whole = buildZip(entries, { zip64End: true, comment: 'made by PK\x05\x06 hand' });
    const plain = buildZip(entries, { prefix: Buffer.from('MZ stub') });
    const trailed = Buffer.concat([buildZip(entries), Buffer.from('\r\n--upload boundary--')]);
    for (const bytes of [whole, plain, new Uint8Array(trailed)]) {
      const bundle = await open(bytes);
      expect(await Promise.all(bundle.entries.map(text))).toEqual([lines(10), lines(20), '']);
      expect(bundle.entries.flatMap((entry) => entry.notes)).toEqual([]);
    }
  });

  it('states times: UTC where the archive does, else the local stamp', async () => {
    const bundle = await open(buildZip([{ name: 'a.txt', data: 'x', modified: '2024-02-21T09:34:20' }]));
    expect(bundle.entries[0]?.modified).toEqual({ time: Date.UTC(2024, 1, 21, 9, 34, 20) * 1000, clock: 'local' });
  });

  it('notes a checksum that differs, a size that lies, and gives the bytes', async () => {
    const bundle = await open(
      buildZip([
        { name: 'crc.txt', data: 'hello', declaredCrc: 1 },
        { name: 'short.txt', data: 'hello', declaredSize: 3 },
        { name: 'long.txt', data: 'hello', declaredSize: 9 },
      ]),
    );
    expect(await Promise.all(bundle.entries.map(text))).toEqual(['hello', 'hel', 'hello']);
    expect(bundle.entries.map((entry) => entry.notes[0])).toEqual([
      expect.stringContaining('checksum'),
      expect.stringContaining('more bytes than its header states'),
      expect.stringContaining('5 of 9 bytes'),
    ]);
  });

  it.runIf(hasTool('python3'))('reads what python writes to a pipe, and its zip64', async () => {
    const script = `
import sys, zipfile
class Pipe:
    def write(self, b): return sys.stdout.buffer.write(b)
    def flush(self): sys.stdout.buffer.flush()
with zipfile.ZipFile(Pipe(), 'w', zipfile.ZIP_DEFLATED) as z:
    with z.open('HOST_a.txt', 'w', force_zip64=True) as f: f.write(b'x' * 100000)
    z.writestr('b.txt', 'hello')
`;
    const { stdout } = runTool('python3', ['-c', script], {});
    for (const bytes of [stdout, stdout.subarray(0, stdout.length - 30)]) {
      const bundle = await open(new Uint8Array(bytes));
      expect(paths(bundle)).toEqual(['HOST_a.txt', 'b.txt']);
      expect((await text(bundle.entries[0])).length).toBe(100_000);
      expect(await text(bundle.entries[1])).toBe('hello');
    }
  });
});

describe('nesting', () => {
  const sdp = buildZip([
    { name: 'LAP042_RAS_reg_.TXT', data: 'reg' },
    { name: 'LAP042_RasTracingLogs.zip', data: buildZip([{ name: 'RASMAN.LOG', data: 'log' }]) },
  ]);
  const cab = buildCab([{ method: 'mszip', files: [{ name: 'wfpdiag.xml', data: '<wfpdiag/>' }] }]);

  it.each(['store', 'deflate'] as const)('opens zips and cabinets inside (%s)', async (method) => {
    const bundle = await open(
      buildZip([
        { name: 'tss_240221-084455_LAP042_psSDP_NET.zip', data: sdp, method },
        { name: 'LAP042_240221-093005_WFPdiag.cab', data: cab, method },
        { name: 'renamed.dat', data: buildZip([{ name: 'x.txt', data: 'x' }]), method },
        { name: 'book.xlsx', data: buildZip([{ name: 'xl/x.xml', data: 'x' }]), method },
      ]),
    );
    expect(bundle.entries.map((entry) => `${entry.depth} ${entry.container ?? '-'} ${entry.path}`)).toEqual([
      '0 zip tss_240221-084455_LAP042_psSDP_NET.zip',
      '1 - tss_240221-084455_LAP042_psSDP_NET.zip!/LAP042_RAS_reg_.TXT',
      '1 zip tss_240221-084455_LAP042_psSDP_NET.zip!/LAP042_RasTracingLogs.zip',
      '2 - tss_240221-084455_LAP042_psSDP_NET.zip!/LAP042_RasTracingLogs.zip!/RASMAN.LOG',
      '0 cab LAP042_240221-093005_WFPdiag.cab',
      '1 - LAP042_240221-093005_WFPdiag.cab!/wfpdiag.xml',
      '0 zip renamed.dat',
      '1 - renamed.dat!/x.txt',
      '0 - book.xlsx',
    ]);
    expect(await text(bundle.entries[3])).toBe('log');
    expect(await text(bundle.entries[5])).toBe('<wfpdiag/>');
  });

  it('reads members again after their container was let go', async () => {
    const inner = (n: number): Uint8Array => buildZip([{ name: `${n}.txt`, data: lines(n * 100) }]);
    const bundle = await open(buildZip([1, 2, 3].map((n) => ({ name: `${n}.zip`, data: inner(n) }))), { cacheBytes: 1 });
    for (const n of [3, 1, 2, 1]) expect(await text(byPath(bundle, `${n}.zip!/${n}.txt`))).toBe(lines(n * 100));
  });

  it('stops at the depth allowed, with a problem', async () => {
    let zip = buildZip([{ name: 'x.txt', data: 'x' }]);
    for (let level = 5; level >= 1; level--) zip = buildZip([{ name: `${level}.zip`, data: zip }]);
    const bundle = await open(zip);
    expect(paths(bundle).at(-1)).toBe('1.zip!/2.zip!/3.zip!/4.zip!/5.zip');
    expect(bundle.problems).toEqual([{ path: '1.zip!/2.zip!/3.zip!/4.zip!/5.zip', reason: 'lies 4 containers deep, which is the limit; not opened' }]);
    expect(paths(await open(zip, { depth: 5 })).at(-1)).toBe('1.zip!/2.zip!/3.zip!/4.zip!/5.zip!/x.txt');
  });

  it('takes a damaged container for a problem of its own', async () => {
    const bundle = await open(buildZip([{ name: 'cut.zip', data: sdp.subarray(0, 60) }, { name: 'cut.cab', data: cab.subarray(0, 50) }, { name: 'a.txt', data: 'a' }]));
    expect(paths(bundle).filter((path) => !path.includes('!/'))).toEqual(['cut.zip', 'cut.cab', 'a.txt']);
    expect(bundle.problems.map((problem) => problem.path)).toEqual(['cut.zip', 'cut.cab']);
    expect(await text(byPath(bundle, 'a.txt'))).toBe('a');
  });
});

describe('limits', () => {
  it('refuses a bomb by its ratio, and only the bomb', async () => {
    const bundle = await open(buildZip([bombEntry('bomb.txt', 80 << 20), { name: 'good.txt', data: 'good' }]));
    expect(bundle.entries[0]?.refused).toMatch(/unpacks 79\.\d KB to 80 MB \(1:10\d\d\), as a zip bomb does; the limit is 1:500/);
    expect(bundle.problems).toHaveLength(1);
    expect(await text(bundle.entries[1])).toBe('good');
  });

  it('refuses a size that the data cannot have', async () => {
    const bundle = await open(buildZip([{ name: 'liar.bin', data: 'x', declaredSize: 0xfffffff0 }, { name: 'good.txt', data: 'good' }]));
    expect(bundle.entries[0]?.refused).toMatch(/as a zip bomb does/);
  });

  it('keeps to entries, bytes per entry, bytes in memory and bytes in all', async () => {
    const zip = buildZip([{ name: 'a.txt', data: lines(1000) }, { name: 'b.txt', data: lines(1000) }, { name: 'c.txt', data: 'c' }]);
    const size = lines(1000).length;
    const few = await open(zip, { entries: 2 });
    expect(paths(few)).toEqual(['a.txt', 'b.txt']);
    expect([...few.notes, ...few.problems.map((problem) => problem.reason)].join()).toMatch(/more than 2 entries/);
    const small = await open(zip, { entryBytes: size - 1 });
    expect(small.entries.map((entry) => entry.refused?.replace(/\d+(\.\d)? KB/g, 'n'))).toEqual(['unpacks to n; the limit is n for one entry', 'unpacks to n; the limit is n for one entry', undefined]);
    const memory = await open(zip, { memoryBytes: size - 1 });
    await expect(memory.entries[0]!.bytes()).rejects.toMatchObject({ code: 'over-limit' });
    const total = await open(zip, { totalBytes: size + 1 });
    expect((await text(total.entries[0])).length).toBe(size);
    await expect(total.entries[1]!.bytes()).rejects.toMatchObject({ code: 'over-limit' });
  });

  it('stops archives that multiply', async () => {
    const leaf = buildZip([{ name: 'x', data: 'x' }]);
    const level = (inner: Uint8Array): Uint8Array => buildZip(Array.from({ length: 10 }, (_, i) => ({ name: `${i}.zip`, data: inner })));
    const bundle = await open(level(level(level(leaf))), { containers: 50 });
    expect(bundle.entries.filter((entry) => entry.container).length).toBeLessThan(50);
    expect(bundle.problems.some((problem) => problem.reason.includes('more than 50 containers'))).toBe(true);
  });

  it('stops packed archives that unpack to far more than was given', async () => {
    // 40 MB of a zip that is nearly all zeros, thrice in a zip of some hundred kilobytes, four of those in the bundle.
    const blank = buildZip([{ name: 'x.txt', data: 'x' }, { name: 'y.bin', data: new Uint8Array(40 << 20), method: 'store' }]);
    const middle = buildZip(Array.from({ length: 3 }, (_, i) => ({ name: `${i}.zip`, data: blank })));
    const bundle = await open(buildZip(Array.from({ length: 4 }, (_, i) => ({ name: `${i}.zip`, data: middle }))));
    expect(bundle.problems.filter((problem) => /containers unpack to more than 25\d(\.\d)? MB in all/.test(problem.reason)).length).toBe(6);
    expect(bundle.entries.filter((entry) => entry.path.endsWith('x.txt')).length).toBe(6);
  });

  it('refuses entries that share bytes', async () => {
    // Two directory records for one local header, as an overlapping bomb has thousands.
    const zip = Buffer.from(buildZip([{ name: 'aa.txt', data: lines(50) }, { name: 'bb.txt', data: lines(50) }]));
    const second = zip.lastIndexOf('bb.txt') - 46;
    zip.writeUInt32LE(0, second + 42);
    const bundle = await open(new Uint8Array(zip));
    expect(bundle.entries.map((entry) => entry.refused)).toEqual([undefined, expect.stringContaining('shares its bytes')]);
  });
});

describe('damage', () => {
  const entries = [
    { name: 'a.txt', data: lines(500) },
    { name: 'b.txt', data: lines(500), streamed: true },
    { name: 'c.txt', data: lines(500), streamed: true, zip64: true },
    { name: 'd.txt', data: lines(5000) },
  ];
  const whole = buildZip(entries);

  it('reads an archive without its directory from the local headers, and says so', async () => {
    const directory = Buffer.from(whole).indexOf('PK\x01\x02', 0, 'latin1');
    for (const cut of [directory, directory + 100, whole.length - 22]) {
      const bundle = await open(whole.subarray(0, cut));
      expect(bundle.notes.join()).toMatch(/cut off/);
      expect(bundle.entries.map((entry) => [entry.path, entry.size])).toEqual(entries.map((entry) => [entry.name, entry.data.length]));
      expect(await Promise.all(bundle.entries.map(text))).toEqual(entries.map((entry) => entry.data));
      expect(bundle.entries.flatMap((entry) => entry.notes)).toEqual([]);
    }
  });

  it('gives what there is of an entry that is cut', async () => {
    for (const streamed of [false, true]) {
      const zip = buildZip([{ name: 'a.txt', data: lines(10) }, { name: 'd.txt', data: lines(5000), streamed }]);
      const bundle = await open(zip.subarray(0, 20_000));
      expect(paths(bundle)).toEqual(['a.txt', 'd.txt']);
      const got = await text(bundle.entries[1]);
      expect(got.length).toBeGreaterThan(20_000);
      expect(lines(5000).startsWith(got)).toBe(true);
      expect(bundle.entries[1]?.notes.join()).toMatch(/cut off/);
      expect(Buffer.compare(await gather(bundle.entries[1]!.pieces()), Buffer.from(got))).toBe(0);
    }
  });

  it('goes on behind damage in a cut archive', async () => {
    const bytes = whole.slice(0, whole.length - 22);
    const second = Buffer.from(bytes).indexOf('b.txt') - 30;
    bytes.fill(0, second, second + 4);
    const bundle = await open(bytes);
    expect(paths(bundle)).toEqual(['a.txt', 'c.txt', 'd.txt']);
  });

  it('keeps what comes before damaged data, large or small', async () => {
    const data = Buffer.from(lines(50_000));
    const zip = buildZip([{ name: 'x.txt', data }]);
    zip.fill(0xff, 100_000, 100_100);
    const bundle = await open(zip);
    const got = await text(bundle.entries[0]);
    expect(got.length).toBeGreaterThan(100_000);
    expect(bundle.entries[0]?.notes.length).toBeGreaterThan(0);
  });

  it('lets a broken directory record cost only the rest of the directory', async () => {
    const zip = whole.slice();
    const record = Buffer.from(zip).lastIndexOf('PK\x01\x02', zip.length, 'latin1');
    zip[record] = 0;
    const bundle = await open(zip);
    expect(paths(bundle)).toEqual(['a.txt', 'b.txt', 'c.txt', 'd.txt']);
    expect(bundle.notes.join()).toMatch(/directory names 4 entries, 3 are read/);
    expect(await text(bundle.entries[3])).toBe(lines(5000));
  });

  it('refuses an entry whose data is not where the directory says', async () => {
    const zip = whole.slice();
    zip.fill(0, 0, 4);
    const bundle = await open(zip);
    await expect(bundle.entries[0]!.bytes()).rejects.toMatchObject({ name: 'OpenError', reason: expect.stringMatching(/header the directory points to/) });
    expect(await text(bundle.entries[1])).toBe(lines(500));
  });
});

describe('what cannot be opened', () => {
  const failure = (bytes: Uint8Array, name = 'b.zip'): Promise<unknown> => open(bytes, {}, name).then(() => 'opened', (error: unknown) => error);

  it.each([
    ['empty-file', new Uint8Array(0), /b\.zip: is empty \(0 bytes\)/],
    ['empty-archive', buildZip([]), /b\.zip: is an empty zip archive/],
    ['not-a-zip', Buffer.from('just text'), /b\.zip: is not a zip archive but a text file/],
    ['not-a-zip', Buffer.from('<!DOCTYPE html><html>'), /web page/],
    ['not-a-zip', Buffer.from('regf0000'), /registry hive/],
    ['not-a-zip', new Uint8Array(1000), /zero bytes/],
    ['cut-off', buildZip([{ name: 'abcdef.txt', data: 'hello' }]).subarray(0, 33), /cut off/],
    ['encrypted', buildZip([{ name: 'a.txt', data: 'hello', password: 'pw' }, { name: 'b.txt', data: 'x', password: 'pw' }]), /password/],
  ] as const)('says %s', async (code, bytes, message) => {
    const error = await failure(new Uint8Array(bytes));
    expect(error).toMatchObject({ name: 'OpenError', code });
    expect(String((error as Error).message)).toMatch(message);
    expect(String((error as Error).message)).not.toMatch(/\n/);
  });

  it('lets an encrypted entry cost only itself', async () => {
    const bundle = await open(buildZip([{ name: 'a.txt', data: 'hello', password: 'pw' }, { name: 'b.txt', data: 'x' }]));
    expect(bundle.problems).toEqual([{ path: 'a.txt', reason: 'protected by a password; unzip it and give the folder' }]);
    expect(await text(bundle.entries[1])).toBe('x');
  });

  it.runIf(hasTool('7z', ['i']))('lets strong encryption and foreign methods cost only themselves', async () => {
    const script = 'printf hello > a.txt; printf plain > b.txt; seq 1 5000 > c.txt; 7z a -tzip -mem=AES256 -ppw o.zip a.txt >/dev/null; 7z a -tzip o.zip b.txt >/dev/null; 7z a -tzip -mm=LZMA o.zip c.txt > /dev/null; cat o.zip';
    const bundle = await open(new Uint8Array(runTool('sh', ['-c', script], {}).stdout));
    expect(bundle.entries.map((entry) => [entry.path, entry.refused])).toEqual([
      ['a.txt', expect.stringContaining('password')],
      ['b.txt', undefined],
      ['c.txt', expect.stringContaining('LZMA')],
    ]);
    expect(await text(bundle.entries[1])).toBe('plain');
  });
});
