/** L2TP: control messages and sessions. */
import { describe, expect, it } from 'vitest';
import { readL2tp } from '../../src/protocols/l2tp.ts';
import type { L2tp } from '../../src/protocols/l2tp.ts';
import { hex, join, u16, u32 } from '../support/packets/ip.ts';
import { avp, l2tpControl, l2tpData, startRequest, stopNotification } from '../support/packets/l2tp.ts';
import { PPP, lcpRequest, pppFrame } from '../support/packets/ppp.ts';

function read(bytes: Uint8Array): L2tp {
  const message = readL2tp(bytes);
  if (message === null) throw new Error('no L2TP');
  return message;
}

describe('control messages', () => {
  it('begin a tunnel', () => {
    const message = read(startRequest(7, 'client7'));
    expect(message).toMatchObject({ kind: 'control', tunnelId: 0, sessionId: 0, ns: 0, nr: 0, message: 1, messageName: 'SCCRQ', host: { personal: 'client7' }, vendor: 'Microsoft', assignedTunnelId: 7, truncated: false });
    expect(message.kind === 'control' ? message.avps.map(({ name, mandatory }) => [name, mandatory]) : []).toEqual([
      ['message-type', true],
      ['protocol-version', true],
      ['framing-capabilities', true],
      ['bearer-capabilities', true],
      ['firmware-revision', false],
      ['host-name', true],
      ['vendor-name', false],
      ['assigned-tunnel-id', true],
      ['receive-window-size', true],
    ]);
  });

  it('say why a tunnel or a call ends', () => {
    expect(read(stopNotification(7, 2, 4, 'no memory'))).toMatchObject({ messageName: 'StopCCN', result: { code: 2, name: 'general-error', error: 4, errorName: 'insufficient-resources', text: 'no memory' } });
    expect(read(l2tpControl({ tunnel: 1 }, avp(0, u16(4)), avp(1, u16(6))))).toMatchObject({ result: { code: 6, name: 'shutting-down' } });
    expect(read(l2tpControl({ tunnel: 1, session: 2 }, avp(0, u16(14)), avp(1, u16(3)), avp(14, u16(5))))).toMatchObject({ messageName: 'CDN', result: { code: 3, name: 'administrative' }, assignedSessionId: 5 });
    expect(read(l2tpControl({ tunnel: 1, session: 2 }, avp(0, u16(14)), avp(46, join(u16(13), u16(0xc223), [1]), { optional: true })))).toMatchObject({ disconnect: { code: 13, protocol: 0xc223, direction: 1 } });
  });

  it('may only acknowledge', () => {
    expect(read(l2tpControl({ tunnel: 3, ns: 2, nr: 5 }))).toEqual({ kind: 'control', length: 12, tunnelId: 3, sessionId: 0, ns: 2, nr: 5, avps: [], truncated: false });
  });

  it('may hide what they say', () => {
    const message = read(l2tpControl({}, avp(0, u16(10)), avp(36, hex('0102030405060708')), avp(14, hex('a1b2c3d4'), { hidden: true }), avp(15, u32(77), { vendor: 9 })));
    expect(message).toMatchObject({ messageName: 'ICRQ', avps: [{ hidden: false }, { name: 'random-vector' }, { name: 'assigned-session-id', hidden: true }, { vendor: 9, type: 15 }] });
    expect(message).not.toHaveProperty('assignedSessionId');
    expect(message).not.toHaveProperty('callSerial');
  });

  it('are read as far as they go', () => {
    const whole = startRequest(7, 'client7');
    for (let length = 0; length < whole.length; length++) {
      const message = readL2tp(whole.subarray(0, length));
      if (length < 8) expect(message, `${length}`).toBeNull();
      else expect(message, `${length}`).toMatchObject({ kind: 'control', truncated: true, tunnelId: 0 });
    }
    expect(read(l2tpControl({ length: 4 }, avp(0, u16(6))))).toMatchObject({ avps: [] });
  });
});

describe('sessions', () => {
  const frame = pppFrame(PPP.lcp, lcpRequest(1));

  it('carry PPP behind headers of any form', () => {
    const forms = [{}, { withLength: true }, { ns: 4, nr: 9 }, { withLength: true, ns: 4, nr: 9, padding: 3 }, { padding: 0 }];
    for (const form of forms) {
      expect(read(l2tpData({ tunnel: 7, session: 9, ...form }, frame)), JSON.stringify(form)).toMatchObject({ kind: 'data', tunnelId: 7, sessionId: 9, payload: frame, ppp: { name: 'lcp', packet: { codeName: 'configure-request' } }, truncated: false });
    }
    expect(read(l2tpData({ tunnel: 7, session: 9, ns: 4, nr: 9 }, frame))).toMatchObject({ ns: 4, nr: 9 });
  });

  it('and other versions are none', () => {
    expect(readL2tp(hex('0003 0007 0009 ff03'))).toBeNull();
    expect(readL2tp(hex('0001 0007 0009 ff03'))).toBeNull();
    // A control message must state its length and numbers (RFC 2661 3.1).
    expect(readL2tp(hex('8002 0007 0009 0000 0000 0000'))).toBeNull();
  });
});
