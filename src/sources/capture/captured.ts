/**
 * One packet event of a trace as its provider laid it out.
 * Microsoft-Windows-NDIS-PacketCapture 1001: u32 MiniportIfIndex, u32 LowerIfIndex, u32 FragmentSize, fragment.
 * Microsoft-Windows-Ras-NdisWanPacketCapture 5001 (send), 5002 (receive): two UTF-16 strings (routing domain, user), u32 size, Ethernet frame.
 * Microsoft-Windows-PktMon 160 (packet), 170 (dropped): 0x22 bytes of numbers, payload.
 * Layouts: public manifests of these providers; pktmon verified on real files of builds 19042 to 26200.
 */
import { readU16, readU32, readU64Text } from '../../bytes/integer.ts';
import { readUtf16Terminated } from '../../bytes/utf16.ts';
import type { EtlEvent, EtlHeaderKind } from '../../formats/etl/index.ts';
import type { LinkType } from '../../protocols/ip-frame.ts';

export const NDIS_CAPTURE = '{2ED6006E-4729-4609-B423-3EE7BCD678EF}';
export const NDIS_WAN_CAPTURE = '{D84521F7-2235-4237-A7C0-14E3A9676286}';
export const PKTMON = '{4D4F80D9-C8BD-4D73-BB5B-19C90402C5AC}';

export type Direction = 'in' | 'out';

export interface Captured {
  readonly link: LinkType;
  readonly direction: Direction | null;
  /** Where it was seen: `if 12` (adapter), `wan` (inside the tunnel), `pktmon 34` (component). */
  readonly place: string;
  /** Where the packet stands in the event's data; no view of them, which would outlive the event. */
  readonly at: number;
  readonly length: number;
  /** One packet in several events (before Windows 8.1): parts of one key follow each other from `isStart` to `isEnd`,
   *  those between are marked as neither. Neither without an open start is a whole packet. */
  readonly isStart: boolean;
  readonly isEnd: boolean;
  readonly partKey: string;
  /** The provider cut it. */
  readonly isCut: boolean;
  /** Seen at several components: equal groups are one packet. */
  readonly group: string | null;
  /** Windows threw the packet away: reason number of the packet monitor. */
  readonly dropReason: number | null;
  /** The frame's length before it was cut, where the provider says it. */
  readonly originalLength: number | null;
  /** Captured inside the tunnel: the user of the connection. */
  readonly user: string | null;
}

/** Whether an event is a packet. */
export function isPacketEvent(kind: EtlHeaderKind, provider: string, id: number): boolean {
  if (kind !== 'event') return false;
  if (provider === NDIS_CAPTURE) return id === 1001;
  if (provider === PKTMON) return id === 160 || id === 170;
  return provider === NDIS_WAN_CAPTURE && (id === 5001 || id === 5002);
}

/** Events that list what the capture was told to leave out. */
export function isFilterEvent(kind: EtlHeaderKind, provider: string, id: number): boolean {
  return kind === 'event' && ((provider === NDIS_CAPTURE && id === 1016) || (provider === PKTMON && id === 100));
}

/** The packet of an event for which `isPacketEvent` holds; null when its data are shorter than they state. */
export function readCaptured(event: EtlEvent): Captured | null {
  switch (event.provider) {
    case NDIS_CAPTURE:
      return readNdis(event);
    case NDIS_WAN_CAPTURE:
      return readWan(event);
    case PKTMON:
      return readPktmon(event);
    default:
      return null;
  }
}

const places = new Map<string, string[]>();
/** Adapters and components have small numbers; a text for each would be made for every packet. */
const MOST_PLACES = 4_096;

function placeOf(kind: 'if' | 'pktmon', number: number): string {
  if (number >= MOST_PLACES) return `${kind} ${number}`;
  const known = places.get(kind) ?? [];
  places.set(kind, known);
  return (known[number] ??= `${kind} ${number}`);
}

/** Keywords of the NDIS capture provider. */
const KEYWORD = { wirelessWan: 0x200, wifi: 0x10000, truncated: 0x2000000, start: 0x40000000, end: 0x80000000, /* of the upper word: */ send: 1, receive: 2 } as const;

