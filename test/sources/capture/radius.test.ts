/** RADIUS through a capture: requests and their repeats, replies, silence, and what never became whole. */
import { describe, expect, it } from 'vitest';
import { counting, ethernet, fragmentsV4, ipv4, join, u32, udp } from '../../support/packets/ip.ts';
import { eapAttributes, eapPacket, microsoftAttribute, radius, radiusAttribute, type RadiusAttribute } from '../../support/packets/radius.ts';
import { capture, noise, SERVER, US } from './support.ts';
import { fieldsOf, packet, type Way } from './tunnel-support.ts';

const PORT = 52_000;
const proof = (seed: number) => counting(16).map((byte) => byte + seed);
const USER = radiusAttribute(1, 'CONTOSO\\user1');
const ATTRIBUTES = [USER, radiusAttribute(4, [192, 0, 2, 10]), radiusAttribute(61, u32(5)), radiusAttribute(31, '198.51.100.7'), radiusAttribute(30, '203.0.113.1'), radiusAttribute(66, '198.51.100.7'), radiusAttribute(12, u32(1344))];
/** Asked by the side that `way` goes out of: the captured computer is the client unless `way` is `in`. */
const ask = (at: number, id: number, attributes: readonly RadiusAttribute[] = ATTRIBUTES, seed = 0, way: Way = 'out', port = 1812) => packet(at, way, 17, udp(PORT, port, radius(port === 1813 ? 4 : 1, id, attributes, proof(seed))));
const reply = (at: number, id: number, code: number, attributes: readonly RadiusAttribute[] = [], way: Way = 'in', port = 1812) => packet(at, way, 17, udp(port, PORT, radius(code, id, attributes)));
const only = (read: ReturnType<typeof capture>) => fieldsOf(read, 'capture.radius');

