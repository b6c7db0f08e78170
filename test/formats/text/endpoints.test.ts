import { describe, expect, it } from 'vitest';
import { formatIpv6, readAddress, readEndpoint } from '../../../src/formats/text/endpoints.ts';

describe('addresses', () => {
  it.each([
    ['192.0.2.10', '192.0.2.10'],
    [' 3221225994 ', '192.0.2.10'],
    ['0xC000020A', '192.0.2.10'],
    // RFC 5952, 4.1 to 4.3.
    ['2001:0DB8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['fe80::1%12', 'fe80::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['20010db8-00000000-00000000-00000001', '2001:db8::1'],
  ])('%s', (text, expected) => {
    expect(readAddress(text)).toBe(expected);
  });

  it.each(['', '192.0.2.256', '1.2.3', '4294967296', '12:34:56', '1::2::3', '1:2:3:4:5:6:7:8:9', '::12345', 'vpn.contoso.com', 'x'.repeat(100)])('no address: %s', (text) => {
    expect(readAddress(text)).toBeNull();
  });

  it('shortens the first of equal runs and no single zero', () => {
    expect(formatIpv6([0, 0, 1, 0, 0, 1, 0, 1])).toBe('::1:0:0:1:0:1');
    expect(formatIpv6([0, 0, 0, 0, 0, 0, 0, 0])).toBe('::');
  });
});

describe('endpoints', () => {
  it.each([
    ['192.0.2.10:500', { address: '192.0.2.10', port: 500 }],
    ['[2001:db8::1]:4500', { address: '2001:db8::1', port: 4500 }],
    ['2001:db8::1', { address: '2001:db8::1' }],
    ['192.0.2.10', { address: '192.0.2.10' }],
    // SOCKADDR_IN and SOCKADDR_IN6 by ws2def.h and ws2ipdef.h: family low byte first, the rest in network order.
    ['020001F4C000020A0000000000000000', { address: '192.0.2.10', port: 500 }],
    ['0x17001194000000002001 0db8'.replace(' ', '') + '0'.repeat(23) + '1' + '00000000', { address: '2001:db8::1', port: 4500 }],
  ])('%s', (text, expected) => {
    expect(readEndpoint(text)).toEqual(expected);
  });

  it.each(['', 'xyz', '0300000000000000', '[::1', '192.0.2.1:x'])('no endpoint: %s', (text) => {
    expect(readEndpoint(text)).toBeNull();
  });
});
