/** DNS through a capture: what was asked, what came back, and when silence proves something. */
import { describe, expect, it } from 'vitest';
import type { PacketInput } from '../../support/etl/capture.ts';
import { dnsHeader, dnsName, dnsQuestion, dnsRecord } from '../../support/packets/dns.ts';
import { address, ethernet, join, TCP, tcp, u16, udp, wifi } from '../../support/packets/ip.ts';
import { capture as read, noise, START, US } from './support.ts';
import { ip, US6 } from './tcp-support.ts';

/** Records of DNS alone. */
const capture = (...input: Parameters<typeof read>) => ({ records: read(...input).records.filter(({ name }) => name === 'capture.dns') });
const DNS = '198.51.100.53';
const NAME = 'vpn.contoso.com';
const [A, CNAME, PTR, AAAA] = [1, 5, 12, 28];

const query = (id: number, type = A, name = NAME) => join(dnsHeader({ id, flags: 0x0100, questions: 1 }), dnsQuestion(name, type));
function answer(id: number, rcode: number, records: readonly Uint8Array[] = [], type = A, name = NAME, flags = 0x8180): Uint8Array {
  return join(dnsHeader({ id, flags: flags | rcode, questions: 1, answers: records.length }), dnsQuestion(name, type), ...records);
}
const addressRecord = (text: string, name = NAME) => dnsRecord(dnsName(name), text.includes(':') ? AAAA : A, 300, address(text));

function packet(at: number, direction: 'in' | 'out', payload: Uint8Array, { us = US, server = DNS, more = {} as Partial<PacketInput> } = {}): PacketInput {
  const ends = direction === 'out' ? ([us, server, 50_053, 53] as const) : ([server, us, 53, 50_053] as const);
  const bytes = ip(ends[0], ends[1], 17, udp(ends[2], ends[3], payload));
  const type = us.includes(':') ? 0x86dd : 0x0800;
  return { at, direction, frame: more.by === 'ndis-wifi' ? wifi(type, bytes, { toDs: true }) : ethernet(type, bytes), ...more };
}

