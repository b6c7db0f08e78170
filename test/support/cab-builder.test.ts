import { describe, expect, it } from 'vitest';
import { buildCab } from './cab-builder.ts';
import { hasTool, runTool } from './tools.ts';

/** Text that does not repeat too soon, so that blocks differ and history is used. */
const text = Array.from({ length: 9000 }, (_, i) => `<item n="${i}">value ${(i * 7919) % 1000}</item>`).join('\n');
const noise = Uint8Array.from({ length: 100_000 }, (_, i) => (Math.imul(i + 1, 2_654_435_761) >>> 13) & 0xff);

describe.runIf(hasTool('cabextract'))('cabinet builder against cabextract', () => {
  const test = (cab: Uint8Array): string => {
    const result = runTool('cabextract', ['-t', '{a.cab}'], { 'a.cab': cab });
    expect(result.stderr).toBe('');
    return result.stdout.toString();
  };

  it.each([{}, { history: false }, { blockSize: 1000 }, { reserve: { header: 20, folder: 4, data: 8 } }, { noChecksums: true }])('several folders, methods and blocks: %j', (options) => {
    const cab = buildCab([
      { files: [{ name: 'wfpdiag.xml', data: text }, { name: 'empty.txt', data: '' }, { name: 'noise.bin', data: noise }] },
      { method: 'store', files: [{ name: 'sub\\plain.txt', data: text.slice(0, 40_000) }] },
    ], options);
    const out = test(cab);
    expect(out).toContain('All done, no errors.');
    for (const name of ['wfpdiag.xml', 'empty.txt', 'noise.bin', 'sub/plain.txt']) expect(out).toContain(name);
  });

  it('gives the content back', () => {
    const cab = buildCab([{ files: [{ name: 'a.txt', data: text }, { name: 'b.txt', data: 'second' }] }]);
    const out = (name: string): string => runTool('cabextract', ['-q', '-p', '-F', name, '{a.cab}'], { 'a.cab': cab }).stdout.toString();
    expect(out('a.txt')).toBe(text);
    expect(out('b.txt')).toBe('second');
    expect(cab.length).toBeLessThan(text.length / 3);
  });
});
