/**
 * TLS records of one direction of a stream, and the handshake messages and alerts they hold as long as they are in clear.
 * Sources: RFC 5246 sections 6.2 and 7, RFC 8446 sections 4, 5 and 6.
 */
import { readU16Be, readU24Be } from '../bytes/big-endian.ts';
import { joinBytes } from '../bytes/join.ts';

export interface TlsMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** The stream ends before the message does. */
  readonly truncated: boolean;
}

export interface TlsAlert {
  /** 1 warning, 2 fatal; null when enciphered. */
  readonly level: number | null;
  /** Number of the IANA registry, 0 is close_notify; null when enciphered. */
  readonly description: number | null;
}

export interface TlsRecords {
  /** Handshake messages before the change of cipher. */
  readonly messages: readonly TlsMessage[];
  /** All of them, as TLS 1.3 has them in clear on both sides of a change of cipher that changes nothing (RFC 8446 D.4). */
  readonly clearMessages: readonly TlsMessage[];
  readonly alerts: readonly TlsAlert[];
  readonly hasChangeCipherSpec: boolean;
  /** Handshake records after the change of cipher: enciphered up to TLS 1.2, where it means what it says. */
  readonly laterHandshakes: number;
  readonly applicationRecords: number;
  readonly applicationBytes: number;
  /** Length of the first such record; null without one. */
  readonly firstApplicationLength: number | null;
  /** Records, the last of which may be cut. */
  readonly records: number;
  /** The stream ends within a record or goes on with something else. */
  readonly truncated: boolean;
}

const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
const HEADER_LENGTH = 5;
/** 2^14 and what a cipher may add (RFC 5246 6.2.3). */
const MAX_RECORD = 16_384 + 2048;
/** A handshake has a dozen. */
const MAX_MESSAGES = 64;
const MAX_ALERTS = 16;

/** Reads a direction from its first byte; null when that does not start a TLS record. */
export function readTlsRecords(bytes: Uint8Array): TlsRecords | null {
  if (bytes.length < HEADER_LENGTH || !isRecord(bytes, 0)) return null;
  const [before, after]: [Uint8Array[], Uint8Array[]] = [[], []];
  const alerts: TlsAlert[] = [];
  let [records, applicationRecords, applicationBytes] = [0, 0, 0];
  let firstApplicationLength: number | null = null;
  let hasChangeCipherSpec = false;
  let at = 0;
  while (at + HEADER_LENGTH <= bytes.length && isRecord(bytes, at)) {
    const [type, length] = [bytes[at] as number, readU16Be(bytes, at + 3)];
    const body = bytes.subarray(at + HEADER_LENGTH, at + HEADER_LENGTH + length);
    records++;
    if (type === RECORD.changeCipherSpec) hasChangeCipherSpec = true;
    else if (type === RECORD.alert && alerts.length < MAX_ALERTS) alerts.push(readAlert(body, length));
    else if (type === RECORD.handshake) (hasChangeCipherSpec ? after : before).push(body);
    else if (type === RECORD.applicationData) {
      applicationRecords++;
      firstApplicationLength ??= length;
      applicationBytes += length;
    }
    at += HEADER_LENGTH + length;
  }
  return { messages: readMessages(before), clearMessages: readMessages([...before, ...after]), laterHandshakes: after.length, alerts, hasChangeCipherSpec, applicationRecords, applicationBytes, firstApplicationLength, records, truncated: at !== bytes.length };
}

function isRecord(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at] as number;
  return type >= RECORD.changeCipherSpec && type <= RECORD.applicationData && bytes[at + 1] === 3 && (bytes[at + 2] as number) <= 4 && readU16Be(bytes, at + 3) <= MAX_RECORD;
}

/** In clear an alert is two bytes; enciphered it is longer by at least a proof of its origin. */
function readAlert(body: Uint8Array, length: number): TlsAlert {
  const isClear = length === 2 && body.length === 2;
  return { level: isClear ? (body[0] as number) : null, description: isClear ? (body[1] as number) : null };
}

/** Messages may span records, and a record may hold several (RFC 5246 7.4). */
function readMessages(parts: readonly Uint8Array[]): TlsMessage[] {
  const bytes = joinBytes(parts);
  const messages: TlsMessage[] = [];
  let at = 0;
  while (at + 4 <= bytes.length && messages.length < MAX_MESSAGES) {
    const end = at + 4 + readU24Be(bytes, at + 1);
    messages.push({ type: bytes[at] as number, body: bytes.subarray(at + 4, end), truncated: end > bytes.length });
    at = end;
  }
  return messages;
}
