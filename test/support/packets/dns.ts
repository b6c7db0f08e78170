/** DNS messages built part by part (RFC 1035 section 4). */
import { join, u16, u32, type Part } from './ip.ts';

export function dnsHeader(options: { id: number; flags: number; questions?: number; answers?: number; authorities?: number; additional?: number }): Uint8Array {
  return join(u16(options.id), u16(options.flags), u16(options.questions ?? 0), u16(options.answers ?? 0), u16(options.authorities ?? 0), u16(options.additional ?? 0));
}

/** Labels and the root, or a pointer in its place. */
export function dnsName(text: string, pointer?: number): Uint8Array {
  return join(...text.split('.').map((label) => join([label.length], label)), pointer === undefined ? [0] : u16(pointer));
}

export const dnsQuestion = (name: string, type: number): Uint8Array => join(dnsName(name), u16(type), u16(1));

export const dnsRecord = (name: Part, type: number, ttl: number, data: Uint8Array): Uint8Array => join(name, u16(type), u16(1), u32(ttl), u16(data.length), data);
