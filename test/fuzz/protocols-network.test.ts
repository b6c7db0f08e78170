/** Mutated frames and streams through every reader of links, IP, transports and protocols in clear: nothing throws, hangs or grows without bound. */
import { describe, expect, it } from 'vitest';
import { readDns, readDnsOverTcp } from '../../src/protocols/dns.ts';
import { readHttpHead } from '../../src/protocols/http.ts';
import { readIcmp } from '../../src/protocols/icmp.ts';
import { readIpFrame, type LinkType } from '../../src/protocols/ip-frame.ts';
import { createReassembler } from '../../src/protocols/ip-reassembly.ts';
import { readRadius } from '../../src/protocols/radius.ts';
import { createTcpTracker } from '../../src/protocols/tcp-stream.ts';
import { readSstp } from '../../src/protocols/sstp.ts';
import { readTcp } from '../../src/protocols/tcp.ts';
import { readTls } from '../../src/protocols/tls.ts';
import { readUdp } from '../../src/protocols/udp.ts';
import { readX509Names } from '../../src/protocols/x509-names.ts';
import { certificate, newKeys, pem } from '../support/packets/certificate.ts';
import { dnsHeader, dnsName, dnsQuestion, dnsRecord } from '../support/packets/dns.ts';
import { address, counting, ethernet, fragmentExtension, fragmentsV4, fragmentsV6, HOP_BY_HOP, icmp, icmpv6, ipv4, ipv6, join, mss, TCP, tcp, u16, u24, u32, udp, wifi, type Ends } from '../support/packets/ip.ts';
import { eapAttributes, eapPacket, microsoftAttribute, radius, radiusAttribute } from '../support/packets/radius.ts';
import { recordTls, tlsHandshake, tlsRecord } from '../support/packets/tls.ts';

const V4: Ends = ['192.0.2.10', '198.51.100.20'];
const V6: Ends = ['2001:db8::10', '2001:db8::20'];
const ROUNDS = 4000;
/** Against hanging only. */
const MOST_MS = 2000;

/** mulberry32: small, seeded, good enough to spread mutations. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

/** Headers are where trouble starts, so that half of the places lie in the first 80 bytes. */
function mutate(seed: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes: Uint8Array = seed.slice();
  const place = (): number => (random(2) === 0 ? random(Math.min(80, bytes.length)) : random(bytes.length));
  for (let round = random(6); round >= 0 && bytes.length > 0; round--) {
    const [kind, at] = [random(6), place()];
    if (kind === 0) bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    else if (kind === 1) bytes.fill([0, 0xff, 0x7f, 0x80, 0xc0, 1][random(6)] as number, at, at + 1 + random(3));
    else if (kind === 2) bytes = bytes.slice(0, at);
    else if (kind === 3) bytes.copyWithin(at, place(), place());
    else if (kind === 4) bytes[at] = random(256);
    else bytes = join(bytes.subarray(0, at), counting(random(9)), bytes.subarray(at));
  }
  return bytes;
}

/** Bytes, characters and eight for everything else of an answer. */
function sizeOf(value: unknown, depth = 0): number {
  if (depth > 8) throw new Error('an answer nested without end');
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 8 + sizeOf(item, depth + 1), 0);
  return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, item) => sum + 8 + sizeOf(item, depth + 1), 0) : 8;
}

/** Runs the reader over mutations of the seeds; no answer is larger than `factor` times the input and what an empty one takes. */
function fuzz(seeds: readonly Uint8Array[], read: (bytes: Uint8Array) => unknown, factor = 6): { read: number; refused: number } {
  const counts = { read: 0, refused: 0 };
  const random = generator(20_240_521);
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(seeds[round % seeds.length] as Uint8Array, random);
    const started = performance.now();
    const answer = read(bytes);
    expect(performance.now() - started).toBeLessThan(MOST_MS);
    expect(sizeOf(answer)).toBeLessThan(bytes.length * factor + 4096);
    counts[answer === null ? 'refused' : 'read']++;
  }
  return counts;
}

