/** L2TP version 2 (RFC 2661), UDP port 1701: control messages and the PPP frames of sessions. Under IPsec it is only seen where the capture sits above it. */
import { readU16Be } from '../bytes/big-endian.ts';
import { AVP, CALL_RESULTS, L2TP_ERRORS, L2TP_MESSAGES, STOP_RESULTS, readAvps } from './l2tp-avps.ts';
import type { L2tpAvp } from './l2tp-avps.ts';
import { personal, plainText } from './personal.ts';
import type { Personal } from './personal.ts';
import { readPpp } from './ppp.ts';
import type { PppFrame } from './ppp.ts';

export const L2TP_PORT = 1701;

export interface L2tpHeader {
  /** As stated, where it is. */
  readonly length?: number;
  /** Ids the receiver gave out; 0 before it did. */
  readonly tunnelId: number;
  readonly sessionId: number;
  /** Number of this message, and of the next one expected. */
  readonly ns?: number;
  readonly nr?: number;
  readonly truncated: boolean;
}

export type L2tp = L2tpHeader & (L2tpControl | L2tpData);

export interface L2tpData {
  readonly kind: 'data';
  readonly payload: Uint8Array;
  readonly ppp?: PppFrame;
}

export interface L2tpControl {
  readonly kind: 'control';
  /** Not in a bare acknowledgement, which has no attributes at all. */
  readonly message?: number;
  readonly messageName?: string;
  readonly result?: L2tpResult;
  readonly host?: Personal;
  readonly vendor?: string;
  readonly assignedTunnelId?: number;
  readonly assignedSessionId?: number;
  readonly callSerial?: Uint8Array;
  /** Why PPP ended: code, protocol it ended in, side (RFC 3145 2: 0 both, 1 peer, 2 local). */
  readonly disconnect?: { readonly code: number; readonly protocol: number; readonly direction: number };
  readonly avps: readonly L2tpAvp[];
}

export interface L2tpResult {
  readonly code: number;
  readonly name?: string;
  readonly error?: number;
  readonly errorName?: string;
  readonly text?: string;
}

const FLAG = { control: 0x8000, length: 0x4000, sequence: 0x0800, offset: 0x0200 } as const;

/** Reads a datagram of port 1701. Null when it is no L2TP of version 2 or has not even its ids. */
export function readL2tp(bytes: Uint8Array): L2tp | null {
  if (bytes.length < 6) return null;
  const flags = readU16Be(bytes, 0);
  const isControl = (flags & FLAG.control) !== 0;
  const isLong = (flags & FLAG.length) !== 0;
  if ((flags & 15) !== 2 || (isControl && !(isLong && (flags & FLAG.sequence) !== 0))) return null;
  const ids = isLong ? 4 : 2;
  if (bytes.length < ids + 4) return null;
  const length = isLong ? readU16Be(bytes, 2) : undefined;
  const body = bytesBehind(bytes, flags, ids + 4);
  const rest = bytes.subarray(Math.min(body.start, bytes.length), length === undefined ? bytes.length : Math.max(length, body.start));
  return {
    ...(length === undefined ? {} : { length }),
    tunnelId: readU16Be(bytes, ids),
    sessionId: readU16Be(bytes, ids + 2),
    ...body.numbers,
    ...(isControl ? readControl(rest) : readData(rest)),
    truncated: bytes.length < Math.max(length ?? 0, body.start),
  };
}

/** Sequence numbers and padding, and where the message begins behind them. */
function bytesBehind(bytes: Uint8Array, flags: number, at: number): { numbers: { ns?: number; nr?: number }; start: number } {
  const hasNumbers = (flags & FLAG.sequence) !== 0;
  const numbers = hasNumbers && bytes.length >= at + 4 ? { ns: readU16Be(bytes, at), nr: readU16Be(bytes, at + 2) } : {};
  const next = hasNumbers ? at + 4 : at;
  if ((flags & FLAG.offset) === 0) return { numbers, start: next };
  return { numbers, start: next + 2 + (bytes.length >= next + 2 ? readU16Be(bytes, next) : 0) };
}

function readData(payload: Uint8Array): L2tpData {
  const ppp = readPpp(payload);
  return { kind: 'data', payload, ...(ppp === null ? {} : { ppp }) };
}

function readControl(bytes: Uint8Array): L2tpControl {
  const avps = readAvps(bytes);
  const find = (type: number, size: number): Uint8Array | undefined => avps.find((avp) => avp.vendor === 0 && avp.type === type && !avp.hidden && avp.data.length >= size)?.data;
  const word = (type: number): number | undefined => {
    const data = find(type, 2);
    return data === undefined ? undefined : readU16Be(data, 0);
  };
  const message = word(AVP.message);
  const name = message === undefined ? undefined : L2TP_MESSAGES[message];
  const [result, host, vendor, disconnect] = [find(AVP.result, 2), find(AVP.host, 1), find(AVP.vendor, 1), find(AVP.disconnect, 5)];
  const [tunnel, session, callSerial] = [word(AVP.tunnel), word(AVP.session), find(AVP.callSerial, 4)];
  return {
    kind: 'control',
    ...(message === undefined ? {} : { message }),
    ...(name === undefined ? {} : { messageName: name }),
    ...(result === undefined ? {} : { result: readResult(result, message === 4 ? STOP_RESULTS : CALL_RESULTS) }),
    ...(host === undefined ? {} : { host: personal(plainText(host)) }),
    ...(vendor === undefined ? {} : { vendor: plainText(vendor) }),
    ...(tunnel === undefined ? {} : { assignedTunnelId: tunnel }),
    ...(session === undefined ? {} : { assignedSessionId: session }),
    ...(callSerial === undefined ? {} : { callSerial }),
    ...(disconnect === undefined ? {} : { disconnect: { code: readU16Be(disconnect, 0), protocol: readU16Be(disconnect, 2), direction: disconnect[4] as number } }),
    avps,
  };
}

/** Result, then perhaps an error, then perhaps words. */
function readResult(data: Uint8Array, names: Readonly<Record<number, string>>): L2tpResult {
  const code = readU16Be(data, 0);
  const name = names[code];
  const error = data.length >= 4 ? readU16Be(data, 2) : undefined;
  const errorName = error === undefined ? undefined : L2TP_ERRORS[error];
  const text = plainText(data.subarray(4));
  return {
    code,
    ...(name === undefined ? {} : { name }),
    ...(error === undefined ? {} : { error }),
    ...(errorName === undefined ? {} : { errorName }),
    ...(text === '' ? {} : { text }),
  };
}
