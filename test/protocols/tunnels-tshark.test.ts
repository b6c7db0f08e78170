/** L2TP, PPTP, GRE and PPP held against tshark: what both read in the same packets. */
import { describe, expect, it } from 'vitest';
import { readGre } from '../../src/protocols/gre.ts';
import { readL2tp } from '../../src/protocols/l2tp.ts';
import type { L2tp } from '../../src/protocols/l2tp.ts';
import type { PppOption } from '../../src/protocols/ppp-options.ts';
import type { PppBody, PppFrame } from '../../src/protocols/ppp.ts';
import { readPptp } from '../../src/protocols/pptp.ts';
import type { PptpMessage } from '../../src/protocols/pptp.ts';
import { pptpGre } from '../support/packets/gre.ts';
import { LINK, TCP, ipv4, join, tcp, u16, u32, udp } from '../support/packets/ip.ts';
import { avp, l2tpControl, l2tpData, startRequest, stopNotification } from '../support/packets/l2tp.ts';
import * as ppp from '../support/packets/ppp.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';
import { pptpMessages } from './pptp-samples.ts';

type Row = Readonly<Record<string, string>>;

function rows(frames: readonly Uint8Array[], fields: readonly string[]): Row[] {
  return tsharkFields(frames, fields, { linkType: LINK.rawIp }).map((cells) => Object.fromEntries(fields.map((field, at) => [field, cells[at] ?? ''])));
}

const packet = (protocol: number, payload: Uint8Array): Uint8Array => ipv4('192.0.2.1', '203.0.113.1', protocol, payload);
/** The first value, as a number; undefined when there is none. */
const number = (cell: string | undefined): number | undefined => (cell === undefined || cell === '' ? undefined : Number(cell.split('|')[0]));
const numbers = (cell: string | undefined): number[] => (cell === undefined || cell === '' ? [] : cell.split('|').map(Number));
const text = (cell: string | undefined): string | undefined => (cell === undefined || cell === '' ? undefined : cell);

describe.skipIf(!hasTshark())('PPTP in tshark', () => {
  const RESULTS = ['pptp.control_result', 'pptp.stop_result', 'pptp.echo_result', 'pptp.out_result', 'pptp.in_result', 'pptp.disc_result'];
  const NUMBERS: Readonly<Partial<Record<keyof PptpMessage, string>>> = { type: 'pptp.control_message_type', length: 'pptp.length', error: 'pptp.error', reason: 'pptp.reason', identifier: 'pptp.identifier', callId: 'pptp.call_id', peerCallId: 'pptp.peer_call_id', serial: 'pptp.call_serial_number', cause: 'pptp.cause', connectSpeed: 'pptp.connect_speed', minimumSpeed: 'pptp.minimum_bps', maximumSpeed: 'pptp.maximum_bps', window: 'pptp.packet_receive_window_size', sendAccm: 'pptp.send_accm', receiveAccm: 'pptp.receive_accm', version: 'pptp.protocol_version', firmware: 'pptp.firmware_revision' };
  // Each message in a stream of its own, lest tshark take it for a repetition.
  const found = rows(pptpMessages.map((bytes, index) => packet(6, tcp(50_000 + index, 1723, { flags: TCP.ack | TCP.psh, sequence: 1, acknowledgement: 1 }, bytes))), [...Object.values(NUMBERS), ...RESULTS, 'pptp.host_name', 'pptp.vendor_name']);

  for (const [index, bytes] of pptpMessages.entries()) {
    it(`reads message ${index + 1} the same`, () => {
      const message = readPptp(bytes) as PptpMessage;
      const row = found[index] as Row;
      for (const [field, theirs] of Object.entries(NUMBERS)) expect(message[field as keyof PptpMessage], field).toBe(number(row[theirs]));
      expect(message.result).toBe(RESULTS.map((field) => number(row[field])).find((value) => value !== undefined));
      expect([message.host?.personal, message.vendor]).toEqual([text(row['pptp.host_name']), text(row['pptp.vendor_name'])]);
    });
  }
});

