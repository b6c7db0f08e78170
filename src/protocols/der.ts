/** DER, as far as certificates need it: one value at a time, with lengths checked. Source: ITU-T X.690 clauses 8 and 10. */

export interface DerValue {
  /** The first octet: class, constructed bit and number. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Where the next value starts. */
  readonly end: number;
}

export const DER = { boolean: 0x01, integer: 0x02, octetString: 0x04, objectId: 0x06, utf8: 0x0c, printable: 0x13, teletex: 0x14, ia5: 0x16, utcTime: 0x17, generalizedTime: 0x18, universal: 0x1c, bmp: 0x1e, sequence: 0x30, set: 0x31 } as const;

/** The value at `offset`; null when it is not all there or its header is of a form that certificates do not use. */
export function readDer(bytes: Uint8Array, offset = 0): DerValue | null {
  const [tag, first] = [bytes[offset], bytes[offset + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let length = first;
  let at = offset + 2;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4 || at + octets > bytes.length) return null;
    length = 0;
    for (let index = 0; index < octets; index++) length = length * 256 + (bytes[at + index] as number);
    at += octets;
  }
  return at + length > bytes.length ? null : { tag, content: bytes.subarray(at, at + length), end: at + length };
}

/** The values one after another in `bytes`, at most `most`, up to the first that cannot be read. */
export function readDerList(bytes: Uint8Array, most = 64): DerValue[] {
  const values: DerValue[] = [];
  for (let next = readDer(bytes); next !== null && values.length < most; next = readDer(bytes, next.end)) values.push(next);
  return values;
}

/** An object identifier in dotted form; '' when it has no octets. */
export function objectIdText(bytes: Uint8Array): string {
  const parts: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (parts.length === 0) parts.push(Math.min(2, Math.floor(value / 40)), value - Math.min(2, Math.floor(value / 40)) * 40);
    else parts.push(value);
    value = 0;
  }
  return parts.join('.');
}
