/**
 * A value of a key; its data is read when asked for.
 * Source: "Windows registry file format specification", section "Key value".
 */
import { readU16, readU32 } from '../../bytes/integer.ts';
import { cellAt, damage, readName, requireCell } from './cells.ts';
import type { HiveStore } from './items.ts';
import { decodeValue, readValueBytes, TYPE_NAMES } from './value-data.ts';
import type { RegistryData } from './value-data.ts';

export interface RegistryValue {
  /** '' for the default value. */
  readonly name: string;
  readonly type: number;
  /** `REG_DWORD`, `REG_SZ`, … or `REG_<number>`. */
  readonly typeName: string;
  /** Raw bytes, a view of the hive as a rule; null when damaged (see the hive's notes). */
  bytes(): Uint8Array | null;
  /** Decoded by type; null when damaged. */
  data(): RegistryData | null;
}

/** Bytes before the name. */
export const VALUE_HEADER = 20;
/** 16,383 UTF-16 units: the limit Windows sets. */
const NAME_LIMIT = 32_766;
const NAME_COMPRESSED = 0x01;

/** The value whose cell is at `offset`. Throws `ParseError` when the cell or the name is damaged. */
export function readValue(store: HiveStore, offset: number): RegistryValue {
  const { bytes, notes } = store;
  const cell = cellAt(bytes, offset);
  requireCell(bytes, cell, 'vk', VALUE_HEADER);
  const compressed = (readU16(bytes, cell.start + 16) & NAME_COMPRESSED) !== 0;
  const length = readU16(bytes, cell.start + 2);
  if (length > NAME_LIMIT) throw damage('name-length', cell.start + 2, `at most ${NAME_LIMIT} bytes`, `${length}`);
  const name = readName(bytes, cell.start + VALUE_HEADER, length, cell.end, compressed);
  const type = readU32(bytes, cell.start + 12);
  const read = (): Uint8Array | null => notes.guard(() => readValueBytes(bytes, cell.start + 4));
  return {
    name,
    type,
    typeName: TYPE_NAMES[type] ?? `REG_${type}`,
    bytes: read,
    data() {
      const raw = read();
      return raw === null ? null : decodeValue(type, raw);
    },
  };
}
