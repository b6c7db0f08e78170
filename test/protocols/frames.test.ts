/** Links, IP, UDP, TCP and ICMP, each frame built by hand and read by tshark, too. */
import { describe, expect, it } from 'vitest';
import { readIcmp } from '../../src/protocols/icmp.ts';
import { readIpFrame } from '../../src/protocols/ip-frame.ts';
import { readTcp } from '../../src/protocols/tcp.ts';
import { readUdp } from '../../src/protocols/udp.ts';
import { counting, ethernet, fragmentExtension, HOP_BY_HOP, icmp, icmpv6, ipv4, ipv6, LINK, mss, TCP, tcp, udp, u16, u32, wifi, type Ends } from '../support/packets/ip.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const [C, S] = ['192.0.2.10', '198.51.100.20'];
const [C6, S6] = ['2001:db8::10', '2001:db8:0:1::20'];
const ends: Ends = [C, S];
const ends6: Ends = [C6, S6];
const flag = (is: boolean): string => (is ? '1' : '0');

const LINKS: Readonly<Record<string, Uint8Array>> = {
  plain: ethernet(0x0800, ipv4(C, S, 17, udp(500, 500, counting(40), { ends }))),
  tagged: ethernet(0x0800, ipv4(C, S, 17, udp(500, 500, counting(40), { ends })), { tags: [[0x8100, 0x2064]] }),
  'tagged twice': ethernet(0x86dd, ipv6(C6, S6, 17, udp(500, 500, counting(40), { ends: ends6 })), { tags: [[0x88a8, 7], [0x8100, 4095]] }),
};

const PACKETS: Readonly<Record<string, Uint8Array>> = {
  'IPv4 with options': ipv4(C, S, 17, udp(4500, 4500, counting(9), { ends }), { options: [7, 7, 4, 0, 0, 0, 0], id: 0xbeef, ttl: 127, dontFragment: true }),
  'a first fragment': ipv4(C, S, 17, counting(64), { id: 77, moreFragments: true }),
  'a later fragment': ipv4(C, S, 17, counting(20), { id: 77, fragmentOffset: 1480 }),
  'ESP in IPv4': ipv4(C, S, 50, counting(60)),
  'IPv6 with extension headers': ipv6(C6, S6, 17, udp(500, 500, counting(12), { ends: ends6 }), { extensions: [HOP_BY_HOP, [60, [0, 1, 4, 0, 0, 0, 0]]], hopLimit: 3 }),
  'ESP in IPv6': ipv6(C6, S6, 50, counting(60), { extensions: [HOP_BY_HOP] }),
  'an IPv6 fragment': ipv6(C6, S6, 17, counting(16), { extensions: [fragmentExtension(0x01020304, 1448, false)] }),
  'an IPv6 fragment header around a whole packet': ipv6(C6, S6, 17, udp(500, 4500, counting(8), { ends: ends6 }), { extensions: [fragmentExtension(9, 0, false)] }),
  'the longest run of zeros last': ipv6('2001:0:0:1::', '0:0:1::', 17, udp(1, 2, [], { ends: ['2001:0:0:1::', '0:0:1::'] })),
  'a single zero group': ipv6('2001:db8:0:1:1:1:1:1', '::1', 17, udp(1, 2, [], { ends: ['2001:db8:0:1:1:1:1:1', '::1'] })),
  'an IPv4-mapped address': ipv6('::ffff:c000:20a', '::', 17, udp(1, 2, [], { ends: ['::ffff:c000:20a', '::'] })),
};