describe.skipIf(!hasTshark())('L2TP in tshark', () => {
  const messages: Readonly<Record<string, Uint8Array>> = {
    SCCRQ: startRequest(7, 'client7'),
    SCCRP: l2tpControl({ tunnel: 7, nr: 1 }, avp(0, u16(2)), avp(2, [1, 0]), avp(3, u32(3)), avp(7, 'rras1'), avp(9, u16(0x4001))),
    StopCCN: stopNotification(7, 2, 4, 'no memory'),
    'StopCCN without an error': l2tpControl({ tunnel: 7, ns: 3, nr: 2 }, avp(0, u16(4)), avp(9, u16(7)), avp(1, u16(6))),
    CDN: l2tpControl({ tunnel: 7, session: 3, ns: 4, nr: 4 }, avp(0, u16(14)), avp(1, join(u16(2), u16(6), 'server says no')), avp(14, u16(9))),
    ICRQ: l2tpControl({ tunnel: 7, ns: 2, nr: 1 }, avp(0, u16(10)), avp(14, u16(1)), avp(15, u32(99))),
    HELLO: l2tpControl({ tunnel: 7, ns: 9, nr: 9 }, avp(0, u16(6))),
    acknowledgement: l2tpControl({ tunnel: 7, ns: 5, nr: 6 }),
  };
  const FIELDS = ['l2tp.tunnel', 'l2tp.session', 'l2tp.Ns', 'l2tp.Nr', 'l2tp.length', 'l2tp.avp.message_type', 'l2tp.avp.type', 'l2tp.result_code', 'l2tp.avp.error_code', 'l2tp.avp.error_message', 'l2tp.avp.host_name', 'l2tp.avp.vendor_name', 'l2tp.avp.assigned_tunnel_id', 'l2tp.avp.assigned_session_id', 'l2tp.avp.mandatory'];
  const found = rows(Object.values(messages).map((bytes) => packet(17, udp(1701, 1701, bytes))), FIELDS);

  for (const [index, [name, bytes]] of Object.entries(messages).entries()) {
    it(`reads the same: ${name}`, () => {
      const row = found[index] as Row;
      const message = readL2tp(bytes) as L2tp;
      expect([message.tunnelId, message.sessionId, message.ns, message.nr, message.length]).toEqual(FIELDS.slice(0, 5).map((field) => number(row[field])));
      if (message.kind !== 'control') throw new Error('no control message');
      expect([message.message, message.result?.code, message.result?.error, message.assignedTunnelId, message.assignedSessionId]).toEqual(['l2tp.avp.message_type', 'l2tp.result_code', 'l2tp.avp.error_code', 'l2tp.avp.assigned_tunnel_id', 'l2tp.avp.assigned_session_id'].map((field) => number(row[field])));
      expect([message.result?.text, message.host?.personal, message.vendor]).toEqual(['l2tp.avp.error_message', 'l2tp.avp.host_name', 'l2tp.avp.vendor_name'].map((field) => text(row[field])));
      expect(message.avps.map(({ type }) => type)).toEqual(numbers(row['l2tp.avp.type']));
      expect(message.avps.map(({ mandatory }) => Number(mandatory))).toEqual(numbers(row['l2tp.avp.mandatory']));
    });
  }
});

describe.skipIf(!hasTshark())('GRE in tshark', () => {
  it('has the same numbers', () => {
    const frame = ppp.pppFrame(ppp.PPP.lcp, ppp.lcpRequest(1));
    const packets = [pptpGre({ callId: 0x8001, sequence: 5, acknowledgement: 3 }, frame), pptpGre({ callId: 2, sequence: 1 }, frame), pptpGre({ callId: 3, acknowledgement: 8 })];
    const found = rows(packets.map((bytes) => packet(47, bytes)), ['gre.key.call_id', 'gre.key.payload_length', 'gre.sequence_number', 'gre.ack_number', 'gre.flags.version']);
    for (const [index, bytes] of packets.entries()) {
      const gre = readGre(bytes);
      expect([gre?.callId, gre?.payloadLength, gre?.sequence, gre?.acknowledgement, gre?.version]).toEqual(Object.values(found[index] as Row).map(number));
    }
    expect(found.map((row) => row['gre.key.call_id'])).toEqual(['32769', '2', '3']);
  });
});

