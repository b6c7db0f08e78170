/** IKE of both versions: what the clear part says. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { readIkeDatagram } from '../../src/protocols/ike-datagram.ts';
import { readEsp, readAh } from '../../src/protocols/esp.ts';
import { NOTIFY } from '../../src/protocols/ike-notifies.ts';
import type { IkeMessage, IkePayload } from '../../src/protocols/ike-types.ts';
import { VENDOR_IDS } from '../../src/protocols/ike-vendors.ts';
import { readIke } from '../../src/protocols/ike.ts';
import * as build from '../support/packets/ike.ts';
import { hex, join, u16, u32 } from '../support/packets/ip.ts';
import { MICROSOFT, mainMode1, saInit } from './ike-samples.ts';

function read(bytes: Uint8Array): IkeMessage {
  const message = readIke(bytes);
  if (message === null) throw new Error('no IKE message');
  return message;
}

function only<K extends IkePayload['kind']>(message: IkeMessage, kind: K): Extract<IkePayload, { kind: K }> {
  const found = message.payloads.filter((payload) => payload.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Extract<IkePayload, { kind: K }>;
}

/** One message of a single payload. */
const single = (payload: build.Payload, version = 0x20): IkeMessage => read(build.ike({ exchange: version === 0x20 ? 34 : 5, flags: version === 0x20 ? 0x20 : 0, version }, [payload]));

describe('the first message of IKEv2', () => {
  const message = read(saInit());

  it('has its header', () => {
    expect(message).toMatchObject({ major: 2, minor: 0, initiatorSpi: '4a6f00112233aabb', responderSpi: '0000000000000000', exchange: 34, exchangeName: 'IKE_SA_INIT', flags: 8, isFromInitiator: true, isResponse: false, isEncrypted: false, messageId: 0, truncated: false, malformed: false });
    expect(message.length).toBe(saInit().length);
  });

  it('offers its proposals by the names of the registry', () => {
    const { proposals } = only(message, 'sa');
    const text = proposals.map(({ transforms }) => transforms.map(({ name, keyLength }) => `${name}${keyLength === undefined ? '' : `/${keyLength}`}`).join(' '));
    expect(text).toEqual([
      'ENCR_AES_CBC/256 PRF_HMAC_SHA2_384 AUTH_HMAC_SHA2_384_192 384-bit random ECP group',
      'ENCR_AES_CBC/256 ENCR_AES_CBC/128 PRF_HMAC_SHA2_256 PRF_HMAC_SHA1 AUTH_HMAC_SHA2_256_128 AUTH_HMAC_SHA1_96 2048-bit MODP Group 1024-bit MODP Group',
      'ENCR_AES_GCM_16/256 PRF_HMAC_SHA2_384 256-bit random ECP group Curve25519',
      'ENCR_3DES PRF_HMAC_SHA1 AUTH_HMAC_SHA1_96 1024-bit MODP Group',
    ]);
    expect(proposals.map(({ number, protocolName, spi }) => [number, protocolName, spi])).toEqual([1, 2, 3, 4].map((number) => [number, 'IKE', '']));
  });

  it('has key exchange, nonce, notifications and who sent it', () => {
    expect(only(message, 'key-exchange')).toMatchObject({ group: 14, groupName: '2048-bit MODP Group', dataLength: 256 });
    expect(only(message, 'nonce')).toMatchObject({ dataLength: 48 });
    const notifies = message.payloads.flatMap((payload) => (payload.kind === 'notify' ? [[payload.notify, payload.notifyName, payload.isError]] : []));
    expect(notifies).toEqual([[16430, 'IKEV2_FRAGMENTATION_SUPPORTED', false], [16388, 'NAT_DETECTION_SOURCE_IP', false], [16389, 'NAT_DETECTION_DESTINATION_IP', false], [16431, 'SIGNATURE_HASH_ALGORITHMS', false]]);
    expect(message.payloads.flatMap((payload) => (payload.kind === 'notify' && payload.hashes ? payload.hashes : []))).toEqual([1, 2, 3, 4]);
    const vendors = message.payloads.flatMap((payload) => (payload.kind === 'vendor-id' ? [payload.vendor] : []));
    expect(vendors).toEqual([
      { name: 'MS NT5 ISAKMPOAKLEY', owner: 'microsoft', version: 9 },
      { name: 'MS-Negotiation Discovery Capable', owner: 'microsoft' },
      { name: 'Vid-Initial-Contact', owner: 'microsoft' },
      { name: 'Windows 8 or later', owner: 'microsoft', version: 2 },
    ]);
  });
});