describe('links', () => {
  it('reads Ethernet and VLAN tags as tshark does', () => {
    if (!hasTshark()) return;
    const rows = tsharkFields(Object.values(LINKS), ['eth.src', 'eth.dst', 'vlan.id', 'ip.src', 'ipv6.src', 'udp.srcport', 'ieee8021ad.id']);
    const ours = Object.values(LINKS).map((frame) => {
      const { link, ip } = readIpFrame('ethernet', frame) ?? expect.unreachable();
      const mac = (text = ''): string => text.toLowerCase().replaceAll('-', ':');
      // tshark keeps the outer tag of 802.1ad apart.
      const [inner, outer] = [...(link?.vlans ?? [])].reverse();
      return [mac(link?.source), mac(link?.destination), String(inner ?? ''), ip.version === 4 ? ip.source : '', ip.version === 6 ? ip.source : '', String(readUdp(ip.payload)?.sourcePort), String(outer ?? '')];
    });
    expect(ours).toEqual(rows);
  });

  it('reads 802.11 data frames of every direction, with and without QoS, as tshark does', () => {
    if (!hasTshark()) return;
    const inner = ipv4(C, S, 17, udp(500, 500, counting(40), { ends }));
    const shapes = [{}, { toDs: true }, { fromDs: true, qos: true }, { toDs: true, fromDs: true, qos: true }, { toDs: true, qos: true, order: true }];
    const frames = shapes.map((shape) => wifi(0x0800, inner, shape));
    const rows = tsharkFields(frames, ['wlan.sa', 'wlan.da', 'llc.type', 'ip.dst', 'frame.len'], { linkType: LINK.wifi });
    const ours = frames.map((frame) => {
      const { link, ip, originalLength } = readIpFrame('wifi', frame) ?? expect.unreachable();
      return [link?.source.toLowerCase().replaceAll('-', ':'), link?.destination.toLowerCase().replaceAll('-', ':'), `0x${link?.etherType.toString(16).padStart(4, '0')}`, ip.destination, String(originalLength)];
    });
    expect(ours).toEqual(rows);
  });

  it('reads deciphered 802.11 frames though the protected bit is still set', () => {
    const frame = readIpFrame('wifi', wifi(0x86dd, ipv6(C6, S6, 50, counting(8)), { toDs: true, qos: true, protected: true }));
    expect(frame?.link?.isProtected).toBe(true);
    expect(frame?.ip.protocol).toBe(50);
  });

  it('takes nothing else for a frame with IP', () => {
    const inner = ipv4(C, S, 17, udp(500, 500, []));
    expect(readIpFrame('wifi', wifi(0x0800, inner, { control: 0x80 }))).toBeNull();
    expect(readIpFrame('wifi', wifi(0x0800, inner, { control: 0xc8 }))).toBeNull();
    expect(readIpFrame('wifi', wifi(0x0800, inner).fill(0x55, 24, 30))).toBeNull();
    expect(readIpFrame('ethernet', ethernet(0x0806, counting(28)))).toBeNull();
    expect(readIpFrame('ethernet', ethernet(60, counting(60)))).toBeNull();
    expect(readIpFrame('ethernet', ethernet(0x0800, [0x51, ...inner.subarray(1)]))).toBeNull();
    expect(readIpFrame('ip', counting(60))).toBeNull();
  });

  it('leaves out padding and knows how long a cut frame was', () => {
    const frame = ethernet(0x0800, [...ipv4(C, S, 17, udp(500, 500, [0xff])), 0, 0, 0, 0, 0]);
    expect(readUdp(readIpFrame('ethernet', frame)?.ip.payload ?? new Uint8Array())?.payload).toEqual(Uint8Array.of(0xff));
    const cut = readIpFrame('ethernet', ethernet(0x0800, ipv4(C, S, 17, udp(500, 500, counting(900)))).subarray(0, 128));
    expect(cut).toMatchObject({ originalLength: 942, ip: { truncated: true, totalLength: 928, payloadLength: 908 } });
    expect(readUdp(cut?.ip.payload ?? new Uint8Array())).toMatchObject({ length: 908, truncated: true, payload: { length: 86 } });
  });

  it('takes what was captured for the length of a large send, which states none', () => {
    const send = ipv4(C, S, 6, tcp(50_000, 443, { flags: TCP.ack }, counting(3000)), { totalLength: 0 });
    expect(readIpFrame('ip', send)?.ip).toMatchObject({ totalLength: 3040, truncated: false });
    const send6 = ipv6(C6, S6, 6, tcp(50_000, 443, { flags: TCP.ack }, counting(3000)), { payloadLength: 0 });
    expect(readIpFrame('ip', send6)?.ip).toMatchObject({ totalLength: 3060, payloadLength: 3020 });
  });
});

