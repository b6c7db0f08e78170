/** What an event description may say. */
import type { Scalar, ValueType } from './values.ts';

/**
 * - `modern`: System template with a nested EventData template (manifest providers).
 * - `classic`: unnamed `Data` as one string array (0x81) and `Binary` (0x0e): what ReportEvent writes.
 * - `classic-separate`: unnamed `Data`, one value each.
 * - `flat`: one template for the whole event, data included.
 * - `nested-plain`: the nested fragment holds elements, no template.
 * - `text`: no template at all, every value as text (forwarded or re-exported logs).
 */
export type Layout = 'modern' | 'classic' | 'classic-separate' | 'flat' | 'nested-plain' | 'text';

export interface DataItem {
  readonly name?: string;
  readonly value: Scalar | readonly Scalar[];
  readonly type?: ValueType;
  /** Declared size in bytes when it is not the natural one. */
  readonly size?: number;
}

/** Data items, plain values (unnamed), or an object of named values. */
export type DataInput = readonly (DataItem | Scalar)[] | Readonly<Record<string, Scalar>>;

export interface UserDataInput {
  /** Element below `UserData`. */
  readonly element: string;
  readonly xmlns?: string;
  readonly data: DataInput;
}

export interface EventInput {
  readonly provider: string;
  readonly providerGuid?: string;
  readonly eventSourceName?: string;
  readonly eventId: number;
  readonly qualifiers?: number;
  readonly version?: number;
  readonly level?: number;
  readonly task?: number;
  readonly opcode?: number;
  /** 64 bits as `0x…` text or a number. */
  readonly keywords?: string | number | bigint;
  /** ISO UTC text (up to 100 ns) or microseconds since 1970. */
  readonly time: string | number;
  /** Time in the record header, when it differs from the event's own time. */
  readonly writtenAt?: string | number;
  readonly recordId?: number;
  readonly pid?: number;
  readonly tid?: number;
  readonly activityId?: string;
  readonly relatedActivityId?: string;
  readonly channel: string;
  readonly computer: string;
  readonly userSid?: string;
  /** `null`: the event has no EventData element at all. */
  readonly data?: DataInput | null;
  /** `Name` attribute of EventData. */
  readonly dataName?: string;
  /** Hex digits of `Binary`. */
  readonly binary?: string;
  readonly userData?: UserDataInput;
  /** RenderingInfo, as forwarding stores it. */
  readonly rendering?: { readonly culture: string; readonly message: string; readonly level?: string };
  readonly layout?: Layout;
  /** Which System constants are literals of the template; the others become values. Default: all. */
  readonly literals?: readonly ('provider' | 'channel' | 'computer')[];
  /** Fragment header in front of the nested fragment (default true); real logs have both forms. */
  readonly nestedHeader?: boolean;
}

export interface Placed extends EventInput {
  readonly recordId: number;
  readonly layout: Layout;
}

export function dataItems(input: DataInput | null | undefined): DataItem[] {
  if (input === null || input === undefined) return [];
  if (!Array.isArray(input)) return Object.entries(input as Record<string, Scalar>).map(([name, value]) => ({ name, value }));
  return (input as readonly (DataItem | Scalar)[]).map((item) => (item !== null && typeof item === 'object' ? item : { value: item }));
}