describe('notifications of IKEv2', () => {
  it('say which group the peer wants', () => {
    expect(only(single(build.notify2(17, u16(19))), 'notify')).toMatchObject({ notifyName: 'INVALID_KE_PAYLOAD', isError: true, group: 19, groupName: '256-bit random ECP group' });
  });

  it('say that no proposal was chosen', () => {
    expect(only(single(build.notify2(14)), 'notify')).toMatchObject({ notify: NOTIFY.noProposalChosen, notifyName: 'NO_PROPOSAL_CHOSEN', isError: true });
  });

  it('keep a cookie for comparison', () => {
    expect(only(single(build.notify2(16390, hex('a1b2c3d4e5f6'))), 'notify')).toMatchObject({ notifyName: 'COOKIE', isError: false, data: hex('a1b2c3d4e5f6') });
  });

  it('name the other gateway', () => {
    const gateway = (data: Uint8Array): string | undefined => only(single(build.notify2(16407, data)), 'notify').gateway;
    expect(gateway(join([1, 4, 203, 0, 113, 9], [1, 2, 3]))).toBe('203.0.113.9');
    expect(gateway(join([3, 15], 'vpn.contoso.com'))).toBe('vpn.contoso.com');
    expect(gateway(join([2, 16], hex('20010db8000000000000000000000007')))).toBe('2001:db8::7');
    expect(gateway(Uint8Array.of(1, 4, 203))).toBeUndefined();
  });

  it('carry the error of Windows', () => {
    expect(only(single(build.notify2(12345, u32(13801))), 'notify')).toMatchObject({ isError: true, windowsError: 13801 });
    expect(only(single(build.notify1(12345, u32(13868)), 0x10), 'notify')).toMatchObject({ isError: true, windowsError: 13868 });
  });

  it('keep the SPI apart from the data', () => {
    expect(only(single(build.notify2(16393, 'xy', 'deadbeef', 3)), 'notify')).toMatchObject({ notifyName: 'REKEY_SA', protocolName: 'ESP', spi: 'deadbeef', data: hex('7879') });
  });
});

describe('encrypted payloads', () => {
  const auth = (payload: build.Payload, flags = 0x20): IkeMessage => read(build.ike({ exchange: 35, flags, messageId: 1, responder: '8877665544332211' }, [payload]));

  it('tell the first payload inside, which stands outside', () => {
    const message = auth(build.encrypted2(41, 64));
    expect(message).toMatchObject({ isEncrypted: true, isResponse: true, isFromInitiator: false, messageId: 1, exchangeName: 'IKE_AUTH', malformed: false });
    expect(only(message, 'encrypted')).toMatchObject({ type: 46, name: 'SK', first: 41, firstName: 'Notify', dataLength: 64 });
  });

  it('tell an empty one, as dead peer detection sends it', () => {
    expect(only(auth(build.encrypted2(0, 32)), 'encrypted')).toMatchObject({ first: 0, dataLength: 32 });
  });

  it('number their fragments', () => {
    expect(only(auth(build.fragment2(36, 1, 4, 500)), 'encrypted-fragment')).toMatchObject({ fragment: 1, total: 4, first: 36, firstName: 'IDr', dataLength: 500 });
    expect(only(auth(build.fragment2(0, 3, 4, 500)), 'encrypted-fragment')).not.toHaveProperty('first');
  });

  it('keep what is deleted in clear text', () => {
    expect(only(single(build.delete2(3, 4, '01020304', 'a0b0c0d0')), 'delete')).toMatchObject({ protocolName: 'ESP', count: 2, spis: ['01020304', 'a0b0c0d0'] });
    expect(only(single(build.delete2(1, 0)), 'delete')).toMatchObject({ protocolName: 'IKE', count: 0, spis: [] });
  });
});

