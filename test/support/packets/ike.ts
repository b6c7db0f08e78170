/** IKE messages built by hand after RFC 7296 and RFC 2408; IPsec packets beside them. */
import { hex, join, u16, u32, zeros } from './ip.ts';
import type { Part } from './ip.ts';

/** A payload: its type and its body behind the generic header. `next` overrides what follows (encrypted payloads name their inside). */
export interface Payload {
  readonly type: number;
  readonly body: Part;
  readonly next?: number;
}

export interface IkeOptions {
  readonly version?: number;
  readonly initiator?: string;
  readonly responder?: string;
  readonly exchange: number;
  readonly flags: number;
  readonly messageId?: number;
  /** Instead of the true one. */
  readonly length?: number;
  /** Type of the first payload, when there are none to tell. */
  readonly first?: number;
}

export function ike(options: IkeOptions, payloads: readonly Payload[] | Uint8Array): Uint8Array {
  const list = payloads instanceof Uint8Array ? [] : payloads;
  const body = payloads instanceof Uint8Array ? payloads : join(...list.map(({ body: data, next }, index) => join([next ?? list[index + 1]?.type ?? 0, 0], u16(4 + join(data).length), data)));
  const head = join(hex(options.initiator ?? '1122334455667788'), hex(options.responder ?? '0000000000000000'), [options.first ?? list[0]?.type ?? 0, options.version ?? 0x20, options.exchange, options.flags], u32(options.messageId ?? 0), u32(options.length ?? 28 + body.length));
  return join(head, body);
}

/** Transform of version 2: type, id, key length in bits. */
export type Transform2 = readonly [type: number, id: number, keyLength?: number];

export function sa2(...proposals: readonly { readonly number: number; readonly protocol?: number; readonly spi?: string; readonly transforms: readonly Transform2[] }[]): Payload {
  const body = proposals.map(({ number, protocol = 1, spi = '', transforms }, index) => {
    const inner = transforms.map(([type, id, keyLength], at) => {
      const attributes = keyLength === undefined ? [] : [0x80, 14, ...u16(keyLength)];
      return join([at + 1 < transforms.length ? 3 : 0, 0], u16(8 + attributes.length), [type, 0], u16(id), attributes);
    });
    const rest = join([number, protocol, spi.length / 2, transforms.length], hex(spi), ...inner);
    return join([index + 1 < proposals.length ? 2 : 0, 0], u16(4 + rest.length), rest);
  });
  return { type: 33, body: join(...body) };
}

export const ke2 = (group: number, length: number): Payload => ({ type: 34, body: join(u16(group), [0, 0], zeros(length).map((_, at) => (at * 7 + 1) & 255)) });
export const nonce2 = (length: number): Payload => ({ type: 40, body: zeros(length).map((_, at) => (at + 3) & 255) });
export const notify2 = (type: number, data: Part = [], spi = '', protocol = 0): Payload => ({ type: 41, body: join([protocol, spi.length / 2], u16(type), hex(spi), data) });
export const delete2 = (protocol: number, size: number, ...spis: readonly string[]): Payload => ({ type: 42, body: join([protocol, size], u16(spis.length), ...spis.map(hex)) });
export const vendor2 = (id: string): Payload => ({ type: 43, body: hex(id) });
export const encrypted2 = (inside: number, length: number): Payload => ({ type: 46, body: zeros(length).map((_, at) => (at * 13) & 255), next: inside });
export const fragment2 = (inside: number, number: number, total: number, length: number): Payload => ({ type: 53, body: join(u16(number), u16(total), zeros(length)), next: inside });

/** Attribute of version 1: short when the value is a number, long when it is bytes. */
export type Attribute1 = readonly [type: number, value: number | readonly number[]];

export function sa1(...transforms: readonly (readonly Attribute1[])[]): Payload {
  const inner = transforms.map((attributes, index) => {
    const body = attributes.map(([type, value]) => (typeof value === 'number' ? join([0x80 | (type >> 8), type & 255], u16(value)) : join(u16(type), u16(value.length), value)));
    const rest = join([index + 1, 1, 0, 0], ...body);
    return join([index + 1 < transforms.length ? 3 : 0, 0], u16(4 + rest.length), rest);
  });
  const proposal = join([1, 1, 0, transforms.length], ...inner);
  return { type: 1, body: join(u32(1), u32(1), [0, 0], u16(4 + proposal.length), proposal) };
}

/** A phase 1 transform as Windows writes it: 28 800 seconds, in the long form. */
export function phase1(encryption: number, keyLength: number | undefined, hash: number, group: number, authentication = 1): Attribute1[] {
  const length: Attribute1[] = keyLength === undefined ? [] : [[14, keyLength]];
  return [[1, encryption], ...length, [2, hash], [4, group], [3, authentication], [11, 1], [12, u32(28_800)]];
}

export const ke1 = (length: number): Payload => ({ type: 4, body: zeros(length) });
export const nonce1 = (length: number): Payload => ({ type: 10, body: zeros(length) });
export const vendor1 = (id: string): Payload => ({ type: 13, body: hex(id) });
export const nat1 = (hash: Part): Payload => ({ type: 20, body: hash });
export const id1 = (type: number, data: Part): Payload => ({ type: 5, body: join([type, 17], u16(500), data) });
export const notify1 = (type: number, data: Part = [], spi = ''): Payload => ({ type: 11, body: join(u32(1), [1, spi.length / 2], u16(type), hex(spi), data) });
export const delete1 = (protocol: number, size: number, ...spis: readonly string[]): Payload => ({ type: 12, body: join(u32(1), [protocol, size], u16(spis.length), ...spis.map(hex)) });
export const fragment1 = (id: number, number: number, last: boolean, length: number): Payload => ({ type: 132, body: join(u16(id), [number, last ? 1 : 0], zeros(length)) });

export const esp = (spi: number, sequence: number, length: number): Uint8Array => join(u32(spi), u32(sequence), zeros(length));
/** An AH header with an integrity check value of `icv` bytes. */
export const ah = (next: number, spi: number, sequence: number, icv: number, payload: Part): Uint8Array => join([next, (12 + icv) / 4 - 2, 0, 0], u32(spi), u32(sequence), zeros(icv), payload);
