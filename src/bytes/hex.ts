/** Bytes and integers as hexadecimal text. */

const UPPER: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).toUpperCase().padStart(2, '0'));

/** Bytes as upper-case hex without separators, for example `0A1B`. */
export function toHex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  for (let i = from; i < to; i++) text += UPPER[bytes[i] as number] as string;
  return text;
}

/** 32-bit integer as Windows writes its hex types: `0x` and lower-case digits, no leading zeros. */
export function hex32Text(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

/** 64-bit integer, given as its two unsigned 32-bit halves, as `0x` and lower-case digits. */
export function hex64Text(low: number, high: number): string {
  if (high === 0) return hex32Text(low);
  return `0x${(high >>> 0).toString(16)}${(low >>> 0).toString(16).padStart(8, '0')}`;
}
