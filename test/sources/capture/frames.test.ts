/** From packet events to frames: each packet once, in order of time, whole. */
import { describe, expect, it } from 'vitest';
import { readEtlBytes } from '../../../src/formats/etl/index.ts';
import { isPacketEvent } from '../../../src/sources/capture/captured.ts';
import type { Frame } from '../../../src/sources/capture/frame.ts';
import { FrameReader, type FrameSummary } from '../../../src/sources/capture/frames.ts';
import { readFileSync } from 'node:fs';
import { buildCapture, NDIS, packetEvent, type CaptureInput, type PacketInput } from '../../support/etl/capture.ts';
import { ethernet, ipv4, udp, wifi } from '../../support/packets/ip.ts';
import { CORPUS, hasCorpus } from '../../support/tools.ts';
import { START, US, SERVER } from './support.ts';

const ip = (text: string) => ipv4(US, SERVER, 17, udp(500, 500, text));
const out = (at: number, text: string, more: Partial<PacketInput> = {}): PacketInput => ({ at, direction: 'out', frame: ethernet(0x0800, ip(text)), ...more });

function frames(input: Omit<CaptureInput, 'start'>): { frames: Frame[]; summary: FrameSummary } {
  return read(buildCapture({ start: START, ...input }));
}

function read(bytes: Uint8Array): { frames: Frame[]; summary: FrameSummary } {
  const found: Frame[] = [];
  const reader = new FrameReader((frame) => found.push(frame));
  readEtlBytes(bytes, (event) => reader.push(event), { artifact: 'a.etl', wants: isPacketEvent });
  return { frames: found, summary: reader.finish() };
}

