/**
 * RADIUS packets and the attributes that stand in clear. Passwords and keys are never read out. Sources: RFC 2865, RFC 3579
 * (EAP-Message, Message-Authenticator), RFC 2548 (Microsoft), RFC 2866 (accounting).
 */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';
import { joinBytes } from '../bytes/join.ts';
import { readChapFailure, type ChapFailure } from './chap.ts';
import { readEap, type Eap } from './eap.ts';
import { ipv4Text, ipv6Text } from './ip-address.ts';
import { personal, type Personal } from './personal.ts';

export interface RadiusPacket {
  /** 1 request, 2 accept, 3 reject, 4 and 5 accounting request and response, 11 challenge. */
  readonly code: number;
  /** Pairs a reply with its request, together with addresses and ports. */
  readonly id: number;
  readonly length: number;
  /** 16 bytes in hex: random in a request (a repeat has the same), a proof in a reply. */
  readonly authenticator: string;
  /** Numbers of all attributes in order. */
  readonly attributeTypes: readonly number[];
  readonly userName: Personal | null;
  readonly nasAddress: string | null;
  readonly nasIdentifier: string | null;
  readonly nasPort: number | null;
  /** 5 is virtual, as of a VPN. */
  readonly nasPortType: number | null;
  readonly calledStationId: string | null;
  /** The client's address or, of other devices, number. */
  readonly callingStationId: Personal | null;
  readonly tunnelClientEndpoint: string | null;
  /** In hex: opaque to all but the server that sent it. */
  readonly class: string | null;
  readonly framedMtu: number | null;
  readonly sessionTimeout: number | null;
  readonly replyMessage: string | null;
  readonly hasState: boolean;
  readonly hasMessageAuthenticator: boolean;
  /** What the request proves the user with. */
  readonly proof: 'pap' | 'chap' | 'ms-chap' | 'ms-chap-v2' | 'eap' | null;
  readonly eap: Eap | null;
  readonly msChapFailure: ChapFailure | null;
  /** Less is here than the header states, or an attribute states an impossible length. */
  readonly truncated: boolean;
}

interface Attribute {
  readonly type: number;
  readonly value: Uint8Array;
}

const HEADER_LENGTH = 20;
const MAX_LENGTH = 4096;
const ATTRIBUTE = { userName: 1, userPassword: 2, chapPassword: 3, nasIpAddress: 4, nasPort: 5, framedMtu: 12, replyMessage: 18, state: 24, class: 25, vendor: 26, sessionTimeout: 27, calledStation: 30, callingStation: 31, nasIdentifier: 32, nasPortType: 61, tunnelClientEndpoint: 66, eapMessage: 79, messageAuthenticator: 80, nasIpv6Address: 95 } as const;
const MICROSOFT = 311;
/** Of the Microsoft attributes of RFC 2548. */
const MS = { chapResponse: 1, chapError: 2, chap2Response: 25 } as const;

const decoder = new TextDecoder('utf-8');

