/** PPTP control messages built by hand after RFC 2637, each a row of fields in the order of its diagram. */
import { join, u16, u32, zeros } from './ip.ts';
import type { Part } from './ip.ts';

export function pptp(type: number, ...parts: readonly Part[]): Uint8Array {
  const body = join(...parts);
  return join(u16(12 + body.length), u16(1), u32(0x1a2b3c4d), u16(type), u16(0), body);
}

/** Text in a field of 64 bytes. */
export const name64 = (text: string): Uint8Array => join(text, zeros(64 - text.length));

export const startConnection = (host: string): Uint8Array => pptp(1, u16(0x0100), u16(0), u32(1), u32(1), u16(0), u16(0), name64(host), name64('Microsoft'));
export const startReply = (result: number, error: number, host: string): Uint8Array => pptp(2, u16(0x0100), [result, error], u32(1), u32(2), u16(0), u16(0x0a28), name64(host), name64('Microsoft'));
export const stopRequest = (reason: number): Uint8Array => pptp(3, [reason, 0], u16(0));
export const stopReply = (result: number, error: number): Uint8Array => pptp(4, [result, error], u16(0));
export const echoRequest = (id: number): Uint8Array => pptp(5, u32(id));
export const echoReply = (id: number, result: number): Uint8Array => pptp(6, u32(id), [result, 0], u16(0));
export const outgoingCall = (callId: number, serial: number): Uint8Array => pptp(7, u16(callId), u16(serial), u32(300), u32(100_000_000), u32(3), u32(3), u16(64), u16(0), u16(0), u16(0), name64(''), name64(''));
export const outgoingReply = (callId: number, peer: number, result: number, error: number, cause: number): Uint8Array => pptp(8, u16(callId), u16(peer), [result, error], u16(cause), u32(1_000_000), u16(64), u16(0), u32(0));
export const incomingCall = (callId: number, serial: number): Uint8Array => pptp(9, u16(callId), u16(serial), u32(1), u32(0), u16(0), u16(0), name64(''), name64(''), name64(''));
export const incomingReply = (callId: number, peer: number, result: number): Uint8Array => pptp(10, u16(callId), u16(peer), [result, 0], u16(64), u16(0), u16(0));
export const incomingConnected = (peer: number): Uint8Array => pptp(11, u16(peer), u16(0), u32(64_000), u16(64), u16(0), u32(1));
export const clearRequest = (callId: number): Uint8Array => pptp(12, u16(callId), u16(0));
export const disconnect = (callId: number, result: number, error: number, cause: number): Uint8Array => pptp(13, u16(callId), [result, error], u16(cause), u16(0), zeros(128));
export const wanError = (peer: number): Uint8Array => pptp(14, u16(peer), u16(0), ...[1, 2, 3, 4, 5, 6].map(u32));
export const setLinkInfo = (peer: number, send: number, receive: number): Uint8Array => pptp(15, u16(peer), u16(0), u32(send), u32(receive));