describe('frames', () => {
  it('takes what several layers show within 5 ms for one packet, and what comes later for a repetition', () => {
    const { frames: found, summary } = frames({ packets: [out(0, 'a'), out(0.001, 'a', { layer: 13 }), out(0.004, 'a', { layer: 14 }), out(1, 'a'), out(1.002, 'b')] });
    expect(found.map((frame) => [frame.number, frame.time - START, frame.appearances])).toEqual([[1, 0, 3], [2, 1_000_000, 1], [3, 1_002_000, 1]]);
    expect(summary).toMatchObject({ events: 5, frames: 3, duplicates: 2 });
  });

  it('keeps packets of two directions apart, and those inside the tunnel from those around it', () => {
    const { frames: found } = frames({ packets: [out(0, 'a'), out(0.001, 'a', { direction: 'in' }), out(0.002, 'a', { by: 'wan', user: 'CONTOSO\\user1' })] });
    expect(found.map((frame) => [frame.direction, frame.place, frame.user])).toEqual([['out', 'if 12', null], ['in', 'if 12', null], ['out', 'wan', 'CONTOSO\\user1']]);
  });

  it('gives frames in order of time although each processor fills its own buffer', () => {
    const packets = Array.from({ length: 400 }, (_, index) => out(index / 100, `packet ${index}`, { processor: index % 4 }));
    const { frames: found, summary } = frames({ packets, processors: 4, bufferSize: 2_048 });
    expect(found.map((frame) => frame.time)).toEqual(found.map((frame) => frame.time).toSorted((a, b) => a - b));
    expect(new Set(found.map((frame) => frame.event)).size).toBe(400);
    expect(found.map((frame) => frame.event)).not.toEqual(found.map((frame) => frame.event).toSorted((a, b) => a - b));
    expect(summary.late).toBe(0);
  });

  it('prefers the Ethernet form of what the radio shows, too', () => {
    const { frames: found } = frames({ packets: [{ ...out(0, 'a'), by: 'ndis-wifi', frame: wifi(0x0800, ip('a')), place: 12 }, out(0.001, 'a')] });
    expect(found.map((frame) => [frame.link, frame.appearances])).toEqual([['ethernet', 2]]);
    const { frames: sent } = frames({ packets: [out(0, 'a'), { ...out(0.001, 'a'), by: 'ndis-wifi', frame: wifi(0x0800, ip('a')), place: 12 }] });
    expect(sent.map((frame) => [frame.link, frame.appearances])).toEqual([['ethernet', 2]]);
  });

  it('takes a repetition for none of a packet that a lower component rewrote and made longer', () => {
    const rewritten = ethernet(0x0800, ipv4(US, '203.0.113.9', 17, udp(500, 500, 'a and more')));
    const { frames: found } = frames({ packets: [out(0, 'a', { by: 'pktmon', group: { id: 7, number: 1, appearance: 1 } }), { ...out(0.001, '', { by: 'pktmon', group: { id: 7, number: 1, appearance: 2 } }), frame: rewritten }, out(1, 'a', { by: 'pktmon', group: { id: 8, number: 1, appearance: 1 } })] });
    expect(found.map((frame) => [frame.time - START, frame.appearances])).toEqual([[0, 2], [1_000_000, 1]]);
  });

  it('puts packets in parts together (before Windows 8.1), and passes over those whose start is missing', () => {
    const whole = ethernet(0x0800, ip('in two parts'));
    const part = (at: number, from: number, to: number, keyword: bigint) => ({ ...packetEvent({ at, direction: 'out', frame: whole.subarray(from, to) }, START), keyword: 0x1_0000_0001n | keyword });
    const { frames: found, summary } = frames({ packets: [], more: [part(0, 20, 60, 0x80000000n), part(1, 0, 20, 0x40000000n), part(1.001, 20, whole.length, 0x80000000n)] });
    expect(found.map((frame) => Buffer.from(frame.bytes).equals(Buffer.from(whole)))).toEqual([true]);
    expect(summary).toMatchObject({ events: 3, frames: 1, unreadable: 1 });
    const { frames: three } = frames({ packets: [], more: [part(1, 0, 20, 0x40000000n), part(1.001, 20, 30, 0n), part(1.002, 30, whole.length, 0x80000000n), part(2, 0, whole.length, 0n)] });
    expect(three.map((frame) => Buffer.from(frame.bytes).equals(Buffer.from(whole)))).toEqual([true, true]);
  });

  it('groups appearances of the packet monitor by its own numbers, and notes what Windows dropped', () => {
    const group = (appearance: number) => ({ id: 7, number: 1, appearance });
    // A lower component shows the same packet with another destination address.
    const rewritten = ethernet(0x0800, ipv4(US, '203.0.113.9', 17, udp(500, 500, 'a')));
    const { frames: found } = frames({ packets: [out(0, 'a', { by: 'pktmon', group: group(1) }), { ...out(0.0004, '', { by: 'pktmon', group: group(2) }), frame: rewritten }, out(0.0008, 'a', { by: 'pktmon', group: group(3), dropReason: 909 })] });
    expect(found.map((frame) => [frame.appearances, frame.dropReason, frame.place])).toEqual([[3, 909, 'pktmon 34']]);
  });

  it('tells the true length of cut frames', () => {
    const long = ethernet(0x0800, ipv4(US, SERVER, 17, udp(4500, 4500, 'x'.repeat(900))));
    const { frames: found, summary } = frames({ packets: [{ at: 0, direction: 'out', frame: long.subarray(0, 128), by: 'pktmon', originalLength: long.length }, { at: 1, direction: 'out', frame: long.subarray(0, 128) }] });
    expect(found.map((frame) => [frame.bytes.length, frame.originalLength])).toEqual([[128, long.length], [128, long.length]]);
    expect(summary.cut).toBe(2);
  });

  it('counts events that are shorter than they state', () => {
    const broken = { time: START, provider: NDIS, id: 1001, keyword: 0x1_c000_0001n, data: new Uint8Array([1, 0, 0, 0, 1, 0, 0, 0, 200, 0, 0, 0, 1, 2, 3]) };
    expect(frames({ packets: [], more: [broken] }).summary).toMatchObject({ events: 1, frames: 0, unreadable: 1 });
  });

  it.skipIf(!hasCorpus())('finds the 38 distinct packets among 114 events of a real packet monitor trace', () => {
    const { frames: found, summary } = read(new Uint8Array(readFileSync(`${CORPUS}etl/pktmon-icmp-ping.etl`)));
    expect(summary).toMatchObject({ events: 114, frames: 38, unreadable: 0, late: 0 });
    expect(new Set(found.map((frame) => frame.bytes.length))).toEqual(new Set([98]));
  });
});
