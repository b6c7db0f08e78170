/** Where the fields of each kind of record header stand (evntrace.h, evntcons.h; kernel headers as published by several readers). */
import { viewU16, type View } from '../../bytes/view.ts';
import type { EtlHeaderKind } from './event.ts';

export interface RecordLayout {
  readonly kind: EtlHeaderKind;
  readonly pointerSize: 4 | 8;
  /** Where the u16 with the record's size stands. */
  readonly sizeAt: number;
  /** Size of the header: where data or extended items start. */
  readonly fixed: number;
  /** Offsets of fields; -1 for a field this kind does not have. The process id follows the thread id. */
  readonly threadAt: number;
  readonly timeAt: number;
  readonly guidAt: number;
  readonly idAt: number;
}

const NONE = { threadAt: -1, timeAt: -1, guidAt: -1, idAt: -1 } as const;
const layouts: (RecordLayout | undefined)[] = [];

function pair(type32: number, type64: number, layout: Omit<RecordLayout, 'pointerSize'>): void {
  layouts[type32] = { ...layout, pointerSize: 4 };
  layouts[type64] = { ...layout, pointerSize: 8 };
}

pair(0x01, 0x02, { kind: 'system', sizeAt: 4, fixed: 0x20, threadAt: 8, timeAt: 0x10, guidAt: -1, idAt: 6 });
pair(0x03, 0x04, { kind: 'compact', sizeAt: 4, fixed: 0x18, threadAt: 8, timeAt: 0x10, guidAt: -1, idAt: 6 });
pair(0x10, 0x11, { kind: 'perfinfo', sizeAt: 4, fixed: 0x10, threadAt: -1, timeAt: 8, guidAt: -1, idAt: 6 });
pair(0x0a, 0x14, { kind: 'classic', sizeAt: 0, fixed: 0x30, threadAt: 8, timeAt: 0x10, guidAt: 0x18, idAt: -1 });
pair(0x0b, 0x15, { kind: 'instance', sizeAt: 0, fixed: 0x48, threadAt: 8, timeAt: 0x10, guidAt: 0x18, idAt: -1 });
pair(0x12, 0x13, { kind: 'event', sizeAt: 0, fixed: 0x50, threadAt: 8, timeAt: 0x10, guidAt: 0x18, idAt: 0x28 });
layouts[0x0d] = { ...NONE, kind: 'error', pointerSize: 8, sizeAt: 0, fixed: 4 };
const OTHER: RecordLayout = { ...NONE, kind: 'other', pointerSize: 8, sizeAt: 0, fixed: 4 };
const MESSAGES: readonly RecordLayout[] = Array.from({ length: 256 }, (_, options) => messageLayout(options));

/** WPP: the option bits say which fields follow, in this order (TRACE_MESSAGE_* of evntrace.h). */
function messageLayout(options: number): RecordLayout {
  let at = 8;
  const field = (isThere: number, size: number): number => {
    if (!isThere) return -1;
    at += size;
    return at - size;
  };
  field(options & 0x01, 4);
  const guidAt = field(options & 0x02, 16);
  if (guidAt < 0) field(options & 0x04, 4);
  const timeAt = field(options & 0x08, 8);
  const threadAt = field(options & 0x20, 8);
  return { kind: 'message', pointerSize: options & 0x40 ? 4 : 8, sizeAt: 0, fixed: at, threadAt, timeAt, guidAt, idAt: 4 };
}

/** Layout of the record at `at`, whose first word is `marker`; null when that is no record. Eight bytes must be there. */
export function recordLayout(view: View, at: number, marker: number): RecordLayout | null {
  const top = marker >>> 24;
  if (top === 0xc0) return layouts[(marker >>> 16) & 0xff] ?? OTHER;
  if (top === 0x90) return MESSAGES[viewU16(view, at + 6) & 0xff] as RecordLayout;
  return top >= 0x80 ? OTHER : null;
}
