/** IKE messages (RFC 7296 3.1 for version 2, RFC 2408 3.1 for version 1 and AuthIP): the header and the chain of payloads. */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';
import { EXCHANGES, PAYLOADS_V1, PAYLOADS_V2 } from './ike-numbers.ts';
import { readPayloadV2 } from './ike-payloads.ts';
import type { IkeMessage, IkePayload, IkePayloadBody } from './ike-types.ts';
import { readPayloadV1 } from './ike-v1.ts';

const HEADER = 28;
/** Version 1: what follows the header is encrypted. Version 2: sent by the original initiator; a response. */
const FLAG = { encrypted: 0x01, initiator: 0x08, response: 0x20 } as const;

/**
 * Reads one IKE message: the payload of a datagram to or from port 500, or of one on port 4500 without its marker of four zeros.
 * Null when it is none: fewer than 18 bytes (the version stands in the last of them), another version than 1 or 2, no initiator SPI.
 */
export function readIke(bytes: Uint8Array): IkeMessage | null {
  const version = bytes[17];
  if (version === undefined || !(version >> 4 === 1 || version >> 4 === 2)) return null;
  const initiatorSpi = spiText(bytes, 0);
  if (/^0+$/.test(initiatorSpi)) return null;
  const major = (version >> 4) as 1 | 2;
  const start = { major, minor: version & 15, initiatorSpi, responderSpi: spiText(bytes, 8) } as const;
  if (bytes.length < HEADER) return { ...start, ...kindOf(major, bytes[18], bytes[19]), isEncrypted: false, payloads: [], truncated: true, malformed: false };
  const length = readU32Be(bytes, 24);
  const flags = bytes[19] as number;
  const body: Chain = { major, bytes, end: Math.min(length, bytes.length), isWhole: length <= bytes.length };
  const isOpaque = major === 1 && (flags & FLAG.encrypted) !== 0;
  const read = isOpaque ? opaque(body, length) : readChain(body, bytes[16] as number);
  return {
    ...start,
    ...kindOf(major, bytes[18], flags),
    isEncrypted: read.payloads.some(({ kind }) => kind === 'encrypted' || kind === 'encrypted-fragment'),
    messageId: readU32Be(bytes, 20),
    length,
    payloads: read.payloads,
    truncated: !body.isWhole,
    malformed: read.malformed || length < HEADER,
  };
}

interface Chain {
  readonly major: 1 | 2;
  readonly bytes: Uint8Array;
  /** Where the message or what there is of it ends. */
  readonly end: number;
  /** The capture holds all of the message. */
  readonly isWhole: boolean;
}

interface Read {
  readonly payloads: readonly IkePayload[];
  readonly malformed: boolean;
}

function spiText(bytes: Uint8Array, at: number): string {
  return toHex(bytes, at, at + 8).toLowerCase();
}

function kindOf(major: 1 | 2, exchange: number | undefined, flags: number | undefined): Partial<IkeMessage> {
  const name = exchange === undefined ? undefined : EXCHANGES[exchange];
  return {
    ...(exchange === undefined ? {} : { exchange }),
    ...(name === undefined ? {} : { exchangeName: name }),
    ...(flags === undefined ? {} : { flags }),
    ...(flags === undefined || major === 1 ? {} : { isFromInitiator: (flags & FLAG.initiator) !== 0, isResponse: (flags & FLAG.response) !== 0 }),
  };
}

/** Version 1 under encryption: nothing but its size can be told. */
function opaque(chain: Chain, length: number): Read {
  if (length <= HEADER) return { payloads: [], malformed: false };
  const body = { type: 0, length: length - HEADER, kind: 'encrypted', dataLength: length - HEADER } as const;
  return { payloads: [chain.isWhole ? body : { ...body, truncated: true }], malformed: false };
}

/** Each payload names the type of the next; every step goes at least four bytes on. */
function readChain(chain: Chain, first: number): Read {
  const payloads: IkePayload[] = [];
  let type = first;
  let at = HEADER;
  while (type !== 0) {
    if (at + 4 > chain.end) return { payloads, malformed: chain.isWhole };
    const next = chain.bytes[at] as number;
    const length = readU16Be(chain.bytes, at + 2);
    if (length < 4) return { payloads, malformed: true };
    const end = at + length;
    payloads.push(readPayload(chain, { type, next, length, at, isCut: end > chain.end }));
    // The chain ends with an encrypted payload: its `next` is what stands inside.
    if (chain.major === 2 && (type === 46 || type === 53)) return { payloads, malformed: chain.isWhole && end > chain.end };
    if (end > chain.end) return { payloads, malformed: chain.isWhole };
    type = next;
    at = end;
  }
  return { payloads, malformed: false };
}

function readPayload(chain: Chain, found: { type: number; next: number; length: number; at: number; isCut: boolean }): IkePayload {
  const { type, next, length, at } = found;
  const data = chain.bytes.subarray(at + 4, Math.min(at + length, chain.end));
  const body: IkePayloadBody = chain.major === 2 ? readPayloadV2(type, next, length - 4, data) : readPayloadV1(type, length - 4, data);
  const name = (chain.major === 2 ? PAYLOADS_V2 : PAYLOADS_V1)[type];
  return { type, length, ...(name === undefined ? {} : { name }), ...body, ...(found.isCut ? { truncated: true as const } : {}) };
}
