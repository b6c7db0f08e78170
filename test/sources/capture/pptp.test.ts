/** PPTP through a capture: the control connection, its call, GRE of the call, and PPP in it. */
import { describe, expect, it } from 'vitest';
import { pptpGre } from '../../support/packets/gre.ts';
import { ethernet, fragmentsV4, join, TCP, u16, u32 } from '../../support/packets/ip.ts';
import { chapFailure, chapValue, control, eapMschap, eapOf, lcpRequest, option, PPP, pppFrame, terminate } from '../../support/packets/ppp.ts';
import { clearRequest, disconnect, outgoingCall, outgoingReply, startConnection, startReply, stopRequest } from '../../support/packets/pptp.ts';
import { capture, noise, SERVER, US } from './support.ts';
import { CALL, CLIENT_PORT, controlConnection, DATA, established, fieldsOf, gre } from './tunnel-support.ts';

const lcp = (id: number) => pppFrame(PPP.lcp, lcpRequest(id));
/** Both ask, both agree; the server wants MS-CHAP v2. */
const agreed = (at: number) => [
  gre(at, 'in', lcp(0)),
  gre(at + 0.01, 'out', pppFrame(PPP.lcp, control(1, 1, option(1, u16(1400))))),
  gre(at + 0.02, 'out', pppFrame(PPP.lcp, join([2, 0], lcpRequest(0).subarray(2)))),
  gre(at + 0.03, 'in', pppFrame(PPP.lcp, control(2, 1, option(1, u16(1400))))),
];
const challenged = (at: number) => [gre(at, 'in', pppFrame(PPP.chap, chapValue(1, 5, 16, 'server7'))), gre(at + 0.02, 'out', pppFrame(PPP.chap, chapValue(2, 5, 49, 'CONTOSO\\user1')))];
const failure = 'E=691 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Access denied';

