/** The browser's platform, which runs in Node as well: same archives, same bytes. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { browserPlatform, openBlob, openPickedFolder } from '../../src/platform/browser/platform.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import { buildCab } from '../support/cab-builder.ts';
import { memoryFile } from '../support/pieces.ts';
import { buildZip } from '../support/zip-builder.ts';

const long = Array.from({ length: 50_000 }, (_, i) => `line ${(i * 7919) % 104729}\r\n`).join('');
const zip = buildZip([
  { name: 'HOST-System.evtx', data: long },
  { name: 'wide.txt', data: long, zip64: true, streamed: true },
  { name: 'sdp.zip', data: buildZip([{ name: 'x\\y.txt', data: long }]) },
  { name: 'w.cab', data: buildCab([{ method: 'mszip', files: [{ name: 'wfpdiag.xml', data: long }] }]) },
  { name: '../bad', data: 'x' },
], { comment: 'c', zip64End: true });

describe('browser', () => {
  it('lists and reads what Node lists and reads', async () => {
    const here = await openBundle(openBlob(new Blob([zip as Uint8Array<ArrayBuffer>]), 'b.zip'), browserPlatform);
    const there = await openBundle(memoryFile('b.zip', zip), nodePlatform);
    const shown = (bundle: typeof here) => bundle.entries.map(({ path, size, depth, container, refused }) => ({ path, size, depth, container, refused }));
    expect(shown(here)).toEqual(shown(there));
    expect(here.problems).toEqual(there.problems);
    for (const entry of here.entries) {
      if (entry.refused !== undefined || entry.container !== undefined) continue;
      expect(Buffer.from(await entry.bytes()).toString()).toBe(long);
      expect(entry.notes).toEqual([]);
    }
  });

  it('reads an archive that is cut off', async () => {
    const bundle = await openBundle(openBlob(new Blob([zip.slice(0, 40_000)]), 'b.zip'), browserPlatform);
    expect(bundle.notes.join()).toMatch(/cut off/);
    const got = Buffer.from(await bundle.entries[0]!.bytes()).toString();
    expect(got.length).toBeGreaterThan(0);
    expect(long.startsWith(got)).toBe(true);
  });

  it('inflates only as far as asked, and tells how it ended', async () => {
    const packed = deflateRawSync(long);
    expect(await browserPlatform.inflateRaw(packed, long.length)).toMatchObject({ ended: 'end' });
    expect(await browserPlatform.inflateRaw(packed, 1000)).toMatchObject({ ended: 'too-long' });
    expect((await browserPlatform.inflateRaw(packed.subarray(0, 1000), long.length)).ended).toBe('cut-off');
    expect((await browserPlatform.inflateRaw(Buffer.alloc(100, 255), long.length)).ended).not.toBe('end');
  });

  it('takes a picked folder', async () => {
    const file = Object.assign(new File(['ElfFile\0'], 'a.evtx'), {});
    Object.defineProperty(file, 'webkitRelativePath', { value: 'bundle/sub/a.evtx' });
    const bundle = await openBundle(openPickedFolder([file]), browserPlatform);
    expect([bundle.name, bundle.entries[0]?.path]).toEqual(['bundle', 'sub/a.evtx']);
  });
});
