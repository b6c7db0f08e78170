/** Members of a zip archive as its headers state them (PKWARE APPNOTE 4.3 to 4.5), before any judgement. */
import { readU16, readU32, readU64 } from '../../bytes/integer.ts';
import type { Micros } from '../../model/time.ts';

export interface ZipMember {
  readonly rawName: Uint8Array;
  readonly extra: Uint8Array;
  /** General purpose bit flag (APPNOTE 4.4.4). */
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Offset of the local header. */
  readonly headerOffset: number;
  readonly dosDate: number;
  readonly dosTime: number;
  /** Offset of the data; only for members found by their local header. */
  readonly dataOffset?: number;
  /** Data ends before the size its header states, or the size is unknown because the file was cut. */
  readonly cut?: true;
}

export interface ZipDirectory {
  readonly members: readonly ZipMember[];
  /** Number of entries the end record announces. */
  readonly announced: number;
  /** Why reading stopped before the announced number; undefined when all were read. */
  readonly stopped?: string;
}

export const FLAG_ENCRYPTED = 0x0001;
export const FLAG_DESCRIPTOR = 0x0008;
export const FLAG_STRONG_ENCRYPTION = 0x0040;
export const FLAG_UTF8 = 0x0800;
export const FLAG_MASKED_HEADERS = 0x2000;

export const METHOD_STORED = 0;
export const METHOD_DEFLATED = 8;

export const LOCAL_SIGNATURE = 0x04034b50;
export const LOCAL_LENGTH = 30;
const UNKNOWN_32 = 0xffffffff;
const ZIP64_EXTRA = 0x0001;

/** Data of the extra field `id`, or undefined; a field that runs over the end is not there. */
export function extraField(extra: Uint8Array, id: number): Uint8Array | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = readU16(extra, at + 2);
    if (at + 4 + length > extra.length) return undefined;
    if (readU16(extra, at) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

/** Sizes and offset with the zip64 extra field put in place of 0xFFFFFFFF (APPNOTE 4.5.3). Null when the field is too short. */
export function widen(
  extra: Uint8Array,
  narrow: { readonly size: number; readonly compressedSize: number; readonly headerOffset: number },
): { size: number; compressedSize: number; headerOffset: number } | null {
  const wide = { ...narrow };
  const field = extraField(extra, ZIP64_EXTRA);
  let at = 0;
  for (const key of ['size', 'compressedSize', 'headerOffset'] as const) {
    if (wide[key] !== UNKNOWN_32) continue;
    // 0xFFFFFFFF without the field is a plain number of an archive just below 4 GiB.
    if (!field) continue;
    if (at + 8 > field.length) return null;
    wide[key] = readU64(field, at);
    at += 8;
  }
  return wide;
}

/** Time of the last change: UTC from the NTFS or Unix extra field, else the DOS stamp, which is local time (2 s grain). */
export function memberTime(member: ZipMember): { readonly time: Micros; readonly clock: 'utc' | 'local' } | undefined {
  const unix = extraField(member.extra, 0x5455);
  if (unix && unix.length >= 5 && ((unix[0] as number) & 1) === 1) return { time: readU32(unix, 1) * 1_000_000, clock: 'utc' };
  const { dosDate, dosTime } = member;
  const month = (dosDate >> 5) & 15;
  const day = dosDate & 31;
  if (month < 1 || month > 12 || day < 1) return undefined;
  const millis = Date.UTC(1980 + (dosDate >> 9), month - 1, day, dosTime >> 11, (dosTime >> 5) & 63, (dosTime & 31) * 2);
  return { time: millis * 1000, clock: 'local' };
}
