/**
 * Packet captures as traces: frames as the providers of Windows write them.
 *
 *   buildCapture({ start: Date.UTC(2024, 4, 6) * 1000, packets: [{ at: 1.5, direction: 'out', frame: ethernet(0x0800, …) }] })
 *
 * Layouts from the public manifests (Microsoft-Windows-NDIS-PacketCapture 1001, Ras-NdisWanPacketCapture 5001/5002, PktMon 160/170),
 * never from the reader in `src/`.
 */
import type { Micros } from '../../../src/model/time.ts';
import { buildEtl, type EtlEventInput, type EtlInput } from './builder.ts';

export interface PacketInput {
  /** Seconds after the start. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly frame: Uint8Array;
  /** `ndis` (default), `ndis-wifi`, `ndis-raw` (mobile broadband), `wan` (inside the tunnel), `pktmon`. */
  readonly by?: 'ndis' | 'ndis-wifi' | 'ndis-raw' | 'wan' | 'pktmon';
  /** Adapter (NDIS) or component (pktmon). */
  readonly place?: number;
  /** NDIS: the layer it was seen at; default the adapter itself. */
  readonly layer?: number;
  /** User of an inner packet. */
  readonly user?: string;
  /** pktmon. */
  readonly group?: { readonly id: number; readonly number: number; readonly appearance: number };
  readonly dropReason?: number;
  /** Bytes the packet had when the capture kept only these. */
  readonly originalLength?: number;
  readonly processor?: number;
  readonly processId?: number;
}

export interface CaptureInput extends Omit<EtlInput, 'startTime' | 'events'> {
  readonly start: Micros;
  readonly packets: readonly PacketInput[];
  /** Seconds after the start at which the capture ended; the last packet by default. An event of another kind marks it. */
  readonly end?: number;
  /** Events of other providers. */
  readonly more?: readonly EtlEventInput[];
}

export const NDIS = '{2ED6006E-4729-4609-B423-3EE7BCD678EF}';
export const WAN = '{D84521F7-2235-4237-A7C0-14E3A9676286}';
export const PKTMON = '{4D4F80D9-C8BD-4D73-BB5B-19C90402C5AC}';
const KEYWORD = { ethernet: 1n, raw: 0x200n, wifi: 0x10000n, truncated: 0x2000000n, start: 0x40000000n, end: 0x80000000n, send: 0x100000000n, receive: 0x200000000n } as const;

export function buildCapture(input: CaptureInput): Uint8Array {
  const { start, packets, end, more = [], ...rest } = input;
  const events = [...packets.map((packet) => packetEvent(packet, start)), ...more].toSorted((a, b) => a.time - b.time);
  return buildEtl({ ...rest, startTime: start, events, ...(end === undefined ? {} : { endTime: start + Math.round(end * 1e6) }) });
}

export function packetEvent(packet: PacketInput, start: Micros): EtlEventInput {
  const base = { time: start + Math.round(packet.at * 1e6), processor: packet.processor ?? 0, processId: packet.processId ?? 4, threadId: 8 };
  switch (packet.by ?? 'ndis') {
    case 'wan':
      return { ...base, provider: WAN, id: packet.direction === 'out' ? 5001 : 5002, data: bytes(wide(''), wide(packet.user ?? ''), u32(packet.frame.length), packet.frame) };
    case 'pktmon':
      return { ...base, provider: PKTMON, id: packet.dropReason === undefined ? 160 : 170, data: pktmonData(packet) };
    default:
      return { ...base, provider: NDIS, id: 1001, keyword: ndisKeyword(packet), data: bytes(u32(packet.place ?? 12), u32(packet.layer ?? packet.place ?? 12), u32(packet.frame.length), packet.frame) };
  }
}

function ndisKeyword({ by, direction, originalLength }: PacketInput): bigint {
  const link = by === 'ndis-wifi' ? KEYWORD.wifi : by === 'ndis-raw' ? KEYWORD.raw : KEYWORD.ethernet;
  return link | KEYWORD.start | KEYWORD.end | (direction === 'out' ? KEYWORD.send : KEYWORD.receive) | (originalLength === undefined ? 0n : KEYWORD.truncated);
}

function pktmonData({ direction, frame, place, group, dropReason, originalLength }: PacketInput): Uint8Array {
  return bytes(u32(group?.id ?? 1), u32(0), u16(group?.number ?? 0), u16(group?.appearance ?? 0), u16(direction === 'in' ? 1 : 2), u16(1), u16(place ?? 34), u16(1), u16(0), u32(dropReason ?? 0), u32(0), u16(originalLength ?? frame.length), u16(frame.length), frame);
}

const u16 = (value: number): number[] => [value & 255, value >> 8];
const u32 = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
const wide = (text: string): Uint8Array => new Uint8Array(Buffer.from(`${text}\0`, 'utf16le'));
const bytes = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
