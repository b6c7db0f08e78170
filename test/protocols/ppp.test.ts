/** PPP frames and the packets of its control protocols. */
import { describe, expect, it } from 'vitest';
import { readChapFailure } from '../../src/protocols/chap.ts';
import { readEap } from '../../src/protocols/eap.ts';
import { readPpp } from '../../src/protocols/ppp.ts';
import type { PppBody, PppFrame } from '../../src/protocols/ppp.ts';
import { hex, join, u16, u32 } from '../support/packets/ip.ts';
import * as build from '../support/packets/ppp.ts';

const { PPP } = build;

function read(bytes: Uint8Array): PppFrame {
  const frame = readPpp(bytes);
  if (frame === null) throw new Error('no frame');
  return frame;
}

function body<K extends PppBody['kind']>(protocol: number, packet: Uint8Array, kind: K): Extract<PppBody, { kind: K }> {
  const found = read(build.pppFrame(protocol, packet)).packet?.body;
  expect(found?.kind).toBe(kind);
  return found as Extract<PppBody, { kind: K }>;
}

describe('frames', () => {
  const echo = build.control(9, 3, u32(7));

  it('may leave address and control out, and half of the protocol', () => {
    expect(read(build.pppFrame(PPP.lcp, echo))).toMatchObject({ protocol: 0xc021, name: 'lcp', packet: { codeName: 'echo-request' }, truncated: false });
    expect(read(build.pppFrame(PPP.lcp, echo, { bare: true }))).toEqual(read(build.pppFrame(PPP.lcp, echo)));
    for (const options of [{}, { bare: true }, { short: true }, { bare: true, short: true }]) {
      expect(read(build.pppFrame(PPP.ip, [0x45, 0, 0, 20], options))).toEqual({ protocol: 0x21, name: 'ip', payload: Uint8Array.of(0x45, 0, 0, 20), truncated: false });
    }
  });

  it('tell whether Microsoft encryption is on', () => {
    expect(read(build.pppFrame(PPP.mppe, [0x90, 0x05, 1, 2, 3], { short: true }))).toMatchObject({ name: 'compressed', mppe: { isFlushed: true, isEncrypted: true, count: 5 } });
    expect(read(build.pppFrame(PPP.mppe, [0x00, 0x06, 1]))).toMatchObject({ mppe: { isFlushed: false, isEncrypted: false, count: 6 } });
  });

  it('of which too little is there are cut or none', () => {
    expect(readPpp(new Uint8Array(0))).toBeNull();
    expect(readPpp(Uint8Array.of(0xff, 3))).toBeNull();
    expect(readPpp(Uint8Array.of(0xff, 3, 0xc0))).toBeNull();
    expect(read(Uint8Array.of(0xc0, 0x21))).toEqual({ protocol: 0xc021, name: 'lcp', payload: new Uint8Array(0), truncated: true });
    const whole = build.pppFrame(PPP.lcp, build.lcpRequest(1));
    for (let length = 5; length < whole.length; length++) expect(readPpp(whole.subarray(0, length)), `${length}`).toMatchObject({ name: 'lcp', packet: { code: 1 }, truncated: true });
    expect(read(build.pppFrame(0x1234, [1, 2]))).toEqual({ protocol: 0x1234, payload: Uint8Array.of(1, 2), truncated: false });
  });
});

