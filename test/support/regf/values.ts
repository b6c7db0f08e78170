/** Registry values: what a recipe may write, and the bytes the registry stores for it. */

export const registryTypes = {
  REG_NONE: 0, REG_SZ: 1, REG_EXPAND_SZ: 2, REG_BINARY: 3, REG_DWORD: 4, REG_DWORD_BIG_ENDIAN: 5, REG_LINK: 6, REG_MULTI_SZ: 7,
  REG_RESOURCE_LIST: 8, REG_QWORD: 11,
} as const;

export type RegistryType = keyof typeof registryTypes;

/**
 * Text is REG_SZ, a number REG_DWORD, a bigint REG_QWORD, a list of text REG_MULTI_SZ, bytes REG_BINARY;
 * the object form names the type (`value` of REG_BINARY and REG_NONE is hex text or bytes), or gives a type number and raw hex.
 */
export type HiveValue =
  | string | number | bigint | readonly string[] | Uint8Array
  | { readonly type: RegistryType; readonly value: string | number | bigint | readonly string[] | Uint8Array }
  | { readonly type: number; readonly raw: string };

const zeroEnded = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');

function dword(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value >>> 0);
  return out;
}

function typedBytes(type: RegistryType, value: string | number | bigint | readonly string[] | Uint8Array): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  switch (type) {
    case 'REG_DWORD': return dword(Number(value));
    case 'REG_DWORD_BIG_ENDIAN': return dword(Number(value)).reverse();
    case 'REG_QWORD': { const out = Buffer.alloc(8); out.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value as bigint))); return out; }
    case 'REG_MULTI_SZ': return Buffer.concat([...(value as readonly string[]).map(zeroEnded), Buffer.alloc(2)]);
    case 'REG_BINARY': case 'REG_NONE': case 'REG_RESOURCE_LIST': return Buffer.from(String(value).replace(/[\s,]/g, ''), 'hex');
    default: return zeroEnded(String(value));
  }
}

/** Type number and stored bytes of a value. */
export function registryBytes(value: HiveValue): { readonly type: number; readonly bytes: Buffer } {
  const plain = (type: RegistryType, content: Parameters<typeof typedBytes>[1]): { type: number; bytes: Buffer } => ({ type: registryTypes[type], bytes: typedBytes(type, content) });
  if (typeof value === 'string') return plain('REG_SZ', value);
  if (typeof value === 'number') return plain('REG_DWORD', value);
  if (typeof value === 'bigint') return plain('REG_QWORD', value);
  if (value instanceof Uint8Array) return plain('REG_BINARY', value);
  if ('raw' in value) return { type: value.type, bytes: Buffer.from(value.raw, 'hex') };
  if ('type' in value) return plain(value.type, value.value);
  return plain('REG_MULTI_SZ', value);
}
