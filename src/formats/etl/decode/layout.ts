/** What the data of an event consist of: the form that embedded, built-in and TraceLogging descriptions are brought into before reading. */

/** Types of stored values (TDH_IN_TYPE, tdh.h); 1 to 21 are numbered as in event logs. */
export const IN = {
  NULL: 0, STRING: 1, ANSI: 2, I8: 3, U8: 4, I16: 5, U16: 6, I32: 7, U32: 8, I64: 9, U64: 10, FLOAT: 11, DOUBLE: 12, BOOL: 13, BINARY: 14,
  GUID: 15, POINTER: 16, FILETIME: 17, SYSTEMTIME: 18, SID: 19, HEX32: 20, HEX64: 21, COUNTED_STRING: 22, COUNTED_ANSI: 23, COUNTED_BINARY: 25,
} as const;

/** How values are meant to be shown (TDH_OUT_TYPE); those that change what is written. */
export const OUT = { STRING: 1, BOOL: 13, HEX8: 16, HEX64: 19, PORT: 22, IPV4: 23, IPV6: 24, SOCKET_ADDRESS: 25, UTF8: 35 } as const;

/** How many, or how long: not said, a number, the value of another field, or a 16-bit number in front of the data. */
export type Extent =
  | { readonly by: 'none' }
  | { readonly by: 'fixed'; readonly value: number }
  | { readonly by: 'field'; readonly index: number }
  | { readonly by: 'prefix' };

export const UNSAID: Extent = { by: 'none' };

export interface FieldLayout {
  readonly name: string;
  /** Position in the flat list of all fields; what `Extent` of another field refers to. */
  readonly index: number;
  readonly inType: number;
  readonly outType: number;
  /** Name of a value map, '' without one. */
  readonly map: string;
  readonly count: Extent;
  /** In bytes for binary, in characters for strings. */
  readonly length: Extent;
  /** Members of a structure; null for a plain value. */
  readonly members: readonly FieldLayout[] | null;
}

export interface EventLayout {
  /** GUID in the form of `bytes`. */
  readonly provider: string;
  readonly id: number;
  readonly version: number;
  readonly providerName: string;
  /** Log channel the provider writes this event to, '' for none: not localised. */
  readonly channel: string;
  /** Name of the event, as TraceLogging gives it; '' for manifest events. */
  readonly name: string;
  /** Message template in the language of the traced machine: for showing, never for matching. */
  readonly message: string;
  readonly fields: readonly FieldLayout[];
}

/** Numbers and what they stand for, in the language of the traced machine. */
export interface ValueMap {
  readonly provider: string;
  readonly name: string;
  /** Each bit has a text of its own. */
  readonly isBitmap: boolean;
  readonly texts: ReadonlyMap<number, string>;
}
