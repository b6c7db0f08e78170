/**
 * Cells: the allocation units inside the hive bins. A signed length comes first (negative: in use), then the content.
 * Source: "Windows registry file format specification", section "Hive bin / Cell".
 */
import { readI32, readU32 } from '../../bytes/integer.ts';
import { readUtf16 } from '../../bytes/utf16.ts';
import { ParseError } from '../../model/error.ts';
import { BINS_START } from './base-block.ts';

/** Offset that means "there is none". */
export const NO_CELL = 0xffffffff;

/** Content of a cell that is in use, as file offsets. */
export interface Cell {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The cell at `offset` (relative to the bins). Throws `ParseError` when it is free or reaches outside the file. */
export function cellAt(bytes: Uint8Array, offset: number): Cell {
  const at = BINS_START + offset;
  if (offset === NO_CELL || at + 4 > bytes.length) throw damage('cell-outside', at, `a cell within ${bytes.length} bytes`, 'none');
  const size = readI32(bytes, at);
  if (size >= 0) throw damage('cell-free', at, 'a cell in use', `size ${size}`);
  if (size > -8 || at - size > bytes.length) {
    throw damage('cell-size', at, `a size of 8 to ${bytes.length - at}`, `${-size}`);
  }
  return { start: at + 4, end: at - size };
}

/** Throws unless the cell begins with the two letters and holds at least `length` bytes. */
export function requireCell(bytes: Uint8Array, cell: Cell, letters: string, length: number): void {
  const found = signature(bytes, cell);
  if (found !== letters) throw damage('cell-kind', cell.start, letters, JSON.stringify(found));
  if (cell.end - cell.start < length) {
    throw damage('cell-short', cell.start, `${length} bytes of ${letters}`, `${cell.end - cell.start}`);
  }
}

/** The two letters that say what the cell is. A cell in use always has at least four bytes of content. */
export function signature(bytes: Uint8Array, cell: Cell): string {
  return String.fromCharCode(bytes[cell.start] as number, bytes[cell.start + 1] as number);
}

/** A key or value name: one byte per character (Latin-1) when compressed, UTF-16LE otherwise. */
export function readName(bytes: Uint8Array, at: number, length: number, end: number, compressed: boolean): string {
  if (at + length > end) throw damage('name-outside', at, `a name of ${length} bytes`, `${end - at}`);
  if (!compressed) return readUtf16(bytes, at, length & ~1);
  let name = '';
  for (let i = at; i < at + length; i++) name += String.fromCharCode(bytes[i] as number);
  return name;
}

/** The 32-bit offsets of a list cell, at most `count` and no more than the cell holds. */
export function* offsetsIn(bytes: Uint8Array, cell: Cell, from: number, count: number, stride: number): Generator<number> {
  const room = Math.floor((cell.end - from) / stride);
  const total = Math.min(count, Math.max(0, room));
  for (let i = 0; i < total; i++) yield readU32(bytes, from + i * stride);
}

/** Registry names compare without case. */
export function fold(name: string): string {
  return name.toLowerCase();
}

export function damage(code: string, offset: number, expected: string, found: string): ParseError {
  return new ParseError({ code, offset, expected, found });
}

