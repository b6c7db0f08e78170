/** Mutated packets through the dissectors of tunnels: nothing throws, hangs, reads outside or grows without bound, and a cut says so. */
import { describe, expect, it } from 'vitest';
import { readEap } from '../../src/protocols/eap.ts';
import { readAh, readEsp } from '../../src/protocols/esp.ts';
import { readGre } from '../../src/protocols/gre.ts';
import { readIkeDatagram } from '../../src/protocols/ike-datagram.ts';
import { checkNatDetection } from '../../src/protocols/ike-nat.ts';
import { readIke } from '../../src/protocols/ike.ts';
import { readL2tp } from '../../src/protocols/l2tp.ts';
import { readPpp } from '../../src/protocols/ppp.ts';
import { readPptpMessages } from '../../src/protocols/pptp.ts';
import { mainMode1, saInit } from '../protocols/ike-samples.ts';
import { pptpMessages } from '../protocols/pptp-samples.ts';
import { pptpGre, plainGre } from '../support/packets/gre.ts';
import * as ike from '../support/packets/ike.ts';
import { join, u16, u32 } from '../support/packets/ip.ts';
import { avp, l2tpControl, l2tpData, startRequest, stopNotification } from '../support/packets/l2tp.ts';
import * as ppp from '../support/packets/ppp.ts';

const ROUNDS = 4000;
/** An object per smallest thing a packet can hold (an attribute of four bytes, an option of two), and its names. */
const MOST_PER_BYTE = 60;

/** mulberry32. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Flips bits, writes lengths that are likely to hurt, repeats stretches, cuts. */
function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = original.slice();
  for (let count = 1 + random(8); count > 0; count--) {
    const at = random(bytes.length);
    const kind = random(4);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    else if (kind === 2) bytes.set(u16([0, 1, 3, 4, 5, 7, 8, 0x7fff, 0xffff, bytes.length][random(10)] as number).slice(0, bytes.length - at), at);
    else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  }
  return random(4) === 0 ? bytes.slice(0, random(bytes.length)) : bytes;
}

/** How much an answer is, counted in parts; views of the input are one part. @throws RangeError when a view is of anything else. */
function weigh(answer: unknown, input: Uint8Array): number {
  if (answer instanceof Uint8Array) {
    if (answer.length > 0 && answer.buffer !== input.buffer) throw new RangeError('a view of other bytes than the input');
    return 1;
  }
  if (typeof answer === 'string') return 1 + answer.length / 2;
  if (typeof answer !== 'object' || answer === null) return 1;
  return Object.values(answer).reduce<number>((sum, part) => sum + weigh(part, input), 1);
}

const frames = [ppp.pppFrame(ppp.PPP.lcp, ppp.lcpRequest(1)), ppp.pppFrame(ppp.PPP.lcp, ppp.terminate(2, 691)), ppp.pppFrame(ppp.PPP.chap, ppp.chapFailure(3, 'E=691 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=x')), ppp.pppFrame(ppp.PPP.chap, ppp.chapValue(2, 3, 49, 'alice')), ppp.pppFrame(ppp.PPP.pap, ppp.papRequest(1, 'alice', 'x')), ppp.pppFrame(ppp.PPP.ccp, ppp.control(1, 1, ppp.option(18, u32(0x01000061)))), ppp.pppFrame(ppp.PPP.ipcp, ppp.control(3, 1, ppp.option(3, [10, 0, 0, 1])))];
const eaps = [ppp.eapOf(2, 1, 1, 'alice@contoso.com'), ppp.eapOf(2, 2, 3, [13, 25]), ppp.eapOf(1, 3, 25, join([0xc0], u32(900), 'tls')), ppp.eapMschap(1, 4, 4, 'E=691 R=0 C=00 V=3 M=x'), ppp.eapMschap(2, 5, 2, join([49], new Uint8Array(49), 'alice'))];
const version1 = [mainMode1(), ike.ike({ version: 0x10, exchange: 4, flags: 0 }, [ike.sa1(ike.phase1(7, 256, 2, 14)), ike.ke1(64), ike.nonce1(16), ike.id1(2, 'client.contoso.com'), ike.nat1(new Uint8Array(20)), ike.notify1(14), ike.delete1(3, 4, '01020304'), ike.fragment1(1, 1, true, 9)])];
const version2 = [saInit(), ike.ike({ exchange: 35, flags: 0x20 }, [ike.fragment2(36, 1, 3, 60)]), ike.ike({ exchange: 34, flags: 0x20 }, [ike.notify2(16407, [1, 4, 203, 0, 113, 1]), ike.notify2(17, u16(14)), ike.delete2(3, 4, '01020304', '05060708'), ike.encrypted2(41, 40)])];
const end = { address: '192.0.2.1', port: 500 };

