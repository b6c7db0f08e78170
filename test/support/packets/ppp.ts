/** PPP frames and packets built by hand after RFC 1661 and those that build on it. */
import { join, u16, u32 } from './ip.ts';
import type { Part } from './ip.ts';

export const PPP = { ip: 0x21, mppe: 0xfd, ipcp: 0x8021, ipv6cp: 0x8057, ccp: 0x80fd, lcp: 0xc021, pap: 0xc023, chap: 0xc223, eap: 0xc227 } as const;

export interface FrameOptions {
  /** Leaves address and control out. */
  readonly bare?: boolean;
  /** One byte for the protocol. */
  readonly short?: boolean;
}

export function pppFrame(protocol: number, payload: Part, options: FrameOptions = {}): Uint8Array {
  return join(options.bare ? [] : [0xff, 3], options.short ? [protocol] : u16(protocol), payload);
}

/** Code, id, length, data: the form of every control packet. */
export function control(code: number, id: number, data: Part = [], length?: number): Uint8Array {
  const body = join(data);
  return join([code, id], u16(length ?? 4 + body.length), body);
}

export const option = (type: number, value: Part = []): Uint8Array => join([type, 2 + join(value).length], value);

/** What Windows asks for in its first LCP request to a VPN server that wants MS-CHAP v2. */
export const lcpRequest = (id: number, algorithm = 0x81): Uint8Array =>
  control(1, id, join(option(1, u16(1400)), option(3, [0xc2, 0x23, algorithm]), option(5, u32(0x4d_61_67_69)), option(7), option(8), option(17, u16(1614)), option(19, [1, ...u32(0x0102_0304)])));

/** Windows ends a link with its error behind magic number and mark. */
export const terminate = (id: number, error: number): Uint8Array => control(5, id, join(u32(0x4d_61_67_69), [0, 0x3c, 0xcd, 0x74], u32(error)));

export const chapFailure = (id: number, text: string): Uint8Array => control(4, id, text);
export const chapValue = (code: 1 | 2, id: number, size: number, name: string): Uint8Array => control(code, id, join([size], Array.from({ length: size }, (_, at) => at), name));
export const papRequest = (id: number, user: string, password: string): Uint8Array => control(1, id, join([user.length], user, [password.length], password));

/** EAP of a type. */
export const eapOf = (code: 1 | 2, id: number, type: number, data: Part = []): Uint8Array => control(code, id, join([type], data));
/** MS-CHAP v2 in EAP: opcode, id, length, data. */
export const eapMschap = (code: 1 | 2, id: number, opcode: number, data: Part = []): Uint8Array => eapOf(code, id, 26, join([opcode, id], u16(4 + join(data).length), data));
