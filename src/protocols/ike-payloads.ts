/** Payloads of IKEv2 that are in clear text (RFC 7296 3.3 to 3.14, RFC 7383 2.5, RFC 5685 for REDIRECT, RFC 7427 for hashes). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';
import { NOTIFIES_V2, NOTIFY } from './ike-notifies.ts';
import { GROUPS, PAYLOADS_V2, SECURITY_PROTOCOLS, transformKind, transformName } from './ike-numbers.ts';
import type { IkeNotify, IkePayloadBody, IkeProposal, IkeTransform } from './ike-types.ts';
import { vendorOf } from './ike-vendors.ts';
import { ipv4Text, ipv6Text } from './ip-address.ts';
import { plainText } from './personal.ts';

/** Reads the body of a payload: `data` is what there is of `stated` bytes. `next` is the type its header names. */
export function readPayloadV2(type: number, next: number, stated: number, data: Uint8Array): IkePayloadBody {
  if (type === 33) return { kind: 'sa', proposals: readProposals(data) };
  if (type === 34) return readKeyExchange(stated, data);
  if (type === 40) return { kind: 'nonce', dataLength: stated };
  if (type === 41 && data.length >= 4) return readNotify(data);
  if (type === 42 && data.length >= 4) return readDelete(data);
  if (type === 43) return readVendor(data);
  if (type === 46) return { kind: 'encrypted', ...first(next), dataLength: stated };
  if (type === 53 && data.length >= 4) {
    const fragment = readU16Be(data, 0);
    return { kind: 'encrypted-fragment', fragment, total: readU16Be(data, 2), ...(fragment === 1 ? first(next) : {}), dataLength: stated - 4 };
  }
  return { kind: 'other', dataLength: stated };
}

export function readVendor(data: Uint8Array): IkePayloadBody {
  const vendor = vendorOf(data);
  return { kind: 'vendor-id', id: toHex(data), ...(vendor === undefined ? {} : { vendor }) };
}

function first(next: number): { first: number; firstName?: string } {
  const name = PAYLOADS_V2[next];
  return { first: next, ...(name === undefined ? {} : { firstName: name }) };
}

function readKeyExchange(stated: number, data: Uint8Array): IkePayloadBody {
  const dataLength = Math.max(0, stated - 4);
  return data.length < 2 ? { kind: 'key-exchange', dataLength } : { kind: 'key-exchange', ...groupAt(data, 0), dataLength };
}

function groupAt(data: Uint8Array, at: number): { group: number; groupName?: string } {
  const group = readU16Be(data, at);
  const name = GROUPS[group];
  return { group, ...(name === undefined ? {} : { groupName: name }) };
}

/** Protocol, SPI size, type, SPI, data. */
function readNotify(data: Uint8Array): IkeNotify {
  const protocol = data[0] as number;
  const notify = readU16Be(data, 2);
  const name = NOTIFIES_V2[notify];
  const start = 4 + (data[1] as number);
  const rest = data.subarray(Math.min(start, data.length));
  return {
    kind: 'notify',
    ...protocolOf(protocol),
    spi: toHex(data, 4, Math.min(start, data.length)).toLowerCase(),
    notify,
    ...(name === undefined ? {} : { notifyName: name }),
    isError: notify < 16384,
    data: rest,
    ...readNotifyData(notify, rest),
  };
}

function readNotifyData(notify: number, data: Uint8Array): Partial<IkeNotify> {
  if (notify === NOTIFY.invalidKe && data.length >= 2) return groupAt(data, 0);
  if (notify === NOTIFY.windowsError) return windowsError(data);
  if (notify === NOTIFY.redirect || notify === NOTIFY.redirectedFrom) {
    const gateway = readGateway(data);
    return gateway === undefined ? {} : { gateway };
  }
  if (notify !== NOTIFY.signatureHashAlgorithms) return {};
  return { hashes: Array.from({ length: data.length >> 1 }, (_, index) => readU16Be(data, 2 * index)) };
}

export function windowsError(data: Uint8Array): { windowsError?: number } {
  return data.length === 4 ? { windowsError: readU32Be(data, 0) } : {};
}

/** Type (1 IPv4, 2 IPv6, 3 name), length, the address or name; a nonce may follow. */
function readGateway(data: Uint8Array): string | undefined {
  const [type, length] = data;
  const value = data.subarray(2, 2 + (length ?? 0));
  if (type === 1 && value.length === 4) return ipv4Text(value, 0);
  if (type === 2 && value.length === 16) return ipv6Text(value, 0);
  return type === 3 && value.length > 0 ? plainText(value) : undefined;
}

/** Protocol, size of an SPI, how many, the SPIs. An IKE association has none here: the header names it. */
function readDelete(data: Uint8Array): IkePayloadBody {
  const size = data[1] as number;
  const count = readU16Be(data, 2);
  const spis: string[] = [];
  for (let at = 4; size > 0 && spis.length < count && at + size <= data.length; at += size) spis.push(toHex(data, at, at + size).toLowerCase());
  return { kind: 'delete', ...protocolOf(data[0] as number), spis, count };
}

export function protocolOf(protocol: number): { protocol: number; protocolName?: string } {
  const name = SECURITY_PROTOCOLS[protocol];
  return { protocol, ...(name === undefined ? {} : { protocolName: name }) };
}

/** Proposals lie one behind the other, each with its length; a cut one gives the transforms that are there. */
function readProposals(data: Uint8Array): IkeProposal[] {
  const proposals: IkeProposal[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    const length = readU16Be(data, at + 2);
    if (length < 8) break;
    const whole = data.subarray(at, at + length);
    const start = 8 + (whole[6] as number);
    const spi = toHex(whole, 8, Math.min(start, whole.length)).toLowerCase();
    proposals.push({ number: whole[4] as number, ...protocolOf(whole[5] as number), spi, transforms: readTransforms(whole.subarray(start)) });
    at += length;
  }
  return proposals;
}

function readTransforms(data: Uint8Array): IkeTransform[] {
  const transforms: IkeTransform[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    const length = readU16Be(data, at + 2);
    if (length < 8) break;
    const type = data[at + 4] as number;
    const kind = transformKind(type);
    const id = readU16Be(data, at + 6);
    const name = transformName(kind, id);
    const keyLength = readKeyLength(data.subarray(at + 8, at + length));
    transforms.push({ type, kind, id, ...(name === undefined ? {} : { name }), ...(keyLength === undefined ? {} : { keyLength }) });
    at += length;
  }
  return transforms;
}

/** The one attribute there is: 14, short form, the key's length in bits. */
function readKeyLength(attributes: Uint8Array): number | undefined {
  return attributes.length >= 4 && readU16Be(attributes, 0) === 0x800e ? readU16Be(attributes, 2) : undefined;
}
