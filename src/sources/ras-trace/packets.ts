/**
 * Packets as PPP.LOG prints them: a line that ends in date and time, a line that names the port, lines of hex bytes.
 *
 *   <PPP packet sent at 03/06/2000 11:51:07:100
 *   <Protocol = PAP, Type = Protocol specific, Length = 0x1b, Id = 0x0, Port = 1
 *   <C0 23 01 00 00 19 ...  |.#.....|
 *
 * `<` marks what was sent, `>` or nothing what was received.
 */
import type { Stamp } from './lines.ts';
import { stampOf } from './lines.ts';
import { decodePacket, describePacket } from './ppp.ts';
import type { PppFields } from './ppp.ts';

/** A packet under way. */
export interface OpenPacket {
  readonly line: number;
  readonly owner: string;
  readonly direction: 'sent' | 'received';
  /** Date and time in the packet's own line. */
  readonly stamp: Stamp | null;
  lastLine: number;
  port?: string;
  described?: { readonly protocol: string; readonly type: string };
  readonly bytes: number[];
}

const HEAD = /^([<>]?)\s{0,4}(\S.{0,80}?)\s(\d\d)\/(\d\d)\/(\d{4}),?\s(\d\d):(\d\d):(\d\d)[:.](\d{1,6})\s*$/;
const BYTES = /^[<>]?\s{0,8}((?:[0-9A-Fa-f]{2}\s{1,40})*[0-9A-Fa-f]{2})\s*(?:\||$)/;
const DESCRIPTION = /^[<>]?\s{0,8}[^=,]{1,30}=\s{0,4}([^,=]{1,40}?)\s{0,4},\s{0,4}[^=,]{1,30}=\s{0,4}([^,=]{1,40}?)\s{0,4},.{0,200}\bPort\s{0,4}=\s{0,4}(\S{1,40})/i;
/** More than any packet of these protocols. */
const MOST_BYTES = 4096;

/** The packet that starts with this line, or null. */
export function startPacket(text: string, line: number, owner: string): OpenPacket | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const [, mark, words = ''] = head;
  if (!/\bpacket\b/i.test(words) && mark === '') return null;
  const isSent = /\bsent\b|\bsending\b/i.test(words);
  const isReceived = /\breceived\b|\breceiving\b/i.test(words);
  const stamp = stampOf(head[5], head[3], head[4], head.slice(6, 10));
  return { line, lastLine: line, owner, direction: isSent || (!isReceived && mark === '<') ? 'sent' : 'received', stamp, bytes: [] };
}

/** Takes the line into the packet; false when the line is no part of it. */
export function extendPacket(packet: OpenPacket, text: string, line: number): boolean {
  const described = packet.bytes.length === 0 ? DESCRIPTION.exec(text) : null;
  if (described !== null) {
    packet.described = { protocol: described[1] as string, type: described[2] as string };
    packet.port = described[3] as string;
  } else {
    const row = BYTES.exec(text)?.[1];
    if (row === undefined || packet.bytes.length > MOST_BYTES) return false;
    for (const pair of row.trim().split(/\s+/)) packet.bytes.push(Number.parseInt(pair, 16));
  }
  packet.lastLine = line;
  return true;
}

/** What the packet says; null when its bytes are no packet of a control protocol. */
export function fieldsOf(packet: OpenPacket): PppFields | null {
  const { described } = packet;
  const read = packet.bytes.length > 0 ? decodePacket(packet.bytes) : described === undefined ? null : describePacket(described.protocol, described.type);
  if (read === null) return null;
  return { direction: packet.direction, ...read, ...(packet.port === undefined ? {} : { port: packet.port }) };
}