/** Reads the payload of a UDP datagram; null when the header is not there or no RADIUS header. */
export function readRadius(bytes: Uint8Array): RadiusPacket | null {
  if (bytes.length < HEADER_LENGTH) return null;
  const [code, length] = [bytes[0] as number, readU16Be(bytes, 2)];
  if (code === 0 || length < HEADER_LENGTH || length > MAX_LENGTH) return null;
  const { items, isWhole } = readAttributes(bytes.subarray(HEADER_LENGTH, length));
  const microsoft = items.filter(({ type, value }) => type === ATTRIBUTE.vendor && value.length >= 4 && readU32Be(value, 0) === MICROSOFT).flatMap(({ value }) => readAttributes(value.subarray(4)).items);
  const find = (type: number): Uint8Array | null => items.find((item) => item.type === type)?.value ?? null;
  const text = (type: number): string | null => textOf(find(type));
  const number = (type: number): number | null => numberOf(find(type));
  const chapError = microsoft.find((item) => item.type === MS.chapError)?.value;
  const replies = items.filter((item) => item.type === ATTRIBUTE.replyMessage);
  return {
    code,
    id: bytes[1] as number,
    length,
    authenticator: toHex(bytes, 4, HEADER_LENGTH),
    attributeTypes: items.map((item) => item.type),
    userName: personalOf(text(ATTRIBUTE.userName)),
    nasAddress: addressOf(find(ATTRIBUTE.nasIpAddress) ?? find(ATTRIBUTE.nasIpv6Address)),
    nasIdentifier: text(ATTRIBUTE.nasIdentifier),
    nasPort: number(ATTRIBUTE.nasPort),
    nasPortType: number(ATTRIBUTE.nasPortType),
    calledStationId: text(ATTRIBUTE.calledStation),
    callingStationId: personalOf(text(ATTRIBUTE.callingStation)),
    tunnelClientEndpoint: textOf(untagged(find(ATTRIBUTE.tunnelClientEndpoint))),
    class: hexOf(find(ATTRIBUTE.class)),
    framedMtu: number(ATTRIBUTE.framedMtu),
    sessionTimeout: number(ATTRIBUTE.sessionTimeout),
    replyMessage: replies.length === 0 ? null : replies.map(({ value }) => textOf(value)).join('\n'),
    hasState: find(ATTRIBUTE.state) !== null,
    hasMessageAuthenticator: find(ATTRIBUTE.messageAuthenticator) !== null,
    proof: proofOf(items, microsoft),
    // One packet comes in as many attributes as it takes (RFC 3579 3.1).
    eap: readEap(joinBytes(items.filter((item) => item.type === ATTRIBUTE.eapMessage).map((item) => item.value))),
    // An identifier stands in front of the text (RFC 2548 2.1.5).
    msChapFailure: chapError === undefined ? null : readChapFailure(chapError.subarray(1)),
    truncated: bytes.length < length || !isWhole,
  };
}

/** Attributes one after another: type, length with these two bytes, value. */
function readAttributes(bytes: Uint8Array): { items: Attribute[]; isWhole: boolean } {
  const items: Attribute[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const length = bytes[at + 1] as number;
    if (length < 2 || at + length > bytes.length) break;
    items.push({ type: bytes[at] as number, value: bytes.subarray(at + 2, at + length) });
    at += length;
  }
  return { items, isWhole: at === bytes.length };
}

function proofOf(items: readonly Attribute[], microsoft: readonly Attribute[]): RadiusPacket['proof'] {
  const has = (list: readonly Attribute[], type: number): boolean => list.some((item) => item.type === type);
  if (has(items, ATTRIBUTE.eapMessage)) return 'eap';
  if (has(microsoft, MS.chap2Response)) return 'ms-chap-v2';
  if (has(microsoft, MS.chapResponse)) return 'ms-chap';
  if (has(items, ATTRIBUTE.chapPassword)) return 'chap';
  return has(items, ATTRIBUTE.userPassword) ? 'pap' : null;
}

/** A tag of 0 to 31 may stand in front of the text of tunnel attributes (RFC 2868 3.3). */
function untagged(value: Uint8Array | null): Uint8Array | null {
  return value !== null && (value[0] ?? 0xff) < 0x20 ? value.subarray(1) : value;
}

/** Text is UTF-8 (RFC 2865 5); some clients end it with a NUL. */
function textOf(value: Uint8Array | null): string | null {
  return value === null ? null : decoder.decode(value).replace(/\p{Cc}/gu, '');
}

function personalOf(text: string | null): Personal | null {
  return text === null ? null : personal(text);
}

function numberOf(value: Uint8Array | null): number | null {
  return value?.length === 4 ? readU32Be(value, 0) : null;
}

function hexOf(value: Uint8Array | null): string | null {
  return value === null ? null : toHex(value);
}

function addressOf(value: Uint8Array | null): string | null {
  if (value?.length === 4) return ipv4Text(value, 0);
  return value?.length === 16 ? ipv6Text(value, 0) : null;
}
