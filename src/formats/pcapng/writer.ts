/**
 * Writes PCAP Next Generation captures: one section, one interface block per interface, enhanced packet blocks.
 * Source: draft-ietf-opsawg-pcapng (section header 4.1, interface description 4.2, enhanced packet 4.3).
 */
import { byteWriter, type ByteWriter } from '../../bytes/writer.ts';

/** Link types of the tcpdump registry. */
export const LINK_TYPE = { ethernet: 1, ip: 101, wifi: 105 } as const;

export interface PcapngPacket {
  /** Number of its interface, in the order they were added. */
  readonly interface: number;
  /** Ticks of 100 ns since 1970. */
  readonly ticks: bigint;
  readonly originalLength: number;
  readonly bytes: Uint8Array;
  readonly direction: 'in' | 'out' | null;
  readonly comment?: string;
}

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
/** Option codes. */
const OPTION = { comment: 1, application: 4, name: 2, resolution: 9, flags: 2 } as const;

/** The section's beginning. `application` names the program that writes it. */
export function pcapngHead(application: string): Uint8Array {
  return block(SECTION, (writer) => {
    writer.u32(BYTE_ORDER);
    writer.u16(1);
    writer.u16(0);
    // The section's length is not known.
    writer.u32(0xffffffff);
    writer.u32(0xffffffff);
    textOption(writer, OPTION.application, application);
    endOptions(writer);
  });
}

/** Describes the next interface. Time stamps of its packets count in 100 ns. */
export function pcapngInterface(linkType: number, name: string): Uint8Array {
  return block(INTERFACE, (writer) => {
    writer.u16(linkType);
    writer.u16(0);
    writer.u32(0);
    textOption(writer, OPTION.name, name);
    option(writer, OPTION.resolution, new Uint8Array([7]));
    endOptions(writer);
  });
}

export function pcapngPacket(packet: PcapngPacket): Uint8Array {
  const { bytes, ticks } = packet;
  return block(PACKET, (writer) => {
    writer.u32(packet.interface);
    writer.u32(Number((ticks >> 32n) & 0xffffffffn));
    writer.u32(Number(ticks & 0xffffffffn));
    writer.u32(bytes.length);
    writer.u32(Math.max(packet.originalLength, bytes.length));
    writer.bytes(bytes);
    pad(writer, bytes.length);
    if (packet.direction !== null) option(writer, OPTION.flags, new Uint8Array([packet.direction === 'in' ? 1 : 2, 0, 0, 0]));
    if (packet.comment !== undefined && packet.comment !== '') textOption(writer, OPTION.comment, packet.comment);
    if (packet.direction !== null || (packet.comment !== undefined && packet.comment !== '')) endOptions(writer);
  });
}

/** Type, length, body, length again; the body comes in multiples of four. */
function block(type: number, body: (writer: ByteWriter) => void): Uint8Array {
  const writer = byteWriter();
  body(writer);
  const content = writer.finish();
  const whole = byteWriter();
  whole.u32(type);
  whole.u32(content.length + 12);
  whole.bytes(content);
  whole.u32(content.length + 12);
  return whole.finish();
}

/** Option values are at most 65,535 bytes long. */
const MOST_TEXT = 2_000;

function textOption(writer: ByteWriter, code: number, text: string): void {
  option(writer, code, new TextEncoder().encode(text.slice(0, MOST_TEXT)));
}

function option(writer: ByteWriter, code: number, value: Uint8Array): void {
  writer.u16(code);
  writer.u16(value.length);
  writer.bytes(value);
  pad(writer, value.length);
}

function endOptions(writer: ByteWriter): void {
  writer.u32(0);
}

function pad(writer: ByteWriter, length: number): void {
  for (let rest = (4 - (length % 4)) % 4; rest > 0; rest--) writer.bytes(new Uint8Array(1));
}
