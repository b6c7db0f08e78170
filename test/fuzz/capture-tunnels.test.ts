/** Mutated tunnel packets through a whole capture: nothing throws, records stay few and hold only what was declared, silence is never claimed in vain. */
import { describe, expect, it } from 'vitest';
import type { Yield } from '../../src/model/records.ts';
import { CAPTURE_YIELDS } from '../../src/sources/capture/trackers.ts';
import { capture, US } from '../sources/capture/support.ts';
import { CALL, controlConnection, DATA, established, gre, packet } from '../sources/capture/tunnel-support.ts';
import type { PacketInput } from '../support/etl/capture.ts';
import { esp } from '../support/packets/ike.ts';
import { ethernet, fragmentsV4, ipv4, join, u16, u32, udp } from '../support/packets/ip.ts';
import { avp, l2tpControl, l2tpData, startRequest, stopNotification } from '../support/packets/l2tp.ts';
import * as ppp from '../support/packets/ppp.ts';
import { clearRequest, disconnect } from '../support/packets/pptp.ts';
import { eapAttributes, eapPacket, microsoftAttribute, radius, radiusAttribute } from '../support/packets/radius.ts';
import { seeded } from '../support/pieces.ts';

const ROUNDS = 150;
const NAMES = ['capture.pptp', 'capture.l2tp', 'capture.ppp', 'capture.esp', 'capture.inner', 'capture.radius', 'capture.radius-incomplete'];
const declared = new Map<string, Yield>(CAPTURE_YIELDS.map((item) => [item.name, item]));
const IP_HEADER = 14 + 20;

type Random = (below: number) => number;

const frames = [
  ppp.pppFrame(ppp.PPP.lcp, ppp.lcpRequest(1)),
  ppp.pppFrame(ppp.PPP.lcp, join([2, 1], ppp.lcpRequest(1).subarray(2))),
  ppp.pppFrame(ppp.PPP.chap, ppp.chapValue(2, 3, 49, 'alice')),
  ppp.pppFrame(ppp.PPP.chap, ppp.chapFailure(3, 'E=691 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=x')),
  ppp.pppFrame(ppp.PPP.eap, ppp.eapMschap(1, 4, 4, 'E=691 R=0 C=00 V=3 M=x')),
  ppp.pppFrame(ppp.PPP.ipcp, ppp.control(2, 1, ppp.option(3, [192, 0, 2, 1]))),
  ppp.pppFrame(ppp.PPP.lcp, ppp.control(8, 2, u16(0x8057))),
  ppp.pppFrame(ppp.PPP.lcp, ppp.terminate(2, 691)),
  ppp.pppFrame(ppp.PPP.mppe, [0x90, 0, 1, 2]),
];

function conversation(): PacketInput[] {
  const send = controlConnection();
  const request = radius(1, 7, [radiusAttribute(1, 'user1'), radiusAttribute(31, '198.51.100.7'), ...eapAttributes(eapPacket(2, 1, join([1], 'user1')))]);
  const reject = radius(3, 7, [radiusAttribute(18, 'no'), microsoftAttribute(2, join([1], 'E=691 R=0 V=3'))]);
  const data = (at: number, way: 'in' | 'out', frame: Uint8Array) => packet(at, way, 17, udp(1701, 1701, l2tpData({ tunnel: way === 'out' ? 22 : 11, session: 5, ns: 1, nr: 1, withLength: true }, frame)));
  return [
    ...established(send),
    ...frames.flatMap((frame, index) => [gre(1 + index / 10, 'in', frame), gre(1.05 + index / 10, 'out', frame)]),
    send(3, 'client', DATA, clearRequest(CALL.client)),
    send(3.1, 'server', DATA, disconnect(CALL.server, 4, 0, 0)),
    packet(4, 'out', 17, udp(1701, 1701, startRequest(11, 'client7'))),
    packet(4.1, 'in', 17, udp(1701, 1701, l2tpControl({ tunnel: 11 }, avp(0, u16(2)), avp(9, u16(22))))),
    packet(4.2, 'out', 17, udp(1701, 1701, l2tpControl({ tunnel: 22 }, avp(0, u16(10)), avp(14, u16(5))))),
    ...frames.map((frame, index) => data(5 + index / 10, index % 2 === 0 ? 'in' : 'out', frame)),
    packet(6, 'in', 17, udp(1701, 1701, stopNotification(11, 2, 4, 'no'))),
    ...[0, 1, 2].flatMap((index) => [packet(7 + index, 'out', 17, udp(4500, 4500, esp(5, index, 40))), packet(7.1 + index, 'in', 50, esp(6, index, 40))]),
    packet(10, 'out', 17, udp(4500, 4500, [0xff])),
    { at: 11, direction: 'out', by: 'wan', user: 'CONTOSO\\user1', frame: ethernet(0x0800, ipv4(US, '198.51.100.1', 17, udp(1, 2, 'x'))) },
    { at: 11.1, direction: 'in', by: 'wan', user: 'CONTOSO\\user1', frame: ethernet(0x0800, ipv4('198.51.100.1', US, 17, udp(2, 1, 'x'))) },
    packet(12, 'out', 17, udp(50_000, 1812, request)),
    packet(12.2, 'in', 17, udp(1812, 50_000, reject)),
    ...fragmentsV4('203.0.113.5', US, 17, udp(1812, 50_000, join(reject, new Uint8Array(2_000))), 1_480, 7).slice(1).map((frame): PacketInput => ({ at: 13, direction: 'in', frame: ethernet(0x0800, frame) })),
  ];
}

