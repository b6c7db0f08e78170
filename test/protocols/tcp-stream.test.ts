/** TCP connections followed: handshakes, resets, repeats and the first bytes of each direction, beside what tshark makes of them. */
import { describe, expect, it } from 'vitest';
import { createTcpTracker, type TcpLimits, type TcpTracker } from '../../src/protocols/tcp-stream.ts';
import { readIp } from '../../src/protocols/ip.ts';
import { readTcp } from '../../src/protocols/tcp.ts';
import { counting, ipv4, join, LINK, mss, TCP, tcp, type Part } from '../support/packets/ip.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const [C, S] = ['192.0.2.10', '198.51.100.20'];
const { syn, ack, rst, fin, psh } = TCP;
const ISN = { client: 0xffffff00, server: 1000 };

interface Sent {
  readonly from: 'client' | 'server';
  readonly flags: number;
  /** From the first sequence number of the side. */
  readonly at?: number;
  readonly payload?: Part;
  readonly isn?: number;
  readonly port?: number;
}

function packet({ from, flags, at = 0, payload = [], isn, port = 50_001 }: Sent): Uint8Array {
  const isClient = from === 'client';
  const sequence = ((isn ?? ISN[from]) + at) >>> 0;
  const options = (flags & syn) !== 0 ? mss(isClient ? 1360 : 1460) : [];
  return ipv4(isClient ? C : S, isClient ? S : C, 6, tcp(isClient ? port : 443, isClient ? 443 : port, { flags, sequence, acknowledgement: (flags & ack) !== 0 ? ISN[isClient ? 'server' : 'client'] + 1 : 0, options, ends: [isClient ? C : S, isClient ? S : C] }, payload));
}

function track(sent: readonly (Sent | Uint8Array)[], limits: TcpLimits = {}): TcpTracker {
  const tracker = createTcpTracker(limits);
  sent.forEach((item, index) => {
    const ip = readIp(item instanceof Uint8Array ? item : packet(item));
    const segment = ip && readTcp(ip.payload, ip.payloadLength);
    if (ip && segment) tracker.add(ip.source, ip.destination, segment, index * 1000, index + 1);
  });
  return tracker;
}

const client = (flags: number, at?: number, payload?: Part): Sent => ({ from: 'client', flags, ...(at === undefined ? {} : { at }), ...(payload === undefined ? {} : { payload }) });
const server = (flags: number, at?: number, payload?: Part): Sent => ({ ...client(flags, at, payload), from: 'server' });
const OPENED = [client(syn), server(syn | ack), client(ack, 1)];

