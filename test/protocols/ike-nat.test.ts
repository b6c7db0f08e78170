/** Detection of address translation: hashes of addresses and ports. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { checkNatDetection, natDetectionHash } from '../../src/protocols/ike-nat.ts';
import type { Endpoint } from '../../src/protocols/ike-nat.ts';
import type { IkeMessage } from '../../src/protocols/ike-types.ts';
import { readIke } from '../../src/protocols/ike.ts';
import * as build from '../support/packets/ike.ts';
import { address, hex, join, u16 } from '../support/packets/ip.ts';
import { saInit } from './ike-samples.ts';

const SPIS = '4a6f00112233aabb0000000000000000';
const end = (text: string, port: number): Endpoint => ({ address: text, port });
/** The hash as another implementation of SHA-1 makes it of bytes put together here. */
const hash = (spis: string, text: string, port: number): string => createHash('sha1').update(join(hex(spis), address(text), u16(port))).digest('hex');
const message = (bytes: Uint8Array): IkeMessage => readIke(bytes) as IkeMessage;

const client = end('192.0.2.10', 500);
const server = end('203.0.113.5', 500);

describe('NAT detection', () => {
  it('hashes SPIs, address and port', () => {
    const ours = (text: string, port: number): string | null => {
      const found = natDetectionHash(SPIS, end(text, port));
      return found === null ? null : toHex(found).toLowerCase();
    };
    expect(ours('192.0.2.10', 500)).toBe(hash(SPIS, '192.0.2.10', 500));
    for (const text of ['2001:db8::7', '::1', '2001:db8::', '2001:db8:1:2:3:4:5:6', '::']) expect(ours(text, 4500), text).toBe(hash(SPIS, text, 4500));
    expect(ours('::ffff:192.0.2.10', 500)).toBe(hash(SPIS, '::ffff:c000:20a', 500));
    for (const text of ['', 'vpn.contoso.com', '192.0.2', '192.0.2.256', '1:2:3', '1::2::3', '1:2:3:4:5:6:7:8:9', '2001:db8::xyz', '::1.2.3']) expect(ours(text, 500), text).toBeNull();
  });

  it('says per side whether the packet still has the addresses it was sent with', () => {
    const sent = message(saInit(hash(SPIS, '192.0.2.10', 500), hash(SPIS, '203.0.113.5', 500)));
    expect(checkNatDetection(sent, client, server)).toEqual({ source: true, destination: true });
    expect(checkNatDetection(sent, end('198.51.100.77', 500), server)).toEqual({ source: false, destination: true });
    expect(checkNatDetection(sent, end('192.0.2.10', 1024), server)).toEqual({ source: false, destination: true });
    expect(checkNatDetection(sent, client, end('10.0.0.1', 500))).toEqual({ source: true, destination: false });
  });

  it('lets one of several sources fit', () => {
    const spis = '11223344556677880000000000000000';
    const sources = ['192.0.2.99', '192.0.2.10'].map((text) => build.notify2(16388, hex(hash(spis, text, 500))));
    expect(checkNatDetection(message(build.ike({ exchange: 34, flags: 8 }, sources)), client, server)).toEqual({ source: true });
  });

  it('reads the hashes of version 1: first the destination', () => {
    const spis = '11223344556677888877665544332211';
    const hashes = [hash(spis, '203.0.113.5', 500), hash(spis, '192.0.2.10', 500)];
    const third = (list: readonly string[]): IkeMessage => message(build.ike({ version: 0x10, exchange: 2, flags: 0, responder: '8877665544332211' }, [build.ke1(128), build.nonce1(20), ...list.map((one) => build.nat1(hex(one)))]));
    expect(checkNatDetection(third(hashes), client, server)).toEqual({ source: true, destination: true });
    expect(checkNatDetection(third(hashes), end('198.51.100.1', 500), server)).toEqual({ source: false, destination: true });
    // SHA2-256 was agreed upon: not to be judged here.
    expect(checkNatDetection(third(['00'.repeat(32), '11'.repeat(32)]), client, server)).toBeNull();
  });

  it('says nothing of messages without hashes', () => {
    expect(checkNatDetection(message(build.ike({ exchange: 34, flags: 8 }, [build.nonce2(16)])), client, server)).toBeNull();
  });
});
