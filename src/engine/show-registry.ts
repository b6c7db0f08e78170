/** A key or value of a hive, or of registry keys printed as text. */
import { toHex } from '../bytes/hex.ts';
import { openHive, type Hive } from '../formats/regf/hive.ts';
import type { Key } from '../formats/regf/key.ts';
import type { RegistryValue } from '../formats/regf/value.ts';
import { decodeText } from '../formats/text/decode.ts';
import type { ShownLines, ShownRegistry } from '../model/shown.ts';
import { isoTime } from '../report/time-text.ts';
import { readRegistryText } from '../sources/registry/reg-text.ts';
import { normalPath } from '../sources/registry/reg-values.ts';
import type { Place } from './show-place.ts';
import { excerpt } from './show-text.ts';

const MOST_LISTED = 100;

/** `key` as references write it (`HKLM\SYSTEM\ControlSet001\…`); `value` '' is the default value. Throws ParseError for a broken hive. */
export async function showKey(place: Place, key: string, value: string | undefined): Promise<ShownRegistry | ShownLines> {
  const bytes = await place.entry.bytes();
  if (place.artifactKind !== 'registry-hive') return ofText(bytes, key, value);
  const hive = openHive(bytes);
  const { item, isWhole } = nearest(hive, key);
  const values = !isWhole ? [] : value === undefined ? item.values() : [item.value(value)].filter((each) => each !== null);
  const subkeys = value === undefined || !isWhole ? item.subkeys().map((each) => each.name) : [];
  return {
    kind: 'registry',
    key: item.path,
    isKeyPresent: isWhole,
    lastWritten: item.lastWritten === null ? null : isoTime(item.lastWritten),
    asked: value ?? null,
    values: values.slice(0, MOST_LISTED).map(shownValue),
    subkeys: subkeys.slice(0, MOST_LISTED),
    omitted: Math.max(0, values.length - MOST_LISTED) + Math.max(0, subkeys.length - MOST_LISTED),
  };
}

/** The key, or the nearest one above it that is there. A reference begins with the name of a root, which no hive holds. */
function nearest(hive: Hive, key: string): { readonly item: Key; readonly isWhole: boolean } {
  const names = key.split('\\').filter((name) => name !== '');
  const paths = [2, 1, 0].map((rooted) => names.slice(rooted));
  for (let cut = 0; cut < names.length; cut++) {
    for (const path of paths) {
      if (path.length <= cut) continue;
      const item = hive.key(path.slice(0, path.length - cut).join('\\'));
      if (item !== null) return { item, isWhole: cut === 0 };
    }
  }
  return { item: hive.root, isWhole: false };
}

function shownValue(value: RegistryValue): ShownRegistry['values'][number] {
  return { name: value.name, type: value.typeName, data: dataText(value) };
}

function dataText(value: RegistryValue): string {
  const data = value.data();
  if (data === null) return 'damaged';
  if (typeof data === 'number') return `0x${data.toString(16)} (${data})`;
  if (data instanceof Uint8Array) return toHex(data);
  return typeof data === 'string' ? data : data.join(' | ');
}

function ofText(bytes: Uint8Array, key: string, value: string | undefined): ShownLines {
  const decoded = decodeText(bytes);
  const text = readRegistryText(decoded.lines);
  const found = text.keys.get(normalPath(key).toLowerCase());
  const line = (value === undefined ? undefined : found?.values.get(value.toLowerCase())?.line) ?? found?.line ?? text.missing.get(normalPath(key).toLowerCase());
  return line === undefined ? excerpt(decoded, 1, 0, 0) : excerpt(decoded, line, line, 3);
}