describe('IKEv1', () => {
  it('offers what Windows 10 offers, in 408 bytes as public logs of servers have it', () => {
    const message = read(mainMode1());
    expect(message).toMatchObject({ major: 1, minor: 0, exchangeName: 'main-mode', length: 408, isEncrypted: false, truncated: false, malformed: false });
    expect(message).not.toHaveProperty('isResponse');
    const [proposal] = only(message, 'sa-v1').proposals;
    expect(proposal?.transforms[0]).toEqual({ number: 1, id: 1, encryption: 7, encryptionName: 'AES-CBC', keyLength: 256, hash: 2, hashName: 'SHA', authentication: 1, authenticationName: 'pre-shared key', group: 20, groupName: '384-bit random ECP group', lifeSeconds: 28_800 });
    expect(proposal?.transforms.map(({ encryptionName, keyLength, groupName }) => [encryptionName, keyLength, groupName])).toEqual([
      ['AES-CBC', 256, '384-bit random ECP group'],
      ['AES-CBC', 128, '256-bit random ECP group'],
      ['AES-CBC', 256, '2048-bit MODP Group'],
      ['3DES-CBC', undefined, '2048-bit MODP Group'],
      ['3DES-CBC', undefined, '1024-bit MODP Group'],
    ]);
    expect(message.payloads.flatMap((payload) => (payload.kind === 'vendor-id' ? [payload.vendor?.name] : []))).toEqual(['Windows 8 or later', 'MS NT5 ISAKMPOAKLEY', 'RFC 3947', 'draft-ietf-ipsec-nat-t-ike-02', 'FRAGMENTATION', 'MS-Negotiation Discovery Capable', 'Vid-Initial-Contact', 'IKE CGA version 1']);
  });

  it('shows of encrypted messages only their size', () => {
    const message = read(build.ike({ version: 0x10, exchange: 32, flags: 1, messageId: 0xcafe, first: 8 }, Uint8Array.from({ length: 72 }, (_, at) => at)));
    expect(message).toMatchObject({ exchangeName: 'quick-mode', isEncrypted: true, messageId: 0xcafe, payloads: [{ kind: 'encrypted', dataLength: 72 }], malformed: false });
  });

  it('reads notifications, deletions, identities and fragments in clear text', () => {
    expect(only(single(build.notify1(14, 'x', '0011223344556677'), 0x10), 'notify')).toMatchObject({ notifyName: 'NO-PROPOSAL-CHOSEN', isError: true, protocolName: 'IKE', spi: '0011223344556677', data: hex('78') });
    expect(only(single(build.notify1(24578), 0x10), 'notify')).toMatchObject({ notifyName: 'INITIAL-CONTACT', isError: false });
    expect(only(single(build.delete1(3, 4, '0a0b0c0d'), 0x10), 'delete')).toMatchObject({ protocolName: 'ESP', spis: ['0a0b0c0d'] });
    expect(only(single(build.id1(2, 'client.contoso.com'), 0x10), 'identification')).toMatchObject({ idType: 2, identity: { personal: 'client.contoso.com' } });
    expect(only(single(build.fragment1(5, 2, true, 100), 0x10), 'fragment')).toMatchObject({ id: 5, fragment: 2, isLast: true, dataLength: 100 });
  });

  it('knows AuthIP by its exchange', () => {
    expect(read(build.ike({ version: 0x10, exchange: 243, flags: 0 }, [{ type: 133, body: [1, 2, 3, 4] }]))).toMatchObject({ exchangeName: 'authip-main-mode', payloads: [{ name: 'authip-crypto' }] });
  });
});

describe('vendor ids', () => {
  it('are the MD5 of their texts, but for those that state none', () => {
    const exceptions = new Set(['Windows 8 or later', 'Dead Peer Detection', 'XAUTH']);
    const hashed = VENDOR_IDS.filter(({ name }) => !exceptions.has(name));
    expect(hashed).toHaveLength(12);
    for (const { name, hash } of hashed) expect(createHash('md5').update(name).digest('hex').toUpperCase(), name).toBe(hash);
  });

  it('are told apart by owner', () => {
    expect(VENDOR_IDS.filter(({ owner }) => owner === 'microsoft').length).toBe(7);
    expect(only(single(build.vendor2('0badc0de')), 'vendor-id')).not.toHaveProperty('vendor');
    expect(only(single(build.vendor2(MICROSOFT.nt5)), 'vendor-id')).toMatchObject({ vendor: { version: 9 } });
  });
});

