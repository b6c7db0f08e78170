/** RADIUS: the packets of RFC 2865 section 7, and built ones as tshark reads them. */
import { describe, expect, it } from 'vitest';
import { readRadius } from '../../src/protocols/radius.ts';
import { address, counting, hex, ipv4, join, LINK, u32, udp } from '../support/packets/ip.ts';
import { eapAttributes, eapPacket, microsoftAttribute, radius, radiusAttribute } from '../support/packets/radius.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const REQUEST = radius(1, 42, [
  radiusAttribute(1, 'CONTOSO\\müller'),
  radiusAttribute(4, address('192.0.2.1')),
  radiusAttribute(5, u32(77)),
  radiusAttribute(12, u32(1400)),
  radiusAttribute(24, counting(16)),
  radiusAttribute(30, '198.51.100.20'),
  radiusAttribute(31, '203.0.113.9'),
  radiusAttribute(32, 'RAS1'),
  radiusAttribute(61, u32(5)),
  radiusAttribute(66, '203.0.113.9'),
  ...eapAttributes(eapPacket(2, 9, [13, ...counting(700)])),
  radiusAttribute(80, counting(16)),
]);
const REJECT = radius(3, 42, [radiusAttribute(18, 'No.'), radiusAttribute(18, 'Never.'), microsoftAttribute(2, join([7], 'E=691 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=Fail')), ...eapAttributes(eapPacket(4, 9, []))]);
const ACCEPT = radius(2, 43, [radiusAttribute(25, counting(20)), radiusAttribute(27, u32(3600)), microsoftAttribute(26, counting(43)), ...eapAttributes(eapPacket(3, 10, []))]);
const CHALLENGE = radius(11, 44, [...eapAttributes(eapPacket(1, 11, [25, 0x20])), radiusAttribute(24, [1])]);

