/** Mutated captures through the whole session: nothing throws or hangs, and every record is as its tracker declares it. */
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/model/records.ts';
import type { FieldType, Value } from '../../src/model/values.ts';
import { CAPTURE_YIELDS } from '../../src/sources/capture/trackers.ts';
import { readCapture, START, SERVER, US } from '../sources/capture/support.ts';
import { ack, conversation, HTTPS, packetOf, psh, rst, syn, SERVER6, US6 } from '../sources/capture/tcp-support.ts';
import { buildCapture, type PacketInput } from '../support/etl/capture.ts';
import { certificate, newKeys } from '../support/packets/certificate.ts';
import { dnsHeader, dnsName, dnsQuestion, dnsRecord } from '../support/packets/dns.ts';
import { encrypted2, ike, ke2, notify2, sa2 } from '../support/packets/ike.ts';
import { address, counting, ethernet, fragmentsV4, icmp, ipv4, ipv6, join, u16, u24, udp, wifi } from '../support/packets/ip.ts';
import { tlsHandshake, tlsRecord } from '../support/packets/tls.ts';

const ROUNDS = 400;

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

const leaf = certificate({ keys: newKeys(), dnsNames: ['vpn.contoso.com'], listUrl: 'http://crl.contoso.com/root.crl' });
const serverName = join(u16(0), u16(20), u16(18), [0], u16(15), 'vpn.contoso.com');
const versions = join(u16(43), u16(5), [4, 3, 4, 3, 3]);
const hello = tlsRecord(22, tlsHandshake(1, join(u16(0x0303), counting(32), [0], u16(4), [0x13, 1, 0xc0, 0x2f], [1, 0], u16(serverName.length + versions.length), serverName, versions)));
const flight = tlsRecord(22, join(tlsHandshake(2, join(u16(0x0303), counting(32), [0, 0xc0, 0x2f, 0])), tlsHandshake(11, join(u24(leaf.length + 3), u24(leaf.length), leaf))));
const query = join(dnsHeader({ id: 7, flags: 0x0100, questions: 1 }), dnsQuestion('vpn.contoso.com', 1));
const answer = join(dnsHeader({ id: 7, flags: 0x8180, questions: 1, answers: 2 }), dnsQuestion('vpn.contoso.com', 1), dnsRecord(dnsName('vpn', 16), 5, 60, dnsName('edge.contoso.com')), dnsRecord(u16(0xc00c), 1, 60, address(SERVER)));
const saInit = ike({ initiator: '0102030405060708', exchange: 34, flags: 8 }, [sa2({ number: 1, transforms: [[1, 12, 256], [2, 5], [3, 12], [4, 14]] }), ke2(14, 256), notify2(16430)]);
const auth = join([0, 0, 0, 0], ike({ initiator: '0102030405060708', responder: 'a1a2a3a4a5a6a7a8', exchange: 35, flags: 8, messageId: 1 }, [encrypted2(35, 2_600)]));
const both = (at: number, protocol: number, payload: Uint8Array): PacketInput[] => [
  { at, direction: 'out', frame: ethernet(0x0800, ipv4(US, SERVER, protocol, payload)) },
  { at: at + 0.5, direction: 'in', frame: wifi(0x86dd, ipv6(SERVER6, US6, protocol, payload), { fromDs: true }), by: 'ndis-wifi' },
];
const web = { ...HTTPS, serverPort: 80 };

/** Something for every tracker. */
const PACKETS: readonly PacketInput[] = [
  ...conversation(HTTPS, [['client', hello], ['server', flight], ['client', tlsRecord(21, [2, 48])]], [{ at: 2, from: 'server', flags: rst }]),
  ...conversation({ ...HTTPS, client: US6, server: SERVER6, serverPort: 8_443 }, [['client', hello], ['server', flight]]),
  ...[0, 1, 3].map((at) => packetOf({ ...HTTPS, serverPort: 1723 }, { at, from: 'client', flags: syn })),
  packetOf(web, { at: 1, from: 'client', flags: ack | psh, payload: join('GET /root.crl HTTP/1.1\r\nHost: crl.contoso.com\r\n\r\n') }),
  packetOf(web, { at: 2, from: 'server', flags: ack | psh, payload: join('HTTP/1.1 302 Found\r\nLocation: http://portal.contoso.com/\r\n\r\n') }),
  ...both(3, 17, udp(50_053, 53, query)),
  ...both(4, 17, udp(53, 50_053, answer)),
  ...both(5, 17, udp(500, 500, saInit)),
  ...fragmentsV4(US, SERVER, 17, udp(4500, 4500, auth), 1_480, 77).map((bytes): PacketInput => ({ at: 6, direction: 'out', frame: ethernet(0x0800, bytes) })),
  ...both(7, 1, icmp(3, 4, [0, 0, 5, 120], ipv4(US, SERVER, 50, counting(64)))),
  { at: 8, direction: 'out', frame: ethernet(0x0800, ipv4(US, SERVER, 17, udp(500, 500, saInit))).subarray(0, 128), by: 'pktmon', originalLength: 400, dropReason: 909 },
  { at: 9, direction: 'out', frame: ethernet(0x0800, ipv4(US, SERVER, 17, udp(1_812, 1_812, counting(60)))), by: 'wan', user: 'CONTOSO\\user1' },
  ...[1701, 1812, 4500].flatMap((port) => both(10, 17, udp(port, port, counting(80)))),
  ...[47, 50].flatMap((protocol) => both(11, protocol, counting(80))),
];