describe('PPTP in a capture', () => {
  it('says that the call was made, GRE left and none came', () => {
    const send = controlConnection();
    const out = [0, 1, 2, 3].map((at) => gre(0.2 + at * 3, 'out', lcp(at)));
    const read = capture([...established(send), ...out]);
    expect(read.records.find((record) => record.name === 'capture.pptp')).toMatchObject({ host: 'LAP042', code: 1, severity: 'warning', ref: { at: { kind: 'etl', frame: 1 } } });
    expect(fieldsOf(read, 'capture.pptp')).toMatchObject([{
      client: US, server: SERVER, from_us: true, client_port: CLIENT_PORT, control: 'up', start_result: 1, start_meaning: 'successful', call: 'connected', call_result: 1, call_error: 0,
      gre_sent: 4, gre_received: 0, gre_stray: 0, frames: [1, 3, 4, 6], answer_frames: [2, 5, 7], gre_frames: [8, 9, 10, 11], gre_answer_frames: [],
    }]);
    expect(fieldsOf(read, 'capture.ppp')).toMatchObject([{ over: 'pptp', stage: 'lcp', lcp: 'no-answer', sent: 4, received: 0, seconds: 9, last_sent: 'lcp configure-request' }]);
  });

  it('leaves open whether GRE came when the capture is too short, lost events, shows one direction, or parts came', () => {
    const packets = (): Parameters<typeof capture>[0] => [...established(controlConnection()), gre(0.2, 'out', lcp(0))];
    const parts = fragmentsV4(SERVER, US, 47, pptpGre({ callId: CALL.client, sequence: 1 }, new Uint8Array(900)), 480, 5);
    const reads = [
      capture([], { packets: [...packets(), ...noise(5)] }),
      capture(packets(), { eventsLost: 1 }),
      capture([], { packets: [...packets().filter((packet) => packet.direction === 'out'), { ...noise(60)[0]! }] }),
      capture([...packets(), { at: 0.3, direction: 'in', frame: ethernet(0x0800, parts[1]!) }]),
      capture([...packets(), gre(0.3, 'in', lcp(0), 0x7777)]),
    ];
    for (const read of reads) expect(fieldsOf(read, 'capture.pptp')[0]).not.toHaveProperty('gre_received');
    expect(reads.map((read) => fieldsOf(read, 'capture.pptp')[0]?.['gre_stray'])).toEqual([0, 0, 0, 1, 1]);
  });

  it('tells a reset, a SYN without answer, and a server that says nothing after the connection', () => {
    const refused = controlConnection();
    expect(fieldsOf(capture([refused(0, 'client', TCP.syn), refused(0.1, 'server', TCP.rst | TCP.ack)]), 'capture.pptp')).toMatchObject([{ control: 'refused', reset_by: 'server', ended_by: 'server', gre_sent: 0 }]);
    const silent = controlConnection();
    const syn = silent(0, 'client', TCP.syn);
    const unanswered = fieldsOf(capture([syn, { ...syn, at: 1 }, { ...syn, at: 3 }]), 'capture.pptp');
    expect(unanswered).toMatchObject([{ control: 'no-answer', frames: [1, 2, 3], answer_frames: [] }]);
    expect(unanswered[0]).not.toHaveProperty('gre_received');
    expect(fieldsOf(capture([syn], { packets: [syn, ...noise(4)] }), 'capture.pptp')[0]).not.toHaveProperty('control');
    const mute = controlConnection();
    const open = [mute(0, 'client', TCP.syn), mute(0.1, 'server', TCP.syn | TCP.ack), mute(0.2, 'client', TCP.ack), mute(0.3, 'client', DATA, startConnection('client7'))];
    expect(fieldsOf(capture(open), 'capture.pptp')).toMatchObject([{ control: 'silent' }]);
  });

  it('tells refusals by PPTP and how calls end', () => {
    const rejected = controlConnection();
    const start = [rejected(0, 'client', TCP.syn), rejected(0.01, 'server', TCP.syn | TCP.ack), rejected(0.02, 'client', DATA, startConnection('client7')), rejected(0.05, 'server', DATA, startReply(4, 0, 'server7'))];
    expect(fieldsOf(capture(start), 'capture.pptp')).toMatchObject([{ control: 'rejected', start_result: 4, start_meaning: 'not-authorized' }]);
    const busy = controlConnection();
    const call = [...established(busy).slice(0, 5), busy(0.2, 'client', DATA, outgoingCall(7, 1)), busy(0.3, 'server', DATA, outgoingReply(0, 7, 4, 6, 3))];
    expect(fieldsOf(capture(call), 'capture.pptp')).toMatchObject([{ control: 'up', call: 'refused', call_result: 4, call_error: 6, call_cause: 3, call_meaning: 'busy' }]);
    const unanswered = controlConnection();
    expect(fieldsOf(capture(established(unanswered).slice(0, 6)), 'capture.pptp')).toMatchObject([{ control: 'up', call: 'no-answer' }]);
    const ended = controlConnection();
    const all = [...established(ended), ended(5, 'client', DATA, clearRequest(CALL.client)), ended(5.1, 'server', DATA, disconnect(CALL.server, 4, 0, 0)), ended(5.2, 'server', DATA, stopRequest(3))];
    expect(fieldsOf(capture(all), 'capture.pptp')).toMatchObject([{ ended_by: 'client', disconnect_result: 4, disconnect_meaning: 'request', stop_reason: 3, seconds: 5.2 }]);
  });

  it('keeps calls of two connections between the same ends apart', () => {
    const second = controlConnection('us', CLIENT_PORT + 1);
    const later = [...established(second, 20).slice(0, 5), second(20.07, 'client', DATA, outgoingCall(9, 2)), second(20.1, 'server', DATA, outgoingReply(8, 9, 1, 0, 0))];
    const read = capture([...established(controlConnection()), gre(0.2, 'out', lcp(0)), ...later, gre(20.2, 'out', lcp(0), 8), gre(20.3, 'in', lcp(0), 9)]);
    expect(fieldsOf(read, 'capture.pptp').map((fields) => [fields['client_port'], fields['gre_sent'], fields['gre_received']])).toEqual([[CLIENT_PORT, 1, 0], [CLIENT_PORT + 1, 1, 1]]);
  });

  it('knows on the server who asked, and takes a capture that began within the call', () => {
    const theirs = controlConnection('them');
    expect(fieldsOf(capture(established(theirs)), 'capture.pptp')).toMatchObject([{ from_us: false, client: SERVER, server: US, call: 'connected' }]);
    const late = controlConnection();
    const read = capture([late(0, 'client', TCP.ack), gre(0.1, 'out', pppFrame(PPP.mppe, [0x90, 0, 1, 2, 3])), gre(0.2, 'in', pppFrame(PPP.mppe, [0x90, 0, 1, 2, 3]))]);
    expect(fieldsOf(read, 'capture.pptp')).toMatchObject([{ control: 'up', gre_sent: 1, gre_received: 1 }]);
    expect(fieldsOf(read, 'capture.ppp')).toMatchObject([{ stage: 'open', data_sent: 1, data_received: 1 }]);
  });

  it('passes over connections that only come from port 1723', () => {
    expect(fieldsOf(capture([controlConnection('them', 443)(0, 'server', TCP.syn)]), 'capture.pptp')).toEqual([]);
  });

  it('reads what the packet monitor cuts at 128 bytes', () => {
    const cut = established(controlConnection()).map((packet) => ({ ...packet, by: 'pktmon' as const, frame: packet.frame.subarray(0, 128), originalLength: packet.frame.length }));
    expect(fieldsOf(capture(cut), 'capture.pptp')).toMatchObject([{ control: 'up', call: 'connected', start_result: 1 }]);
  });
});