describe('IP', () => {
  it('reads headers, options, extension headers and fragments as tshark does', () => {
    if (!hasTshark()) return;
    const rows = tsharkFields(Object.values(PACKETS), ['ip.src', 'ip.dst', 'ip.ttl', 'ip.len', 'ip.hdr_len', 'ip.flags.df', 'ip.flags.mf', 'ip.frag_offset', 'ip.proto', 'ipv6.src', 'ipv6.dst', 'ipv6.hlim', 'ipv6.plen', 'ipv6.fraghdr.offset', 'ipv6.fraghdr.ident'], { linkType: LINK.rawIp, settings: ['-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE'] });
    const ours = Object.values(PACKETS).map((bytes) => {
      const { ip } = readIpFrame('ip', bytes) ?? expect.unreachable();
      if (ip.version === 4) return [ip.source, ip.destination, String(ip.hopLimit), String(ip.totalLength), String(ip.headerLength), flag(ip.dontFragment), flag(ip.fragment?.more ?? false), String((ip.fragment?.offset ?? 0) / 8), String(ip.protocol), '', '', '', '', '', ''];
      const shown = ip.extensions.includes(44) ? [String((ip.fragment?.offset ?? 0) / 8), `0x${(ip.fragment?.id ?? 9).toString(16).padStart(8, '0')}`] : ['', ''];
      return ['', '', '', '', '', '', '', '', '', ip.source, ip.destination, String(ip.hopLimit), String(ip.totalLength - 40), ...shown];
    });
    expect(ours).toEqual(rows);
  });

  it('names the protocol behind extension headers and keeps the headers apart', () => {
    expect(readIpFrame('ip', PACKETS['IPv6 with extension headers'] as Uint8Array)?.ip).toMatchObject({ protocol: 17, extensions: [0, 60], headerLength: 56, payload: { length: 20 } });
    expect(readIpFrame('ip', PACKETS['ESP in IPv6'] as Uint8Array)?.ip).toMatchObject({ protocol: 50, extensions: [0], payload: counting(60) });
    expect(readIpFrame('ip', PACKETS['an IPv6 fragment'] as Uint8Array)?.ip).toMatchObject({ protocol: 17, fragment: { id: 0x01020304, offset: 1448, more: false }, payload: counting(16) });
  });

  it('says where a chain of extension headers is cut', () => {
    const cut = (PACKETS['IPv6 with extension headers'] as Uint8Array).subarray(0, 52);
    expect(readIpFrame('ip', cut)?.ip).toMatchObject({ protocol: 60, extensions: [0], truncated: true });
  });
});

describe('transport', () => {
  const segments = [
    tcp(50_001, 443, { flags: TCP.syn, sequence: 0xfffffff0, options: [...mss(1360), 1, 3, 3, 8, 4, 2], ends }),
    tcp(443, 50_001, { flags: TCP.syn | TCP.ack, sequence: 5, acknowledgement: 0xfffffff1, window: 0, ends }),
    tcp(50_001, 443, { flags: TCP.psh | TCP.ack, sequence: 0xfffffff1, acknowledgement: 6, ends }, counting(100)),
    tcp(50_001, 443, { flags: TCP.fin | TCP.ack, sequence: 0x55, acknowledgement: 6, ends, options: [1, 1, 5, 10, ...u32(1), ...u32(2)] }),
    tcp(443, 50_001, { flags: TCP.rst, sequence: 6, ends }),
  ];

  it('reads TCP flags, numbers and options as tshark does', () => {
    if (!hasTshark()) return;
    const fields = ['tcp.srcport', 'tcp.dstport', 'tcp.seq', 'tcp.ack', 'tcp.flags.fin', 'tcp.flags.syn', 'tcp.flags.reset', 'tcp.flags.push', 'tcp.flags.ack', 'tcp.window_size_value', 'tcp.options.mss_val', 'tcp.options.wscale.shift', 'tcp.len'];
    const rows = tsharkFields(segments.map((segment) => ipv4(C, S, 6, segment)), fields, { linkType: LINK.rawIp, settings: ['-o', 'tcp.relative_sequence_numbers:FALSE'] });
    const ours = segments.map((bytes) => {
      const tcp = readTcp(bytes) ?? expect.unreachable();
      return [tcp.sourcePort, tcp.destinationPort, tcp.sequence, tcp.acknowledgement, flag(tcp.fin), flag(tcp.syn), flag(tcp.rst), flag(tcp.psh), flag(tcp.ack), tcp.window, tcp.maximumSegmentSize ?? '', tcp.windowScale ?? '', tcp.payloadLength].map(String);
    });
    expect(ours).toEqual(rows);
    expect(segments.map((bytes) => readTcp(bytes)?.allowsSack)).toEqual([true, false, false, false, false]);
  });

  it('knows the payload a cut segment had', () => {
    const cut = readTcp((segments[2] as Uint8Array).subarray(0, 50), 120);
    expect(cut).toMatchObject({ payloadLength: 100, truncated: true, payload: counting(30) });
  });

  it('stops at options that state no possible length', () => {
    for (const options of [[2, 0, 0, 0], [3, 1, 1, 1], [2, 40, 5, 5], [1, 1, 1, 2]]) expect(readTcp(tcp(1, 2, { flags: 0, options }))).toMatchObject({ maximumSegmentSize: null, payloadLength: 0 });
  });

  it('refuses headers that cannot be', () => {
    const header = tcp(1, 2, { flags: 0 });
    header[12] = 0x40;
    expect(readTcp(header)).toBeNull();
    header[12] = 0xf0;
    expect(readTcp(header)).toBeNull();
    expect(readUdp(udp(1, 2, [], { length: 7 }))).toBeNull();
    expect(readUdp(udp(1, 2, []).subarray(0, 7))).toBeNull();
  });
});

