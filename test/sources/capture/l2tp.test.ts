/** L2TP outside IPsec through a capture: what was asked and granted, who ended it and why, PPP in its calls. */
import { describe, expect, it } from 'vitest';
import { u16, u32, udp, type Part } from '../../support/packets/ip.ts';
import { avp, l2tpControl, l2tpData, startRequest, stopNotification } from '../../support/packets/l2tp.ts';
import { chapFailure, lcpRequest, PPP, pppFrame } from '../../support/packets/ppp.ts';
import { capture, noise, SERVER, US } from './support.ts';
import { fieldsOf, packet, type Way } from './tunnel-support.ts';

const l2tp = (at: number, way: Way, payload: Part, port = 1701) => packet(at, way, 17, way === 'out' ? udp(port, 1701, payload) : udp(1701, port, payload));
const message = (type: number, tunnel: number, session: number, ...more: readonly Uint8Array[]) => l2tpControl({ tunnel, session, ns: type }, avp(0, u16(type)), ...more);
const [US_ID, THEIR_ID] = [11, 22];
const tunnel = [
  l2tp(0, 'out', startRequest(US_ID, 'client7')),
  l2tp(0.1, 'in', message(2, US_ID, 0, avp(9, u16(THEIR_ID)))),
  l2tp(0.2, 'out', message(3, THEIR_ID, 0)),
];
const call = [
  l2tp(0.3, 'out', message(10, THEIR_ID, 0, avp(14, u16(5)), avp(15, u32(1)))),
  l2tp(0.4, 'in', message(11, US_ID, 5, avp(14, u16(6)))),
  l2tp(0.5, 'out', message(12, THEIR_ID, 6)),
  l2tp(0.6, 'in', l2tpControl({ tunnel: US_ID, session: 5 })),
];
const data = (at: number, way: Way, frame: Part, session = way === 'out' ? 6 : 5) => l2tp(at, way, l2tpData({ tunnel: way === 'out' ? THEIR_ID : US_ID, session }, frame));

describe('L2TP in a capture', () => {
  it('says that the request left three times in clear and nothing came', () => {
    const out = [0, 1, 3].map((at) => l2tp(at, 'out', startRequest(US_ID, 'client7')));
    expect(fieldsOf(capture(out), 'capture.l2tp')).toMatchObject([{ client: US, server: SERVER, from_us: true, sent: 3, received: 0, sent_messages: ['SCCRQ'], received_messages: [], stage: 'none', seconds: 3, frames: [1, 2, 3] }]);
    expect(fieldsOf(capture([], { packets: [...out, ...noise(5)] }), 'capture.l2tp')[0]).not.toHaveProperty('received');
    expect(fieldsOf(capture(out, { buffersLost: 1 }), 'capture.l2tp')[0]).not.toHaveProperty('received');
  });

  it('tells how far it came', () => {
    const stages = [tunnel, [...tunnel, ...call], [...tunnel, ...call, data(1, 'in', pppFrame(PPP.lcp, lcpRequest(1)))]].map((packets) => fieldsOf(capture(packets), 'capture.l2tp'));
    expect(stages.map((all) => all.map((fields) => fields['stage']))).toEqual([['tunnel'], ['call'], ['data']]);
    expect(stages[1]?.[0]).toMatchObject({ sent: 4, received: 3, sent_messages: ['SCCRQ', 'SCCCN', 'ICRQ', 'ICCN'], received_messages: ['SCCRP', 'ICRP', 'ACK'], answer_frames: [2, 5, 7] });
  });

  it('tells result, error and words of a refusal', () => {
    const stopped = capture([...tunnel, l2tp(0.5, 'in', stopNotification(US_ID, 2, 4, 'no more tunnels'))]);
    expect(stopped.records.find((record) => record.name === 'capture.l2tp')).toMatchObject({ code: 2, severity: 'warning', fields: { ended_by: 'server', end_message: 'StopCCN', result: 2, result_meaning: 'general-error', error: 4, error_meaning: 'insufficient-resources', result_text: 'no more tunnels' } });
    const hungUp = capture([...tunnel, ...call, l2tp(1, 'in', message(14, US_ID, 5, avp(1, u16(3)), avp(14, u16(6)), avp(46, [...u16(10), ...u16(0xc223), 1])))]);
    expect(fieldsOf(hungUp, 'capture.l2tp')).toMatchObject([{ ended_by: 'server', end_message: 'CDN', result: 3, result_meaning: 'administrative', ppp_cause: 10 }]);
  });

  it('takes a request with an id of its own for another tunnel, and what names an id for the tunnel it names', () => {
    const read = capture([...tunnel, l2tp(20, 'out', startRequest(US_ID + 1, 'client7')), l2tp(20.1, 'in', stopNotification(US_ID, 1, 0, ''))]);
    expect(fieldsOf(read, 'capture.l2tp').map((fields) => [fields['sent'], fields['received'], fields['end_message']])).toEqual([[2, 2, 'StopCCN'], [1, 0, undefined]]);
  });

  it('knows on the server that somebody else began, behind an address translator, too', () => {
    const theirs = packet(0, 'in', 17, udp(33_000, 1701, startRequest(7, 'client7')));
    expect(fieldsOf(capture([theirs]), 'capture.l2tp')).toMatchObject([{ from_us: false, client: SERVER, server: US, client_port: 33_000 }]);
    const late = packet(0, 'out', 17, udp(1701, 33_000, l2tpData({ tunnel: 1, session: 2 }, [0xff])));
    expect(fieldsOf(capture([late]), 'capture.l2tp')).toMatchObject([{ from_us: false, client: SERVER, stage: 'data', data_received: 1 }]);
  });

  it('says nothing of who began a tunnel of which only data is seen', () => {
    const [fields] = fieldsOf(capture([data(0, 'in', pppFrame(PPP.ip, [0x45]))]), 'capture.l2tp');
    expect(fields).toMatchObject({ stage: 'data', sent: 0 });
    expect(fields).not.toHaveProperty('from_us');
  });

  it('gives each call its own PPP', () => {
    const second = [l2tp(2, 'out', message(10, THEIR_ID, 0, avp(14, u16(50)))), l2tp(2.1, 'in', message(11, US_ID, 50, avp(14, u16(60))))];
    const lcp = (id: number) => pppFrame(PPP.lcp, lcpRequest(id));
    const read = capture([...tunnel, ...call, data(1, 'in', lcp(1)), data(1.1, 'out', lcp(1)), ...second, data(3, 'out', lcp(2), 60), data(4, 'in', pppFrame(PPP.chap, chapFailure(1, 'E=649 R=0 V=3')), 5)]);
    expect(fieldsOf(read, 'capture.ppp')).toMatchObject([{ over: 'l2tp', client: US, from_us: true, sent: 1, received: 2, failed: 649, stage: 'authentication' }, { over: 'l2tp', sent: 1, received: 0, lcp: 'no-answer' }]);
  });

  it('joins both ways of a call that began before the capture', () => {
    const read = capture([data(0, 'out', pppFrame(PPP.ip, [0x45])), data(0.1, 'in', pppFrame(PPP.ip, [0x45])), data(0.2, 'out', pppFrame(PPP.ip, [0x46]))]);
    expect(fieldsOf(read, 'capture.ppp')).toMatchObject([{ stage: 'open', data_sent: 2, data_received: 1 }]);
  });
});