describe.skipIf(!hasTshark())('PPP in tshark', () => {
  const { PPP } = ppp;
  const failure = 'E=691 R=1 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Access denied';
  const frames: Readonly<Record<string, Uint8Array>> = {
    'LCP request': ppp.pppFrame(PPP.lcp, ppp.lcpRequest(1)),
    'LCP request for EAP': ppp.pppFrame(PPP.lcp, ppp.control(1, 2, join(ppp.option(3, u16(0xc227)), ppp.option(5, u32(77)))), { bare: true }),
    'LCP protocol reject': ppp.pppFrame(PPP.lcp, ppp.control(8, 3, join(u16(0x80fd), [1, 1, 0, 4]))),
    'LCP echo': ppp.pppFrame(PPP.lcp, ppp.control(9, 4, u32(0xabcdef01))),
    'IPCP nak': ppp.pppFrame(PPP.ipcp, ppp.control(3, 5, join(ppp.option(3, [10, 8, 0, 7]), ppp.option(129, [192, 0, 2, 53]), ppp.option(131, [192, 0, 2, 54])))),
    'IPV6CP request': ppp.pppFrame(PPP.ipv6cp, ppp.control(1, 6, ppp.option(1, [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]))),
    'CCP request': ppp.pppFrame(PPP.ccp, ppp.control(1, 7, ppp.option(18, u32(0x01000061)))),
    'CHAP challenge': ppp.pppFrame(PPP.chap, ppp.chapValue(1, 8, 16, 'rras1')),
    'CHAP response': ppp.pppFrame(PPP.chap, ppp.chapValue(2, 8, 49, 'CONTOSO\\alice')),
    'CHAP failure': ppp.pppFrame(PPP.chap, ppp.chapFailure(8, failure)),
    'PAP request': ppp.pppFrame(PPP.pap, ppp.papRequest(9, 'alice', 'x')),
    'EAP identity': ppp.pppFrame(PPP.eap, ppp.eapOf(2, 10, 1, 'alice@contoso.com')),
    'EAP nak': ppp.pppFrame(PPP.eap, ppp.eapOf(2, 11, 3, [25])),
    'EAP-TLS start': ppp.pppFrame(PPP.eap, ppp.eapOf(1, 12, 13, [0x20])),
    'EAP-TLS first fragment': ppp.pppFrame(PPP.eap, ppp.eapOf(2, 13, 13, join([0xc0], u32(3000), [0x16, 3, 1, 0, 5]))),
    'EAP-MSCHAPv2 failure': ppp.pppFrame(PPP.eap, ppp.eapMschap(1, 14, 4, failure)),
    'EAP-MSCHAPv2 challenge': ppp.pppFrame(PPP.eap, ppp.eapMschap(1, 15, 1, join([16], new Uint8Array(16), 'rras1'))),
    'EAP failure': ppp.pppFrame(PPP.eap, ppp.control(4, 16)),
  };
  const FIELDS = [
    'ppp.protocol', 'ppp.code', 'ppp.identifier', 'ppp.length', 'chap.code', 'chap.identifier', 'pap.code', 'pap.identifier', 'eap.code', 'eap.id',
    'lcp.opt.type', 'lcp.opt.mru', 'lcp.opt.auth_protocol', 'lcp.opt.algorithm', 'lcp.opt.magic_number', 'lcp.opt.mrru', 'lcp.rej_proto', 'lcp.magic_number',
    'ipcp.opt.type', 'ipcp.opt.ip_address', 'ipcp.opt.pri_dns_address', 'ipcp.opt.sec_dns_address', 'ipv6cp.interface_identifier', 'ipv6cp.opt.type', 'ccp.opt.type', 'ccp.opt.supported_bits', 'ccp.opt.supported_bits.h', 'ccp.opt.supported_bits.m', 'ccp.opt.supported_bits.s', 'ccp.opt.supported_bits.l', 'ccp.opt.supported_bits.c',
    'chap.value_size', 'chap.name', 'chap.message', 'pap.peer_id', 'pap.password.length', 'eap.type', 'eap.identity', 'eap.desired_type', 'eap.tls.flags.start', 'eap.tls.flags.more_fragments', 'eap.tls.len', 'eap.ms_chap_v2.opcode', 'eap.ms_chap_v2.name', 'eap.ms_chap_v2.failure_request',
  ];
  // In GRE of PPTP, as captures of Windows have it; each frame in a call of its own.
  const found = rows(Object.values(frames).map((frame, index) => packet(47, pptpGre({ callId: 100 + index, sequence: 0 }, frame))), FIELDS);
  const of = (name: string): { frame: PppFrame; body: PppBody | undefined; row: Row } => {
    const frame = readGre(pptpGre({ callId: 1, sequence: 0 }, frames[name] as Uint8Array))?.ppp as PppFrame;
    return { frame, body: frame.packet?.body, row: found[Object.keys(frames).indexOf(name)] as Row };
  };
  const options = (body: PppBody | undefined): readonly PppOption[] => (body?.kind === 'options' ? body.options : []);

  for (const name of Object.keys(frames)) {
    it(`has the same protocol, code and id: ${name}`, () => {
      const { frame, row } = of(name);
      expect(frame.protocol).toBe(number(row['ppp.protocol']));
      const [code, id] = [['ppp.code', 'chap.code', 'pap.code', 'eap.code'], ['ppp.identifier', 'chap.identifier', 'pap.identifier', 'eap.id']].map((fields) => fields.map((field) => number(row[field])).find((value) => value !== undefined));
      expect(code).toBeGreaterThan(0);
      expect([frame.packet?.code, frame.packet?.id]).toEqual([code, id]);
      const types = ['lcp.opt.type', 'ipcp.opt.type', 'ipv6cp.opt.type', 'ccp.opt.type'].flatMap((field) => numbers(row[field]));
      expect(options(frame.packet?.body).map(({ type }) => type)).toEqual(types);
    });
  }

  it('has the same options', () => {
    const lcp = of('LCP request');
    const value = (type: number): number | undefined => options(lcp.body).find((one) => one.type === type)?.number;
    expect([value(1), value(5), value(17)]).toEqual([1400, number(lcp.row['lcp.opt.magic_number']), number(lcp.row['lcp.opt.mrru'])]);
    expect([number(lcp.row['lcp.opt.auth_protocol']), number(lcp.row['lcp.opt.algorithm'])]).toEqual([0xc223, 0x81]);
    expect(options(lcp.body)[1]?.text).toBe('mschapv2');
    const ipcp = of('IPCP nak');
    expect(options(ipcp.body).map((one) => one.text)).toEqual(['ip_address', 'pri_dns_address', 'sec_dns_address'].map((field) => ipcp.row[`ipcp.opt.${field}`]));
    const ipv6 = of('IPV6CP request');
    expect(options(ipv6.body)[0]?.text).toBe(ipv6.row['ipv6cp.interface_identifier']?.replaceAll(':', ''));
    const ccp = of('CCP request');
    const bits: readonly (readonly [string, string])[] = [['c', 'compression'], ['l', '40-bit'], ['m', '56-bit'], ['s', '128-bit'], ['h', 'stateless']];
    expect(options(ccp.body)[0]?.number).toBe(number(ccp.row['ccp.opt.supported_bits']));
    expect(options(ccp.body)[0]?.flags).toEqual(bits.filter(([bit]) => number(ccp.row[`ccp.opt.supported_bits.${bit}`]) === 1).map(([, flag]) => flag));
  });

  it('has the same rejected protocol and magic number', () => {
    expect(of('LCP protocol reject').body).toMatchObject({ rejected: number(of('LCP protocol reject').row['lcp.rej_proto']) });
    expect(of('LCP echo').body).toMatchObject({ magic: number(of('LCP echo').row['lcp.magic_number']) });
  });

  it('has the same names and messages of CHAP and PAP', () => {
    for (const name of ['CHAP challenge', 'CHAP response']) {
      const { body, row } = of(name);
      expect(body).toMatchObject({ valueLength: number(row['chap.value_size']), name: { personal: row['chap.name'] } });
    }
    const refused = of('CHAP failure');
    expect(refused.row['chap.message']).toBe(failure);
    expect(refused.body).toMatchObject({ failure: { error: 691, retry: true, hasChallenge: true, version: 3, message: 'Access denied' } });
    expect(of('PAP request').body).toMatchObject({ user: { personal: of('PAP request').row['pap.peer_id'] }, passwordLength: number(of('PAP request').row['pap.password.length']) });
  });

  it('has the same EAP', () => {
    for (const name of Object.keys(frames).filter((one) => one.startsWith('EAP'))) {
      const { body, row } = of(name);
      if (body?.kind !== 'eap') throw new Error('no EAP');
      const { eap } = body;
      expect([eap.type, eap.identity?.personal, eap.wanted?.[0], eap.mschap?.opcode, eap.mschap?.name?.personal], name).toEqual([number(row['eap.type']), text(row['eap.identity']), number(row['eap.desired_type']), number(row['eap.ms_chap_v2.opcode']), text(row['eap.ms_chap_v2.name'])]);
      expect([eap.tls?.start, eap.tls?.moreFragments], name).toEqual(['eap.tls.flags.start', 'eap.tls.flags.more_fragments'].map((field) => (row[field] === '' ? undefined : row[field] === '1')));
      expect(eap.tls?.totalLength, name).toBe(number(row['eap.tls.len']));
    }
    expect(of('EAP-MSCHAPv2 failure').row['eap.ms_chap_v2.failure_request']).toBe(failure);
  });

  it('finds the frames of L2TP sessions', () => {
    const bytes = l2tpData({ tunnel: 7, session: 9, ns: 1, nr: 2, withLength: true }, frames['LCP echo'] as Uint8Array);
    const [row] = rows([packet(17, udp(1701, 1701, bytes))], ['l2tp.tunnel', 'l2tp.session', 'ppp.protocol', 'lcp.magic_number']);
    const message = readL2tp(bytes) as L2tp;
    expect([message.tunnelId, message.sessionId, message.kind === 'data' ? message.ppp?.protocol : 0]).toEqual([number(row?.['l2tp.tunnel']), number(row?.['l2tp.session']), number(row?.['ppp.protocol'])]);
  });
});
