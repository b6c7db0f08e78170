/** Fields of a PPP packet as traces of RAS print it, in bytes or only by the names of its protocol and code. Credentials are never taken out. */
import { toHex } from '../../bytes/hex.ts';
import type { Value } from '../../model/values.ts';
import { FIRST_CONTROL, codeName, codeNumber, isNegotiated, protocolNumber } from '../../protocols/ppp-numbers.ts';
import type { PppOption } from '../../protocols/ppp-options.ts';
import { readPpp } from '../../protocols/ppp.ts';
import type { PppBody } from '../../protocols/ppp.ts';

export type PppFields = Readonly<Record<string, Value>>;

/** A packet's bytes, whole or in part; null when they do not begin with a control protocol. */
export function decodePacket(all: readonly number[]): PppFields | null {
  const frame = readPpp(Uint8Array.from(all));
  if (frame === null || frame.name === undefined || frame.protocol < FIRST_CONTROL) return null;
  const { packet } = frame;
  return {
    protocol: frame.name,
    protocol_number: frame.protocol,
    ...(packet === undefined ? {} : { code: packet.code }),
    ...(packet?.codeName === undefined ? {} : { code_name: packet.codeName }),
    ...(packet?.id === undefined ? {} : { id: packet.id }),
    ...(packet?.body === undefined ? {} : fieldsOfBody(frame.name, packet.body)),
  };
}

/** Fields of a packet of which only the description is written. */
export function describePacket(protocol: string, type: string): PppFields | null {
  const number = protocolNumber(protocol);
  if (number === undefined || number < FIRST_CONTROL) return null;
  const name = protocol.toLowerCase();
  const code = isNegotiated(name) ? codeNumber(type) : undefined;
  const known = code === undefined ? undefined : codeName(name, code);
  return { protocol: name, protocol_number: number, ...(code === undefined ? {} : { code }), ...(known === undefined ? {} : { code_name: known }) };
}

function fieldsOfBody(protocol: string, body: PppBody): Record<string, Value> {
  switch (body.kind) {
    case 'options':
      return body.options.length === 0 ? {} : { ...fieldsOfOptions(protocol, body.options), option_types: body.options.map(({ type }) => type) };
    case 'terminate':
      return {
        ...(body.data.length === 0 ? {} : { terminate_data: toHex(body.data.subarray(0, 64)) }),
        ...(body.reason === undefined ? {} : { terminate_reason: body.reason }),
      };
    case 'protocol-reject':
      return body.rejected === undefined ? {} : { rejected_protocol: body.rejected };
    case 'chap-failure':
      return body.failure.error === undefined ? {} : { error: body.failure.error };
    case 'eap':
      return body.eap.type === undefined ? {} : { eap_type: body.eap.type };
    default:
      return {};
  }
}

function fieldsOfOptions(protocol: string, options: readonly PppOption[]): Record<string, Value> {
  const fields: Record<string, Value> = {};
  for (const { type, text } of options) {
    if (type !== 3 || text === undefined) continue;
    if (protocol === 'lcp') fields['auth_protocol'] = text;
    if (protocol === 'ipcp') fields['ip_address'] = text;
  }
  return fields;
}
