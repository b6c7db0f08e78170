/** One hive with every construction the reader must understand. */
import { binary, dword, makeHive, multi, qword, text, utf16 } from './hive-maker.ts';
import type { KeySpec } from './hive-maker.ts';

export const BIG = Uint8Array.from({ length: 40_000 }, (_, i) => (i * 7) & 255);

const numbered = (prefix: string, count: number): Record<string, KeySpec> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, { values: { Index: dword(i) } }]));

export function sampleHive(): Uint8Array {
  return makeHive({
    list: 'ri',
    keys: {
      Select: { values: { Current: dword(2), Default: dword(2) } },
      Leaves: { list: 'li', keys: numbered('Leaf', 7) },
      Fast: { list: 'lf', keys: numbered('Fast', 9) },
      Hashed: { list: 'lh', keys: numbered('Hash', 30) },
      Split: { list: 'ri', keys: numbered('Part', 21) },
      'Zürich': { values: { 'Größe': text('Straße 1') } },
      '日本語': { values: { '名前': text('東京') } },
      Types: {
        values: {
          '': text('default'),
          None: { type: 0, data: new Uint8Array(0) },
          Expand: { type: 2, data: utf16('%SystemRoot%\\system32\0') },
          Unterminated: { type: 1, data: utf16('no nul') },
          Trailing: { type: 1, data: utf16('kept\0dropped\0') },
          Bytes: binary(0xde, 0xad, 0xbe, 0xef, 0x01),
          Short: binary(1, 2, 3),
          BigEndian: { type: 5, data: Uint8Array.from([0, 0, 1, 2]) },
          Multi: multi('one', 'zwei', '三'),
          Quad: qword(0x0000000100000002n),
          Huge: qword(0xffffffffffffffffn),
          Odd: { type: 4, data: Uint8Array.from([1, 2, 3]) },
          Big: { type: 3, data: BIG },
        },
      },
    },
  });
}
