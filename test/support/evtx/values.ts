/**
 * Encodes one event value the way the log stores it.
 * Wire forms: [MS-EVEN6] 2.2.12 (BinXml value types) and the value table of the libyal EVTX notes.
 */

/** Value type names and their numbers on the wire. */
export const valueTypes = {
  null: 0x00, string: 0x01, ansi: 0x02, int8: 0x03, uint8: 0x04, int16: 0x05, uint16: 0x06, int32: 0x07, uint32: 0x08,
  int64: 0x09, uint64: 0x0a, float: 0x0b, double: 0x0c, bool: 0x0d, binary: 0x0e, guid: 0x0f, size_t: 0x10,
  filetime: 0x11, systemtime: 0x12, sid: 0x13, hex32: 0x14, hex64: 0x15, handle: 0x20, binxml: 0x21, xml: 0x23,
} as const;

export type ScalarType = keyof typeof valueTypes;
/** A scalar type or an array of one (`string[]` is type 0x81). */
export type ValueType = ScalarType | `${ScalarType}[]`;

export type Scalar = string | number | bigint | boolean | null;

export interface EncodedValue {
  readonly type: number;
  readonly bytes: Buffer;
}

const ticksTo1970 = 116_444_736_000_000_000n;

/** FILETIME ticks (100 ns since 1601) of ISO text with up to seven fraction digits and `Z`, or of microseconds since 1970. */
export function toFiletime(time: string | number): bigint {
  if (typeof time === 'number') return BigInt(Math.round(time)) * 10n + ticksTo1970;
  const match = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7})\d*)?)?\s*(?:Z|UTC)?$/.exec(time);
  if (!match) throw new Error(`not an ISO UTC time: ${time}`);
  const [, year, month, day, hour, minute, second = '0', fraction = ''] = match;
  const millis = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return BigInt(millis) * 10_000n + BigInt(fraction.padEnd(7, '0')) + ticksTo1970;
}

/** ISO text with nine fraction digits, as the event XML shows it. */
export function filetimeText(ticks: bigint): string {
  const since1970 = ticks - ticksTo1970;
  const millis = Number(since1970 / 10_000_000n) * 1000;
  const fraction = (since1970 % 10_000_000n).toString().padStart(7, '0');
  return `${new Date(millis).toISOString().slice(0, 19)}.${fraction}00Z`;
}

/** 16 bytes of a GUID with or without braces: the first three groups little-endian, the rest as written. */
export function guidBytes(text: string): Buffer {
  const hex = text.replace(/[{}-]/g, '');
  if (!/^[0-9a-fA-F]{32}$/.test(hex)) throw new Error(`not a GUID: ${text}`);
  const raw = Buffer.from(hex, 'hex');
  const out = Buffer.from(raw);
  for (const [start, size] of [[0, 4], [4, 2], [6, 2]] as const) {
    for (let i = 0; i < size; i++) out[start + i] = raw[start + size - 1 - i]!;
  }
  return out;
}

/** Bytes of a SID in its S-1-… text form ([MS-DTYP] 2.4.2.2). */
export function sidBytes(text: string): Buffer {
  const parts = text.split('-');
  if (parts[0] !== 'S' || parts.length < 3) throw new Error(`not a SID: ${text}`);
  const subAuthorities = parts.slice(3).map(Number);
  const out = Buffer.alloc(8 + 4 * subAuthorities.length);
  out[0] = Number(parts[1]);
  out[1] = subAuthorities.length;
  out.writeUIntBE(Number(parts[2]), 2, 6);
  subAuthorities.forEach((value, i) => out.writeUInt32LE(value, 8 + 4 * i));
  return out;
}

/** SYSTEMTIME: year, month, day of week, day, hour, minute, second, millisecond, each 16 bits. */
function systemtimeBytes(time: string | number): Buffer {
  const date = new Date(Number((toFiletime(time) - ticksTo1970) / 10_000n));
  const out = Buffer.alloc(16);
  [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDay(), date.getUTCDate(), date.getUTCHours(),
    date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()].forEach((field, i) => out.writeUInt16LE(field, 2 * i));
  return out;
}

function integerBytes(value: Scalar, size: number): Buffer {
  const wide = Buffer.alloc(8);
  wide.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value === null ? 0 : value)));
  return wide.subarray(0, size);
}

const integerSizes: Partial<Record<ScalarType, number>> = {
  int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, int64: 8, uint64: 8, hex32: 4, hex64: 8, size_t: 8, handle: 8,
};

function scalarBytes(type: ScalarType, value: Scalar): Buffer {
  const size = integerSizes[type];
  if (size !== undefined) return integerBytes(value, size);
  const text = String(value);
  switch (type) {
    case 'null': return Buffer.alloc(0);
    case 'string': case 'xml': return Buffer.from(text, 'utf16le');
    case 'ansi': return Buffer.from(text, 'latin1');
    case 'bool': return integerBytes(value === true || value === 'true' ? 1 : typeof value === 'number' ? value : 0, 4);
    case 'binary': case 'binxml': return Buffer.from(text, 'hex');
    case 'guid': return guidBytes(text);
    case 'sid': return sidBytes(text);
    case 'filetime': return integerBytes(value === 0 ? 0n : toFiletime(typeof value === 'number' ? value : text), 8);
    case 'systemtime': return systemtimeBytes(typeof value === 'number' ? value : text);
    case 'float': { const out = Buffer.alloc(4); out.writeFloatLE(Number(value)); return out; }
    case 'double': { const out = Buffer.alloc(8); out.writeDoubleLE(Number(value)); return out; }
    default: throw new Error(`no encoding for ${type}`);
  }
}

/** The type a plain value gets when none is stated. */
export function guessType(value: Scalar): ScalarType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'double';
  if (value < 0) return value < -0x8000_0000 ? 'int64' : 'int32';
  return value > 0xffff_ffff ? 'uint64' : 'uint32';
}

/**
 * Encodes a value. `size` overrides the natural width (4-byte `size_t`, a padded string); strings in arrays end in NUL each.
 * A `null` value is written as type NULL whatever type was named, as Windows does.
 */
export function encodeValue(value: Scalar | readonly Scalar[], type?: ValueType, size?: number): EncodedValue {
  if (Array.isArray(value) || type?.endsWith('[]')) {
    const items = (Array.isArray(value) ? value : [value]) as readonly Scalar[];
    const item = (type?.replace('[]', '') ?? guessType(items[0] ?? '')) as ScalarType;
    const end = item === 'string' ? Buffer.alloc(2) : item === 'ansi' ? Buffer.alloc(1) : Buffer.alloc(0);
    return { type: 0x80 | valueTypes[item], bytes: Buffer.concat(items.flatMap((one) => [scalarBytes(item, one), end])) };
  }
  const scalar = value as Scalar;
  const kind = scalar === null ? 'null' : ((type as ScalarType | undefined) ?? guessType(scalar));
  let bytes = scalarBytes(kind, scalar);
  if (size !== undefined) {
    const sized = Buffer.alloc(size);
    bytes.copy(sized);
    bytes = sized;
  }
  return { type: valueTypes[kind], bytes };
}

/** The text Windows shows for a value in event XML; used where a record holds text only. */
export function valueText(value: Scalar | readonly Scalar[], type?: ValueType): string {
  if (Array.isArray(value)) return value.map((one) => valueText(one as Scalar)).join('\n');
  const scalar = value as Scalar;
  if (scalar === null) return '';
  if (type === 'hex32' || type === 'hex64') return `0x${BigInt(scalar).toString(16)}`;
  return String(scalar);
}
