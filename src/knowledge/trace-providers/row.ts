/** Shape of the table of trace providers: which fields an event's data consist of, for traces that do not carry it themselves. */

/** Names of stored types; lengths are theirs, or said in the field. */
export type TraceType =
  | 'string' | 'ansi' | 'u8' | 'u16' | 'u32' | 'u64' | 'i8' | 'i32' | 'i64' | 'bool' | 'binary' | 'guid' | 'pointer' | 'filetime' | 'systemtime' | 'sid' | 'hex32' | 'hex64';

/**
 * A field as `Name:type`. `Name:binary(Size)` is as long as the field `Size` says, `Name:binary(20)` has 20 bytes,
 * `Name:string*Count` occurs as often as the field `Count` says.
 */
export type TraceField = `${string}:${TraceType}` | `${string}:binary(${string})` | `${string}:${TraceType}*${string}`;

export interface TraceEvent {
  readonly ids: readonly number[];
  readonly version: number;
  readonly fields: readonly TraceField[];
  /** Says nothing by itself (marks of begin and end with a counter): counted, not read. */
  readonly isQuiet?: true;
}

/** `verified`: read off real traces. `documented`: from published dumps of the manifest, no trace seen. */
export type TraceBasis = 'verified' | 'documented';

export interface TraceProvider {
  /** In braces, upper case. */
  readonly guid: string;
  /** As event logs name it, so that both give the same records. */
  readonly name: string;
  readonly basis: TraceBasis;
  /** Where the layouts were looked up. */
  readonly source: string;
  readonly events: readonly TraceEvent[];
}

/** One event, or several with the same fields, of version 0 unless said. */
export function event(ids: number | readonly number[], fields: readonly TraceField[], version = 0): TraceEvent {
  return { ids: typeof ids === 'number' ? [ids] : ids, version, fields };
}
