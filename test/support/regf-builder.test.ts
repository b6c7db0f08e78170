import { describe, expect, it } from 'vitest';
import { buildHive, keysFromPaths } from './regf-builder.ts';
import type { HiveKey, HiveOptions } from './regf-builder.ts';
import { hasTool, runTool } from './tools.ts';

const hivexsh = hasTool('hivexsh', ['-h']);
const hivexml = hasTool('hivexml', ['-h']);

function shell(root: HiveKey, commands: string, options?: HiveOptions): string {
  const result = runTool('hivexsh', ['{hive}'], { hive: buildHive(root, options) }, `${commands}\nquit\n`);
  expect(result.stderr).toBe('');
  return result.stdout.toString();
}

function xml(root: HiveKey, options?: HiveOptions): string {
  // hivexml opens its output by name, which only works on a pipe made by a shell.
  const result = runTool('sh', ['-c', 'hivexml hive | cat'], { hive: buildHive(root, options) });
  expect(result.stderr).toBe('');
  return result.stdout.toString();
}

const typed: HiveKey = {
  keys: {
    Setup: {
      values: {
        text: 'Grüße', expand: { type: 'REG_EXPAND_SZ', value: '%SystemRoot%\\system32' }, list: ['a', 'bc'], number: 0xfffffffe, small: 2,
        wide: 0x1122334455667788n, bytes: new Uint8Array([1, 2, 3, 4, 5]), tiny: { type: 'REG_BINARY', value: 'AB' }, empty: { type: 'REG_BINARY', value: '' }, '': 'default',
      },
    },
  },
};

describe('hive builder', () => {
  it('is the same bytes every time', () => expect(buildHive(typed)).toEqual(buildHive(typed)));

  it('marks a dirty hive by its sequence numbers', () => {
    const numbers = (options?: HiveOptions): number[] => [4, 8].map((at) => Buffer.from(buildHive({}, options)).readUInt32LE(at));
    expect(numbers()).toEqual([7, 7]);
    expect(numbers({ dirty: true })).toEqual([8, 7]);
  });

  it('nests paths, joining keys that differ in case only', () => {
    expect(keysFromPaths({ 'A\\B': { x: 1 }, 'a\\C': null })).toEqual({ values: {}, keys: { A: { values: {}, keys: { B: { values: { x: 1 }, keys: {} }, C: { values: {}, keys: {} } } } } });
  });
});

describe.runIf(hivexsh)('hive builder against hivex', () => {
  it('gives every type its value', () => {
    const out = shell(typed, 'cd \\Setup\nlsval');
    expect(out).toContain('"text"="Grüße"');
    expect(out).toContain('"expand"=str(2):"%SystemRoot%\\\\system32"');
    expect(out).toContain('"number"=dword:fffffffe');
    expect(out).toContain('"small"=dword:00000002');
    expect(out).toContain('"bytes"=hex(3):01,02,03,04,05');
    expect(out).toContain('"tiny"=hex(3):ab');
    expect(out).toContain('"@"="default"');
  });

  it.each(['lf', 'lh', 'li'] as const)('finds keys through %s lists and an ri index', (list) => {
    const keys = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`Key${i}`, { values: { n: i } }]));
    const out = shell({ keys: { Many: { keys } } }, 'cd \\Many\\key77\nlsval n', { list, splitAt: 50 });
    expect(out.trim()).toBe('77');
    expect(shell({ keys: { Many: { keys } } }, 'cd \\Many\nls', { list, splitAt: 50 }).trim().split('\n')).toHaveLength(120);
  });

  it('reads UTF-16 names, deep paths and class names', () => {
    const root: HiveKey = { keys: { Größe: { keys: { 接続: { values: { 名前: '値' } } } }, Class: { className: 'af12' } } };
    expect(shell(root, 'cd \\Größe\\接続\nlsval')).toContain('"名前"="値"');
    expect(shell(root, 'cd \\Größe\\接続\nlsval', { wideNames: true })).toContain('"名前"="値"');
  });
});

describe.runIf(hivexml)('hive builder against hivexml', () => {
  it('gives times and structure', () => {
    const out = xml({ keys: { Old: { lastWritten: '2023-02-03T04:05:06Z' } } }, { rootName: 'CMI-CreateHive', lastWritten: '2024-05-06T07:08:09Z' });
    expect(out).toContain('<mtime>2024-05-06T07:08:09Z</mtime>');
    expect(out).toMatch(/name="Old"[^]*<mtime>2023-02-03T04:05:06Z<\/mtime>/);
  });
});

describe.runIf(hasTool('regfexport', ['-V']))('hive builder against libregf', () => {
  it('is read whole, big data and class names included', () => {
    const big = 'x'.repeat(20_000);
    const hive = buildHive({ keys: { Big: { values: { blob: big }, className: '0fde' }, ...typed.keys } }, { minorVersion: 5 });
    const result = runTool('regfexport', ['{hive}'], { hive });
    const out = result.stdout.toString();
    expect(result.stderr).toBe('');
    expect(out).toContain(big);
    expect(out).toMatch(/Class name\s*:\s*0fde/);
    expect(out).toMatch(/0x1122334455667788|1234605616436508552/);
  });

  it('is not called corrupt, clean or dirty', () => {
    for (const dirty of [false, true]) {
      const out = runTool('regfinfo', ['{hive}'], { hive: buildHive(typed, { dirty }) }).stdout.toString();
      expect(out).toMatch(/Windows NT Registry File/);
      expect(out).not.toMatch(/corrupt/i);
    }
  });
});
