/** Payloads of IKEv1 that are in clear text (RFC 2408 3.4 to 3.16, RFC 2409 appendix A, RFC 3947; IKE fragments after [MS-IKEE] 2.2). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';
import { NOTIFIES_V1, NOTIFY } from './ike-notifies.ts';
import { AUTHENTICATION_V1, ENCRYPTION_V1, GROUPS, HASH_V1 } from './ike-numbers.ts';
import { protocolOf, readVendor, windowsError } from './ike-payloads.ts';
import type { IkePayloadBody, IkeV1Proposal, IkeV1Transform } from './ike-types.ts';
import { personal, plainText } from './personal.ts';

/** Reads the body of a payload: `data` is what there is of `stated` bytes. */
export function readPayloadV1(type: number, stated: number, data: Uint8Array): IkePayloadBody {
  if (type === 1) return { kind: 'sa-v1', proposals: readProposals(data) };
  if (type === 4) return { kind: 'key-exchange', dataLength: stated };
  if (type === 5 && data.length >= 4) return readIdentification(stated, data);
  if (type === 10) return { kind: 'nonce', dataLength: stated };
  if (type === 11 && data.length >= 8) return readNotify(data);
  if (type === 12 && data.length >= 8) return readDelete(data);
  if (type === 13) return readVendor(data);
  if (type === 20 || type === 130) return { kind: 'nat-detection', hash: data };
  if (type === 132 && data.length >= 4) return { kind: 'fragment', id: readU16Be(data, 0), fragment: data[2] as number, isLast: ((data[3] as number) & 1) !== 0, dataLength: stated - 4 };
  return { kind: 'other', dataLength: stated };
}

/** Type, protocol, port, value; in clear text in aggressive mode. Types 2 and 3 are names (RFC 2407 4.6.2.1). */
function readIdentification(stated: number, data: Uint8Array): IkePayloadBody {
  const idType = data[0] as number;
  const value = data.subarray(4);
  const text = idType === 1 && value.length === 4 ? value.join('.') : idType === 2 || idType === 3 ? plainText(value) : undefined;
  return { kind: 'identification', idType, ...(text === undefined ? {} : { identity: personal(text) }), dataLength: stated - 4 };
}

/** Domain of interpretation, protocol, SPI size, type, SPI, data. */
function readNotify(data: Uint8Array): IkePayloadBody {
  const notify = readU16Be(data, 6);
  const name = NOTIFIES_V1[notify];
  const start = Math.min(8 + (data[5] as number), data.length);
  return {
    kind: 'notify',
    ...protocolOf(data[4] as number),
    spi: toHex(data, 8, start).toLowerCase(),
    notify,
    ...(name === undefined ? {} : { notifyName: name }),
    isError: notify < 16384,
    data: data.subarray(start),
    ...(notify === NOTIFY.windowsError ? windowsError(data.subarray(start)) : {}),
  };
}

/** Domain of interpretation, protocol, SPI size, how many, the SPIs. */
function readDelete(data: Uint8Array): IkePayloadBody {
  const size = data[5] as number;
  const count = readU16Be(data, 6);
  const spis: string[] = [];
  for (let at = 8; size > 0 && spis.length < count && at + size <= data.length; at += size) spis.push(toHex(data, at, at + size).toLowerCase());
  return { kind: 'delete', ...protocolOf(data[4] as number), spis, count };
}

/** Behind domain and situation (4 bytes each, in the domain of IPsec) the proposals, each a payload. */
function readProposals(data: Uint8Array): IkeV1Proposal[] {
  const proposals: IkeV1Proposal[] = [];
  for (let at = 8; at + 8 <= data.length; ) {
    const length = readU16Be(data, at + 2);
    if (length < 8) break;
    const whole = data.subarray(at, at + length);
    const start = 8 + (whole[6] as number);
    const spi = toHex(whole, 8, Math.min(start, whole.length)).toLowerCase();
    proposals.push({ number: whole[4] as number, ...protocolOf(whole[5] as number), spi, transforms: readTransforms(whole[5] as number, whole.subarray(start)) });
    at += length;
  }
  return proposals;
}

function readTransforms(protocol: number, data: Uint8Array): IkeV1Transform[] {
  const transforms: IkeV1Transform[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    const length = readU16Be(data, at + 2);
    if (length < 8) break;
    const head = { number: data[at + 4] as number, id: data[at + 5] as number };
    // The attributes of phase 2 have other numbers, and are never in clear text.
    transforms.push(protocol === 1 ? { ...head, ...readAttributes(data.subarray(at + 8, at + length)) } : head);
    at += length;
  }
  return transforms;
}

/** Attributes: a type with the high bit set has its value in two bytes, another one a length and its value. */
function readAttributes(data: Uint8Array): Partial<IkeV1Transform> {
  const values = new Map<number, number>();
  let lifeType = 0;
  const life: { lifeSeconds?: number; lifeKilobytes?: number } = {};
  for (let at = 0; at + 4 <= data.length; ) {
    const isShort = ((data[at] as number) & 0x80) !== 0;
    const type = readU16Be(data, at) & 0x7fff;
    const size = isShort ? 0 : readU16Be(data, at + 2);
    const value = isShort ? readU16Be(data, at + 2) : numberOf(data.subarray(at + 4, at + 4 + size), size);
    // A duration belongs to the life type before it.
    if (type === 11) lifeType = value ?? 0;
    else if (type === 12 && value !== undefined) Object.assign(life, lifeType === 1 ? { lifeSeconds: value } : lifeType === 2 ? { lifeKilobytes: value } : {});
    else if (value !== undefined) values.set(type, value);
    at += 4 + size;
  }
  return {
    ...named('encryption', values.get(1), ENCRYPTION_V1),
    ...(values.has(14) ? { keyLength: values.get(14) as number } : {}),
    ...named('hash', values.get(2), HASH_V1),
    ...named('authentication', values.get(3), AUTHENTICATION_V1),
    ...named('group', values.get(4), GROUPS),
    ...life,
  };
}

/** Durations come in 2 to 4 bytes; undefined when cut off or too large to be one. */
function numberOf(bytes: Uint8Array, size: number): number | undefined {
  if (bytes.length < size || size > 4 || size === 0) return undefined;
  return size === 4 ? readU32Be(bytes, 0) : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function named(field: string, value: number | undefined, names: Readonly<Record<number, string>>): Record<string, number | string> {
  if (value === undefined) return {};
  const name = names[value];
  return { [field]: value, ...(name === undefined ? {} : { [`${field}Name`]: name }) };
}