const inner = ipv4(...V4, 17, udp(500, 4500, counting(60), { ends: V4 }), { options: [7, 7, 4, 0, 0, 0, 0] });
const inner6 = ipv6(...V6, 6, tcp(50_001, 443, { flags: TCP.syn, options: [...mss(1360), 1, 3, 3, 8] }, counting(9)), { extensions: [HOP_BY_HOP, [60, [0, 1, 4, 0, 0, 0, 0]], [51, [4, 0, 0, ...counting(20)]], fragmentExtension(5, 0, false)] });
const dns = [
  join(dnsHeader({ id: 1, flags: 0x8180, questions: 1, answers: 3 }), dnsQuestion('vpn.contoso.com', 1), dnsRecord([0xc0, 12], 5, 60, dnsName('gw', 0xc010)), dnsRecord([0xc0, 45], 1, 60, address('192.0.2.1')), dnsRecord([0xc0, 45], 28, 60, address('2001:db8::1'))),
  join(dnsHeader({ id: 1, flags: 0x0100, questions: 1 }), dnsQuestion('a.b.c.d.e.f', 33)),
  join(dnsHeader({ id: 1, flags: 0x8180, answers: 60_000 }), ...Array.from({ length: 300 }, () => dnsRecord([0xc0, 12], 5, 1, Uint8Array.of(0xc0, 12)))),
];
const radiusPackets = [radius(1, 1, [radiusAttribute(1, 'user'), radiusAttribute(4, address('192.0.2.1')), microsoftAttribute(25, counting(50)), ...eapAttributes(eapPacket(2, 1, [13, ...counting(400)]))]), radius(3, 1, [radiusAttribute(18, 'No.'), microsoftAttribute(2, '\u0007E=691 R=0')])];
const keys = newKeys();
const leaf = certificate({ keys, dnsNames: ['vpn.contoso.com', 'b'], ipAddresses: ['192.0.2.1'], uses: [1, 17], listUrl: 'http://crl.contoso.com/a.crl', ocspUrl: 'http://ocsp.contoso.com', isAuthority: true });

describe('mutated packets', () => {
  it.each<[LinkType, readonly Uint8Array[]]>([
    ['ethernet', [ethernet(0x0800, inner), ethernet(0x86dd, inner6, { tags: [[0x88a8, 7], [0x8100, 1]] })]],
    ['wifi', [wifi(0x0800, inner, { toDs: true, fromDs: true, qos: true, order: true }), wifi(0x86dd, inner6)]],
    ['ip', [inner, inner6]],
  ])('with %s and IP', (type, seeds) => {
    const counts = fuzz(seeds, (bytes) => readIpFrame(type, bytes));
    expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(ROUNDS / 20);
  });

  it('of UDP, TCP and ICMP', () => {
    expect(fuzz([udp(1, 2, counting(40))], readUdp).read).toBeGreaterThan(ROUNDS / 2);
    expect(fuzz([tcp(1, 2, { flags: TCP.syn, options: [...mss(1360), 1, 3, 3, 8, 4, 2, 5, 10, ...counting(8)] }, counting(40))], (bytes) => readTcp(bytes, bytes.length + 7)).read).toBeGreaterThan(ROUNDS / 2);
    expect(fuzz([icmp(3, 4, u32(1280), inner), icmp(3, 3, u32(0), inner.subarray(0, 28))], (bytes) => readIcmp(bytes, 4)).read).toBeGreaterThan(ROUNDS / 2);
    expect(fuzz([icmpv6(V6, 2, 0, u32(1280), inner6), icmpv6(V6, 1, 4, u32(0), inner6)], (bytes) => readIcmp(bytes, 6)).read).toBeGreaterThan(ROUNDS / 2);
  });

  it('of DNS', () => {
    // A record of 12 bytes may point to a name of 255.
    expect(fuzz(dns, readDns, 60).read).toBeGreaterThan(ROUNDS / 2);
    fuzz(dns.map((bytes) => join(u16(bytes.length), bytes)), readDnsOverTcp, 60);
  });

  it('of RADIUS, HTTP and SSTP', () => {
    expect(fuzz(radiusPackets, readRadius, 12).read).toBeGreaterThan(ROUNDS / 2);
    expect(fuzz([join('GET /a.crl HTTP/1.1\r\nHost: crl.contoso.com\r\nContent-Length: 4\r\n\r\nabcd'), join('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n')], readHttpHead).read).toBeGreaterThan(ROUNDS / 20);
    expect(fuzz([join([0x10, 1, 0, 20, 0, 3, 0, 1, 0, 2, 0, 12, 0, 0, 0, 1, 0, 0, 0, 4], [0x10, 0, 0, 20], counting(16))], readSstp, 24).read).toBeGreaterThan(ROUNDS / 20);
  });

  it('of certificates', () => {
    expect(fuzz([leaf], readX509Names).read).toBeGreaterThan(ROUNDS / 20);
  });

  it('of TLS', async () => {
    const server = { key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: pem(leaf), maxVersion: 'TLSv1.2' as const };
    const { fromClient, fromServer } = await recordTls(server, { servername: 'vpn.contoso.com' });
    const built = join(tlsRecord(22, tlsHandshake(11, join(u24(leaf.length + 3), u24(leaf.length), leaf))), tlsRecord(21, [2, 42]));
    expect(fuzz([fromClient, fromServer], (bytes) => readTls(bytes, new Uint8Array()), 24).read).toBeGreaterThan(ROUNDS / 2);
    expect(fuzz([fromServer, built], (bytes) => readTls(fromClient, bytes)?.serverCertificates.map(readX509Names) ?? null, 24).read).toBeGreaterThan(ROUNDS / 2);
  });
});

