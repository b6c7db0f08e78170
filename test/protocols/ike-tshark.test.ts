/** IKE and IPsec held against tshark: what both read in the same packets. */
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { readEsp } from '../../src/protocols/esp.ts';
import { readIke } from '../../src/protocols/ike.ts';
import type { IkeMessage, IkePayload } from '../../src/protocols/ike-types.ts';
import * as build from '../support/packets/ike.ts';
import { LINK, hex, ipv4, join, u16, u32, udp } from '../support/packets/ip.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';
import { mainMode1, saInit } from './ike-samples.ts';

const messages: Readonly<Record<string, Uint8Array>> = {
  'SA_INIT request': saInit('ab'.repeat(20)),
  'SA_INIT response': build.ike({ exchange: 34, flags: 0x20, responder: '99aabbccddeeff00' }, [build.sa2({ number: 2, transforms: [[1, 12, 256], [2, 5], [3, 12], [4, 14]] }), build.ke2(14, 256), build.nonce2(32), build.notify2(16388, hex('11'.repeat(20))), build.notify2(16389, hex('22'.repeat(20)))]),
  'wrong group': build.ike({ exchange: 34, flags: 0x20 }, [build.notify2(17, u16(20))]),
  'no proposal': build.ike({ exchange: 34, flags: 0x20, responder: '99aabbccddeeff00' }, [build.notify2(14)]),
  cookie: build.ike({ exchange: 34, flags: 0x20 }, [build.notify2(16390, hex('0102030405060708'))]),
  redirect: build.ike({ exchange: 34, flags: 0x20 }, [build.notify2(16407, join([1, 4, 203, 0, 113, 77], [1, 2, 3, 4]))]),
  'AUTH fragment': build.ike({ exchange: 35, flags: 0x08, messageId: 1, responder: '99aabbccddeeff00' }, [build.fragment2(35, 1, 3, 200)]),
  'child association': build.ike({ exchange: 36, flags: 0x08, messageId: 4, responder: '99aabbccddeeff00' }, [build.sa2({ number: 1, protocol: 3, spi: 'c0ffee11', transforms: [[1, 20, 128], [5, 0]] }), build.nonce2(32)]),
  deletion: build.ike({ exchange: 37, flags: 0x20, messageId: 3, responder: '99aabbccddeeff00' }, [build.delete2(3, 4, '01020304', '05060708')]),
  'main mode 1': mainMode1(),
  'main mode 3': build.ike({ version: 0x10, exchange: 2, flags: 0, responder: '0102030405060708' }, [build.ke1(256), build.nonce1(48), build.nat1(hex('33'.repeat(20))), build.nat1(hex('44'.repeat(20)))]),
  aggressive: build.ike({ version: 0x10, exchange: 4, flags: 0 }, [build.sa1(build.phase1(7, 256, 4, 14, 3)), build.ke1(256), build.nonce1(16), build.id1(2, 'client.contoso.com')]),
  'informational of version 1': build.ike({ version: 0x10, exchange: 5, flags: 0, messageId: 0x55667788 }, [build.notify1(14, 'x', '0011223344556677')]),
  'kilobytes too': build.ike({ version: 0x10, exchange: 2, flags: 0 }, [build.sa1([[1, 7], [14, 128], [2, 4], [3, 1], [4, 14], [11, 1], [12, 3600], [11, 2], [12, u32(250_000)]])]),
};

const FIELDS = [
  'isakmp.ispi', 'isakmp.rspi', 'isakmp.exchangetype', 'isakmp.flags', 'isakmp.messageid', 'isakmp.length',
  'isakmp.tf.id.encr', 'isakmp.tf.id.prf', 'isakmp.tf.id.integ', 'isakmp.tf.id.dh', 'isakmp.ike2.attr.key_length', 'isakmp.key_exchange.dh_group',
  'isakmp.notify.msgtype', 'isakmp.notify.data.accepted_dh_group', 'isakmp.notify.data.redirect.new_resp_gw_ident.ipv4', 'isakmp.notify.data.signature_hash_algorithms',
  'isakmp.vid_bytes', 'isakmp.frag.number', 'isakmp.frag.total', 'isakmp.delete.spi',
  'isakmp.ike.attr.encryption_algorithm', 'isakmp.ike.attr.hash_algorithm', 'isakmp.ike.attr.authentication_method', 'isakmp.ike.attr.group_description', 'isakmp.ike.attr.key_length', 'isakmp.ike.attr.life_duration',
  'isakmp.prop.number', 'isakmp.id.data.fqdn', 'isakmp.ike.nat_hash', 'isakmp.spi',
] as const;