describe('LCP', () => {
  it('asks for what it wants', () => {
    const { options } = body(PPP.lcp, build.lcpRequest(1), 'options');
    expect(options.map(({ type, name, number, text }) => [type, name, number ?? text])).toEqual([
      [1, 'mru', 1400],
      [3, 'authentication', 'mschapv2'],
      [5, 'magic', 0x4d616769],
      [7, 'protocol-compression', undefined],
      [8, 'address-compression', undefined],
      [17, 'mrru', 1614],
      [19, 'endpoint', undefined],
    ]);
  });

  it('asks for one of the ways to authenticate (IANA)', () => {
    const asked = (...value: number[]): string | undefined => body(PPP.lcp, build.control(3, 1, build.option(3, value)), 'options').options[0]?.text;
    expect([asked(0xc2, 0x23, 5), asked(0xc2, 0x23, 0x80), asked(0xc2, 0x23, 0x81), asked(0xc2, 0x23), asked(0xc0, 0x23), asked(0xc2, 0x27), asked(0x12, 0x34)]).toEqual(['chap-md5', 'mschap', 'mschapv2', 'chap', 'pap', 'eap', undefined]);
  });

  it('ends with the error of Windows, or words, or nothing', () => {
    expect(body(PPP.lcp, build.terminate(4, 691), 'terminate').reason).toBe(691);
    expect(body(PPP.lcp, build.control(5, 2, 'User request'), 'terminate')).toMatchObject({ text: 'User request' });
    expect(body(PPP.lcp, build.control(6, 2), 'terminate')).toEqual({ kind: 'terminate', data: new Uint8Array(0) });
    expect(body(PPP.lcp, build.control(5, 2, join(u32(1), [0, 0x3c, 0xcd, 0x74])), 'terminate')).not.toHaveProperty('reason');
  });

  it('rejects protocols and codes', () => {
    expect(body(PPP.lcp, build.control(8, 5, join(u16(0x80fd), [1, 1, 0, 4])), 'protocol-reject')).toMatchObject({ rejected: 0x80fd, rejectedName: 'ccp' });
    expect(body(PPP.ipcp, build.control(7, 5, [0x0e, 1, 0, 4]), 'code-reject')).toMatchObject({ rejected: 14 });
  });

  it('says which version of Windows and which computer it is, the latter as personal', () => {
    expect(body(PPP.lcp, build.control(12, 5, join(u32(9), 'MSRASV5.20')), 'identification')).toEqual({ kind: 'identification', magic: 9, version: 'MSRASV5.20' });
    expect(body(PPP.lcp, build.control(12, 6, join(u32(9), 'MSRAS-0-CLIENT7')), 'identification')).toEqual({ kind: 'identification', magic: 9, machine: { personal: 'MSRAS-0-CLIENT7' } });
    expect(body(PPP.lcp, build.control(13, 6, join(u32(9), u32(120))), 'time-remaining')).toMatchObject({ seconds: 120 });
    expect(body(PPP.lcp, build.control(10, 6, u32(9)), 'echo')).toMatchObject({ magic: 9 });
  });
});

describe('the protocols that set up a link', () => {
  it('give out addresses', () => {
    const { options } = body(PPP.ipcp, build.control(3, 7, join(build.option(3, [10, 8, 0, 7]), build.option(129, [192, 0, 2, 53]), build.option(131, [192, 0, 2, 54]), build.option(130, [192, 0, 2, 55]), build.option(2, [0, 0x2d, 15, 1]))), 'options');
    expect(options.map(({ name, text, number }) => [name, text ?? number])).toEqual([['address', '10.8.0.7'], ['dns-1', '192.0.2.53'], ['dns-2', '192.0.2.54'], ['wins-1', '192.0.2.55'], ['compression', 0x2d]]);
    expect(body(PPP.ipv6cp, build.control(1, 7, build.option(1, hex('0011223344556677'))), 'options').options).toMatchObject([{ name: 'interface-identifier', text: '0011223344556677' }]);
  });

  it('agree on encryption by bits (RFC 3078 3.1)', () => {
    const flags = (bits: number): readonly string[] | undefined => body(PPP.ccp, build.control(1, 8, build.option(18, u32(bits))), 'options').options[0]?.flags;
    expect(flags(0x010000e1)).toEqual(['compression', '40-bit', '56-bit', '128-bit', 'stateless']);
    expect(flags(0x01000040)).toEqual(['128-bit', 'stateless']);
    expect(flags(0)).toEqual([]);
  });

  it('keep options that are cut, and stop at lengths that are none', () => {
    expect(body(PPP.ipcp, build.control(1, 1, [3, 6, 10, 8]), 'options').options).toMatchObject([{ type: 3, name: 'address', truncated: true }]);
    expect(body(PPP.ipcp, build.control(1, 1, [3, 6, 10, 8, 0, 7, 129, 1, 130, 6]), 'options').options).toHaveLength(1);
  });
});

