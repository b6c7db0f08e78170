/** Input and output that cannot be used: one line that names the file and what to do, exit code 2, nothing half-written. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildZip } from '../support/zip-builder.ts';
import { expectOneLine, rasalyze, scratch, shell, zipsOf } from './run.ts';

const folder = scratch();
const [zip] = zipsOf('13806-no-machine-certificate-german') as [string];

function given(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('input', () => {
  it.each<[string, () => string, RegExp]>([
    ['text named .zip', () => given('text.zip', 'hello\n'), /not a zip archive.*collect it again/],
    ['an empty zip', () => given('none.zip', buildZip([])), /empty zip archive; collect/],
    ['a file of 0 bytes', () => given('zero.zip', ''), /0 bytes.*collect it again/],
    ['an event log of 0 bytes', () => given('zero.evtx', ''), /0 bytes/],
    ['an encrypted zip', () => given('locked.zip', buildZip([{ name: 'HOST-System.evtx', data: 'x', password: 'secret' }])), /encrypted|password/],
    ['some other text', () => given('note.txt', 'just text\n'), /give a TSS zip, its unpacked folder or an \.evtx file/],
    ['some other bytes', () => given('noise.bin', Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) & 0xff)), /give a TSS zip/],
    ['a cut zip without one whole entry', () => given('stump.zip', readFileSync(zip).subarray(0, 40)), /cut off|not a zip/],
    ['a path that does not exist', () => join(folder, 'missing.zip'), /no such file or folder; check the path/],
    ['a path through a file', () => join(zip, 'inside'), /no such file or folder|not a folder/],
    ['an unknown command', () => 'frobnicate', /no such file or folder/],
  ])('%s', (_, make, message) => {
    const path = make();
    const run = rasalyze([path]);
    expectOneLine(run, path);
    expect(run.stderr).toMatch(message);
  });

  it('an empty folder, and one in which nothing can be read', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expectOneLine(rasalyze([empty]), empty);
    const unread = join(folder, 'unread');
    mkdirSync(unread);
    writeFileSync(join(unread, 'HOST-System.evtx'), '');
    const run = rasalyze([unread]);
    expectOneLine(run, unread);
    expect(run.stderr).toContain('HOST-System.evtx: the event log is empty (0 bytes)');
    const photos = given('photos.zip', buildZip([{ name: 'a.jpg', data: '\u00ff\u00d8\u00ff' }, { name: 'b.jpg', data: 'x' }]));
    expectOneLine(rasalyze([photos]), 'holds nothing that is known here');
  });

  it('one bad bundle of two', () => {
    expectOneLine(rasalyze([zip, join(folder, 'missing.zip')]), 'missing.zip');
  });

  it('a folder that may not be read', () => {
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o000);
    chmodSync(folder, 0o755);
    // Root may read everything: ask as an ordinary user.
    const run = rasalyze([locked], process.getuid?.() === 0 ? { uid: 65_534 } : {});
    chmodSync(locked, 0o700);
    expectOneLine(run, locked);
    expect(run.stderr).toContain('may not be read; check its permissions');
  });

  it('the same for the timeline, without a file left behind', () => {
    const out = join(folder, 'never.csv');
    expectOneLine(rasalyze(['timeline', join(folder, 'missing.zip'), '-o', out]), 'missing.zip');
    expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
  });
});

describe('usage', () => {
  it.each<[readonly string[], string]>([
    [['--frobnicate'], "unknown option '--frobnicate'"],
    [[zip, '--format', 'xml'], 'Allowed choices are text, json'],
    [[zip, '--max-entries', '0'], 'expected a positive whole number'],
    [[zip, '--max-entry-size', 'lots'], 'expected a size such as 512M'],
    [['timeline'], "missing required argument 'bundle'"],
    [['timeline', zip, '--from', 'yesterday'], 'expected a time such as'],
    [['timeline', zip, '--attempt', 'A9'], '--attempt A9: no such attempt; there are 4, A1 to A4'],
    [['explain', 'rubbish'], 'rubbish: no such code, event or signature is known'],
    [['signatures', 'frobnicate'], "unknown command 'frobnicate'"],
    [['signatures', 'list', '/no/such/folder'], '/no/such/folder: cannot read signatures: no such file or folder'],
    [['schema', 'frobnicate'], 'Allowed choices are report, signature'],
    [[zip, '--signatures', '/no/such/folder'], '/no/such/folder'],
  ])('%j', (args, message) => {
    expectOneLine(rasalyze(args), message);
  });

  it('without arguments shows the help on standard error', () => {
    const run = rasalyze([]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('Usage: rasalyze');
  });
});

describe('output', () => {
  it.each<[string, () => string, RegExp]>([
    ['a folder that does not exist', () => join(folder, 'no', 'such', 'x.json'), /no such file or folder/],
    ['a folder', () => folder, /this is a folder/],
    ['a path through a file', () => join(zip, 'x.json'), /part of the path is not a folder/],
  ])('to %s', (_, make, message) => {
    const path = make();
    for (const command of [[zip, '-f', 'json'], ['timeline', zip]]) {
      const run = rasalyze([...command, '-o', path]);
      expectOneLine(run, path);
      expect(run.stderr).toMatch(message);
    }
  });

  it.runIf(existsSync('/dev/full'))('to a full disk: one line, and the device is still one', () => {
    for (const command of [[zip], ['timeline', zip, '--all']]) {
      const run = rasalyze([...command, '-o', '/dev/full']);
      expectOneLine(run, '/dev/full');
      expect(run.stderr).toContain('the disk is full');
    }
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
    for (const command of [`'${zip}'`, `timeline '${zip}' --all`, 'explain 809', 'schema', 'signatures list']) {
      const run = shell(`rasalyze ${command} > /dev/full`);
      expectOneLine(run, 'the disk is full');
    }
  });

  it('replaces a file whole, follows a link, and leaves nothing beside it', () => {
    const place = join(folder, 'out');
    mkdirSync(place);
    const [file, link] = [join(place, 'report.json'), join(place, 'link.json')];
    writeFileSync(file, 'old and longer than nothing '.repeat(9_000));
    symlinkSync(file, link);
    expect(rasalyze([zip, '-f', 'json', '-o', link])).toMatchObject({ code: 1, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 'rasalyze/report@1' });
    expect(readdirSync(place).toSorted()).toEqual(['link.json', 'report.json']);
  });

  it('leaves the old file alone when the input is bad', () => {
    const file = given('keep.json', 'old');
    expectOneLine(rasalyze([join(folder, 'missing.zip'), '-o', file]), 'missing.zip');
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('to a reader that goes away ends quietly', () => {
    for (const command of [`'${zip}' -f json`, `timeline '${zip}' --all`, 'signatures list', 'schema', 'explain 809']) {
      const run = shell(`rasalyze ${command} | head -c 1; exit \${PIPESTATUS[0]}`);
      expect([run.stderr, run.stdout.length], command).toEqual(['', 1]);
      expect([0, 1]).toContain(run.code);
    }
  });
});