type Row = Readonly<Record<(typeof FIELDS)[number], string>>;

function rows(frames: readonly Uint8Array[]): Row[] {
  return tsharkFields(frames, FIELDS, { linkType: LINK.rawIp }).map((cells) => Object.fromEntries(FIELDS.map((field, at) => [field, cells[at] ?? ''])) as Row);
}

/** Numbers in tshark come decimal or in hex. */
const numbers = (cell: string): number[] => (cell === '' ? [] : cell.split('|').map(Number));
const texts = (cell: string): string[] => (cell === '' ? [] : cell.split('|').map((text) => text.replaceAll(':', '').toLowerCase()));
const known = (value: number | undefined): number[] => (value === undefined ? [] : [value]);

function each<T>(message: IkeMessage, take: (payload: IkePayload) => readonly T[]): T[] {
  return message.payloads.flatMap((payload) => [...take(payload)]);
}

const transforms = (message: IkeMessage, kind: string): number[] => each(message, (payload) => (payload.kind === 'sa' ? payload.proposals.flatMap((one) => one.transforms.filter((item) => item.kind === kind).map(({ id }) => id)) : []));
const offers = (message: IkeMessage, field: 'encryption' | 'hash' | 'authentication' | 'group' | 'keyLength'): number[] =>
  each(message, (payload) => (payload.kind === 'sa-v1' ? payload.proposals.flatMap((one) => one.transforms.flatMap((item) => known(item[field]))) : []));

