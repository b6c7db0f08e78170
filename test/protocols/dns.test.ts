/** DNS messages: the compression of RFC 1035 4.1.4, answers as tshark reads them, and names built to trap. */
import { describe, expect, it } from 'vitest';
import { readDnsName } from '../../src/protocols/dns-name.ts';
import { DNS_TYPE, readDns, readDnsOverTcp, type DnsMessage } from '../../src/protocols/dns.ts';
import { address, counting, ipv4, join, LINK, u16, u32, udp, zeros } from '../support/packets/ip.ts';
import { dnsHeader, dnsName, dnsQuestion, dnsRecord } from '../support/packets/dns.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const QUESTION = dnsQuestion('vpn.contoso.com', DNS_TYPE.a);
/** The name of the question, from anywhere. */
const BACK = [0xc0, 12];

const MESSAGES: Readonly<Record<string, Uint8Array>> = {
  query: join(dnsHeader({ id: 0x1234, flags: 0x0100, questions: 1 }), QUESTION),
  'no such name': join(dnsHeader({ id: 0x1234, flags: 0x8583, questions: 1 }), QUESTION),
  'server failure': join(dnsHeader({ id: 7, flags: 0x8182, questions: 1 }), dnsQuestion('a-_1.contoso.com', DNS_TYPE.aaaa)),
  'an alias and its addresses': join(dnsHeader({ id: 9, flags: 0x8180, questions: 1, answers: 4 }), QUESTION, dnsRecord(BACK, DNS_TYPE.cname, 300, join(dnsName('gw', 0xc010))), dnsRecord([0xc0, 45], DNS_TYPE.a, 60, address('198.51.100.20')), dnsRecord([0xc0, 45], DNS_TYPE.a, 60, address('198.51.100.21')), dnsRecord([0xc0, 45], DNS_TYPE.aaaa, 0xffffffff, address('2001:db8::20'))),
  'did not fit': join(dnsHeader({ id: 10, flags: 0x8380, questions: 1 }), QUESTION),
  'a service': join(dnsHeader({ id: 11, flags: 0x8580, questions: 1, answers: 1, additional: 1 }), dnsQuestion('_ldap._tcp.contoso.com', DNS_TYPE.srv), dnsRecord(BACK, DNS_TYPE.srv, 5, join(u16(0), u16(100), u16(389), dnsName('dc1.contoso.com'))), dnsRecord(dnsName('dc1.contoso.com'), DNS_TYPE.a, 5, address('192.0.2.53'))),
};

