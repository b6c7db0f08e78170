/** IKE through a capture: what was asked, what came back, and when silence proves something. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encrypted2, fragment2, ike, ke1, ke2, nonce1, nonce2, notify1, notify2, sa2, sa1, phase1 } from '../../support/packets/ike.ts';
import { ethernet, fragmentsV4, ipv4, join, udp } from '../../support/packets/ip.ts';
import { buildCapture, PKTMON } from '../../support/etl/capture.ts';
import { capture, datagram, noise, readCapture, SERVER, START, US } from './support.ts';

const SPI = '0102030405060708';
const RESPONDER = 'a1a2a3a4a5a6a7a8';
const INITIATOR = 0x08;
const RESPONSE = 0x20;
const FRAGMENTATION = notify2(16430);
const OFFER = sa2({ number: 1, transforms: [[1, 12, 256], [2, 5], [3, 12], [4, 14]] });
const saInit = ike({ initiator: SPI, exchange: 34, flags: INITIATOR }, [OFFER, ke2(14, 256), nonce2(32), FRAGMENTATION]);
const answer = ike({ initiator: SPI, responder: RESPONDER, exchange: 34, flags: RESPONSE }, [OFFER, ke2(14, 256), nonce2(32), FRAGMENTATION]);
const refusal = ike({ initiator: SPI, responder: RESPONDER, exchange: 34, flags: RESPONSE }, [notify2(14)]);
const marker = [0, 0, 0, 0];
const auth = (id: number, flags: number, length = 400) => join(marker, ike({ initiator: SPI, responder: RESPONDER, exchange: 35, flags, messageId: id }, [encrypted2(35, length)]));

describe('IKE in a capture', () => {
  it('says that the first message left four times and nothing came back, with the frames', () => {
    const { records } = capture([0, 1, 3, 7].map((at) => datagram(at, 'out', 500, saInit)));
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      name: 'capture.ike-sa-init',
      host: 'LAP042',
      time: START,
      code: 34,
      scope: { channel: 'packet-capture' },
      fields: { initiator: US, responder: SERVER, from_us: true, port: 500, initiator_spi: SPI, sent: 4, received: 0, messages: 1, seconds: 7, frames: [1, 2, 3, 4], answer_frames: [], group: '2048-bit MODP Group' },
      ref: { at: { kind: 'etl', frame: 1 } },
    });
    expect(records[0]?.fields['offered']).toEqual(['encryption ENCR_AES_CBC 256', 'prf PRF_HMAC_SHA2_256', 'integrity AUTH_HMAC_SHA2_256_128', 'group 2048-bit MODP Group']);
  });

  it('leaves open whether an answer came when buffers of another processor may be missing', () => {
    const out = [0, 1, 3].map((at) => datagram(at, 'out', 500, saInit));
    const answer = datagram(3.1, 'in', 500, saInit, { processor: 1 });
    const two = { packets: [...out, ...noise(60), answer], processors: 2 };
    const trace = buildCapture({ start: START, ...two });
    // The buffer of the second processor comes last.
    const cut = trace.subarray(0, trace.length - 65_536);
    for (const bytes of [cut, Buffer.concat([cut, Buffer.alloc(65_536)]), buildCapture({ start: START, ...two, packets: two.packets.slice(0, -1), endTime: null }), buildCapture({ start: START, ...two, packets: two.packets.slice(0, -1), bufferFlags: { 1: 2 } })]) {
      const read = readCapture(new Uint8Array(bytes));
      expect(read.records[0]).toMatchObject({ name: 'capture.ike-sa-init', fields: { sent: 3 } });
      expect(read.records[0]?.fields).not.toHaveProperty('received');
      expect(read.gaps).toHaveLength(1);
    }
    expect(readCapture(buildCapture({ start: START, ...two, packets: two.packets.slice(0, -1) })).records[0]?.fields['received']).toBe(0);
  });

  it('leaves open whether an answer came when the capture ended too soon, lost events, was filtered, or shows one direction', () => {
    const out = [0, 1, 3].map((at) => datagram(at, 'out', 500, saInit));
    const short = capture([...out, ...noise(4)], { packets: [...out, ...noise(4)] });
    expect(short.records[0]?.fields).not.toHaveProperty('received');
    const lossy = capture(out, { eventsLost: 3 });
    expect(lossy.records[0]?.fields).not.toHaveProperty('received');
    expect(lossy.gaps.map((gap) => gap.reason)).toEqual(['the trace lost 3 event(s) and 0 buffer(s)']);
    const filtered = capture(out, { more: [{ time: START, provider: PKTMON, id: 100 }] });
    expect(filtered.records[0]?.fields).not.toHaveProperty('received');
    expect(filtered.notes).toContain('the capture was filtered');
    const oneWay = capture(out, { packets: [...out, datagram(60, 'out', 9, [1])] });
    expect(oneWay.records[0]?.fields).not.toHaveProperty('received');
    expect(oneWay.notes).toContain('only one direction was captured');
  });

  it('watches while the trace shows any event, and waits for answers as long', () => {
    const out = [0, 1, 3].map((at) => datagram(at, 'out', 500, saInit));
    const packets = [...noise(0), ...out];
    const mark = { time: START + 40e6, provider: '{2F07E2EE-15DB-40F1-90EF-9D7BA282188A}', id: 1 };
    expect(capture(out, { packets }).records[0]?.fields).not.toHaveProperty('received');
    const read = capture(out, { packets, more: [mark] });
    expect(read.records[0]?.fields['received']).toBe(0);
    expect(read.watches.map(({ span }) => span)).toEqual([{ from: START, to: START + 40e6 }]);
  });

  it('tells the refusal of all proposals and what had been offered', () => {
    const { records } = capture([datagram(0, 'out', 500, saInit), datagram(0.05, 'in', 500, refusal)]);
    expect(records[0]?.fields).toMatchObject({ sent: 1, received: 1, errors: [14], notifies: ['NO_PROPOSAL_CHOSEN'], frames: [1], answer_frames: [2] });
  });

  it('tells that port 500 was answered and 4500 was not, and in how many IP fragments the request left', () => {
    const large = auth(1, INITIATOR, 2_600);
    const fragments = fragmentsV4(US, SERVER, 17, udp(4500, 4500, large), 1_480, 77).map((bytes, index) => ({ at: 0.2 + index / 1000, direction: 'out' as const, frame: ethernet(0x0800, bytes) }));
    const { records } = capture([datagram(0, 'out', 500, saInit), datagram(0.05, 'in', 500, answer), ...fragments]);
    expect(records.map((record) => record.name)).toEqual(['capture.ike-sa-init', 'capture.ike-auth']);
    expect(records[0]?.fields).toMatchObject({ received: 1, fragmentation: true, responder_spi: RESPONDER });
    expect(records[1]?.fields).toMatchObject({ sent: 1, received: 0, port: 4500, ip_fragments: 2, frames: [3, 4], rounds: 0 });
  });

  it('tells which fragments of the answer came when it never became whole', () => {
    const reply = fragmentsV4(SERVER, US, 17, udp(4500, 4500, auth(1, RESPONSE, 2_600)), 1_480, 99);
    const { records } = capture([datagram(0, 'out', 500, saInit), datagram(0.05, 'in', 500, answer), datagram(0.2, 'out', 4500, auth(1, INITIATOR)), { at: 0.3, direction: 'in', frame: ethernet(0x0800, reply[1]!) }]);
    expect(records[1]?.fields).toMatchObject({ received: 0, arrived: 'later' });
  });

  it('tells on the server that only the beginning of a fragmented request arrived, and that its own answer left in fragments', () => {
    const turned = (at: number, direction: 'in' | 'out', port: number, payload: Uint8Array) => datagram(at, direction === 'in' ? 'out' : 'in', port, payload);
    const asServer = (packets: ReturnType<typeof datagram>[]) => capture(packets.map((packet) => ({ ...packet, direction: packet.direction === 'in' ? ('out' as const) : ('in' as const) })));
    const request = fragmentsV4(US, SERVER, 17, udp(4500, 4500, auth(1, INITIATOR, 2_600)), 1_480, 99);
    const cut = asServer([turned(0, 'in', 500, saInit), turned(0.05, 'out', 500, answer), { at: 0.3, direction: 'out', frame: ethernet(0x0800, request[0]!) }]);
    expect(cut.records[0]?.fields).toMatchObject({ from_us: false, initiator: US, received: 1, answer_seconds: 0.05, arrived: 'first' });
    const reply = fragmentsV4(SERVER, US, 17, udp(4500, 4500, auth(1, RESPONSE, 2_600)), 1_480, 98).map((bytes, index) => ({ at: 0.4 + index / 1000, direction: 'in' as const, frame: ethernet(0x0800, bytes) }));
    const whole = asServer([turned(0, 'in', 500, saInit), turned(0.05, 'out', 500, answer), turned(0.2, 'in', 4500, auth(1, INITIATOR)), ...reply]);
    expect(whole.records[1]?.fields).toMatchObject({ from_us: false, received: 1, ip_fragments: 1, answer_ip_fragments: 2 });
  });

  it('knows on the server that somebody else began', () => {
    const { records } = capture([{ at: 0, direction: 'in', frame: ethernet(0x0800, ipv4(SERVER, US, 17, udp(500, 500, saInit))) }]);
    expect(records[0]?.fields).toMatchObject({ from_us: false, initiator: SERVER, responder: US, received: 0 });
  });

  it('takes a capture that starts with an answer the right way round', () => {
    const { records } = capture([datagram(0, 'in', 500, answer)]);
    expect(records[0]?.fields).toMatchObject({ from_us: true, initiator: US, responder: SERVER, sent: 0, received: 1 });
  });

  it('reads version 1: main mode without answer', () => {
    const main = ike({ version: 0x10, initiator: SPI, exchange: 2, flags: 0 }, [sa1(phase1(7, 256, 2, 14))]);
    const { records } = capture([0, 1, 2].map((at) => datagram(at, 'out', 500, main)));
    expect(records[0]).toMatchObject({ name: 'capture.ike-main-mode', fields: { sent: 3, received: 0, offered: [expect.stringContaining('AES-CBC 256')] } });
  });

  it('sees one packet where three layers show it', () => {
    const copies = [0, 0.0005, 0.001].map((late, layer) => datagram(late, 'out', 500, saInit, { layer: 12 + layer, processor: layer }));
    expect(capture(copies).records[0]?.fields).toMatchObject({ sent: 1, frames: [1] });
  });

  it('tells which request stayed without answer, though others were answered', () => {
    const probe = (id: number, flags: number) => join(marker, ike({ initiator: SPI, responder: RESPONDER, exchange: 37, flags, messageId: id }, [encrypted2(0, 32)]));
    const packets = [datagram(0, 'out', 4500, probe(2, INITIATOR)), datagram(0.1, 'in', 4500, probe(2, RESPONSE)), ...[10, 11, 13].map((at) => datagram(at, 'out', 4500, probe(3, INITIATOR)))];
    expect(capture(packets).records[0]).toMatchObject({ name: 'capture.ike-informational', fields: { sent: 4, received: 1, unanswered: 3, unanswered_frames: [3, 4, 5] } });
    expect(capture(packets.slice(0, 2)).records[0]?.fields).toMatchObject({ unanswered: 0 });
    expect(capture(packets, { packets: [...packets, ...noise(14)] }).records[0]?.fields).not.toHaveProperty('unanswered');
  });

  it('tells what the answer to IKE_AUTH holds first: identity, EAP or a refusal', () => {
    const refused = join(marker, ike({ initiator: SPI, responder: RESPONDER, exchange: 35, flags: RESPONSE, messageId: 1 }, [encrypted2(41, 36)]));
    const { records } = capture([datagram(0, 'out', 4500, auth(1, INITIATOR)), datagram(0.1, 'in', 4500, refused)]);
    expect(records[0]?.fields).toMatchObject({ rounds: 1, answer_payloads: [41], largest_received: 20 + 8 + 4 + 28 + 4 + 36 });
  });

  it('counts a message in parts once', () => {
    const part = (number: number) => join(marker, ike({ initiator: SPI, responder: RESPONDER, exchange: 35, flags: INITIATOR, messageId: 1 }, [fragment2(number === 1 ? 35 : 0, number, 3, 400)]));
    const packets = [0, 2].flatMap((at) => [1, 2, 3].map((number) => datagram(at + number / 1000, 'out', 4500, part(number))));
    expect(capture(packets).records[0]?.fields).toMatchObject({ sent: 2, received: 0, unanswered: 2, ike_fragments: 3, frames: [1, 2, 3, 4, 5, 6] });
  });

  it('counts a message in IKE fragments once each time it is sent', () => {
    const part = (fragment: number, flags: number) => join(marker, ike({ initiator: SPI, responder: RESPONDER, exchange: 35, flags, messageId: 1 }, [fragment2(35, fragment, 3, 400)]));
    const sent = [0, 1].flatMap((at) => [1, 2, 3].map((fragment) => datagram(at + fragment / 1000, 'out', 4500, part(fragment, INITIATOR))));
    expect(capture(sent).records[0]?.fields).toMatchObject({ sent: 2, received: 0, messages: 1, ike_fragments: 3, unanswered: 2, frames: [1, 2, 3, 4, 5, 6] });
    // The first part of the answer was lost on the way.
    expect(capture([...sent, datagram(1.1, 'in', 4500, part(2, RESPONSE)), datagram(1.2, 'in', 4500, part(3, RESPONSE))]).records[0]?.fields).toMatchObject({ sent: 2, received: 1, unanswered: 0 });
  });

  it('knows the side that began after it moved to another address, and says where else an answer came from', () => {
    const moved = join(marker, ike({ initiator: SPI, responder: RESPONDER, exchange: 37, flags: INITIATOR, messageId: 5 }, [encrypted2(0, 32)]));
    const packet = (at: number, direction: 'in' | 'out', source: string, destination: string, payload: Uint8Array) => ({ at, direction, frame: ethernet(0x0800, ipv4(source, destination, 17, udp(4500, 4500, payload))) });
    const other = '192.0.2.77';
    const { records } = capture([datagram(0, 'out', 500, saInit), datagram(0.05, 'in', 500, answer), ...[1, 2, 4].map((at) => packet(at, 'out', other, SERVER, moved))]);
    expect(records[1]).toMatchObject({ name: 'capture.ike-informational', fields: { sent: 3, received: 0, unanswered: 3 } });
    const second = '203.0.113.6';
    const elsewhere = capture([datagram(0, 'out', 500, saInit), { at: 0.1, direction: 'in', frame: ethernet(0x0800, ipv4(second, US, 17, udp(500, 500, answer))) }]);
    expect(elsewhere.records[0]?.fields).toMatchObject({ responder: SERVER, received: 1, answered_from: [second] });
    expect(records[0]?.fields).not.toHaveProperty('answered_from');
  });

  it('takes a refusal that version 1 sends apart for an answer, and names what had been offered', () => {
    const main = ike({ version: 0x10, initiator: SPI, exchange: 2, flags: 0 }, [sa1(phase1(7, 256, 2, 14))]);
    const refused = ike({ version: 0x10, initiator: SPI, responder: RESPONDER, exchange: 5, flags: 0, messageId: 9 }, [notify1(14)]);
    const { records } = capture([datagram(0, 'out', 500, main), datagram(0.1, 'in', 500, refused)]);
    expect(records.map((record) => record.name)).toEqual(['capture.ike-main-mode', 'capture.ike-informational']);
    expect(records[0]).toMatchObject({ severity: 'info' });
    for (const field of ['received', 'last_received']) expect(records[0]?.fields).not.toHaveProperty(field);
    expect(records[1]?.fields).toMatchObject({ received: 1, errors: [14], offered: [expect.stringContaining('AES-CBC 256')] });
  });

  it('tells how far main mode came', () => {
    const v1 = (payloads: Parameters<typeof ike>[1], flags = 0) => ike({ version: 0x10, initiator: SPI, responder: RESPONDER, exchange: 2, flags }, payloads);
    const proposals = v1([sa1(phase1(7, 256, 2, 14))]);
    const keys = v1([ke1(256), nonce1(48)]);
    const identity = v1(new Uint8Array(64), 1);
    const talk = [datagram(0, 'out', 500, proposals), datagram(0.1, 'in', 500, proposals), datagram(0.2, 'out', 500, keys), datagram(0.3, 'in', 500, keys), datagram(0.4, 'out', 500, identity)];
    const far = (count: number) => capture(talk.slice(0, count)).records[0]?.fields;
    expect([1, 3, 5].map((count) => [far(count)?.['last_sent'], far(count)?.['last_received']])).toEqual([[1, 0], [3, 2], [5, 4]]);
    expect(capture(talk.slice(0, 3), { packets: [...talk.slice(0, 3), ...noise(2)] }).records[0]?.fields).not.toHaveProperty('last_received');
  });

  it('tells which side stands behind a NAT, by the hashes of what came in', () => {
    const spis = `${SPI}${RESPONDER}`;
    const hash = (address: string, port: number) => createHash('sha1').update(Buffer.from(spis, 'hex')).update(Uint8Array.from(address.split('.'), Number)).update(Uint8Array.from([port >> 8, port & 255])).digest();
    const withHashes = (source: string, destination: string) => ike({ initiator: SPI, responder: RESPONDER, exchange: 34, flags: RESPONSE }, [OFFER, ke2(14, 256), nonce2(32), notify2(16388, hash(source, 500)), notify2(16389, hash(destination, 500))]);
    const seen = (source: string, destination: string) => capture([datagram(0, 'out', 500, saInit), datagram(0.1, 'in', 500, withHashes(source, destination))]).records[0]?.fields['behind_nat'];
    expect([seen(SERVER, US), seen(SERVER, '198.51.100.9'), seen('192.168.7.10', '198.51.100.9')]).toEqual([undefined, ['initiator'], ['initiator', 'responder']]);
  });
});