describe('DNS in a capture', () => {
  it('tells the addresses of a name, through its other names', () => {
    const alias = dnsRecord(dnsName(NAME), CNAME, 60, dnsName('edge.contoso.com'));
    const { records } = capture([packet(0, 'out', query(7)), packet(0.031, 'in', answer(7, 0, [alias, addressRecord('203.0.113.5', 'edge.contoso.com')]))]);
    expect(records).toMatchObject([
      { name: 'capture.dns', time: START, severity: 'info', code: 0, fields: { query_name: NAME, query_type: 'A', query_id: 7, client_address: US, server_address: DNS, dns_servers: [DNS], from_us: true, inside_tunnel: false, sent: 1, answered: true, answer_seconds: 0.031, rcode: 0, rcode_name: 'NOERROR', addresses: ['203.0.113.5'], cnames: ['edge.contoso.com'], frames: [1, 2] } },
    ]);
  });

  it('does so over IPv6, Wi-Fi and TCP', () => {
    const six = { us: US6, server: '2001:db8::53' };
    expect(capture([packet(0, 'out', query(7, AAAA), six), packet(0.1, 'in', answer(7, 0, [addressRecord('2001:db8::5')], AAAA), six)]).records).toMatchObject([{ fields: { query_type: 'AAAA', addresses: ['2001:db8::5'], client_address: US6 } }]);
    const radio = { more: { by: 'ndis-wifi' as const } };
    expect(capture([packet(0, 'out', query(7), radio), packet(0.1, 'in', answer(7, 3), radio)]).records).toMatchObject([{ fields: { rcode: 3 } }]);
    const over = (message: Uint8Array) => join(u16(message.length), message);
    const large = answer(7, 0, [addressRecord('203.0.113.5')]);
    const stream = [{ at: 0.2, direction: 'out' as const, frame: ethernet(0x0800, ip(US, DNS, 6, tcp(50_054, 53, { flags: TCP.ack }, over(query(7))))) }, { at: 0.3, direction: 'in' as const, frame: ethernet(0x0800, ip(DNS, US, 6, tcp(53, 50_054, { flags: TCP.ack }, over(large)))) }];
    expect(capture([packet(0, 'out', query(7)), packet(0.1, 'in', answer(7, 0, [], A, NAME, 0x8380)), ...stream]).records).toMatchObject([{ fields: { sent: 2, addresses: ['203.0.113.5'], frames: [1, 2, 3, 4] } }]);
  });

  it.each([[2, 'SERVFAIL'], [3, 'NXDOMAIN'], [5, 'REFUSED']])('tells response code %i', (rcode, name) => {
    expect(capture([packet(0, 'out', query(8)), packet(0.1, 'in', answer(8, rcode))]).records).toMatchObject([{ code: rcode, severity: 'warning', fields: { answered: true, rcode, rcode_name: name, addresses: [] } }]);
  });

  it('says that no answer came only where silence proves it, and names all servers that were asked', () => {
    const asked = [packet(0, 'out', query(9)), packet(1, 'out', query(9), { server: '198.51.100.54' }), packet(2, 'out', query(9))];
    expect(capture(asked).records).toMatchObject([{ severity: 'warning', fields: { answered: false, sent: 3, dns_servers: [DNS, '198.51.100.54'] } }]);
    for (const more of [{ eventsLost: 2 }, { packets: [...asked, ...noise(4)] }, { packets: [...asked, packet(60, 'out', query(10, PTR))] }]) expect(capture(asked, more).records[0]?.fields).not.toHaveProperty('answered');
  });

  it('takes the answer of the server that knows the name', () => {
    const second = { server: '198.51.100.54' };
    expect(capture([packet(0, 'out', query(9)), packet(1, 'out', query(9), second), packet(1.1, 'in', answer(9, 2)), packet(1.2, 'in', answer(9, 0, [addressRecord('203.0.113.5')]), second)]).records).toMatchObject([{ severity: 'info', fields: { rcode: 0, server_address: '198.51.100.54', addresses: ['203.0.113.5'] } }]);
  });

  it('keeps questions for other things only when they failed', () => {
    const name = '5.113.0.203.in-addr.arpa';
    expect(capture([packet(0, 'out', query(1, PTR, name)), packet(0.1, 'in', answer(1, 0, [dnsRecord(dnsName(name), PTR, 60, dnsName(NAME))], PTR, name))]).records).toEqual([]);
    expect(capture([packet(0, 'out', query(1, PTR, name)), packet(0.1, 'in', answer(1, 3, [], PTR, name))]).records).toMatchObject([{ fields: { query_type: 'PTR', rcode: 3 } }]);
  });

  it('does not list the addresses of an answer that was cut', () => {
    const full = packet(0.1, 'in', answer(7, 0, Array.from({ length: 6 }, (_, index) => addressRecord(`203.0.113.${index}`))));
    const { fields } = capture([packet(0, 'out', query(7)), { ...full, frame: full.frame.subarray(0, 128), by: 'pktmon', originalLength: full.frame.length }]).records[0]!;
    expect(fields).toMatchObject({ answered: true, rcode: 0 });
    expect(fields).not.toHaveProperty('addresses');
  });

  it('knows that others asked, and marks what was asked inside the tunnel', () => {
    const others = [
      { at: 0, direction: 'in' as const, frame: ethernet(0x0800, ip(DNS, US, 17, udp(50_053, 53, query(7)))) },
      { at: 0.1, direction: 'out' as const, frame: ethernet(0x0800, ip(US, DNS, 17, udp(53, 50_053, answer(7, 0, [addressRecord('203.0.113.5')])))) },
    ];
    expect(capture(others).records).toMatchObject([{ fields: { from_us: false, client_address: DNS, server_address: US } }]);
    expect(capture([packet(0, 'out', query(7), { more: { by: 'wan', user: 'CONTOSO\\user1' } })]).records).toMatchObject([{ fields: { inside_tunnel: true, answered: false } }]);
  });

  it('holds no more than its share, and forgets first what went well', () => {
    const many = Array.from({ length: 4_100 }, (_, index) => [packet(1 + index / 100, 'out', query(index, A, `n${index}.contoso.com`)), packet(1.001 + index / 100, 'in', answer(index, 0, [addressRecord('203.0.113.5')], A, `n${index}.contoso.com`))]).flat();
    const { records } = capture([packet(0, 'out', query(9)), packet(0.1, 'in', answer(9, 3)), ...many]);
    expect([records.length, records[0]?.fields['rcode'], records.at(-1)?.fields['query_name']]).toEqual([4_000, 3, 'n4099.contoso.com']);
  });
});
