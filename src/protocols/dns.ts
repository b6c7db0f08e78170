/** DNS messages: who was asked for and what came back. Sources: RFC 1035 section 4, RFC 3596 (AAAA), RFC 2782 (SRV). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { readDnsName } from './dns-name.ts';
import { ipv4Text, ipv6Text } from './ip-address.ts';

export interface DnsQuestion {
  readonly name: string;
  readonly type: number;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly ttl: number;
  /** Address of A and AAAA; name of CNAME, NS, PTR and SRV; null of other types. */
  readonly value: string | null;
}

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  /** 0 is a standard query. */
  readonly opcode: number;
  readonly isAuthoritative: boolean;
  /** The TC flag: the answer did not fit and is asked for again over TCP. */
  readonly isShortened: boolean;
  /** 0 success, 1 format error, 2 server failure, 3 no such name, 5 refused. */
  readonly responseCode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  /** Records that follow the answers, as the header counts them. */
  readonly authorityCount: number;
  readonly additionalCount: number;
  /** The message ends, or stops making sense, before all questions and answers it announces. */
  readonly truncated: boolean;
}

export const DNS_TYPE = { a: 1, ns: 2, cname: 5, soa: 6, ptr: 12, aaaa: 28, srv: 33 } as const;

const HEADER_LENGTH = 12;
/** A message about one name has a handful; more are not kept. */
const MAX_RECORDS = 256;
/** Of the registry: query, inverse query, status, notify, update, stateful operations. */
const LAST_OPCODE = 6;

/** Reads the payload of a UDP datagram; null when it is no DNS message. */
export function readDns(bytes: Uint8Array): DnsMessage | null {
  if (bytes.length < HEADER_LENGTH) return null;
  const flags = readU16Be(bytes, 2);
  const opcode = (flags >> 11) & 15;
  if (opcode > LAST_OPCODE) return null;
  const questions = readQuestions(bytes, readU16Be(bytes, 4));
  const answers = questions.isCut ? { items: [], isCut: true } : readRecords(bytes, questions.end, readU16Be(bytes, 6));
  return {
    id: readU16Be(bytes, 0),
    isResponse: (flags & 0x8000) !== 0,
    opcode,
    isAuthoritative: (flags & 0x0400) !== 0,
    isShortened: (flags & 0x0200) !== 0,
    responseCode: flags & 15,
    questions: questions.items,
    answers: answers.items,
    authorityCount: readU16Be(bytes, 8),
    additionalCount: readU16Be(bytes, 10),
    truncated: questions.isCut || answers.isCut,
  };
}

/** Reads the first message of one direction of a TCP stream, where a length stands in front (RFC 1035 4.2.2); null when there is none. */
export function readDnsOverTcp(bytes: Uint8Array): DnsMessage | null {
  return bytes.length < 2 ? null : readDns(bytes.subarray(2, 2 + readU16Be(bytes, 0)));
}

function readQuestions(bytes: Uint8Array, count: number): { items: DnsQuestion[]; end: number; isCut: boolean } {
  const items: DnsQuestion[] = [];
  let at = HEADER_LENGTH;
  for (let index = 0; index < count; index++) {
    const name = readDnsName(bytes, at);
    if (name === null || name.end + 4 > bytes.length || items.length >= MAX_RECORDS) return { items, end: at, isCut: true };
    items.push({ name: name.text, type: readU16Be(bytes, name.end) });
    at = name.end + 4;
  }
  return { items, end: at, isCut: false };
}

function readRecords(bytes: Uint8Array, start: number, count: number): { items: DnsRecord[]; isCut: boolean } {
  const items: DnsRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const name = readDnsName(bytes, at);
    if (name === null || name.end + 10 > bytes.length || items.length >= MAX_RECORDS) return { items, isCut: true };
    const [type, from] = [readU16Be(bytes, name.end), name.end + 10];
    const to = from + readU16Be(bytes, name.end + 8);
    if (to > bytes.length) return { items, isCut: true };
    items.push({ name: name.text, type, ttl: readU32Be(bytes, name.end + 4), value: readValue(bytes, type, from, to) });
    at = to;
  }
  return { items, isCut: false };
}

function readValue(bytes: Uint8Array, type: number, from: number, to: number): string | null {
  if (type === DNS_TYPE.a) return to - from === 4 ? ipv4Text(bytes, from) : null;
  if (type === DNS_TYPE.aaaa) return to - from === 16 ? ipv6Text(bytes, from) : null;
  if (type === DNS_TYPE.cname || type === DNS_TYPE.ns || type === DNS_TYPE.ptr) return readDnsName(bytes.subarray(0, to), from)?.text ?? null;
  return type === DNS_TYPE.srv ? (readDnsName(bytes.subarray(0, to), from + 6)?.text ?? null) : null;
}
