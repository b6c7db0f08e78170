/** RADIUS packets built attribute by attribute (RFC 2865 sections 3 and 5). */
import { join, u16, u32, type Part } from './ip.ts';

export type RadiusAttribute = Uint8Array;

export function radiusAttribute(type: number, value: Part): RadiusAttribute {
  const bytes = join(value);
  return join([type, bytes.length + 2], bytes);
}

/** A vendor's attribute in attribute 26. */
export const microsoftAttribute = (type: number, value: Part): RadiusAttribute => radiusAttribute(26, join(u32(311), radiusAttribute(type, value)));

/** EAP in as many attributes of at most 253 bytes as it takes (RFC 3579 3.1). */
export function eapAttributes(eap: Uint8Array): RadiusAttribute[] {
  return Array.from({ length: Math.ceil(eap.length / 253) }, (_, index) => radiusAttribute(79, eap.subarray(index * 253, (index + 1) * 253)));
}

export function eapPacket(code: number, id: number, rest: Part): Uint8Array {
  const body = join(rest);
  return join([code, id], u16(4 + body.length), body);
}

export function radius(code: number, id: number, attributes: readonly RadiusAttribute[], authenticator: Part = Array.from({ length: 16 }, (_, index) => 0xa0 + index)): Uint8Array {
  const body = join(...attributes);
  return join([code, id], u16(20 + body.length), authenticator, body);
}