describe('ICMP', () => {
  const lost = ipv4(C, S, 17, udp(50_500, 4500, counting(200), { ends }));
  const lost6 = ipv6(C6, S6, 6, tcp(50_001, 443, { flags: TCP.syn, ends: ends6 }), { extensions: [HOP_BY_HOP] });
  const back: Ends = [S6, C6];
  const v4 = [
    icmp(3, 3, u32(0), lost.subarray(0, 28)),
    icmp(3, 13, u32(0), lost),
    icmp(3, 4, [0, 0, ...u16(1280)], ipv4(C, S, 50, counting(40)).subarray(0, 28)),
    icmp(3, 4, u32(0), ipv4(C, S, 17, counting(40), { fragmentOffset: 1480, id: 5 }).subarray(0, 28)),
    icmp(11, 0, u32(0), lost.subarray(0, 28)),
    icmp(8, 0, [...u16(0x1234), ...u16(7)], counting(32)),
  ];
  const v6 = [icmpv6(back, 1, 4, u32(0), lost6), icmpv6(back, 1, 1, u32(0), lost6.subarray(0, 60)), icmpv6(back, 2, 0, u32(1400), ipv6(C6, S6, 50, counting(40))), icmpv6(back, 129, 0, [...u16(0x1234), ...u16(8)])];

  it('reads what an error quotes as tshark does', () => {
    if (!hasTshark()) return;
    const fields = ['icmp.type', 'icmp.code', 'icmp.mtu', 'ip.src', 'ip.dst', 'ip.proto', 'udp.srcport', 'udp.dstport'];
    const rows = tsharkFields(v4.map((message) => ipv4('203.0.113.1', C, 1, message)), fields, { linkType: LINK.rawIp, settings: ['-o', 'ip.defragment:FALSE'] });
    const ours = v4.map((bytes) => {
      const { type, code, nextHopMtu, quoted } = readIcmp(bytes, 4) ?? expect.unreachable();
      const hasMtu = type === 3 && code === 4;
      const also = (value: unknown): string => (quoted === null ? '' : `|${value}`);
      return [type, code, hasMtu ? (nextHopMtu ?? 0) : '', `203.0.113.1${also(quoted?.source)}`, `${C}${also(quoted?.destination)}`, `1${also(quoted?.protocol)}`, quoted?.sourcePort ?? '', quoted?.destinationPort ?? ''].map(String);
    });
    expect(ours).toEqual(rows);
    const rows6 = tsharkFields(v6.map((message) => ipv6(S6, C6, 58, message)), ['icmpv6.type', 'icmpv6.code', 'icmpv6.mtu', 'ipv6.dst', 'tcp.srcport', 'tcp.dstport'], { linkType: LINK.rawIp });
    const ours6 = v6.map((bytes) => {
      const { type, code, nextHopMtu, quoted } = readIcmp(bytes, 6) ?? expect.unreachable();
      return [type, code, nextHopMtu ?? '', quoted === null ? C6 : `${C6}|${quoted.destination}`, quoted?.sourcePort ?? '', quoted?.destinationPort ?? ''].map(String);
    });
    // tshark reads ports only where the whole TCP header is quoted.
    expect(ours6.map((row) => row.slice(0, 4))).toEqual(rows6.map((row) => row.slice(0, 4)));
    expect(ours6[0]).toEqual(rows6[0]);
  });

  it('tells the kinds and reasons apart', () => {
    expect(v4.map((bytes) => readIcmp(bytes, 4)).map((message) => [message?.kind, message?.reason])).toEqual([['unreachable', 'port'], ['unreachable', 'prohibited'], ['too-big', null], ['too-big', null], ['time-exceeded', null], ['echo-request', null]]);
    expect(v6.map((bytes) => readIcmp(bytes, 6)).map((message) => [message?.kind, message?.reason])).toEqual([['unreachable', 'port'], ['unreachable', 'prohibited'], ['too-big', null], ['echo-reply', null]]);
    expect(readIcmp(v4[5] as Uint8Array, 4)?.echo).toEqual({ id: 0x1234, sequence: 7 });
    expect(readIcmp(v4[0] as Uint8Array, 4)?.quoted).toMatchObject({ totalLength: 228, payload: { length: 8 } });
    // An old router does not say how big is small enough.
    expect(readIcmp(v4[3] as Uint8Array, 4)).toMatchObject({ nextHopMtu: null, quoted: { isFragment: true, sourcePort: null } });
  });
});