describe('PPP in a capture', () => {
  const ppp = (...frames: readonly (readonly ReturnType<typeof gre>[])[]) => fieldsOf(capture([...established(controlConnection()), ...frames.flat()]), 'capture.ppp');

  it('tells the error of a refused user', () => {
    const failed = [...agreed(0.2), ...challenged(0.4), gre(0.5, 'in', pppFrame(PPP.chap, chapFailure(5, failure)))];
    expect(ppp(failed)).toMatchObject([{ stage: 'authentication', failed: 691, failed_by: 'server', failed_frame: 14, failure_text: 'Access denied', retry: false, lcp: 'up', auth_protocol: 'mschapv2', auth_wanted: ['mschapv2'], auth_refused: false, auth_result: 'failure', user: 'CONTOSO\\user1', auth_sent: 1, auth_received: 2 }]);
  });

  it('says that the server never answered the proof of the user', () => {
    expect(ppp([...agreed(0.2), ...challenged(0.4)])).toMatchObject([{ stage: 'authentication', auth_result: 'no-answer', last_sent: 'chap response' }]);
    expect(ppp([...agreed(0.2), ...challenged(0.4).slice(0, 1)])).toMatchObject([{ stage: 'authentication', auth_result: 'no-response' }]);
    const short = [...established(controlConnection()), ...agreed(0.2), ...challenged(0.4)];
    expect(fieldsOf(capture([], { packets: [...short, ...noise(6)] }), 'capture.ppp')[0]).not.toHaveProperty('auth_result');
  });

  it('tells ways of proof that do not meet, and the reason Windows gives', () => {
    const [read] = ppp([gre(0.2, 'in', lcp(0)), gre(0.3, 'out', pppFrame(PPP.lcp, control(3, 0, option(3, [0xc2, 0x27])))), gre(0.4, 'in', pppFrame(PPP.lcp, terminate(1, 919)))]);
    expect(read).toMatchObject({ stage: 'lcp', auth_wanted: ['mschapv2'], auth_refused: true, auth_instead: ['eap'], terminated_by: 'server', terminate_reason: 919, failed: 919, failed_by: 'server', lcp: 'unfinished' });
  });

  it('tells the failure within EAP, and its types', () => {
    const eap = (at: number, way: 'in' | 'out', payload: Uint8Array) => gre(at, way, pppFrame(PPP.eap, payload));
    const [read] = ppp([...agreed(0.2), eap(0.4, 'out', eapOf(2, 1, 1, 'user1@contoso.com')), eap(0.5, 'in', eapOf(1, 2, 25)), eap(0.6, 'out', eapOf(2, 2, 3, [26])), eap(0.7, 'in', eapMschap(1, 3, 4, 'E=648 R=0 C=00 V=3 M=x')), eap(0.8, 'in', control(4, 3))]);
    expect(read).toMatchObject({ stage: 'authentication', failed: 648, failed_by: 'server', failed_frame: 15, user: 'user1@contoso.com', eap_types: [25, 26], eap_wanted: [26], auth_result: 'failure' });
  });

  it('tells protocols that were refused, and that both set up IP', () => {
    const success = gre(0.5, 'in', pppFrame(PPP.chap, control(3, 5, `S=${'0'.repeat(40)}`)));
    const ask = (at: number, way: 'in' | 'out', protocol: number, code: number, ...options: Uint8Array[]) => gre(at, way, pppFrame(protocol, control(code, 7, join(...options))));
    const start = [...agreed(0.2), ...challenged(0.4), success];
    const refused = [...start, ask(0.6, 'out', PPP.ipcp, 1, option(3, [0, 0, 0, 0])), gre(0.7, 'in', pppFrame(PPP.lcp, control(8, 9, u16(0x8021))))];
    expect(ppp(refused)).toMatchObject([{ stage: 'network', ipcp: 'rejected', rejected_by_server: ['ipcp'], rejected_by_client: [], auth_result: 'success' }]);
    const address = option(3, [192, 0, 2, 77]);
    const up = [...start, ask(0.6, 'out', PPP.ipcp, 1, address), ask(0.7, 'in', PPP.ipcp, 2, address), ask(0.8, 'in', PPP.ipcp, 1, option(3, [192, 0, 2, 1])), ask(0.9, 'out', PPP.ipcp, 2, option(3, [192, 0, 2, 1])), ask(1, 'in', PPP.ccp, 2, option(18, u32(0x01000040)))];
    expect(ppp(up)).toMatchObject([{ stage: 'open', ipcp: 'up', address: '192.0.2.77', encryption: ['128-bit', 'stateless'] }]);
    expect(ppp(up)[0]).not.toHaveProperty('failed');
    const mismatch = [...start, ask(0.6, 'in', PPP.ccp, 1, option(18, u32(0x40))), gre(0.7, 'in', pppFrame(PPP.ccp, terminate(8, 742)))];
    expect(ppp(mismatch)).toMatchObject([{ stage: 'network', ccp: 'closed', closed: ['ccp'], network_reason: 742, failed: 742 }]);
  });

  it('takes the end of a user for no failure, and a link that is set up again for another session', () => {
    const again = ppp([...agreed(0.2), gre(1, 'out', pppFrame(PPP.lcp, terminate(9, 0))), ...agreed(2)]);
    expect(again).toMatchObject([{ terminated_by: 'client', terminate_reason: 0 }, { stage: 'authentication', lcp: 'up' }]);
    expect(again[0]).not.toHaveProperty('failed');
  });
});
