/** Fragmented datagrams: put together as tshark does, and told apart when they never become whole. */
import { describe, expect, it } from 'vitest';
import { createReassembler, type IncompleteDatagram, type IpDatagram, type ReassemblyLimits } from '../../src/protocols/ip-reassembly.ts';
import { readIp } from '../../src/protocols/ip.ts';
import { readUdp } from '../../src/protocols/udp.ts';
import { counting, fragmentExtension, fragmentsV4, fragmentsV6, ipv4, ipv6, join, LINK, udp, type Ends } from '../support/packets/ip.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const V4: Ends = ['192.0.2.10', '198.51.100.20'];
const V6: Ends = ['2001:db8::10', '2001:db8::20'];
const datagram = udp(4500, 4500, join([0, 0, 0, 0], counting(3000)), { ends: V4 });
const datagram6 = udp(4500, 4500, join([0, 0, 0, 0], counting(3000)), { ends: V6 });
const SECOND = 1_000_000;

interface Run {
  readonly whole: readonly IpDatagram[];
  readonly incomplete: readonly IncompleteDatagram[];
}

/** One frame each second unless `step` says otherwise. */
function run(packets: readonly Uint8Array[], limits: ReassemblyLimits & { step?: number } = {}): Run {
  const { step = SECOND, ...rest } = limits;
  const reassembler = createReassembler(rest);
  const whole = packets.flatMap((bytes, index) => {
    const packet = readIp(bytes);
    return packet === null ? [] : (reassembler.add(packet, index * step, index + 1) ?? []);
  });
  return { whole, incomplete: reassembler.takeIncomplete(true) };
}

const shuffled = <T>(items: readonly T[]): T[] => [...items].sort((a, b) => String(items.indexOf(a) * 7 % 5).localeCompare(String(items.indexOf(b) * 7 % 5)));