describe('CHAP and PAP', () => {
  it('read the failures of RFC 2759', () => {
    expect(readChapFailure(join('E=691 R=1 C=0123456789ABCDEF0123456789abcdef V=3 M=Access denied'))).toEqual({ error: 691, retry: true, hasChallenge: true, version: 3, message: 'Access denied' });
    expect(readChapFailure(join('E=648 R=0 C=00000000000000000000000000000000 V=3 M='))).toEqual({ error: 648, retry: false, hasChallenge: true, version: 3 });
    // Version 1 (RFC 2433 6) has shorter challenges and no message.
    expect(readChapFailure(join('E=649 R=0 C=0123456789abcdef V=2'))).toEqual({ error: 649, retry: false, hasChallenge: true, version: 2 });
    expect(readChapFailure(join('E=99999999999 R=7 something'))).toEqual({ hasChallenge: false });
    expect(readChapFailure(join('M=a message with E=5 in it'))).toMatchObject({ message: 'a message with E=5 in it' });
    expect(body(PPP.chap, build.chapFailure(1, 'E=709 R=1 C=00 V=3 M=x'), 'chap-failure').failure).toMatchObject({ error: 709, hasChallenge: false });
  });

  it('name who takes part, as personal, and never what proves it', () => {
    const response = body(PPP.chap, build.chapValue(2, 1, 49, 'CONTOSO\\alice'), 'chap-value');
    expect(response).toEqual({ kind: 'chap-value', valueLength: 49, name: { personal: 'CONTOSO\\alice' } });
    expect(body(PPP.chap, build.chapValue(1, 1, 16, 'RRAS1'), 'chap-value')).toEqual({ kind: 'chap-value', valueLength: 16, name: { personal: 'RRAS1' } });
    expect(body(PPP.chap, build.control(3, 1, `S=${'0A'.repeat(20)} M=Welcome`), 'chap-success').isMutual).toBe(true);
    expect(body(PPP.chap, build.control(3, 1), 'chap-success').isMutual).toBe(false);
    const request = body(PPP.pap, build.papRequest(1, 'alice', 'correct horse'), 'pap-request');
    expect(request).toEqual({ kind: 'pap-request', user: { personal: 'alice' }, passwordLength: 13 });
    expect(body(PPP.pap, build.control(3, 1, join([4], 'nope')), 'pap-reply')).toEqual({ kind: 'pap-reply', message: 'nope' });
  });

  it('keep passwords out of everything but the payload', () => {
    const { payload: _, ...rest } = read(build.pppFrame(PPP.pap, build.papRequest(1, 'alice', 'correct horse')));
    expect(JSON.stringify(rest)).not.toContain('horse');
  });
});

describe('EAP', () => {
  it('marks the identity as personal', () => {
    expect(readEap(build.eapOf(2, 1, 1, 'alice@contoso.com'))).toEqual({ code: 2, codeName: 'response', id: 1, length: 22, type: 1, typeName: 'identity', identity: { personal: 'alice@contoso.com' }, truncated: false });
    expect(readEap(build.eapOf(1, 1, 1, 'Who are you?'))).not.toHaveProperty('identity');
    expect(readEap(build.eapOf(2, 1, 1, 'alice\0networkid=x'))).toMatchObject({ identity: { personal: 'alice' } });
  });

  it('says what the peer would rather have', () => {
    expect(readEap(build.eapOf(2, 3, 3, [13, 25]))).toMatchObject({ typeName: 'nak', wanted: [13, 25] });
  });

  it('takes the wrapping off TLS', () => {
    expect(readEap(build.eapOf(1, 3, 25, [0x21]))).toMatchObject({ typeName: 'peap', tls: { start: true, moreFragments: false, version: 1, data: new Uint8Array(0) } });
    expect(readEap(build.eapOf(2, 3, 13, join([0xc0], u32(3000), [0x16, 3, 1])))).toMatchObject({ typeName: 'tls', tls: { start: false, moreFragments: true, totalLength: 3000, data: hex('160301') } });
    expect(readEap(build.eapOf(2, 3, 13, [0]))).toMatchObject({ tls: { moreFragments: false, data: new Uint8Array(0) } });
  });

  it('reads MS-CHAP v2 inside', () => {
    expect(readEap(build.eapMschap(1, 9, 4, 'E=691 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=x'))).toMatchObject({ typeName: 'mschapv2', mschap: { opcode: 4, failure: { error: 691, retry: false, version: 3 } } });
    expect(readEap(build.eapMschap(2, 9, 2, join([49], new Uint8Array(49), 'alice')))).toMatchObject({ mschap: { opcode: 2, name: { personal: 'alice' } } });
    expect(readEap(build.eapOf(2, 9, 26, [4]))).toMatchObject({ mschap: { opcode: 4 } });
    expect(readEap(build.eapOf(1, 9, 254, join([0, 1, 0x37], u32(5))))).toMatchObject({ vendor: 311, vendorType: 5 });
  });

  it('ends in success or failure', () => {
    expect(readEap(build.control(3, 4))).toEqual({ code: 3, codeName: 'success', id: 4, length: 4, truncated: false });
    expect(readEap(build.control(4, 4, [], 9))).toMatchObject({ codeName: 'failure', truncated: true });
    expect(readEap(Uint8Array.of(2))).toEqual({ code: 2, codeName: 'response', truncated: true });
    expect([readEap(new Uint8Array(0)), readEap(Uint8Array.of(0, 1, 0, 4)), readEap(Uint8Array.of(9, 1, 0, 4))]).toEqual([null, null, null]);
  });
});