describe('RADIUS', () => {
  it('reads the packets of RFC 2865 7.1, and no password', () => {
    const request = hex('01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f 02 12 0d be 70 8d 93 d4 13 ce 31 96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03');
    const packet = readRadius(request);
    expect(packet).toMatchObject({ code: 1, id: 0, length: 56, authenticator: '0F403F9473978057BD83D5CB98F4227A', userName: { personal: 'nemo' }, nasAddress: '192.168.1.16', nasPort: 3, proof: 'pap', attributeTypes: [1, 2, 4, 5], truncated: false });
    expect(JSON.stringify(packet).toUpperCase()).not.toContain('0DBE708D');
    const accept = hex('02 00 00 26 86 fe 22 0e 76 24 ba 2a 10 05 f6 bf 9b 55 e0 b2 06 06 00 00 00 01 0f 06 00 00 00 00 0e 06 c0 a8 01 03');
    expect(readRadius(accept)).toMatchObject({ code: 2, id: 0, length: 38, authenticator: '86FE220E7624BA2A1005F6BF9B55E0B2', attributeTypes: [6, 15, 14], proof: null, eap: null, replyMessage: null });
  });

  it('reads the CHAP request of RFC 2865 7.2', () => {
    const request = hex('01 01 00 47 2a ee 86 f0 8d 0d 55 96 9c a5 97 8e 0d 33 67 a2 01 08 66 6c 6f 70 73 79 03 13 16 e9 75 57 c3 16 18 58 95 f2 93 ff 63 44 07 72 75 04 06 c0 a8 01 10 05 06 00 00 00 14 06 06 00 00 00 02 07 06 00 00 00 01');
    expect(readRadius(request)).toMatchObject({ code: 1, id: 1, userName: { personal: 'flopsy' }, nasPort: 20, proof: 'chap', truncated: false });
  });

  it('reads attributes and EAP as tshark does', () => {
    if (!hasTshark()) return;
    const packets = [REQUEST, REJECT, ACCEPT, CHALLENGE];
    const fields = ['radius.code', 'radius.id', 'radius.length', 'radius.authenticator', 'radius.User_Name', 'radius.NAS_IP_Address', 'radius.NAS_Port', 'radius.Framed_MTU', 'radius.Called_Station_Id', 'radius.Calling_Station_Id', 'radius.NAS_Identifier', 'radius.NAS_Port_Type', 'radius.Reply_Message', 'radius.Class', 'radius.Session_Timeout', 'eap.code', 'eap.id', 'eap.len', 'eap.type', 'radius.avp.type'];
    const rows = tsharkFields(packets.map((bytes) => ipv4('192.0.2.1', '192.0.2.2', 17, udp(50_001, 1812, bytes))), fields, { linkType: LINK.rawIp });
    const ours = packets.map((bytes) => {
      const packet = readRadius(bytes) ?? expect.unreachable();
      return [packet.code, packet.id, packet.length, packet.authenticator.toLowerCase(), packet.userName?.personal, packet.nasAddress, packet.nasPort, packet.framedMtu, packet.calledStationId, packet.callingStationId?.personal, packet.nasIdentifier, packet.nasPortType, packet.replyMessage?.replace('\n', '|'), packet.class?.toLowerCase(), packet.sessionTimeout, packet.eap?.code, packet.eap?.id, packet.eap?.length, packet.eap?.type, packet.attributeTypes.join('|')].map((value) => String(value ?? ''));
    });
    expect(ours).toEqual(rows);
  });

  it('reads why MS-CHAP failed, and what a user was proved with', () => {
    expect(readRadius(REJECT)).toMatchObject({ msChapFailure: { error: 691, retry: false, hasChallenge: true, version: 3, message: 'Fail' }, replyMessage: 'No.\nNever.', eap: { code: 4 } });
    expect(JSON.stringify(readRadius(REJECT))).not.toContain('00112233');
    expect(readRadius(radius(1, 1, [microsoftAttribute(11, counting(16)), microsoftAttribute(25, counting(50))]))?.proof).toBe('ms-chap-v2');
    expect(readRadius(radius(1, 1, [microsoftAttribute(1, counting(50))]))?.proof).toBe('ms-chap');
    expect(readRadius(REQUEST)).toMatchObject({ proof: 'eap', hasState: true, hasMessageAuthenticator: true, tunnelClientEndpoint: '203.0.113.9', eap: { code: 2, type: 13, length: 705, truncated: false } });
    expect(readRadius(REQUEST)?.eap?.tls?.data).toEqual(counting(700).subarray(1));
    // A tag in front of a tunnel attribute.
    expect(readRadius(radius(1, 1, [radiusAttribute(66, join([1], '203.0.113.9'))]))?.tunnelClientEndpoint).toBe('203.0.113.9');
  });

  it('takes an IPv6 address for the server where there is no other', () => {
    expect(readRadius(radius(1, 1, [radiusAttribute(95, address('2001:db8::1'))]))?.nasAddress).toBe('2001:db8::1');
  });

  it('keeps what is there of cut packets, and says so', () => {
    expect(readRadius(REQUEST.subarray(0, 100))).toMatchObject({ truncated: true, userName: { personal: 'CONTOSO\\müller' }, nasAddress: '192.0.2.1', eap: null });
    expect(readRadius(REQUEST.subarray(0, 420))).toMatchObject({ truncated: true, eap: { truncated: true, length: 705, type: 13 } });
    expect(readRadius(radius(1, 1, [Uint8Array.of(1, 1, 1)]))).toMatchObject({ truncated: true, attributeTypes: [] });
    expect(readRadius(radius(1, 1, [Uint8Array.of(1, 9, 1)]))).toMatchObject({ truncated: true, attributeTypes: [] });
  });

  it('refuses headers that cannot be', () => {
    expect(readRadius(REQUEST.subarray(0, 19))).toBeNull();
    expect(readRadius(radius(0, 1, []))).toBeNull();
    expect(readRadius(hex(`01010013${'00'.repeat(16)}`))).toBeNull();
    expect(readRadius(hex(`01011001${'00'.repeat(16)}`))).toBeNull();
  });
});