/** Flips bits, writes lengths that are likely to hurt, repeats stretches, cuts; mostly behind the IP header. */
function mutate(frame: Uint8Array, random: Random): Uint8Array {
  const bytes = frame.slice();
  for (let count = 1 + random(5); count > 0; count--) {
    const at = random(6) === 0 ? random(bytes.length) : Math.min(bytes.length - 1, IP_HEADER + random(Math.max(1, bytes.length - IP_HEADER)));
    const kind = random(4);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    else if (kind === 2) bytes.set(u16([0, 1, 3, 4, 5, 7, 8, 0x7fff, 0xffff, bytes.length][random(10)] as number).slice(0, bytes.length - at), at);
    else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  }
  return random(6) === 0 ? bytes.slice(0, 1 + random(bytes.length)) : bytes;
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' && value.length < 1_200,
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  code: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffff_ffff,
  time: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  strings: (value) => Array.isArray(value) && value.length <= 64 && value.every((item) => typeof item === 'string'),
  numbers: (value) => Array.isArray(value) && value.length <= 64 && value.every((item) => Number.isFinite(item)),
};

/** What is wrong with the records: fields nobody declared, or of another type. */
function faults(records: ReturnType<typeof capture>['records']): string[] {
  return records.flatMap(({ name, fields }) => Object.entries(fields).filter(([field, value]) => TYPES[declared.get(name)?.fields[field] ?? '']?.(value) !== true).map(([field, value]) => `${name}.${field}: ${JSON.stringify(value)}`));
}

describe('mutated captures of tunnels', () => {
  it('tell of every protocol when nothing is changed', () => {
    const read = capture(conversation());
    expect(NAMES.filter((name) => !read.records.some((record) => record.name === name))).toEqual([]);
    expect(faults(read.records)).toEqual([]);
  });

  it('never throw, never tell more than packets can, and keep to what is declared', () => {
    const next = seeded(20_240_731);
    const random: Random = (below) => next() % below;
    const names = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const packets = conversation().flatMap((item) => {
        const kind = random(6);
        if (kind === 0) return [];
        if (kind === 1) return [item, { ...item, at: item.at + random(3) }];
        return [kind < 4 ? { ...item, frame: mutate(item.frame, random) } : item];
      });
      const read = capture(packets, random(5) === 0 ? { eventsLost: 1 } : {});
      expect(read.records.length).toBeLessThan(packets.length * 4);
      expect(faults(read.records)).toEqual([]);
      for (const { name } of read.records) names.set(name, (names.get(name) ?? 0) + 1);
    }
    for (const name of NAMES) expect(names.get(name) ?? 0, name).toBeGreaterThan(ROUNDS / 10);
  });

  it('never claim silence where the trace lost events', () => {
    const next = seeded(7);
    const random: Random = (below) => next() % below;
    for (let round = 0; round < ROUNDS / 3; round++) {
      const { records } = capture(conversation().map((item) => (random(2) === 0 ? { ...item, frame: mutate(item.frame, random) } : item)), { eventsLost: 1 });
      const claims = records.filter(({ name, fields }) => NAMES.includes(name) && ((Number(fields['sent']) > 0 && fields['received'] === 0) || fields['gre_received'] === 0 || fields['answered'] === false || [fields['control'], fields['call'], fields['lcp'], fields['auth_result']].some((said) => said === 'no-answer' || said === 'silent' || said === 'no-response')));
      expect(claims).toEqual([]);
    }
  });

  it('of a flood hold no more than their caps', () => {
    const flood = Array.from({ length: 30_000 }, (_, index) => {
      const at = index / 1_000;
      const port = 1_024 + (index % 60_000);
      switch (index % 4) {
        case 0:
          return packet(at, 'in', 17, udp(port, 1701, startRequest(1 + (index % 60_000), 'x')));
        case 1:
          return packet(at, 'in', 17, udp(port, 1812, radius(1, index & 255, [radiusAttribute(1, 'x')], join(u32(index), u32(index), u32(index), u32(index)))));
        case 2:
          return packet(at, 'in', 17, udp(1701, 1701, l2tpControl({ tunnel: index % 60_000 }, avp(0, u16(2)), avp(9, u16(index % 60_000)), avp(14, u16(index % 60_000)))));
        default:
          return packet(at, 'in', 47, join(u16(0x3001), u16(0x880b), u16(4), u16(index % 60_000), u32(index), [0xff, 3, 0, 0x21]));
      }
    });
    const { records } = capture(flood);
    const countOf = (name: string) => records.filter((record) => record.name === name).length;
    expect(countOf('capture.l2tp')).toBe(5_000);
    expect(countOf('capture.radius')).toBe(7_500);
    expect(countOf('capture.pptp') + countOf('capture.ppp')).toBe(0);
    expect(faults(records)).toEqual([]);
  });
});
