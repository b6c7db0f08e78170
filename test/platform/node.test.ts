/** Files, folders and inflating on Node. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { readDirectory } from '../../src/formats/zip/directory.ts';
import { nodePlatform, openPath } from '../../src/platform/node/platform.ts';
import { isFolder } from '../../src/platform/types.ts';
import type { ByteFile } from '../../src/platform/types.ts';
import { memoryFile, seeded } from '../support/pieces.ts';
import { buildZip } from '../support/zip-builder.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rasalyze-platform-'));
  const inside = join(root, 'bundle');
  mkdirSync(join(inside, 'tracing'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'outside');
  writeFileSync(join(inside, 'LAP042-System.evtx'), 'ElfFile\0');
  writeFileSync(join(inside, 'tracing', 'RASMAN.LOG'), 'log');
  writeFileSync(join(inside, 'sdp.zip'), buildZip([{ name: 'x.txt', data: 'x' }]));
  writeFileSync(join(inside, 'empty.evtx'), '');
  symlinkSync(join(root, 'secret.txt'), join(inside, 'out.txt'));
  symlinkSync('/etc', join(inside, 'etc'));
  symlinkSync('..', join(inside, 'tracing', 'loop'));
  symlinkSync('nowhere', join(inside, 'dangling'));
  symlinkSync('LAP042-System.evtx', join(inside, 'within.evtx'));
  mkdirSync(join(root, 'nothing'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('paths', () => {
  it('reads a file at random', async () => {
    const file = (await openPath(join(root, 'secret.txt'))) as ByteFile;
    expect(file).toMatchObject({ name: 'secret.txt', size: 7 });
    expect(Buffer.from(await file.read(3, 100)).toString()).toBe('side');
    expect(await file.read(7, 1)).toHaveLength(0);
    expect(await file.read(-1, 1)).toHaveLength(0);
    await file.close();
  });

  it('says in one line what cannot be opened', async () => {
    await expect(openPath(join(root, 'missing.zip'))).rejects.toMatchObject({ name: 'OpenError', code: 'not-found', message: expect.stringMatching(/missing\.zip: no such file or folder; check the path$/) });
    await expect(openPath('/dev/null')).rejects.toMatchObject({ code: 'not-readable', reason: 'is neither a file nor a folder' });
    await expect(openPath(join(root, 'dangling'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says that a file or folder may not be read', async () => {
    const locked = join(root, 'locked');
    const file = join(root, 'locked.evtx');
    chmodSync(root, 0o755);
    mkdirSync(locked);
    writeFileSync(file, 'x');
    for (const path of [locked, file]) chmodSync(path, 0);
    await asOrdinaryUser(async () => {
      await expect(openPath(locked).then((input) => openBundle(input, nodePlatform))).rejects.toMatchObject({ code: 'not-readable' });
      await expect(openPath(file)).rejects.toMatchObject({ code: 'not-readable', message: expect.stringContaining('locked.evtx: may not be read') });
    });
  });
});

/** Root may read everything: such tests run as the user "nobody" then. */
async function asOrdinaryUser(run: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('folders', () => {
  it('lists files and containers, follows no link out and none in circles', async () => {
    const input = await openPath(join(root, 'bundle'));
    expect(isFolder(input)).toBe(true);
    const bundle = await openBundle(input, nodePlatform);
    expect(bundle).toMatchObject({ name: 'bundle', kind: 'folder' });
    expect(bundle.entries.map((entry) => `${entry.depth} ${entry.path} ${entry.size}`)).toEqual([
      '0 LAP042-System.evtx 8',
      '0 empty.evtx 0',
      expect.stringMatching(/^0 sdp\.zip \d+$/),
      '1 sdp.zip!/x.txt 1',
      '0 tracing/RASMAN.LOG 3',
      '0 within.evtx 8',
    ]);
    expect(Object.fromEntries(bundle.problems.map(({ path, reason }) => [path, reason]))).toEqual({
      'out.txt': 'is a link that leads out of the folder; not followed',
      etc: 'is a link that leads out of the folder; not followed',
      dangling: 'no such file or folder; check the path',
    });
    expect(Buffer.from(await bundle.entries[4]!.bytes()).toString()).toBe('log');
    expect(bundle.entries[0]?.modified?.clock).toBe('utc');
    await bundle.close();
  });

  it('lets a file that goes away cost only itself', async () => {
    const gone = join(root, 'going');
    mkdirSync(gone);
    writeFileSync(join(gone, 'a.txt'), 'a');
    writeFileSync(join(gone, 'b.txt'), 'b');
    const bundle = await openBundle(await openPath(gone), nodePlatform);
    rmSync(join(gone, 'a.txt'));
    await expect(bundle.entries[0]!.bytes()).rejects.toMatchObject({ name: 'OpenError', message: 'a.txt: no such file or folder; check the path' });
    expect(await bundle.entries[1]!.bytes()).toHaveLength(1);
  });

  it('refuses an empty folder', async () => {
    await expect(openBundle(await openPath(join(root, 'nothing')), nodePlatform)).rejects.toMatchObject({ code: 'empty-folder', message: expect.stringMatching(/^nothing: is an empty folder/) });
  });

  it('stops at the limit of entries', async () => {
    const bundle = await openBundle(await openPath(join(root, 'bundle')), nodePlatform, { entries: 2 });
    expect(bundle.entries).toHaveLength(2);
    expect(bundle.problems.map((problem) => problem.reason).join()).toMatch(/more than 2/);
  });
});

describe('single files', () => {
  it('takes an event log alone, by content when it is renamed', async () => {
    for (const name of ['LAP042-System.evtx', 'log.bin']) {
      const path = join(root, name);
      writeFileSync(path, 'ElfFile\0........');
      const bundle = await openBundle(await openPath(path), nodePlatform);
      expect(bundle).toMatchObject({ kind: 'file', name });
      expect(bundle.entries.map((entry) => entry.path)).toEqual([name]);
      expect(await bundle.entries[0]!.bytes()).toHaveLength(16);
      await bundle.close();
    }
  });

  it('refuses a file of no known kind', async () => {
    writeFileSync(join(root, 'notes.txt'), 'hello');
    await expect(openBundle(await openPath(join(root, 'notes.txt')), nodePlatform)).rejects.toMatchObject({ code: 'unrecognised', message: expect.stringMatching(/^notes\.txt: is a text file/) });
  });
});

describe('zip directory', () => {
  it('reads the same through yauzl and through our own reader', async () => {
    const entries = [
      { name: 'a\\b.txt', data: 'a' },
      { name: 'Prüfung.txt', data: 'b', utf8: false, comment: 'c' },
      { name: '接続.txt', data: 'c', zip64: true, streamed: true },
      { name: 'locked.txt', data: 'd', password: 'pw' },
    ];
    for (const options of [{}, { zip64End: true }, { prefix: Buffer.from('stub') }, { comment: 'PK\x05\x06' }]) {
      const file = memoryFile('b.zip', buildZip(entries, options));
      const through = await nodePlatform.readZipDirectory(file, 100);
      expect(through).toEqual(await readDirectory(file, 100));
      expect(through.members.map((member) => Buffer.from(member.rawName).toString('latin1')).slice(0, 1)).toEqual(['a\\b.txt']);
      expect((await nodePlatform.readZipDirectory(file, 2)).members).toHaveLength(2);
    }
  });

  it('goes on without yauzl where yauzl gives up', async () => {
    // Strong encryption (flag bit 6) of one entry ends yauzl's reading of the archive.
    const zip = Buffer.from(buildZip([{ name: 'a.txt', data: 'a' }, { name: 'b.txt', data: 'b' }]));
    const record = zip.indexOf('PK\x01\x02', 0, 'latin1');
    zip.writeUInt16LE(zip.readUInt16LE(record + 8) | 0x41, record + 8);
    const bundle = await openBundle(memoryFile('b.zip', new Uint8Array(zip)), nodePlatform);
    expect(bundle.entries.map((entry) => entry.refused !== undefined)).toEqual([true, false]);
  });
});

describe('inflate', () => {
  const random = seeded(3);
  const data = Buffer.from(Array.from({ length: 600_000 }, () => random() & 63));
  const packed = deflateRawSync(data);
  async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  }

  it('tells a whole stream from one that is cut, damaged or too long', async () => {
    expect(await nodePlatform.inflateRaw(packed, data.length)).toMatchObject({ ended: 'end' });
    const cut = await nodePlatform.inflateRaw(packed.subarray(0, 150_000), data.length);
    expect(cut.ended).toBe('cut-off');
    expect(cut.bytes.length).toBeGreaterThan(100_000);
    const long = await nodePlatform.inflateRaw(packed, 1000);
    expect([long.ended, long.bytes.length]).toEqual(['too-long', 1000]);
    const damaged = Uint8Array.from(packed);
    damaged.fill(255, 200_000, 200_050);
    const prefix = await nodePlatform.inflateRaw(damaged, data.length);
    expect(prefix.ended).not.toBe('end');
    expect(prefix.bytes.length).toBeGreaterThan(200_000);
    expect(Buffer.compare(prefix.bytes.subarray(0, 200_000), data.subarray(0, 200_000))).toBe(0);
  });

  it('passes errors of the input on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield packed.subarray(0, 1000);
      throw new Error('the disk went away');
    }
    const reading = (async () => {
      for await (const piece of nodePlatform.inflatePieces(failing())) expect(piece.length).toBeGreaterThan(0);
    })();
    await expect(reading).rejects.toThrow('the disk went away');
  });

  it('ends with the stream, not with what stands behind it', async () => {
    let size = 0;
    for await (const piece of nodePlatform.inflatePieces(once(Buffer.concat([packed, Buffer.alloc(50_000, 7)])))) size += piece.length;
    expect(size).toBe(data.length);
  });
});
