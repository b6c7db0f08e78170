/** What a field of a record or fact may hold. `null` is "the source says there is none"; a missing key is "unknown". */
export type Value = string | number | boolean | null | readonly string[] | readonly number[];
export type Fields = Readonly<Record<string, Value>>;

/** Field types a source declares in `yields`; `code` is an unsigned 32-bit error code, `time` is `Micros`. */
export type FieldType = 'string' | 'number' | 'boolean' | 'code' | 'time' | 'strings' | 'numbers';
