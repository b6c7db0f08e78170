/** The same hive read by two other implementations: hivex (`hivexml`) and libregf (`regfexport`). */
import { describe, expect, it } from 'vitest';
import { openHive } from '../../../src/formats/regf/hive.ts';
import type { Key } from '../../../src/formats/regf/key.ts';
import { hasTool, runTool } from '../../support/tools.ts';
import { sampleHive } from './sample.ts';

const bytes = sampleHive();

function allKeys(key: Key): Key[] {
  return [key, ...key.subkeys().flatMap(allKeys)];
}

/** What the tool prints about the hive, null when it is not installed. hivexml needs a real pipe: it opens /dev/stdout. */
function run(tool: string): string | null {
  if (!hasTool(tool, ['-h'])) return null;
  const result = runTool('sh', ['-c', `${tool} {a.hiv} | cat`], { 'a.hiv': bytes });
  expect(result.stderr).toBe('');
  return result.stdout.toString();
}

const unescape = (text: string) =>
  text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('counter-proof', () => {
  const keys = allKeys(openHive(bytes).root);

  it('hivexml sees the same keys, values and data', () => {
    const xml = run('hivexml');
    if (xml === null) return;
    expect([...xml.matchAll(/<node name="([^"]*)"/g)].map((match) => unescape(match[1] as string)).toSorted()).toEqual(keys.map((key) => key.name).toSorted());
    // hivexml prints -1 for the DWORD of three bytes and the whole of the string with a NUL inside: both left out.
    const values = keys.flatMap((key) => key.values()).filter((value) => !['Odd', 'Trailing'].includes(value.name));
    const printed = (pattern: RegExp, decode: (text: string) => string) =>
      [...xml.matchAll(pattern)]
        .filter((match) => !['Odd', 'Trailing'].includes(match[1] ?? ''))
        .map((match) => `${unescape(match[1] ?? '')}=${decode(match[2] as string)}`)
        .toSorted();
    const ours = (types: string[]) => values.filter((value) => types.includes(value.typeName)).map((value) => `${value.name}=${String(value.data())}`).toSorted();
    expect(printed(/type="int(?:32|64)"(?: encoding="[^"]*")? (?:key="([^"]*)"|default="1") value="(-?\d+)"/g, (text) => BigInt.asUintN(64, BigInt(text)).toString())).toEqual(
      ours(['REG_DWORD', 'REG_DWORD_BIG_ENDIAN', 'REG_QWORD']),
    );
    expect(printed(/type="(?:string|expand)"(?: encoding="[^"]*")? (?:key="([^"]*)"|default="1") value="([^"]*)"/g, unescape)).toEqual(ours(['REG_SZ', 'REG_EXPAND_SZ']));
  });

  it('regfexport sees the same keys and the same bytes of long data', () => {
    const listing = run('regfexport');
    if (listing === null) return;
    const paths = [...listing.matchAll(/^Key path: (.*)$/gm)].map((match) => match[1] as string);
    expect(paths.toSorted()).toEqual(keys.map((key) => (key.path === '' ? 'ROOT' : `ROOT\\${key.path}`)).toSorted());
    const section = /^Value: \d+ Big$[^]*?^Data:$([^]*?)^(?:Value|Key)/m.exec(listing)?.[1] ?? '';
    const hex = [...section.matchAll(/^[0-9a-f]{8}: ((?:[0-9a-f]{2} {1,2})+)/gm)].map((match) => (match[1] as string).replaceAll(' ', '')).join('');
    const big = keys.find((key) => key.name === 'Types')?.value('Big')?.bytes();
    expect(hex).toBe(Buffer.from(big as Uint8Array).toString('hex'));
  });
});