function readNdis({ data, keyword, threadId }: EtlEvent): Captured | null {
  if (data.length < 12) return null;
  const [miniport, lower, size] = [readU32(data, 0), readU32(data, 4), readU32(data, 8)];
  if (size === 0 || 12 + size > data.length) return null;
  // One word at a time: big integers are slow, and this is asked for millions of packets.
  const [low, high] = [Number(keyword & 0xffffffffn), Number(keyword >> 32n)];
  const isWhole = (low & KEYWORD.start) !== 0 && (low & KEYWORD.end) !== 0;
  return {
    link: (low & KEYWORD.wifi) !== 0 ? 'wifi' : (low & KEYWORD.wirelessWan) !== 0 ? 'ip' : 'ethernet',
    direction: (high & KEYWORD.send) !== 0 ? 'out' : (high & KEYWORD.receive) !== 0 ? 'in' : null,
    place: placeOf('if', miniport),
    at: 12,
    length: size,
    isStart: (low & KEYWORD.start) !== 0,
    isEnd: (low & KEYWORD.end) !== 0,
    partKey: isWhole ? '' : `${miniport}/${lower}/${threadId}`,
    isCut: (low & KEYWORD.truncated) !== 0,
    group: null,
    dropReason: null,
    originalLength: null,
    user: null,
  };
}

/** Names longer than these are none. */
const MOST_NAME = 1_024;

function readWan({ data, id }: EtlEvent): Captured | null {
  const domain = terminated(data, 0);
  const user = domain === null ? null : terminated(data, domain.end);
  if (user === null || user.end + 4 > data.length) return null;
  const size = readU32(data, user.end);
  const at = user.end + 4;
  if (size === 0 || at + size > data.length) return null;
  return { link: 'ethernet', direction: id === 5001 ? 'out' : 'in', place: 'wan', at, length: size, isStart: true, isEnd: true, partKey: '', isCut: false, group: null, dropReason: null, originalLength: null, user: user.text === '' ? null : user.text };
}

/** A UTF-16 string with its terminator and where it ends; null when there is no terminator. */
function terminated(data: Uint8Array, from: number): { readonly text: string; readonly end: number } | null {
  const stop = Math.min(data.length, from + MOST_NAME);
  for (let at = from; at + 2 <= stop; at += 2) {
    if (data[at] === 0 && data[at + 1] === 0) return { text: readUtf16Terminated(data, from, at + 2 - from), end: at + 2 };
  }
  return null;
}

const PKTMON_HEADER = 0x22;
/** PacketType of the packet monitor. */
const PKTMON_LINKS: Readonly<Record<number, LinkType>> = { 1: 'ethernet', 2: 'wifi', 3: 'ip' };
/** DirTag: in, rx and ingress are towards the computer. */
const PKTMON_IN: ReadonlySet<number> = new Set([1, 3, 5]);
const PKTMON_OUT: ReadonlySet<number> = new Set([2, 4, 6]);

function readPktmon({ data, id }: EtlEvent): Captured | null {
  if (data.length < PKTMON_HEADER) return null;
  const [number, appearances, tag, type] = [readU16(data, 8), readU16(data, 0x0a), readU16(data, 0x0c), readU16(data, 0x0e)];
  const [original, logged] = [readU16(data, 0x1e), readU16(data, 0x20)];
  const link = PKTMON_LINKS[type];
  if (link === undefined || logged === 0 || PKTMON_HEADER + logged > data.length) return null;
  return {
    link,
    direction: PKTMON_IN.has(tag) ? 'in' : PKTMON_OUT.has(tag) ? 'out' : null,
    place: placeOf('pktmon', readU16(data, 0x10)),
    at: PKTMON_HEADER,
    length: logged,
    isStart: true,
    isEnd: true,
    partKey: '',
    isCut: original > logged,
    // Newer builds count no appearances and give every appearance a group of its own: then the content has to tell.
    group: appearances > 0 ? `${readU64Text(data, 0)}/${number}` : null,
    dropReason: id === 170 ? readU32(data, 0x16) : null,
    originalLength: Math.max(original, logged),
    user: null,
  };
}