describe('DNS', () => {
  it('reads queries and answers as tshark does', () => {
    if (!hasTshark()) return;
    const frames = Object.values(MESSAGES).map((message) => ipv4('192.0.2.53', '192.0.2.10', 17, udp(53, 50_001, message)));
    const rows = tsharkFields(frames, ['dns.id', 'dns.flags.response', 'dns.flags.authoritative', 'dns.flags.truncated', 'dns.flags.rcode', 'dns.qry.name', 'dns.qry.type', 'dns.resp.name', 'dns.resp.type', 'dns.cname', 'dns.srv.target', 'dns.count.add_rr'], { linkType: LINK.rawIp });
    const values = (message: DnsMessage, type: number): string => message.answers.filter((answer) => answer.type === type).map((answer) => answer.value).join('|');
    const ours = Object.values(MESSAGES).map((bytes) => {
      const message = readDns(bytes) ?? expect.unreachable();
      const [question] = message.questions;
      // tshark lists records of all sections, ours are the answers; it keeps names of services apart.
      const also = message.additionalCount > 0 ? [['dc1.contoso.com'], ['1']] : [[], []];
      return [`0x${message.id.toString(16).padStart(4, '0')}`, Number(message.isResponse), message.isResponse ? Number(message.isAuthoritative) : '', Number(message.isShortened), message.isResponse ? message.responseCode : '', question?.name, question?.type, [...message.answers.filter((answer) => answer.type !== DNS_TYPE.srv).map((answer) => answer.name), ...(also[0] ?? [])].join('|'), [...message.answers.map((answer) => answer.type), ...(also[1] ?? [])].join('|'), values(message, DNS_TYPE.cname), values(message, DNS_TYPE.srv), message.additionalCount].map(String);
    });
    expect(ours).toEqual(rows);
  });

  it('reads addresses and aliases', () => {
    expect(readDns(MESSAGES['an alias and its addresses'] as Uint8Array)?.answers).toEqual([
      { name: 'vpn.contoso.com', type: 5, ttl: 300, value: 'gw.contoso.com' },
      { name: 'gw.contoso.com', type: 1, ttl: 60, value: '198.51.100.20' },
      { name: 'gw.contoso.com', type: 1, ttl: 60, value: '198.51.100.21' },
      { name: 'gw.contoso.com', type: 28, ttl: 0xffffffff, value: '2001:db8::20' },
    ]);
    expect(readDns(MESSAGES['no such name'] as Uint8Array)).toMatchObject({ isResponse: true, responseCode: 3, answers: [], truncated: false });
    expect(readDns(MESSAGES['did not fit'] as Uint8Array)).toMatchObject({ isShortened: true, responseCode: 0 });
  });

  it('reads messages with a length in front, as TCP carries them', () => {
    const message = MESSAGES['query'] as Uint8Array;
    expect(readDnsOverTcp(join(u16(message.length), message, counting(9)))).toEqual(readDns(message));
    expect(readDnsOverTcp(join(u16(message.length), message.subarray(0, 20)))?.truncated).toBe(true);
    expect(readDnsOverTcp(Uint8Array.of(0))).toBeNull();
  });

  it('says when less is there than announced', () => {
    const whole = MESSAGES['an alias and its addresses'] as Uint8Array;
    expect(readDns(whole.subarray(0, 60))).toMatchObject({ truncated: true, questions: [{ name: 'vpn.contoso.com' }], answers: [{ type: 5 }] });
    expect(readDns(whole.subarray(0, 20))).toMatchObject({ truncated: true, questions: [], id: 9, responseCode: 0 });
    expect(readDns(whole.subarray(0, 11))).toBeNull();
    expect(readDns(join(u32(0x12347800), zeros(8)))).toBeNull();
  });
});

describe('names', () => {
  it('follows the compression of RFC 1035 4.1.4', () => {
    // The example of the RFC: F.ISI.ARPA at 20, FOO.F.ISI.ARPA at 40, ARPA at 64, the root at 92.
    const message = new Uint8Array(93);
    message.set(join([1], 'F', [3], 'ISI', [4], 'ARPA', [0]), 20);
    message.set(join([3], 'FOO', [0xc0, 20]), 40);
    message.set([0xc0, 26], 64);
    expect([20, 40, 64, 92].map((offset) => readDnsName(message, offset))).toEqual([{ text: 'F.ISI.ARPA', end: 32 }, { text: 'FOO.F.ISI.ARPA', end: 46 }, { text: 'ARPA', end: 66 }, { text: '', end: 93 }]);
  });

  it('ends at pointers to themselves, forward and in circles', () => {
    expect(readDnsName(Uint8Array.of(0xc0, 0), 0)).toBeNull();
    expect(readDnsName(Uint8Array.of(0xc0, 2, 1, 97, 0), 0)).toBeNull();
    expect(readDnsName(Uint8Array.of(1, 97, 0xc0, 0), 0)).toBeNull();
    expect(readDnsName(Uint8Array.of(1, 97, 0xc0, 0, 1, 98, 0xc0, 0), 4)).toBeNull();
    expect(readDnsName(Uint8Array.of(0xc0), 0)).toBeNull();
    expect(readDnsName(Uint8Array.of(0x40, 0), 0)).toBeNull();
  });

  it('takes names up to 255 octets', () => {
    const label = join([63], 'a'.repeat(63));
    const longest = join(label, label, label, [61], 'b'.repeat(61), [0]);
    expect(longest).toHaveLength(255);
    expect(readDnsName(longest, 0)?.text).toHaveLength(253);
    expect(readDnsName(join(label, label, label, [62], 'b'.repeat(62), [0]), 0)).toBeNull();
  });

  it('escapes what is no part of a host name', () => {
    expect(readDnsName(join([5], 'a.b\n<', [0]), 0)?.text).toBe('a\\.b\\010\\060');
  });
});
