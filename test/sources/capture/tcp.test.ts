/** TCP connections through a capture: how they began, who ended them, and what ICMP said. */
import { describe, expect, it } from 'vitest';
import { counting, ethernet, icmp, icmpv6, ipv4, ipv6 } from '../../support/packets/ip.ts';
import { capture, noise, SERVER, START, US } from './support.ts';
import { ack, conversation, fin, HTTPS, opened, packetOf, psh, rst, SERVER6, syn, US6, type Ends, type Segment } from './tcp-support.ts';

const SYNS: readonly Segment[] = [0, 1, 3].map((at) => ({ at, from: 'client', flags: syn }));
const read = (ends: Ends, segments: readonly Segment[], more = {}) => capture(segments.map((segment) => packetOf(ends, segment)), more).records.filter(({ name }) => name === 'capture.tcp');
const ROUTER = '198.51.100.1';

describe('TCP in a capture', () => {
  it('says that a SYN was repeated and nothing came back', () => {
    expect(read(HTTPS, SYNS)).toMatchObject([
      { time: START, severity: 'warning', host: 'LAP042', fields: { client_address: US, client_port: 50_001, server_address: SERVER, server_port: 443, from_us: true, outcome: 'no-answer', from_start: true, syn_sent: 3, retransmissions: 2, mss: 1_360, seconds: 3, frames: [1, 2, 3] }, ref: { at: { kind: 'etl', frame: 1 } } },
    ]);
  });

  it('leaves the outcome open where the capture ended too soon, lost events or shows one direction, and of a single SYN', () => {
    const short = SYNS.map((segment) => packetOf(HTTPS, segment));
    const outcomes = [read(HTTPS, SYNS, { packets: [...short, ...noise(4)] }), read(HTTPS, SYNS, { eventsLost: 3 }), read(HTTPS, SYNS, { packets: [...short, packetOf(HTTPS, { at: 60, from: 'client', flags: ack })] }), read(HTTPS, SYNS.slice(0, 1))];
    expect(outcomes.map((records) => records.map(({ fields }) => [fields['syn_sent'], fields['outcome']]))).toEqual([[[3, undefined]], [[3, undefined]], [[3, undefined]], [[1, undefined]]]);
  });

  it('tells a refusal, over IPv6 and Wi-Fi, too', () => {
    const refused: readonly Segment[] = [{ at: 0, from: 'client', flags: syn }, { at: 0.02, from: 'server', flags: rst | ack }, { at: 0.5, from: 'client', flags: syn }, { at: 0.52, from: 'server', flags: rst | ack }];
    for (const ends of [HTTPS, { ...HTTPS, client: US6, server: SERVER6 }, { ...HTTPS, link: 'wifi' as const }, { ...HTTPS, serverPort: 1723 }]) {
      expect(read(ends, refused)).toMatchObject([{ fields: { server_address: ends.server, server_port: ends.serverPort, from_us: true, outcome: 'refused', reset_by: 'server', syn_sent: 2, frames: [1, 2, 3, 4] } }]);
    }
  });

  it('tells who reset an open connection and after how much, and takes a reset behind a FIN for an end', () => {
    const talk = [['client', counting(200)], ['server', counting(3_000)]] as const;
    const reset = capture(conversation(HTTPS, talk, [{ at: 2, from: 'server', flags: rst }])).records;
    expect(reset[0]).toMatchObject({ name: 'capture.tcp', fields: { outcome: 'reset', reset_by: 'server', after_bytes: 3_200, client_bytes: 200, server_bytes: 3_000, server_mss: 1_460 } });
    const closed = capture(conversation(HTTPS, talk, [{ at: 2, from: 'client', flags: fin | ack }, { at: 2.1, from: 'client', flags: rst }])).records;
    expect(closed[0]?.fields).toMatchObject({ outcome: 'established', reset_by: 'client' });
    expect(closed[0]?.fields).not.toHaveProperty('after_bytes');
  });

  it('knows a connection that began before the capture, and one whose answer the client let lie', () => {
    expect(read(HTTPS, [{ at: 0, from: 'client', flags: ack | psh, payload: counting(10) }, { at: 1, from: 'server', flags: ack }])[0]?.fields).toMatchObject({ outcome: 'established', from_start: false, syn_sent: 0 });
    expect(read(HTTPS, opened(0).slice(0, 2))[0]?.fields).toMatchObject({ outcome: 'unconfirmed' });
  });

  it('counts what the server had to send again', () => {
    const large: Segment = { at: 1, from: 'server', flags: ack | psh, payload: counting(1_400) };
    expect(read(HTTPS, [...opened(0), large, { ...large, at: 2 }, { ...large, at: 4 }])[0]?.fields).toMatchObject({ outcome: 'established', retransmissions: 2, server_retransmissions: 2 });
  });

  it('knows on the server that somebody else began', () => {
    expect(read({ ...HTTPS, client: SERVER, server: US, isServers: true }, opened(0))[0]?.fields).toMatchObject({ from_us: false, client_address: SERVER, outcome: 'established' });
  });

  it('joins what a router said of the SYN', () => {
    const quoted = ipv4(US, SERVER, 6, tcpHead(50_001, 443));
    const error = { at: 0.05, direction: 'in' as const, frame: ethernet(0x0800, ipv4(ROUTER, US, 1, icmp(3, 13, [0, 0, 0, 0], quoted))) };
    const { records } = capture([packetOf(HTTPS, { at: 0, from: 'client', flags: syn }), error]);
    expect(records.map(({ name }) => name)).toEqual(['capture.tcp', 'capture.icmp-error']);
    expect(records[0]?.fields).toMatchObject({ outcome: 'unreachable', icmp_meaning: 'unreachable-prohibited', icmp_router_address: ROUTER, frames: [1, 2] });
  });

  it('joins the smaller MTU of a path in IPv6', () => {
    const ends: Ends = { ...HTTPS, client: US6, server: SERVER6 };
    const quoted = ipv6(US6, SERVER6, 6, tcpHead(50_001, 443));
    const error = { at: 2, direction: 'in' as const, frame: ethernet(0x86dd, ipv6('2001:db8::1', US6, 58, icmpv6(['2001:db8::1', US6], 2, 0, [0, 0, 5, 0], quoted))) };
    const { records } = capture([...conversation(ends, [['client', counting(3_000)]]), error]);
    expect(records[0]?.fields).toMatchObject({ outcome: 'established', icmp_meaning: 'too-big', icmp_mtu: 1_280 });
  });

  it('tells of other ports only what the captured computer tried and failed', () => {
    const web = { ...HTTPS, serverPort: 80 };
    expect(read(web, SYNS)).toMatchObject([{ fields: { server_port: 80, outcome: 'no-answer', syn_sent: 3 } }]);
    expect(read(web, [{ at: 0, from: 'client', flags: syn }, { at: 0.02, from: 'server', flags: rst | ack }])).toMatchObject([{ fields: { outcome: 'refused' } }]);
    expect(read(web, opened(0))).toEqual([]);
    expect(read(web, SYNS.slice(0, 1))).toEqual([]);
    expect(read({ ...web, client: SERVER, server: US, isServers: true }, SYNS)).toEqual([]);
  });

  it('reads connections of which the packet monitor kept 128 bytes of each packet', () => {
    const cut = conversation({ ...HTTPS, cutTo: 128 }, [['client', counting(200)], ['server', counting(3_000)]], [{ at: 2, from: 'server', flags: rst }]);
    expect(capture(cut).records[0]?.fields).toMatchObject({ outcome: 'reset', after_bytes: 3_200 });
  });
});

/** The first eight bytes, as a router must quote them. */
function tcpHead(source: number, destination: number): number[] {
  return [source >> 8, source & 255, destination >> 8, destination & 255, 0, 0, 0x1b, 0x58];
}