/** Half of the changes hit the first 80 bytes, where headers are. */
function mutate(seed: Uint8Array, random: (below: number) => number, changes: number): Uint8Array {
  let bytes: Uint8Array = seed.slice();
  const place = (): number => (random(2) === 0 ? random(Math.min(80, bytes.length)) : random(bytes.length));
  for (let round = 0; round < changes && bytes.length > 0; round++) {
    const [kind, at] = [random(5), place()];
    if (kind === 0) bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    else if (kind === 1) bytes.fill([0, 0xff, 0x7f, 0x80, 0xc0, 1][random(6)] as number, at, at + 1 + random(3));
    else if (kind === 2) bytes.copyWithin(at, place(), place());
    else if (kind === 3) bytes[at] = random(256);
    else if (random(4) === 0) bytes = bytes.slice(0, Math.max(1, at));
  }
  return bytes;
}

const DECLARED = new Map(CAPTURE_YIELDS.map((item) => [item.name, item.fields]));
const CHECKS: Readonly<Record<FieldType, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  code: (value) => Number.isInteger(value) && (value as number) >= 0,
  time: (value) => Number.isSafeInteger(value),
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  numbers: (value) => Array.isArray(value) && value.every((item) => Number.isFinite(item)),
};

/** Fields of a record that are not as declared. */
function wrongIn({ name, fields }: LogRecord): string[] {
  const declared = DECLARED.get(name);
  return declared === undefined ? [name] : Object.entries(fields).flatMap(([field, value]) => (declared[field] !== undefined && (value === null || CHECKS[declared[field]](value)) ? [] : [`${name}.${field}: ${JSON.stringify(value)}`]));
}

describe('captures', () => {
  it('yields what is declared, something from each tracker', () => {
    const { records } = readCapture(buildCapture({ start: START, packets: PACKETS, end: 60 }));
    expect(records.flatMap(wrongIn)).toEqual([]);
    const names = new Set(records.map(({ name }) => name));
    for (const name of ['capture.ike-sa-init', 'capture.tcp', 'capture.tls', 'capture.dns', 'capture.icmp-error', 'capture.http', 'capture.drop']) expect(names).toContain(name);
  });

  it('survives packets of any content, in any order', () => {
    const random = generator(20_240_612);
    for (let round = 0; round < ROUNDS; round++) {
      const packets = PACKETS.flatMap((packet): PacketInput[] => {
        const choice = random(8);
        if (choice === 0) return [];
        return choice < 4 ? [packet] : [{ ...packet, at: choice === 4 ? random(12) : packet.at, frame: mutate(packet.frame, random, 1 + random(5)) }];
      });
      expect(readCapture(buildCapture({ start: START, packets, end: 60 })).records.flatMap(wrongIn)).toEqual([]);
    }
  });

  it('survives damaged traces', () => {
    const random = generator(20_240_613);
    const whole = buildCapture({ start: START, packets: PACKETS, end: 60 });
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = mutateBehindHeader(whole, random);
      const { records } = readCapture(bytes);
      read += records.length;
      expect(records.flatMap(wrongIn)).toEqual([]);
    }
    expect(read).toBeGreaterThan(ROUNDS);
  });
});

/** The first buffer's header stays, without which nothing is read. */
function mutateBehindHeader(whole: Uint8Array, random: (below: number) => number): Uint8Array {
  const kept = 1_024;
  return join(whole.subarray(0, kept), mutate(whole.subarray(kept), random, 20));
}