const targets: readonly (readonly [name: string, seeds: readonly Uint8Array[], read: (bytes: Uint8Array) => unknown])[] = [
  ['IKE', [...version1, ...version2], (bytes) => readIke(bytes)],
  ['datagrams of IKE', [...version2.map((bytes) => join([0, 0, 0, 0], bytes)), ike.esp(7, 8, 30)], (bytes) => readIkeDatagram(bytes, 4500)],
  ['ESP and AH', [ike.esp(7, 8, 30), ike.ah(50, 1, 2, 12, 'data')], (bytes) => [readEsp(bytes), readAh(bytes)]],
  ['PPP', [...frames, ...eaps.map((bytes) => ppp.pppFrame(ppp.PPP.eap, bytes))], (bytes) => readPpp(bytes)],
  ['EAP', eaps, (bytes) => readEap(bytes)],
  ['GRE', [...frames.map((frame) => pptpGre({ callId: 7, sequence: 1, acknowledgement: 2 }, frame)), plainGre(0x800, 'x', { key: 1, sequence: 2, checksum: true })], (bytes) => readGre(bytes)],
  ['PPTP', [...pptpMessages, join(...pptpMessages)], (bytes) => readPptpMessages(bytes)],
  ['L2TP', [startRequest(7, 'client7'), stopNotification(7, 2, 4, 'no'), l2tpControl({}, avp(0, u16(10)), avp(14, u16(2), { hidden: true })), ...frames.map((frame) => l2tpData({ tunnel: 1, session: 2, ns: 3, nr: 4, withLength: true, padding: 2 }, frame))], (bytes) => readL2tp(bytes)],
];

describe('mutated tunnel packets', () => {
  for (const [name, seeds, read] of targets) {
    it(`of ${name} never throw and never grow`, () => {
      const random = generator(20_240_607);
      let answers = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const bytes = mutate(seeds[round % seeds.length] as Uint8Array, random);
        const copy = bytes.slice();
        const answer = read(bytes);
        if (answer !== null) answers++;
        expect(weigh(answer, bytes)).toBeLessThan(100 + MOST_PER_BYTE * bytes.length);
        expect(Buffer.compare(bytes, copy)).toBe(0);
      }
      expect(answers).toBeGreaterThan(ROUNDS / 10);
    });
  }

  it('of IKE can be asked for their hashes', () => {
    const random = generator(7);
    for (let round = 0; round < ROUNDS; round++) {
      const message = readIke(mutate([...version1, ...version2][round % 5] as Uint8Array, random));
      if (message !== null) expect(() => checkNatDetection(message, end, end)).not.toThrow();
    }
  });

  it('do not see what lies behind a bounded view', () => {
    for (const [name, seeds, read] of targets) {
      for (const seed of seeds) {
        for (let length = 0; length <= seed.length; length += 3) {
          const alone = read(seed.slice(0, length));
          const within = read(join(seed.subarray(0, length), new Uint8Array(40).fill(0xa5)).subarray(0, length));
          expect(within, `${name}, ${length} bytes`).toEqual(alone);
        }
      }
    }
  });

  it('of the smallest parts, many of them, take no long time', () => {
    const many = [
      ike.ike({ exchange: 34, flags: 8 }, Array.from({ length: 16_000 }, () => ({ type: 43, body: [] }))),
      ike.ike({ exchange: 34, flags: 8 }, [ike.sa2({ number: 1, transforms: Array.from({ length: 255 }, () => [1, 12] as const) })]),
      ppp.pppFrame(ppp.PPP.lcp, ppp.control(1, 1, join(...Array.from({ length: 30_000 }, () => [7, 2])))),
      l2tpControl({}, ...Array.from({ length: 10_000 }, () => avp(39, []))),
    ];
    const started = performance.now();
    expect(readIke(many[0] as Uint8Array)?.payloads).toHaveLength(16_000);
    expect(readIke(many[1] as Uint8Array)?.payloads).toMatchObject([{ kind: 'sa', proposals: [{ transforms: { length: 255 } }] }]);
    expect(readPpp(many[2] as Uint8Array)?.packet?.body).toMatchObject({ options: { length: 30_000 } });
    expect(readL2tp(many[3] as Uint8Array)).toMatchObject({ avps: { length: 10_000 } });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
