/** ESP and the inside of the tunnel through a capture: only counts, and when silence may be claimed. */
import { describe, expect, it } from 'vitest';
import { ethernet, fragmentsV4, ipv4, ipv6, udp } from '../../support/packets/ip.ts';
import { esp, ike, notify2 } from '../../support/packets/ike.ts';
import type { PacketInput } from '../../support/etl/capture.ts';
import { capture, noise, SERVER, START, US } from './support.ts';
import { fieldsOf, packet, type Way } from './tunnel-support.ts';

const inUdp = (at: number, way: Way, spi: number, sequence: number, length = 60) => packet(at, way, 17, udp(4500, 4500, esp(spi, sequence, length)));
const raw = (at: number, way: Way, spi: number, sequence: number) => packet(at, way, 50, esp(spi, sequence, 60));
const keepAlive = (at: number, way: Way) => packet(at, way, 17, udp(4500, 4500, [0xff]));
const sends = (count: number, from = 0) => Array.from({ length: count }, (_, index) => inUdp(from + index, 'out', 0xa1b2c3d4, index + 1));

describe('ESP in a capture', () => {
  it('says that packets left for half a minute and none came, though the capture ends with one', () => {
    const all = sends(31);
    const read = capture(all, { packets: [...all, ...noise(30.5)] });
    expect(fieldsOf(read, 'capture.esp')).toMatchObject([{
      local_address: US, remote_address: SERVER, encapsulated: true, raw: false, sent: 31, received: 0, sent_bytes: 31 * 96, received_bytes: 0, largest_sent: 96,
      outbound_spis: [0xa1b2c3d4], inbound_spis: [], seconds: 30, silence_seconds: 30, silence_sent: 31, silence_from: START, keepalives_sent: 0,
    }]);
    expect(read.records.find((record) => record.name === 'capture.esp')?.severity).toBe('warning');
  });

  it('leaves it open where the capture may have missed what came', () => {
    const all = sends(31);
    const parts = fragmentsV4(SERVER, US, 50, esp(7, 1, 900), 480, 9);
    const reads = [capture(all, { eventsLost: 1 }), capture([], { packets: all }), capture([], { packets: [...all.slice(0, 5), ...noise(5)] }), capture([...all, { at: 3.5, direction: 'in', frame: ethernet(0x0800, parts[0]!) }])];
    for (const read of reads) expect(fieldsOf(read, 'capture.esp')[0]).not.toHaveProperty('received');
    expect(fieldsOf(reads[0]!, 'capture.esp')[0]).not.toHaveProperty('silence_seconds');
    expect(fieldsOf(reads[3]!, 'capture.esp')[0]).toMatchObject({ incomplete_received: 1, incomplete_sent: 0 });
  });

  it('measures the longest silence from what was sent, not from idleness', () => {
    const answer = (at: number, sequence: number) => inUdp(at, 'in', 7, sequence);
    const read = capture([inUdp(0, 'out', 5, 1), answer(0.1, 1), inUdp(100, 'out', 5, 2), inUdp(104, 'out', 5, 3), answer(105, 2), inUdp(200, 'out', 5, 4), answer(200.1, 3)]);
    expect(fieldsOf(read, 'capture.esp')).toMatchObject([{ sent: 4, received: 3, silence_seconds: 4, silence_sent: 2, silence_from: START + 100_000_000, inbound_spis: [7] }]);
  });

  it('tells protocol 50 from UDP, counts keep-alives, and passes over IKE', () => {
    const negotiation = packet(0.5, 'out', 17, udp(4500, 4500, new Uint8Array([0, 0, 0, 0, ...ike({ exchange: 37, flags: 8 }, [notify2(14)])])));
    expect(fieldsOf(capture([raw(0, 'out', 1, 1), raw(0.1, 'in', 2, 1), raw(0.2, 'out', 3, 1)]), 'capture.esp')).toMatchObject([{ encapsulated: false, raw: true, sent: 2, received: 1, outbound_spis: [1, 3] }]);
    expect(fieldsOf(capture([inUdp(0, 'in', 1, 1), keepAlive(1, 'out'), keepAlive(21, 'out'), keepAlive(22, 'in'), negotiation]), 'capture.esp')).toMatchObject([{ encapsulated: true, sent: 0, received: 1, keepalives_sent: 2, keepalives_received: 1 }]);
    expect(fieldsOf(capture([keepAlive(1, 'out'), negotiation]), 'capture.esp')).toEqual([]);
  });

  it('reads IPv6', () => {
    const [a, b] = ['2001:db8::10', '2001:db8::5'];
    expect(fieldsOf(capture([{ at: 0, direction: 'out', frame: ethernet(0x86dd, ipv6(a, b, 50, esp(1, 1, 20))) }]), 'capture.esp')).toMatchObject([{ local_address: a, remote_address: b, received: 0 }]);
  });
});

describe('the inside of a tunnel', () => {
  const [HERE, DC, WEB] = ['192.0.2.77', '198.51.100.10', '198.51.100.20'];
  const inner = (at: number, direction: Way, other: string, text: string, user = 'CONTOSO\\user1'): PacketInput => {
    const [source, destination] = direction === 'out' ? [HERE, other] : [other, HERE];
    return { at, direction, by: 'wan', user, frame: ethernet(0x0800, ipv4(source, destination, 17, udp(40_000, 53, text))) };
  };

  it('says that what goes in is never answered, with the user', () => {
    const read = capture([inner(0, 'out', DC, 'a'), inner(1, 'out', WEB, 'b'), inner(12, 'out', '224.0.0.252', 'c'), inner(14, 'in', '198.51.100.99', 'd')]);
    expect(fieldsOf(read, 'capture.inner')).toMatchObject([{ user: 'CONTOSO\\user1', sent: 3, sent_unicast: 2, received: 1, answered: false, addresses: [HERE], peer_addresses: [DC, WEB], answering_addresses: [] }]);
  });

  it('says that answers come, and from whom', () => {
    const read = capture([inner(0, 'out', DC, 'a'), inner(0.1, 'in', DC, 'b'), inner(1, 'out', WEB, 'c')]);
    expect(fieldsOf(read, 'capture.inner')).toMatchObject([{ sent: 2, received: 1, answered: true, answering_addresses: [DC] }]);
  });

  it('keeps users apart, and leaves open what silence does not prove', () => {
    const read = capture([inner(0, 'out', DC, 'a'), inner(0.1, 'out', DC, 'b', 'CONTOSO\\user2'), inner(0.2, 'in', DC, 'c', 'CONTOSO\\user2')]);
    expect(fieldsOf(read, 'capture.inner').map((fields) => [fields['user'], fields['answered'], fields['received']])).toEqual([['CONTOSO\\user1', false, 0], ['CONTOSO\\user2', true, 1]]);
    for (const open of [capture([inner(0, 'out', DC, 'a')], { eventsLost: 2 }), capture([inner(0, 'out', '224.0.0.252', 'a')])]) {
      expect(fieldsOf(open, 'capture.inner')[0]).not.toHaveProperty('answered');
      expect(fieldsOf(open, 'capture.inner')[0]).not.toHaveProperty('received');
    }
  });

  it('says nothing of tunnels from packets inside another', () => {
    const within = { ...raw(0, 'out', 1, 1), by: 'wan' as const };
    expect(fieldsOf(capture([within]), 'capture.esp')).toEqual([]);
  });
});
