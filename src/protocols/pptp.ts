/** PPTP control messages (RFC 2637), TCP port 1723. The packets of a call travel in GRE (see `readGre`). */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';
import { personal, plainText } from './personal.ts';
import type { Personal } from './personal.ts';
import { PPTP_ERRORS, PPTP_MESSAGES, PPTP_REASONS } from './pptp-fields.ts';
import type { PptpField, PptpLayout, PptpNumber } from './pptp-fields.ts';

export const PPTP_PORT = 1723;
const COOKIE = 0x1a2b3c4d;
const HEADER = 12;

export interface PptpMessage extends Readonly<Partial<Record<PptpNumber, number>>> {
  readonly type: number;
  readonly name?: string;
  /** Of the message, as stated. */
  readonly length: number;
  readonly resultName?: string;
  readonly errorName?: string;
  readonly reasonName?: string;
  readonly host?: Personal;
  readonly vendor?: string;
  readonly truncated: boolean;
}

/** Reads the message that begins here; null when its head is not there or is none of a control message. */
export function readPptp(bytes: Uint8Array): PptpMessage | null {
  if (bytes.length < HEADER || readU16Be(bytes, 2) !== 1 || readU32Be(bytes, 4) !== COOKIE) return null;
  const length = readU16Be(bytes, 0);
  const type = readU16Be(bytes, 8);
  const whole = bytes.subarray(0, length);
  const layout = PPTP_MESSAGES[type];
  const fields = layout === undefined ? {} : readFields(layout, whole);
  return { type, ...(layout === undefined ? {} : { name: layout.name }), length, ...fields, truncated: length > bytes.length || whole.length < (layout?.length ?? HEADER) };
}

/** Reads messages one behind another, as a TCP segment or stream holds them; ends at what is no message. */
export function readPptpMessages(bytes: Uint8Array): PptpMessage[] {
  const messages: PptpMessage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const message = readPptp(bytes.subarray(at));
    if (message === null) break;
    messages.push(message);
    at += Math.max(message.length, HEADER);
  }
  return messages;
}

function readFields(layout: PptpLayout, bytes: Uint8Array): Partial<PptpMessage> {
  const numbers: Partial<Record<PptpNumber, number>> = {};
  for (const field of layout.fields) {
    const value = numberAt(bytes, field);
    if (value !== undefined) numbers[field[0]] = value;
  }
  return {
    ...numbers,
    ...named('resultName', numbers.result, layout.results ?? {}),
    ...named('errorName', numbers.error, PPTP_ERRORS),
    ...named('reasonName', numbers.reason, PPTP_REASONS),
    ...(layout.names === undefined ? {} : readNames(bytes, layout.names)),
  };
}

function numberAt(bytes: Uint8Array, [, offset, size]: PptpField): number | undefined {
  if (offset + size > bytes.length) return undefined;
  if (size === 1) return bytes[offset];
  return size === 2 ? readU16Be(bytes, offset) : readU32Be(bytes, offset);
}

function named(field: 'resultName' | 'errorName' | 'reasonName', value: number | undefined, names: Readonly<Record<number, string>>): Partial<PptpMessage> {
  const name = value === undefined ? undefined : names[value];
  return name === undefined ? {} : { [field]: name };
}

function readNames(bytes: Uint8Array, at: number): Partial<PptpMessage> {
  const [host, vendor] = [text(bytes.subarray(at, at + 64)), text(bytes.subarray(at + 64, at + 128))];
  return { ...(host === '' ? {} : { host: personal(host) }), ...(vendor === '' ? {} : { vendor }) };
}

/** Up to the first NUL. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return plainText(end < 0 ? bytes : bytes.subarray(0, end));
}