describe('RADIUS in a capture', () => {
  it('says that one request left four times and nobody answered', () => {
    const read = capture([0, 5, 10, 15].map((at) => ask(at, 17)));
    expect(only(read)).toMatchObject([{
      client: US, server: SERVER, from_us: true, port: 1812, client_port: PORT, id: 17, kind: 'access', requests: 4, request_seconds: 15, answered: false,
      user: 'CONTOSO\\user1', nas_ip: '192.0.2.10', nas_port_type: 5, calling_station: '198.51.100.7', called_station: '203.0.113.1', tunnel_client_endpoint: '198.51.100.7', framed_mtu: 1344, message_authenticator: false, frames: [1, 2, 3, 4], answer_frames: [],
    }]);
    expect(only(read)[0]).not.toHaveProperty('reply');
    expect(read.records.find((record) => record.name === 'capture.radius')).toMatchObject({ severity: 'warning', code: 0 });
  });

  it('leaves open whether an answer came where silence proves nothing', () => {
    const all = [0, 5].map((at) => ask(at, 17));
    for (const read of [capture(all, { eventsLost: 1 }), capture([], { packets: [...all, ...noise(9)] }), capture([], { packets: [...all, ask(60, 18)] })]) expect(only(read)[0]).not.toHaveProperty('answered');
  });

  it('takes an answer from an address that was not asked neither for an answer nor for silence', () => {
    const other = '203.0.113.6';
    const stray = (at: number) => ({ at, direction: 'in' as const, frame: ethernet(0x0800, ipv4(other, US, 17, udp(1812, PORT, radius(2, 17, [])))) });
    const found = only(capture([ask(0, 17), stray(0.1), ask(5, 17), stray(5.1)]));
    expect(found).toMatchObject([{ server: SERVER, requests: 2, answered_from: [other] }]);
    expect(found[0]).not.toHaveProperty('answered');
    expect(only(capture([ask(0, 17), stray(0.1), reply(0.2, 17, 2)]))[0]).toMatchObject({ answered: true, reply: 2 });
  });

  it('tells a reject, with what it says and how long it took', () => {
    const refused = [radiusAttribute(18, 'no such user'), microsoftAttribute(2, join([5], 'E=691 R=0 V=3')), radiusAttribute(80, new Uint8Array(16))];
    const [fields] = only(capture([ask(0, 3, [...ATTRIBUTES, microsoftAttribute(25, new Uint8Array(50))]), reply(0.75, 3, 3, refused)]));
    expect(fields).toMatchObject({ requests: 1, answered: true, reply: 3, reply_name: 'reject', reply_seconds: 0.75, reply_message: 'no such user', mschap_error: 691, mschap_retry: false, proof: 'ms-chap-v2', reply_message_authenticator: true, answer_frames: [2] });
  });

  it('tells accept with its class, challenge with its method, and accounting', () => {
    const method = eapAttributes(eapPacket(1, 9, [25, 0x20]));
    const identity = eapAttributes(eapPacket(2, 8, join([1], 'user1')));
    const read = capture([ask(0, 1, [USER, ...identity]), reply(0.1, 1, 11, method), ask(0.2, 2), reply(0.3, 2, 2, [radiusAttribute(25, [1, 2, 3]), radiusAttribute(27, u32(3600))]), ask(1, 3, [USER], 0, 'out', 1813), reply(1.1, 3, 5, [], 'in', 1813)]);
    expect(only(read)).toMatchObject([
      { reply: 11, reply_name: 'challenge', proof: 'eap', eap_code: 2, eap_type: 1, reply_eap_code: 1, reply_eap_type: 25 },
      { reply: 2, reply_name: 'accept', class: '010203', session_timeout: 3600 },
      { reply: 5, kind: 'accounting', port: 1813 },
    ]);
  });

  it('takes repeats with a new authenticator for one while none is answered, and what comes behind an answer for another', () => {
    expect(only(capture([ask(0, 7), ask(5, 7, ATTRIBUTES, 1), ask(10, 7, ATTRIBUTES, 2)])).map((fields) => fields['requests'])).toEqual([3]);
    const other = [radiusAttribute(1, 'CONTOSO\\user2')];
    expect(only(capture([ask(0, 7), ask(5, 7, other, 1)])).map((fields) => fields['user'])).toEqual(['CONTOSO\\user1', 'CONTOSO\\user2']);
    expect(only(capture([ask(0, 7), reply(0.1, 7, 11), ask(0.2, 7, ATTRIBUTES, 1), reply(0.3, 7, 3)])).map((fields) => fields['reply'])).toEqual([11, 3]);
    expect(only(capture([ask(0, 7), reply(0.1, 7, 2), ask(1, 7)])).map((fields) => fields['requests'])).toEqual([2]);
  });

  it('knows on the server that somebody else asked, and takes a reply alone', () => {
    expect(only(capture([ask(0, 1, ATTRIBUTES, 0, 'in'), reply(0.1, 1, 3, [], 'out')]))).toMatchObject([{ from_us: false, client: SERVER, server: US, reply: 3 }]);
    expect(only(capture([reply(0, 1, 3)]))).toMatchObject([{ from_us: true, requests: 0, answered: true, reply: 3 }]);
  });

  it('says which part of an answer came that never became whole', () => {
    const whole = udp(1812, PORT, radius(11, 4, eapAttributes(eapPacket(1, 9, join([25, 0], counting(1_900))))));
    const part = (index: number) => ({ at: 0.2, direction: 'in' as const, frame: ethernet(0x0800, fragmentsV4(SERVER, US, 17, whole, 1_480, 77)[index]!) });
    const first = capture([ask(0, 4), part(0)]);
    expect(only(first)).toMatchObject([{ answered: false, arrived: 'first' }]);
    expect(fieldsOf(first, 'capture.radius-incomplete')).toMatchObject([{ client: US, server: SERVER, from_us: true, direction: 'reply', datagrams: 1, arrived: 'first', frames: [2] }]);
    // The log's header is the first event of a trace, the request the second.
    expect(first.records.map((record) => record.ref.at)).toEqual([{ kind: 'etl', event: 2, frame: 1 }, { kind: 'etl', event: 3, frame: 2 }]);
    expect(only(capture([ask(0, 4), part(1)]))).toMatchObject([{ answered: false, arrived: 'later' }]);
    expect(only(capture([ask(0, 4), part(0), { ...part(1), at: 0.21 }]))).toMatchObject([{ answered: true, reply: 11, reply_fragments: 2 }]);
  });

  it('says on the server that requests came in part', () => {
    const whole = udp(PORT, 1812, radius(1, 4, eapAttributes(eapPacket(2, 9, join([13, 0], counting(1_900))))));
    const read = capture([1, 2, 3].map((id) => ({ at: id, direction: 'in' as const, frame: ethernet(0x0800, fragmentsV4(SERVER, US, 17, whole, 1_480, id)[0]!) })));
    expect(fieldsOf(read, 'capture.radius-incomplete')).toMatchObject([{ client: SERVER, server: US, from_us: false, direction: 'request', datagrams: 3, arrived: 'first', seconds: 2, frames: [1, 2, 3] }]);
    expect(only(read)).toEqual([]);
  });

  it('says that a packet was cut', () => {
    const long = ask(0, 1);
    expect(only(capture([{ ...long, by: 'pktmon', frame: long.frame.subarray(0, 80), originalLength: long.frame.length }]))).toMatchObject([{ truncated: true, user: 'CONTOSO\\user1' }]);
  });
});