describe('TCP streams', () => {
  it('tells how far a handshake came', () => {
    expect(track([client(syn)]).streams).toMatchObject([{ handshake: 'syn', synCount: 1, client: { address: C, port: 50_001 }, server: { address: S, port: 443 }, isClientKnown: true }]);
    expect(track([client(syn), client(syn), client(syn)]).streams).toMatchObject([{ handshake: 'syn', synCount: 3, fromClient: { retransmissions: 2, maximumSegmentSize: 1360 } }]);
    expect(track([client(syn), server(rst | ack)]).streams).toMatchObject([{ handshake: 'refused', resetBy: 'server', resetTime: 1000 }]);
    expect(track([client(syn), server(syn | ack)]).streams).toMatchObject([{ handshake: 'syn-ack', fromServer: { maximumSegmentSize: 1460 } }]);
    expect(track(OPENED).streams).toMatchObject([{ handshake: 'complete', establishedTime: 2000, resetBy: null }]);
    expect(track([server(psh | ack, 5, 'hi')]).streams).toMatchObject([{ handshake: 'none', isClientKnown: false, server: { port: 443 } }]);
    expect(track([server(syn | ack)]).streams).toMatchObject([{ handshake: 'syn-ack', isClientKnown: true, client: { address: C } }]);
  });

  it('tells who reset and who closed first', () => {
    expect(track([...OPENED, client(rst | ack, 1), server(rst, 1)]).streams).toMatchObject([{ resetBy: 'client', resetTime: 3000, handshake: 'complete' }]);
    expect(track([...OPENED, server(fin | ack, 1), client(fin | ack, 1), client(fin | ack, 1)]).streams).toMatchObject([{ finBy: 'server', resetBy: null, fromClient: { retransmissions: 1 } }]);
  });

  it('opens a new stream where a SYN takes the ports over', () => {
    const again = { ...client(syn), isn: 77 };
    expect(track([client(syn), server(rst | ack), again, { ...server(syn | ack), isn: 5 }]).streams.map(({ handshake }) => handshake)).toEqual(['refused', 'syn-ack']);
  });

  it('puts payload in order over the wrap of sequence numbers, and counts repeats as tshark does', () => {
    const data = counting(700);
    const part = (from: number, to: number): Sent => client(psh | ack, 1 + from, data.subarray(from, to));
    const sent = [...OPENED, part(0, 100), part(100, 200), part(100, 200), part(300, 400), part(600, 700), part(200, 300), part(400, 600), client(ack, 700, [0]), server(psh | ack, 1, 'answer')];
    const [stream] = track(sent).streams;
    expect(stream?.fromClient).toMatchObject({ bytes: 700, retransmissions: 1, payload: data, payloadEnds: null, segments: 10, firstDataTime: 3000 });
    expect(stream?.fromServer).toMatchObject({ bytes: 6, payload: join('answer') });
    if (!hasTshark()) return;
    const rows = tsharkFields(sent.map(packet), ['tcp.stream', 'tcp.analysis.retransmission', 'tcp.analysis.fast_retransmission', 'tcp.analysis.spurious_retransmission', 'tcp.analysis.out_of_order', 'tcp.analysis.keep_alive'], { linkType: LINK.rawIp });
    expect(new Set(rows.map((row) => row[0]))).toEqual(new Set(['0']));
    // tshark tells repeats from late segments by their delay; together they are the frames that do not move the stream on.
    expect(rows.flatMap((row, index) => (row.slice(1, 5).some((cell) => cell !== '') ? [index] : []))).toEqual([5, 8, 9]);
    expect(rows[10]?.[5]).toBe('1');
  });

  it('ends the payload at a hole and at the cap, and says which', () => {
    const lost = [...OPENED, client(ack, 1, 'abc'), client(ack, 10, 'xyz')];
    expect(track(lost).streams[0]?.fromClient).toMatchObject({ payload: join('abc'), payloadEnds: 'hole', bytes: 6, retransmissions: 0 });
    expect(track([...OPENED, client(ack, 1, counting(100))], { maxPayload: 64 }).streams[0]?.fromClient).toMatchObject({ payload: counting(64), payloadEnds: 'cap', bytes: 100 });
    const cut = packet(client(ack, 1, counting(100))).subarray(0, 60);
    expect(track([...OPENED.map(packet), cut, packet(client(ack, 101, 'next'))]).streams[0]?.fromClient).toMatchObject({ payload: counting(20), payloadEnds: 'hole', bytes: 104 });
  });

  it('keeps overlapping segments to what came first', () => {
    const [stream] = track([...OPENED, client(ack, 1, 'abcdef'), client(ack, 4, 'XXXghi')]).streams;
    expect(stream?.fromClient).toMatchObject({ payload: join('abcdefghi'), bytes: 9, retransmissions: 0 });
  });

  it('follows a stream past four gigabytes', () => {
    const step = 1 << 30;
    const steps = Array.from({ length: 6 }, (_, index) => client(ack, 1 + step * (index + 1) - 8, 'abcdefgh'));
    expect(track([...OPENED, ...steps]).streams[0]?.fromClient).toMatchObject({ retransmissions: 0, bytes: 48 });
  });

  it('follows and keeps no more than allowed', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...client(syn), port: 40_000 + index }));
    const few = track(many, { maxStreams: 5 });
    expect([few.streams.length, few.ignored]).toEqual([5, 15]);
    const payload = [0, 1, 2].map((index) => ({ ...client(ack, 1, counting(1000)), port: 40_000 + index }));
    expect(track(payload, { maxBytes: 2500 }).streams.map(({ fromClient }) => fromClient.payload.length)).toEqual([1000, 1000, 0]);
    expect(track(payload, { keepsPayload: (from) => from.port === 40_001 }).streams.map(({ fromClient }) => fromClient.payload.length)).toEqual([0, 1000, 0]);
  });

  it('forgets the payload of a stream that was read, so that another may keep its own', () => {
    const tracker = createTcpTracker({ maxBytes: 1500 });
    const add = (port: number, at: number): void => {
      const ip = readIp(packet({ ...client(ack, at, counting(1000)), port }));
      const segment = ip && readTcp(ip.payload, ip.payloadLength);
      if (ip && segment) tracker.add(ip.source, ip.destination, segment, 0, 1);
    };
    add(40_000, 1);
    const first = tracker.streams[0]!;
    tracker.release(first);
    add(40_000, 1001);
    expect(first.fromClient).toMatchObject({ bytes: 2000, payload: new Uint8Array(0), payloadEnds: 'cap' });
    add(40_001, 1);
    expect(tracker.streams[1]?.fromClient.payload).toEqual(counting(1000));
  });
});
