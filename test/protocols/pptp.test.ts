/** PPTP control messages and GRE. */
import { describe, expect, it } from 'vitest';
import { readGre } from '../../src/protocols/gre.ts';
import { readPptp, readPptpMessages } from '../../src/protocols/pptp.ts';
import { PPTP_MESSAGES } from '../../src/protocols/pptp-fields.ts';
import { plainGre, pptpGre } from '../support/packets/gre.ts';
import { join, u16 } from '../support/packets/ip.ts';
import { PPP, lcpRequest, pppFrame } from '../support/packets/ppp.ts';
import { pptpMessages } from './pptp-samples.ts';

describe('PPTP control messages', () => {
  it('have the lengths of RFC 2637', () => {
    expect(pptpMessages.map((bytes) => bytes.length)).toEqual([156, 156, 16, 16, 16, 20, 168, 32, 220, 24, 28, 16, 148, 40, 24]);
    expect(Object.values(PPTP_MESSAGES).map(({ length }) => length)).toEqual(pptpMessages.map((bytes) => bytes.length));
  });

  it('say what they are', () => {
    expect(pptpMessages.map((bytes) => readPptp(bytes))).toMatchObject([
      { type: 1, name: 'start-control-connection-request', version: 0x100, host: { personal: 'client7' }, vendor: 'Microsoft' },
      { type: 2, name: 'start-control-connection-reply', result: 5, resultName: 'version-not-supported', error: 2, errorName: 'bad-format', host: { personal: 'rras1' }, firmware: 0x0a28 },
      { type: 3, reason: 3, reasonName: 'stop-local-shutdown' },
      { type: 4, result: 2, resultName: 'general-error', error: 6, errorName: 'pac-error' },
      { type: 5, identifier: 0xdeadbeef },
      { type: 6, identifier: 0xdeadbeef, result: 2, resultName: 'general-error' },
      { type: 7, name: 'outgoing-call-request', callId: 0x1234, serial: 42, minimumSpeed: 300, maximumSpeed: 100_000_000, window: 64 },
      { type: 8, callId: 0x8001, peerCallId: 0x1234, result: 2, resultName: 'general-error', error: 4, errorName: 'no-resource', cause: 17, connectSpeed: 1_000_000 },
      { type: 9, callId: 0x2222, serial: 43 },
      { type: 10, callId: 0x3333, peerCallId: 0x2222, result: 3, resultName: 'do-not-accept' },
      { type: 11, peerCallId: 0x3333, connectSpeed: 64_000 },
      { type: 12, callId: 0x1234 },
      { type: 13, name: 'call-disconnect-notify', callId: 0x1234, result: 3, resultName: 'admin-shutdown', cause: 16 },
      { type: 14, peerCallId: 0x1234 },
      { type: 15, peerCallId: 0x8001, sendAccm: 0xffffffff, receiveAccm: 0x000a0000 },
    ]);
    expect(pptpMessages.map((bytes) => readPptp(bytes)?.truncated)).toEqual(pptpMessages.map(() => false));
  });

  it('stand one behind another in a stream', () => {
    const stream = join(...pptpMessages);
    expect(readPptpMessages(stream).map(({ type }) => type)).toEqual(pptpMessages.map((_, index) => index + 1));
    expect(readPptpMessages(stream.subarray(0, stream.length - 4)).map(({ truncated }) => truncated)).toEqual(pptpMessages.map((_, index) => index === 14));
    expect(readPptpMessages(join(pptpMessages[2] as Uint8Array, 'GET / HTTP'))).toHaveLength(1);
  });

  it('are read as far as they go', () => {
    const whole = pptpMessages[7] as Uint8Array;
    for (let length = 0; length < whole.length; length++) {
      if (length < 12) expect(readPptp(whole.subarray(0, length))).toBeNull();
      else expect(readPptp(whole.subarray(0, length))).toMatchObject({ type: 8, truncated: true });
    }
    expect(readPptp(whole.subarray(0, 17))).toMatchObject({ callId: 0x8001, result: 2 });
    expect(readPptp(whole.subarray(0, 17))).not.toHaveProperty('error');
    const stranger = whole.slice();
    stranger.set(u16(77), 8);
    expect(readPptp(stranger)).toEqual({ type: 77, length: 32, truncated: false });
    stranger[4] = 0;
    expect(readPptp(stranger)).toBeNull();
  });
});

describe('GRE', () => {
  const frame = pppFrame(PPP.lcp, lcpRequest(2));

  it('carries the frames of a call', () => {
    expect(readGre(pptpGre({ callId: 0x8001, sequence: 5, acknowledgement: 3 }, frame))).toMatchObject({ version: 1, protocol: 0x880b, callId: 0x8001, payloadLength: frame.length, sequence: 5, acknowledgement: 3, payload: frame, ppp: { name: 'lcp' }, truncated: false });
    expect(readGre(pptpGre({ callId: 1, sequence: 0 }, frame))).not.toHaveProperty('acknowledgement');
    expect(readGre(pptpGre({ callId: 1, acknowledgement: 9 }))).toEqual({ version: 1, protocol: 0x880b, callId: 1, payloadLength: 0, acknowledgement: 9, payload: new Uint8Array(0), truncated: false });
  });

  it('may be the plain one', () => {
    expect(readGre(plainGre(0x0800, [0x45], { key: 0xcafe, sequence: 2, checksum: true }))).toEqual({ version: 0, protocol: 0x0800, key: 0xcafe, sequence: 2, payload: Uint8Array.of(0x45), truncated: false });
    expect(readGre(plainGre(0x86dd, [0x60]))).toEqual({ version: 0, protocol: 0x86dd, payload: Uint8Array.of(0x60), truncated: false });
  });

  it('is read as far as it goes', () => {
    const whole = pptpGre({ callId: 0x8001, sequence: 5, acknowledgement: 3 }, frame);
    for (let length = 0; length < whole.length; length++) {
      if (length < 4) expect(readGre(whole.subarray(0, length))).toBeNull();
      else expect(readGre(whole.subarray(0, length))).toMatchObject({ version: 1, truncated: true });
    }
    expect(readGre(whole.subarray(0, 12))).toMatchObject({ callId: 0x8001, sequence: 5 });
    expect(readGre(whole.subarray(0, 14))).not.toHaveProperty('acknowledgement');
    // Padding of the link is no payload.
    expect(readGre(join(whole, [0, 0, 0]))).toEqual(readGre(whole));
    expect(readGre(join([0x40, 0], u16(0x800), [1, 2, 3, 4]))).toBeNull();
    expect(readGre(join([0, 2], u16(0x800)))).toBeNull();
  });
});
