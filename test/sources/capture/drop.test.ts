/** Packets Windows dropped itself, as the packet monitor tells. */
import { describe, expect, it } from 'vitest';
import type { PacketInput } from '../../support/etl/capture.ts';
import { counting, ethernet, ipv4, ipv6, udp } from '../../support/packets/ip.ts';
import { capture, datagram, SERVER, START, US } from './support.ts';
import { SERVER6, US6 } from './tcp-support.ts';

const monitored = (at: number, direction: 'in' | 'out', port: number, dropReason?: number): PacketInput => datagram(at, direction, port, counting(20), { by: 'pktmon', place: 9, ...(dropReason === undefined ? {} : { dropReason }) });
const drops = (packets: readonly PacketInput[]) => capture(packets).records.filter(({ name }) => name === 'capture.drop');

describe('drops in a capture', () => {
  it('tells what Windows dropped, why and how often', () => {
    expect(drops([monitored(0, 'out', 500, 909), monitored(1, 'out', 500, 909), monitored(2, 'out', 500), monitored(3, 'in', 4500, 1207)])).toMatchObject([
      { time: START, code: 909, severity: 'warning', fields: { reason: 909, place: 'pktmon 9', direction: 'out', protocol: 17, source_address: US, destination_address: SERVER, source_port: 500, destination_port: 500, from_us: true, count: 2, frames: [1, 2] } },
      { fields: { reason: 1207, direction: 'in', from_us: false, destination_port: 4500, count: 1 } },
    ]);
  });

  it('takes a drop that one component reports for one of the packet all others show', () => {
    const group = (appearance: number) => ({ id: 7, number: 1, appearance });
    const layers = [1, 2, 3].map((appearance): PacketInput => ({ ...monitored(appearance / 10_000, 'out', 500, appearance === 3 ? 909 : undefined), group: group(appearance) }));
    expect(drops(layers)).toMatchObject([{ fields: { count: 1, frames: [1] } }]);
  });

  it('names no ports of protocols that have none, and reads cut packets and IPv6', () => {
    const esp = ethernet(0x0800, ipv4(US, SERVER, 50, counting(600)));
    const six = ethernet(0x86dd, ipv6(US6, SERVER6, 17, udp(500, 500, counting(300))));
    const found = drops([{ at: 0, direction: 'out', frame: esp.subarray(0, 128), by: 'pktmon', originalLength: esp.length, dropReason: 909 }, { at: 1, direction: 'out', frame: six.subarray(0, 128), by: 'pktmon', originalLength: six.length, dropReason: 909 }]);
    expect(found).toMatchObject([{ fields: { protocol: 50 } }, { fields: { protocol: 17, destination_address: SERVER6, destination_port: 500 } }]);
    expect(found[0]?.fields).not.toHaveProperty('destination_port');
  });

  it('says nothing where nothing was dropped', () => {
    expect(drops([monitored(0, 'out', 500), datagram(1, 'out', 500, counting(9))])).toEqual([]);
  });
});