describe('reassembly', () => {
  it('puts IPv4 and IPv6 fragments together in any order, as tshark does', () => {
    const packets = [...shuffled(fragmentsV4(...V4, 17, datagram, 1000, 7)), ...shuffled(fragmentsV6(...V6, 17, datagram6, 800, 8))];
    const { whole, incomplete } = run(packets);
    expect(incomplete).toEqual([]);
    expect(whole.map(({ packet, fragments, frames }) => [packet.version, packet.protocol, fragments, frames.at(-1), packet.truncated])).toEqual([[4, 17, 4, 4, false], [6, 17, 4, 8, false]]);
    expect(whole.map(({ packet }) => packet.payload)).toEqual([datagram, datagram6]);
    if (!hasTshark()) return;
    const rows = tsharkFields(packets, ['udp.length', 'udp.payload', 'ip.fragment.count', 'ipv6.fragment.count'], { linkType: LINK.rawIp }).filter((row) => row[0] !== '');
    expect(rows).toEqual(whole.map(({ packet, fragments }) => {
      const inner = readUdp(packet.payload);
      return [String(inner?.length), Buffer.from(inner?.payload ?? []).toString('hex'), ...(packet.version === 4 ? [String(fragments), ''] : ['', String(fragments)])];
    }));
  });

  it('hands whole packets on at once', () => {
    const { whole } = run([ipv4(...V4, 17, datagram)]);
    expect(whole).toMatchObject([{ fragments: 1, frames: [1], packet: { fragment: null } }]);
  });

  it('goes on with the extension headers behind the fragment header', () => {
    const inner = join([17, 0, 1, 4, 0, 0, 0, 0], datagram6);
    const packets = [0, 1600].map((offset) => ipv6(...V6, 60, inner.subarray(offset, offset + 1600), { extensions: [fragmentExtension(5, offset, offset === 0)] }));
    expect(run(packets).whole).toMatchObject([{ packet: { protocol: 17, extensions: [44, 60], payload: datagram6, payloadLength: datagram6.length } }]);
  });

  it('keeps datagrams apart by addresses, id and (in IPv4) protocol', () => {
    const [a, b] = [fragmentsV4(...V4, 17, datagram, 1600, 7), fragmentsV4(...V4, 50, datagram, 1600, 7)];
    const [c, d] = [fragmentsV4(...V4, 17, datagram, 1600, 8), fragmentsV4(V4[1], V4[0], 17, datagram, 1600, 7)];
    const firsts = [a, b, c, d].map((pieces) => pieces[0] as Uint8Array);
    expect(run([...firsts, ...[d, c, b, a].map((pieces) => pieces[1] as Uint8Array)]).whole.map(({ frames }) => frames)).toEqual([[4, 5], [3, 6], [2, 7], [1, 8]]);
  });

  it('says whether only the first or only a later fragment arrived', () => {
    const pieces = fragmentsV4(...V4, 17, datagram, 1000, 7);
    const [first, second, , last] = pieces as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(run([first]).incomplete).toMatchObject([{ arrived: 'first', hasLast: false, sourcePort: 4500, destinationPort: 4500, bytes: 1000, fragments: 1, ended: 'end-of-capture' }]);
    expect(run([last]).incomplete).toMatchObject([{ arrived: 'later', hasLast: true, sourcePort: null, bytes: 12, source: V4[0], id: 7 }]);
    expect(run([second, first, last]).incomplete).toMatchObject([{ arrived: 'some', hasLast: true, sourcePort: 4500, fragments: 3, frames: [1, 2, 3], firstTime: 0, lastTime: 2 * SECOND }]);
  });

  it('gives up after the time allowed, and does not join across it', () => {
    const [first, second] = fragmentsV4(...V4, 17, datagram, 1600, 7) as [Uint8Array, Uint8Array];
    expect(run([first, second], { step: 31 * SECOND })).toMatchObject({ whole: [], incomplete: [{ ended: 'timeout', arrived: 'first' }, { ended: 'end-of-capture', arrived: 'later' }] });
  });

  it('takes fragments that the capture cut for arrived', () => {
    const pieces = fragmentsV4(...V4, 17, datagram, 1000, 7).map((piece) => piece.subarray(0, 128));
    const { whole, incomplete } = run(pieces);
    expect(incomplete).toEqual([]);
    expect(whole).toMatchObject([{ packet: { truncated: true, payloadLength: datagram.length, payload: datagram.subarray(0, 108) } }]);
  });

  it('leaves out overlapping and impossible fragments and says so', () => {
    const piece = (fragmentOffset: number, size: number, moreFragments: boolean): Uint8Array => ipv4(...V4, 17, counting(size), { id: 1, fragmentOffset, moreFragments });
    expect(run([piece(0, 800, true), piece(400, 800, true)]).incomplete).toMatchObject([{ refused: 1, fragments: 1, arrived: 'first' }]);
    expect(run([piece(0, 801, true)]).incomplete).toMatchObject([{ refused: 1, fragments: 0 }]);
    expect(run([piece(65_528, 800, false)]).incomplete).toMatchObject([{ refused: 1 }]);
    expect(run([piece(800, 80, false), piece(880, 80, true), piece(1600, 8, false)]).incomplete).toMatchObject([{ refused: 2, fragments: 1 }]);
    // A second, shorter end.
    expect(run([piece(800, 80, true), piece(400, 8, false)]).incomplete).toMatchObject([{ refused: 1, hasLast: false }]);
  });

  it('does not mind fragments captured twice, before or after the datagram is whole', () => {
    const pieces = fragmentsV4(...V4, 17, datagram, 1600, 7);
    const { whole, incomplete } = run(pieces.flatMap((piece) => [piece, piece, piece]), { step: 100 });
    expect(whole).toHaveLength(1);
    expect(whole[0]?.packet.payload).toEqual(datagram);
    expect(incomplete).toEqual([]);
    // Two seconds later the same id is another datagram.
    const [first, second] = pieces as [Uint8Array, Uint8Array];
    expect(run([first, second, first], { step: 2 * SECOND })).toMatchObject({ whole: [{ frames: [1, 2] }], incomplete: [{ arrived: 'first' }] });
  });

  it('holds no more datagrams and bytes than allowed', () => {
    const firsts = Array.from({ length: 50 }, (_, id) => fragmentsV4(...V4, 17, datagram, 1600, id)[0] as Uint8Array);
    expect(run(firsts, { maxDatagrams: 10, step: 1 }).incomplete.filter((item) => item.ended === 'evicted')).toHaveLength(40);
    expect(run(firsts, { maxBytes: 16_000, step: 1 }).incomplete.filter((item) => item.ended === 'evicted')).toHaveLength(40);
    const many = Array.from({ length: 20 }, (_, index) => ipv4(...V4, 17, counting(8), { id: 1, fragmentOffset: index * 8, moreFragments: true }));
    expect(run(many, { maxFragments: 5 }).incomplete).toMatchObject([{ fragments: 5, refused: 15 }]);
  });
});