describe.skipIf(!hasTshark())('IKE in tshark', () => {
  const found = rows(Object.values(messages).map((bytes) => ipv4('192.0.2.1', '203.0.113.1', 17, udp(500, 500, bytes))));

  for (const [index, [name, bytes]] of Object.entries(messages).entries()) {
    it(`reads the same: ${name}`, () => {
      const message = readIke(bytes) as IkeMessage;
      const row = found[index] as Row;
      expect([message.initiatorSpi, message.responderSpi]).toEqual([...texts(row['isakmp.ispi']), ...texts(row['isakmp.rspi'])]);
      expect([message.exchange, message.flags, message.messageId, message.length]).toEqual([...numbers(row['isakmp.exchangetype']), ...numbers(row['isakmp.flags']), ...numbers(row['isakmp.messageid']), ...numbers(row['isakmp.length'])]);
      expect({
        encryption: transforms(message, 'encryption'),
        prf: transforms(message, 'prf'),
        integrity: transforms(message, 'integrity'),
        group: transforms(message, 'group'),
        keys: each(message, (payload) => (payload.kind === 'sa' ? payload.proposals.flatMap((one) => one.transforms.flatMap((item) => known(item.keyLength))) : [])),
        exchange: each(message, (payload) => (payload.kind === 'key-exchange' ? known(payload.group) : [])),
        proposals: each(message, (payload) => (payload.kind === 'sa' || payload.kind === 'sa-v1' ? payload.proposals.map(({ number }) => number) : [])),
      }).toEqual({
        encryption: numbers(row['isakmp.tf.id.encr']),
        prf: numbers(row['isakmp.tf.id.prf']),
        integrity: numbers(row['isakmp.tf.id.integ']),
        group: numbers(row['isakmp.tf.id.dh']),
        keys: numbers(row['isakmp.ike2.attr.key_length']),
        exchange: numbers(row['isakmp.key_exchange.dh_group']),
        proposals: numbers(row['isakmp.prop.number']),
      });
      expect({
        notifies: each(message, (payload) => (payload.kind === 'notify' ? [payload.notify] : [])),
        wanted: each(message, (payload) => (payload.kind === 'notify' ? known(payload.group) : [])),
        gateway: each(message, (payload) => (payload.kind === 'notify' && payload.gateway !== undefined ? [payload.gateway] : [])),
        hashes: each(message, (payload) => (payload.kind === 'notify' && payload.hashes ? payload.hashes : [])),
        vendors: each(message, (payload) => (payload.kind === 'vendor-id' ? [payload.id.toLowerCase()] : [])),
        fragment: each(message, (payload) => (payload.kind === 'encrypted-fragment' ? [payload.fragment, payload.total] : [])),
        deleted: each(message, (payload) => (payload.kind === 'delete' ? payload.spis : [])),
        identity: each(message, (payload) => (payload.kind === 'identification' ? [payload.identity?.personal] : [])),
        nat: each(message, (payload) => (payload.kind === 'nat-detection' ? [toHex(payload.hash).toLowerCase()] : [])),
      }).toEqual({
        notifies: numbers(row['isakmp.notify.msgtype']),
        wanted: numbers(row['isakmp.notify.data.accepted_dh_group']),
        gateway: row['isakmp.notify.data.redirect.new_resp_gw_ident.ipv4'] === '' ? [] : [row['isakmp.notify.data.redirect.new_resp_gw_ident.ipv4']],
        hashes: numbers(row['isakmp.notify.data.signature_hash_algorithms']),
        vendors: texts(row['isakmp.vid_bytes']),
        fragment: [...numbers(row['isakmp.frag.number']), ...numbers(row['isakmp.frag.total'])],
        deleted: texts(row['isakmp.delete.spi']),
        identity: row['isakmp.id.data.fqdn'] === '' ? [] : [row['isakmp.id.data.fqdn']],
        nat: texts(row['isakmp.ike.nat_hash']),
      });
      expect({ encryption: offers(message, 'encryption'), hash: offers(message, 'hash'), authentication: offers(message, 'authentication'), group: offers(message, 'group'), keys: offers(message, 'keyLength') }).toEqual({
        encryption: numbers(row['isakmp.ike.attr.encryption_algorithm']),
        hash: numbers(row['isakmp.ike.attr.hash_algorithm']),
        authentication: numbers(row['isakmp.ike.attr.authentication_method']),
        group: numbers(row['isakmp.ike.attr.group_description']),
        keys: numbers(row['isakmp.ike.attr.key_length']),
      });
      const lives = each(message, (payload) => (payload.kind === 'sa-v1' ? payload.proposals.flatMap((one) => one.transforms.flatMap((item) => [...known(item.lifeSeconds), ...known(item.lifeKilobytes)])) : []));
      expect(lives).toEqual(numbers(row['isakmp.ike.attr.life_duration']));
    });
  }

  it('reads the same SPI of a proposal', () => {
    const message = readIke(messages['child association'] as Uint8Array) as IkeMessage;
    expect(each(message, (payload) => (payload.kind === 'sa' ? payload.proposals.map(({ spi }) => spi) : []))).toEqual(texts(found[Object.keys(messages).indexOf('child association')]?.['isakmp.spi'] ?? ''));
  });

  it('tells IKE, ESP and keep-alives on port 4500 apart alike', () => {
    const datagrams = [join([0, 0, 0, 0], saInit()), build.esp(0xdeadbeef, 42, 64), Uint8Array.of(0xff)];
    const cells = tsharkFields(datagrams.map((bytes) => ipv4('192.0.2.1', '203.0.113.1', 17, udp(4500, 4500, bytes))), ['isakmp.exchangetype', 'esp.spi', 'esp.sequence', 'udpencap.nat_keepalive'], { linkType: LINK.rawIp });
    expect(cells[0]?.[0]).toBe('34');
    expect(readEsp(datagrams[1] as Uint8Array)).toMatchObject({ spi: Number(cells[1]?.[1]), sequence: Number(cells[1]?.[2]) });
    expect(cells[2]?.[3]).not.toBe('');
  });
});