describe('damage', () => {
  const whole = saInit();

  it('of any cut leaves what is there', () => {
    for (let length = 0; length < whole.length; length++) {
      const message = readIke(whole.subarray(0, length));
      if (length < 18) expect(message, `${length}`).toBeNull();
      else expect(message, `${length}`).toMatchObject({ truncated: true, malformed: false, initiatorSpi: '4a6f00112233aabb' });
    }
    // 128 bytes, as packet monitors cut by default, leave 128 - 14 - 20 - 8 of the message.
    const cut = read(whole.subarray(0, 86));
    expect(cut).toMatchObject({ exchangeName: 'IKE_SA_INIT', length: whole.length });
    expect(cut.payloads).toMatchObject([{ kind: 'sa', truncated: true }]);
    expect(only(cut, 'sa').proposals[0]?.transforms.map(({ name }) => name)).toEqual(['ENCR_AES_CBC', 'PRF_HMAC_SHA2_384', 'AUTH_HMAC_SHA2_384_192', '384-bit random ECP group']);
  });

  it('ignores what lies behind the message', () => {
    expect(read(join(whole, [9, 9, 9]))).toEqual(read(whole));
  });

  it('is told from cuts', () => {
    const wrong = build.ike({ exchange: 34, flags: 8 }, [build.nonce2(16)]);
    wrong.set(u16(2), 30);
    expect(read(wrong)).toMatchObject({ malformed: true, truncated: false, payloads: [] });
    wrong.set(u16(200), 30);
    expect(read(wrong)).toMatchObject({ malformed: true, payloads: [{ kind: 'nonce', truncated: true }] });
    expect(read(build.ike({ exchange: 34, flags: 8, length: 20 }, []))).toMatchObject({ malformed: true });
  });

  it('and other protocols are no IKE', () => {
    expect(readIke(build.ike({ exchange: 34, flags: 8, version: 0x30 }, []))).toBeNull();
    expect(readIke(build.ike({ exchange: 34, flags: 8, initiator: '0000000000000000' }, []))).toBeNull();
  });
});

describe('datagrams of IKE ports', () => {
  it('are IKE, ESP or keep-alives', () => {
    const message = saInit();
    expect(readIkeDatagram(message, 500)).toMatchObject({ kind: 'ike', message: { exchange: 34 } });
    expect(readIkeDatagram(join([0, 0, 0, 0], message), 4500)).toMatchObject({ kind: 'ike', message: { exchange: 34 } });
    expect(readIkeDatagram(build.esp(0xc0ffee01, 7, 40), 4500)).toEqual({ kind: 'esp', esp: { spi: 0xc0ffee01, sequence: 7, dataLength: 40, truncated: false } });
    expect(readIkeDatagram(Uint8Array.of(0xff), 4500)).toEqual({ kind: 'keep-alive' });
    expect(readIkeDatagram(Uint8Array.of(0xff), 500)).toEqual({ kind: 'keep-alive' });
    expect(readIkeDatagram(Uint8Array.of(0, 0, 0, 0, 1), 4500)).toBeNull();
    expect(readIkeDatagram(new Uint8Array(0), 500)).toBeNull();
  });

  it('carry the headers of IPsec', () => {
    expect(readEsp(build.esp(1, 2, 0).subarray(0, 6))).toEqual({ spi: 1, dataLength: 0, truncated: true });
    expect(readEsp(build.esp(0, 2, 10))).toBeNull();
    const ah = readAh(build.ah(17, 0x01020304, 9, 12, 'data'));
    expect(ah).toMatchObject({ nextHeader: 17, headerLength: 24, spi: 0x01020304, sequence: 9, truncated: false });
    expect(toHex(ah?.payload ?? new Uint8Array(0))).toBe('64617461');
    expect(readAh(build.ah(17, 1, 1, 12, '').subarray(0, 20))).toMatchObject({ truncated: true });
  });
});