describe('mutated captures', () => {
  it('of fragments: as many datagrams as limits allow', () => {
    const random = generator(7);
    const seeds = [...fragmentsV4(...V4, 17, udp(1, 2, counting(200)), 64, 7), ...fragmentsV6(...V6, 17, udp(1, 2, counting(200)), 64, 7)];
    const reassembler = createReassembler({ maxDatagrams: 16, maxFragments: 8, maxBytes: 4096 });
    let [fragments, given] = [0, 0];
    for (let round = 0; round < ROUNDS * 5; round++) {
      const frame = readIpFrame('ip', random(3) > 0 ? (seeds[random(seeds.length)] as Uint8Array) : mutate(seeds[random(seeds.length)] as Uint8Array, random));
      if (frame === null) continue;
      if (frame.ip.fragment !== null) fragments++;
      const whole = reassembler.add(frame.ip, round * 200_000 - random(1_000_000), round);
      if (whole === null) continue;
      expect(whole.packet.fragment).toBeNull();
      expect(whole.packet.payload.length).toBeLessThanOrEqual(whole.packet.payloadLength);
      if (whole.fragments > 1) given++;
    }
    const incomplete = reassembler.takeIncomplete(true);
    expect(given).toBeGreaterThan(100);
    expect(given + incomplete.length).toBeLessThanOrEqual(fragments);
    expect(Math.max(...incomplete.map((item) => item.fragments))).toBeLessThanOrEqual(8);
  });

  it('of TCP: as much payload as limits allow', () => {
    const random = generator(9);
    const tracker = createTcpTracker({ maxStreams: 50, maxPayload: 512, maxBytes: 8192 });
    for (let round = 0; round < ROUNDS * 5; round++) {
      const isClient = random(2) === 0;
      const segment = tcp(isClient ? 50_000 + random(3) : 443, isClient ? 443 : 50_000 + random(3), { flags: random(64), sequence: (0xffffff80 + random(random(9) === 0 ? 0x7fffffff : 700)) >>> 0 }, counting(random(120)));
      const read = readTcp(random(4) === 0 ? mutate(segment, random) : segment, segment.length);
      const [from, to] = isClient ? V4 : [V4[1], V4[0]];
      if (read !== null) tracker.add(from, to, read, round, round);
    }
    const directions = tracker.streams.flatMap((stream) => [stream.fromClient, stream.fromServer]);
    expect(tracker.streams.length).toBeLessThanOrEqual(50);
    expect(directions.every(({ payload, bytes }) => payload.length <= 512 && bytes >= 0)).toBe(true);
    expect(directions.reduce((sum, { payload }) => sum + payload.length, 0)).toBeLessThanOrEqual(8192);
  });
});
